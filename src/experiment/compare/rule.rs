//! The same policies under other rules: does their ranking survive?

use serde::{Deserialize, Serialize};

use crate::analysis::settlement;
use crate::analysis::terms::ById;
use crate::bargaining::compile;
use crate::experiment::cell::{Cell, CellError};
use crate::experiment::compare::pairs::{PairedEffect, Pairs};
use crate::experiment::compare::policy::{Policy, PolicyKind, cells_of, ranked};
use crate::experiment::compare::ranking::{PolicyRanking, RankExchange};
use crate::game::named;
use crate::model::{Agenda, Choose, NumberFault, Scenario};
use crate::scenario::{Assignment, Source};

named! {
    /// Another rule by which the parties settle.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Rule {
        /// The file's protocol with nothing agreed until everything is.
        SingleUndertaking = "single-undertaking",
        /// The file's protocol with each package closed by itself.
        Parallel = "parallel",
        /// The file's protocol with one package after another, in file order.
        Sequential = "sequential",
        /// Parties offer the deal nearest to the standing offer among those that meet their target.
        Nearest = "nearest",
        /// Parties offer the deal worth least to them among those.
        Least = "least",
        /// Half the exponents of concession: parties give in earlier.
        EarlierConcession = "earlier-concession",
        /// Twice the exponents of concession: parties give in later.
        LaterConcession = "later-concession",
        /// Four times the draws behind beliefs, or as many times as may be.
        MoreDraws = "more-draws",
        /// No talks: the compromise mean of the positions.
        CompromiseMean = "compromise-mean",
        /// No talks: the median of the positions.
        Median = "median",
        /// No talks: the solution of Nash, or of Kalai and Smorodinsky; both agree wherever there is a zone at the start.
        #[serde(rename = "nash-kalai-smorodinsky")]
        Cooperative = "nash-kalai-smorodinsky",
    }
}

impl Rule {
    /// Name for readers.
    pub fn title(self) -> &'static str {
        match self {
            Self::SingleUndertaking => "single undertaking",
            Self::Parallel => "parallel agenda",
            Self::Sequential => "sequential agenda",
            Self::Nearest => "nearest offers",
            Self::Least => "least offers",
            Self::EarlierConcession => "earlier concession",
            Self::LaterConcession => "later concession",
            Self::MoreDraws => "more draws behind beliefs",
            Self::CompromiseMean => "compromise mean",
            Self::Median => "median",
            Self::Cooperative => "Nash or Kalai–Smorodinsky",
        }
    }

    /// The formula that settles the matter; none where the parties talk.
    pub(super) fn formula(self) -> Option<settlement::Rule> {
        match self {
            Self::CompromiseMean => Some(settlement::Rule::CompromiseMean),
            Self::Median => Some(settlement::Rule::Median),
            Self::Cooperative => Some(settlement::Rule::Nash),
            _ => None,
        }
    }

    /// The agenda that it sets; none where it sets none or the scenario has it as written.
    fn agenda(self, scenario: &Scenario) -> Option<Assignment> {
        let has_it = match self {
            Self::SingleUndertaking => scenario.agenda == Agenda::SingleUndertaking,
            Self::Parallel => matches!(scenario.agenda, Agenda::Parallel(_)),
            Self::Sequential => matches!(scenario.agenda, Agenda::Sequential { .. }),
            _ => true,
        };
        (!has_it).then(|| Assignment {
            path: "agenda".to_owned(),
            value: self.name().to_owned(),
        })
    }

    /// A scenario whose parties talk otherwise; none where that is no matter of this rule, or changes nothing. The fault where they cannot.
    fn changed(self, scenario: &Scenario) -> Result<Option<Scenario>, NumberFault> {
        Ok(match self {
            Self::Nearest => scenario.with_choice(Choose::Nearest),
            Self::Least => scenario.with_choice(Choose::Least),
            Self::EarlierConcession => scenario.with_concession(0.5)?,
            Self::LaterConcession => scenario.with_concession(2.0)?,
            Self::MoreDraws => (2..=4)
                .rev()
                .find_map(|times| scenario.with_more_draws(times)),
            _ => None,
        })
    }
}

/// The cells of a comparison where the parties talk otherwise.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The rule.
    pub rule: Rule,
    /// The cell without levers, then that of each policy.
    pub cells: Vec<Cell>,
}

/// The policies under another rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleComparison {
    /// The rule.
    pub rule: Rule,
    /// Runs under it, the first of those as written.
    pub runs: u64,
    /// Agreement, by policy.
    pub agreement: ById<PairedEffect>,
    /// The policies ranked under this rule.
    pub ranking: PolicyRanking,
    /// Whether no lever by itself changes any realization under it, so that it ranks nothing.
    pub silent: bool,
    /// Pairs that stand the other way round than under the rules as written; none under a silent rule.
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

/// Share of the runs that are played under each other way of talking: one in so many.
const ONE_IN: u64 = 4;
/// As many at least, where there are so many.
const RUNS_MIN: u64 = 1_000;

/// Runs under another way of talking, of so many as written: a quarter, but a thousand at least where there are so many. Together all
/// these ways then take about twice as long as the runs as written.
pub(super) fn runs_of_variants(runs: u64) -> u64 {
    (runs / ONE_IN).max(RUNS_MIN).min(runs)
}

/// The cells of each way of talking among some rules, and the rules that the scenario cannot be played under. Rules that change nothing
/// are left out without a word.
///
/// `written` are the cells as written.
pub(super) fn variants(
    (source, assignments): (&Source, &[Assignment]),
    scenario: &Scenario,
    (policies, written): (&[Policy], &[Cell]),
    rules: &[Rule],
) -> (Vec<Variant>, Vec<RuleLeftOut>) {
    let (mut variants, mut left_out) = (Vec::new(), Vec::new());
    let mut leave_out = |rule, because| left_out.push(RuleLeftOut { rule, because });
    for &rule in rules {
        if let Some(agenda) = rule.agenda(scenario) {
            if scenario.packages.len() < 2 {
                leave_out(rule, "there is one package only".to_owned());
                continue;
            }
            let assignments = [assignments, &[agenda]].concat();
            match cells_of(policies, scenario, source, &assignments) {
                Ok(cells) => variants.push(Variant { rule, cells }),
                Err(error) => leave_out(rule, first_words(&error)),
            }
        } else {
            let cells = written.iter().filter_map(|cell| {
                let changed = rule.changed(&cell.scenario);
                let changed = changed.map_err(|fault| fault.to_string()).transpose()?;
                Some(changed.and_then(compiled))
            });
            match cells.collect::<Result<Vec<Cell>, String>>() {
                Ok(cells) if cells.is_empty() => {}
                Ok(cells) => variants.push(Variant { rule, cells }),
                Err(error) => leave_out(rule, error),
            }
        }
    }
    (variants, left_out)
}

fn compiled(scenario: Scenario) -> Result<Cell, String> {
    let game = compile(&scenario).map_err(|error| error.to_string())?;
    Ok(Cell { scenario, game })
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

impl RuleComparison {
    /// What agreements under a rule say, beside the ranking under the file's rule.
    pub(super) fn of(
        rule: Rule,
        policies: &[Policy],
        written: &PolicyRanking,
        pairs: &Pairs,
    ) -> Self {
        let ranking = PolicyRanking::new(&ranked(policies), pairs);
        let agreement = policies.iter().enumerate().map(|(place, policy)| {
            let effect = PairedEffect::of(&pairs.effect(place), policies.len());
            (policy.id.clone(), effect)
        });
        let mut levers = policies
            .iter()
            .enumerate()
            .filter(|(_, policy)| policy.kind == PolicyKind::Lever);
        let silent = !levers.any(|(place, _)| pairs.effect(place).discordant().count > 0);
        let changes_places = if silent {
            Vec::new()
        } else {
            written.exchanges(&ranking)
        };
        Self {
            rule,
            runs: pairs.runs(),
            agreement: agreement.collect(),
            silent,
            changes_places,
            ranking,
        }
    }
}
