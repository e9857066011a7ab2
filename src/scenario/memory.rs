//! Scenarios built or changed in memory, judged by the rules that hold for files.

use crate::model::Scenario;
use crate::model::check;
use crate::scenario::problem::Problem;
use crate::scenario::problem::Problems;

impl Scenario {
    /// Checks a scenario that was built or changed in memory.
    ///
    /// # Errors
    /// Every broken condition, with its place as files and `--set` write it.
    pub fn check(&self) -> Result<(), Problems> {
        let findings = check::check(self).into_iter();
        let problems: Vec<Problem> = findings
            .map(|finding| {
                let mut problem = Problem::with_file(&self.title, finding.fault.into());
                problem.path = finding.path.to_string();
                problem
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Problems::sorted(problems, 0))
        }
    }
}
