//! What one party wants, in the plainest form: every value is added up anew from the formulas.

use zopa::game::PartyNumbers;
use zopa::model::{Deal, Pattern, Profile, Scenario};

/// What a sure breach at a loss takes off a margin.
const NEVER: f64 = 1e6;

/// All deals, the last issue varying fastest.
pub(crate) fn all_deals(scenario: &Scenario) -> Vec<Deal> {
    let mut deals = vec![Vec::new()];
    for issue in &scenario.issues {
        let mut longer = Vec::new();
        for deal in deals {
            for option in 0..issue.options.len() {
                let mut deal: Vec<u16> = deal.clone();
                deal.push(u16::try_from(option).expect("few options"));
                longer.push(deal);
            }
        }
        deals = longer;
    }
    deals.into_iter().map(Deal).collect()
}

/// Number of issues on which two deals differ.
pub(crate) fn distance(one: &Deal, other: &Deal) -> usize {
    (0..one.0.len())
        .filter(|&issue| one.0[issue] != other.0[issue])
        .count()
}

/// The groups of issues that a linkage, a red line or a breach table of anybody ties together.
pub(crate) fn blocks(scenario: &Scenario) -> Vec<Vec<usize>> {
    let mut ties: Vec<Vec<usize>> = Vec::new();
    let issues = |pattern: &Pattern| pattern.conditions.iter().map(|c| c.0.index()).collect();
    for party in &scenario.parties {
        for kind in &party.types {
            ties.extend(kind.profile.linkages.iter().map(|l| issues(&l.pattern)));
            ties.extend(kind.profile.red_lines.iter().map(issues));
            if let Some(breach) = &kind.profile.breach {
                ties.push(breach.issues.iter().map(|issue| issue.index()).collect());
            }
        }
    }
    let mut blocks: Vec<Vec<usize>> = (0..scenario.issues.len()).map(|i| vec![i]).collect();
    for tie in ties {
        let (touched, apart): (Vec<_>, Vec<_>) = blocks
            .into_iter()
            .partition(|block| block.iter().any(|issue| tie.contains(issue)));
        blocks = apart;
        let mut merged: Vec<usize> = touched.into_iter().flatten().collect();
        merged.sort_unstable();
        if !merged.is_empty() {
            blocks.push(merged);
        }
    }
    blocks.sort();
    blocks
}

/// Probability that logistic noise lies below `x`.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// What one party wants.
#[derive(Clone, Debug)]
pub(crate) struct Tastes {
    pub(crate) weights: Vec<f64>,
    pub(crate) scores: Vec<Vec<f64>>,
    pub(crate) linkages: Vec<(Pattern, f64)>,
    pub(crate) red_lines: Vec<Pattern>,
    /// Issues of the breach table, their option counts, and q by combination.
    pub(crate) breach: Option<(Vec<usize>, Vec<usize>, Vec<f64>)>,
    pub(crate) loss: f64,
    /// What is paid to it on agreement.
    pub(crate) payment: f64,
    /// Whether its red lines bind; a party without a floor takes anything.
    pub(crate) floor: bool,
}

impl Tastes {
    pub(crate) fn of(scenario: &Scenario, profile: &Profile, numbers: &PartyNumbers) -> Self {
        let mut flat = numbers.scores.iter();
        let scores = scenario.issues.iter().map(|issue| {
            let options = issue.options.iter();
            options
                .map(|_| *flat.next().expect("a score each"))
                .collect()
        });
        Self {
            weights: numbers.weights.clone(),
            scores: scores.collect(),
            linkages: profile
                .linkages
                .iter()
                .zip(&numbers.bonuses)
                .map(|(linkage, &bonus)| (linkage.pattern.clone(), bonus))
                .collect(),
            red_lines: profile.red_lines.clone(),
            breach: profile.breach.as_ref().map(|breach| {
                let issues: Vec<usize> = breach.issues.iter().map(|issue| issue.index()).collect();
                let counts = issues.iter().map(|&i| scenario.issues[i].options.len());
                (issues.clone(), counts.collect(), numbers.breach.clone())
            }),
            loss: numbers.loss,
            payment: 0.0,
            floor: profile.strategy.floor,
        }
    }

    /// u(x).
    pub(crate) fn utility(&self, deal: &Deal) -> f64 {
        let issues: Vec<usize> = (0..deal.0.len()).collect();
        self.utility_within(deal, &issues)
    }

    /// The part of u(x) that lies in some issues: their weighted scores, and the linkages all of whose issues they are.
    pub(crate) fn utility_within(&self, deal: &Deal, issues: &[usize]) -> f64 {
        let mut sum = 0.0;
        for &issue in issues {
            sum += self.weights[issue] * self.scores[issue][usize::from(deal.0[issue])];
        }
        for (pattern, bonus) in &self.linkages {
            let inside = pattern
                .conditions
                .iter()
                .all(|condition| issues.contains(&condition.0.index()));
            if inside && pattern.matches(deal) {
                sum += bonus;
            }
        }
        sum
    }

    /// q(x).
    pub(crate) fn breach_probability(&self, deal: &Deal) -> f64 {
        let Some((issues, counts, table)) = &self.breach else {
            return 0.0;
        };
        let mut entry = 0;
        for (&issue, count) in issues.iter().zip(counts) {
            entry = entry * count + usize::from(deal.0[issue]);
        }
        table[entry]
    }

    /// π(x) = L·q/(1−q).
    pub(crate) fn penalty(&self, deal: &Deal) -> f64 {
        let q = self.breach_probability(deal);
        if self.loss <= 0.0 {
            0.0
        } else if q >= 1.0 {
            NEVER
        } else {
            (self.loss * q / (1.0 - q)).min(NEVER)
        }
    }

    /// m(x) = u + pay − π − r.
    pub(crate) fn margin(&self, deal: &Deal, reservation: f64) -> f64 {
        self.utility(deal) + self.payment - self.penalty(deal) - reservation
    }

    /// V(x) = (1 − q)·(u + pay) + q·(r − L).
    pub(crate) fn value(&self, deal: &Deal, reservation: f64) -> f64 {
        let q = self.breach_probability(deal);
        (1.0 - q) * (self.utility(deal) + self.payment) + q * (reservation - self.loss)
    }

    /// Number of red lines a deal crosses.
    pub(crate) fn crossed(&self, deal: &Deal) -> usize {
        self.red_lines
            .iter()
            .filter(|line| line.matches(deal))
            .count()
    }

    /// What one block adds to u − π.
    fn block_value(&self, deal: &Deal, block: &[usize]) -> f64 {
        let table_inside = self
            .breach
            .as_ref()
            .is_some_and(|(issues, ..)| issues.first().is_some_and(|i| block.contains(i)));
        let penalty = if table_inside {
            self.penalty(deal)
        } else {
            0.0
        };
        self.utility_within(deal, block) - penalty
    }

    /// Whether what a deal says in one block crosses a red line there.
    pub(crate) fn block_crossed(&self, deal: &Deal, block: &[usize]) -> bool {
        self.red_lines.iter().any(|line| {
            let inside = line
                .conditions
                .iter()
                .all(|condition| block.contains(&condition.0.index()));
            inside && line.matches(deal)
        })
    }

    /// What a party lacks in a package: the sum, over the blocks the package touches, of the best it could have there by
    /// changing this package alone, less what it has.
    pub(crate) fn lack(
        &self,
        deal: &Deal,
        package: &[usize],
        blocks: &[Vec<usize>],
        deals: &[Deal],
    ) -> f64 {
        let mut sum = 0.0;
        for block in blocks.iter().filter(|b| touches(b, package)) {
            let here = self.block_value(deal, block);
            let best = deals
                .iter()
                .filter(|other| {
                    (0..deal.0.len()).all(|i| package.contains(&i) || other.0[i] == deal.0[i])
                })
                .filter(|other| !self.floor || !self.block_crossed(other, block))
                .map(|other| self.block_value(other, block))
                .fold(f64::NEG_INFINITY, f64::max);
            if best.is_finite() {
                sum += (best - here).max(0.0);
            }
        }
        sum
    }

    /// What a mediator believes a party lacks in a package: of each block the package touches what it lacks to its best,
    /// shared equally among the packages of the block.
    pub(crate) fn shared_lack(
        &self,
        deal: &Deal,
        package: &[usize],
        packages: &[Vec<usize>],
        blocks: &[Vec<usize>],
        deals: &[Deal],
    ) -> f64 {
        let mut sum = 0.0;
        for block in blocks.iter().filter(|b| touches(b, package)) {
            let best = deals
                .iter()
                .filter(|other| !self.floor || !self.block_crossed(other, block))
                .map(|other| self.block_value(other, block))
                .fold(f64::NEG_INFINITY, f64::max);
            let sharing = packages.iter().filter(|other| touches(block, other));
            let shared = sharing.count();
            sum += (best - self.block_value(deal, block)) / shared as f64;
        }
        // Where a deal crosses red lines, a block may be worth more than the best it allows.
        sum.max(0.0)
    }

    /// Range of each package: what its blocks can give at best less at worst, shared among the packages they touch.
    pub(crate) fn ranges(
        &self,
        packages: &[Vec<usize>],
        blocks: &[Vec<usize>],
        deals: &[Deal],
    ) -> Vec<f64> {
        let mut ranges = vec![0.0; packages.len()];
        for block in blocks {
            let mut best = f64::NEG_INFINITY;
            let mut worst = f64::INFINITY;
            for deal in deals {
                let value = self.block_value(deal, block);
                worst = worst.min(value);
                if !self.floor || !self.block_crossed(deal, block) {
                    best = best.max(value);
                }
            }
            let touched: Vec<usize> = (0..packages.len())
                .filter(|&package| touches(block, &packages[package]))
                .collect();
            if best.is_finite() {
                for &package in &touched {
                    ranges[package] += (best - worst) / touched.len() as f64;
                }
            }
        }
        ranges
    }
}

/// Whether two groups of issues share one.
pub(crate) fn touches(one: &[usize], other: &[usize]) -> bool {
    one.iter().any(|issue| other.contains(issue))
}
