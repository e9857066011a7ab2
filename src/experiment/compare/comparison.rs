//! What was found: what each policy changes against none.

use serde::{Deserialize, Serialize};

use crate::experiment::compare::cells::{CompareSettings, ComparedCells};
use crate::experiment::compare::effect::{PolicyEffect, effect};
use crate::experiment::compare::pairs::PairedEffect;
use crate::experiment::compare::policy::ranked;
use crate::experiment::compare::ranking::PolicyRanking;
use crate::experiment::compare::robust::Robust;
use crate::experiment::compare::rule::{RuleComparison, RuleLeftOut};
use crate::experiment::compare::sizes::{LeverSizes, PerUnit, per_unit};
use crate::experiment::compare::split::{LeverSplit, SplitPart};
use crate::experiment::compare::tally::Tally;
use crate::experiment::compare::terms::{ComparedTerms, terms};
use crate::experiment::titled::{Titled, titled};
use crate::simulation::{Band, CONFIDENCE, Decisive, Rate, simultaneous};

/// What each lever changes against none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// Title of the scenario.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Runs of each policy.
    pub runs: u64,
    /// Half-width of an interval that was wished for, as a share.
    pub half_width: f64,
    /// Confidence of the intervals, 0 to 1: of each by itself, and of all policies' together.
    pub confidence: f64,
    /// The packages whose rates are compared.
    pub packages: Vec<Titled>,
    /// The parties whose utilities are compared.
    pub parties: Vec<Titled>,
    /// How often there is agreement without any lever.
    pub none: Rate,
    /// Each policy, in the order in which they were played.
    pub effects: Vec<PolicyEffect>,
    /// Levers and named policies by what they change in agreement.
    pub ranking: PolicyRanking,
    /// On what there is agreement without levers and with each policy; none where agreements are alike in all that matters.
    pub terms: Option<ComparedTerms>,
    /// Levers with several targets, through each alone.
    pub splits: Vec<LeverSplit>,
    /// What levers change through each target for each unit of size.
    pub units: Vec<PerUnit>,
    /// Levers at other sizes, with those at which they break even.
    pub sizes: Vec<LeverSizes>,
    /// What holds under every rule that ranks anything.
    pub robust: Robust,
    /// The same under other rules.
    pub rules: Vec<RuleComparison>,
    /// Rules under which nothing was compared.
    pub rules_left_out: Vec<RuleLeftOut>,
    /// Agreement, signature, zone and packages without levers, and what each policy changes in them (`of` its id), over the ranges
    /// of all assumptions together; none where no number has a range or that was not asked.
    pub band: Option<Band>,
    /// Which assumptions would overturn the first ranks; as `band`.
    pub leads: Vec<RankLead>,
}

/// By how much the first policy leads another, and which assumptions decide that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RankLead {
    /// The policy under which most runs agree.
    pub upper: String,
    /// The first policy below that can be distinguished from it; none for no lever at all.
    pub lower: Option<String>,
    /// The numbers that change most by how much it leads.
    pub decisive: Decisive,
}

impl Comparison {
    /// Confidence of each interval that tables and figures show: such that those of all policies hold together.
    pub fn confidence_of_each(&self) -> f64 {
        simultaneous(self.confidence, self.effects.len())
    }

    /// The same of the interaction of each divided lever's parts.
    pub fn confidence_of_each_interaction(&self) -> f64 {
        simultaneous(self.confidence, self.splits.len())
    }

    /// Name for readers of a policy; the id where there is none of it.
    pub fn title<'c>(&'c self, policy: &'c str) -> &'c str {
        let mut effects = self.effects.iter();
        let found = effects.find(|effect| effect.policy == policy);
        found.map_or(policy, |effect| &effect.title)
    }

    /// Levers and named policies by rank, then the others.
    pub fn by_rank(&self) -> Vec<&PolicyEffect> {
        let order = &self.ranking.order;
        let place = |effect: &&PolicyEffect| {
            let found = order.iter().position(|id| *id == effect.policy);
            found.unwrap_or(order.len())
        };
        let mut effects: Vec<&PolicyEffect> = self.effects.iter().collect();
        effects.sort_by_key(place);
        effects
    }
}

/// Estimates from counts; nothing yet of other rules.
pub(super) fn comparison(
    cells: &ComparedCells,
    settings: &CompareSettings,
    tally: &Tally,
) -> Comparison {
    let scenario = &cells.scenario;
    let count = cells.policies.len();
    let together = simultaneous(CONFIDENCE, count);
    let counted = cells.policies.iter().zip(&tally.policies).enumerate();
    let effects: Vec<PolicyEffect> = counted
        .map(|(place, (policy, counts))| {
            let mut effect = effect(scenario, policy, counts, count);
            let rates = tally.agreements.effect(place);
            effect.agreement.runs_needed = Some(rates.runs_for(settings.half_width, together));
            effect
        })
        .collect();
    let splits = splits(cells, tally);
    let (packages, parties) = (scenario.packages.iter(), scenario.parties.iter());
    Comparison {
        title: scenario.title.clone(),
        seed: settings.runs.seed,
        runs: tally.runs(),
        half_width: settings.half_width,
        confidence: CONFIDENCE,
        packages: titled(packages.map(|package| (&package.id, &package.title))),
        parties: titled(parties.map(|party| (&party.id, &party.title))),
        none: tally.without.rate("agreement"),
        units: per_unit(scenario, &effects, &splits),
        sizes: Vec::new(),
        effects,
        ranking: PolicyRanking::new(&ranked(&cells.policies), &tally.agreements),
        terms: terms(scenario, &cells.policies, tally),
        splits,
        robust: Robust::default(),
        rules: Vec::new(),
        rules_left_out: cells.left_out.clone(),
        band: None,
        leads: Vec::new(),
    }
}

/// The parts of each lever that has some, those of all levers judged together.
fn splits(cells: &ComparedCells, tally: &Tally) -> Vec<LeverSplit> {
    let all = cells.divided.iter().map(|lever| lever.parts.len()).sum();
    let levers = cells.divided.iter().zip(&tally.divided);
    let splits = levers.map(|(lever, counted)| {
        let parts = lever.parts.iter().zip(&counted.parts);
        let parts = parts.map(|((target, _), pairs)| {
            let (target, title) = target.names(&cells.scenario);
            let effect = |measure| PairedEffect::of(&pairs.rate(measure), all);
            SplitPart {
                target,
                title,
                agreement: effect("agreement"),
                zone: effect("zone"),
            }
        });
        LeverSplit {
            lever: cells.policies[lever.policy].id.clone(),
            parts: parts.collect(),
            interaction: counted.interaction,
        }
    });
    splits.collect()
}
