//! The best a party can get: its margin, and the deal itself.

use crate::bargaining::search::ratifiable::best_total_at_home;
use crate::bargaining::talks::Side;

/// Greatest margin of any deal that a party may take, whatever its sign.
///
/// `best_at_home` keeps the margin total of the best deal that its bodies would approve, for as long as its values stand.
pub(crate) fn best_margin(side: Side<'_>, best_at_home: &mut Option<f64>) -> f64 {
    let free = side.best_total() - side.floor();
    let profile = side.profile();
    if profile.anticipate <= 0.0 || !profile.floor {
        return free;
    }
    let best: Vec<u32> = side.ranges().iter().map(|range| range.best).collect();
    if side.anticipates(&best) {
        return free;
    }
    let total = best_at_home.get_or_insert_with(|| best_total_at_home(side));
    *total - side.floor()
}

/// The deal of greatest margin to a party; without red lines where that can be had.
pub(crate) fn best_deal(side: Side<'_>, deal: &mut Vec<u32>) {
    let blocks = side.game.blocks.list.iter();
    let first: Vec<u32> = blocks.map(|block| block.start).collect();
    best_deal_keeping(side, &first, 0, deal);
}

/// The deal of greatest margin to a party that keeps closed packages; without red lines where that can be had.
pub(crate) fn best_deal_keeping(side: Side<'_>, text: &[u32], locked: u64, answer: &mut Vec<u32>) {
    let (game, profile, margin) = (side.game, side.profile(), &side.tables().margin);
    answer.clear();
    for (block, &present) in game.blocks.list.iter().zip(text) {
        let agrees = |&combo: &u32| game.blocks.agree_on(locked, present, combo);
        let kept = block.combos().filter(agrees);
        let best = kept.fold((present, true, f64::NEG_INFINITY), |best, combo| {
            let crossed = !profile.allows(combo);
            let value = margin[combo as usize];
            let better = (best.1 && !crossed) || (best.1 == crossed && value > best.2);
            if better {
                (combo, crossed, value)
            } else {
                best
            }
        });
        answer.push(best.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, opened, three_issues};
    use crate::bargaining::search::best::{best_deal, best_deal_keeping, best_margin};

    #[test]
    fn the_best_deal_has_the_best_margin_and_keeps_what_is_closed() {
        let game = three_issues(["never = [{ i1 = \"o2\" }]", ""], "");
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let mut best = Vec::new();
        best_deal(side, &mut best);
        assert_eq!(best, deal(&game, &[2, 1, 1]), "o2 of i1 crosses a red line");
        assert!((best_margin(side, &mut None) - side.margin(&best)).abs() < 1e-12);
        let text = deal(&game, &[0, 0, 2]);
        best_deal_keeping(side, &text, 0b100, &mut best);
        assert_eq!(best, deal(&game, &[2, 1, 2]), "i2 is closed");
    }
}
