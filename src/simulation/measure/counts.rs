//! What was counted: for every measure of a list its rate or mean, item by item.

use crate::simulation::measure::{Item, Line, Of, Read, Subjects};
use crate::simulation::{Mean, Rate};

/// One estimate: a share of runs, or a mean over them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// Yes or no.
    Rate(Rate),
    /// A number.
    Mean(Mean),
}

/// What was counted of a list of measures, in the order of the runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    columns: Vec<Column>,
    runs: u64,
}

/// One line of the list, counted for each item.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    name: &'static str,
    of: Of,
    items: Vec<Item>,
    /// Where the items of each first number begin: the options of each issue.
    firsts: Vec<usize>,
    cells: Cells,
    /// Whole numbers counted, as the cells have them.
    counters: Vec<u64>,
    /// The mean of each item of numbers.
    means: Vec<Mean>,
}

/// How the items of a line are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cells {
    /// The runs that count, then in how many of them each item holds: one number of runs for all items, since this is the
    /// inner loop.
    Shares,
    /// A mean for each item.
    Means,
    /// In how many runs something happened in each round.
    InRound,
}

impl Counts {
    /// Nothing counted yet, of a list of measures and what there is in a scenario.
    pub fn new<O>(lines: &[Line<O>], subjects: &Subjects) -> Self {
        let column = |line: &Line<O>| {
            let items: Vec<Item> = subjects.items(line.of).iter().map(|item| item.0).collect();
            let count = items.len();
            let (cells, counters, means) = match line.read {
                Read::From(_) => (Cells::InRound, count, 0),
                Read::Number(..) | Read::NumberAmong(..) => (Cells::Means, 0, count),
                _ => (Cells::Shares, 1 + count, 0),
            };
            let places = items.iter().enumerate();
            Column {
                name: line.name,
                of: line.of,
                firsts: places
                    .filter(|(_, item)| item.1 == 0)
                    .map(|(place, _)| place)
                    .collect(),
                items,
                cells,
                counters: vec![0; counters],
                means: vec![Mean::default(); means],
            }
        };
        Self {
            columns: lines.iter().map(column).collect(),
            runs: 0,
        }
    }

    /// Counts one run, by the list that this was made from.
    pub fn add<O>(&mut self, lines: &[Line<O>], outcome: &O) {
        self.runs += 1;
        for (column, line) in self.columns.iter_mut().zip(lines) {
            column.add(line, outcome);
        }
    }

    /// Adds what was counted elsewhere, of the same list and scenario.
    pub fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            for (count, more) in column.counters.iter_mut().zip(&more.counters) {
                *count += more;
            }
            for (mean, more) in column.means.iter_mut().zip(&more.means) {
                mean.merge(more);
            }
        }
    }

    /// Runs counted.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// A measure that is yes or no, for each item.
    ///
    /// # Panics
    /// When the list has no such measure.
    pub fn rates(&self, name: &str) -> Vec<Rate> {
        self.column(name)
            .counts(self.runs)
            .map(|count| match count {
                Count::Rate(rate) => rate,
                Count::Mean(_) => panic!("`{name}` is a number"),
            })
            .collect()
    }

    /// A measure of the run as a whole that is yes or no.
    ///
    /// # Panics
    /// When the list has no such measure.
    pub fn rate(&self, name: &str) -> Rate {
        self.rates(name)[0]
    }

    /// A measure that is yes or no, of the item at a place.
    ///
    /// # Panics
    /// When the list has no such measure, or it is of fewer items.
    pub fn rate_at(&self, name: &str, place: usize) -> Rate {
        self.rates(name)[place]
    }

    /// A measure that is a number, for each item.
    ///
    /// # Panics
    /// When the list has no such measure.
    pub fn means(&self, name: &str) -> &[Mean] {
        let column = self.column(name);
        assert!(column.cells == Cells::Means, "`{name}` is yes or no");
        &column.means
    }

    fn column(&self, name: &str) -> &Column {
        let found = self.columns.iter().find(|column| column.name == name);
        found.unwrap_or_else(|| panic!("`{name}` is not among the measures"))
    }

    /// Every estimate with the name of its measure and the id of what it is of.
    pub fn estimates(&self, subjects: &Subjects) -> Vec<(&'static str, String, Count)> {
        let columns = self.columns.iter().flat_map(|column| {
            let ids = subjects.items(column.of).into_iter().map(|item| item.1);
            let counts = ids.zip(column.counts(self.runs));
            counts.map(|(id, count)| (column.name, id, count))
        });
        columns.collect()
    }

    /// All numbers counted, as words; [`Counts::read`] takes them in again.
    pub fn words(&self) -> Vec<u64> {
        let mut words = vec![self.runs];
        for column in &self.columns {
            words.extend(&column.counters);
            words.extend(column.means.iter().flat_map(|mean| {
                let [centre, squares] = [mean.centre, mean.squares].map(f64::to_bits);
                [mean.count, centre, squares]
            }));
        }
        words
    }

    /// Takes in the words of counts of the same list and scenario; none when they are too few.
    pub fn read(mut self, words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        self.runs = words.next()?;
        for column in &mut self.columns {
            for count in &mut column.counters {
                *count = words.next()?;
            }
            for mean in &mut column.means {
                mean.count = words.next()?;
                mean.centre = f64::from_bits(words.next()?);
                mean.squares = f64::from_bits(words.next()?);
            }
        }
        Some(self)
    }
}

impl Column {
    fn add<O>(&mut self, line: &Line<O>, outcome: &O) {
        match &line.read {
            Read::YesNo(read) => {
                self.counters[0] += 1;
                for (count, &item) in self.counters[1..].iter_mut().zip(&self.items) {
                    *count += u64::from(read(outcome, item));
                }
            }
            Read::OneOf(read) => {
                self.counters[0] += 1;
                let place = read(outcome).map(|place| 1 + place);
                if let Some(count) = place.and_then(|place| self.counters.get_mut(place)) {
                    *count += 1;
                }
            }
            Read::Choice(read) => {
                let Some(chosen) = read(outcome) else { return };
                self.counters[0] += 1;
                for (&first, &option) in self.firsts.iter().zip(chosen) {
                    self.counters[1 + first + usize::from(option)] += 1;
                }
            }
            Read::YesNoAmong(read) => {
                let mut counts = 0;
                for (count, &item) in self.counters[1..].iter_mut().zip(&self.items) {
                    let Some(yes) = read(outcome, item) else {
                        return;
                    };
                    (counts, *count) = (1, *count + u64::from(yes));
                }
                self.counters[0] += counts;
            }
            Read::From(read) => {
                let round = read(outcome).map(|round| round as usize);
                if let Some(count) = round.and_then(|round| self.counters.get_mut(round)) {
                    *count += 1;
                }
            }
            Read::Number(_, read) => {
                for (mean, &item) in self.means.iter_mut().zip(&self.items) {
                    mean.push(read(outcome, item));
                }
            }
            Read::NumberAmong(_, read) => {
                for (mean, &item) in self.means.iter_mut().zip(&self.items) {
                    if let Some(value) = read(outcome, item) {
                        mean.push(value);
                    }
                }
            }
        }
    }

    fn counts(&self, runs: u64) -> impl Iterator<Item = Count> {
        let mut happened = 0;
        (0..self.items.len()).map(move |place| {
            let (count, runs) = match self.cells {
                Cells::Shares => (self.counters[1 + place], self.counters[0]),
                Cells::Means => return Count::Mean(self.means[place]),
                Cells::InRound => {
                    happened += self.counters[place];
                    (happened, runs)
                }
            };
            Count::Rate(Rate { count, runs })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Counts};
    use crate::simulation::measure::{Line, Of, Subjects, Unit};
    use crate::simulation::{Mean, Rate};

    /// Runs that are nothing but a number.
    static LINES: [Line<u32>; 4] = [
        Line::yes_no("odd", Of::Run, |run, _| run % 2 == 1),
        Line::one_of("at", Of::Package, |run| Some(*run as usize % 3)),
        Line::from_round("from", Of::Round, |run| (run % 2 == 1).then_some(run % 3)),
        Line::number_among("odd-size", Of::Run, Unit::Count, |run, _| {
            (run % 2 == 1).then(|| f64::from(*run))
        }),
    ];

    fn subjects() -> Subjects {
        Subjects {
            packages: ["one", "two"].map(str::to_owned).into(),
            rounds: 3,
            ..Subjects::default()
        }
    }

    fn counted(runs: std::ops::Range<u32>) -> Counts {
        let mut counts = Counts::new(&LINES, &subjects());
        for run in runs {
            counts.add(&LINES, &run);
        }
        counts
    }

    #[test]
    fn every_kind_of_measure_is_counted_item_by_item() {
        let counts = counted(0..6);
        let rate = |count, runs| Rate { count, runs };
        assert_eq!(counts.rate("odd"), rate(3, 6));
        assert_eq!(counts.rates("at"), [rate(2, 6), rate(2, 6)]);
        // 1, 3 and 5 happen in rounds 1, 0 and 2.
        assert_eq!(counts.rates("from"), [rate(1, 6), rate(2, 6), rate(3, 6)]);
        assert_eq!(counts.means("odd-size")[0].value(), Some(3.0));
        let estimates = counts.estimates(&subjects());
        let named: Vec<_> = estimates
            .iter()
            .map(|row| (row.0, row.1.as_str()))
            .collect();
        let rounds = [("from", "0"), ("from", "1"), ("from", "2")];
        assert_eq!(named[..3], [("odd", ""), ("at", "one"), ("at", "two")]);
        assert_eq!(named[3..6], rounds);
        assert!(matches!(estimates[6], ("odd-size", _, Count::Mean(_))));
    }

    #[test]
    fn counts_read_back_and_add_up() {
        let all = counted(0..10);
        let mut merged = counted(0..4);
        merged.merge(&counted(4..10));
        assert_eq!(merged.rates("from"), all.rates("from"));
        assert_eq!(merged.runs(), 10);
        let mut words = all.words().into_iter();
        let empty = Counts::new(&LINES, &subjects());
        assert_eq!(empty.clone().read(&mut words), Some(all.clone()));
        assert_eq!(words.next(), None);
        let mut fewer = all.words().into_iter().skip(1);
        assert_eq!(empty.clone().read(&mut fewer), None);
        assert_eq!(empty.means("odd-size"), [Mean::default()]);
    }
}
