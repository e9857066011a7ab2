//! Rounds in which no deal is both offered and taken.
//!
//! A speaker offers in round t only what is worth n(t) at least to it, and who hears it takes only what is worth b(t) at
//! least to it. For every share λ in 0..1
//!
//! `max_x (λ u(x) + (1 − λ) v(x)) < λ n(t) + (1 − λ) b(t)  ⇒  no deal x has both,`
//!
//! and the maximum adds up over blocks. The right side falls with time, so the last round that some λ rules out is found by
//! bisection.

use crate::bargaining::strategy::quiet::demand::Demand;
use crate::bargaining::strategy::seat::View;
use crate::game::INDIFFERENCE;

/// Shares that are tried: so many between 0 and 1.
const SHARES: usize = 7;

/// A speaker and the one who answers it.
#[derive(Debug)]
struct Pair<'a> {
    author: Demand<'a>,
    hearer: Demand<'a>,
    /// Shares, each with the greatest weighted sum of what a deal is worth to both.
    most: [(f64, f64); SHARES],
}

/// The last round up to `to` such that in it and in all before it nobody is offered what it takes; none where there is none from
/// `from` on.
pub(super) fn last_hopeless(seats: &[(View<'_>, Demand<'_>)], from: u32, to: u32) -> Option<u32> {
    if !seats.iter().all(|seat| seat.1.falls()) {
        return None;
    }
    let before = seats.iter().cycle().skip(seats.len() - 1);
    let pairs = seats.iter().zip(before).map(|(hearer, author)| {
        let most = std::array::from_fn(|place| {
            let share = (place + 1) as f64 / (SHARES + 1) as f64;
            (share, most_for_both(author.0, hearer.0, share))
        });
        Pair {
            author: author.1,
            hearer: hearer.1,
            most,
        }
    });
    let pairs: Vec<Pair<'_>> = pairs.collect();
    let is_hopeless = |round: u32| {
        pairs.iter().all(|pair| {
            let (offered, taken) = (pair.author.need(round), pair.hearer.bar(round));
            let mut shares = pair.most.iter();
            shares
                .any(|&(share, most)| most + INDIFFERENCE < share * offered + (1.0 - share) * taken)
        })
    };
    last_true(from, to, is_hopeless)
}

/// The last round of those up to `to` for which something holds that never holds again once it does not; none where it does
/// not hold at `from`.
pub(super) fn last_true(from: u32, to: u32, holds: impl Fn(u32) -> bool) -> Option<u32> {
    // The last is tried first: talks without a zone pass all their rounds.
    if holds(to) {
        return Some(to);
    }
    if !holds(from) {
        return None;
    }
    let (mut yes, mut no) = (from, to);
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    Some(yes)
}

/// The greatest weighted sum of margin totals of any deal that crosses no red line either minds.
fn most_for_both(author: View<'_>, hearer: View<'_>, share: f64) -> f64 {
    let (one, other) = (&author.tables().margin, &hearer.tables().margin);
    let (offering, hearing) = (author.profile(), hearer.profile());
    author.game.blocks.list.iter().fold(0.0, |sum, block| {
        let allowed = block
            .combos()
            .filter(|&combo| offering.allows(combo) && hearing.allows(combo));
        let worth = allowed.map(|combo| {
            let combo = combo as usize;
            share * one[combo] + (1.0 - share) * other[combo]
        });
        sum + worth.fold(f64::NEG_INFINITY, f64::max)
    })
}
