//! From what was counted to rows of estimates.

use crate::analysis::settlement;
use crate::experiment::compare::{
    self, Comparison, PairedEffect, PolicyTally, PolicyTerms, RuleComparison,
};
use crate::experiment::sweep::{Layout, Sheet};
use crate::results::estimates::{Estimate, Estimates};
use crate::simulation::measure::{Count, Counts, PairedCount, Profiles, Subjects};
use crate::simulation::{CONFIDENCE, Convergence, PairedRates, Rate, SettlementTally, Tally};

/// The setting of a comparison in which no lever is used.
pub(in crate::results) const NONE: &str = "none";
/// Name of the share of all runs that a group makes up.
pub(in crate::results) const SHARE_OF_RUNS: &str = "share-of-runs";

/// Name of the talks with more draws behind beliefs.
const MORE_DRAWS: &str = "more-draws";

/// The estimates of one scenario's runs or realizations, of other settlement rules and of more draws where they were tried.
pub fn of_tally(
    tally: &Tally,
    settlement: Option<&SettlementTally>,
    convergence: Option<&Convergence>,
) -> Estimates {
    let subjects = &tally.subjects;
    let mut rows = counted(&tally.counts, subjects, CONFIDENCE);
    rows.extend(by_type(&tally.profiles, subjects, tally.counts.runs()));
    if let Some(settlement) = settlement {
        rows.extend(of_rules(settlement, subjects));
    }
    if let Some(found) = convergence {
        let redone = found.results.iter().map(|result| {
            let count = Count::Rate(result.more_draws);
            let mut row = Estimate::of(&result.measure, result.of.clone(), count, CONFIDENCE);
            let interval = Some(result.interval);
            row.set_difference(
                "",
                (Some(result.difference), result.standard_error, interval),
            );
            row
        });
        rows.extend(in_setting("", MORE_DRAWS, redone.collect()));
    }
    Estimates { rows }
}

/// The estimates of each cell of a sweep with runs, paired with the baseline by agreement and by each package.
pub fn of_sweep(layout: &Layout, sheet: &Sheet) -> Estimates {
    let (subjects, confidence) = (layout.subjects(), layout.stop.confidence());
    let of_differences = layout.confidence_of_differences();
    let cells = sheet.cells.iter().enumerate();
    let played = cells.filter(|(_, cell)| cell.runs() > 0);
    let rows = played.flat_map(|(number, cell)| {
        let mut rows = counted(&cell.counts, &subjects, confidence);
        let packages = subjects.packages.iter().map(|id| ("package", id.as_str()));
        let paired = std::iter::once(("agreement", "")).chain(packages);
        for ((measure, of), pairs) in paired.zip(&cell.pairs) {
            let mut rows = rows.iter_mut();
            let row = rows.find(|row| row.measure == measure && row.of == of);
            if let Some(row) = row.filter(|_| number > 0 && pairs.runs() > 0) {
                row.set_difference("0", of_pairs(pairs, of_differences));
            }
        }
        in_setting(&number.to_string(), "", rows)
    });
    Estimates {
        rows: rows.collect(),
    }
}

/// The estimates of a comparison: without levers, with each policy against none, with levers confined to one target, and
/// under other rules.
pub fn of_comparison(comparison: &Comparison, tally: &compare::Tally) -> Estimates {
    let without = counted(&tally.without, &tally.subjects, CONFIDENCE);
    let mut rows = in_setting(NONE, "", without);
    for (effect, counts) in comparison.effects.iter().zip(&tally.policies) {
        let mut policy = of_policy(counts, &tally.subjects, comparison.confidence_of_each());
        let terms = comparison.terms.as_ref();
        set_changes(
            &mut policy,
            terms.and_then(|terms| terms.of(&effect.policy)),
        );
        rows.extend(in_setting(&effect.policy, "", policy));
    }
    for row in &mut rows {
        let of = if row.setting == NONE {
            ""
        } else {
            &row.setting
        };
        let band = comparison.band.as_ref().filter(|_| row.rule.is_empty());
        let measure = match row.of.as_str() {
            "" => row.measure.clone(),
            id => format!("{}.{id}", row.measure),
        };
        let Some(spread) = band.and_then(|band| band.find(&measure, of)).copied() else {
            continue;
        };
        let ends = [spread.low, spread.high].map(Some);
        if of.is_empty() {
            [row.band_low, row.band_high] = ends;
        } else {
            [row.difference_band_low, row.difference_band_high] = ends;
        }
    }
    for split in &comparison.splits {
        for part in &split.parts {
            let setting = format!("{}:{}", split.lever, part.target);
            let measures = [("agreement", &part.agreement), ("zone", &part.zone)];
            let measures = measures.map(|(name, effect)| Estimate::of_effect(name, effect));
            rows.extend(in_setting(&setting, "", measures.into()));
        }
    }
    for rule in &comparison.rules {
        rows.extend(of_rule(rule));
    }
    Estimates { rows }
}

fn of_policy(tally: &PolicyTally, subjects: &Subjects, confidence: f64) -> Vec<Estimate> {
    let mut rows = counted(&tally.counts, subjects, CONFIDENCE);
    for row in &mut rows {
        let difference = match tally.pairs.find(&row.measure, &row.of) {
            Some(PairedCount::Rates(rates)) => of_pairs(&rates, confidence),
            Some(PairedCount::Mean(mean)) => {
                let interval = mean.interval(confidence);
                (mean.value(), mean.standard_error(), interval)
            }
            None => continue,
        };
        row.set_difference(NONE, difference);
    }
    rows
}

/// Adds by how much a policy changes the shares of options.
fn set_changes(rows: &mut [Estimate], terms: Option<&PolicyTerms>) {
    for change in terms.iter().flat_map(|terms| &terms.changes) {
        let id = format!("{}={}", change.issue, change.option);
        let mut rows = rows.iter_mut();
        if let Some(row) = rows.find(|row| row.measure == "option" && row.of == id) {
            let difference = Some(change.difference);
            row.set_difference(
                NONE,
                (difference, Some(change.se), Some(change.interval_all)),
            );
        }
    }
}

/// Agreements under another rule: without levers, then with each policy.
fn of_rule(rule: &RuleComparison) -> Vec<Estimate> {
    let name = rule.rule.name();
    let Some((_, first)) = rule.agreement.first() else {
        return Vec::new();
    };
    let without = Count::Rate(first.without);
    let without = Estimate::of("agreement", String::new(), without, CONFIDENCE);
    let mut rows = in_setting(NONE, name, vec![without]);
    for (policy, effect) in &rule.agreement {
        let row = Estimate::of_effect("agreement", effect);
        rows.extend(in_setting(policy, name, vec![row]));
    }
    rows
}

/// What each settlement rule gives.
fn of_rules(tally: &SettlementTally, subjects: &Subjects) -> Vec<Estimate> {
    let rules = settlement::Rule::ALL.into_iter().zip(&tally.rules);
    let rows = rules.flat_map(|(rule, counts)| {
        in_setting("", rule.name(), counted(counts, subjects, CONFIDENCE))
    });
    rows.collect()
}

/// Every measure that was counted.
fn counted(counts: &Counts, subjects: &Subjects, confidence: f64) -> Vec<Estimate> {
    let estimates = counts.estimates(subjects).into_iter();
    estimates
        .map(|(measure, of, count)| Estimate::of(measure, of, count, confidence))
        .collect()
}

/// For each profile of types how many of all runs have it, and what was counted of these.
fn by_type(profiles: &Profiles, subjects: &Subjects, all: u64) -> Vec<Estimate> {
    let counted_of = subjects.clone().of_profiles();
    let rows = profiles.named(subjects).flat_map(|(types, counts)| {
        let share = Count::Rate(Rate::of(counts.runs(), all));
        let share = Estimate::of(SHARE_OF_RUNS, String::new(), share, CONFIDENCE);
        let mut rows = vec![share];
        rows.extend(counted(counts, &counted_of, CONFIDENCE));
        let types = types
            .iter()
            .map(|(party, kind)| format!("type:{party}={kind}"));
        let group = types.collect::<Vec<_>>().join(";");
        for row in &mut rows {
            group.clone_into(&mut row.group);
        }
        rows
    });
    rows.collect()
}

fn in_setting(setting: &str, rule: &str, mut rows: Vec<Estimate>) -> Vec<Estimate> {
    for row in &mut rows {
        setting.clone_into(&mut row.setting);
        rule.clone_into(&mut row.rule);
    }
    rows
}

impl Estimate {
    pub(super) fn of(measure: &str, of: String, count: Count, confidence: f64) -> Self {
        let mut row = Self {
            measure: measure.to_owned(),
            of,
            ..Self::default()
        };
        let interval;
        (row.runs, row.value, row.se, interval) = match count {
            Count::Rate(rate) => (
                rate.runs,
                (rate.runs > 0).then(|| rate.value()),
                rate.standard_error(),
                (rate.runs > 0).then(|| rate.interval_at(confidence)),
            ),
            Count::Mean(mean) => (
                mean.count(),
                mean.value(),
                mean.standard_error(),
                mean.interval(confidence),
            ),
        };
        [row.low, row.high] = ends(interval);
        row
    }

    /// A share with its difference to what holds without levers.
    fn of_effect(measure: &str, effect: &PairedEffect) -> Self {
        let with = Count::Rate(effect.with);
        let mut row = Self::of(measure, String::new(), with, CONFIDENCE);
        let difference = (
            Some(effect.difference),
            effect.se,
            Some(effect.interval_all),
        );
        row.set_difference(NONE, difference);
        row
    }

    fn set_difference(&mut self, against: &str, (value, error, interval): Difference) {
        against.clone_into(&mut self.against);
        (self.difference, self.difference_se) = (value, error);
        [self.difference_low, self.difference_high] = ends(interval);
    }
}

/// A paired difference, its standard error and its confidence interval.
type Difference = (Option<f64>, Option<f64>, Option<[f64; 2]>);

fn of_pairs(pairs: &PairedRates, confidence: f64) -> Difference {
    let (difference, interval) = (pairs.difference(), pairs.interval(confidence));
    (Some(difference), pairs.standard_error(), Some(interval))
}

fn ends(interval: Option<[f64; 2]>) -> [Option<f64>; 2] {
    interval.map_or([None; 2], |ends| ends.map(Some))
}
