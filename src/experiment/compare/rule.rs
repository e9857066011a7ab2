//! The same policies under other rules: does their ranking survive?

use serde::{Deserialize, Serialize};

use crate::analysis::settlement;
use crate::analysis::terms::ById;
use crate::experiment::cell::{Cell, CellError};
use crate::experiment::compare::pairs::{PairedEffect, Pairs};
use crate::experiment::compare::policy::{Policy, PolicyKind, cells_of, ranked};
use crate::experiment::compare::ranking::{PolicyRanking, RankExchange};
use crate::game::named;
use crate::model::{Agenda, Scenario};
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
            Self::CompromiseMean => "compromise mean",
            Self::Median => "median",
            Self::Cooperative => "Nash or Kalai–Smorodinsky",
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

    /// Whether a scenario settles by this rule as written.
    fn is_written(self, scenario: &Scenario) -> bool {
        match self {
            Self::SingleUndertaking => scenario.agenda == Agenda::SingleUndertaking,
            Self::Parallel => matches!(scenario.agenda, Agenda::Parallel(_)),
            Self::CompromiseMean | Self::Median | Self::Cooperative => false,
        }
    }
}

/// The cells of a comparison under another agenda.
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

/// The cells under each agenda among some rules, and the rules that the scenario cannot be played under.
pub(super) fn variants(
    source: &Source,
    assignments: &[Assignment],
    scenario: &Scenario,
    policies: &[Policy],
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
        let assignments = [assignments, &[set]].concat();
        match cells_of(policies, scenario, source, &assignments) {
            Ok(cells) => variants.push(Variant { rule, cells }),
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
            agreement: agreement.collect(),
            silent,
            changes_places,
            ranking,
        }
    }
}
