//! The same policies under other rules: does their ranking survive?

use std::ops::Range;

use crate::bargaining::Prepared;
use crate::experiment::compare::plan::Planned;
use crate::experiment::compare::policy::uses;
use crate::experiment::compare::tally::{Pairs, agreements};
use crate::experiment::compare::{Exchange, Ranking};
use crate::experiment::{Cell, CellError};
use crate::model::{Agenda, Scenario};
use crate::scenario::{Assignment, Source};
use crate::simulation::{Control, PairedRates, play_runs};

/// Another rule by which the parties settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The file's protocol with nothing agreed until everything is.
    SingleUndertaking,
    /// The file's protocol with each package closed by itself.
    Parallel,
}

impl Rule {
    /// All rules, in the order in which they are told.
    pub const ALL: [Self; 2] = [Self::SingleUndertaking, Self::Parallel];

    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleUndertaking => "single-undertaking",
            Self::Parallel => "parallel",
        }
    }

    /// Name for readers.
    pub fn title(self) -> &'static str {
        match self {
            Self::SingleUndertaking => "single undertaking",
            Self::Parallel => "parallel agenda",
        }
    }

    /// Whether a scenario settles by this rule as written.
    fn is_written(self, scenario: &Scenario) -> bool {
        match self {
            Self::SingleUndertaking => scenario.agenda == Agenda::SingleUndertaking,
            Self::Parallel => matches!(scenario.agenda, Agenda::Parallel(_)),
        }
    }
}

/// The cells of a plan under another rule.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The rule.
    pub rule: Rule,
    /// The scenario in which no lever is used.
    pub none: Cell,
    /// The policies, in the order of the plan.
    pub policies: Vec<Cell>,
}

/// What policies do under another rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleResult {
    /// The rule.
    pub rule: Rule,
    /// Agreements with each policy (first) and without levers (second), in the order of the effects.
    pub agreement: Vec<PairedRates>,
    /// The ranking under this rule.
    pub ranking: Ranking,
    /// Where it differs from the one under the file's rule.
    pub exchanges: Vec<Exchange>,
}

/// The cells under each of some rules; rules that do not go with the scenario, and why.
pub(super) fn variants(
    source: &Source,
    assignments: &[Assignment],
    scenario: &Scenario,
    policies: &[Planned],
    rules: &[Rule],
) -> (Vec<Variant>, Vec<(Rule, String)>) {
    let (mut variants, mut left_out) = (Vec::new(), Vec::new());
    for &rule in rules.iter().filter(|rule| !rule.is_written(scenario)) {
        if scenario.packages.len() < 2 {
            left_out.push((rule, "there is one package only".to_owned()));
            continue;
        }
        let set = Assignment {
            path: "agenda".to_owned(),
            value: rule.name().to_owned(),
        };
        let cell = |more: Vec<Assignment>| -> Result<Cell, CellError> {
            let before = assignments.iter().chain(std::iter::once(&set));
            Cell::new(source, before.cloned().chain(more).collect())
        };
        let all = || {
            let cells = policies
                .iter()
                .map(|it| cell(it.policy.assignments(scenario)));
            Ok(Variant {
                rule,
                none: cell(uses(scenario, &[]))?,
                policies: cells.collect::<Result<_, _>>()?,
            })
        };
        match all() {
            Ok(variant) => variants.push(variant),
            Err(error) => left_out.push((rule, first_words(&error))),
        }
    }
    (variants, left_out)
}

/// What is wrong, without its place and remedy.
fn first_words(error: &CellError) -> String {
    match error {
        CellError::Scenario(problems) => problems
            .iter()
            .next()
            .map_or_else(String::new, |problem| problem.fault.to_string()),
        CellError::Game { error, .. } => error.to_string(),
    }
}

/// Agreements under a rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RuleTally {
    agreement: Vec<PairedRates>,
    pairs: Pairs,
}

impl RuleTally {
    pub(super) fn new(policies: usize) -> Self {
        Self {
            agreement: vec![PairedRates::default(); policies],
            pairs: Pairs::new(policies),
        }
    }

    pub(super) fn runs(&self) -> u64 {
        self.agreement.first().map_or(0, PairedRates::runs)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (rates, more) in self.agreement.iter_mut().zip(&other.agreement) {
            rates.merge(more);
        }
        self.pairs.merge(&other.pairs);
    }

    /// Plays some runs of all cells, the first of them without levers; nothing when it was cancelled.
    pub(super) fn play(
        cells: &[Prepared<'_>],
        runs: Range<u64>,
        control: &dyn Control,
    ) -> Option<Self> {
        let mut agreed = Vec::with_capacity(cells.len());
        for cell in cells {
            agreed.push(agreements(&play_runs(cell, runs.clone(), control)?));
        }
        Some(Self::of(&agreed))
    }

    /// Counts which runs of each cell agree, the first cell being the one without levers.
    fn of(agreed: &[Vec<bool>]) -> Self {
        let mut tally = Self::new(agreed.len() - 1);
        let (without, policies) = agreed
            .split_first()
            .expect("there is a cell without levers");
        for (rates, with) in tally.agreement.iter_mut().zip(policies) {
            for (&with, &without) in with.iter().zip(without) {
                rates.add(with, without);
            }
        }
        tally.pairs.add(policies);
        tally
    }
}

/// What a tally says, beside the ranking under the file's rule.
pub(super) fn rule_result(rule: Rule, written: &Ranking, tally: &RuleTally) -> RuleResult {
    let difference = |place: usize| tally.agreement[place].difference();
    let mut members = written.order.clone();
    // Ties are broken as they are under the file's rule: in file order.
    members.sort_unstable();
    let ranking = Ranking::new(&members, difference, &tally.pairs);
    RuleResult {
        rule,
        agreement: tally.agreement.clone(),
        exchanges: written.exchanges(&ranking),
        ranking,
    }
}
