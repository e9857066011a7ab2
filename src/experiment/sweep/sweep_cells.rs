//! The cells of a sweep, all of them judged before anything is played.

use std::ops::ControlFlow;

use crate::experiment::cell::Cell;
use crate::experiment::sweep::cells::cells;
use crate::game::{CompileError, Game};
use crate::scenario::{Assignment, Placed, Problem, Problems, Sweep, parse_placed};
use crate::simulation::in_order;
use crate::simulation::measure::Subjects;

/// Problems kept; beyond them a reader has enough to do.
const FAULTS_MAX: usize = 100;

/// A sweep with its cells.
#[derive(Clone, Debug)]
pub struct SweepCells {
    /// The sweep.
    pub sweep: Sweep,
    /// Its title, or the scenario's.
    pub title: String,
    /// Its cells; the first one is the baseline.
    pub list: Vec<SweepCell>,
    /// The ids that are the same in every cell.
    pub subjects: Subjects,
    /// What has no effect in some cell.
    pub warnings: Vec<Problem>,
}

/// A cell before it is compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepCell {
    /// Name of each factor's value; none where the scenario is left as written.
    pub labels: Vec<Option<String>>,
    /// What is set, in the order in which it is applied.
    pub sets: Vec<Placed>,
}

/// Why the cells of a sweep cannot be played.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SweepError {
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

impl SweepCells {
    /// The cells of a sweep.
    ///
    /// # Errors
    /// All that is wrong with any of them.
    pub fn new(sweep: Sweep, threads: Option<usize>) -> Result<Self, SweepError> {
        let scenario = parse_placed(&sweep.scenario, &sweep.source, &[])?;
        let mut all = Self {
            title: sweep.title.clone().unwrap_or(scenario.scenario.title),
            list: Vec::new(),
            subjects: Subjects::default(),
            warnings: scenario.warnings.iter().cloned().collect(),
            sweep,
        };
        for levels in cells(&all.sweep) {
            let labels = levels.iter();
            let labels = labels.map(|level| level.as_ref().map(|level| level.label.clone()));
            let sets = levels.iter().flatten().flat_map(|level| &level.sets);
            all.list.push(SweepCell {
                labels: labels.collect(),
                sets: all.sweep.set.iter().chain(sets).cloned().collect(),
            });
        }
        all.judge(threads)?;
        Ok(all)
    }

    /// Number of cells.
    pub fn cell_count(&self) -> u64 {
        self.list.len() as u64
    }

    /// A cell, compiled.
    ///
    /// # Panics
    /// When there is no such cell.
    pub fn cell(&self, number: u64) -> Cell {
        let sets = self.number(number).sets.iter();
        let assignments: Vec<Assignment> = sets.map(|set| set.assignment.clone()).collect();
        let cell = Cell::new(&self.sweep.scenario, &assignments);
        cell.expect("every cell has been judged")
    }

    fn number(&self, number: u64) -> &SweepCell {
        &self.list[usize::try_from(number).expect("cells fit in memory")]
    }

    /// Reads and compiles every cell once, and takes down what only reading tells.
    fn judge(&mut self, threads: Option<usize>) -> Result<(), SweepError> {
        let this = &*self;
        let (mut faults, mut first) = (Vec::new(), None);
        let mut warnings = this.warnings.clone();
        in_order(
            threads,
            0..this.cell_count(),
            |number| Some(this.judged(number)),
            |number, judged| {
                match judged {
                    Ok((subjects, found)) => {
                        let first = first.get_or_insert_with(|| subjects.clone());
                        let other = different(&subjects, first);
                        faults.extend(other.map(|what| CellFault::Shape {
                            cell: this.in_words(number),
                            what,
                        }));
                        warnings.extend(found);
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
            return Err(SweepError::Cells(faults));
        }
        self.subjects = first.unwrap_or_default();
        self.warnings = warnings;
        Ok(())
    }

    /// What there is in a cell, and what has no effect there.
    fn judged(&self, number: u64) -> Result<(Subjects, Vec<Problem>), Vec<CellFault>> {
        let sweep = &self.sweep;
        let sets = &self.number(number).sets;
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
        let warnings = loaded.warnings.iter().cloned().collect();
        Ok((Subjects::of(&loaded.scenario), warnings))
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
        let labels = &self.number(number).labels;
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

/// What all cells must have in common and is different in one, if anything is.
fn different(here: &Subjects, first: &Subjects) -> Option<&'static str> {
    let issues = |it: &Subjects| -> Vec<String> {
        let issues = it.issues.iter();
        issues.map(|issue| issue.0.clone()).collect()
    };
    let typed = |it: &Subjects| -> Vec<String> {
        let parties = it.parties.iter().zip(&it.types);
        let typed = parties.filter(|(_, types)| types.len() > 1);
        typed.map(|(party, _)| party.clone()).collect()
    };
    let lists = [
        ("packages", here.packages != first.packages),
        ("parties", here.parties != first.parties),
        ("issues", issues(here) != issues(first)),
        ("levers", here.levers != first.levers),
        ("parties of several types", typed(here) != typed(first)),
    ];
    lists.iter().find(|list| list.1).map(|list| list.0)
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
