//! Ranges of assumptions: the band beside a result is what the result is over all of them.

use std::fs;

use zopa::experiment::{BandPoints, BandSettings};
use zopa::scenario::{Loaded, Source, parse};
use zopa::simulation::{Band, Headline, RunSettings, Spread, Unwatched, count_runs};

use crate::tool::{call, code, names, place_with};

/// Talks that agree where both parties accept the one deal that is worth something: each does with a chance of its score,
/// since its reservation value is uniform on 0..1. So the rate of agreement is the product of both scores.
const PRODUCT: &str = r#"
format = 1
title = "One offer"
assumption = "made up"
clock.rounds = 1
protocol.alternating-offers.order = ["ann", "bob"]

[[issue]]
id = "deal"
options = [{ id = "yes" }, { id = "no" }]

[[party]]
id = "ann"
role = "principal"
reservation = { uniform = [0, 1] }
utility.deal = { weight = 1, scores = [{ value = 0.75, range = [0.6, 0.9] }, 0] }

[[party]]
id = "bob"
role = "principal"
reservation = { uniform = [0, 1] }
utility.deal = { weight = 1, scores = [{ value = 0.6, range = [0.4, 0.8] }, 0] }
"#;

fn product() -> (Source, Loaded) {
    let source = Source {
        name: "product.toml".to_owned(),
        text: PRODUCT.to_owned(),
    };
    let loaded = parse(&source.name, &source.text, &[]);
    let loaded = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    (source, loaded)
}

/// The band of so many runs.
fn band(runs: u64, seed: u64, threads: usize) -> Band {
    let (source, loaded) = product();
    let headline = Headline::whole(&loaded.scenario);
    let threads = Some(threads);
    let settings = BandSettings::usual(runs, seed, threads).expect("enough runs");
    let game = zopa::game::Game::compile(&loaded.scenario).expect("it is small");
    let (mut before, played) = (
        Vec::new(),
        RunSettings {
            runs,
            seed,
            threads,
        },
    );
    let tally = count_runs(
        &loaded.scenario,
        &game,
        &played,
        &Unwatched,
        &mut |_, outcomes| {
            before.extend(outcomes.iter().flat_map(|outcome| headline.read(outcome)));
            std::ops::ControlFlow::Continue(())
        },
    );
    let points = BandPoints::new(&source, &[], &loaded, settings).expect("all points are fine");
    let shares = headline.shares(&tally);
    let found = points.play(&headline, &before, &shares, &Unwatched);
    found.expect("nobody stops it")
}

/// What the rate of agreement is at 2.5 and at 97.5 % of the ranges.
fn right_ends() -> [f64; 2] {
    let places = || (0..500).map(|place| (f64::from(place) + 0.5) / 500.0);
    let rates =
        places().flat_map(|ann| places().map(move |bob| (0.6 + 0.3 * ann) * (0.4 + 0.4 * bob)));
    let mut rates: Vec<f64> = rates.collect();
    rates.sort_by(f64::total_cmp);
    [0.025, 0.975].map(|share| {
        let place = (share * rates.len() as f64).round();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the list"
        )]
        let place = place as usize;
        rates[place]
    })
}

fn agreement(band: &Band) -> Spread {
    *band.find("agreement", "").expect("it is the first result")
}

/// The ends of the bands of 40 seeds lie within their stated error of the true ones, and so does what the error is made of:
/// the simulation error of the rate as written, which the band is laid around.
///
/// If 80 ends, two of a seed, did in 0.9 each, fewer than 62 would in fewer than 1 of 1,000 trials.
#[test]
fn the_band_covers_the_true_range() {
    let right = right_ends();
    let mut held = 0;
    for seed in 0..40 {
        let found = agreement(&band(10_000, seed, 2));
        let simulation = 1.96 * (found.value * (1.0 - found.value) / 10_000.0).sqrt();
        for (end, error, right) in [
            (found.low, found.low_error, right[0]),
            (found.high, found.high_error, right[1]),
        ] {
            held += u32::from((end - right).abs() <= error.hypot(simulation));
        }
    }
    assert!((62..=80).contains(&held), "{held} of 80");
}

#[test]
fn the_band_is_the_same_on_any_threads() {
    let found = band(1_000, 5, 1);
    assert_eq!(found, band(1_000, 5, 3));
    assert_eq!((found.numbers, found.points, found.runs), (2, 128, 7));
    // What cannot move has no band: no deal is signed without being agreed here.
    let [agreed, signed] = ["agreement", "signed"].map(|of| found.find(of, "").copied());
    assert_eq!(agreed, signed);
}

#[test]
fn a_run_shows_the_band_and_leaves_it_out_when_asked() {
    let place = place_with(&[("product.toml", PRODUCT)]);
    let shown = call(&place, "run product.toml --runs 2000");
    assert_eq!(code(&shown), 0, "{shown:?}");
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(text.contains("over the ranges of 2 assumptions"), "{text}");
    let estimates = place.path().join("output/product-runs-2000/estimates.csv");
    let row = |text: &str| {
        let mut lines = text.lines();
        let head: Vec<String> = lines
            .next()
            .unwrap_or_default()
            .split(',')
            .map(str::to_owned)
            .collect();
        let row = lines
            .find(|line| line.starts_with(",,,agreement,"))
            .unwrap_or_default();
        let row: Vec<String> = row.split(',').map(str::to_owned).collect();
        let of = |name: &str| {
            let place = head.iter().position(|head| head == name).expect("a column");
            row[place].clone()
        };
        [of("value"), of("band-low"), of("band-high")].map(|number| number.parse::<f64>().ok())
    };
    let [value, low, high] = row(&fs::read_to_string(estimates).expect("written"));
    assert!(low < value && value < high, "{low:?} {value:?} {high:?}");
    let left_out = call(
        &place,
        "run product.toml --runs 2000 --no-band --output plain",
    );
    let text = String::from_utf8_lossy(&left_out.stdout).into_owned();
    assert!(!text.contains("over the ranges"), "{text}");
    let plain = fs::read_to_string(place.path().join("plain/estimates.csv")).expect("written");
    assert_eq!(row(&plain), [value, None, None]);
    // Values that are set have no range any more.
    let set = "run product.toml --runs 200 --set party.ann.utility.deal.scores.0=0.7 \
               --set party.bob.utility.deal.scores.0=0.7 --output set";
    let text = String::from_utf8_lossy(&call(&place, set).stdout).into_owned();
    assert!(!text.contains("over the ranges"), "{text}");
}

#[test]
fn ranges_that_lead_into_a_fault_are_refused_before_anything_is_written() {
    let text = format!(
        "{PRODUCT}\n[[driver]]\nid = \"front\"\nstart = 0.5\nlower = {{ value = 0, range = [-1, 0.9] }}\n\
         upper = {{ value = 1, range = [0.2, 2] }}\nprocess.random-walk = {{ drift = 0, sd = 0.1 }}\n"
    );
    let place = place_with(&[("product.toml", &text)]);
    let refused = call(&place, "run product.toml --runs 1000");
    assert_eq!(code(&refused), 2, "{refused:?}");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        words.contains("within the ranges of its numbers"),
        "{words}"
    );
    assert_eq!(names(place.path()), ["product.toml"]);
    let without = call(&place, "run product.toml --runs 1000 --no-band");
    assert_eq!(code(&without), 0, "{without:?}");
}

#[test]
fn a_check_counts_what_vouches_for_the_numbers() {
    let place = place_with(&[("product.toml", PRODUCT)]);
    let found = call(&place, "check product.toml --sources");
    let text = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(
        text.contains("of 9 numbers, 0 have a source, 9 an assumption, 0 neither; 2 have a range"),
        "{text}"
    );
}
