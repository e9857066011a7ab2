//! The cells of a sweep as figures read them.

use crate::bargaining::Failure;
use crate::experiment::sweep::Layout;
use crate::results::Estimates;
use crate::results::estimates::CellEstimates;
use crate::simulation::Rate;

/// A cell: its levels as readers see them, and what its runs came to.
#[derive(Clone, Debug, PartialEq)]
pub struct CellLine {
    /// By factor; none where the scenario is as written.
    pub levels: Vec<Option<String>>,
    /// The same as numbers, where they are numbers.
    pub numbers: Vec<Option<f64>>,
    /// Runs.
    pub runs: u64,
    /// Agreement rate.
    pub rate: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// The rate less that of the first cell on the same realizations, with the ends of its paired interval; none where there
    /// is none, as in the first cell.
    pub difference: Option<[f64; 3]>,
    /// By cause of failure, in the order of [`Failure::ALL`].
    pub failures: [Rate; Failure::ALL.len()],
}

impl CellLine {
    /// The factors in which it differs from the scenario as written.
    pub(super) fn changed(&self) -> Vec<usize> {
        let levels = self.levels.iter().enumerate();
        let changed = levels.filter(|(_, level)| level.is_some());
        changed.map(|(factor, _)| factor).collect()
    }

    /// Its group and its name.
    ///
    /// Cells of a one-at-a-time design stand by factor, those of a full factorial by the levels of its first factor.
    pub(super) fn name(&self, layout: &Layout) -> (Option<String>, String) {
        let named = layout.factors.iter().zip(&self.levels);
        let levels =
            named.filter_map(|(factor, level)| Some((factor.title.as_str(), level.as_deref()?)));
        let levels: Vec<(&str, &str)> = levels.collect();
        let words = |levels: &[(&str, &str)]| {
            let words = levels
                .iter()
                .map(|(factor, level)| format!("{factor}: {level}"));
            words.collect::<Vec<_>>().join("; ")
        };
        match (layout.design.as_str(), levels.as_slice()) {
            ("one-at-a-time", [(factor, level)]) => {
                (Some((*factor).to_owned()), (*level).to_owned())
            }
            ("full-factorial", [first, (_, level)]) => {
                (Some(words(&[*first])), (*level).to_owned())
            }
            ("full-factorial", [first, others @ ..]) if !others.is_empty() => {
                (Some(words(&[*first])), words(others))
            }
            (_, levels) => (None, words(levels)),
        }
    }
}

/// The cells of a sweep.
///
/// # Errors
/// Where a number is missing or none of shares; the message names it.
pub fn cell_lines(layout: &Layout, estimates: &Estimates) -> Result<Vec<CellLine>, String> {
    let read = |cell: &CellEstimates<'_>| {
        let (labels, factors) = (&cell.layout.labels, &layout.factors);
        let words = labels.iter().zip(factors);
        let words = words.map(|(label, factor)| Some(factor.level(label.as_ref()?).to_owned()));
        let numbers = labels.iter().map(|it| as_number(it.as_ref()?));
        let runs = cell.runs()?;
        let rate = cell.share("agreement", "")?;
        let difference = cell.difference("agreement", "")?;
        let mut failures = [Rate::default(); Failure::ALL.len()];
        for (failure, cause) in failures.iter_mut().zip(Failure::ALL) {
            let share = cell.share("failure", cause.name())?;
            *failure = Rate::of_share(share.value, runs);
        }
        Ok(CellLine {
            levels: words.collect(),
            numbers: numbers.collect(),
            runs,
            rate: rate.value,
            interval: rate.interval,
            difference: difference.map(|it| [it.value, it.interval[0], it.interval[1]]),
            failures,
        })
    };
    estimates.cells(layout)?.iter().map(read).collect()
}

/// A level as a place on an axis; names like `inf` are none.
fn as_number(label: &str) -> Option<f64> {
    let number: f64 = label.parse().ok()?;
    (number.abs() < 1e12).then_some(number)
}
