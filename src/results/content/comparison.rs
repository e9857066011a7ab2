//! What each lever changes: `compare.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::terms::ById;
use crate::bargaining::Failure;
use crate::experiment::compare::{self, CONFIDENCE, Ending, Named, PolicyKind, RuleResult, Split};
use crate::results::COMPARISON;
use crate::results::content::paired_effect::PairedEffect;
use crate::results::content::ranking::{PolicyRanking, RankExchange, ranking};
use crate::results::json::{ResultFile, among, exactly, missing};
use crate::simulation::{Mean, Rate};

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
    /// Further realizations whose zone was looked at, as a control variate.
    pub zone_runs: u64,
    /// Half-width of an interval that was wished for, as a share.
    pub half_width: f64,
    /// Confidence of the intervals, 0 to 1.
    pub confidence: f64,
    /// The packages whose rates are compared.
    pub packages: Vec<NamedId>,
    /// The parties whose utilities are compared.
    pub parties: Vec<NamedId>,
    /// How often there is agreement without any lever.
    pub none: Rate,
    /// Each policy, in the order in which they were played.
    pub effects: Vec<PolicyEffect>,
    /// Levers and named policies by what they change in agreement.
    pub ranking: PolicyRanking,
    /// Levers with several targets, through each alone.
    pub splits: Vec<LeverSplit>,
    /// The same under other rules.
    pub rules: Vec<RuleComparison>,
    /// Rules under which nothing was compared.
    pub rules_left_out: Vec<RuleLeftOut>,
}

/// An id with its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedId {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
}

impl From<&Named> for NamedId {
    fn from(named: &Named) -> Self {
        Self {
            id: named.id.clone(),
            title: named.title.clone(),
        }
    }
}

/// What one policy changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyEffect {
    /// Name in files.
    pub policy: String,
    /// Name for readers.
    pub title: String,
    /// What it is made of.
    pub kind: PolicyKind,
    /// Whether it holds a lever that the file never uses, and that is used from round 0 on here.
    pub never_used_in_the_file: bool,
    /// Agreement.
    pub agreement: PairedEffect,
    /// Signature.
    pub signed: PairedEffect,
    /// A zone of possible agreement in some round.
    pub zone: PairedEffect,
    /// Each package agreed at the end, by id.
    pub packages: ById<PairedEffect>,
    /// Causes of failure that occurred with or without it, by name.
    pub failures: ById<PairedEffect>,
    /// How realizations end without it and with it.
    pub transitions: Vec<Transition>,
    /// How often one of its levers is used.
    pub used: Rate,
    /// What it changes for each party, by id.
    pub parties: ById<PartyChanges>,
}

/// Realizations that end one way without a policy and another way, or the same, with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Name of the cause of failure, or `agreement`.
    pub without: String,
    /// The same with the policy.
    pub with: String,
    /// How many.
    pub runs: u64,
}

/// Changes for a party, each a mean over all realizations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartyChanges {
    /// Utility, on the party's own scale.
    pub utility: Mean,
    /// Payoff, costs of its levers included.
    pub payoff: Mean,
    /// What the levers cost it.
    pub lever_cost: Mean,
}

/// A lever through each of its targets alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverSplit {
    /// The lever.
    pub lever: String,
    /// Its targets.
    pub parts: Vec<SplitPart>,
    /// Change of agreement by the whole lever less the sum of those by its parts.
    pub interaction: Mean,
}

/// A lever through one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitPart {
    /// Name of the target in files.
    pub target: String,
    /// Name for readers.
    pub title: String,
    /// Agreement.
    pub agreement: PairedEffect,
    /// A zone in some round.
    pub zone: PairedEffect,
}

/// The policies under another rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleComparison {
    /// The rule.
    pub rule: compare::Rule,
    /// Agreement, by policy.
    pub agreement: ById<PairedEffect>,
    /// The policies ranked under this rule.
    pub ranking: PolicyRanking,
    /// Pairs that stand the other way round than under the rules as written.
    pub changes_places: Vec<RankExchange>,
}

/// A rule under which nothing was compared, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLeftOut {
    /// The rule.
    pub rule: compare::Rule,
    /// Why not.
    pub because: String,
}

impl ResultFile for Comparison {
    const NAME: &'static str = COMPARISON;

    fn check(&self) -> Result<(), String> {
        let ids = || self.effects.iter().map(|effect| effect.policy.as_str());
        for (place, effect) in self.effects.iter().enumerate() {
            let path = |key: &str| format!("effects[{place}].{key}");
            if let Some(key) = effect.agreement.lacks() {
                return Err(missing(&path("agreement"), key));
            }
            let packages = self.packages.iter().map(|it| it.id.as_str());
            exactly(&path("packages"), &effect.packages, packages)?;
            let parties = self.parties.iter().map(|it| it.id.as_str());
            exactly(&path("parties"), &effect.parties, parties)?;
            let failures = effect.failures.keys().map(String::as_str);
            among(&path("failures"), failures, Failure::ALL.map(Failure::name))?;
        }
        self.ranking.check("ranking", ids())?;
        let split = self.splits.iter().map(|split| split.lever.as_str());
        among("splits", split, ids())?;
        for (place, rule) in self.rules.iter().enumerate() {
            let path = format!("rules[{place}].agreement");
            exactly(&path, &rule.agreement, ids())?;
            let path = format!("rules[{place}].ranking");
            rule.ranking.check(&path, ids())?;
        }
        Ok(())
    }
}

impl Comparison {
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

    /// What was found, as it is written.
    pub fn of(found: &compare::Comparison) -> Self {
        let ids: Vec<&str> = found
            .effects
            .iter()
            .map(|it| it.policy.id.as_str())
            .collect();
        let splits = found.splits.iter();
        let left_out = found.left_out.iter();
        Self {
            title: found.title.clone(),
            seed: found.seed,
            runs: found.runs,
            zone_runs: found.zone_runs,
            half_width: found.half_width,
            confidence: CONFIDENCE,
            packages: found.packages.iter().map(NamedId::from).collect(),
            parties: found.parties.iter().map(NamedId::from).collect(),
            none: found.none(),
            effects: found.effects.iter().map(|it| effect(found, it)).collect(),
            ranking: ranking(&ids, &found.ranking),
            splits: splits.map(|it| split(&ids, it)).collect(),
            rules: found.rules.iter().map(|it| rule(&ids, it)).collect(),
            rules_left_out: left_out
                .map(|(rule, because)| RuleLeftOut {
                    rule: *rule,
                    because: because.clone(),
                })
                .collect(),
        }
    }
}

fn by_id<T>(names: &[Named], items: impl IntoIterator<Item = T>) -> ById<T> {
    let ids = names.iter().map(|name| name.id.clone());
    ids.zip(items).collect()
}

fn effect(found: &compare::Comparison, effect: &compare::Effect) -> PolicyEffect {
    let causes = Ending::all().skip(1);
    let causes = causes.map(|it| (it.name().to_owned(), effect.endings.rates(it)));
    let met = causes.filter(|(_, rates)| rates.first().count + rates.second().count > 0);
    let parties = effect.parties.iter().map(|party| PartyChanges {
        utility: party.utility,
        payoff: party.payoff,
        lever_cost: party.cost,
    });
    PolicyEffect {
        policy: effect.policy.id.clone(),
        title: effect.policy.title.clone(),
        kind: effect.policy.kind,
        never_used_in_the_file: effect.policy.assumed,
        agreement: PairedEffect {
            interval_all: Some(effect.simultaneous),
            p_holm: Some(effect.p_adjusted),
            runs_needed: Some(effect.runs_needed),
            ..PairedEffect::from(&effect.agreement)
        },
        signed: (&effect.signed).into(),
        zone: (&effect.zone).into(),
        packages: by_id(
            &found.packages,
            effect.packages.iter().map(PairedEffect::from),
        ),
        failures: met.map(|(name, rates)| (name, (&rates).into())).collect(),
        transitions: transitions(effect),
        used: effect.used,
        parties: by_id(&found.parties, parties),
    }
}

fn transitions(effect: &compare::Effect) -> Vec<Transition> {
    let ways = Ending::all().flat_map(|without| Ending::all().map(move |with| (without, with)));
    let counted = ways.map(|(without, with)| Transition {
        without: without.name().to_owned(),
        with: with.name().to_owned(),
        runs: effect.endings.count(without, with),
    });
    counted.filter(|it| it.runs > 0).collect()
}

fn split(ids: &[&str], split: &Split) -> LeverSplit {
    let parts = split.parts.iter().map(|part| SplitPart {
        target: part.id.clone(),
        title: part.title.clone(),
        agreement: (&part.agreement).into(),
        zone: (&part.zone).into(),
    });
    LeverSplit {
        lever: ids[split.effect].to_owned(),
        parts: parts.collect(),
        interaction: split.interaction,
    }
}

fn rule(ids: &[&str], result: &RuleResult) -> RuleComparison {
    let agreement = result.agreement.iter().map(PairedEffect::from);
    let exchanges = result.exchanges.iter().map(|it| RankExchange {
        upper_as_written: ids[it.upper].to_owned(),
        upper_here: ids[it.lower].to_owned(),
        distinct: it.distinct,
    });
    RuleComparison {
        rule: result.rule,
        agreement: ids.iter().map(|&id| id.to_owned()).zip(agreement).collect(),
        ranking: ranking(ids, &result.ranking),
        changes_places: exchanges.collect(),
    }
}
