//! What agreements have in common: how many different deals they are, and which options of their core issues go together.
//!
//! On a treaty of fourteen issues nearly every agreement is a deal of its own, and shares of single options hide which are
//! agreed together. So agreements are grouped by their *core issues*: those in which they differ most, and differ in what matters. An
//! issue's weight in that choice is the entropy H of its options among the agreements, in bits, times what is at stake in it, S:
//!
//! ```text
//! H_i = −Σ_o f_io · log₂ f_io        S_i = mean over those whose consent may be needed of w_pi · (max s_pi − min s_pi)
//! ```
//!
//! `f_io` being the share of agreements with option o, w and s the weights and scores at central values. Entropy alone would pick
//! side issues with many options that nobody minds; stakes alone would pick issues on which all agreements are alike. At most
//! three are core: with more, combinations are nearly as many as deals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::terms::{ById, Terms, by_party, terms, types};
use crate::bargaining::Outcome;
use crate::model::{Deal, Scenario, TypeId};
use crate::simulation::first_counts::FirstCounts;
use crate::simulation::{Mean, Rate};

/// Different deals, each under one profile of types, that are counted at most: some tens of megabytes.
pub const DEALS_MAX: usize = 1 << 16;
/// Core issues at most.
const CORE_MAX: usize = 3;
/// Combinations listed at most.
const COMBINATIONS_MAX: usize = 12;

/// Agreements counted by deal and profile of types, in run order: of the first ones, where there are too many different ones.
#[derive(Clone, Debug, Default)]
pub struct DealTally {
    counted: FirstCounts<(Deal, Vec<TypeId>), Counted>,
    most: Option<usize>,
    /// Deal and profile of the agreement at hand: copied only when they are new.
    key: (Deal, Vec<TypeId>),
}

/// The agreements on one deal under one profile.
#[derive(Clone, Debug, Default)]
struct Counted {
    agreements: u64,
    /// What they were worth to each party.
    utilities: Vec<Mean>,
}

/// What the agreements of many runs have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DealSummary {
    /// Agreements counted.
    pub agreements: u64,
    /// Whether these are all; else they are the first ones, and there are at least so many different deals.
    pub complete: bool,
    /// Different deals among them.
    pub different: u64,
    /// The deal agreed most often; of equally frequent ones the one of the lowest options.
    pub most_frequent: Option<FrequentDeal>,
    /// Core issues, the one that weighs most first.
    pub core: Vec<CoreIssue>,
    /// The most frequent combinations of options on the core issues.
    pub combinations: Vec<Combination>,
    /// How frequent these are under each profile of types; empty when no party has types.
    pub by_type: Vec<TypedDeals>,
}

/// A deal and how often it was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrequentDeal {
    /// Its terms.
    pub deal: Terms,
    /// Share of the agreements counted.
    pub agreed: Rate,
}

/// An issue in which agreements differ, and differ in what matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoreIssue {
    /// Name in files.
    pub id: String,
    /// Entropy of its options among the agreements, in bits.
    pub entropy: f64,
    /// What is at stake in it for those whose consent may be needed, in utility.
    pub stake: f64,
}

/// Options of the core issues that were agreed together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Combination {
    /// The options, by core issue.
    pub options: Terms,
    /// Share of the agreements counted.
    pub agreed: Rate,
    /// What these agreements were worth to each party.
    pub utilities: ById<Mean>,
    /// The most frequent option of each other issue among them.
    pub others: ById<UsualOption>,
}

/// The option of an issue that is agreed most often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsualOption {
    /// Name in files.
    pub option: String,
    /// How often.
    pub agreed: Rate,
}

/// The agreements under one profile of types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypedDeals {
    /// Type by party, of the parties that have several.
    pub types: ById<String>,
    /// Agreements counted under this profile.
    pub agreements: u64,
    /// Share of each combination listed, in their order.
    pub combinations: Vec<Rate>,
}

impl DealTally {
    /// One that keeps at most so many deals under one profile each.
    pub fn of_at_most(most: usize) -> Self {
        Self {
            most: Some(most),
            ..Self::default()
        }
    }

    /// Counts a run; without an agreement it counts for nothing.
    pub fn add(&mut self, outcome: &Outcome) {
        let Some(deal) = outcome.agreed_deal() else {
            return;
        };
        self.key.0.0.clone_from(&deal.0);
        self.key.1.clone_from(&outcome.types);
        let most = self.most.unwrap_or(DEALS_MAX);
        self.counted
            .add(&self.key, most, |counted| counted.add(outcome));
    }

    /// What was counted, in words of the scenario.
    pub fn summary(&self, scenario: &Scenario) -> DealSummary {
        let agreements = self.count(|_| true);
        let mut deals: BTreeMap<&Deal, u64> = BTreeMap::new();
        for ((deal, _), counted) in &self.counted.counted {
            *deals.entry(deal).or_default() += counted.agreements;
        }
        let most = deals.iter().rev().max_by_key(|(_, count)| **count);
        let options = |place| self.options(scenario, place, |_| true);
        let core = core_issues(scenario, options);
        let places: Vec<usize> = core.iter().map(|issue| issue.0).collect();
        let combinations = self.combinations(&places);
        DealSummary {
            agreements,
            complete: !self.counted.is_cut,
            different: deals.len() as u64,
            most_frequent: most.map(|(deal, &count)| FrequentDeal {
                deal: terms(scenario, deal),
                agreed: Rate::of(count, agreements),
            }),
            core: core.into_iter().map(|issue| issue.1).collect(),
            combinations: combinations
                .iter()
                .map(|options| self.combination(scenario, (&places, options), agreements))
                .collect(),
            by_type: self.by_type(scenario, &places, &combinations),
        }
    }

    /// Agreements counted whose deal and profile are of a kind.
    fn count(&self, is_of_kind: impl Fn(&(Deal, Vec<TypeId>)) -> bool) -> u64 {
        let counted = self
            .counted
            .counted
            .iter()
            .filter(|(key, _)| is_of_kind(key));
        counted.map(|(_, counted)| counted.agreements).sum()
    }

    /// How often each option of an issue was agreed in some of the deals.
    fn options(
        &self,
        scenario: &Scenario,
        issue: usize,
        is_in: impl Fn(&Deal) -> bool,
    ) -> Vec<u64> {
        let mut counts = vec![0; scenario.issues[issue].options.len()];
        for ((deal, _), counted) in self.counted.counted.iter().filter(|(key, _)| is_in(&key.0)) {
            counts[usize::from(deal.0[issue])] += counted.agreements;
        }
        counts
    }

    /// The most frequent combinations of options on the issues at these places.
    fn combinations(&self, places: &[usize]) -> Vec<Vec<u16>> {
        let counted = self.counted.counted.iter();
        let deals = counted.map(|((deal, _), counted)| (deal, counted.agreements));
        let most = most_frequent(deals, places, COMBINATIONS_MAX).into_iter();
        most.map(|(options, _)| options).collect()
    }

    fn combination(
        &self,
        scenario: &Scenario,
        (places, options): (&[usize], &[u16]),
        agreements: u64,
    ) -> Combination {
        let is_in = |deal: &Deal| options_at(deal, places) == options;
        let mut utilities = vec![Mean::default(); scenario.parties.len()];
        for (_, counted) in self.counted.counted.iter().filter(|(key, _)| is_in(&key.0)) {
            for (mean, more) in utilities.iter_mut().zip(&counted.utilities) {
                mean.merge(more);
            }
        }
        let count = self.count(|key| is_in(&key.0));
        let named = places.iter().zip(options).map(|(&place, &option)| {
            let issue = &scenario.issues[place];
            (
                issue.id.clone(),
                issue.options[usize::from(option)].id.clone(),
            )
        });
        let issues = scenario.issues.iter().enumerate();
        let others = issues.filter(|(place, _)| !places.contains(place));
        let usual = others.map(|(place, issue)| {
            let counts = self.options(scenario, place, is_in);
            let most = (0..counts.len()).rev().max_by_key(|&option| counts[option]);
            let most = most.expect("an issue has options");
            let usual = UsualOption {
                option: issue.options[most].id.clone(),
                agreed: Rate::of(counts[most], count),
            };
            (issue.id.clone(), usual)
        });
        Combination {
            options: named.collect(),
            agreed: Rate::of(count, agreements),
            utilities: by_party(scenario, utilities),
            others: usual.collect(),
        }
    }

    /// The combinations under each profile of types, in one pass over all that was counted.
    fn by_type(
        &self,
        scenario: &Scenario,
        places: &[usize],
        combinations: &[Vec<u16>],
    ) -> Vec<TypedDeals> {
        if scenario.parties.iter().all(|party| party.types.len() < 2) {
            return Vec::new();
        }
        let ranks: BTreeMap<&[u16], usize> = combinations
            .iter()
            .enumerate()
            .map(|(rank, options)| (&**options, rank))
            .collect();
        // Agreements under each profile, and those with each combination.
        let mut profiles: BTreeMap<&Vec<TypeId>, (u64, Vec<u64>)> = BTreeMap::new();
        for ((deal, profile), counted) in &self.counted.counted {
            let none = || (0, vec![0; combinations.len()]);
            let (all, with) = profiles.entry(profile).or_insert_with(none);
            *all += counted.agreements;
            if let Some(&rank) = ranks.get(&*options_at(deal, places)) {
                with[rank] += counted.agreements;
            }
        }
        let typed = profiles.into_iter().map(|(profile, (agreements, with))| {
            let rates = with.into_iter().map(|count| Rate::of(count, agreements));
            TypedDeals {
                types: types(scenario, profile.iter().map(|kind| kind.index())),
                agreements,
                combinations: rates.collect(),
            }
        });
        typed.collect()
    }
}

impl Counted {
    fn add(&mut self, outcome: &Outcome) {
        self.agreements += 1;
        self.utilities
            .resize(outcome.utilities.len(), Mean::default());
        for (mean, &utility) in self.utilities.iter_mut().zip(&outcome.utilities) {
            mean.push(utility);
        }
    }
}

impl CoreIssue {
    /// What it weighs in the choice of core issues.
    fn weight(&self) -> f64 {
        self.entropy * self.stake
    }
}

/// The core issues by their places, of how many agreements have each option of the issue at a place.
pub(crate) fn core_issues(
    scenario: &Scenario,
    options: impl Fn(usize) -> Vec<u64>,
) -> Vec<(usize, CoreIssue)> {
    let ids = scenario.issues.iter().map(|issue| issue.id.as_str());
    core_of(ids.zip(stakes(scenario)), options)
}

/// The same of issues given by id and by what is at stake in them.
pub(crate) fn core_of<'i>(
    issues: impl Iterator<Item = (&'i str, f64)>,
    options: impl Fn(usize) -> Vec<u64>,
) -> Vec<(usize, CoreIssue)> {
    let mut issues: Vec<(usize, CoreIssue)> = issues
        .enumerate()
        .map(|(place, (id, stake))| {
            let entropy = entropy(&options(place));
            let id = id.to_owned();
            (place, CoreIssue { id, entropy, stake })
        })
        .filter(|(_, issue)| issue.weight() > 0.0)
        .collect();
    // Sorting keeps the order of the file among equals.
    issues.sort_by(|one, other| other.1.weight().total_cmp(&one.1.weight()));
    issues.truncate(CORE_MAX);
    issues
}

/// The most frequent combinations of options on the issues at these places, at most so many, of deals and how often each was
/// agreed; of equals the one of the lowest options first.
pub(crate) fn most_frequent<'d>(
    deals: impl Iterator<Item = (&'d Deal, u64)>,
    places: &[usize],
    most: usize,
) -> Vec<(Vec<u16>, u64)> {
    let mut counts: BTreeMap<Vec<u16>, u64> = BTreeMap::new();
    for (deal, agreements) in deals {
        *counts.entry(options_at(deal, places)).or_default() += agreements;
    }
    let mut counts: Vec<(Vec<u16>, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(most);
    counts
}

fn options_at(deal: &Deal, places: &[usize]) -> Vec<u16> {
    places.iter().map(|&place| deal.0[place]).collect()
}

/// Entropy of a choice made so often each way, in bits.
fn entropy(counts: &[u64]) -> f64 {
    let all: u64 = counts.iter().sum();
    let shares = counts.iter().filter(|count| **count > 0);
    let shares = shares.map(|&count| count as f64 / all as f64);
    let sum = shares.fold(0.0, |sum, share| sum + share * libm::log2(share));
    // Minus zero is no entropy either.
    (-sum).max(0.0)
}

/// What is at stake in each issue for those whose consent may be needed, at central values.
pub(crate) fn stakes(scenario: &Scenario) -> Vec<f64> {
    let mut stakes = vec![0.0; scenario.issues.len()];
    let needed = scenario.consenting();
    let asked = needed.iter().filter(|needed| **needed).count();
    let parties = scenario.parties.iter().zip(scenario.central_types());
    for ((party, kind), _) in parties.zip(&needed).filter(|(_, needed)| **needed) {
        let utility = &party.types[kind.index()].profile.utility;
        let weights = utility.weights.iter().map(|weight| weight.central());
        let weights: Vec<f64> = weights.collect();
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            continue;
        }
        for ((stake, weight), scores) in stakes.iter_mut().zip(weights).zip(&utility.scores) {
            let scores = scores.iter().map(|score| score.central());
            let (low, high) = scores
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), score| {
                    (low.min(score), high.max(score))
                });
            if high > low {
                *stake += weight / sum * (high - low) / asked as f64;
            }
        }
    }
    stakes
}
