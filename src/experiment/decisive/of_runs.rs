//! Which assumptions decide how often the talks agree, and on what.

use crate::experiment::band::{BandPoints, Explored};
use crate::experiment::decisive::one_by_one::{Question, budget, decide, filled, runs_at_most};
use crate::experiment::decisive::screen::strongest;
use crate::experiment::decisive::terms::{Contested, contested};
use crate::model::Scenario;
use crate::simulation::{BandSample, Control, Decisive, Tally, Turning};

/// Numbers among those moved that stand there for what is agreed rather than how often.
const FOR_TERMS: usize = 2;

impl BandPoints<'_> {
    /// Runs that are played at most with numbers moved one by one.
    pub fn runs_moved(&self) -> u64 {
        runs_at_most(self)
    }

    /// The numbers that by themselves change most how often the talks agree, or what is agreed; none when it was cancelled or there
    /// are too few runs.
    ///
    /// `explored` is what the points of the band gave; `before` what the first runs were as written; `tally` what all runs gave.
    pub fn decisive(
        &self,
        explored: &Explored,
        scenario: &Scenario,
        before: &BandSample,
        tally: &Tally,
        control: &dyn Control,
    ) -> Option<Decisive> {
        let (count, runs) = budget(self)?;
        let issues = contested(scenario, tally);
        let numbers = self.foremost(explored, &issues, count);
        let agreed = |run: u64| {
            let place = usize::try_from(run).expect("a place in memory");
            f64::from(u8::from(before.agreed(place)))
        };
        let rate = tally.counts.rate("agreement").value();
        let turn = |issue: &Contested, option: usize| {
            let (contested, of) = (issue, &scenario.issues[issue.issue]);
            let id = |option: usize| of.options[option].id.clone();
            Turning::Terms {
                issue: of.id.clone(),
                from: id(contested.usual),
                to: id(option),
            }
        };
        let question = Question {
            cells: &[Vec::new()],
            weights: &[1.0],
            before: &agreed,
            written: rate,
            legal: [0.0, 1.0],
            levels: &[(Turning::Half, 0.5 * rate), (Turning::Double, 2.0 * rate)],
            issues: &issues,
            turn: &turn,
        };
        decide(self, &question, &numbers, runs, control)
    }

    /// The numbers that move most what is agreed, with those that move agreement most, in the order of what they do to agreement.
    fn foremost(&self, explored: &Explored, issues: &[Contested], count: usize) -> Vec<usize> {
        let mut for_terms: Vec<usize> = Vec::new();
        for issue in issues {
            let deals = explored.points.iter().map(|point| &point.agreed);
            let surplus: Vec<f64> = deals.map(|deals| issue.surplus(deals)).collect();
            for number in strongest(self.places(), &surplus, 1) {
                if !for_terms.contains(&number) {
                    for_terms.push(number);
                }
            }
        }
        for_terms.truncate(FOR_TERMS.min(count));
        let by_rate = strongest(self.places(), &explored.differences_of_first(), count);
        filled(for_terms, by_rate, self.numbers().len(), count)
    }
}
