//! The results of a run that have a band, what they were in the first runs as written, and what changes in them.

use std::iter::repeat_n;

use crate::bargaining::Outcome;
use crate::model::{Party, Scenario};
use crate::simulation::measure::{Count, Item, Line, OF_RUNS, Read, Subjects, Tally};
use crate::simulation::{Change, Mean, Written};

/// Measures that say what is done in the talks, not what comes of them.
const NOT_BANDED: [&str; 3] = ["lever", "lever-round", "lever-cost"];
/// Rounds beyond which curves have no band: it would take more memory than anybody reads of it.
const ROUNDS_MAX: usize = 500;
/// Agreements among which there is a result with an error.
const AGREEMENTS_MIN: u64 = 2;

/// What runs gave, run after run; each kind of result by itself.
#[derive(Clone, Debug, Default)]
struct Values {
    runs: usize,
    flags: Vec<bool>,
    /// To seven digits, which is far below any error.
    numbers: Vec<f32>,
    /// The round from which something holds.
    rounds: Vec<Option<u32>>,
    /// The option of each issue; the first ones without an agreement.
    options: Vec<u16>,
}

/// A line of the list of measures.
#[derive(Debug)]
struct Banded {
    line: &'static Line<Outcome>,
    items: Vec<Item>,
    /// Where its values begin among those of their kind of a run.
    first: usize,
}

/// The results that have a band, with what they were in the first runs as written.
#[derive(Debug)]
pub struct BandSample {
    lines: Vec<Banded>,
    /// Values of each kind in a run: flags, numbers, rounds, options.
    counts: [usize; 4],
    wanted: u64,
    /// Whether some party has linked options, which take utility beyond 0..=1.
    has_linkages: bool,
    values: Values,
}

/// A result as written, by its name.
pub(crate) struct Named {
    pub(crate) measure: &'static str,
    pub(crate) of: String,
    /// None where no run has it.
    pub(crate) written: Option<Written>,
    /// The least and the greatest that it can be.
    pub(crate) legal: [f64; 2],
}

impl BandSample {
    /// Nothing noted yet of so many first runs of a scenario.
    pub fn of(scenario: &Scenario, wanted: u64) -> Self {
        let subjects = Subjects::of(scenario);
        let mut counts = [0; 4];
        let mut lines = Vec::new();
        for line in &OF_RUNS {
            let items: Vec<Item> = subjects.items(line.of).iter().map(|item| item.0).collect();
            let (kind, values) = match line.read {
                Read::From(_) => (2, 1),
                Read::Choice(_) => (3, scenario.issues.len()),
                Read::Number(..) | Read::NumberAmong(..) => (1, items.len()),
                _ => (0, items.len()),
            };
            let is_long = kind == 2 && items.len() > ROUNDS_MAX;
            if NOT_BANDED.contains(&line.name) || is_long {
                continue;
            }
            lines.push(Banded {
                line,
                items,
                first: counts[kind],
            });
            counts[kind] += values;
        }
        Self {
            lines,
            counts,
            wanted,
            has_linkages: scenario.parties.iter().any(Party::has_linkages),
            values: Values::default(),
        }
    }

    /// Takes note of some runs, the next after those noted.
    pub fn note(&mut self, first: u64, outcomes: &[Outcome]) {
        for (_, outcome) in (first..self.wanted).zip(outcomes) {
            read(&self.lines, outcome, &mut self.values);
        }
    }

    /// Whether all runs that were to be noted have been.
    pub fn is_whole(&self) -> bool {
        self.values.runs as u64 >= self.wanted
    }

    /// Whether a run noted ended in agreement.
    pub(crate) fn agreed(&self, run: usize) -> bool {
        self.is_agreed(&self.values, run)
    }

    /// Agreement is the first flag of a run.
    fn is_agreed(&self, values: &Values, run: usize) -> bool {
        values.flags[run * self.counts[0]]
    }

    /// What each result was over all runs as written, agreement first.
    pub(crate) fn written(&self, tally: &Tally) -> Vec<Named> {
        let counted = tally.counts.estimates(&tally.subjects).into_iter();
        let named = counted.filter_map(|(measure, of, count)| {
            let mut lines = self.lines.iter();
            let line = lines.find(|banded| banded.line.name == measure)?.line;
            let (value, error) = match count {
                Count::Rate(rate) => ((rate.runs > 0).then(|| rate.value()), rate.standard_error()),
                Count::Mean(mean) => (mean.value(), mean.standard_error()),
            };
            let written = value.map(|value| Written {
                value,
                error: error.unwrap_or(0.0),
            });
            let legal = line.reach.ends(self.has_linkages);
            Some(Named {
                measure,
                of,
                written,
                legal,
            })
        });
        named.collect()
    }

    /// What differs in each result, in the order of [`BandSample::written`], between some outcomes and the same runs as noted, from
    /// run `first` on; none of a result among agreements where these are too few.
    pub(crate) fn changes(&self, first: usize, outcomes: &[Outcome]) -> Vec<Option<Change>> {
        let mut now = Values::default();
        for outcome in outcomes {
            read(&self.lines, outcome, &mut now);
        }
        let mut changes = Vec::new();
        for banded in &self.lines {
            if let Read::From(_) = banded.line.read {
                let at = |values: &Values, run: usize| {
                    values.rounds[run * self.counts[2] + banded.first]
                };
                let pairs = (0..now.runs).map(|run| [at(&now, run), at(&self.values, first + run)]);
                changes.extend(by_round(banded.items.len(), pairs).into_iter().map(Some));
                continue;
            }
            for place in 0..banded.items.len() {
                let pairs = (0..now.runs).map(|run| {
                    [(&now, run), (&self.values, first + run)].map(|(values, run)| {
                        let counts = !banded.line.is_among() || self.is_agreed(values, run);
                        counts.then(|| self.value(values, run, (banded, place)))
                    })
                });
                changes.push(if banded.line.is_among() {
                    among(pairs)
                } else {
                    Some(of_every_run(pairs))
                });
            }
        }
        changes
    }

    fn value(&self, values: &Values, run: usize, (banded, place): (&Banded, usize)) -> f64 {
        let [flags, numbers, _, options] = self.counts;
        let yes = match banded.line.read {
            Read::Number(..) | Read::NumberAmong(..) => {
                return f64::from(values.numbers[run * numbers + banded.first + place]);
            }
            Read::Choice(_) => {
                let item = banded.items[place];
                usize::from(values.options[run * options + item.0]) == item.1
            }
            _ => values.flags[run * flags + banded.first + place],
        };
        f64::from(u8::from(yes))
    }
}

/// Adds the values of a run.
fn read(lines: &[Banded], outcome: &Outcome, values: &mut Values) {
    values.runs += 1;
    for Banded { line, items, .. } in lines {
        let each = items.iter().map(|&item| line.value(outcome, item));
        match line.read {
            Read::From(read) => values.rounds.push(read(outcome)),
            Read::Choice(read) => {
                if let Some(chosen) = read(outcome) {
                    values.options.extend(chosen);
                } else {
                    let issues = items.iter().filter(|item| item.1 == 0).count();
                    values.options.extend(repeat_n(0, issues));
                }
            }
            Read::Number(..) | Read::NumberAmong(..) => {
                #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
                let each = each.map(|value| value.unwrap_or(0.0) as f32);
                values.numbers.extend(each);
            }
            _ => {
                let each = each.map(|value| value.is_some_and(|value| value > 0.0));
                values.flags.extend(each);
            }
        }
    }
}

/// What differs in the mean of something that every run has.
fn of_every_run(pairs: impl Iterator<Item = [Option<f64>; 2]>) -> Change {
    let mut mean = Mean::default();
    for [now, before] in pairs {
        mean.push(now.unwrap_or(0.0) - before.unwrap_or(0.0));
    }
    (&mean).into()
}

/// What differs in a mean among agreements: a ratio of two sums over runs.
///
/// With N agreements of values v the mean is θ = Σv / N, and by the delta method its error is the mean over runs of `(v − θ) / N`,
/// taken as 0 where there is no agreement (Cochran 1977, Sampling Techniques, 6.3). A run has such a part for now and one for as written, and
/// the variance of the difference is the sum of the squares of their differences, so that what both agree on cancels. Squares of
/// residuals are too small by (N − 1) / N, which counts where N is small; so a part is divided by √(N (N − 1)) instead: unpaired, the
/// variance is s² / N for now and as much for as written. Given N, means are without bias, however few agreements there are.
fn among(pairs: impl Iterator<Item = [Option<f64>; 2]> + Clone) -> Option<Change> {
    let means = [0, 1].map(|side| {
        let mut mean = Mean::default();
        for value in pairs.clone().filter_map(|pair| pair[side]) {
            mean.push(value);
        }
        mean
    });
    if means.iter().any(|mean| mean.count() < AGREEMENTS_MIN) {
        return None;
    }
    let [now, before] = means.map(|mean| mean.value().unwrap_or(0.0));
    let scales = means.map(|mean| {
        let count = mean.count() as f64;
        libm::sqrt(count * (count - 1.0))
    });
    let part = |value: Option<f64>, centre: f64, scale: f64| {
        value.map_or(0.0, |value| (value - centre) / scale)
    };
    let variance = pairs.fold(0.0, |sum, [one, other]| {
        let parts = part(one, now, scales[0]) - part(other, before, scales[1]);
        sum + parts * parts
    });
    Some(Change {
        difference: now - before,
        variance,
    })
}

/// What differs in the share of runs in which something has happened by each of so many rounds, from the round in which it does.
///
/// In each round a run counts 1 if it has happened only now, −1 if only as written; with u and d such runs of n the mean is
/// `m = (u − d) / n` and its variance `((u + d) / n − m²) / (n − 1)`.
fn by_round(rounds: usize, pairs: impl Iterator<Item = [Option<u32>; 2]>) -> Vec<Change> {
    let mut turns = vec![[0_i64; 2]; rounds + 1];
    let mut runs = 0_u32;
    for pair in pairs {
        runs += 1;
        let [now, before] = pair.map(|round| round.map_or(rounds, |at| (at as usize).min(rounds)));
        let side = usize::from(now > before);
        turns[now.min(before)][side] += 1;
        turns[now.max(before)][side] -= 1;
    }
    let count = f64::from(runs);
    let mut differing = [0_i64; 2];
    let changes = turns.iter().take(rounds).map(|turn| {
        differing = [0, 1].map(|side| differing[side] + turn[side]);
        let [up, down] = differing.map(|runs| runs as f64);
        let difference = (up - down) / count;
        let variance = ((up + down) / count - difference * difference) / (count - 1.0).max(1.0);
        Change {
            difference,
            variance: variance.max(0.0),
        }
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::{among, by_round};
    use crate::game::{Owner, Purpose, Stream};
    use crate::simulation::{Change, Mean};

    fn stream() -> Stream {
        Stream::new(3, Purpose::Nature, Owner::named("made up"), 0)
    }

    #[test]
    fn curves_change_as_each_round_by_itself() {
        let mut stream = stream();
        // Some never, some after the last round.
        let mut round = || Some(stream.below(8)).filter(|&round| round < 7);
        let pairs: Vec<[Option<u32>; 2]> = (0..50).map(|_| [round(), round()]).collect();
        let found = by_round(5, pairs.iter().copied());
        assert_eq!(found.len(), 5);
        for (at, found) in (0..).zip(found) {
            let mut mean = Mean::default();
            for pair in &pairs {
                let [now, before] = pair.map(|round| round.is_some_and(|round| round <= at));
                mean.push(f64::from(u8::from(now)) - f64::from(u8::from(before)));
            }
            let right = Change::from(&mean);
            assert!((found.difference - right.difference).abs() < 1e-12);
            assert!((found.variance - right.variance).abs() < 1e-12);
        }
    }

    #[test]
    fn means_among_agreements_change_by_what_their_agreements_say() {
        let now = [Some(0.2), None, Some(0.6), None, Some(0.4), None];
        let before = [None, Some(0.1), None, None, None, Some(0.3)];
        let pairs = || {
            now.into_iter()
                .zip(before)
                .map(|(now, before)| [now, before])
        };
        let found = among(pairs()).expect("both have agreements");
        assert!((found.difference - 0.2).abs() < 1e-12);
        // No run counts twice, so that errors add up: s² / n of .04 / 3 and of .02 / 2.
        assert!((found.variance - (0.04 / 3.0 + 0.01)).abs() < 1e-12);
        // What both agree on cancels.
        let same = among(now.into_iter().map(|now| [now; 2])).expect("agreements");
        assert!(same.difference.abs() < 1e-12 && same.variance.abs() < 1e-12);
        let lone = now
            .into_iter()
            .map(|now| [now, now.filter(|value| *value < 0.3)]);
        assert_eq!(among(lone), None, "one agreement has no error");
    }

    /// The stated variance of the change of a share among agreements is that over many samples: of 20,000, each of 30 runs that agree in 0.3
    /// and share half of what they draw, within 5 %; its standard error is below 1 %.
    #[test]
    fn the_stated_variance_is_the_true_one() {
        let mut stream = stream();
        let (mut differences, mut stated) = (Mean::default(), Mean::default());
        for _ in 0..20_000 {
            let mut pairs: Vec<[Option<f64>; 2]> = Vec::new();
            for _ in 0..30 {
                let mut draw = || [stream.uniform(), stream.uniform()];
                let (one, mut other) = (draw(), draw());
                if draw()[0] < 0.5 {
                    other = one;
                }
                let of = |[agrees, value]: [f64; 2], share: f64| {
                    (agrees < 0.3).then(|| f64::from(u8::from(value < share)))
                };
                pairs.push([of(one, 0.6), of(other, 0.4)]);
            }
            if let Some(change) = among(pairs.iter().copied()) {
                differences.push(change.difference);
                stated.push(change.variance);
            }
        }
        let [right, stated, mean, error] = [
            differences.variance(),
            stated.value(),
            differences.value(),
            differences.standard_error(),
        ]
        .map(|value| value.expect("thousands of differences"));
        assert!((stated / right - 1.0).abs() < 0.05, "{stated} {right}");
        assert!((mean - 0.2).abs() < 4.0 * error);
    }
}
