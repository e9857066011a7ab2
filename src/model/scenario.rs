//! A negotiation as its author means it.

use crate::model::written::{Visit, Written};
use crate::model::{
    Agenda, Choose, ConsentRule, Driver, DriverId, EffectTarget, Issue, IssueId, JointType, Key,
    Lever, NumberFault, Package, PackageId, Party, PartyId, Plan, Protocol, ROUNDS_MAX, Role,
    Stage, Strategy, Uncertain, Use,
};

/// Time: how many rounds there are and what may end them early.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// Number of rounds `T`, at least 1. Rounds are numbered from 0 to `T − 1`.
    pub rounds: u32,
    /// What a round stands for, as the scenario writes it (`"1 week"`); words only, nothing is computed from it.
    pub round_length: Option<String>,
    /// Probability, drawn anew each round that ends without agreement, that the talks break down there. In 0..=1.
    pub breakdown: Uncertain,
    /// Change of that probability per unit of a driver; the sum is kept in 0..=1.
    pub loads: Vec<(DriverId, Uncertain)>,
}

/// One negotiation as its author means it: names resolved, ranges guaranteed.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Title for tables and figures.
    pub title: String,
    /// What the scenario is about, in the author's words.
    pub description: Option<String>,
    /// Time.
    pub clock: Clock,
    /// Packages, which partition the issues; at least one.
    pub packages: Vec<Package>,
    /// Issues; at least one, at most 64.
    pub issues: Vec<Issue>,
    /// Parties; at least two, at most 64.
    pub parties: Vec<Party>,
    /// Types drawn together across parties; empty when each party's type is drawn by itself.
    pub joint_types: Vec<JointType>,
    /// Named deals.
    pub plans: Vec<Plan>,
    /// Processes that move the reservation values.
    pub drivers: Vec<Driver>,
    /// Moves away from the table.
    pub levers: Vec<Lever>,
    /// Ratification after signature, in the order in which it happens.
    pub stages: Vec<Stage>,
    /// Whose consent an option needs unless the option, its issue or its package says otherwise.
    pub consent: ConsentRule,
    /// Who may speak when, and what closes the deal.
    pub protocol: Protocol,
    /// Whether packages close one by one.
    pub agenda: Agenda,
}

impl Clock {
    /// Every uncertain number in the order of its slots.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        visit(Written::named("breakdown", &mut self.breakdown));
        for (driver, load) in &mut self.loads {
            visit(Written::listed(Key::Load(*driver), load));
        }
    }
}

impl Scenario {
    /// The consent rule of one option: the option's own, else its issue's, else its package's, else the default.
    pub fn consent_rule(&self, issue: IssueId, option: usize) -> &ConsentRule {
        let issue = &self.issues[issue.index()];
        issue.options[option]
            .consent
            .as_ref()
            .or(issue.consent.as_ref())
            .or(self.packages[issue.package.index()].consent.as_ref())
            .unwrap_or(&self.consent)
    }

    /// The issues of a package, in file order.
    pub fn issues_of(&self, package: PackageId) -> impl Iterator<Item = IssueId> {
        let issues = (0..).map(IssueId).zip(&self.issues);
        issues.filter_map(move |(id, issue)| (issue.package == package).then_some(id))
    }

    /// The same with so many times the draws behind every belief; none where no belief is made of draws or one would have more
    /// than it may.
    pub fn with_more_draws(&self, times: u32) -> Option<Self> {
        let mut finer = self.clone();
        let kinds = finer.parties.iter_mut().flat_map(|party| &mut party.types);
        let of_parties = kinds.map(|kind| kind.profile.strategy.concession.draws());
        let beliefs = std::iter::once(finer.protocol.draws()).chain(of_parties);
        let mut some = false;
        for (draws, range) in beliefs.flatten() {
            *draws = draws.checked_mul(times)?;
            if f64::from(*draws) > range.high {
                return None;
            }
            some = true;
        }
        some.then_some(finer)
    }

    /// The same with every party that offers in turn and chooses among deals that meet its target choosing so; none where none does or all do so
    /// already.
    pub fn with_choice(&self, choose: Choose) -> Option<Self> {
        let order = self.protocol.offers_in_turn();
        let mut scenario = self.clone();
        let mut some = false;
        for strategy in scenario.strategies_of(|party| order.contains(&party)) {
            let now = strategy.choose.unwrap_or(Choose::Nearest);
            if !strategy.concession.picks_offers() && now != choose {
                strategy.choose = Some(choose);
                some = true;
            }
        }
        some.then_some(scenario)
    }

    /// The same with so many times the exponents of all that falls in time, so that parties concede earlier (below 1) or later; a drawn
    /// exponent has its centre moved. None where nothing falls in time for a party at the table.
    ///
    /// # Errors
    /// An exponent would leave its legal range.
    pub fn with_concession(&self, times: f64) -> Result<Option<Self>, NumberFault> {
        let mut scenario = self.clone();
        let mut some = false;
        let speakers = self.speakers();
        for strategy in scenario.strategies_of(|party| speakers.contains(&party)) {
            for exponent in strategy.exponents_mut() {
                *exponent = exponent.centred(times * exponent.mean())?;
                some = true;
            }
        }
        Ok(some.then_some(scenario))
    }

    /// Those who move: in turn, once, or when visited as principals. Others who are visited are read and answer nothing.
    pub fn speakers(&self) -> Vec<PartyId> {
        let is_principal = |party: &PartyId| self.parties[party.index()].role == Role::Principal;
        let mut speakers = self.protocol.heard().to_vec();
        if self.protocol.mediation().is_some() {
            speakers.retain(is_principal);
        }
        speakers
    }

    /// The strategies of all types of some parties.
    fn strategies_of(
        &mut self,
        is_asked: impl Fn(PartyId) -> bool,
    ) -> impl Iterator<Item = &mut Strategy> {
        let parties = self.parties.iter_mut().enumerate();
        let asked = parties.filter(move |(place, _)| is_asked(PartyId::at(*place)));
        let kinds = asked.flat_map(|(_, party)| &mut party.types);
        kinds.map(|kind| &mut kind.profile.strategy)
    }

    /// Sizes of the effects of levers that move the deadline.
    fn moves_of_deadline(&self) -> impl Iterator<Item = Uncertain> {
        // A threat moves no deadline, so neither does a lever that is never carried out.
        let levers = self.levers.iter();
        let used = levers.filter(|lever| !matches!(lever.usage, Use::Never | Use::Threat));
        let effects = used.flat_map(|lever| &lever.effects);
        effects
            .filter(|effect| effect.target == EffectTarget::Rounds)
            .map(|effect| effect.size)
    }

    /// Whether some lever may move the deadline.
    pub fn deadline_moves(&self) -> bool {
        self.moves_of_deadline().next().is_some()
    }

    /// Most rounds that may be held: those of the clock and all by which levers may put off the deadline.
    pub fn rounds_most(&self) -> u32 {
        let later = self
            .moves_of_deadline()
            .map(|size| size.greatest().max(0.0));
        let most = f64::from(self.clock.rounds) + later.sum::<f64>();
        let most = libm::round(most).min(f64::from(ROUNDS_MAX));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the greatest number of rounds"
        )]
        let most = most as u32;
        most.max(self.clock.rounds)
    }

    /// Number of deals, the product of the issues' option counts; exact up to 2⁵³.
    pub fn deal_count(&self) -> f64 {
        self.issues
            .iter()
            .map(|issue| issue.options.len() as f64)
            .product()
    }
}
