//! Other settlement rules over many realizations: the same numbers as those of runs, without the talks.

use crate::analysis::frontier::POINTS_MAX;
use crate::analysis::position::{Counting, Position, Request, Theorist, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settlement, Settler};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::measure::{Counts, Line, Of, Read, Subjects, Unit};
use crate::simulation::monte_carlo::{Control, RunSettings};
use crate::simulation::realizations::each_realization;
use crate::simulation::{Mean, Rate};

/// One realization as one rule settles it.
#[derive(Debug)]
pub struct Settled {
    settlement: Settlement,
    /// What the deal is worth to each party, where it is agreed.
    utilities: Option<Vec<f64>>,
    /// What no deal is worth to each party.
    reservations: Vec<f64>,
}

/// Every measure of a settlement rule.
pub static OF_RULES: [Line<Settled>; 4] = [
    Line::share(
        "agreement",
        Of::Run,
        "the deal of the rule lies in the zone before the first move",
        Read::YesNo(|settled, _| settled.settlement == Settlement::Agreed),
    ),
    Line::share(
        "zone-undecided",
        Of::Run,
        "the search for a deal in the zone stopped at its limit",
        Read::YesNo(|settled, _| settled.settlement == Settlement::Undecided),
    ),
    Line::mean(
        "utility",
        Of::Party,
        Unit::Utility,
        "utility with which the rule leaves the party: of the agreed deal, without one its reservation value before the first move",
        Read::Number(|settled, item| {
            let utilities = settled.utilities.as_ref();
            utilities.unwrap_or(&settled.reservations)[item.0]
        }),
    ),
    Line::mean(
        "agreed-utility",
        Of::Party,
        Unit::Utility,
        "utility of the agreed deal to the party; among agreements",
        Read::NumberAmong(|settled, item| Some(settled.utilities.as_ref()?[item.0])),
    ),
];

/// Realizations settled by each rule, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct SettlementTally {
    /// The rules, in the order of [`Rule::ALL`].
    pub rules: [Counts; Rule::ALL.len()],
}

/// What each rule gives over many realizations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettlementRates {
    /// Realizations counted, those of runs 0 to this number.
    pub realizations: u64,
    /// The rules, in the order of [`Rule::ALL`].
    pub rules: Vec<RuleRates>,
}

/// One rule over many realizations.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRates {
    /// The rule.
    pub rule: Rule,
    /// Its deal lies in the zone of round 0.
    pub agreed: Rate,
    /// Whether there is any deal in the zone was not found out.
    pub undecided: Rate,
    /// What each party is left with: its utility of the deal where that is agreed, else its reservation value in round 0.
    pub utilities: Vec<Mean>,
    /// Each party's utility of the deals agreed.
    pub agreed_utilities: Vec<Mean>,
}

impl SettlementTally {
    /// Nothing counted yet.
    pub fn new(subjects: &Subjects) -> Self {
        Self {
            rules: std::array::from_fn(|_| Counts::new(&OF_RULES, subjects)),
        }
    }

    /// Counts one realization, in which no deal is worth `reservations` to the parties.
    pub fn add(&mut self, reservations: &[f64], outcomes: &[RuleOutcome]) {
        for (counts, outcome) in self.rules.iter_mut().zip(outcomes) {
            let agreed = outcome.settlement == Settlement::Agreed;
            let deal = outcome.deal.as_ref().filter(|_| agreed);
            let settled = Settled {
                settlement: outcome.settlement,
                utilities: deal.map(|deal| deal.utilities.clone()),
                reservations: reservations.to_vec(),
            };
            counts.add(&OF_RULES, &settled);
        }
    }

    /// What was counted, rule by rule.
    pub fn rates(&self) -> SettlementRates {
        let rules = Rule::ALL.into_iter().zip(&self.rules);
        SettlementRates {
            realizations: self.rules[0].runs(),
            rules: rules
                .map(|(rule, counts)| RuleRates {
                    rule,
                    agreed: counts.rate("agreement"),
                    undecided: counts.rate("zone-undecided"),
                    utilities: counts.means("utility").to_vec(),
                    agreed_utilities: counts.means("agreed-utility").to_vec(),
                })
                .collect(),
        }
    }
}

/// Settles the realizations of runs `0..settings.runs` by each rule and counts those completed.
pub fn settle(
    scenario: &Scenario,
    game: &Game,
    settings: &RunSettings,
    control: &dyn Control,
) -> SettlementTally {
    let request = Request {
        points_max: POINTS_MAX,
        count: Counting::No,
    };
    let theorist = Theorist::new(game, objectives(scenario), request);
    let settler = Settler::new(scenario, game);
    let mut tally = SettlementTally::new(&Subjects::of(scenario));
    let judge = |position: Position| {
        let (zone, solved) = theorist.solve(&position);
        let outcomes = settler.outcomes(&theorist, &position, &zone, &solved);
        (position.reservations, outcomes)
    };
    each_realization(
        game,
        &[],
        settings,
        control,
        judge,
        |(reservations, outcomes)| {
            tally.add(&reservations, &outcomes);
        },
    );
    tally
}
