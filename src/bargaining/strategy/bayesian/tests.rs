use super::Bayesian;
use crate::bargaining::fixture::{OFFERS, Sketch, Table, deals, game, pie};
use crate::bargaining::strategy::bayesian::candidates::Candidates;
use crate::bargaining::strategy::bayesian::other::{Other, Reply};
use crate::bargaining::strategy::bayesian::turns::{may_offer, until_next_offer};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::Searches;
use crate::bargaining::strategy::{Heard, Said, Seat, Standing, View};
use crate::bargaining::talks::{Passing, Talks};
use crate::bargaining::{Prepared, Silent};
use crate::game::{Game, INDIFFERENCE, Owner, Purpose, Stream};

const BAYESIAN: &str = "strategy.concession.bayesian = { belief-draws = 8 }";

#[test]
fn a_sure_picture_of_an_easy_other_asks_for_nearly_all() {
    // A party that takes anything from round 0 on: nothing is gained by asking for less than the most it would take.
    let easy = "strategy.concession.time-dependent = { start = 0.0 }";
    let game = pie(9, OFFERS, [BAYESIAN, easy]);
    let prepared = Prepared::new(&game, 1);
    let mut table = Table::of(&prepared);
    let offer = table.offer(0);
    assert!(offer[0] >= 3, "{offer:?}");
    let (target, accepts) = table.answer(0, &[1]);
    assert!(!accepts && target > 0.5, "{target}");
}

/// The rule as it is written: every deal weighed, every later round looked at, nothing passed over.
struct Twin<'a> {
    rule: &'a mut Bayesian,
    view: View<'a>,
}

impl Twin<'_> {
    /// What it would offer, and the margin it holds out for; none where nothing is acceptable.
    fn settle(&mut self) -> Option<(Vec<u32>, f64)> {
        let candidates = self.candidates();
        let first = candidates.first()?.clone();
        let round = self.view.talks.round;
        let discount = self.view.numbers().discount * (1.0 - self.view.talks.breakdown);
        let (next, between) = until_next_offer(self.view);
        let turns = (self.view.game.rounds - 1 - round + between - next) / between;
        let looks = turns.min(16);
        let mut waiting = 0.0_f64;
        for look in 1..=looks {
            let later = next + ((look * turns).div_ceil(looks) - 1) * between;
            for deal in &candidates {
                let gain = self.view.margin(deal) * self.chance(deal, round + later);
                waiting = waiting.max(libm::pow(discount, f64::from(later)) * gain.max(0.0));
            }
        }
        if !may_offer(self.view) {
            return Some((first, waiting));
        }
        let mut best: Option<(f64, Vec<u32>)> = None;
        for deal in candidates {
            let gain = self.chance(&deal, round) * (self.view.margin(&deal) - waiting);
            if best
                .as_ref()
                .is_none_or(|best| gain > best.0 + INDIFFERENCE)
            {
                best = Some((gain, deal));
            }
        }
        best.map(|(gain, deal)| (deal, waiting + gain.max(0.0)))
    }

    fn gains(other: &Other, deal: &[u32]) -> Vec<f64> {
        let mut gains = vec![0.0; other.count()];
        other.gains(deal, &mut gains);
        gains
    }

    fn candidates(&self) -> Vec<Vec<u32>> {
        let view = self.view;
        let mut acceptable: Vec<Vec<u32>> = deals(view.game);
        acceptable.retain(|deal| {
            !view.crosses(deal) && view.margin(deal) >= -INDIFFERENCE && view.is_ratifiable(deal)
        });
        // The sort is stable, so that of equals the lowest deal comes first.
        let total = |deal: &Vec<u32>| crate::game::total(&view.tables().margin, deal);
        acceptable.sort_by(|one, other| total(other).total_cmp(&total(one)));
        let mut kindest = f64::NEG_INFINITY;
        acceptable.retain(|deal| {
            let others = self.rule.others.iter();
            let kind: f64 = others
                .map(|other| other.expected(&Self::gains(other, deal)))
                .fold(0.0, |sum, kind| sum + kind);
            let keep = kind > kindest + INDIFFERENCE;
            kindest = if keep { kind } else { kindest };
            keep
        });
        acceptable
    }

    fn chance(&mut self, deal: &[u32], offered: u32) -> f64 {
        let view = self.view;
        let named = view.game.consent.deal_named(deal);
        let mut asked = Vec::new();
        for other in &self.rule.others {
            let round = offered + u32::from(other.reply == Reply::Before);
            let mut needs = Vec::new();
            if other.reply == Reply::Silent {
                needs = vec![0.0; other.count()];
            } else if round < view.game.rounds {
                let picture = &mut self.rule.pictures[other.party];
                let side = view.other(other.party);
                other.needs(picture.needed(side, &view.prepared.bank, round), &mut needs);
            }
            let gains = Self::gains(other, deal);
            let sharpness = self.rule.likelihood_lambda;
            let takes = if needs.is_empty() {
                0.0
            } else {
                other.takes(&gains, &needs, sharpness)
            };
            if named >> other.party & 1 == 1 {
                asked.push((other.party, takes));
            }
        }
        view.game.consent.chance(&view.game.blocks, deal, &asked)
    }
}

/// Plays a rule on its own for some rounds in which the others say things at random, and holds it against its twin.
fn agrees_with_its_twin(game: &Game, run: u64) -> usize {
    let prepared = Prepared::new(game, 1);
    let mut talks = Talks::default();
    talks.draw(game, 1, run);
    let mut rule = Bayesian::new(8, 10.0);
    let mut dice = Stream::new(9, Purpose::Moves, Owner::named("sayings"), run);
    let mut searches = Searches::default();
    searches.start(game);
    let all = deals(game);
    let mut compared = 0;
    for round in 0..game.rounds {
        talks.begin_round(game, round, Passing::Held, &mut Silent);
        let view = View::new(&prepared, &talks, 0, Standing::default());
        if round == 0 {
            rule.start(view);
        }
        let mut offer = Vec::new();
        let mut seat = Seat::new(view, &mut searches);
        rule.offer(&mut seat, &mut offer);
        let asks = rule.settled.asks;
        let rule_twin = &mut rule;
        let mut twin = Twin {
            rule: rule_twin,
            view,
        };
        if let Some((deal, held_out)) = twin.settle() {
            assert_eq!(offer, deal, "run {run}, round {round}");
            assert_eq!(
                asks.to_bits(),
                held_out.to_bits(),
                "run {run}, round {round}"
            );
            compared += 1;
        }
        for party in 1..game.parties.len() {
            let below = |dice: &mut Stream, most: usize| {
                dice.below(u32::try_from(most).expect("few")) as usize
            };
            let deal = &all[below(&mut dice, all.len())];
            let said = match below(&mut dice, 3) {
                0 => Said::Offered,
                1 => Said::Answered { yes: true },
                _ => Said::Answered { yes: false },
            };
            rule.hear(view, Heard { party, deal, said });
        }
    }
    compared
}

#[test]
fn few_deals_are_worth_weighing() {
    let steps = |most: f64, rises: bool| -> Vec<f64> {
        let scores = (0..12).map(|step| most * f64::from(if rises { step } else { 11 - step }));
        scores.map(|score| score / 11.0).collect()
    };
    let mut greatest = 0.0_f64;
    for number in 0..6 {
        let mut dice = Stream::new(4, Purpose::Moves, Owner::named("opposed"), number);
        let mut sketch = |lines, rises| Sketch {
            lines,
            reservation: 0.1,
            scores: (0..3)
                .map(|_| steps(0.2 + 0.8 * dice.uniform(), rises))
                .collect(),
        };
        let game = game(9, OFFERS, &[sketch(BAYESIAN, true), sketch("", false)], "");
        let prepared = Prepared::new(&game, 1);
        let mut talks = Talks::default();
        talks.draw(&game, 1, 0);
        talks.begin_round(&game, 0, Passing::Held, &mut Silent);
        let view = View::new(&prepared, &talks, 0, Standing::default());
        let (mut rule, mut searches) = (Bayesian::new(8, 10.0), Searches::default());
        searches.start(&game);
        rule.start(view);
        rule.settle(&mut Seat::new(view, &mut searches));
        let share = rule.candidates.len() as f64 / Candidates::count_about(&game.blocks);
        greatest = greatest.max(share);
    }
    // As many as are counted on where interests are opposed, and not many times fewer.
    assert!((0.1..=1.0).contains(&greatest), "{greatest}");
}

#[test]
fn what_is_passed_over_changes_nothing() {
    let bayesian = "strategy.concession.bayesian = { belief-draws = 8 }";
    let conceding = "strategy.concession.time-dependent = { start = { uniform = [0.4, 1.0] }, exponent = { uniform = [0.3, 4.0] } }\n\
                     discount = { uniform = [0.8, 1.0] }";
    let stubborn = "strategy.concession = \"hardliner\"\nnever = [{ i0 = \"o0\" }]\n\
                    strategy.acceptance = { constant = { share = 0.5 } }";
    let scores = |dice: &mut Stream| -> Vec<Vec<f64>> {
        let mut issue = || {
            let scores = (0..4).map(|_| (dice.uniform() * 20.0).round() / 20.0);
            scores.collect()
        };
        (0..3).map(|_| issue()).collect()
    };
    let protocols = [
        OFFERS,
        "protocol.alternating-offers = { one-offer-per-round = true }",
    ];
    let mut compared = 0;
    for number in 0..24_usize {
        let mut dice = Stream::new(3, Purpose::Moves, Owner::named("twin"), number as u64);
        let never = "\nnever = [{ i1 = \"o3\" }, { i2 = \"o1\" }]";
        let mine = format!("{bayesian}\ndiscount = 0.97{}", ["", never][number % 2]);
        let lines = [mine.as_str(), conceding, stubborn];
        let parties = 2 + usize::from(number % 3 == 2);
        let sketches: Vec<Sketch<'_>> = (0..parties)
            .map(|party| Sketch {
                lines: lines[party],
                reservation: 0.1 + 0.4 * dice.uniform(),
                scores: scores(&mut dice),
            })
            .collect();
        let game = game(12, protocols[number / 12], &sketches, "");
        compared += (0..4)
            .map(|run| agrees_with_its_twin(&game, run))
            .sum::<usize>();
    }
    assert!(compared > 600, "{compared}");
}
