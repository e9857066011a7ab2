//! What is agreed: the issues on which agreements differ most, and which option is the most frequent one.

use crate::model::Deal;
use crate::simulation::Tally;

/// Issues that are watched at most.
const ISSUES: usize = 4;
/// Agreements below which nothing is said of their terms.
const AGREEMENTS_MIN: u64 = 20;

/// An issue on which agreements differ.
#[derive(Clone, Debug)]
pub(super) struct Contested {
    /// Its position.
    pub(super) issue: usize,
    /// The option most frequent as written.
    pub(super) usual: usize,
    /// Share of agreements with each option as written.
    shares: Vec<f64>,
}

/// How many agreements have each option of each contested issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen(Vec<Vec<u64>>);

/// By how much one option is more frequent than another, as a share of agreements, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lead {
    pub(super) share: f64,
    pub(super) error: f64,
}

/// The issues on which agreements differ most, by the entropy of their options (Shannon 1948); none with too few agreements.
pub(super) fn contested(tally: &Tally) -> Vec<Contested> {
    let mut shares = tally.counts.rates("option").into_iter();
    let mut issues = Vec::new();
    for (issue, (_, options)) in tally.subjects.issues.iter().enumerate() {
        let rates: Vec<_> = shares.by_ref().take(options.len()).collect();
        let shares: Vec<f64> = rates.iter().map(|rate| rate.value()).collect();
        // Of options equally frequent the first.
        let usual = (0..shares.len())
            .rev()
            .max_by(|&one, &other| shares[one].total_cmp(&shares[other]));
        let enough = rates.iter().all(|rate| rate.runs >= AGREEMENTS_MIN);
        if let Some(usual) = usual.filter(|&usual| enough && shares[usual] < 1.0) {
            let contested = Contested {
                issue,
                usual,
                shares,
            };
            issues.push((contested.entropy(), contested));
        }
    }
    issues.sort_by(|one, other| other.0.total_cmp(&one.0));
    let issues = issues.into_iter().take(ISSUES);
    issues.map(|(_, contested)| contested).collect()
}

impl Contested {
    fn entropy(&self) -> f64 {
        let positive = self.shares.iter().filter(|share| **share > 0.0);
        positive.map(|share| -share * libm::log(*share)).sum()
    }

    /// By how many more of some agreements than as written the usual option is chosen.
    pub(super) fn surplus<'d>(&self, deals: impl IntoIterator<Item = &'d Deal>) -> f64 {
        let usual = self.shares[self.usual];
        let counts = deals.into_iter().map(|deal| {
            let is_usual = usize::from(deal.0[self.issue]) == self.usual;
            f64::from(u8::from(is_usual)) - usual
        });
        counts.sum()
    }

    /// By how much an option leads the usual one as written, negative as it does not.
    pub(super) fn lead_as_written(&self, option: usize) -> Lead {
        Lead {
            share: self.shares[option] - self.shares[self.usual],
            error: 0.0,
        }
    }
}

impl Chosen {
    /// Of some agreements.
    pub(super) fn of<'d>(issues: &[Contested], deals: impl IntoIterator<Item = &'d Deal>) -> Self {
        let none = |issue: &Contested| vec![0; issue.shares.len()];
        let mut counts: Vec<Vec<u64>> = issues.iter().map(none).collect();
        for deal in deals {
            for (issue, counts) in issues.iter().zip(&mut counts) {
                counts[usize::from(deal.0[issue.issue])] += 1;
            }
        }
        Self(counts)
    }

    /// The option of a contested issue that is the most frequent one here and not as written, with its lead; none with too few
    /// agreements.
    pub(super) fn other_than_usual(
        &self,
        issues: &[Contested],
        place: usize,
    ) -> Option<(usize, Lead)> {
        let counts = &self.0[place];
        let most = (0..counts.len())
            .rev()
            .max_by_key(|&option| counts[option])?;
        if most == issues[place].usual {
            return None;
        }
        let lead = self.lead(issues, place, most)?;
        Some((most, lead))
    }

    /// By how much an option of a contested issue leads the usual one; none with too few agreements.
    pub(super) fn lead(&self, issues: &[Contested], place: usize, option: usize) -> Option<Lead> {
        let counts = &self.0[place];
        let agreements: u64 = counts.iter().sum();
        if agreements < AGREEMENTS_MIN {
            return None;
        }
        let of = |option: usize| counts[option] as f64 / agreements as f64;
        let (one, usual) = (of(option), of(issues[place].usual));
        let share = one - usual;
        // The variance of the difference of two shares of one multinomial sample.
        let variance = (one + usual - share * share) / agreements as f64;
        Some(Lead {
            share,
            error: libm::sqrt(variance.max(0.0)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Contested};
    use crate::model::Deal;

    fn issues() -> Vec<Contested> {
        vec![Contested {
            issue: 1,
            usual: 0,
            shares: vec![0.6, 0.4, 0.0],
        }]
    }

    fn deals(options: &[u16]) -> Vec<Deal> {
        options
            .iter()
            .map(|&option| Deal(vec![0, option]))
            .collect()
    }

    #[test]
    fn another_option_leads_by_the_difference_of_the_shares() {
        let options = [[1; 30].as_slice(), &[0; 10]].concat();
        let chosen = Chosen::of(&issues(), &deals(&options));
        let (option, lead) = chosen.other_than_usual(&issues(), 0).expect("it leads");
        assert_eq!(option, 1);
        assert!((lead.share - 0.5).abs() < 1e-12);
        assert!((lead.error - (0.75_f64 / 40.0).sqrt()).abs() < 1e-12);
        assert!((issues()[0].lead_as_written(1).share + 0.2).abs() < 1e-12);
    }

    #[test]
    fn the_usual_option_and_few_agreements_say_nothing() {
        let usual = Chosen::of(&issues(), &deals(&[0; 40]));
        assert_eq!(usual.other_than_usual(&issues(), 0), None);
        let few = Chosen::of(&issues(), &deals(&[1; 19]));
        assert_eq!(few.other_than_usual(&issues(), 0), None);
        assert!((issues()[0].surplus(&deals(&[0, 0, 1])) - 0.2).abs() < 1e-12);
    }
}
