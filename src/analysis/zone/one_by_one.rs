//! The zone test deal by deal, where the sets of parties that could consent are too many to be gone through.

use crate::analysis::zone::home::Body;
use crate::analysis::zone::{Layout, Terms, ZoneState};
use crate::game::{Game, PartySet, deal_matches, set_of};

/// The state of the zone over some rounds; the threshold of voice v in round t at `t · voices + v`, the voices being the
/// parties and then the bodies at home.
pub(super) fn state(
    game: &Game,
    layout: &Layout,
    terms: &Terms<'_>,
    rounds: &[f64],
    bodies: &[Body<'_>],
) -> ZoneState {
    let parties = game.parties.len();
    let voices = parties + bodies.len();
    let mut sums = Vec::with_capacity(voices);
    let is_open = some_deal(game, |deal| {
        sums.clear();
        sums.extend((0..).take(voices).map(|voice| {
            let values = deal
                .iter()
                .map(|&combo| terms.value(layout, voice, combo as usize));
            values.fold(0.0, |sum, value| sum + value)
        }));
        let uncrossed = !crossing(terms.crossed, deal);
        let could = |party: usize| uncrossed >> party & 1 == 1 && sums[party] > f64::NEG_INFINITY;
        let could = set_of((0..parties).filter(|&party| could(party)));
        if !game.consent.deal_met(&game.blocks, deal, could) {
            return false;
        }
        let asked = bodies.iter().enumerate().filter(|(_, body)| {
            body.when.is_empty() || deal_matches(body.when, &game.blocks, deal)
        });
        let asked: Vec<(usize, &Body<'_>)> = asked.collect();
        rounds.chunks_exact(voices).any(|thresholds| {
            let reached = |voice: usize| sums[voice] >= thresholds[voice];
            let refused = asked.iter().filter(|(place, body)| {
                !reached(parties + place) || deal_matches(body.forbid, &game.blocks, deal)
            });
            let refused = set_of(refused.map(|(_, body)| body.party));
            let reached = set_of((0..parties).filter(|&party| reached(party)));
            game.consent
                .deal_met(&game.blocks, deal, could & reached & !refused)
        })
    });
    if is_open {
        ZoneState::Open
    } else {
        ZoneState::Empty
    }
}

/// Whether some deal crosses no red line of anybody whose consent it needs.
pub(super) fn red_lines_open(game: &Game, crossed: &[PartySet]) -> bool {
    some_deal(game, |deal| {
        game.consent
            .deal_met(&game.blocks, deal, !crossing(crossed, deal))
    })
}

/// The parties whose red lines a deal crosses, as bits.
fn crossing(crossed: &[PartySet], deal: &[u32]) -> PartySet {
    let combos = deal.iter();
    combos.fold(0, |all, &combo| all | crossed[combo as usize])
}

fn some_deal(game: &Game, mut is_good: impl FnMut(&[u32]) -> bool) -> bool {
    let mut deal = Vec::new();
    (0..game.blocks.listed()).any(|number| {
        game.blocks.decode(number, &mut deal);
        is_good(&deal)
    })
}
