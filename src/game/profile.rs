//! One type of a party, compiled: quantile functions for its numbers and tables that depend on no draw.

use crate::game::strategy::{AcceptanceKind, ConcessionKind, falling_shares, tolerance};
use crate::game::streams::{Numbers, Streams};
use crate::game::utility::CompiledUtility;
use crate::game::{Blocks, Owner};
use crate::model::{
    Approval, Breach, Choose, Group, IssueId, Party, PartyId, PartyType, Pattern, Profile,
    Scenario, Subject, TypeId,
};

/// Streams of a party beside those of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartyOwners {
    /// Its type, one slot.
    pub(crate) kind: Owner,
    /// Its offers at random, one slot a round.
    pub(crate) offers: Owner,
}

/// The belief that agreements break, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledBreach {
    /// Entries of the table.
    pub(crate) entries: Numbers,
    /// Whether every draw gives the same penalties.
    fixed: bool,
    /// The block the table's issues lie in; none for a constant.
    pub(crate) block: Option<usize>,
    /// Entry for each combo of that block.
    pub(crate) entry_of: Vec<u32>,
}

impl CompiledBreach {
    fn of(breach: &Breach, entries: Numbers, scenario: &Scenario, blocks: &Blocks) -> Self {
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
            fixed: !entries.drawn && breach.loss.known().is_some(),
            entries,
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
    /// What to ask. Its numbers are drawn with those of the core.
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
    fn of(
        profile: &Profile,
        subject: Subject,
        name: &str,
        scenario: &Scenario,
        blocks: &Blocks,
        streams: &mut Streams,
    ) -> Self {
        let strategy = &profile.strategy;
        let matching = |pattern: &Pattern| matching_combos(pattern, blocks);
        let mut lines_crossed = vec![0_u8; blocks.combos()];
        let mut packages_crossed = vec![0_u32; blocks.combos()];
        for line in &profile.red_lines {
            let issues = line.issues().into_iter().map(IssueId::index);
            let packages = issues.fold(0, |set, issue| set | 1 << scenario.issues[issue].package.0);
            for combo in matching(line) {
                let crossed = &mut lines_crossed[combo as usize];
                *crossed = crossed.saturating_add(1);
                packages_crossed[combo as usize] |= packages;
            }
        }
        Self {
            core: streams.take(subject, Group::Core),
            rules: streams.take(subject, Group::Rules),
            utility: CompiledUtility::of(&profile.utility, subject, name, streams),
            breach: profile.breach.as_ref().map(|breach| {
                let entries = streams.take(subject, Group::Breach);
                CompiledBreach::of(breach, entries, scenario, blocks)
            }),
            bonuses: streams.take(subject, Group::Linkages),
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
            loads: streams.take(subject, Group::Loads),
            load_drivers: profile.loads.iter().map(|load| load.0.index()).collect(),
            lines_crossed,
            packages_crossed,
            anticipate: profile.anticipate,
            concession: strategy.concession,
            acceptance: strategy.acceptance,
            falling: falling_shares(&strategy.concession, scenario.clock.rounds),
            tolerance: tolerance(&strategy.concession),
            choose: strategy.choose,
            floor: strategy.floor,
            fair_share: strategy.fair_share,
        }
    }

    /// Whether every draw gives the same utilities and margins.
    pub(crate) fn has_fixed_tables(&self) -> bool {
        let breach_fixed = self.breach.as_ref().is_none_or(|breach| breach.fixed);
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
    pub(crate) fn of(
        party: &Party,
        id: PartyId,
        scenario: &Scenario,
        blocks: &Blocks,
        streams: &mut Streams,
    ) -> Self {
        // How parties will vote depends on what they anticipate in turn, so votes are not seen ahead.
        let stages = scenario.stages.iter().enumerate().filter(|(_, stage)| {
            stage.party == Some(id) && !matches!(stage.approval, Approval::Quota { .. })
        });
        let name = format!("party/{}", party.id);
        let profile = |(kind, of): (TypeId, &PartyType)| {
            let subject = Subject::Party(id, kind);
            CompiledProfile::of(&of.profile, subject, &name, scenario, blocks, streams)
        };
        let profiles = (0..).map(TypeId).zip(&party.types).map(profile).collect();
        Self {
            owners: PartyOwners {
                kind: Owner::named(&format!("{name}/type")),
                offers: Owner::named(&format!("{name}/offers")),
            },
            profiles,
            probabilities: streams.take(Subject::Types(id), Group::Core),
            stages: stages.map(|(position, _)| position).collect(),
            joint: scenario
                .joint_types
                .first()
                .is_some_and(|row| row.types.iter().any(|cell| cell.0 == id)),
        }
    }
}
