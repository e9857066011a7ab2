//! The zone of a position cut into regions in which the same floors hold.
//!
//! The frontier weighs utilities, but a party judges a deal by its margin, which the risk of breach lowers. Within one
//! entry of its breach table that risk is a number, and the floor on its utility is `r + L·q/(1−q)`; so a consent case
//! falls into one region for each combination of entries. Parties whose utility nobody weighs are held to their margins
//! directly. So are, where a case would fall into too many regions, those with the largest tables: their margins then
//! stand as those of an additional party that only has a floor.

use crate::analysis::frontier::{Question, Region};
use crate::analysis::position::view::View;
use crate::analysis::zone::Layout;
use crate::game::{Case, SURE_BREACH_PENALTY, breach_penalty};

/// Most regions one consent case is cut into.
const REGIONS_MAX: usize = 64;

/// Most parties the frontier can hold apart.
const PARTIES_MAX: usize = 64;

/// A position as the frontier reads it.
#[derive(Debug)]
pub(super) struct Flat {
    pub(super) layout: Layout,
    pub(super) utilities: Vec<f64>,
    pub(super) regions: Vec<Region>,
}

impl Flat {
    /// The question of its frontier for some objectives.
    pub(super) fn question<'a>(&'a self, objectives: &'a [u32], points_max: usize) -> Question<'a> {
        Question {
            layout: &self.layout,
            utilities: &self.utilities,
            objectives,
            regions: &self.regions,
            cuts: &[],
            points_max,
        }
    }
}

/// A party's combos of one block by what the risk of breach takes off their margins.
#[derive(Clone, Debug)]
struct Split {
    party: usize,
    block: usize,
    /// Each penalty, by place in the block the number of its penalty.
    penalties: Vec<f64>,
    number_of: Vec<usize>,
}

/// All deals of a position, whoever accepts them.
pub(super) fn all_deals(view: &View<'_>) -> Flat {
    let layout = view.layout.clone();
    let parties = layout.parties() as usize;
    let region = Region {
        allowed: vec![true; layout.combos()],
        floors: vec![f64::NEG_INFINITY; parties],
    };
    let tables = view.position.tables.iter();
    Flat {
        utilities: tables.flat_map(|tables| &tables.utility).copied().collect(),
        regions: vec![region],
        layout,
    }
}

/// The zone of a position by margins, which add up over blocks whatever the breach tables say; none where the sets of parties that
/// could sign are too many to be found.
pub(super) fn margins(view: &View<'_>) -> Option<Flat> {
    let tables = view.position.tables.iter();
    // What is sure to be broken at a loss is no deal to whoever would lose.
    let margin = |&margin: &f64| {
        if margin <= -SURE_BREACH_PENALTY / 2.0 {
            f64::NEG_INFINITY
        } else {
            margin
        }
    };
    let region = |case: &Case| {
        let floor = |party: usize| {
            if case.parties >> party & 1 == 1 {
                view.need(party)
            } else {
                f64::NEG_INFINITY
            }
        };
        Region {
            allowed: view.usable(case),
            floors: (0..view.position.tables.len()).map(floor).collect(),
        }
    };
    Some(Flat {
        regions: view.cases()?.iter().map(region).collect(),
        utilities: tables
            .flat_map(|tables| tables.margin.iter().map(margin))
            .collect(),
        layout: view.layout.clone(),
    })
}

/// The zone of a position by utilities; none where parties and breach tables together are more than the search has columns for,
/// or where the sets of parties that could sign are too many to be found.
pub(super) fn zone(view: &View<'_>, objectives: &[u32]) -> Option<Flat> {
    let parties = view.position.tables.len();
    let (splits, held) = splits(view, objectives);
    let width = parties + held.len();
    if width > PARTIES_MAX {
        return None;
    }
    let mut utilities = Vec::with_capacity(width * view.layout.combos());
    for (party, tables) in (0..).zip(&view.position.tables) {
        utilities.extend_from_slice(if objectives.contains(&party) {
            &tables.utility
        } else {
            &tables.margin
        });
    }
    for split in &held {
        utilities.extend_from_slice(&view.position.tables[split.party].margin);
    }
    let mut regions = Vec::new();
    for case in view.cases()?.iter() {
        regions_of(view, case, &splits, &held, &mut regions);
    }
    let width = u32::try_from(width).expect("at most 64 parties");
    Some(Flat {
        layout: view.layout.for_parties(width),
        utilities,
        regions,
    })
}

/// The objectives whose breach tables cut the zone, and those whose margins are held apart instead.
fn splits(view: &View<'_>, objectives: &[u32]) -> (Vec<Split>, Vec<Split>) {
    let mut splits: Vec<Split> = objectives
        .iter()
        .filter_map(|&party| split(view, party as usize))
        .collect();
    splits.sort_by_key(|split| (split.penalties.len(), split.party));
    let mut regions = 1_usize;
    let cut = splits
        .iter()
        .take_while(|split| {
            regions = regions.saturating_mul(split.penalties.len());
            regions <= REGIONS_MAX
        })
        .count();
    let held = splits.split_off(cut);
    (splits, held)
}

/// A party's breach table by penalty; none where every deal has the same.
fn split(view: &View<'_>, party: usize) -> Option<Split> {
    let profile = &view.game.parties[party].profiles[view.position.kinds[party]];
    let block = profile.breach.as_ref()?.block?;
    let mut penalties: Vec<f64> = Vec::new();
    let loss = view.position.losses[party];
    let numbers = view.position.tables[party].breach.iter().map(|&q| {
        let penalty = breach_penalty(q, loss);
        let known = penalties
            .iter()
            .position(|known| known.total_cmp(&penalty).is_eq());
        known.unwrap_or_else(|| {
            penalties.push(penalty);
            penalties.len() - 1
        })
    });
    let number_of = numbers.collect();
    let flat = penalties.iter().all(|&penalty| penalty <= 0.0);
    (!flat).then_some(Split {
        party,
        block,
        penalties,
        number_of,
    })
}

/// Cuts one case by the entries of the splits of its parties.
fn regions_of(
    view: &View<'_>,
    case: &Case,
    splits: &[Split],
    held: &[Split],
    regions: &mut Vec<Region>,
) {
    let parties = view.position.tables.len();
    let consents = |party: usize| case.parties >> party & 1 == 1;
    let floor = |party: usize| {
        if consents(party) {
            view.need(party)
        } else {
            f64::NEG_INFINITY
        }
    };
    // Those held apart are bound by their margins alone.
    let columns = (0..parties).chain(held.iter().map(|split| split.party));
    let mut floors: Vec<f64> = columns.map(floor).collect();
    for split in held {
        floors[split.party] = f64::NEG_INFINITY;
    }
    let mut cut = vec![Region {
        allowed: view.usable(case),
        floors,
    }];
    for split in splits.iter().filter(|split| consents(split.party)) {
        let start = view.layout.block(split.block).start;
        let mut finer = Vec::with_capacity(cut.len() * split.penalties.len());
        for region in &cut {
            for (number, &penalty) in split.penalties.iter().enumerate() {
                if penalty >= SURE_BREACH_PENALTY {
                    continue;
                }
                let mut part = region.clone();
                for (place, &of) in split.number_of.iter().enumerate() {
                    part.allowed[start + place] &= of == number;
                }
                part.floors[split.party] += penalty;
                finer.push(part);
            }
        }
        cut = finer;
    }
    regions.extend(cut);
}
