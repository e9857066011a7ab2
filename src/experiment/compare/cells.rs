//! Which cells a comparison plays.

use crate::bargaining::Prepared;
use crate::experiment::cell::{Cell, CellError};
use crate::experiment::compare::policy::{PolicyCell, PolicyKind, PolicyWords, policies, uses};
use crate::experiment::compare::rule::{Rule, RuleLeftOut, Variant, variants};
use crate::experiment::compare::split::{Target, restricted, targets};
use crate::game::Game;
use crate::model::Scenario;
use crate::scenario::{Assignment, Problem, Source};
use crate::simulation::RunSettings;

/// All cells of a comparison, compiled.
#[derive(Clone, Debug)]
pub struct ComparedCells {
    /// The scenario as written, with what the user has set.
    pub scenario: Scenario,
    /// The scenario in which no lever is used.
    pub none: Cell,
    /// The policies.
    pub policies: Vec<PolicyCell>,
    /// Levers with several targets, restricted to one.
    pub(super) parts: Vec<LeverPart>,
    /// The same under other agendas.
    pub variants: Vec<Variant>,
    /// Rules that settle the matter by a formula.
    pub formulas: Vec<Rule>,
    /// Rules under which nothing can be compared.
    pub left_out: Vec<RuleLeftOut>,
}

/// A lever with only those of its effects that concern one target; its use and its cost stay.
#[derive(Clone, Debug)]
pub(super) struct LeverPart {
    /// Position of the lever's policy.
    pub(super) policy: usize,
    /// The target.
    pub(super) target: Target,
    /// The scenario, compiled.
    game: Game,
}

/// Half-width of an interval of a difference that is wished where nobody says otherwise: half a point.
pub const HALF_WIDTH: f64 = 0.005;

/// How long cells are played and what is wished of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompareSettings {
    /// Runs of each cell, seed, threads.
    pub runs: RunSettings,
    /// Further realizations of which only the zone is looked at, for the control variate; 0 for none.
    pub zone_runs: u64,
    /// Half-width of an interval of a difference that is wished, in 0..1.
    pub half_width: f64,
}

/// Why there is nothing to compare.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// The scenario is wrong, or exceeds a limit.
    #[error(transparent)]
    Cell(#[from] CellError),
    /// It has no levers.
    #[error(
        "{0}: the scenario has no levers to compare\n = add `[[leverage]]`, or compare settings with `zopa sweep`"
    )]
    NoLevers(String),
    /// Policies name what there is not; every problem.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Policies(Vec<Problem>),
}

impl ComparedCells {
    /// The cells of a scenario with some values set: each lever, the named policies, and the same under other rules.
    ///
    /// # Errors
    /// The scenario is wrong, has no levers, or a policy names what there is not.
    pub fn new(
        source: &Source,
        assignments: &[Assignment],
        named: &[PolicyWords],
        rules: &[Rule],
    ) -> Result<Self, CompareError> {
        let written = Cell::new(source, assignments)?;
        let scenario = written.scenario;
        if scenario.levers.is_empty() {
            return Err(CompareError::NoLevers(source.name.clone()));
        }
        let policies = policies(&scenario, named).map_err(CompareError::Policies)?;
        let cell = |more: Vec<Assignment>| {
            let all = [assignments, &more].concat();
            Cell::new(source, &all)
        };
        let none = cell(uses(&scenario, &[]))?;
        let policies = policies
            .into_iter()
            .map(|policy| {
                let cell = cell(policy.assignments(&scenario))?;
                Ok(PolicyCell { policy, cell })
            })
            .collect::<Result<Vec<_>, CellError>>()?;
        let (variants, left_out) = variants(source, assignments, &scenario, &policies, rules);
        let formulas = rules.iter().copied();
        Ok(Self {
            parts: parts(&policies),
            scenario,
            none,
            policies,
            variants,
            formulas: formulas.filter(|it| it.formula().is_some()).collect(),
            left_out,
        })
    }

    /// Rules under which a comparison is made beside the file's own.
    pub fn rule_count(&self) -> usize {
        self.variants.len() + self.formulas.len()
    }

    /// Runs played in all, of all cells: what a progress bar counts to.
    pub fn runs_played(&self, settings: &CompareSettings) -> u64 {
        let base = 1 + self.policies.len() + self.parts.len();
        let variants = self.variants.iter().map(|it| 1 + it.policies.len());
        let cells = base + variants.sum::<usize>();
        settings.runs.runs.saturating_mul(cells as u64)
    }
}

impl LeverPart {
    /// Draws and sorts what all runs under a seed share.
    pub(super) fn prepare(&self, seed: u64) -> Prepared<'_> {
        Prepared::new(&self.game, seed)
    }
}

/// Every lever with several targets, once for each of them.
fn parts(policies: &[PolicyCell]) -> Vec<LeverPart> {
    let mut parts = Vec::new();
    let alone = |played: &&PolicyCell| played.policy.kind == PolicyKind::Lever;
    for (place, played) in policies.iter().filter(alone).enumerate() {
        let scenario = &played.cell.scenario;
        let lever = played.policy.levers[0];
        let targets = targets(&scenario.levers[lever.index()]);
        if targets.len() < 2 {
            continue;
        }
        for target in targets {
            let game = Game::compile(&restricted(scenario, lever, target))
                .expect("it compiled with all effects, and limits do not depend on them");
            parts.push(LeverPart {
                policy: place,
                target,
                game,
            });
        }
    }
    parts
}
