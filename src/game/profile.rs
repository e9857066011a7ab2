//! One type of a party, compiled: quantile functions for its numbers and tables that depend on no draw.

use crate::game::sets::PackageSet;
use crate::game::streams::{Numbers, Streams, whole_rounds};
use crate::game::utility::CompiledUtility;
use crate::game::{Blocks, Owner};
use crate::model::{
    Acceptance, Breach, Choose, Concession, Group, IssueId, Party, PartyId, PartyType, Pattern,
    Profile, Scenario, Subject, TypeId, Uncertain,
};

/// Streams of a party beside those of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartyOwners {
    /// Its type, one slot.
    pub(crate) kind: Owner,
    /// Its offers at random, one slot a round.
    pub(crate) offers: Owner,
    /// How what others believe of it is renewed.
    pub(crate) renewal: Owner,
}

/// The belief that agreements break, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledBreach {
    /// Entries of the table.
    pub(crate) entries: Numbers,
    /// Whether every draw gives the same penalties.
    pub(super) fixed: bool,
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
                    .expect("at most 1,024 options");
                entry * count + u32::from(blocks.option(combo, issue))
            })
        };
        let entry_of = block.map_or(Vec::new(), |block| {
            let block = &blocks.list[block];
            block.combos().map(entry).collect()
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
    pub(crate) packages_crossed: Vec<PackageSet>,
    /// Whether an approval at home below this probability makes it refuse; 0 for no.
    pub(crate) anticipate: f64,
    /// What to ask. Its numbers are drawn with those of the core.
    pub(crate) concession: Concession,
    /// 1 − τ^e of each round, where concession with time has a fixed exponent and no lever moves the deadline.
    pub(crate) falling: Vec<f64>,
    /// Shortfall of the target that still does.
    pub(crate) tolerance: f64,
    /// What to take, likewise.
    pub(crate) acceptance: Acceptance,
    pub(crate) choose: Choose,
    pub(crate) floor: bool,
    pub(crate) fair_share: bool,
}

impl CompiledProfile {
    /// Least margin of a deal it takes that asks for so much: never below 0 where it minds its reservation value.
    pub(crate) fn least_margin(&self, asks: f64) -> f64 {
        if self.floor { asks.max(0.0) } else { asks }
    }

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
        let mut packages_crossed = vec![0; blocks.combos()];
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
            falling: if scenario.deadline_moves() {
                Vec::new()
            } else {
                let rounds = scenario.clock.rounds;
                falling_shares(&strategy.concession, profile.deadline, rounds)
            },
            tolerance: tolerance(&strategy.concession),
            choose: strategy.choose.unwrap_or(Choose::Nearest),
            floor: strategy.floor,
            fair_share: strategy.fair_share,
        }
    }

    /// Whether a combo may be part of a deal the party takes: it crosses no red line, or the party minds none.
    pub(crate) fn allows(&self, combo: u32) -> bool {
        !self.floor || self.lines_crossed[combo as usize] == 0
    }

    /// Whether a deal crosses a red line that the party minds.
    pub(crate) fn forbids(&self, deal: &[u32]) -> bool {
        self.floor && self.crosses(deal)
    }

    /// Whether a deal crosses one of its red lines.
    pub(crate) fn crosses(&self, deal: &[u32]) -> bool {
        deal.iter()
            .any(|&combo| self.lines_crossed[combo as usize] > 0)
    }

    /// What the party's best deal adds up to that crosses none of the red lines it minds.
    pub(crate) fn best_total(&self, blocks: &Blocks, values: &[f64]) -> f64 {
        let best = blocks.list.iter().map(|block| {
            let allowed = block.combos().filter(|&combo| self.allows(combo));
            let values = allowed.map(|combo| values[combo as usize]);
            values.fold(f64::NEG_INFINITY, f64::max)
        });
        best.fold(0.0, |sum, value| sum + value)
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
    block
        .combos()
        .filter(|&combo| blocks.matches(combo, pattern))
        .collect()
}

/// A party, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledParty {
    pub(crate) owners: PartyOwners,
    /// Number of its first type when the types of all parties are counted through.
    pub(crate) first_slot: usize,
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
        let stages = scenario
            .stages
            .iter()
            .enumerate()
            .filter(|(_, stage)| stage.party == Some(id) && stage.approval.body().is_some());
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
                renewal: Owner::named(&format!("{name}/renewal")),
            },
            first_slot: scenario.parties[..id.index()]
                .iter()
                .map(|before| before.types.len())
                .sum(),
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

/// `1 − τ^e`, τ = min(1, (t+1)/(H+1)), of round t with a horizon of H rounds (Faratin, Sierra and Jennings 1998).
pub(crate) fn time_left(exponent: f64, round: u32, horizon: f64) -> f64 {
    let time = (f64::from(round) + 1.0) / (horizon + 1.0);
    1.0 - libm::pow(time.min(1.0), exponent)
}

/// The same of each round, where a party concedes with time and both exponent and horizon are known.
fn falling_shares(concession: &Concession, deadline: Option<Uncertain>, rounds: u32) -> Vec<f64> {
    let Concession::TimeDependent {
        exponent, horizon, ..
    } = concession
    else {
        return Vec::new();
    };
    let horizon = match (horizon, deadline) {
        (Some(horizon), _) => horizon.known(),
        (None, None) => Some(f64::from(rounds)),
        (None, Some(deadline)) => {
            let last = deadline.known().map(whole_rounds);
            last.map(|last| f64::from(last.min(rounds)))
        }
    };
    let known = exponent.known().zip(horizon);
    let shares = known.map(|(exponent, horizon)| {
        let share = |round| time_left(exponent, round, horizon);
        (0..rounds).map(share).collect()
    });
    shares.unwrap_or_default()
}

/// Margin by which offers and acceptance may fall short of the target.
fn tolerance(concession: &Concession) -> f64 {
    match concession {
        Concession::TimeDependent { tolerance, .. } => *tolerance,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{falling_shares, time_left, tolerance};
    use crate::model::{Concession, Uncertain};

    #[test]
    fn little_is_left_in_the_last_round() {
        // τ = 1/4, 1/2, 3/4 in three rounds.
        let left = [0, 1, 2].map(|round| time_left(2.0, round, 3.0));
        assert_eq!(left, [1.0 - 1.0 / 16.0, 0.75, 1.0 - 9.0 / 16.0]);
        // With a horizon of its own nothing is left from there on, however long the talks last.
        let left = [0, 1, 2].map(|round| time_left(1.0, round, 1.0));
        assert_eq!(left, [0.5, 0.0, 0.0]);
    }

    #[test]
    fn shares_are_known_ahead_where_the_exponent_is() {
        let falling = Concession::TimeDependent {
            start: Uncertain::fixed(1.0),
            exponent: Uncertain::fixed(1.0),
            horizon: None,
            tolerance: 0.1,
        };
        assert_eq!(falling_shares(&falling, None, 3), [0.75, 0.5, 0.25]);
        let early = Concession::TimeDependent {
            start: Uncertain::fixed(1.0),
            exponent: Uncertain::fixed(1.0),
            horizon: Some(Uncertain::fixed(1.0)),
            tolerance: 0.1,
        };
        assert_eq!(falling_shares(&early, None, 3), [0.5, 0.0, 0.0]);
        // Who walks out after two rounds goes by them; a horizon of its own comes first.
        let leaves = Some(Uncertain::fixed(2.0));
        assert_eq!(falling_shares(&falling, leaves, 3).len(), 3);
        let two = falling_shares(&falling, None, 2);
        assert_eq!(falling_shares(&falling, leaves, 3)[..2], two);
        assert_eq!(falling_shares(&early, leaves, 3), [0.5, 0.0, 0.0]);
        assert_eq!(tolerance(&falling).to_bits(), 0.1_f64.to_bits());
        assert_eq!(falling_shares(&Concession::Hardliner, None, 3), [0.0; 0]);
    }
}
