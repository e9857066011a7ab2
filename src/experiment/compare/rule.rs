//! The same policies under other rules: does their ranking survive?

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analysis::position::{Counting, Request, Theorist};
use crate::analysis::settlement::{self, Settler};
use crate::analysis::terms::ById;
use crate::bargaining::{Opening, Prepared};
use crate::experiment::cell::{Cell, CellError};
use crate::experiment::compare::paired_effect::PairedEffect;
use crate::experiment::compare::pairs::{Pairs, agreements};
use crate::experiment::compare::policy::{PolicyCell, ranked, uses};
use crate::experiment::compare::ranking::{PolicyRanking, RankExchange};
use crate::game::Game;
use crate::model::{Agenda, Scenario};
use crate::scenario::{Assignment, Source};
use crate::simulation::{Control, PairedRates, play_runs};

/// Another rule by which the parties settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The file's protocol with nothing agreed until everything is.
    SingleUndertaking,
    /// The file's protocol with each package closed by itself.
    Parallel,
    /// No talks: the compromise mean of the positions.
    CompromiseMean,
    /// No talks: the median of the positions.
    Median,
    /// No talks: the solution of Nash, or of Kalai and Smorodinsky; both agree wherever there is a zone at the start.
    #[serde(rename = "nash-kalai-smorodinsky")]
    Cooperative,
}

impl Rule {
    /// All rules, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::SingleUndertaking,
        Self::Parallel,
        Self::CompromiseMean,
        Self::Median,
        Self::Cooperative,
    ];

    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleUndertaking => "single-undertaking",
            Self::Parallel => "parallel",
            Self::CompromiseMean => "compromise-mean",
            Self::Median => "median",
            Self::Cooperative => "nash-kalai-smorodinsky",
        }
    }

    /// Name for readers.
    pub fn title(self) -> &'static str {
        match self {
            Self::SingleUndertaking => "single undertaking",
            Self::Parallel => "parallel agenda",
            Self::CompromiseMean => "compromise mean",
            Self::Median => "median",
            Self::Cooperative => "Nash or Kalai–Smorodinsky",
        }
    }

    /// Whether a scenario settles by this rule as written.
    fn is_written(self, scenario: &Scenario) -> bool {
        match self {
            Self::SingleUndertaking => scenario.agenda == Agenda::SingleUndertaking,
            Self::Parallel => matches!(scenario.agenda, Agenda::Parallel(_)),
            Self::CompromiseMean | Self::Median | Self::Cooperative => false,
        }
    }

    /// The formula that settles the matter; none where the parties talk.
    pub(super) fn formula(self) -> Option<settlement::Rule> {
        match self {
            Self::SingleUndertaking | Self::Parallel => None,
            Self::CompromiseMean => Some(settlement::Rule::CompromiseMean),
            Self::Median => Some(settlement::Rule::Median),
            Self::Cooperative => Some(settlement::Rule::Nash),
        }
    }
}

/// The cells of a plan under another agenda.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The rule.
    pub rule: Rule,
    /// The scenario in which no lever is used.
    pub none: Cell,
    /// The policies, in the order of the plan.
    pub policies: Vec<Cell>,
}

/// The policies under another rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleComparison {
    /// The rule.
    pub rule: Rule,
    /// Agreement, by policy.
    pub agreement: ById<PairedEffect>,
    /// The policies ranked under this rule.
    pub ranking: PolicyRanking,
    /// Pairs that stand the other way round than under the rules as written.
    pub changes_places: Vec<RankExchange>,
}

/// A rule under which nothing was compared, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLeftOut {
    /// The rule.
    pub rule: Rule,
    /// Why not.
    pub because: String,
}

/// The cells under each agenda among some rules, and the rules that the scenario cannot be played under.
pub(super) fn variants(
    source: &Source,
    assignments: &[Assignment],
    scenario: &Scenario,
    policies: &[PolicyCell],
    rules: &[Rule],
) -> (Vec<Variant>, Vec<RuleLeftOut>) {
    let (mut variants, mut left_out) = (Vec::new(), Vec::new());
    let mut leave_out = |rule, because| left_out.push(RuleLeftOut { rule, because });
    let talks = |rule: &&Rule| rule.formula().is_none() && !rule.is_written(scenario);
    for &rule in rules.iter().filter(talks) {
        if scenario.packages.len() < 2 {
            leave_out(rule, "there is one package only".to_owned());
            continue;
        }
        let set = Assignment {
            path: "agenda".to_owned(),
            value: rule.name().to_owned(),
        };
        let cell = |more: Vec<Assignment>| -> Result<Cell, CellError> {
            let all = [assignments, std::slice::from_ref(&set), &more].concat();
            Cell::new(source, &all)
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
            Err(error) => leave_out(rule, first_words(&error)),
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

/// A cell as formulas see it.
pub(super) struct Formulas<'a> {
    game: &'a Game,
    theorist: Theorist<'a>,
    settler: Settler<'a>,
}

impl<'a> Formulas<'a> {
    pub(super) fn new(cell: &'a Cell) -> Self {
        // No frontier is asked for, so that no point of one is kept.
        let request = Request {
            points_max: 0,
            count: Counting::No,
        };
        Self {
            game: &cell.game,
            theorist: Theorist::new(&cell.game, Vec::new(), request),
            settler: Settler::new(&cell.scenario, &cell.game),
        }
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

    /// Settles the positions in which some runs open by each formula, cells in the same order.
    ///
    /// One tally for each of [`settlement::Rule::ALL`]; nothing when it was cancelled.
    pub(super) fn settle(
        cells: &[Formulas<'_>],
        seed: u64,
        runs: Range<u64>,
        control: &dyn Control,
    ) -> Option<Vec<Self>> {
        let mut opening = Opening::default();
        let mut agreed = vec![vec![Vec::new(); cells.len()]; settlement::Rule::ALL.len()];
        for (place, cell) in cells.iter().enumerate() {
            for run in runs.clone() {
                if control.is_cancelled() {
                    return None;
                }
                let position = opening.position(cell.game, seed, run, &[]);
                let agreements = cell.settler.agreements(&cell.theorist, &position);
                for (by_cell, agreement) in agreed.iter_mut().zip(agreements) {
                    by_cell[place].push(agreement);
                }
            }
        }
        Some(agreed.iter().map(|by_cell| Self::of(by_cell)).collect())
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
pub(super) fn rule_comparison(
    rule: Rule,
    policies: &[PolicyCell],
    written: &PolicyRanking,
    tally: &RuleTally,
) -> RuleComparison {
    let difference = |place: usize| tally.agreement[place].difference();
    let ranking = PolicyRanking::new(&ranked(policies), difference, &tally.pairs);
    let ids = policies.iter().map(|it| it.policy.id.clone());
    RuleComparison {
        rule,
        agreement: ids
            .zip(tally.agreement.iter().map(PairedEffect::from))
            .collect(),
        changes_places: written.exchanges(&ranking),
        ranking,
    }
}
