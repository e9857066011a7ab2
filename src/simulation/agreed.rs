//! On what settings that stand beside one another agree: the cells of a sweep, the levers of a comparison.
//!
//! So that they can be compared, the core issues are chosen once, from the agreements of all settings together, each counting
//! once. How often each option of a core issue is agreed is exact, over all agreements of a setting. Which options go together is
//! counted deal by deal, of the first agreements where there are too many different ones; of a cell of a sweep, in its first
//! 65,536 runs at most.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::terms::Terms;
use crate::bargaining::Outcome;
use crate::model::Deal;
use crate::simulation::deals::{DEALS_MAX, most_frequent};
use crate::simulation::first_counts::FirstCounts;
use crate::simulation::{CoreIssue, Rate};

/// Issues with their options, by id.
pub type Issues = [(String, Vec<String>)];

/// Different deals that all settings together keep, about: some tens of megabytes.
const DEALS_OF_ALL: usize = 4 * DEALS_MAX;
/// Different deals that each may keep, however many settings there are.
const DEALS_OF_EACH_MIN: usize = 64;
/// Combinations listed of each setting at most.
const COMBINATIONS_MAX: usize = 5;
/// Options of a deal in one word.
const OPTIONS_PER_WORD: usize = 4;

/// Agreements counted by deal, in run order: of the first ones, where there are too many different ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DealCounts(FirstCounts<Deal, u64>);

impl DealCounts {
    /// Different deals that each of so many settings may keep.
    pub(crate) fn most_of_each(settings: usize) -> usize {
        let each = DEALS_OF_ALL / settings.max(1);
        each.clamp(DEALS_OF_EACH_MIN, DEALS_MAX)
    }

    /// Counts a run, with at most so many different deals; without an agreement it counts for nothing.
    pub fn add(&mut self, outcome: &Outcome, most: usize) {
        if let Some(deal) = outcome.agreed_deal() {
            self.0.add(deal, most, |count| *count += 1);
        }
    }

    /// Adds the runs that follow; nothing of them where together there would be more than so many different deals.
    pub fn merge(&mut self, more: &Self, most: usize) {
        self.0.merge(&more.0, most, |count, more| *count += more);
    }

    /// Agreements counted.
    pub fn agreements(&self) -> u64 {
        self.0.counted.values().sum()
    }

    /// Whether these are all.
    pub fn is_complete(&self) -> bool {
        !self.0.is_cut
    }

    /// All that was counted, as words; [`DealCounts::read`] takes them in again.
    pub(crate) fn words(&self) -> Vec<u64> {
        let mut words = vec![u64::from(self.0.is_cut), self.0.counted.len() as u64];
        for (deal, &count) in &self.0.counted {
            words.push(count);
            words.extend(deal.0.chunks(OPTIONS_PER_WORD).map(packed));
        }
        words
    }

    /// Takes in the words of deals on such issues; none when they are no deals on these, or too few.
    pub(crate) fn read(words: &mut impl Iterator<Item = u64>, issues: &Issues) -> Option<Self> {
        let is_cut = match words.next()? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let mut counted = BTreeMap::new();
        for _ in 0..words.next()? {
            let count = words.next().filter(|count| *count > 0)?;
            let mut options = Vec::with_capacity(issues.len());
            for some in issues.chunks(OPTIONS_PER_WORD) {
                let word = words.next()?;
                let unpacked = unpacked(word, some.len())?;
                let are_known = unpacked.iter().zip(some);
                let mut are_known =
                    are_known.map(|(option, issue)| usize::from(*option) < issue.1.len());
                if !are_known.all(|is_known| is_known) {
                    return None;
                }
                options.extend(unpacked);
            }
            if counted.insert(Deal(options), count).is_some() {
                return None;
            }
        }
        Some(Self(FirstCounts { counted, is_cut }))
    }
}

/// A few options in one word, the first in its lowest bits.
fn packed(options: &[u16]) -> u64 {
    let last_first = options.iter().rev();
    last_first.fold(0, |word, &option| word << 16 | u64::from(option))
}

/// So many options of a word; none when there are more in it.
fn unpacked(word: u64, count: usize) -> Option<Vec<u16>> {
    let parts: [u16; OPTIONS_PER_WORD] =
        std::array::from_fn(|place| (word >> (16 * place) & 0xffff) as u16);
    let (options, rest) = parts.split_at_checked(count)?;
    rest.iter().all(|part| *part == 0).then(|| options.to_vec())
}

/// On what the agreements of one setting are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgreedTerms {
    /// Its agreements.
    pub agreements: u64,
    /// How often each option of the core issues is agreed, among these.
    pub options: Vec<OptionShare>,
    /// Whether combinations are counted of all of them; else of the first ones.
    pub complete: bool,
    /// The most frequent combinations of options on the core issues.
    pub combinations: Vec<AgreedCombination>,
}

/// How often an option is agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionShare {
    /// Its issue.
    pub issue: String,
    /// Its name in files.
    pub option: String,
    /// Share of the agreements.
    pub agreed: Rate,
}

/// Options of the core issues that were agreed together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreedCombination {
    /// The options, by core issue.
    pub options: Terms,
    /// Share of the agreements counted deal by deal.
    pub agreed: Rate,
}

impl AgreedTerms {
    /// Those of a setting, of the share of each option of each issue in turn and of the deals.
    pub(crate) fn of(
        issues: &Issues,
        core: &[(usize, CoreIssue)],
        options: &[Rate],
        deals: &DealCounts,
    ) -> Self {
        let places: Vec<usize> = core.iter().map(|issue| issue.0).collect();
        let shares = places.iter().flat_map(|&place| {
            let (issue, names) = &issues[place];
            let rates = names.iter().zip(rates_of(issues, options, place));
            rates.map(|(option, &agreed)| OptionShare {
                issue: issue.clone(),
                option: option.clone(),
                agreed,
            })
        });
        let counted = deals.0.counted.iter().map(|(deal, &count)| (deal, count));
        let most = most_frequent(counted, &places, COMBINATIONS_MAX).into_iter();
        let all = deals.agreements();
        let combinations = most.map(|(chosen, count)| AgreedCombination {
            options: named(issues, &places, &chosen),
            agreed: Rate::of(count, all),
        });
        Self {
            agreements: options.first().map_or(0, |rate| rate.runs),
            options: shares.collect(),
            complete: deals.is_complete(),
            combinations: combinations.collect(),
        }
    }
}

/// Options on the issues at some places, by id.
fn named(issues: &Issues, places: &[usize], options: &[u16]) -> Terms {
    let named = places.iter().zip(options).map(|(&place, &option)| {
        let (issue, names) = &issues[place];
        (issue.clone(), names[usize::from(option)].clone())
    });
    named.collect()
}

/// The shares of the options of the issue at a place, of those of all issues in turn.
pub(crate) fn rates_of<'r>(issues: &Issues, options: &'r [Rate], place: usize) -> &'r [Rate] {
    let before = issues[..place].iter().map(|issue| issue.1.len());
    let first: usize = before.sum();
    &options[first..first + issues[place].1.len()]
}

/// How many agreements of all settings together have each option of the issue at a place.
pub(crate) fn pooled(issues: &Issues, settings: &[Vec<Rate>], place: usize) -> Vec<u64> {
    let mut counts = vec![0; issues[place].1.len()];
    for options in settings {
        for (count, rate) in counts.iter_mut().zip(rates_of(issues, options, place)) {
            *count += rate.count;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{AgreedTerms, DealCounts, Issues, pooled};
    use crate::model::Deal;
    use crate::simulation::first_counts::FirstCounts;
    use crate::simulation::{CoreIssue, Rate};

    fn issues() -> Vec<(String, Vec<String>)> {
        let names = |count: usize| (0..count).map(|name| name.to_string()).collect();
        let sizes = [2, 3, 2, 2, 5].into_iter().enumerate();
        sizes
            .map(|(place, size)| (format!("issue-{place}"), names(size)))
            .collect()
    }

    fn counts(deals: &[([u16; 5], u64)], is_cut: bool) -> DealCounts {
        let counted = deals
            .iter()
            .map(|(deal, count)| (Deal(deal.to_vec()), *count));
        DealCounts(FirstCounts {
            counted: counted.collect(),
            is_cut,
        })
    }

    fn read(words: Vec<u64>, issues: &Issues) -> Option<DealCounts> {
        let mut words = words.into_iter();
        let found = DealCounts::read(&mut words, issues);
        found.filter(|_| words.next().is_none())
    }

    #[test]
    fn deals_read_back_and_others_do_not() {
        let deals = counts(&[([0, 2, 1, 0, 4], 7), ([1, 0, 0, 1, 3], 1)], true);
        let (issues, words) = (issues(), deals.words());
        assert_eq!(read(words.clone(), &issues), Some(deals));
        let broken = |place: usize, word: u64| {
            let mut words = words.clone();
            words[place] = word;
            read(words, &issues)
        };
        // A flag that is none, a deal more, an agreement less, an option that there is not, a fifth one beside the last.
        for (place, word) in [(0, 2), (1, 3), (2, 0), (3, 3 << 16), (4, 4 | 1 << 16)] {
            assert_eq!(broken(place, word), None, "{place}");
        }
        // The same deal twice.
        let twice = [&words[..2], &words[2..5], &words[2..5]].concat();
        assert_eq!(read(twice, &issues), None);
    }

    #[test]
    fn what_has_no_room_is_left_out_whole_and_nothing_follows() {
        let [first, next] = [
            counts(&[([0; 5], 2), ([1; 5], 1)], false),
            counts(&[([0; 5], 4), ([0, 1, 1, 1, 1], 1)], false),
        ];
        let mut all = first.clone();
        all.merge(&next, 3);
        assert_eq!((all.agreements(), all.is_complete()), (8, true));
        let mut cut = first.clone();
        cut.merge(&next, 2);
        assert_eq!((cut.agreements(), cut.is_complete()), (3, false));
        cut.merge(&first, 9);
        assert_eq!(cut.agreements(), 3);
        // What was cut within itself is counted as far as it goes.
        all.merge(&counts(&[([0; 5], 5)], true), 3);
        assert_eq!((all.agreements(), all.is_complete()), (13, false));
        assert_eq!(DealCounts::most_of_each(2), 1 << 16);
        assert_eq!(DealCounts::most_of_each(1 << 10), 256);
        assert_eq!(DealCounts::most_of_each(1 << 20), 64);
    }

    #[test]
    fn options_are_shares_of_all_agreements_and_combinations_of_those_counted() {
        let issues = issues();
        let core = [4, 0].map(|place: usize| {
            let id = issues[place].0.clone();
            (
                place,
                CoreIssue {
                    id,
                    entropy: 1.0,
                    stake: 1.0,
                },
            )
        });
        let flat = |last: [u64; 5]| {
            let counts = [[6, 4].as_slice(), &[10, 0, 0], &[10, 0], &[10, 0], &last].concat();
            let rates = counts.into_iter().map(|count| Rate::of(count, 10));
            rates.collect::<Vec<_>>()
        };
        let options = flat([1, 2, 3, 4, 0]);
        let deals = counts(
            &[
                ([0, 0, 0, 0, 3], 3),
                ([1, 0, 0, 0, 0], 1),
                ([0, 1, 0, 0, 3], 1),
            ],
            true,
        );
        let found = AgreedTerms::of(&issues, &core, &options, &deals);
        assert_eq!((found.agreements, found.complete), (10, false));
        let shares = found.options.iter();
        let shares: Vec<_> = shares
            .map(|share| {
                (
                    share.issue.as_str(),
                    share.option.as_str(),
                    share.agreed.count,
                )
            })
            .collect();
        assert_eq!(shares.len(), 7);
        assert_eq!(shares[3], ("issue-4", "3", 4));
        assert_eq!(shares[5], ("issue-0", "0", 6));
        let most = &found.combinations[0];
        assert_eq!((most.agreed.count, most.agreed.runs), (4, 5));
        assert_eq!(most.options["issue-4"], "3");
        let settings = [options, flat([0, 0, 0, 0, 10])];
        assert_eq!(pooled(&issues, &settings, 4), [1, 2, 3, 4, 10]);
        assert_eq!(pooled(&issues, &settings, 0), [12, 8]);
    }
}
