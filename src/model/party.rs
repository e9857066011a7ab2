//! Parties and what they want.

use crate::model::written::{Visit, Written};
use crate::model::{
    DriverId, Group, IssueId, Key, PartyCore, PartyId, Pattern, Strategy, TypeId, Uncertain,
};

/// What a party does at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its consent is needed unless a consent rule says otherwise.
    Principal,
    /// Proposes, carries messages, has interests and levers.
    Mediator,
    /// Affected, may hold levers; consents only where a rule names it.
    Observer,
}

/// A negotiator with preferences.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What it does at the table.
    pub role: Role,
    /// Influence ≥ 0 where a rule other than bargaining settles the matter; none: 1 on issues some option of which needs
    /// its consent, 0 on others.
    pub influence: Option<f64>,
    /// Its possible types, at least one; a party without types has one, with probability 1.
    pub types: Vec<PartyType>,
}

/// One possible kind of a party, with everything that kind wants.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyType {
    /// Name in files; the party's id where it has no types.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Probability, in 0..=1. The drawn probabilities of a party's types are normalised to sum 1.
    pub probability: Uncertain,
    /// The party's preferences and strategy when it is of this type, overrides already applied.
    pub profile: Profile,
}

/// Types of several parties drawn together.
#[derive(Clone, Debug, PartialEq)]
pub struct JointType {
    /// Probability of this row, in 0..=1; rows are normalised to sum 1.
    pub probability: Uncertain,
    /// One type for each party that is drawn jointly; all rows name the same parties in the same order.
    pub types: Vec<(PartyId, TypeId)>,
}

/// All that a party of one type wants and does.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Weights and scores.
    pub utility: Utility,
    /// Combinations that add to or take from utility.
    pub linkages: Vec<Linkage>,
    /// Combinations refused at any price.
    pub red_lines: Vec<Pattern>,
    /// Belief that an agreement will be broken; none: agreements are kept.
    pub breach: Option<Breach>,
    /// Utility of the best course without agreement in round 0, in 0..=1.
    pub reservation: Uncertain,
    /// Discount factor per round δ, in 0..=1.
    pub discount: Uncertain,
    /// Fixed cost of each round without agreement, ≥ 0, in utility.
    pub round_cost: Uncertain,
    /// Rounds after which it walks out and the talks end, ≥ 1; none for a party that stays.
    pub deadline: Option<Uncertain>,
    /// Change of the reservation value per unit of a driver.
    pub loads: Vec<(DriverId, Uncertain)>,
    /// Least probability ρ of approval by its own body below which it refuses a deal, in 0..=1; 0 switches it off.
    pub anticipate: f64,
    /// What it asks and takes.
    pub strategy: Strategy,
}

/// Weights and scores: `u(x) = Σ w_i · s_i(x_i)` plus linkages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Utility {
    /// Weight of each issue, ≥ 0, in issue order; normalised to sum 1 after drawing.
    pub weights: Vec<Uncertain>,
    /// Concentration c > 0: weights are drawn log-normal with log-variance 1/(c·w) around their centre.
    pub weight_concentration: Option<f64>,
    /// Score of each option in 0..=1, per issue in option order.
    pub scores: Vec<Vec<Uncertain>>,
    /// Standard deviation of a normal error added to each score and cut to 0..=1; 0 for none.
    pub score_sd: f64,
}

/// A bonus (or, negative, a malus) when a deal matches a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Linkage {
    /// When it applies.
    pub pattern: Pattern,
    /// What it adds to utility, in −1..=1.
    pub bonus: Uncertain,
}

/// Belief q(x) that an agreement will be broken and the loss L below the reservation value if it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// The issues q depends on: none to three, ascending.
    pub issues: Vec<IssueId>,
    /// q for each combination of their options, the last issue varying fastest; each in 0..=1.
    pub probability: Vec<Uncertain>,
    /// L ≥ 0, in utility.
    pub loss: Uncertain,
}

impl Party {
    /// Whether combinations of options add to or take from the utility of a type of it.
    pub(crate) fn has_linkages(&self) -> bool {
        let mut types = self.types.iter();
        types.any(|kind| !kind.profile.linkages.is_empty())
    }

    /// Whether a type of it has a deadline of its own.
    pub fn may_walk_out(&self) -> bool {
        let mut types = self.types.iter();
        types.any(|kind| kind.profile.deadline.is_some())
    }
}

impl Profile {
    /// Every uncertain number in the order of its slots, those of one stream after another.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        let (entries, loss) = match &mut self.breach {
            Some(breach) => (&mut breach.probability[..], Some(&mut breach.loss)),
            None => (&mut [][..], None),
        };
        // What a rule does not have counts as 1 in its slot.
        let mut core = PartyCore::default().map(|()| Written::none(1.0));
        core.reservation = Written::named("reservation", &mut self.reservation);
        core.discount = Written::named("discount", &mut self.discount);
        core.round_cost = Written::named("round-cost", &mut self.round_cost);
        core.loss = Written::or(0.0, "breach.loss", loss);
        // Without a horizon of its own a rule goes by the clock.
        core.horizon = Written::none(0.0);
        core.needed_horizon = Written::none(0.0);
        core.deadline = Written::or(f64::INFINITY, "deadline", self.deadline.as_mut());
        self.strategy.fill(&mut core);
        for number in [
            &mut core.gain,
            &mut core.needed_start,
            &mut core.needed_exponent,
            &mut core.horizon,
            &mut core.needed_horizon,
            &mut core.deadline,
        ] {
            number.group = Group::Rules;
        }
        core.map(&mut *visit);
        for (entry, number) in (0..).zip(entries) {
            visit(Written::listed(Key::Breach(entry), number));
        }
        for (position, linkage) in (0..).zip(&mut self.linkages) {
            visit(Written::listed(Key::Bonus(position), &mut linkage.bonus));
        }
        for (driver, load) in &mut self.loads {
            visit(Written::listed(Key::Load(*driver), load));
        }
        self.utility.each_number(visit);
    }
}

impl Utility {
    /// Whether it wants nothing at all, as that of a party without preferences.
    pub fn is_blank(&self) -> bool {
        let is_zero = |number: &Uncertain| number.known() == Some(0.0);
        self.weights.iter().all(is_zero) && self.scores.iter().flatten().all(is_zero)
    }

    /// Weights and scores, issue by issue.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        let issues = self.weights.iter_mut().zip(&mut self.scores);
        for (issue, (weight, scores)) in (0..).map(IssueId).zip(issues) {
            visit(Written::listed(Key::Weight(issue), weight));
            for (option, score) in (0..).zip(scores) {
                visit(Written::listed(Key::Score(issue, option), score));
            }
        }
    }
}
