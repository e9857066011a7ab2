//! The cells of a sweep, all of them judged before anything is played.

use std::ops::ControlFlow;

use crate::experiment::cell::Cell;
use crate::experiment::sweep::cells::cells;
use crate::game::{CompileError, Game};
use crate::model::Scenario;
use crate::scenario::{Assignment, Placed, Problem, Problems, Sweep, parse_placed};
use crate::simulation::in_order;

/// Problems kept; beyond them a reader has enough to do.
const FAULTS_MAX: usize = 100;

/// A sweep with its cells.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The sweep.
    pub sweep: Sweep,
    /// Its title, or the scenario's.
    pub title: String,
    /// Its cells; the first one is the baseline.
    pub cells: Vec<PlannedCell>,
    /// Ids of the packages, the same in every cell.
    pub packages: Vec<String>,
    /// Ids of the parties, the same in every cell.
    pub parties: Vec<String>,
    /// Ids of the levers, the same in every cell.
    pub levers: Vec<String>,
    /// What has no effect in some cell.
    pub warnings: Vec<Problem>,
}

/// A cell before it is compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedCell {
    /// Name of each factor's value; none where the scenario is left as written.
    pub labels: Vec<Option<String>>,
    /// What is set, in the order in which it is applied.
    pub sets: Vec<Placed>,
    /// Hash of the scenario's text and the assignments, in hexadecimal.
    pub fingerprint: String,
}

/// Why the cells of a sweep cannot be played.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The scenario is wrong by itself.
    #[error(transparent)]
    Scenario(#[from] Problems),
    /// Some cells are wrong; each fault once.
    #[error("{}", listed(.0))]
    Cells(Vec<CellFault>),
}

/// One thing wrong with a cell, at the first cell that has it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CellFault {
    /// What a level sets is wrong; the problem has its place.
    #[error("{0}")]
    Level(Box<Problem>),
    /// Something of the scenario file is wrong beside the levels of a cell.
    #[error("with {cell}:\n{problem}")]
    Scenario {
        /// The cell in words.
        cell: String,
        /// What is wrong.
        problem: Box<Problem>,
    },
    /// A limit is exceeded.
    #[error("with {cell}: {error}")]
    Game {
        /// The cell in words.
        cell: String,
        /// The limit.
        error: CompileError,
    },
    /// The cell has other packages, parties, issues or levers, so it has no row in the same table.
    #[error(
        "with {cell}: the {what} are others than in the first cell, and one table cannot hold both"
    )]
    Shape {
        /// The cell in words.
        cell: String,
        /// What is different.
        what: &'static str,
    },
}

impl CellFault {
    /// Whether another cell has the same fault.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Level(one), Self::Level(two)) => one == two,
            (Self::Scenario { problem: one, .. }, Self::Scenario { problem: two, .. }) => {
                one == two
            }
            (Self::Game { error: one, .. }, Self::Game { error: two, .. }) => one == two,
            (Self::Shape { what: one, .. }, Self::Shape { what: two, .. }) => one == two,
            _ => false,
        }
    }
}

fn listed(faults: &[CellFault]) -> String {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    faults.join("\n\n")
}

impl Plan {
    /// The cells of a sweep.
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn new(sweep: Sweep, threads: Option<usize>) -> Result<Self, PlanError> {
        let scenario = parse_placed(&sweep.scenario, &sweep.source, &[])?;
        let mut plan = Self {
            title: sweep.title.clone().unwrap_or(scenario.scenario.title),
            cells: Vec::new(),
            packages: Vec::new(),
            parties: Vec::new(),
            levers: Vec::new(),
            warnings: scenario.warnings.iter().cloned().collect(),
            sweep,
        };
        for levels in cells(&plan.sweep) {
            let labels = levels.iter();
            let labels = labels.map(|level| level.as_ref().map(|level| level.label.clone()));
            let sets = levels.iter().flatten().flat_map(|level| &level.sets);
            plan.cells.push(PlannedCell {
                labels: labels.collect(),
                sets: plan.sweep.set.iter().chain(sets).cloned().collect(),
                fingerprint: String::new(),
            });
        }
        plan.judge(threads)?;
        Ok(plan)
    }

    /// Number of cells.
    pub fn cell_count(&self) -> u64 {
        self.cells.len() as u64
    }

    /// A cell, compiled.
    ///
    /// # Panics
    /// When the plan has no such cell.
    pub fn cell(&self, number: u64) -> Cell {
        let sets = self.planned(number).sets.iter();
        let assignments: Vec<Assignment> = sets.map(|set| set.assignment.clone()).collect();
        let cell = Cell::new(&self.sweep.scenario, assignments);
        cell.expect("every cell of a plan has been judged")
    }

    fn planned(&self, number: u64) -> &PlannedCell {
        &self.cells[usize::try_from(number).expect("cells fit in memory")]
    }

    /// Reads and compiles every cell once, and takes down what only reading tells.
    fn judge(&mut self, threads: Option<usize>) -> Result<(), PlanError> {
        let this = &*self;
        let (mut faults, mut shape) = (Vec::new(), None);
        let (mut fingerprints, mut warnings) = (Vec::new(), this.warnings.clone());
        in_order(
            threads,
            0..this.cell_count(),
            |number| Some(this.judged(number)),
            |number, judged| {
                match judged {
                    Ok(judged) => {
                        let shape = shape.get_or_insert_with(|| judged.shape.clone());
                        let other = judged.shape.other_than(shape);
                        faults.extend(other.map(|what| CellFault::Shape {
                            cell: this.in_words(number),
                            what,
                        }));
                        fingerprints.push(judged.fingerprint);
                        warnings.extend(judged.warnings);
                    }
                    Err(found) => faults.extend(found),
                }
                // Cells that share a level share its fault.
                unique(&mut faults, CellFault::is_like);
                unique(&mut warnings, Problem::eq);
                warnings.truncate(FAULTS_MAX);
                if faults.len() < FAULTS_MAX {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            },
        );
        if !faults.is_empty() {
            return Err(PlanError::Cells(faults));
        }
        for (cell, fingerprint) in self.cells.iter_mut().zip(fingerprints) {
            cell.fingerprint = fingerprint;
        }
        let shape = shape.unwrap_or_default();
        self.packages = shape.packages;
        self.parties = shape.parties;
        self.levers = shape.levers;
        self.warnings = warnings;
        Ok(())
    }

    fn judged(&self, number: u64) -> Result<Judged, Vec<CellFault>> {
        let sweep = &self.sweep;
        let sets = &self.planned(number).sets;
        let loaded = parse_placed(&sweep.scenario, &sweep.source, sets).map_err(|problems| {
            problems
                .iter()
                .map(|it| self.fault(number, it))
                .collect::<Vec<_>>()
        })?;
        Game::compile(&loaded.scenario).map_err(|error| {
            let cell = self.in_words(number);
            vec![CellFault::Game { cell, error }]
        })?;
        Ok(Judged {
            shape: Shape::of(&loaded.scenario),
            fingerprint: loaded.fingerprint,
            warnings: loaded.warnings.iter().cloned().collect(),
        })
    }

    fn fault(&self, number: u64, problem: &Problem) -> CellFault {
        let problem = Box::new(problem.clone());
        if problem.source == self.sweep.source.name {
            CellFault::Level(problem)
        } else {
            CellFault::Scenario {
                cell: self.in_words(number),
                problem,
            }
        }
    }

    /// A cell as messages call it: cell 3 (`agenda` = `parallel`).
    pub fn in_words(&self, number: u64) -> String {
        let labels = &self.planned(number).labels;
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

/// What reading a cell tells.
struct Judged {
    shape: Shape,
    fingerprint: String,
    warnings: Vec<Problem>,
}

/// What all cells must have in common.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shape {
    packages: Vec<String>,
    parties: Vec<String>,
    issues: Vec<String>,
    levers: Vec<String>,
    /// Parties of several types.
    typed: Vec<String>,
}

impl Shape {
    fn of(scenario: &Scenario) -> Self {
        let typed = scenario.parties.iter().filter(|it| it.types.len() > 1);
        Self {
            packages: scenario.packages.iter().map(|it| it.id.clone()).collect(),
            parties: scenario.parties.iter().map(|it| it.id.clone()).collect(),
            issues: scenario.issues.iter().map(|it| it.id.clone()).collect(),
            levers: scenario.levers.iter().map(|it| it.id.clone()).collect(),
            typed: typed.map(|it| it.id.clone()).collect(),
        }
    }

    /// What is different, if anything is.
    fn other_than(&self, first: &Self) -> Option<&'static str> {
        let lists = [
            ("packages", &self.packages, &first.packages),
            ("parties", &self.parties, &first.parties),
            ("issues", &self.issues, &first.issues),
            ("levers", &self.levers, &first.levers),
            ("parties of several types", &self.typed, &first.typed),
        ];
        let other = lists.iter().find(|(_, here, there)| here != there);
        other.map(|(what, ..)| *what)
    }
}

/// Drops what is like something before it.
fn unique<T>(list: &mut Vec<T>, is_like: impl Fn(&T, &T) -> bool) {
    let mut kept: Vec<T> = Vec::new();
    for item in list.drain(..) {
        if !kept.iter().any(|other| is_like(other, &item)) {
            kept.push(item);
        }
    }
    *list = kept;
}
