//! Whether there is a zone of possible agreement, why not, and how many deals lie in it.

use serde::{Deserialize, Serialize};

use crate::analysis::position::view::{Counting, View};
use crate::analysis::terms::DealCount;
use crate::analysis::zone::{Yardstick, ZoneState, ZoneTest, red_lines};
use crate::game::{PartySet, named};

/// Most deals that are gone through one by one.
const DEALS_MAX: f64 = 1e6;

/// Most terms of the sum that counts a zone with conditional consent.
const TERMS_MAX: usize = 64;

named! {
    /// What keeps a zone from being open, the first that applies.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Obstacle {
        /// Every deal crosses a red line of somebody whose consent it needs.
        RedLines = "red-lines",
        /// No other deal is worth its reservation value to everybody whose consent it needs.
        NoZone = "no-zone",
        /// Some are, but none once the risk of breach is counted.
        Commitment = "commitment",
    }
}

/// Whether there is a zone, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneSize {
    /// Whether some deal lies in it; none where the test stopped at its limit.
    pub exists: Option<bool>,
    /// How many deals lie in it; none where they were not counted.
    pub deals: Option<DealCount>,
    /// Why it is empty, where it is known to be.
    pub obstacle: Option<Obstacle>,
}

/// Tests and measures the zone of a position.
pub(super) fn size(view: &View<'_>, counting: Counting) -> ZoneSize {
    let before = red_lines(view.game, view.layout, &view.crossed);
    if before == ZoneState::Empty {
        return ZoneSize::empty(Some(Obstacle::RedLines));
    }
    let mut test = ZoneTest::default();
    let state = view.test(&mut test, Yardstick::Margin);
    if state == ZoneState::Empty {
        let obstacle = match view.test(&mut test, Yardstick::Utility) {
            ZoneState::Open => Some(Obstacle::Commitment),
            ZoneState::Empty if before == ZoneState::Open => Some(Obstacle::NoZone),
            ZoneState::Empty | ZoneState::Undecided => None,
        };
        return ZoneSize::empty(obstacle);
    }
    let deals = match counting {
        Counting::Yes => by_halves(view).or_else(|| one_by_one(view)),
        Counting::No => None,
    };
    let open = match state {
        ZoneState::Open => Some(true),
        ZoneState::Empty | ZoneState::Undecided => deals.map(|deals| deals > 0),
    };
    ZoneSize {
        exists: open,
        deals: deals.map(DealCount::from),
        obstacle: None,
    }
}

impl ZoneSize {
    fn empty(obstacle: Option<Obstacle>) -> Self {
        Self {
            exists: Some(false),
            deals: Some(DealCount(0.0)),
            obstacle,
        }
    }
}

impl View<'_> {
    fn test(&self, test: &mut ZoneTest, by: Yardstick) -> ZoneState {
        let position = self.position;
        let rounds = std::iter::once(position.reservations.as_slice());
        let game = (self.game, self.layout);
        test.state(game, &self.crossed, &position.tables, by, rounds, &[])
    }
}

/// One term of the sum: deals of these combos that these parties accept, so many times.
#[derive(Clone, Debug, PartialEq)]
struct Term {
    parties: PartySet,
    allowed: Vec<bool>,
    times: i64,
}

/// Counts the deals that lie in some case by inclusion and exclusion over the cases; none where that takes too long.
fn by_halves(view: &View<'_>) -> Option<u128> {
    let mut terms: Vec<Term> = Vec::new();
    for case in view.cases()?.iter() {
        let allowed = view.usable(case);
        // What lies in this case, less what already lay in an earlier one.
        let mut more = vec![Term {
            parties: case.parties,
            allowed: allowed.clone(),
            times: 1,
        }];
        more.extend(terms.iter().map(|term| {
            Term {
                parties: term.parties | case.parties,
                allowed: term
                    .allowed
                    .iter()
                    .zip(&allowed)
                    .map(|(&one, &other)| one && other)
                    .collect(),
                times: -term.times,
            }
        }));
        for term in more {
            let known = terms
                .iter()
                .position(|known| known.parties == term.parties && known.allowed == term.allowed);
            match known {
                Some(place) => terms[place].times += term.times,
                None => terms.push(term),
            }
        }
        terms.retain(|term| term.times != 0);
        if terms.len() > TERMS_MAX {
            return None;
        }
    }
    let mut sum: i128 = 0;
    for term in &terms {
        let deals = view.accepted(term.parties, |combo| term.allowed[combo])?;
        let deals = i128::try_from(deals).ok()?;
        sum += i128::from(term.times) * deals;
    }
    Some(u128::try_from(sum).expect("a union of cases holds no negative number of deals"))
}

/// Goes through all deals; none where they are too many.
fn one_by_one(view: &View<'_>) -> Option<u128> {
    let blocks = &view.game.blocks;
    if blocks.deal_count() > DEALS_MAX {
        return None;
    }
    let mut deal = Vec::new();
    let deals = (0..blocks.listed()).filter(|&number| {
        blocks.decode(number, &mut deal);
        in_zone(view, &deal)
    });
    Some(deals.count() as u128)
}

/// Whether those who accept a deal are enough to sign it.
pub(super) fn in_zone(view: &View<'_>, deal: &[u32]) -> bool {
    let consent = &view.game.consent;
    consent.deal_met(&view.game.blocks, deal, view.accepting(deal))
}
