//! The public face answers as the command line does.

use std::path::Path;

use zopa::{Distribution, Game, Scenario, SetError, Unanswered};

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
