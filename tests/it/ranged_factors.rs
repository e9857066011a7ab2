//! Ranges of assumptions as factors of `sensitivity` and as limits of boxes.

use std::fs;
use std::path::Path;

use zopa::experiment::parameters::{natural, natural_ranges};
use zopa::experiment::sensitivity::{
    FactorIndices, Order, SensitivitySettings, SobolIndices, judge, sensitivity,
};
use zopa::experiment::{InRanges, Measure, Study};
use zopa::simulation::Unwatched;

use crate::ranges::{PRODUCT, loaded};
use crate::tool::{done, names, place_with, printed, refused};

/// Indices of agreement in some talks, every number with a range a factor.
fn indices(text: &str, samples: u32, order: Order, seed: u64) -> SobolIndices {
    let (source, loaded) = loaded(text);
    let study = Study::in_ranges(InRanges::of(&source, &[], &loaded));
    let mut study = study.unwrap_or_else(|error| panic!("{error}"));
    study.drawn = study.drawn.independent();
    let groups = [natural(&study.drawn), natural_ranges(study.ranged())].concat();
    let measure = Measure::named(&loaded.scenario, "agreement").expect("it is known");
    let settings = SensitivitySettings {
        samples,
        runs_per_sample: 1,
        order,
        seed,
        threads: None,
    };
    judge(&study, &groups, &settings, &|| {}).unwrap_or_else(|error| panic!("{error}"));
    sensitivity(&study, &groups, &measure, &settings, None, &Unwatched)
}

/// What the indices of [`PRODUCT`] are: first and total order of each fallback, of each range, of all ranges, of nature.
///
/// With a and b the scores, u and v the fallbacks, talks agree where u < a and v < b, so that y² = y has the mean E[a] E[b]. What
/// is known about y when some of the four are is the product of what is known about each half: of a half of which nothing is
/// known E[a], of which a is known a, of which u is known P(a > u). Its mean square is E[a]², E[a²], and E[P(a > u)²] = E[min(a,
/// a′)], a′ another a, and where all is known E[a]. For a uniform on l..h these are l + (h − l)/2 and so on.
fn truths() -> Vec<(&'static str, [f64; 2])> {
    // Mean squares where nothing is known of a half, its range, its fallback, both.
    let half = |[low, high]: [f64; 2]| {
        let (mean, width) = (f64::midpoint(low, high), high - low);
        [
            mean * mean,
            mean * mean + width * width / 12.0,
            low + width / 3.0,
            mean,
        ]
    };
    let (ann, bob) = (half([0.6, 0.9]), half([0.4, 0.8]));
    let (least, all) = (ann[0] * bob[0], ann[3] * bob[3]);
    let share = |square: f64| (square - least) / (all - least);
    let of = |[alone, others]: [[usize; 2]; 2]| {
        [
            share(ann[alone[0]] * bob[alone[1]]),
            1.0 - share(ann[others[0]] * bob[others[1]]),
        ]
    };
    vec![
        ("party.ann.reservation", of([[2, 0], [1, 3]])),
        ("party.bob.reservation", of([[0, 2], [3, 1]])),
        (
            "party.ann.utility.deal.scores.0 (range)",
            of([[1, 0], [2, 3]]),
        ),
        (
            "party.bob.utility.deal.scores.0 (range)",
            of([[0, 1], [3, 2]]),
        ),
        ("ranges", of([[1, 1], [2, 2]])),
        ("nature", of([[2, 2], [1, 1]])),
    ]
}

fn all(found: &SobolIndices) -> impl Iterator<Item = &FactorIndices> {
    let sides = found.sides.iter().flatten();
    found.factors.iter().flatten().chain(sides)
}

/// The indices of a known product lie within their stated intervals of the true ones.
///
/// Of 40 seeds with twelve indices each, all of one seed alike at worst, the share of intervals that hold the truth has a standard
/// deviation of √(.95 · .05/40) = .034 at most; .84 is 3.2 below .95, which chance comes to once in 1,400 trials.
#[test]
fn indices_of_ranges_are_those_of_the_closed_form() {
    let (mut held, mut count) = (0, 0);
    for seed in 0..40 {
        let found = indices(PRODUCT, 128, Order::FirstAndTotal, seed);
        for (name, truth) in truths() {
            let mut found = all(&found);
            let factor = found.find(|factor| factor.factor == name);
            let factor = factor.unwrap_or_else(|| panic!("no factor {name}"));
            for (index, truth) in [factor.first, factor.total].iter().zip(truth) {
                let [low, high] = index.interval;
                held += u32::from(low <= truth && truth <= high);
                count += 1;
            }
        }
    }
    let share = f64::from(held) / f64::from(count);
    assert!((0.84..=1.0).contains(&share), "{share}");
}

/// A fallback is drawn, and its centre lies somewhere: two factors, each with its share, that only add up.
///
/// y = u + c with u uniform on ±.05 and c on .3..0.6, so that c makes 9/10 of the variance of the fallback. The seed is one of the 95
/// in 100 of which an interval holds the truth.
#[test]
fn a_number_that_is_drawn_and_has_a_range_is_two_factors() {
    let text = PRODUCT.replacen(
        "{ uniform = [0, 1] }",
        "{ uniform = [0.4, 0.5], range = [0.3, 0.6] }",
        1,
    );
    let place = place_with(&[("talks.toml", &text)]);
    done(
        &place,
        "sensitivity talks.toml --of reservation.ann --samples 1024 --runs-per-sample 1 --output found",
    );
    let found = json(&place.path().join("found/sensitivity.json"));
    let of = |name: &str| {
        let factors = found["factors"].as_array().into_iter().flatten();
        let factor = factors.clone().find(|factor| factor["factor"] == name);
        factor
            .cloned()
            .unwrap_or_else(|| panic!("no factor {name}"))
    };
    for (name, title, share) in [
        ("party.ann.reservation", "ann: reservation value", 0.1),
        (
            "party.ann.reservation (range)",
            "ann: reservation value, centre",
            0.9,
        ),
    ] {
        let factor = of(name);
        assert_eq!(factor["title"], title);
        for order in ["first", "total"] {
            let [low, high] = [0, 1].map(|end| factor[order]["interval"][end].as_f64());
            let (low, high) = (low.expect("a number"), high.expect("a number"));
            assert!(
                low <= share && share <= high,
                "{name} {order}: {low} to {high}"
            );
            assert!(high - low < 0.2, "{name} {order}: {low} to {high}");
        }
    }
    assert_eq!(
        of("party.bob.utility.deal.scores.0 (range)")["title"],
        "bob: score of “yes”, range"
    );
}

fn json(path: &Path) -> serde_json::Value {
    let text = fs::read_to_string(path).expect("written");
    serde_json::from_str(&text).expect("JSON")
}

/// Eight issues, four of which the only deal worth anything gives to the buyer, who walks away below four tenths: with weights
/// close to their centres that hardly ever happens. Only how far weights spread has a range.
fn freeze() -> String {
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let issue = |id: &str| {
        format!("{{ id = \"{id}\", options = [{{ id = \"yes\" }}, {{ id = \"no\" }}] }}")
    };
    let issues: Vec<String> = ids.iter().map(|id| issue(id)).collect();
    let utility = |gets: &dyn Fn(usize) -> bool| -> String {
        let lines = ids.iter().enumerate().map(|(place, id)| {
            let scores = if gets(place) { "[1, 0]" } else { "[0, 0]" };
            format!("utility.{id} = {{ weight = 0.125, scores = {scores} }}\n")
        });
        lines.collect()
    };
    format!(
        "format = 1\ntitle = \"A freeze\"\nassumption = \"made up\"\nclock.rounds = 1\n\
         protocol.alternating-offers.order = [\"buyer\", \"seller\"]\nissue = [{}]\n\
         [[party]]\nid = \"buyer\"\nrole = \"principal\"\nreservation = 0.4\n\
         weight-concentration = {{ value = 20, range = [4, 80] }}\n{}\n\
         [[party]]\nid = \"seller\"\nrole = \"principal\"\nreservation = 0.1\n{}",
        issues.join(", "),
        utility(&|place| place < 4),
        utility(&|_| true),
    )
}

#[test]
fn a_spread_that_makes_a_freeze_is_found_by_both() {
    let place = place_with(&[("freeze.toml", &freeze())]);
    let range = "party.buyer.weight-concentration (range)";
    done(
        &place,
        "sensitivity freeze.toml --samples 4096 --runs-per-sample 1 --output indices",
    );
    let found = json(&place.path().join("indices/sensitivity.json"));
    let mut factors = found["factors"].as_array().into_iter().flatten();
    let factor = factors
        .find(|factor| factor["factor"] == range)
        .expect("it is a factor");
    for order in ["first", "total"] {
        let low = factor[order]["interval"][0].as_f64().expect("a number");
        assert!(low > 0.0, "{factor}");
    }
    assert_eq!(factor["title"], "buyer: weight concentration, range");
    let shown = done(
        &place,
        "discover freeze.toml --not --parameters party.buyer.weight-concentration --output boxes",
    );
    let text = printed(&shown);
    assert!(text.contains("8 runs at each"), "{text}");
    let found = json(&place.path().join("boxes/discovery.json"));
    let limits = found["boxes"][0]["limits"].as_array().into_iter().flatten();
    let limit = limits.clone().find(|limit| limit["parameter"] == range);
    let limit = limit.unwrap_or_else(|| panic!("{text}"));
    assert!(
        limit["high"].as_f64().expect("an end") < 60.0 && limit["low"].is_null(),
        "{limit}"
    );
}

/// The files of a folder but for what says how and when they were made.
fn files(folder: &Path) -> Vec<(String, String)> {
    let kept = names(folder).into_iter().filter(|name| {
        let is_text = Path::new(name)
            .extension()
            .is_some_and(|ending| ending == "csv" || ending == "json");
        is_text && !["manifest.json"].contains(&name.as_str())
    });
    kept.map(|name| {
        let text = fs::read_to_string(folder.join(&name)).expect("written");
        (name, text)
    })
    .collect()
}

#[test]
fn ranges_are_the_same_on_any_threads_and_left_out_when_asked() {
    let stripped = PRODUCT
        .replace(", range = [0.6, 0.9]", "")
        .replace(", range = [0.4, 0.8]", "");
    let place = place_with(&[("product.toml", PRODUCT), ("plain.toml", &stripped)]);
    for command in [
        "sensitivity FILE --samples 72 --points --second-order",
        "discover FILE --runs 3000 --drawn",
    ] {
        let of = |file: &str, more: &str| {
            let command = command.replace("FILE", file);
            done(&place, &format!("{command} {more} --output out"));
            let found = files(&place.path().join("out"));
            fs::remove_dir_all(place.path().join("out")).expect("it is there");
            found
        };
        let found = of("product.toml", "--threads 1");
        assert!(found.len() >= 5);
        assert_eq!(found, of("product.toml", "--threads 3"), "{command}");
        let plain = of("plain.toml", "");
        assert_ne!(found, plain, "{command}");
        assert_eq!(of("product.toml", "--no-ranges"), plain, "{command}");
    }
}

#[test]
fn numbers_with_a_range_are_named_by_their_paths() {
    let place = place_with(&[("product.toml", PRODUCT)]);
    let factors = |options: &str, output: &str| -> Vec<String> {
        let command = format!("sensitivity product.toml --samples 8 {options} --output {output}");
        done(&place, &command);
        let found = json(&place.path().join(output).join("sensitivity.json"));
        let factors = found["factors"].as_array().into_iter().flatten();
        factors
            .map(|factor| factor["factor"].as_str().expect("a name").to_owned())
            .collect()
    };
    let ann = "party.ann.utility.deal.scores.0 (range)";
    let bob = "party.bob.utility.deal.scores.0 (range)";
    assert_eq!(
        factors("", "all"),
        [
            "party.ann.reservation",
            "party.bob.reservation",
            ann,
            bob,
            "noise"
        ]
    );
    assert_eq!(
        factors("--parameters party.ann", "ann"),
        [
            "party.ann",
            "party.ann (range)",
            "others",
            "others (range)",
            "noise"
        ]
    );
    assert_eq!(
        factors(
            "--parameters party.bob.utility --group both=party.ann",
            "both"
        ),
        [
            "party.bob.utility (range)",
            "both",
            "both (range)",
            "others",
            "noise"
        ]
    );
    let words = refused(
        &place,
        "sensitivity product.toml --parameters party.ann --group x=party.ann.utility",
    );
    assert!(words.contains("would count twice"), "{words}");
    let words = refused(&place, "sensitivity product.toml --group ranges=party.ann");
    assert!(words.contains("`ranges` is a factor of its own"), "{words}");
    done(
        &place,
        "sensitivity product.toml --samples 8 --group ranges=party.ann --no-ranges --output other",
    );
    // A number may be named with its ending, which leaves out what nature draws there.
    done(
        &place,
        "discover product.toml --runs 800 --drawn --output boxes --parameters party.bob.reservation,party.bob.utility",
    );
    let drawn = fs::read_to_string(place.path().join("boxes/drawn.csv")).expect("written");
    let mut lines = drawn.lines();
    assert_eq!(
        lines.next(),
        Some(&*format!("run,agreement,party.bob.reservation,{bob}"))
    );
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    for (run, row) in rows.iter().enumerate() {
        assert_eq!(row[3], rows[run / 8 * 8][3]);
        let value: f64 = row[3].parse().expect("a number");
        assert!((0.4..=0.8).contains(&value));
        assert_eq!(
            run % 8 == 0,
            row[2] == rows[run / 8 * 8][2],
            "nature draws anew"
        );
    }
    assert_ne!(rows[0][3], rows[8][3]);
}

/// Whole numbers, probabilities of types and of a lever that may be certain, the rounds of a driver.
#[test]
fn every_kind_of_number_may_lie_in_a_range() {
    let text = PRODUCT
        .replace(
            "clock.rounds = 1",
            "clock.rounds = { value = 2, range = [1, 4] }",
        )
        .replacen(
            "reservation = { uniform = [0, 1] }",
            "reservation = { uniform = [0, 1], range = [0.4, 0.6] }\n\
             type = [{ id = \"soft\", probability = { value = 1, range = [0.5, 1] } },\n\
             { id = \"hard\", probability = 0, reservation = 0.9 }]",
            1,
        );
    let more = "\n[[driver]]\nid = \"front\"\nstart = 0\nprocess.random-walk = { drift = 0, sd = 0.1 }\n\
                \n[[leverage]]\nid = \"push\"\nactor = \"ann\"\neffects = [{ party = \"bob\", reservation = -0.2 }]\n\
                use.with-probability = { value = 1, range = [0, 1] }\n";
    let place = place_with(&[("talks.toml", &format!("{text}{more}"))]);
    done(
        &place,
        "sensitivity talks.toml --samples 64 --second-order --points --output indices",
    );
    let found = json(&place.path().join("indices/sensitivity.json"));
    let factors = found["factors"].as_array().into_iter().flatten();
    let names: Vec<&str> = factors
        .filter_map(|factor| factor["factor"].as_str())
        .collect();
    for name in [
        "party.ann.type",
        "leverage.push",
        "driver.front",
        "clock.rounds (range)",
        "party.ann.type.soft.probability (range)",
        "party.ann.reservation (range)",
        "leverage.push.use.with-probability (range)",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    done(
        &place,
        "discover talks.toml --runs 2000 --drawn --output boxes",
    );
}
