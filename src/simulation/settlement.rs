//! Other settlement rules over many realizations: the same numbers as those of runs, without the talks.

use serde::{Deserialize, Serialize};

use crate::analysis::frontier::POINTS_MAX;
use crate::analysis::position::{Counting, Position, Request, Theorist, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settlement, Settler};
use crate::analysis::terms::ById;
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::measure::{Counts, Item, Line, Of, Subjects, Unit};
use crate::simulation::monte_carlo::{Control, RunSettings, each_realization};
use crate::simulation::{Mean, Rate};

/// One realization as one rule settles it.
#[derive(Debug)]
pub struct Settled {
    outcome: RuleOutcome,
    /// What no deal is worth to each party.
    reservations: Vec<f64>,
}

impl Settled {
    fn is(&self, settlement: Settlement) -> bool {
        self.outcome.settlement == settlement
    }

    /// What the deal is worth to a party, where it is agreed.
    fn utility(&self, party: Item) -> Option<f64> {
        let deal = self.outcome.deal.as_ref();
        let deal = deal.filter(|_| self.is(Settlement::Agreed))?;
        Some(deal.utilities[party.0])
    }
}

/// A measure of what a rule gives.
type OfRule = Line<Settled>;

/// Every measure of a settlement rule.
pub static OF_RULES: [Line<Settled>; 4] = [
    OfRule::yes_no("agreement", Of::Run, |settled, _| settled.is(Settlement::Agreed))
        .meaning("the deal of the rule lies in the zone before the first move"),
    OfRule::yes_no("zone-undecided", Of::Run, |settled, _| settled.is(Settlement::Undecided))
        .meaning("the search for a deal in the zone stopped at its limit"),
    OfRule::number("utility", Of::Party, Unit::Utility, |settled, item| {
        let agreed = settled.utility(item);
        agreed.unwrap_or(settled.reservations[item.0])
    })
    .meaning("utility with which the rule leaves the party: of the agreed deal, without one its reservation value before the first move"),
    OfRule::number_among("agreed-utility", Of::Party, Unit::Utility, Settled::utility)
        .meaning("utility of the agreed deal to the party; among agreements"),
];

/// Realizations settled by each rule, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct SettlementTally {
    /// The rules, in the order of [`Rule::ALL`].
    pub rules: [Counts; Rule::ALL.len()],
    parties: Vec<String>,
}

/// What settlement rules give over realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settlements {
    /// Realizations that the rules were applied to, those of runs 0 to this number.
    pub realizations: u64,
    /// How often the talks agree on the same realizations; none beside theory.
    pub played: Option<Rate>,
    /// Each rule.
    pub rules: Vec<RuleEstimates>,
}

/// What one rule gives over realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleEstimates {
    /// The rule.
    pub rule: Rule,
    /// How often its deal lies in the zone before the first move.
    pub agreed: Rate,
    /// How often it was not found out whether any deal lies there.
    pub undecided: Rate,
    /// What each party has of it.
    pub parties: ById<RuleUtilities>,
}

/// What a party has of a rule, 0 to 1 on its own scale.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleUtilities {
    /// Utility of the rule's deal where it agrees, else the reservation value before the first move.
    pub utility: Mean,
    /// Utility where it agrees.
    pub agreed_utility: Mean,
}

impl SettlementTally {
    /// Nothing counted yet.
    pub fn new(subjects: &Subjects) -> Self {
        Self {
            rules: std::array::from_fn(|_| Counts::new(&OF_RULES, subjects)),
            parties: subjects.parties.clone(),
        }
    }

    /// Counts one realization, in which no deal is worth `reservations` to the parties.
    pub fn add(&mut self, reservations: &[f64], outcomes: [RuleOutcome; Rule::ALL.len()]) {
        for (counts, outcome) in self.rules.iter_mut().zip(outcomes) {
            let reservations = reservations.to_vec();
            let settled = Settled {
                outcome,
                reservations,
            };
            counts.add(&OF_RULES, &settled);
        }
    }

    /// What was counted, rule by rule, beside the agreements of the talks where these were played.
    pub fn estimates(&self, played: Option<Rate>) -> Settlements {
        let rules = Rule::ALL.into_iter().zip(&self.rules);
        Settlements {
            realizations: self.rules[0].runs(),
            played,
            rules: rules
                .map(|(rule, counts)| self.of_rule(rule, counts))
                .collect(),
        }
    }

    fn of_rule(&self, rule: Rule, counts: &Counts) -> RuleEstimates {
        let means = counts.means("utility").iter();
        let means = means.zip(counts.means("agreed-utility"));
        let utilities = means.map(|(&utility, &agreed_utility)| RuleUtilities {
            utility,
            agreed_utility,
        });
        RuleEstimates {
            rule,
            agreed: counts.rate("agreement"),
            undecided: counts.rate("zone-undecided"),
            parties: self.parties.iter().cloned().zip(utilities).collect(),
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
        let (zone, [nash, equal]) = theorist.settled(&position);
        let outcomes = settler.outcomes(&theorist, &position, &zone, [&nash, &equal]);
        (position.reservations, outcomes)
    };
    let take = |(reservations, outcomes): (Vec<f64>, _)| tally.add(&reservations, outcomes);
    each_realization(game, &[], settings, control, judge, take);
    tally
}
