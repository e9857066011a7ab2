//! What was found: the effect of each policy against none.

use crate::experiment::compare::endings::Transitions;
use crate::experiment::compare::pairs::CONFIDENCE;
use crate::experiment::compare::plan::{CompareSettings, Plan};
use crate::experiment::compare::policy::{Policy, PolicyKind};
use crate::experiment::compare::ranking::Ranking;
use crate::experiment::compare::rule::{Rule, RuleResult};
use crate::experiment::compare::split::{PartEffect, Split};
use crate::experiment::compare::tally::{PolicyTally, Tally, ZoneTally};
use crate::simulation::measure::{Counts, PairedCounts, Subjects};
use crate::simulation::{
    Adjusted, Mean, PairedRates, Rate, StratifiedRates, StratumCounts, holm, simultaneous,
};

/// Name in files and name for readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
}

/// The levers of a scenario against none.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Title of the scenario.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Realizations played in every cell.
    pub runs: u64,
    /// Realizations asked for.
    pub runs_asked: u64,
    /// Further realizations of which the zone was looked at.
    pub zone_runs: u64,
    /// Half-width of an interval that is wished.
    pub half_width: f64,
    /// The packages.
    pub packages: Vec<Named>,
    /// The parties.
    pub parties: Vec<Named>,
    /// What the measures are of.
    pub subjects: Subjects,
    /// Every measure without levers.
    pub without: Counts,
    /// Each policy against none.
    pub effects: Vec<Effect>,
    /// Levers and named policies, ranked.
    pub ranking: Ranking,
    /// Levers with several targets, split.
    pub splits: Vec<Split>,
    /// The same under other rules.
    pub rules: Vec<RuleResult>,
    /// Rules that do not go with the scenario, and why.
    pub left_out: Vec<(Rule, String)>,
}

/// One policy against none.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The policy.
    pub policy: Policy,
    /// Agreements.
    pub agreement: RateEffect,
    /// Interval of the difference of agreements that holds together with those of all other policies.
    pub simultaneous: [f64; 2],
    /// p-value of no effect on agreements, adjusted by Holm for all policies.
    pub p_adjusted: f64,
    /// Runs after which the interval of this difference has the wished half-width.
    pub runs_needed: u64,
    /// Runs in which something was signed.
    pub signed: RateEffect,
    /// Runs with a zone.
    pub zone: RateEffect,
    /// Packages agreed at the end.
    pub packages: Vec<RateEffect>,
    /// How runs end without levers and with them.
    pub endings: Transitions,
    /// The parties.
    pub parties: Vec<PartyEffect>,
    /// Runs in which one of the levers was carried out.
    pub used: Rate,
    /// Every measure with the policy.
    pub counts: Counts,
    /// The same against none, run by run.
    pub pairs: PairedCounts,
}

/// A rate with a policy (first) and without levers (second).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateEffect {
    /// The rates.
    pub rates: PairedRates,
    /// The difference with the zone as control variate, where zones were looked at.
    pub adjusted: Option<Adjusted>,
}

/// What a policy means for one party, as means over runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartyEffect {
    /// Change of the utility a run leaves it with.
    pub utility: Mean,
    /// Change of its payoff, costs of levers included.
    pub payoff: Mean,
    /// Costs of levers to it.
    pub cost: Mean,
}

impl Effect {
    /// Whether the effect on agreements is significant, all policies together.
    pub fn is_told_from_none(&self) -> bool {
        self.p_adjusted <= 1.0 - CONFIDENCE
    }
}

impl Comparison {
    /// The rate of agreement without levers.
    pub fn none(&self) -> Rate {
        self.without.rate("agreement")
    }

    /// The effects by rank: ranked ones first, then the others in their order.
    pub fn by_rank(&self) -> impl Iterator<Item = &Effect> {
        let ranked = self.ranking.order.iter().map(|&place| &self.effects[place]);
        let others = self.effects.iter().filter(|it| !is_ranked(it.policy.kind));
        ranked.chain(others)
    }
}

/// Whether policies of a kind are ranked: single levers and those the user names.
fn is_ranked(kind: PolicyKind) -> bool {
    matches!(kind, PolicyKind::Lever | PolicyKind::Named)
}

/// Estimates from counts.
pub(super) fn comparison(
    plan: &Plan,
    settings: &CompareSettings,
    tally: &Tally,
    zones: &ZoneTally,
) -> Comparison {
    let scenario = &plan.scenario;
    let pairs = || plan.policies.iter().zip(&tally.policies);
    let values: Vec<f64> = pairs().map(|(_, it)| it.agreement().p_value()).collect();
    let adjusted = holm(&values);
    let together = simultaneous(CONFIDENCE, values.len());
    let effects: Vec<Effect> = pairs()
        .zip(adjusted)
        .zip(&zones.0)
        .map(|(((planned, counts), p_adjusted), further)| {
            let rates = counts.agreement();
            let mut known = counts.strata;
            known.merge(further);
            let judged = Judged {
                simultaneous: rates.interval(together),
                p_adjusted,
                runs_needed: rates.runs_for(settings.half_width, CONFIDENCE),
            };
            effect(&planned.policy, counts, &known, &judged)
        })
        .collect();
    let members: Vec<usize> = (0..effects.len())
        .filter(|&place| is_ranked(effects[place].policy.kind))
        .collect();
    let difference = |place: usize| effects[place].agreement.rates.difference();
    Comparison {
        title: scenario.title.clone(),
        seed: settings.runs.seed,
        runs: tally.runs(),
        runs_asked: settings.runs.runs,
        zone_runs: zones.0.first().map_or(0, StratumCounts::total),
        half_width: settings.half_width,
        packages: scenario
            .packages
            .iter()
            .map(|it| named(&it.id, &it.title))
            .collect(),
        parties: scenario
            .parties
            .iter()
            .map(|it| named(&it.id, &it.title))
            .collect(),
        subjects: Subjects::of(scenario),
        without: tally.without.clone(),
        ranking: Ranking::new(&members, difference, &tally.pairs),
        splits: splits(plan, tally),
        effects,
        rules: Vec::new(),
        left_out: plan.left_out.clone(),
    }
}

fn named(id: &str, title: &str) -> Named {
    Named {
        id: id.to_owned(),
        title: title.to_owned(),
    }
}

/// What depends on the other policies and on what is wished.
struct Judged {
    simultaneous: [f64; 2],
    p_adjusted: f64,
    runs_needed: u64,
}

/// The effect of one policy.
fn effect(policy: &Policy, counts: &PolicyTally, known: &StratumCounts, judged: &Judged) -> Effect {
    let rate = |rates: &StratifiedRates| RateEffect {
        rates: rates.together(),
        adjusted: rates.adjusted(known),
    };
    let rates = |name: &str| {
        counts
            .pairs
            .rates(name)
            .iter()
            .map(rate)
            .collect::<Vec<_>>()
    };
    let means = counts.pairs.means("utility").into_iter();
    let means = means.zip(counts.pairs.means("payoff")).zip(&counts.costs);
    Effect {
        policy: policy.clone(),
        agreement: rates("agreement")[0],
        simultaneous: judged.simultaneous,
        p_adjusted: judged.p_adjusted,
        runs_needed: judged.runs_needed,
        signed: rates("signed")[0],
        zone: rates("zone")[0],
        packages: rates("package"),
        endings: counts.endings,
        parties: means
            .map(|((utility, payoff), &cost)| PartyEffect {
                utility,
                payoff,
                cost,
            })
            .collect(),
        used: counts.used,
        counts: counts.counts.clone(),
        pairs: counts.pairs.clone(),
    }
}

/// The parts of each lever that has some.
fn splits(plan: &Plan, tally: &Tally) -> Vec<Split> {
    let mut splits: Vec<Split> = Vec::new();
    for (part, counts) in plan.parts.iter().zip(&tally.parts) {
        let (id, title) = part.target.names(&plan.scenario);
        let part_effect = PartEffect {
            id,
            title,
            agreement: counts[0],
            zone: counts[1],
        };
        match splits.last_mut() {
            Some(split) if split.effect == part.policy => split.parts.push(part_effect),
            _ => splits.push(Split {
                effect: part.policy,
                parts: vec![part_effect],
                interaction: tally.interactions[part.policy],
            }),
        }
    }
    splits
}
