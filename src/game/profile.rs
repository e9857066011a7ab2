//! One type of a party, compiled: quantile functions for its numbers and tables that depend on no draw.

use crate::game::numbers::UtilityOwners;
use crate::game::strategy::{AcceptanceKind, ConcessionKind, StrategyNumbers, falling_shares};
use crate::game::{Blocks, Owner, Quantile};
use crate::model::{
    Approval, Breach, Choose, IssueId, Party, PartyId, Pattern, Profile, Scenario, Uncertain,
    Utility,
};

/// Streams a party's numbers come from; each number has its own slot, in the order of the fields' docs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartyOwners {
    /// Its type, one slot.
    pub(crate) kind: Owner,
    /// Probabilities of its types.
    pub(crate) probabilities: Owner,
    /// Reservation value, discount, round cost, loss; start, exponent, react, λ.
    pub(crate) core: Owner,
    /// Gain of tit for tat; start and exponent of acceptance.
    pub(crate) rules: Owner,
    /// Its offers at random, one slot a round.
    pub(crate) offers: Owner,
    /// A weight an issue.
    pub(crate) weights: Owner,
    /// The error of each weight's centre.
    pub(crate) weight_errors: Owner,
    /// A score an option.
    pub(crate) scores: Owner,
    /// The error of each score.
    pub(crate) score_errors: Owner,
    /// The entries of the breach table.
    pub(crate) breach: Owner,
    /// The linkages' bonuses.
    pub(crate) linkages: Owner,
    /// Its loads on the drivers.
    pub(crate) loads: Owner,
}

impl PartyOwners {
    pub(crate) fn of(id: &str) -> Self {
        let owner = |part: &str| Owner::named(&format!("party/{id}/{part}"));
        Self {
            kind: owner("type"),
            probabilities: owner("probabilities"),
            core: owner("core"),
            rules: owner("rules"),
            offers: owner("offers"),
            weights: owner("weights"),
            weight_errors: owner("weight-errors"),
            scores: owner("scores"),
            score_errors: owner("score-errors"),
            breach: owner("breach"),
            linkages: owner("linkages"),
            loads: owner("loads"),
        }
    }

    /// The four of weights and scores.
    pub(crate) fn utility(&self) -> UtilityOwners {
        UtilityOwners {
            weights: self.weights,
            weight_errors: self.weight_errors,
            scores: self.scores,
            score_errors: self.score_errors,
        }
    }
}

/// Numbers drawn from one stream, and whether any of them needs it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers {
    pub(crate) quantiles: Vec<Quantile>,
    pub(crate) drawn: bool,
}

impl Numbers {
    pub(crate) fn of<'a>(numbers: impl IntoIterator<Item = &'a Uncertain>) -> Self {
        let quantiles: Vec<Quantile> = numbers.into_iter().map(Quantile::compile).collect();
        let drawn = quantiles.iter().any(|quantile| !quantile.is_fixed());
        Self { quantiles, drawn }
    }
}

/// Weights and scores, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledUtility {
    /// A weight an issue.
    pub(crate) weights: Numbers,
    /// Standard deviation of the logarithm of each weight around its centre; empty for none.
    pub(crate) weight_deviations: Vec<f64>,
    /// A score an option, issue by issue.
    pub(crate) scores: Numbers,
    /// Standard deviation of the error of each score.
    pub(crate) score_deviation: f64,
}

impl CompiledUtility {
    pub(crate) fn of(utility: &Utility) -> Self {
        let centres: Vec<f64> = utility
            .weights
            .iter()
            .map(|weight| weight.central())
            .collect();
        let total: f64 = centres.iter().sum();
        let deviations = utility.weight_concentration.map(|concentration| {
            let deviation = |&centre: &f64| {
                // A weight of zero stays zero; it has no logarithm to spread.
                if centre > 0.0 {
                    libm::sqrt(total / (concentration * centre))
                } else {
                    0.0
                }
            };
            centres.iter().map(deviation).collect()
        });
        Self {
            weights: Numbers::of(&utility.weights),
            weight_deviations: deviations.unwrap_or_default(),
            scores: Numbers::of(utility.scores.iter().flatten()),
            score_deviation: utility.score_sd,
        }
    }

    /// Whether every draw gives the same weights and scores.
    pub(crate) fn is_fixed(&self) -> bool {
        !self.weights.drawn
            && self.weight_deviations.is_empty()
            && !self.scores.drawn
            && self.score_deviation <= 0.0
    }
}

/// The belief that agreements break, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledBreach {
    /// Entries of the table.
    pub(crate) entries: Numbers,
    /// The block the table's issues lie in; none for a constant.
    pub(crate) block: Option<usize>,
    /// Entry for each combo of that block.
    pub(crate) entry_of: Vec<u32>,
}

impl CompiledBreach {
    fn of(breach: &Breach, scenario: &Scenario, blocks: &Blocks) -> Self {
        let block = breach
            .issues
            .first()
            .map(|issue| blocks.of_issue[issue.index()].0 as usize);
        let entry = |combo: u32| {
            breach.issues.iter().fold(0, |entry, &issue| {
                let count = u32::try_from(scenario.issues[issue.index()].options.len())
                    .expect("at most 64 options");
                entry * count + u32::from(blocks.option(combo, issue))
            })
        };
        let entry_of = block.map_or(Vec::new(), |block| {
            let block = &blocks.list[block];
            (block.start..block.end).map(entry).collect()
        });
        Self {
            entries: Numbers::of(&breach.probability),
            block,
            entry_of,
        }
    }
}

/// One type of a party, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledProfile {
    pub(crate) core: Numbers,
    /// Gain of tit for tat, start and exponent of acceptance.
    pub(crate) rules: Numbers,
    pub(crate) utility: CompiledUtility,
    pub(crate) breach: Option<CompiledBreach>,
    pub(crate) bonuses: Numbers,
    /// Combos that each linkage adds its bonus to.
    pub(crate) linked: Vec<Vec<u32>>,
    /// Issues of each linkage, as bits.
    pub(crate) linked_issues: Vec<u64>,
    pub(crate) loads: Numbers,
    /// Driver of each load.
    pub(crate) load_drivers: Vec<usize>,
    /// Number of red lines each combo crosses.
    pub(crate) lines_crossed: Vec<u8>,
    /// Packages in which those red lines name an issue, as bits, by combo.
    pub(crate) packages_crossed: Vec<u32>,
    /// Whether an approval at home below this probability makes it refuse; 0 for no.
    pub(crate) anticipate: f64,
    /// What to ask, without the numbers that may be drawn.
    pub(crate) concession: ConcessionKind,
    /// 1 − τ^e of each round, where concession with time has a fixed exponent.
    pub(crate) falling: Vec<f64>,
    /// Shortfall of the target that still does.
    pub(crate) tolerance: f64,
    /// What to take, likewise.
    pub(crate) acceptance: AcceptanceKind,
    pub(crate) choose: Choose,
    pub(crate) floor: bool,
    pub(crate) fair_share: bool,
}

impl CompiledProfile {
    pub(crate) fn of(profile: &Profile, scenario: &Scenario, blocks: &Blocks) -> Self {
        let strategy = &profile.strategy;
        let zero = Uncertain::fixed(0.0);
        let StrategyNumbers {
            start,
            exponent,
            lambda,
            rules,
            tolerance,
        } = StrategyNumbers::of(strategy);
        let loss = profile.breach.as_ref().map_or(&zero, |breach| &breach.loss);
        let core = [
            &profile.reservation,
            &profile.discount,
            &profile.round_cost,
            loss,
            start,
            exponent,
            &strategy.react,
            lambda,
        ];
        let matching = |pattern: &Pattern| matching_combos(pattern, blocks);
        let mut lines_crossed = vec![0_u8; blocks.combos()];
        let mut packages_crossed = vec![0_u32; blocks.combos()];
        for line in &profile.red_lines {
            let issues = line.conditions.iter().map(|condition| condition.0.index());
            let packages = issues.fold(0, |set, issue| set | 1 << scenario.issues[issue].package.0);
            for combo in matching(line) {
                let crossed = &mut lines_crossed[combo as usize];
                *crossed = crossed.saturating_add(1);
                packages_crossed[combo as usize] |= packages;
            }
        }
        Self {
            core: Numbers::of(core),
            rules,
            utility: CompiledUtility::of(&profile.utility),
            breach: profile
                .breach
                .as_ref()
                .map(|breach| CompiledBreach::of(breach, scenario, blocks)),
            bonuses: Numbers::of(profile.linkages.iter().map(|linkage| &linkage.bonus)),
            linked: profile
                .linkages
                .iter()
                .map(|linkage| matching_combos(&linkage.pattern, blocks))
                .collect(),
            linked_issues: profile
                .linkages
                .iter()
                .map(|linkage| issue_bits(&linkage.pattern))
                .collect(),
            loads: Numbers::of(profile.loads.iter().map(|load| &load.1)),
            load_drivers: profile.loads.iter().map(|load| load.0.index()).collect(),
            lines_crossed,
            packages_crossed,
            anticipate: profile.anticipate,
            concession: ConcessionKind::of(&strategy.concession),
            acceptance: AcceptanceKind::of(&strategy.acceptance),
            falling: falling_shares(&strategy.concession, scenario.clock.rounds),
            tolerance,
            choose: strategy.choose,
            floor: strategy.floor,
            fair_share: strategy.fair_share,
        }
    }

    /// Whether every draw gives the same utilities and margins.
    pub(crate) fn has_fixed_tables(&self) -> bool {
        let breach_fixed = self
            .breach
            .as_ref()
            .is_none_or(|breach| !breach.entries.drawn && self.core.quantiles[3].is_fixed());
        self.utility.is_fixed() && !self.bonuses.drawn && breach_fixed
    }
}

fn issue_bits(pattern: &Pattern) -> u64 {
    pattern
        .conditions
        .iter()
        .fold(0, |bits, condition| bits | 1 << condition.0.0)
}

/// The combos of the block a pattern lies in that match it.
pub(crate) fn matching_combos(pattern: &Pattern, blocks: &Blocks) -> Vec<u32> {
    let first: IssueId = pattern.conditions[0].0;
    let block = &blocks.list[blocks.of_issue[first.index()].0 as usize];
    (block.start..block.end)
        .filter(|&combo| blocks.matches(combo, pattern))
        .collect()
}

/// A party, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledParty {
    pub(crate) owners: PartyOwners,
    /// One profile a type.
    pub(crate) profiles: Vec<CompiledProfile>,
    /// Probability of each type.
    pub(crate) probabilities: Numbers,
    /// Stages of its own body that it may anticipate.
    pub(crate) stages: Vec<usize>,
    /// Whether its type is drawn together with others'.
    pub(crate) joint: bool,
}

impl CompiledParty {
    pub(crate) fn of(party: &Party, index: usize, scenario: &Scenario, blocks: &Blocks) -> Self {
        let id = PartyId::at(index);
        // How parties will vote depends on what they anticipate in turn, so votes are not seen ahead.
        let stages = scenario.stages.iter().enumerate().filter(|(_, stage)| {
            stage.party == Some(id) && !matches!(stage.approval, Approval::Quota { .. })
        });
        Self {
            owners: PartyOwners::of(&party.id),
            profiles: party
                .types
                .iter()
                .map(|kind| CompiledProfile::of(&kind.profile, scenario, blocks))
                .collect(),
            probabilities: Numbers::of(party.types.iter().map(|kind| &kind.probability)),
            stages: stages.map(|(position, _)| position).collect(),
            joint: scenario
                .joint_types
                .first()
                .is_some_and(|row| row.types.iter().any(|cell| cell.0 == id)),
        }
    }
}
