//! Ranges of assumptions: the band beside a result is what the result is over all of them.

use std::fs;

use zopa::bargaining::Cost;
use zopa::experiment::{BandPoints, BandSettings};
use zopa::game::Game;
use zopa::scenario::{Loaded, Source, parse};
use zopa::simulation::{Band, BandSample, RunSettings, Spread, Unwatched, count_runs};

use crate::tool::{done, names, place_with, printed, refused, told};

/// Talks that agree where both parties accept the one deal that is worth something: each does with a chance of its score,
/// since its reservation value is uniform on 0..1. So the rate of agreement is the product of both scores.
pub(crate) const PRODUCT: &str = r#"
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

/// These talks with other ranges.
fn product(ann: [f64; 2], bob: [f64; 2]) -> (Source, Loaded) {
    let text = PRODUCT.replace("[0.6, 0.9]", &format!("{ann:?}"));
    loaded(&text.replace("[0.4, 0.8]", &format!("{bob:?}")))
}

/// A file of this text, and what is read of it.
pub(crate) fn loaded(text: &str) -> (Source, Loaded) {
    let source = Source {
        name: "talks.toml".to_owned(),
        text: text.to_owned(),
    };
    let loaded = parse(&source.name, &source.text, &[]);
    let loaded = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    (source, loaded)
}

/// The band of so many runs.
fn band(talks: &(Source, Loaded), runs: u64, seed: u64, threads: usize) -> Band {
    let (source, loaded) = talks;
    let threads = Some(threads);
    let game = Game::compile(&loaded.scenario).expect("it is small");
    let settings = BandSettings::usual(runs, seed, threads, Cost::of(&game)).expect("enough runs");
    let points = BandPoints::new(source, &[], loaded, settings).expect("all points are fine");
    let mut before = BandSample::of(&loaded.scenario, points.runs_played());
    let played = RunSettings {
        runs,
        seed,
        threads,
    };
    let tally = count_runs(
        &loaded.scenario,
        &game,
        &played,
        &Unwatched,
        &mut |first, outcomes| {
            before.note(first, outcomes);
            std::ops::ControlFlow::Continue(())
        },
    );
    let found = points.play(&before, &tally, &Unwatched);
    found.expect("nobody stops it").band
}

/// What a function of two numbers is at 2.5 and at 97.5 % of their ranges.
fn right_ends(ann: [f64; 2], bob: [f64; 2], of: fn(f64, f64) -> f64) -> [f64; 2] {
    let values = |[low, high]: [f64; 2]| {
        let places = (0..500).map(|place| (f64::from(place) + 0.5) / 500.0);
        places.map(move |place| low + (high - low) * place)
    };
    let rates = values(ann).flat_map(|ann| values(bob).map(move |bob| of(ann, bob)));
    let mut rates: Vec<f64> = rates.collect();
    rates.sort_by(f64::total_cmp);
    [rates[6_250], rates[243_750]]
}

/// A result, and what it is as a function of both numbers that have a range.
type Response = (&'static str, &'static str, fn(f64, f64) -> f64);

/// In how many of the bands of 40 seeds the ends lie within their stated error of the true ones, of 80 for each result.
fn held(
    talks: &(Source, Loaded),
    (ann, bob): ([f64; 2], [f64; 2]),
    results: &[Response],
) -> Vec<u32> {
    let right: Vec<[f64; 2]> = results
        .iter()
        .map(|result| right_ends(ann, bob, result.2))
        .collect();
    let mut held = vec![0; results.len()];
    for seed in 0..40 {
        let found = band(talks, 10_000, seed, 2);
        for ((held, right), (measure, of, _)) in held.iter_mut().zip(&right).zip(results) {
            let found: &Spread = found.find(measure, of).expect("it has a band");
            for (end, error, right) in [
                (found.low, found.low_error, right[0]),
                (found.high, found.high_error, right[1]),
            ] {
                *held += u32::from((end - right).abs() <= error);
            }
        }
    }
    held
}

/// The ends of the bands of 40 seeds lie within their stated error of the true ones, with wide ranges and with narrow ones: of the rate of
/// agreement, of a mean over all runs and of one over agreements.
///
/// Ann's reservation value r is uniform on 0..1 and she agrees where it is at most her score a, so that with bob's score b she gets
/// `E r − b E(r; r ≤ a) + a · a b = (1 + a² b) / 2` on average, and a where they agree.
///
/// If 80 ends, two of a seed, did in 0.9 each, fewer than 62 would in fewer than 1 of 1,000 trials.
#[test]
fn the_band_covers_the_true_range() {
    let results: [Response; 3] = [
        ("agreement", "", |ann, bob| ann * bob),
        ("utility", "ann", |ann, bob| 0.5 * (1.0 + ann * ann * bob)),
        ("agreed-utility", "ann", |ann, _| ann),
    ];
    for (ann, bob) in [([0.6, 0.9], [0.4, 0.8]), ([0.73, 0.77], [0.58, 0.62])] {
        let held = held(&product(ann, bob), (ann, bob), &results);
        assert!(
            held.iter().all(|held| (62..=80).contains(held)),
            "{ann:?}: {held:?}"
        );
    }
}

/// Talks in which ann proposes the way that is worth more to her, the left one with a chance of its score, and bob agrees with a chance
/// of his, whatever the way.
const WAYS: &str = r#"
format = 1
title = "Two ways"
assumption = "made up"
clock.rounds = 1
protocol.alternating-offers.order = ["ann", "bob"]

[[issue]]
id = "deal"
options = [{ id = "yes" }, { id = "no" }]

[[issue]]
id = "way"
options = [{ id = "left" }, { id = "right" }]

[[party]]
id = "ann"
role = "principal"
reservation = 0
strategy.concession.hardliner = {}
utility.deal = { weight = 1, scores = [1, 0] }
utility.way = { weight = 1, scores = [{ value = 0.5, range = [0.3, 0.7] }, { uniform = [0, 1] }] }

[[party]]
id = "bob"
role = "principal"
reservation = { uniform = [0, 1] }
utility.deal = { weight = 1, scores = [{ value = 0.6, range = [0.5, 0.7] }, 0] }
utility.way = { weight = 0, scores = [0, 0] }
"#;

/// A share among agreements, where these are frequent and where a point has four of them on average, so that some have too few.
///
/// Its errors are large and grow with what a point changes, which one share of shrinking cannot follow, so that 57, 59 and 76 of
/// 80 ends lay within their stated error. If each did in 0.75, fewer than 48 would in fewer than 1 of 100 trials, the two of a seed going
/// together.
#[test]
fn the_band_of_a_share_among_agreements_covers_the_true_range() {
    let left: [Response; 1] = [("option", "way=left", |ann, _| ann)];
    let rare = ("0.6, range = [0.5, 0.7]", "0.1, range = [0.08, 0.12]");
    for (ann, bob, is_rare) in [
        ([0.3, 0.7], [0.5, 0.7], false),
        ([0.48, 0.52], [0.5, 0.7], false),
        ([0.3, 0.7], [0.08, 0.12], true),
    ] {
        let mut text = WAYS.replace("[0.3, 0.7]", &format!("{ann:?}"));
        if is_rare {
            text = text.replace(rare.0, rare.1);
        }
        let talks = loaded(&text);
        let held = held(&talks, (ann, bob), &left);
        assert!((48..=80).contains(&held[0]), "{ann:?} {bob:?}: {held:?}");
        let found = band(&talks, 10_000, 0, 2);
        let mut results = found.results.iter();
        let result = results
            .find(|result| result.of == "way=left")
            .expect("it has a band");
        assert_eq!(result.among_points.is_some(), is_rare, "{result:?}");
    }
    // Where hardly a point has agreements there is no telling.
    let talks = loaded(&WAYS.replace(rare.0, "0.01, range = [0.005, 0.015]"));
    assert_eq!(band(&talks, 10_000, 0, 2).find("option", "way=left"), None);
}

fn agreement(band: &Band) -> Spread {
    *band.find("agreement", "").expect("it is the first result")
}

#[test]
fn the_band_is_the_same_on_any_threads() {
    let talks = product([0.6, 0.9], [0.4, 0.8]);
    let found = band(&talks, 1_000, 5, 1);
    assert_eq!(found, band(&talks, 1_000, 5, 3));
    assert_eq!((found.numbers, found.points, found.runs), (2, 128, 7));
    // What cannot move has no band: no deal is signed without being agreed here.
    let [agreed, signed] = ["agreement", "signed"].map(|of| found.find(of, "").copied());
    assert_eq!(agreed, signed);
    // Nor in any round but the first.
    let first = found.find("agreement-by", "0").expect("it has a band");
    let agreed = agreement(&found);
    for (one, other) in [
        (first.low, agreed.low),
        (first.high, agreed.high),
        (first.error(), agreed.error()),
    ] {
        assert!((one - other).abs() < 1e-12, "{first:?} {agreed:?}");
    }
}

#[test]
fn the_library_gives_the_same_band() {
    let place = place_with(&[
        ("product.toml", PRODUCT),
        ("levers.toml", &format!("{PRODUCT}{LEVERS}")),
    ]);
    let file = |name: &str| place.path().join(name);
    let found = zopa::band(&file("product.toml"), 1_000, 5).expect("it is right");
    assert_eq!(
        found,
        Some(band(&product([0.6, 0.9], [0.4, 0.8]), 1_000, 5, 1))
    );
    assert_eq!(
        zopa::band(&file("product.toml"), 10, 5).expect("it is right"),
        None
    );
    let compared = zopa::compare(&file("levers.toml"), 200, 5).expect("it has levers");
    let banded = compared.band.expect("numbers have ranges");
    assert!(banded.find("agreement", "help").is_some());
}

#[test]
fn a_run_shows_the_band_and_leaves_it_out_when_asked() {
    let place = place_with(&[("product.toml", PRODUCT)]);
    let shown = done(&place, "run product.toml --runs 2000");
    let text = printed(&shown);
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
    assert!(text.contains("Parties over the ranges"), "{text}");
    let folder = place.path().join("output/product-runs-2000");
    let rows = fs::read_to_string(folder.join("estimates.csv")).expect("written");
    for start in [
        ",,,utility,ann,",
        ",,,agreed-utility,ann,",
        ",,,payoff,bob,",
        ",,,option,deal=yes,",
        ",,,agreement-by,0,",
    ] {
        let row = rows.lines().find(|line| line.starts_with(start));
        let row: Vec<&str> = row.expect("a row").split(',').collect();
        assert!(
            row[10..12].iter().all(|end| end.parse::<f64>().is_ok()),
            "{row:?}"
        );
    }
    for figure in ["survival", "terms"] {
        let data = fs::read_to_string(folder.join(format!("{figure}.data.csv"))).expect("written");
        let head = data.lines().next().unwrap_or_default();
        assert!(head.ends_with("band-low,band-high"), "{figure}: {head}");
    }
    let left_out = done(
        &place,
        "run product.toml --runs 2000 --no-band --output plain",
    );
    let text = printed(&left_out);
    assert!(!text.contains("over the ranges"), "{text}");
    let plain = fs::read_to_string(place.path().join("plain/estimates.csv")).expect("written");
    assert_eq!(row(&plain), [value, None, None]);
    // Values that are set have no range any more.
    let set = "run product.toml --runs 200 --set party.ann.utility.deal.scores.0=0.7 \
               --set party.bob.utility.deal.scores.0=0.7 --output set";
    let text = printed(&done(&place, set));
    assert!(!text.contains("over the ranges"), "{text}");
}

/// The same talks with a lever that helps, one that does nothing, and a range that moves nothing.
const LEVERS: &str = r#"
[[leverage]]
id = "help"
actor = "ann"
effects = [{ party = "bob", reservation = -0.4 }]
use = "always"

[[leverage]]
id = "idle"
actor = "ann"
cost = { value = 0.01, range = [0.0, 0.02] }
effects = [{ party = "bob", reservation = 0.0 }]
use.from-round = { value = 0, range = [0, 3] }
"#;

#[test]
fn a_comparison_shows_the_band_of_each_effect() {
    let wide = PRODUCT.replace("[0.6, 0.9]", "[0.3, 1.0]");
    let place = place_with(&[("levers.toml", &format!("{wide}{LEVERS}"))]);
    let shown = done(&place, "compare levers.toml --no-rules --output banded");
    let text = printed(&shown);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains(
            "Over the ranges of 4 assumptions together agreement is raised by `help` and `all`; changed one \
             way or the other, or not beyond error, by `idle`."
        ),
        "{text}"
    );
    let folder = place.path().join("banded");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("written");
    let found: serde_json::Value = serde_json::from_str(&read("compare.json")).expect("JSON");
    let band = &found["band"]["results"];
    let ends = |policy: &str| {
        let mut results = band.as_array().into_iter().flatten();
        let result = results
            .find(|result| result["of"] == policy)
            .expect("it is there");
        ["low", "high"].map(|end| result[end].as_f64().expect("a number"))
    };
    // A fallback lower by .4 makes Bob accept in .4 more of the runs, or .2 where he accepts in .8 anyway, and Ann accepts in
    // .3 to 1 of them.
    let [low, high] = ends("help");
    assert!(
        (0.05..0.16).contains(&low) && (0.24..0.42).contains(&high),
        "{low} {high}"
    );
    assert!(ends("idle").iter().all(|end| end.abs() < 1e-12));
    let rows = read("estimates.csv");
    let mut lines = rows.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let column = |name: &str| {
        head.iter()
            .position(|head| *head == name)
            .expect("a column")
    };
    let row = lines
        .find(|line| line.starts_with("help,,,agreement,"))
        .expect("a row");
    let row: Vec<&str> = row.split(',').collect();
    assert_eq!(row[column("difference-band-low")].parse(), Ok(low));
    assert_eq!(row[column("difference-band-high")].parse(), Ok(high));
    assert_eq!(row[column("band-low")], "");
    // So have signature and zone; no deal is signed without being agreed here.
    let of = |measure: &str, policy: &str| {
        let mut results = band.as_array().into_iter().flatten();
        let result = results.find(|result| result["measure"] == measure && result["of"] == policy);
        let result = result.unwrap_or_else(|| panic!("no {measure} of {policy}"));
        ["low", "high", "low-error"].map(|end| result[end].as_f64().expect("a number").to_bits())
    };
    assert_eq!(of("signed", "help"), of("agreement", "help"));
    assert_eq!(of("signed", ""), of("agreement", ""));
    let [_, high, error] = of("zone", "help").map(f64::from_bits);
    assert!(high - error <= 0.42, "{high}");
    assert!(
        words.contains("Signed, zone and packages over the ranges"),
        "{text}"
    );
    let rows = read("estimates.csv");
    let signed = rows
        .lines()
        .find(|line| line.starts_with("help,,,signed,"))
        .expect("a row");
    let signed: Vec<&str> = signed.split(',').collect();
    assert_eq!(
        signed[17..19].iter().filter(|end| !end.is_empty()).count(),
        2,
        "{signed:?}"
    );
    let plain = done(
        &place,
        "compare levers.toml --runs 2000 --no-rules --no-band --output plain",
    );
    let text = printed(&plain);
    assert!(
        !text.contains("over the ranges") && !text.contains("Over the ranges"),
        "{text}"
    );
}

/// A range that moves nothing tells nothing about levers: what is said of them is what their intervals say, which hold together.
#[test]
fn where_ranges_move_nothing_levers_are_judged_by_their_intervals() {
    let still = PRODUCT
        .replace(", range = [0.6, 0.9]", "")
        .replace(", range = [0.4, 0.8]", "");
    let fixed = LEVERS.replace("{ value = 0, range = [0, 3] }", "0");
    let noisy = fixed.replace(
        "reservation = 0.0",
        "reservation = { uniform = [-0.1, 0.1] }",
    );
    let place = place_with(&[("levers.toml", &format!("{still}{noisy}"))]);
    for seed in 1..=5 {
        let shown = done(
            &place,
            &format!("compare levers.toml --runs 500 --no-rules --seed {seed}"),
        );
        let text = printed(&shown);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let unsure = words.contains("Not distinguishable from no effect: `idle`");
        let said = words.contains("not beyond error, by `idle`");
        assert_eq!(unsure, said, "{text}");
    }
}

#[test]
fn too_few_runs_have_no_band_and_the_command_says_so() {
    let place = place_with(&[("product.toml", PRODUCT)]);
    for (runs, has_band) in [(63, false), (64, true), (65, true)] {
        let shown = done(&place, &format!("run product.toml --runs {runs}"));
        let (text, notes) = (printed(&shown), told(&shown));
        assert_eq!(text.contains("over the ranges"), has_band, "{runs}: {text}");
        assert_eq!(
            notes.contains("no band of assumptions"),
            !has_band,
            "{runs}: {notes}"
        );
    }
    for runs in ["0", "63", "131073", "x"] {
        refused(&place, &format!("run product.toml --band {runs}"));
    }
}

#[test]
fn ranges_that_lead_into_a_fault_are_refused_before_anything_is_written() {
    let text = format!(
        "{PRODUCT}\n[[driver]]\nid = \"front\"\nstart = 0.5\nlower = {{ value = 0, range = [-1, 0.9] }}\n\
         upper = {{ value = 1, range = [0.2, 2] }}\nprocess.random-walk = {{ drift = 0, sd = 0.1 }}\n"
    );
    let place = place_with(&[("product.toml", &text)]);
    let commands = [
        ("run product.toml --runs 1000", "--no-band"),
        ("sensitivity product.toml --samples 64", "--no-ranges"),
        ("discover product.toml --runs 1000", "--no-ranges"),
    ];
    for (command, without) in commands {
        let words = refused(&place, command);
        let remedy = if without == "--no-band" {
            "the band of assumptions out by `--no-band`"
        } else {
            "as written by `--no-ranges`"
        };
        for wanted in ["within the ranges of its numbers", remedy] {
            assert!(words.contains(wanted), "{wanted}: {words}");
        }
        assert_eq!(names(place.path()), ["product.toml"]);
    }
    for (command, without) in commands {
        done(&place, &format!("{command} {without}"));
    }
}

#[test]
fn a_check_counts_what_vouches_for_the_numbers() {
    let place = place_with(&[("product.toml", PRODUCT)]);
    let found = done(&place, "check product.toml --sources");
    let text = printed(&found);
    assert!(
        text.contains("of 9 numbers, 0 have a source, 9 an assumption, 0 neither; 2 have a range"),
        "{text}"
    );
}
