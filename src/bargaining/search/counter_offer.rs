//! Counter-offers: of the deals that meet a party's target the one nearest to the standing offer.
//!
//! The mark-up of the standing offer says which issues change: as few as can be. How far each of them has to change it leaves open, since
//! every other option of an issue is one change away, and takes the best; with a single issue a party would so repeat its
//! best deal for ever. So what the target does not need is given back: while it allows, one option is put nearer to the
//! standing offer's, the change that costs the party least first. What is given up lies on or just above its target and is
//! given where it costs least, as in the trade-offs of Faratin, Sierra and Jennings (2002), Artificial Intelligence 142(2).

use crate::bargaining::search::markup::{MarkUps, needed};
use crate::bargaining::talks::Side;
use crate::game::total;
use crate::model::IssueId;

/// Writes the counter-offer of margin `takes` at least; false, and an undefined offer, when no deal of that margin is acceptable.
pub(crate) fn counter_offer(
    mark_ups: &mut MarkUps,
    side: Side<'_>,
    standing: &[u32],
    takes: f64,
    offer: &mut Vec<u32>,
) -> bool {
    let found = mark_ups.find(side, standing, 0, takes, offer);
    if found {
        let need = needed(side, takes);
        while let Some((block, combo)) = cheapest_return(side, standing, need, offer) {
            offer[block] = combo;
        }
    }
    found
}

/// The change of one option of an offer to one nearer to the standing offer's that costs least of those that leave enough: a block and
/// its new combo. Of equals the lowest issue, then the option nearest to the standing offer's.
fn cheapest_return(
    side: Side<'_>,
    standing: &[u32],
    need: f64,
    offer: &mut [u32],
) -> Option<(usize, u32)> {
    let (blocks, margin) = (&side.game.blocks, &side.tables().margin);
    let profile = side.profile();
    let mut best: Option<(f64, usize, u32)> = None;
    for issue in (0..side.game.issues).map(IssueId::at) {
        let block = blocks.of_issue[issue.index()].0 as usize;
        let present = offer[block];
        if present == standing[block] {
            continue;
        }
        let (from, to) = (
            blocks.option(present, issue),
            blocks.option(standing[block], issue),
        );
        for option in between(from, to) {
            let combo = blocks.with_option(present, issue, option);
            let loss = margin[present as usize] - margin[combo as usize];
            if best.is_some_and(|(least, ..)| loss >= least) || !profile.allows(combo) {
                continue;
            }
            offer[block] = combo;
            if total(margin, offer) >= need && side.is_ratifiable(offer) {
                best = Some((loss, block, combo));
            }
            offer[block] = present;
        }
    }
    best.map(|(_, block, combo)| (block, combo))
}

/// The options strictly between two, the one next to `to` first.
fn between(from: u8, to: u8) -> impl Iterator<Item = u8> {
    let (low, high) = (from.min(to), from.max(to));
    let inner = low + 1..high.max(low + 1);
    let falling = from < to;
    let (start, end) = (inner.start, inner.end);
    inner.map(move |option| {
        if falling {
            end - 1 - (option - start)
        } else {
            option
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{between, counter_offer};
    use crate::bargaining::fixture::{OFFERS, deal, deals, opened, pie, three_issues};
    use crate::bargaining::search::MarkUps;
    use crate::game::total;

    #[test]
    fn options_between_two_begin_next_to_the_second() {
        let all = |from, to| between(from, to).collect::<Vec<u8>>();
        assert_eq!(all(0, 4), [3, 2, 1]);
        assert_eq!(all(4, 0), [1, 2, 3]);
        assert!(all(2, 3).is_empty());
        assert!(all(3, 3).is_empty());
    }

    #[test]
    fn on_one_issue_it_is_the_least_that_meets_the_target() {
        let game = pie(9, OFFERS, ["", ""]);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let mut offer = Vec::new();
        // Options o0 to o4 are worth 0, ¼, ½, ¾ and 1 to it; the other offers o0.
        for (target, option) in [(1.0, 4), (0.75, 3), (0.6, 3), (0.5, 2), (0.1, 1)] {
            assert!(counter_offer(
                &mut MarkUps::default(),
                side,
                &[0],
                target,
                &mut offer
            ));
            assert_eq!(offer, [option], "{target}");
        }
    }

    #[test]
    fn it_changes_as_few_issues_as_the_mark_up_and_gives_nothing_more_back() {
        let tied = "linkages = [{ when = { i0 = \"o2\", i1 = \"o0\" }, bonus = 0.2 }]";
        let lined = "never = [{ i2 = \"o1\" }]";
        for lines in ["", tied, lined] {
            let game = three_issues([lines, ""], "");
            let talks = opened(&game);
            let side = talks.side(&game, 0);
            let margin = &side.tables().margin;
            let changed = |one: &[u32], other: &[u32]| -> u32 {
                let pairs = one.iter().zip(other);
                pairs
                    .map(|(&one, &other)| game.blocks.distance(one, other))
                    .sum()
            };
            for text in deals(&game) {
                for takes in [0.1, 0.35, 0.55, 0.9] {
                    let (mut offer, mut mark_up) = (Vec::new(), Vec::new());
                    let any =
                        counter_offer(&mut MarkUps::default(), side, &text, takes, &mut offer);
                    let also = MarkUps::default().find(side, &text, 0, takes, &mut mark_up);
                    assert_eq!(any, also);
                    if !any {
                        continue;
                    }
                    assert!(!side.crosses(&offer) && side.margin(&offer) >= takes - 1e-9);
                    assert_eq!(changed(&text, &offer), changed(&text, &mark_up));
                    let (offered, texted) =
                        (game.blocks.deal_of(&offer).0, game.blocks.deal_of(&text).0);
                    for issue in 0..offered.len() {
                        for option in between(offered[issue], texted[issue]) {
                            let mut nearer = offered.clone();
                            nearer[issue] = option;
                            let nearer = deal(&game, &nearer);
                            let enough = total(margin, &nearer) - side.floor() >= takes;
                            assert!(side.crosses(&nearer) || !enough, "{lines} {text:?} {takes}");
                        }
                    }
                }
            }
        }
    }
}
