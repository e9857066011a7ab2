//! Weights of voters that prove that too few can be content at once, or deals that are likely to content enough.
//!
//! *Derivation.* Let S be the sum of a voter's values over the blocks, s its least, n > s what it needs, and y whether it is
//! content. Then y ≤ 1, and y ≤ (S − s)/(n − s), for that is never below 0 and at least 1 once S ≥ n; so for any θ between 0 and 1
//!
//! `y ≤ 1 + θ (S − n)/(n − s)`.
//!
//! Summed with the votes v, the votes that any deal finds are at most `Σ v (1 − θ n/(n − s)) + Σ_blocks max_combo Σ v θ value/(n − s)`,
//! since sums over parties and over blocks change places. Below what a rule needs that proves that no deal meets it. The bound
//! is convex in θ; steps against its slope, v (S − n)/(n − s) at the deal that attains it, lower it. Each of these deals is tested, and
//! the best is mended: option by option, as long as that leaves fewer votes wanting, or the same with smaller shortfalls.

use crate::analysis::zone::terms::SLACK;
use crate::analysis::zone::vote::ground::Ground;
use crate::analysis::zone::vote::question::Question;
use crate::analysis::zone::vote::values::{Shortfall, Values};
use crate::game::members;

/// A voter content with hardly more than its least bounds nothing: rounding would be magnified.
const SPAN_MIN: f64 = 1e-3;
/// Steps against the slope.
const STEPS: u32 = 32;
/// Values that may be looked at for each rule, and for mending.
const LOOKS_MAX: usize = 2_000_000;

/// A bound on deals: the weighted sum of values must reach a need.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// Weight of each voice.
    pub(super) weights: Vec<f64>,
    pub(super) need: f64,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Promise {
    /// Whether a deal tested lies in the zone.
    pub(super) is_open: bool,
    /// The closest bound for each rule that every deal must meet.
    pub(super) cuts: Vec<Cut>,
}

/// Weighs the voters of every rule that all deals must meet; none where no deal meets one.
pub(super) fn weigh(question: &Question<'_>, ground: &Ground, values: &Values) -> Option<Promise> {
    let mut found = Promise {
        is_open: false,
        cuts: Vec::new(),
    };
    let mut best: Option<(Shortfall, Vec<usize>)> = None;
    for &rule in &ground.sure {
        let Some(mut bound) = Bound::of(question, ground, values, rule) else {
            continue;
        };
        let mut closest: Option<(f64, Cut)> = None;
        for step in 0..bound.steps(values) {
            let picks = values.best_picks(&bound.weights());
            let spare = bound.spare(values, &picks);
            if spare < -SLACK {
                return None;
            }
            if closest.as_ref().is_none_or(|(least, _)| spare < *least) {
                closest = Some((spare, bound.cut()));
            }
            if question.is_open(&ground.deal(&picks)) {
                found.is_open = true;
                return Some(found);
            }
            let shortfall = values.shortfall(question, ground, &picks);
            if best
                .as_ref()
                .is_none_or(|(least, _)| shortfall.is_less(least))
            {
                best = Some((shortfall, picks.clone()));
            }
            bound.descend(values, &picks, step);
        }
        found.cuts.extend(closest.map(|(_, cut)| cut));
    }
    let picks = best.map_or_else(|| vec![0; ground.blocks.len()], |(_, picks)| picks);
    found.is_open = mend(question, ground, values, picks);
    Some(found)
}

/// The bound on the votes of one rule at some θ.
struct Bound {
    voters: Vec<Voter>,
    /// Votes of all hopeful above what the rule needs, as a share of that.
    spare: f64,
    voices: usize,
}

/// A voter that may be discontent.
struct Voter {
    voice: usize,
    /// Its votes as a share of what the rule needs.
    votes: f64,
    /// What its sum must reach, and how much that is above the least its sum can be.
    need: f64,
    span: f64,
    theta: f64,
}

impl Bound {
    /// The bound at θ = 1; none where the rule needs nobody.
    fn of(question: &Question<'_>, ground: &Ground, values: &Values, rule: usize) -> Option<Self> {
        let (ballot, needed) = question.game.consent.ballot(rule);
        if needed <= 0.0 {
            return None;
        }
        // Votes count as shares of what is needed, so that rounding is small beside the slack.
        let mut spare = -1.0;
        let mut doubtful = Vec::new();
        for party in members(ground.hopeful) {
            let of_party = ballot.iter().find(|(voter, _)| voter.index() == party);
            let Some(votes) = of_party.map(|(_, votes)| votes / needed) else {
                continue;
            };
            spare += votes;
            let voice = ground.voices.iter().position(|voice| voice.party == party);
            let voice = voice.expect("the hopeful are among the voices");
            let need = ground.voices[voice].need;
            let least: f64 = values.least.iter().map(|least| least[voice]).sum();
            if need > least + SPAN_MIN {
                doubtful.push(Voter {
                    voice,
                    votes,
                    need,
                    span: need - least,
                    theta: 1.0,
                });
            }
        }
        Some(Self {
            voters: doubtful,
            spare,
            voices: values.voices,
        })
    }

    fn steps(&self, values: &Values) -> u32 {
        let rows: usize = values.blocks.iter().map(Vec::len).sum();
        let each = (rows / values.voices.max(1) * self.voters.len()).max(1);
        let afforded = u32::try_from(LOOKS_MAX / each).unwrap_or(u32::MAX);
        afforded.clamp(1, STEPS)
    }

    fn weights(&self) -> Vec<(usize, f64)> {
        let voters = self.voters.iter();
        voters
            .map(|voter| (voter.voice, voter.votes * voter.theta / voter.span))
            .collect()
    }

    /// What the bound leaves above what the rule needs, as a share of that, at the deal that attains it.
    fn spare(&self, values: &Values, picks: &[usize]) -> f64 {
        let voters = self.voters.iter();
        voters.fold(self.spare, |spare, voter| {
            let above = values.sum(picks, voter.voice) - voter.need;
            spare + voter.votes * voter.theta * above / voter.span
        })
    }

    fn cut(&self) -> Cut {
        let mut weights = vec![0.0; self.voices];
        let mut need = -self.spare;
        for (voter, (voice, weight)) in self.voters.iter().zip(self.weights()) {
            weights[voice] = weight;
            need += weight * voter.need;
        }
        Cut { weights, need }
    }

    /// One step against the slope.
    fn descend(&mut self, values: &Values, picks: &[usize], step: u32) {
        let slopes: Vec<f64> = self
            .voters
            .iter()
            .map(|voter| voter.votes * (values.sum(picks, voter.voice) - voter.need) / voter.span)
            .collect();
        let steepest = slopes
            .iter()
            .fold(0.0, |most: f64, slope| most.max(slope.abs()));
        if steepest > 0.0 {
            let length = 1.0 / (1.0 + f64::from(step)) / steepest;
            for (voter, slope) in self.voters.iter_mut().zip(slopes) {
                voter.theta = (voter.theta - length * slope).clamp(0.0, 1.0);
            }
        }
    }
}

/// Changes options as long as that leaves less wanting; whether a deal found lies in the zone.
fn mend(question: &Question<'_>, ground: &Ground, values: &Values, mut picks: Vec<usize>) -> bool {
    let mut left = LOOKS_MAX / (values.voices * ground.blocks.len()).max(1);
    let mut present = values.shortfall(question, ground, &picks);
    loop {
        if question.is_open(&ground.deal(&picks)) {
            return true;
        }
        let mut best: Option<(Shortfall, usize, usize)> = None;
        for block in 0..picks.len() {
            let kept = picks[block];
            for candidate in 0..ground.blocks[block].len() {
                if left == 0 {
                    return false;
                }
                left -= 1;
                picks[block] = candidate;
                let shortfall = values.shortfall(question, ground, &picks);
                let than = best.as_ref().map_or(&present, |(shortfall, ..)| shortfall);
                if shortfall.is_less(than) {
                    best = Some((shortfall, block, candidate));
                }
            }
            picks[block] = kept;
        }
        let Some((shortfall, block, candidate)) = best else {
            return false;
        };
        picks[block] = candidate;
        present = shortfall;
    }
}
