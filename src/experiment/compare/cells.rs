//! Which cells a comparison plays.

use crate::bargaining::{BYTES_MAX, Cost, compile};
use crate::experiment::cell::{Cell, CellError, different};
use crate::experiment::compare::policy::{Policy, PolicyKind, PolicyWords, cells_of, policies};
use crate::experiment::compare::rule::{Rule, RuleLeftOut, Variant, runs_of_variants, variants};
use crate::experiment::compare::sized::{SizedLever, sized};
use crate::experiment::compare::split::{Target, restricted, targets};
use crate::model::Scenario;
use crate::scenario::{Assignment, Problem, Source, parse};
use crate::simulation::RunSettings;
use crate::simulation::measure::Subjects;

/// All cells of a comparison, compiled.
#[derive(Clone, Debug)]
pub struct ComparedCells {
    /// The scenario as written, with what the user has set.
    pub scenario: Scenario,
    /// The policies.
    pub policies: Vec<Policy>,
    /// The cell without levers, then that of each policy.
    pub cells: Vec<Cell>,
    /// Levers with several targets.
    pub(super) divided: Vec<DividedLever>,
    /// Levers at other sizes.
    pub(super) sized: Vec<SizedLever>,
    /// The same where parties talk otherwise.
    pub variants: Vec<Variant>,
    /// Rules that settle the matter by a formula.
    pub formulas: Vec<Rule>,
    /// Rules under which nothing can be compared.
    pub left_out: Vec<RuleLeftOut>,
}

/// A lever with several targets.
#[derive(Clone, Debug)]
pub(super) struct DividedLever {
    /// Position of the lever's policy.
    pub(super) policy: usize,
    /// For each target the cell with only those of its effects that concern it; its use and its cost stay.
    pub(super) parts: Vec<(Target, Cell)>,
}

/// Half-width of an interval of a difference that is wished where nobody says otherwise: half a point.
pub const HALF_WIDTH: f64 = 0.005;

/// How long cells are played and what is wished of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompareSettings {
    /// Runs of each cell, seed, threads.
    pub runs: RunSettings,
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
        "{0}: the scenario has no levers and no policies to compare\n = add `[[leverage]]` or `[[policy]]`"
    )]
    NoLevers(String),
    /// A policy changes what is negotiated or by whom.
    #[error(
        "{name}: with `{policy}` the {what} are others than without it, and one table cannot hold both\n = let a policy change how they talk and what is done, not what is at stake"
    )]
    Shape {
        /// Name of the file.
        name: String,
        /// The policy.
        policy: String,
        /// What is different.
        what: &'static str,
    },
    /// Its cells together take more gigabytes than a command may hold.
    #[error(
        "{0}: its cells together would hold about {1:.1} GB, at most 4 are taken; lower `belief-draws`, or compare under fewer rules"
    )]
    TooMuchMemory(String, f64),
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
        let loaded = parse(&source.name, &source.text, assignments).map_err(CellError::from)?;
        let scenario = loaded.scenario;
        if scenario.levers.is_empty() && loaded.policies.is_empty() {
            return Err(CompareError::NoLevers(source.name.clone()));
        }
        let policies = policies(&scenario, (&loaded.policies, named));
        let policies = policies.map_err(CompareError::Policies)?;
        let cells = cells_of(&policies, &scenario, source, assignments)?;
        let first = Subjects::of(&scenario);
        for (policy, cell) in policies.iter().zip(&cells[1..]) {
            let subjects = Subjects::of(&cell.scenario);
            let options = (subjects.issues != first.issues).then_some("options");
            if let Some(what) = different(&subjects, &first).or(options) {
                let (name, policy) = (source.name.clone(), policy.id.clone());
                return Err(CompareError::Shape { name, policy, what });
            }
        }
        let written = (&*policies, &*cells);
        let (variants, left_out) = variants((source, assignments), &scenario, written, rules);
        let formulas = rules.iter().copied();
        let compared = Self {
            divided: divided(&policies, &cells[1..]),
            sized: if rules.is_empty() {
                Vec::new()
            } else {
                sized(&policies, &cells[1..])
            },
            formulas: formulas.filter(|rule| rule.formula().is_some()).collect(),
            scenario,
            policies,
            cells,
            variants,
            left_out,
        };
        let bytes = compared.bytes();
        if bytes > BYTES_MAX {
            return Err(CompareError::TooMuchMemory(
                source.name.clone(),
                bytes / 1e9,
            ));
        }
        Ok(compared)
    }

    /// Bytes that one thread holds at most: all cells of a rule are played side by side.
    fn bytes(&self) -> f64 {
        let parts = self.divided.iter().flat_map(|lever| &lever.parts);
        let own = self.cells.iter().chain(parts.map(|(_, cell)| cell));
        let own = bytes_of(own);
        let sized = self.sized.iter().flat_map(SizedLever::cells);
        let sized = bytes_of(self.cells.first().into_iter().chain(sized));
        let variants = self.variants.iter();
        variants
            .map(|variant| bytes_of(&variant.cells))
            .fold(own.max(sized), f64::max)
    }

    /// Rules under which a comparison is made beside the file's own.
    pub fn rule_count(&self) -> usize {
        self.variants.len() + self.formulas.len()
    }

    /// Runs played in all, of all cells: what a progress bar counts to.
    pub fn runs_played(&self, settings: &CompareSettings) -> u64 {
        let runs = settings.runs.runs;
        let variants = self.variants.iter().map(|variant| variant.cells.len());
        let sizes = self.sized_cells();
        let variants = (variants.sum::<usize>() + sizes) as u64;
        let parts = self.divided.iter().map(|lever| lever.parts.len());
        let cells = (self.cells.len() + parts.sum::<usize>()) as u64;
        let otherwise = runs_of_variants(runs).saturating_mul(variants);
        runs.saturating_mul(cells).saturating_add(otherwise)
    }

    /// Cells that are played for levers at other sizes, the one without levers among them.
    fn sized_cells(&self) -> usize {
        let sizes = self.sized.iter().map(|lever| lever.cells().count());
        let sizes = sizes.sum::<usize>();
        if sizes > 0 { sizes + 1 } else { 0 }
    }

    /// Realizations settled by formulas in all, after the runs.
    pub fn runs_settled(&self, settings: &CompareSettings) -> u64 {
        let cells = if self.formulas.is_empty() {
            0
        } else {
            self.cells.len()
        };
        settings.runs.runs.saturating_mul(cells as u64)
    }
}

/// Bytes that one thread holds that plays these cells side by side.
fn bytes_of<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> f64 {
    let costs = cells.into_iter().map(|cell| Cost::of(&cell.game));
    let (shared, each) = costs.fold((0.0, 0.0_f64), |(shared, each), cost| {
        (shared + cost.bytes_shared, each.max(cost.bytes))
    });
    shared + each
}

/// Every lever with several targets.
fn divided(policies: &[Policy], cells: &[Cell]) -> Vec<DividedLever> {
    let policies = policies.iter().zip(cells).enumerate();
    let alone = policies.filter(|(_, (policy, _))| policy.kind == PolicyKind::Lever);
    let divided = alone.map(|(place, (policy, cell))| {
        let (scenario, lever) = (&cell.scenario, policy.levers[0]);
        let part = |target| {
            let scenario = restricted(scenario, lever, target);
            let game = compile(&scenario)
                .expect("it compiled with all effects, and limits do not depend on them");
            (target, Cell { scenario, game })
        };
        let targets = targets(&scenario.levers[lever.index()]);
        let parts = targets.into_iter().map(part);
        DividedLever {
            policy: place,
            parts: parts.collect(),
        }
    });
    divided.filter(|lever| lever.parts.len() > 1).collect()
}
