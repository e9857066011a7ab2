mod ranges;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::{BoxLimit, BoxSearch, Column, Numbers, Observation, Runs, Search, SearchEnd, observe};
use crate::experiment::Measure;
use crate::experiment::Study;
use crate::experiment::design::latin_hypercube::points;
use crate::experiment::titled::Titled;
use crate::game::{Game, Owner, Purpose, Stream};
use crate::simulation::{Control, RunSettings, Unwatched};

const SEARCH: Search = Search {
    boxes: 1,
    mass_min: 0.05,
    density_min: None,
};

/// Runs over some uniform numbers and a choice of three, of interest with a probability that depends on them.
fn runs(count: usize, seed: u64, chance: impl Fn(&[f64]) -> f64) -> Runs<'static> {
    let mut sample = points(6, count, seed);
    for point in &mut sample {
        point[5] = f64::from(u8::from(point[5] > 0.3)) + f64::from(u8::from(point[5] > 0.7));
    }
    let mut dice = Stream::new(seed, Purpose::Moves, Owner::named("interest"), 0);
    let columns = (0..6).map(|position| Column {
        path: format!("number.{position}"),
        title: String::new(),
        choices: if position == 5 {
            ["soft", "middle", "hard"].map(choice).into()
        } else {
            Vec::new()
        },
    });
    let numbers = (0..6).map(|position| sample.iter().map(|point| point[position]).collect());
    Runs {
        columns: columns.collect(),
        numbers: Numbers::Kept(numbers.collect()),
        interesting: sample
            .iter()
            .map(|point| dice.uniform() < chance(point))
            .collect(),
        ..Runs::default()
    }
}

fn choice(id: &str) -> Titled {
    Titled {
        id: id.to_owned(),
        title: String::new(),
    }
}

fn discover(runs: &Runs<'_>, search: &Search) -> BoxSearch {
    super::discover(runs, search, &Unwatched).0
}

#[test]
fn a_known_box_is_found_with_its_edges() {
    let inside = |point: &[f64]| point[0] < 0.45 && point[2] > 0.5 && point[5] > 0.5;
    let runs = runs(6_000, 1, |point| if inside(point) { 0.9 } else { 0.04 });
    let discovery = discover(&runs, &SEARCH);
    let [found] = discovery.boxes.as_slice() else {
        panic!("{:?}", discovery.ending);
    };
    let [upper, lower, kinds] = found.limits.as_slice() else {
        panic!("{:?}", found.limits);
    };
    let paths = [upper, lower, kinds].map(|limit| limit.parameter.as_str());
    assert_eq!(paths, ["number.0", "number.2", "number.5"]);
    let (high, low) = (upper.high.expect("an edge"), lower.low.expect("an edge"));
    assert!(
        upper.low.is_none() && (high - 0.45).abs() < 0.02,
        "{upper:?}"
    );
    assert!(
        lower.high.is_none() && (low - 0.5).abs() < 0.02,
        "{lower:?}"
    );
    let kept = ["middle", "hard"].map(str::to_owned);
    assert_eq!(kinds.categories.as_deref(), Some(&kept[..]));
    // The box holds .45 · .5 · .7 of the runs, .9 of them of interest, and .8 of all of interest.
    let counts = found.held_out;
    assert!((counts.density - 0.9).abs() < 0.04, "{counts:?}");
    assert!(
        (counts.coverage - 0.1418 / 0.1755).abs() < 0.05,
        "{counts:?}"
    );
    assert!((counts.mass - 0.1575).abs() < 0.02, "{counts:?}");
    assert!(found.limits.iter().all(|limit| limit.quasi_p < 1e-6));
}

#[test]
fn two_boxes_are_found_one_after_the_other() {
    let one = |point: &[f64]| point[0] < 0.3 && point[1] < 0.5;
    let other = |point: &[f64]| point[3] > 0.8;
    let chance = |point: &[f64]| {
        if one(point) || other(point) {
            0.95
        } else {
            0.02
        }
    };
    let search = Search { boxes: 3, ..SEARCH };
    let discovery = discover(&runs(6_000, 2, chance), &search);
    let columns: Vec<Vec<&str>> = discovery
        .boxes
        .iter()
        .map(|found| {
            found
                .limits
                .iter()
                .map(|limit| limit.parameter.as_str())
                .collect()
        })
        .collect();
    assert_eq!(columns, [vec!["number.3"], vec!["number.0", "number.1"]]);
    assert!(discovery.ending != SearchEnd::Enough);
}

#[test]
fn pure_noise_gives_no_box() {
    // The runs held out confirm a box that means nothing with a probability of at most .05, so 13 or more of 100 by
    // chance once in 670 trials.
    let alarms = (0..100).filter(|&seed| {
        let noise = runs(600, seed, |_| 0.2);
        !discover(&noise, &SEARCH).boxes.is_empty()
    });
    assert!(alarms.count() < 13);
}

#[test]
fn a_wished_density_is_reached_or_said_to_be_out_of_reach() {
    let runs = runs(4_000, 3, |point| 1.0 - point[0]);
    let dense = |density_min| {
        let search = Search {
            density_min: Some(density_min),
            ..SEARCH
        };
        discover(&runs, &search)
    };
    let found = dense(0.8);
    // Density 1 − x/2 below x: .8 at x = .4, holding .4 · .8 of .5; the first sample to reach it may be a little lucky.
    let counts = found.boxes[0].training;
    assert!((counts.density - 0.8).abs() < 0.02, "{counts:?}");
    assert!((counts.coverage - 0.64).abs() < 0.1, "{counts:?}");
    assert_eq!(dense(1.0).ending, SearchEnd::TooThin);
    assert_ne!(dense(0.9).ending, SearchEnd::TooThin);
}

#[test]
fn without_contrast_there_is_nothing_to_tell() {
    for chance in [0.0, 1.0] {
        let discovery = discover(&runs(100, 1, |_| chance), &SEARCH);
        assert_eq!(discovery.ending, SearchEnd::NothingToTell);
    }
    assert_eq!(
        discover(&Runs::default(), &SEARCH).ending,
        SearchEnd::NothingToTell
    );
}

#[test]
fn runs_without_a_number_never_meet_a_limit_on_it() {
    let mut runs = runs(3_000, 4, |point| if point[0] < 0.3 { 0.9 } else { 0.05 });
    let Numbers::Kept(columns) = &mut runs.numbers else {
        panic!("they are kept");
    };
    columns[0][..1_500].fill(f64::NAN);
    runs.interesting[..1_500].fill(false);
    let discovery = discover(&runs, &SEARCH);
    // It bounds the number on one side only, and the box holds no run without it.
    let found = &discovery.boxes[0];
    let BoxLimit { low, high, .. } = found.limits[0];
    assert!(
        low.is_none() && high.is_some_and(|high| high >= 0.1),
        "{found:?}"
    );
    assert!(found.held_out.inside <= 750, "{found:?}");
}

/// Cancels a search after so many questions whether to go on, and counts the boxes.
#[derive(Default)]
struct Patience {
    questions_max: usize,
    questions: AtomicUsize,
    boxes: AtomicU64,
}

impl Control for Patience {
    fn is_cancelled(&self) -> bool {
        self.questions.fetch_add(1, Ordering::Relaxed) >= self.questions_max
    }

    fn advanced(&self, boxes: u64) {
        self.boxes.fetch_add(boxes, Ordering::Relaxed);
    }
}

#[test]
fn a_cancelled_search_keeps_the_boxes_found_before() {
    let inside = |point: &[f64]| point[0] < 0.3 || point[1] > 0.7;
    let runs = runs(3_000, 6, |point| if inside(point) { 0.9 } else { 0.05 });
    let search = Search { boxes: 2, ..SEARCH };
    let whole = discover(&runs, &search);
    assert_eq!((whole.boxes.len(), whole.ending), (2, SearchEnd::Enough));
    let mut cut_short = [0, 0];
    for questions_max in (0..).step_by(5) {
        let control = Patience {
            questions_max,
            ..Patience::default()
        };
        let (found, peelings) = super::discover(&runs, &search, &control);
        let count = found.boxes.len();
        assert_eq!(found.boxes, whole.boxes[..count]);
        assert_eq!(peelings.len(), count);
        assert_eq!(control.boxes.into_inner(), count as u64);
        if found.ending == SearchEnd::Enough {
            break;
        }
        assert_eq!(found.ending, SearchEnd::Interrupted);
        cut_short[count] += 1;
    }
    // It is asked at each step of the peel, of the same boxes counted in the other half, and of what mends a box.
    assert!(cut_short.iter().all(|&times| times > 8), "{cut_short:?}");
}

/// Types, jointly drawn numbers of all kinds, a lever used by chance, a driver, a body at home.
const MANY_NUMBERS: &str = r#"
    format = 1
    title = "Many numbers"
    clock = { rounds = 8, breakdown = { uniform = [0.0, 0.1] } }
    protocol.alternating-offers = {}
    issue = [
      { id = "price", options = [{ id = "low" }, { id = "middle" }, { id = "high" }] },
      { id = "date", options = [{ id = "now" }, { id = "later" }] },
    ]
    [[party]]
    id = "buyer"
    role = "principal"
    reservation = { uniform = [0.2, 0.75] }
    loads = { front = 0.1 }
    utility.price = { weight = { uniform = [0.5, 0.7] }, scores = [1, { uniform = [0.4, 0.8] }, 0] }
    utility.date = { weight = 0.4, scores = [1, 0] }
    [[party]]
    id = "seller"
    role = "principal"
    reservation = { uniform = [0.2, 0.6] }
    weight-concentration = 20
    utility.price = { weight = 0.6, scores = [0, 0.5, 1] }
    utility.date = { weight = 0.4, scores = [0.2, 1] }
    type = [
      { id = "soft", probability = 0.6 },
      { id = "hard", probability = 0.4, reservation = { uniform = [0.4, 0.8] } },
    ]
    [[driver]]
    id = "front"
    start = { uniform = [-0.2, 0.2] }
    process.random-walk = { drift = 0.0, sd = 0.1 }
    [[stage]]
    id = "chamber"
    on-failure = "end"
    reservation = { uniform = [0.2, 0.4] }
    approval.logit = { lambda = 8 }
    utility.price = { weight = { uniform = [0.2, 0.8] }, scores = [0, 0.6, 1] }
    utility.date = { weight = 0.5, scores = [1, 0.4] }
    [[leverage]]
    id = "push"
    actor = "seller"
    effects = [{ party = "buyer", reservation = { uniform = [-0.2, 0.0] } }]
    use.with-probability = 0.5
"#;

#[test]
fn numbers_drawn_again_are_those_of_the_runs_and_give_the_same_boxes() {
    let scenario = crate::scenario::parse("many", MANY_NUMBERS, &[])
        .unwrap_or_else(|problems| panic!("{problems}"))
        .scenario;
    let game = Game::compile(&scenario).expect("a small game");
    let study = Study::of(&scenario, game);
    let (game, drawn) = (&study.game, &study.drawn);
    assert_eq!(drawn.numbers.len(), 14, "numbers of every kind");
    let observation = Observation {
        measure: &Measure::yes_no(&scenario, "agreement").expect("it is known"),
        wanted: true,
        when: String::new(),
        ranges: Vec::new(),
        settings: RunSettings {
            runs: 40_000,
            seed: 5,
            threads: None,
        },
    };
    let kept = observe(&study, &observation, &Unwatched);
    assert!(matches!(kept.numbers, Numbers::Kept(_)));
    let redrawn = Runs {
        numbers: Numbers::Redrawn {
            game,
            drawn,
            seed: 5,
        },
        ..kept.clone()
    };
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    let some: Vec<u32> = (0..400).map(|run| run * 97).collect();
    for column in 0..kept.columns.len() {
        let [one, other] = [&kept, &redrawn].map(|runs| bits(runs.column(column, &some)));
        assert_eq!(one, other, "{}", kept.columns[column].path);
    }
    let [one, other] = [&kept, &redrawn].map(|runs| runs.rows(30..40));
    for (one, other) in one.into_iter().zip(other) {
        assert_eq!(bits(one), bits(other));
    }
    let search = Search { boxes: 2, ..SEARCH };
    let [one, other] = [&kept, &redrawn].map(|runs| super::discover(runs, &search, &Unwatched));
    assert!(!one.0.boxes.is_empty());
    assert_eq!(one, other);
}
