//! The public face answers as the command line does.

use std::path::Path;

use zopa::{Deal, Distribution, Game, Scenario, Seat, Seating, SetError, Strategy, Unanswered};

const RIVER: &str = "scenarios/river-compact.toml";

fn river() -> Scenario {
    Scenario::load(Path::new(RIVER), &[]).expect("it comes with the crate")
}

#[test]
fn a_run_is_the_same_alone_and_among_many() {
    let scenario = river();
    let game = Game::compile(&scenario).expect("within limits");
    let agreed = (0..64).filter(|&run| game.play(run, 3).agreed.is_some());
    let agreed = agreed.count() as f64 / 64.0;
    let estimates = game.simulate(&scenario, 64, 3);
    let row = estimates.row("agreement", "").expect("every table has it");
    assert_eq!((row.value, row.runs), (Some(agreed), 64));
    assert_eq!(game.trace(5, 3).0, game.play(5, 3));
}

#[test]
fn numbers_are_set_by_their_paths() {
    let mut scenario = river();
    let path = "party.delta.reservation";
    scenario
        .set(path, Distribution::Fixed(1.0))
        .expect("a utility");
    scenario.check().expect("still a scenario");
    let game = Game::compile(&scenario).expect("within limits");
    assert_eq!(
        game.play(0, 1)
            .reservations
            .iter()
            .filter(|&&it| (it - 1.0).abs() < f64::EPSILON)
            .count(),
        1
    );

    let before = scenario.clone();
    let fault = scenario.set(path, Distribution::Fixed(1.4));
    assert_eq!(
        fault.expect_err("no utility").to_string(),
        "`party.delta.reservation`: a utility lies between 0 and 1, got 1.4"
    );
    let near = scenario.set("party.delta.reservatoin", Distribution::Fixed(0.4));
    assert_eq!(
        near,
        Err(SetError::Unknown {
            path: "party.delta.reservatoin".to_owned(),
            near: Some(path.to_owned()),
        })
    );
    assert_eq!(scenario, before, "what cannot be set changes nothing");
}

#[test]
fn each_question_has_its_answer() {
    let scenario = river();
    let file = Path::new(RIVER);
    assert_eq!(
        zopa::solve(&scenario).expect("within limits").parties.len(),
        scenario.parties.len()
    );
    let comparison = zopa::compare(file, 64, 1).expect("it has levers");
    assert_eq!(comparison.runs, 64);
    let indices = zopa::sensitivity(&scenario, "agreement", 4, 1).expect("a measure");
    assert_eq!(indices.samples, 4);
    let cells = zopa::sweep(Path::new("scenarios/sweeps/first-steps-deadline.toml"));
    assert_eq!(cells.expect("a sweep").by_setting().len(), 9);
    let boxes = zopa::discover(&scenario, "agreement", 64, 1).expect("a measure");
    assert_eq!(boxes.runs, 64);
}

#[test]
fn what_cannot_be_answered_says_why() {
    let scenario = river();
    let unknown = zopa::sensitivity(&scenario, "agreemnt", 4, 1);
    assert!(matches!(unknown, Err(Unanswered::Measure(_))));
    let number = zopa::discover(&scenario, "rounds", 64, 1);
    let words = number.expect_err("a number").to_string();
    assert!(words.starts_with("`rounds` is a number"), "{words}");
    for none in [
        zopa::compare(Path::new(RIVER), 0, 1).map(|_| ()),
        zopa::discover(&scenario, "agreement", 0, 1).map(|_| ()),
        zopa::sensitivity(&scenario, "agreement", 1, 1).map(|_| ()),
        zopa::sensitivity(&scenario, "agreement", u32::MAX, 1).map(|_| ()),
        zopa::discover(&scenario, "agreement", u64::MAX, 1).map(|_| ()),
    ] {
        assert!(matches!(none, Err(Unanswered::Number { .. })));
    }
    let missing = zopa::sweep(Path::new("scenarios/sweeps/none.toml"));
    assert!(matches!(missing, Err(Unanswered::File(_))));
}

/// Boulware concession and acceptance of what is worth the next own offer, as the file's rules have them.
struct Conceder {
    exponent: f64,
}

impl Strategy for Conceder {
    fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal {
        let asks = self.asks(seat);
        seat.least_deal(asks).unwrap_or_else(|| seat.best_deal())
    }

    fn accepts(&mut self, seat: &mut Seat<'_, '_>, offer: &Deal) -> bool {
        seat.worth(offer) >= self.asks(seat) - 1e-9
    }

    fn asks(&mut self, seat: &mut Seat<'_, '_>) -> f64 {
        let time = f64::from(seat.round() + 1) / f64::from(seat.rounds() + 1);
        let best = seat.worth(&seat.best_deal()) - seat.reservation();
        seat.reservation() + (1.0 - time.powf(self.exponent)) * best
    }
}

fn written(path: &str, set: &[String]) -> (Scenario, Game) {
    let set: Vec<_> = set
        .iter()
        .map(|set| set.parse().expect("an assignment"))
        .collect();
    let scenario = Scenario::load(Path::new(path), &set).expect("it comes with the crate");
    let game = Game::compile(&scenario).expect("within limits");
    (scenario, game)
}

#[test]
fn a_rule_written_outside_plays_as_the_same_rule_of_the_file() {
    // A mediator without belief reckons with nobody's rule, so that the one in the file makes no difference.
    for (path, party, set) in [
        (
            "scenarios/first-steps.toml",
            "seller",
            "party.seller.strategy.choose=least",
        ),
        (RIVER, "delta", "protocol.single-text.belief-draws=0"),
    ] {
        let rule = |exponent: f64| {
            let rule = format!("{{ time-dependent = {{ exponent = {exponent:?} }} }}");
            let rule = format!("party.{party}.strategy.concession={rule}");
            written(path, &[rule, set.to_owned()])
        };
        let (_, own) = rule(3.0);
        let (scenario, other) = rule(0.2);
        let seated = scenario.party(party).expect("it takes part");
        let outside = Seating::default().seat(seated, || Conceder { exponent: 3.0 });
        for run in 0..40 {
            let (played, told) = other.trace_with(&outside, run, 7);
            let (expected, _) = own.trace(run, 7);
            assert_eq!(played, expected, "run {run} of {path}");
            assert_eq!(other.trace_with(&outside, run, 7), (played, told));
        }
    }
}

#[test]
fn the_only_round_of_an_ultimatum_is_its_last() {
    struct AtTheEnd;
    impl Strategy for AtTheEnd {
        fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal {
            seat.best_deal()
        }

        fn accepts(&mut self, seat: &mut Seat<'_, '_>, offer: &Deal) -> bool {
            seat.round() + 1 == seat.rounds() && seat.may_take(offer)
        }
    }
    let protocol = "protocol={ ultimatum = { proposer = \"seller\" } }".to_owned();
    let (scenario, game) = written("scenarios/first-steps.toml", &[protocol]);
    let buyer = scenario.party("buyer").expect("it takes part");
    let seated = Seating::default().seat(buyer, || AtTheEnd);
    for run in 0..40 {
        // Nothing follows, so the file's buyer, too, takes whatever is better than nothing.
        let (played, _) = game.trace_with(&seated, run, 1);
        assert_eq!(played, game.play(run, 1));
    }
}

#[test]
fn a_search_finds_nothing_that_the_party_may_not_take() {
    struct Searcher;
    impl Strategy for Searcher {
        fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal {
            let best = seat.best_deal();
            let found = [seat.least_deal(0.0), seat.nearest_deal(0.0, &best)];
            assert!(found.iter().flatten().all(|deal| seat.may_take(deal)));
            best
        }

        fn accepts(&mut self, _seat: &mut Seat<'_, '_>, _offer: &Deal) -> bool {
            false
        }
    }
    let (scenario, game) = written("scenarios/first-steps.toml", &[]);
    let buyer = scenario.party("buyer").expect("it takes part");
    let seated = Seating::default().seat(buyer, || Searcher);
    let (outcome, _) = game.trace_with(&seated, 0, 1);
    assert!(outcome.rounds_held > 0);
}

#[test]
fn a_party_takes_nothing_that_it_may_not_take() {
    struct Yes;
    impl Strategy for Yes {
        fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal {
            seat.best_deal()
        }

        fn accepts(&mut self, _seat: &mut Seat<'_, '_>, _offer: &Deal) -> bool {
            true
        }
    }
    let path = Path::new("scenarios/first-steps.toml");
    let scenario = Scenario::load(path, &[]).expect("it comes with the crate");
    let game = Game::compile(&scenario).expect("within limits");
    let both = ["buyer", "seller"].map(|id| scenario.party(id).expect("it takes part"));
    let both = both.into_iter().fold(Seating::default(), |seated, party| {
        seated.seat(party, || Yes)
    });
    for run in 0..200 {
        let (outcome, _) = game.trace_with(&both, run, 1);
        if outcome.agreed.is_some() {
            for (utility, least) in outcome.utilities.iter().zip(&outcome.reservations) {
                assert!(utility >= &(least - 1e-9), "run {run}");
            }
        }
    }
}
