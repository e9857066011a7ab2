//! The cells of a sweep, all of them judged before anything is played.

use std::ops::ControlFlow;

use crate::bargaining::{Cost, compile};
use crate::experiment::cell::{Cell, different};
use crate::experiment::sweep::cells::cells;
use crate::experiment::sweep::layout::{CellLayout, IssueLayout, Layout};
use crate::game::CompileError;
use crate::scenario::{Assignment, Placed, Problem, Problems, Sweep, parse_placed};
use crate::simulation::measure::Subjects;
use crate::simulation::{in_order, stakes};

/// Problems kept; beyond them a reader has enough to do.
const FAULTS_MAX: usize = 100;

/// Runs of one cell; those of the baseline are kept in memory, a bit each.
const CELL_RUNS_MAX: u64 = 1_000_000_000;
/// Runs of all cells together.
const RUNS_MAX: u64 = 1_000_000_000_000;

/// A sweep with its cells.
#[derive(Clone, Debug)]
pub struct SweepCells {
    /// The sweep.
    pub sweep: Sweep,
    /// What is the same in every cell, and what is different.
    pub layout: Layout,
    /// What is set in each cell, in the order in which it is applied.
    sets: Vec<Vec<Placed>>,
    /// What has no effect in some cell.
    pub warnings: Vec<Problem>,
    /// What a run of each cell costs, in all.
    pub cost: Cost,
}

/// What is found in a cell.
struct Judged {
    subjects: Subjects,
    /// What is at stake in each issue.
    stakes: Vec<f64>,
    cost: Cost,
    /// What has no effect there.
    warnings: Vec<Problem>,
}

/// Why the cells of a sweep cannot be played.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SweepError {
    /// The scenario is wrong by itself.
    #[error(transparent)]
    Scenario(#[from] Problems),
    /// More runs than can be played.
    #[error(
        "{cells} cells of {runs} runs cannot be played: at most {CELL_RUNS_MAX} runs of a cell and {RUNS_MAX} in all; ask for \
         fewer runs, or take fewer cells"
    )]
    TooManyRuns {
        /// Number of cells.
        cells: usize,
        /// Runs of each cell, at most.
        runs: u64,
    },
    /// Some cells are wrong; each fault once.
    #[error("{}", listed(.0))]
    Cells(Vec<CellFault>),
}

/// One thing wrong with a cell, at the first cell that has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CellFault {
    /// The cell in words.
    cell: String,
    /// What is wrong.
    wrong: Wrong,
}

/// What can be wrong with a cell.
#[derive(Clone, Debug, PartialEq)]
enum Wrong {
    /// What a level sets; the problem has its place.
    Level(Box<Problem>),
    /// Something of the scenario file beside the levels of the cell.
    Scenario(Box<Problem>),
    /// A limit is exceeded.
    Game(CompileError),
    /// The cell has other packages, parties, issues or levers, so it has no row in the same table.
    Shape(&'static str),
}

impl std::fmt::Display for CellFault {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cell = &self.cell;
        match &self.wrong {
            Wrong::Level(problem) => write!(to, "{problem}"),
            Wrong::Scenario(problem) => write!(to, "with {cell}:\n{problem}"),
            Wrong::Game(error) => write!(to, "with {cell}: {error}"),
            Wrong::Shape(what) => write!(
                to,
                "with {cell}: the {what} are others than in the first cell, and one table cannot hold both"
            ),
        }
    }
}

fn listed(faults: &[CellFault]) -> String {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    faults.join("\n\n")
}

impl SweepCells {
    /// The cells of a sweep.
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn new(sweep: Sweep, threads: Option<usize>) -> Result<Self, SweepError> {
        Self::watched(sweep, threads, &|| {})
    }

    /// The same where somebody watches: `judged` is called once for each of the [`cell_count`] cells of the sweep.
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn watched(
        sweep: Sweep,
        threads: Option<usize>,
        judged: &(dyn Fn() + Sync),
    ) -> Result<Self, SweepError> {
        let scenario = parse_placed(&sweep.scenario, &[], (&sweep.source, &[]))?;
        let mut all = Self {
            layout: Layout::of(&sweep, &scenario.scenario),
            sets: Vec::new(),
            warnings: scenario.warnings.iter().cloned().collect(),
            cost: Cost::default(),
            sweep,
        };
        for (cell, levels) in cells(&all.sweep).into_iter().enumerate() {
            let levels = || levels.iter().map(Option::as_ref);
            let sets = levels().flatten().flat_map(|level| &level.sets);
            let sets: Vec<Placed> = all.sweep.set.iter().chain(sets).cloned().collect();
            let words = sets.iter().map(|set| set.assignment.to_string());
            all.layout.cells.push(CellLayout {
                cell,
                labels: levels().map(|level| Some(level?.label.clone())).collect(),
                sets: words.collect(),
            });
            all.sets.push(sets);
        }
        all.judge_runs()?;
        all.judge(threads, judged)?;
        Ok(all)
    }

    /// Refuses more runs than can be played or counted.
    fn judge_runs(&self) -> Result<(), SweepError> {
        let (cells, runs) = (self.sets.len(), self.layout.stop.ceiling());
        let all = self.cell_count().checked_mul(runs);
        if runs <= CELL_RUNS_MAX && all.is_some_and(|all| all <= RUNS_MAX) {
            return Ok(());
        }
        Err(SweepError::TooManyRuns { cells, runs })
    }

    /// Number of cells.
    pub fn cell_count(&self) -> u64 {
        self.sets.len() as u64
    }

    /// A cell, compiled.
    ///
    /// # Panics
    /// When there is no such cell.
    pub fn cell(&self, number: u64) -> Cell {
        let sets = self.sets[place(number)].iter();
        let assignments: Vec<Assignment> = sets.map(|set| set.assignment.clone()).collect();
        let cell = Cell::new(&self.sweep.scenario, &assignments);
        cell.expect("every cell has been judged")
    }

    /// Reads and compiles every cell once, and collects their faults and warnings.
    fn judge(
        &mut self,
        threads: Option<usize>,
        done: &(dyn Fn() + Sync),
    ) -> Result<(), SweepError> {
        let this = &*self;
        let (mut faults, mut first) = (Vec::<CellFault>::new(), None);
        let mut issues = SharedIssues::default();
        let mut warnings = this.warnings.clone();
        let mut cost = Cost::default();
        in_order(
            threads,
            0..this.cell_count(),
            |number| {
                let judged = this.judged(number);
                done();
                Some(judged)
            },
            |number, judged| {
                let judged = judged.and_then(|judged| {
                    let subjects = &judged.subjects;
                    let first = first.get_or_insert_with(|| subjects.clone());
                    issues.add(subjects, &judged.stakes);
                    cost = cost.then(judged.cost);
                    for warning in judged.warnings {
                        if warnings.len() < FAULTS_MAX && !warnings.contains(&warning) {
                            warnings.push(warning);
                        }
                    }
                    different(subjects, first).map_or(Ok(()), |what| Err(vec![Wrong::Shape(what)]))
                });
                for wrong in judged.err().into_iter().flatten() {
                    // Cells that share a level share its fault.
                    if !faults.iter().any(|fault| fault.wrong == wrong) {
                        let cell = this.in_words(number);
                        faults.push(CellFault { cell, wrong });
                    }
                }
                if faults.len() < FAULTS_MAX {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            },
        );
        if !faults.is_empty() {
            return Err(SweepError::Cells(faults));
        }
        let Subjects {
            packages,
            parties,
            levers,
            ..
        } = first.unwrap_or_default();
        self.layout = Layout {
            packages,
            parties,
            levers,
            issues: issues.mean(this.cell_count()),
            ..std::mem::take(&mut self.layout)
        };
        self.warnings = warnings;
        self.cost = cost;
        Ok(())
    }

    /// Reads and compiles a cell.
    fn judged(&self, number: u64) -> Result<Judged, Vec<Wrong>> {
        let sweep = &self.sweep;
        let sets = &self.sets[place(number)];
        let loaded =
            parse_placed(&sweep.scenario, &[], (&sweep.source, sets)).map_err(|problems| {
                let problems = problems.iter().cloned().map(Box::new);
                let wrong = problems.map(|problem| {
                    if problem.source == sweep.source.name {
                        Wrong::Level(problem)
                    } else {
                        Wrong::Scenario(problem)
                    }
                });
                wrong.collect::<Vec<_>>()
            })?;
        let game = compile(&loaded.scenario).map_err(|error| vec![Wrong::Game(error)])?;
        let warnings = loaded.warnings.iter().cloned().collect();
        Ok(Judged {
            subjects: Subjects::of(&loaded.scenario),
            stakes: stakes(&loaded.scenario),
            cost: Cost::of(&game),
            warnings,
        })
    }

    /// A cell as messages call it: cell 3 (`agenda` = `parallel`).
    fn in_words(&self, number: u64) -> String {
        let labels = &self.layout.cells[place(number)].labels;
        let named = self.sweep.factors.iter().zip(labels);
        let set: Vec<String> = named
            .filter_map(|(factor, label)| Some(format!("`{}` = `{}`", factor.id, label.as_ref()?)))
            .collect();
        if set.is_empty() {
            return format!("cell {number} (the baseline)");
        }
        format!("cell {number} ({})", set.join(", "))
    }
}

/// The issues of the cells so far.
#[derive(Default)]
struct SharedIssues {
    /// Those of the first cell, with the sum of the stakes.
    issues: Vec<IssueLayout>,
    /// Whether another cell has other options.
    are_different: bool,
}

impl SharedIssues {
    fn add(&mut self, subjects: &Subjects, stakes: &[f64]) {
        if self.issues.is_empty() {
            let issues = subjects.issues.iter().map(|(id, options)| IssueLayout {
                id: id.clone(),
                options: options.clone(),
                stake: 0.0,
            });
            self.issues = issues.collect();
        }
        let mut pairs = self.issues.iter().zip(&subjects.issues);
        self.are_different |= pairs.any(|(shared, here)| shared.options != here.1);
        for (issue, stake) in self.issues.iter_mut().zip(stakes) {
            issue.stake += stake;
        }
    }

    /// The issues with their mean stakes over so many cells; none where cells have other options.
    fn mean(mut self, cells: u64) -> Vec<IssueLayout> {
        if self.are_different {
            return Vec::new();
        }
        for issue in &mut self.issues {
            issue.stake /= cells as f64;
        }
        self.issues
    }
}

/// The place of a cell in the list.
fn place(number: u64) -> usize {
    usize::try_from(number).expect("cells fit in memory")
}
