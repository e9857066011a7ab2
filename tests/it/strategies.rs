//! Each strategy has the property that defines it.
//!
//! Seeds are fixed, so a test passes always or never; where chance enters, the test says with what probability another
//! seed would fail it although the program is right.

use std::fmt::Write as _;

use zopa::bargaining::{Action, End, Outcome, Trace};
use zopa::game::{Game, PartyTables, median_tables};
use zopa::model::Deal;
use zopa::scenario;

const SEED: u64 = 19_300;

/// Numbers in 0..1 that look random (Knuth's linear congruential generator).
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A party's line of strategy, reservation value and scores by issue; every issue weighs the same.
struct Side<'a> {
    lines: &'a str,
    reservation: f64,
    scores: Vec<Vec<f64>>,
}

/// Alternating offers among these parties.
fn text(rounds: u32, sides: &[Side<'_>]) -> String {
    let mut text = format!(
        "format = 1\ntitle = \"Game\"\nclock.rounds = {rounds}\nprotocol.alternating-offers = {{}}\n"
    );
    for (issue, scores) in sides[0].scores.iter().enumerate() {
        let options: Vec<String> = (0..scores.len())
            .map(|option| format!("{{ id = \"o{option}\" }}"))
            .collect();
        let options = options.join(", ");
        let _ = write!(
            text,
            "[[issue]]\nid = \"i{issue}\"\noptions = [{options}]\n"
        );
    }
    for (party, side) in sides.iter().enumerate() {
        let _ = write!(
            text,
            "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {:?}\n{}\n",
            side.reservation, side.lines
        );
        for (issue, scores) in side.scores.iter().enumerate() {
            let _ = writeln!(
                text,
                "utility.i{issue} = {{ weight = 1, scores = {scores:?} }}"
            );
        }
    }
    text
}

fn compile(text: &str) -> Game {
    let loaded = scenario::parse("strategies", text, &[])
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    Game::compile(&loaded.scenario).expect("a small game")
}

/// One thing cut in so many parts: the first party's share rises with the option, the second's falls.
fn pie(parts: u32, rounds: u32, lines: [&str; 2]) -> Game {
    let share = |part: u32| f64::from(part) / f64::from(parts);
    let rising: Vec<f64> = (0..=parts).map(share).collect();
    let falling: Vec<f64> = (0..=parts).map(|part| share(parts - part)).collect();
    let side = |lines, scores| Side {
        lines,
        reservation: 0.0,
        scores: vec![scores],
    };
    compile(&text(
        rounds,
        &[side(lines[0], rising), side(lines[1], falling)],
    ))
}

/// A game of random scores; all parties have the same line of strategy.
fn random_game(dice: &mut Dice, rounds: u32, parties: usize, sizes: &[usize], lines: &str) -> Game {
    let seats: Vec<Side<'_>> = (0..parties)
        .map(|_| Side {
            lines,
            reservation: 0.2 * dice.unit(),
            scores: sizes
                .iter()
                .map(|&size| (0..size).map(|_| dice.unit()).collect())
                .collect(),
        })
        .collect();
    compile(&text(rounds, &seats))
}

fn all_deals(sizes: &[usize]) -> Vec<Deal> {
    let mut deals = vec![Vec::new()];
    for &size in sizes {
        let options = 0..u16::try_from(size).expect("few options");
        deals = deals
            .iter()
            .flat_map(|deal: &Vec<u16>| {
                options.clone().map(move |option| {
                    let mut longer = deal.clone();
                    longer.push(option);
                    longer
                })
            })
            .collect();
    }
    deals.into_iter().map(Deal).collect()
}

/// Utility of each deal to a party whose numbers are fixed.
fn utilities(game: &Game, party: usize, sizes: &[usize]) -> Vec<f64> {
    let PartyTables { utility, .. } = median_tables(game, party, 0);
    let worth = |deal: &Deal| {
        let mut start = 0;
        let mut sum = 0.0;
        for (option, &size) in deal.0.iter().zip(sizes) {
            sum += utility[start + usize::from(*option)];
            start += size;
        }
        sum
    };
    all_deals(sizes).iter().map(worth).collect()
}

/// The offers of each party, in order, with their rounds.
fn offers(told: &Trace, party: usize) -> Vec<(u32, Deal)> {
    let offers = told.events.iter().filter_map(|event| match &event.action {
        Action::Offer { party: who, deal } if who.index() == party => {
            Some((event.round, deal.clone()))
        }
        _ => None,
    });
    offers.collect()
}

fn play_once(game: &Game) -> (Outcome, Trace) {
    game.trace(0, SEED)
}

#[test]
fn naive_tit_for_tat_concedes_exactly_what_it_saw() {
    let linear = "strategy.concession.time-dependent = { exponent = 1 }";
    for gain in [0.5, 1.0] {
        let naive = format!("strategy.concession.naive-tit-for-tat = {{ gain = {gain:?} }}");
        // 49 rounds: the linear party concedes one part of fifty a round.
        let (_, told) = play_once(&pie(50, 49, [linear, &naive]));
        let (seen, own) = (offers(&told, 0), offers(&told, 1));
        assert!(own.len() > 10);
        for (place, (_, deal)) in own.iter().enumerate() {
            let conceded = f64::from(seen[0].1.0[0]) - f64::from(seen[place].1.0[0]);
            let demand = 50.0 - f64::from(deal.0[0]);
            let target = 50.0 - gain * conceded;
            assert!(
                demand >= target - 1e-9 && demand < target + 0.75,
                "{place}: {demand} after {conceded}"
            );
            assert!(gain < 1.0 || (demand - target).abs() < 1e-9);
        }
    }
}

#[test]
fn relative_tit_for_tat_concedes_in_proportion() {
    let linear = "strategy.concession.time-dependent = { start = 0.8 }";
    let relative = "strategy.concession.relative-tit-for-tat = { start = 0.9 }";
    let (_, told) = play_once(&pie(60, 40, [linear, relative]));
    let (seen, own) = (offers(&told, 0), offers(&told, 1));
    assert!(own.len() > 10);
    for (place, (_, deal)) in own.iter().enumerate() {
        // What the other keeps, as a share of what it kept at first, is the share of the demand that is left.
        let withheld = |place: usize| f64::from(seen[place].1.0[0]);
        let target = 0.9 * 60.0 * withheld(place) / withheld(0);
        let demand = 60.0 - f64::from(deal.0[0]);
        assert!(
            demand >= target - 1e-6 && demand < target + 1.0,
            "{place}: {demand} for {target}"
        );
    }
}

#[test]
fn tit_for_tat_does_not_move_against_a_hardliner() {
    let tough = "strategy.concession = \"hardliner\"";
    for kind in ["naive", "relative"] {
        let follows =
            format!("strategy.concession.{kind}-tit-for-tat = {{ start = 0.9, gain = 5 }}");
        let (outcome, told) = play_once(&pie(20, 30, [tough, &follows]));
        assert_eq!(outcome.end, End::Deadline);
        let own = offers(&told, 1);
        assert_eq!(own.len(), 30);
        assert!(own.iter().all(|offer| offer.1 == own[0].1), "{kind}");
    }
}

#[test]
fn a_window_averages_what_was_seen() {
    let linear = "strategy.concession.time-dependent = { exponent = 1 }";
    let naive = "strategy.concession.naive-tit-for-tat = { window = 4 }";
    let (_, told) = play_once(&pie(50, 49, [linear, naive]));
    let (seen, own) = (offers(&told, 0), offers(&told, 1));
    for (place, (_, deal)) in own.iter().enumerate() {
        let conceded: f64 = (1..=place)
            .map(|last| {
                let back = last.min(4);
                let [first, last] = [last - back, last].map(|at| f64::from(seen[at].1.0[0]));
                (first - last) / back as f64
            })
            .sum();
        let demand = 50.0 - f64::from(deal.0[0]);
        let target = 50.0 - conceded;
        assert!(demand >= target - 1e-9 && demand < target + 1.0, "{place}");
    }
}

/// Zeuthen's rule leads to the greatest product of gains (Harsanyi 1956), and each concession to a greater one.
#[test]
fn zeuthen_approaches_the_nash_solution() {
    let mut dice = Dice(SEED);
    let lines = "strategy.concession = \"zeuthen\"";
    let mut agreed = 0;
    for (parties, sizes) in [(2, [12, 12]), (2, [30, 8]), (3, [9, 9]), (4, [8, 8])] {
        for _ in 0..12 {
            let game = random_game(&mut dice, 2_000, parties, &sizes, lines);
            let (outcome, told) = play_once(&game);
            let values: Vec<Vec<f64>> = (0..parties)
                .map(|party| utilities(&game, party, &sizes))
                .collect();
            let deals = all_deals(&sizes);
            let product = |deal: &Deal| {
                let place = deals
                    .iter()
                    .position(|listed| listed == deal)
                    .expect("a deal");
                let gains = values
                    .iter()
                    .zip(&outcome.reservations)
                    .map(|(values, reservation)| values[place] - reservation);
                if gains.clone().any(|gain| gain < 0.0) {
                    0.0
                } else {
                    gains.product::<f64>()
                }
            };
            let most = deals.iter().map(&product).fold(0.0, f64::max);
            if most <= 0.0 {
                assert!(outcome.deal.is_none());
                continue;
            }
            let Some(deal) = &outcome.deal else {
                panic!("{parties} parties with {most} to gain: {outcome:?}");
            };
            assert!((product(deal) - most).abs() < 1e-9, "{parties} parties");
            for party in 0..parties {
                let products: Vec<f64> = offers(&told, party)
                    .iter()
                    .map(|offer| product(&offer.1))
                    .collect();
                assert!(products.windows(2).all(|pair| pair[1] >= pair[0] - 1e-12));
            }
            agreed += 1;
        }
    }
    assert!(agreed > 30, "{agreed}");
}

/// `MiCRO` against itself ends where the worse of the two ranks is best, on the frontier (de Jonge 2022).
#[test]
fn micro_against_itself_is_the_maximin_of_ranks() {
    let mut dice = Dice(SEED + 1);
    let sizes = [6, 7];
    for _ in 0..40 {
        let game = {
            let side = |dice: &mut Dice| Side {
                lines: "strategy.concession = \"micro\"",
                reservation: 0.0,
                scores: sizes
                    .iter()
                    .map(|&size| (0..size).map(|_| dice.unit()).collect())
                    .collect(),
            };
            compile(&text(200, &[side(&mut dice), side(&mut dice)]))
        };
        let (outcome, _) = play_once(&game);
        let values = [0, 1].map(|party| utilities(&game, party, &sizes));
        let rank = |party: usize, place: usize| {
            let values: &Vec<f64> = &values[party];
            values
                .iter()
                .filter(|&&value| value > values[place])
                .count()
        };
        let worse = |place: usize| rank(0, place).max(rank(1, place));
        let best = (0..42).map(worse).min().expect("there are deals");
        let deal = outcome.deal.expect("they agree");
        let deals = all_deals(&sizes);
        let agreed = deals
            .iter()
            .position(|listed| *listed == deal)
            .expect("a deal");
        assert_eq!(worse(agreed), best);
        let dominated = (0..42).any(|other| {
            values[0][other] > values[0][agreed] && values[1][other] > values[1][agreed]
        });
        assert!(!dominated);
    }
}

/// Every acceptable deal is offered as often, others never, and whoever else is at the table.
///
/// A chi-square test over 7 deals and 20,000 offers; 38.27 is exceeded with probability 1e-6 if all is right.
#[test]
fn random_offers_are_acceptable_and_uniform() {
    let sizes = [4, 3];
    let mut told = Vec::new();
    for other in ["\"hardliner\"", "\"random\""] {
        let lines = format!("strategy.concession = {other}\nnever = [{{ i0 = [\"o0\", \"o1\"] }}]");
        let seats = [
            Side {
                lines: "strategy.concession = \"random\"",
                reservation: 0.36,
                scores: vec![vec![0.0, 0.2, 0.6, 1.0], vec![0.1, 0.5, 0.9]],
            },
            Side {
                lines: &lines,
                reservation: 1.0,
                scores: vec![vec![1.0, 0.9, 0.0, 0.0], vec![1.0, 0.0, 0.0]],
            },
        ];
        let game = compile(&text(20, &seats));
        let deals = all_deals(&sizes);
        let values = utilities(&game, 0, &sizes);
        let mut counts = vec![0_u32; deals.len()];
        let mut course = Vec::new();
        for run in 0..1_000 {
            let (_, run_told) = game.trace(run, SEED);
            for offer in offers(&run_told, 0) {
                counts[deals
                    .iter()
                    .position(|listed| *listed == offer.1)
                    .expect("a deal")] += 1;
                course.push((run, offer));
            }
        }
        let acceptable: Vec<usize> = (0..deals.len())
            .filter(|&place| values[place] >= 0.36)
            .collect();
        assert_eq!(acceptable.len(), 7);
        let total: u32 = counts.iter().sum();
        assert_eq!(total, 20_000);
        assert_eq!(
            acceptable.iter().map(|&place| counts[place]).sum::<u32>(),
            total
        );
        let expected = f64::from(total) / 7.0;
        let square = |count: u32| (f64::from(count) - expected).powi(2) / expected;
        let statistic: f64 = acceptable.iter().map(|&place| square(counts[place])).sum();
        assert!(statistic < 38.27, "{statistic}");
        told.push(course);
    }
    assert_eq!(told[0], told[1], "a round's draw depends on nothing else");
}

/// The margins put to a party with what it took at least, and whether it took them.
fn answers(told: &Trace, who: usize) -> Vec<(u32, f64, bool)> {
    let answers = told.events.iter().filter_map(|event| match &event.action {
        Action::Answer {
            party,
            margin,
            refused,
            ..
        } if party.index() == who => Some((event.round, *margin, refused.is_none())),
        _ => None,
    });
    answers.collect()
}

#[test]
fn acceptance_by_a_share_of_its_own_takes_from_there_on() {
    let concedes = "strategy.concession.time-dependent = { exponent = 0.7 }";
    let mut taken = 0;
    for share in [0.0, 0.25, 0.405, 0.8, 1.0] {
        for offers in ["hardliner", "micro", "random", "naive-tit-for-tat"] {
            let rules = [
                (format!("constant = {{ share = {share:?} }}"), 1e9),
                (
                    format!("time-dependent = {{ start = {share:?}, exponent = 2 }}"),
                    2.0,
                ),
            ];
            for (acceptance, exponent) in rules {
                let lines =
                    format!("strategy.concession = \"{offers}\"\nstrategy.acceptance.{acceptance}");
                let (_, told) = play_once(&pie(60, 30, [concedes, &lines]));
                for (round, margin, accepted) in answers(&told, 1) {
                    let time = f64::from(round + 1) / 31.0;
                    let needed = share * (1.0 - time.powf(exponent));
                    assert_eq!(accepted, margin >= needed - 1e-12, "{offers}, {acceptance}");
                    taken += u32::from(accepted);
                }
            }
        }
    }
    assert!(taken > 10);
}

/// With one known opponent whose demands follow a known curve, the best reply is the best deal at the best time.
#[test]
fn a_bayesian_party_that_knows_its_opponent_replies_best() {
    let mut dice = Dice(SEED + 2);
    let sizes = [5, 6];
    let rounds = 12;
    let lines = "strategy.concession.bayesian = { belief-draws = 1, likelihood-lambda = 1e8 }";
    for discount in [1.0_f64, 0.97, 0.9, 0.7] {
        for exponent in [0.5, 1.0, 3.0] {
            let knows = format!("{lines}\ndiscount = {discount:?}");
            let concedes =
                format!("strategy.concession.time-dependent = {{ exponent = {exponent:?} }}");
            let mut scores = || {
                let sizes = sizes.iter();
                let scores = sizes.map(|&size| (0..size).map(|_| dice.unit()).collect());
                scores.collect::<Vec<Vec<f64>>>()
            };
            let seats = [(&knows, 0.3), (&concedes, 0.25)].map(|(lines, reservation)| Side {
                lines,
                reservation,
                scores: scores(),
            });
            let game = compile(&text(rounds, &seats));
            let margins = [0, 1].map(|party| {
                let values = utilities(&game, party, &sizes);
                values
                    .iter()
                    .map(|value| value - seats[party].reservation)
                    .collect::<Vec<f64>>()
            });
            let top = margins[1].iter().copied().fold(0.0, f64::max);
            let mut best: f64 = 0.0;
            for round in 0..rounds {
                let time = f64::from(round + 1) / f64::from(rounds + 1);
                let needs = top * (1.0 - time.powf(exponent));
                for (own, other) in margins[0].iter().zip(&margins[1]) {
                    if *other >= needs + 1e-6 {
                        best = best.max(discount.powi(i32::try_from(round).expect("few")) * own);
                    }
                }
            }
            let (outcome, _) = play_once(&game);
            let gain = outcome.payoffs[0] - 0.3;
            assert!(
                (gain - best).abs() < 1e-9,
                "discount {discount}, exponent {exponent}: {gain} for {best}"
            );
        }
    }
}
