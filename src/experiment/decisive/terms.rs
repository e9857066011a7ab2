//! What is agreed: the core issues of the agreements, and which option is the most frequent one.

use crate::model::{Deal, Scenario};
use crate::simulation::{AGREEMENTS_MIN, Rate, Tally, core_issues};

/// A core issue.
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

/// The core issues of the agreements; none with too few agreements.
pub(super) fn contested(scenario: &Scenario, tally: &Tally) -> Vec<Contested> {
    let mut shares = tally.counts.rates("option").into_iter();
    let issues = scenario.issues.iter();
    let issues = issues.map(|issue| shares.by_ref().take(issue.options.len()).collect());
    let rates: Vec<Vec<Rate>> = issues.collect();
    let counts = |issue: usize| rates[issue].iter().map(|rate| rate.count).collect();
    let core = core_issues(scenario, counts).into_iter();
    let contested = core.filter_map(|(issue, _)| {
        let shares: Vec<f64> = rates[issue].iter().map(|rate| rate.value()).collect();
        // Of options equally frequent the first.
        let usual = (0..shares.len())
            .rev()
            .max_by(|&one, &other| shares[one].total_cmp(&shares[other]))?;
        let agreements = rates[issue].first()?.runs;
        (agreements >= AGREEMENTS_MIN).then_some(Contested {
            issue,
            usual,
            shares,
        })
    });
    contested.collect()
}

impl Contested {
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
