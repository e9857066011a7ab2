//! The risk that a deal is broken: a table by the options of the issues it depends on.

use crate::model::{Breach, IssueId, Uncertain};
use crate::scenario::fault::Fault;
use crate::scenario::file::{BreachFile, GridFile};
use crate::scenario::validate::Validator;

impl Validator<'_, '_> {
    pub(super) fn breach(&mut self, breach: &BreachFile) -> Option<Breach> {
        if breach.issues.items.len() > 3 {
            let at = breach.issues.at.unwrap_or(breach.at);
            self.report
                .value(at, Fault::BreachIssues(breach.issues.items.len()));
            return None;
        }
        let issues = self
            .names
            .issues
            .find_all(&breach.issues.items, self.report);
        let grid = breach.probability.as_ref()?;
        if issues.len() != breach.issues.items.len() {
            return None;
        }
        let mut cells = Vec::new();
        self.read_grid(grid, &issues, &mut Vec::new(), &mut cells);
        // The table is written in the order of the issues as named; the model keeps them ascending.
        cells.sort_by_key(|(options, _)| {
            let mut keyed: Vec<(usize, usize)> = issues
                .iter()
                .copied()
                .zip(options.iter().copied())
                .collect();
            keyed.sort_unstable();
            keyed
        });
        let mut sorted = issues;
        sorted.sort_unstable();
        Some(Breach {
            issues: sorted.into_iter().map(IssueId::at).collect(),
            probability: cells.into_iter().map(|(_, number)| number).collect(),
            loss: breach.loss.as_ref()?.value,
        })
    }

    /// Collects the cells of a table that has one level for each of `issues`.
    fn read_grid(
        &mut self,
        grid: &GridFile,
        issues: &[usize],
        options: &mut Vec<usize>,
        cells: &mut Vec<(Vec<usize>, Uncertain)>,
    ) {
        let level = issues.get(options.len()).copied();
        let (at, expected, found) = match (grid, level) {
            (GridFile::Number(number), None) => {
                cells.push((options.clone(), number.value));
                return;
            }
            (GridFile::List(list), Some(issue)) => {
                let names = self.names.issues.id(issue).to_owned();
                let count = self
                    .file
                    .issues
                    .items
                    .get(issue)
                    .map_or(0, |issue| issue.options.items.len());
                if list.value.len() == count {
                    for (option, cell) in list.value.iter().enumerate() {
                        options.push(option);
                        self.read_grid(cell, issues, options, cells);
                        options.pop();
                    }
                    return;
                }
                let expected = format!("a list of {count}, one for each option of `{names}`");
                (list.at, expected, format!("a list of {}", list.value.len()))
            }
            (GridFile::Number(number), Some(issue)) => {
                let expected =
                    format!("a list by the options of `{}`", self.names.issues.id(issue));
                (number.at, expected, "a number".to_owned())
            }
            (GridFile::List(list), None) => {
                let expected = "a number: `issues` names no further issue".to_owned();
                (list.at, expected, "a list".to_owned())
            }
        };
        if !self.report.touches(at) {
            self.report
                .value(at, Fault::BreachShape { expected, found });
        }
    }
}
