//! Measures of two settings that met the same realizations, run by run.

use crate::simulation::measure::{Item, Line, Of, Subjects};
use crate::simulation::{Mean, StratifiedRates, Stratum};

/// The difference of one measure between two settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PairedCount {
    /// Yes or no, by stratum.
    Rates(StratifiedRates),
    /// A number: the first setting less the second.
    Mean(Mean),
}

/// What differs between two settings: every measure of a list that each run has.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedCounts {
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
struct Column {
    /// Place in the list.
    line: usize,
    name: &'static str,
    of: Of,
    items: Vec<Item>,
    counts: Vec<PairedCount>,
}

impl PairedCounts {
    /// Nothing counted yet, of a list of measures and what there is in a scenario.
    pub fn new<O>(lines: &[Line<O>], subjects: &Subjects) -> Self {
        let lines = lines.iter().enumerate();
        let columns = lines.filter(|(_, line)| line.is_of_every_run());
        let columns = columns.map(|(place, line)| {
            let items: Vec<Item> = subjects.items(line.of).iter().map(|it| it.0).collect();
            let empty = if line.is_yes_no() {
                PairedCount::Rates(StratifiedRates::default())
            } else {
                PairedCount::Mean(Mean::default())
            };
            Column {
                line: place,
                name: line.name,
                of: line.of,
                counts: vec![empty; items.len()],
                items,
            }
        });
        Self {
            columns: columns.collect(),
        }
    }

    /// Counts one realization, by the list that this was made from.
    pub fn add<O>(&mut self, lines: &[Line<O>], stratum: Stratum, first: &O, second: &O) {
        for column in &mut self.columns {
            let line = &lines[column.line];
            for (count, &item) in column.counts.iter_mut().zip(&column.items) {
                let (Some(one), Some(other)) = (line.value(first, item), line.value(second, item))
                else {
                    continue;
                };
                match count {
                    PairedCount::Rates(rates) => rates.add(stratum, one > 0.0, other > 0.0),
                    PairedCount::Mean(mean) => mean.push(one - other),
                }
            }
        }
    }

    /// Adds what was counted elsewhere, of the same list and scenario.
    pub fn merge(&mut self, other: &Self) {
        let counts = self.columns.iter_mut().flat_map(|it| &mut it.counts);
        let more = other.columns.iter().flat_map(|it| &it.counts);
        for (count, more) in counts.zip(more) {
            match (count, more) {
                (PairedCount::Rates(rates), PairedCount::Rates(more)) => rates.merge(more),
                (PairedCount::Mean(mean), PairedCount::Mean(more)) => mean.merge(more),
                _ => unreachable!("both are of the same list"),
            }
        }
    }

    /// A measure that is yes or no, for each item.
    ///
    /// # Panics
    /// When the list has no such measure that each run has.
    pub fn rates(&self, name: &str) -> Vec<StratifiedRates> {
        let counts = self.column(name).counts.iter();
        counts
            .map(|count| match count {
                PairedCount::Rates(rates) => *rates,
                PairedCount::Mean(_) => panic!("`{name}` is a number"),
            })
            .collect()
    }

    /// A measure that is a number, for each item.
    ///
    /// # Panics
    /// When the list has no such measure that each run has.
    pub fn means(&self, name: &str) -> Vec<Mean> {
        let counts = self.column(name).counts.iter();
        counts
            .map(|count| match count {
                PairedCount::Mean(mean) => *mean,
                PairedCount::Rates(_) => panic!("`{name}` is yes or no"),
            })
            .collect()
    }

    fn column(&self, name: &str) -> &Column {
        let found = self.columns.iter().find(|column| column.name == name);
        found.unwrap_or_else(|| panic!("`{name}` is not among the paired measures"))
    }

    /// The difference of a measure of one thing; none where it is not paired.
    pub fn find(&self, subjects: &Subjects, name: &str, id: &str) -> Option<PairedCount> {
        let column = self.columns.iter().find(|column| column.name == name)?;
        let mut ids = subjects.items(column.of).into_iter();
        let place = ids.position(|(_, it)| it == id)?;
        Some(column.counts[place])
    }
}
