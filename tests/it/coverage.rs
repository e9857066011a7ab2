//! Intervals hold the truth as often as they say: every kind that the program prints, over many seeds.
//!
//! Truth is one long run under another seed, whose own error is a tenth of the intervals' or less, or a closed form. All rows
//! of all tables of estimates are looked at, so that a new measure is judged as soon as it is printed. The table of nominal
//! and actual coverage is printed:
//!
//! ```text
//! cargo test --release --test it -- coverage:: --include-ignored --nocapture
//! ```

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use zopa::experiment::compare::{CompareSettings, ComparedCells, Rule, compare};
use zopa::experiment::discovery::{Observation, Runs, Search, discover, observe};
use zopa::experiment::parameters::natural;
use zopa::experiment::precision::{for_difference, for_rate};
use zopa::experiment::sensitivity::{Index, Order, SensitivitySettings, sensitivity};
use zopa::experiment::sweep::{Hooks, SweepCells, play_sweep};
use zopa::experiment::{Measure, Study};
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::results::estimates::{of_comparison, of_sweep, of_tally};
use zopa::results::{Estimate, Estimates};
use zopa::scenario::{Source, parse, parse_sweep};
use zopa::simulation::measure::OF_RUNS;
use zopa::simulation::{
    PairedRates, Rate, RunSettings, Unwatched, count_runs, settle, theory_of_runs,
};

/// Seed of the long runs.
const TRUTH: u64 = 1_000_003;

/// Two issues in two packages, types of one party, a chamber that answers after a delay, and three levers.
const TALKS: &str = r#"
    format = 1
    title = "Two packages"
    assumption = "made up"
    clock = { rounds = 9, breakdown = 0.04 }
    protocol.alternating-offers = {}
    issue = [
      { id = "price", package = "money", options = [{ id = "low" }, { id = "middle" }, { id = "high" }] },
      { id = "date", package = "time", options = [{ id = "now" }, { id = "later" }] },
    ]
    package = [{ id = "money", title = "Money" }, { id = "time", title = "Time" }]
    [[party]]
    id = "buyer"
    role = "principal"
    discount = 0.97
    reservation = { uniform = [0.2, 0.75] }
    utility.price = { weight = { uniform = [0.5, 0.7] }, scores = [1, 0.6, 0] }
    utility.date = { weight = 0.4, scores = [1, 0] }
    strategy.concession.time-dependent = { exponent = 0.6 }
    [[party]]
    id = "seller"
    role = "principal"
    discount = 0.97
    reservation = { uniform = [0.2, 0.75] }
    utility.price = { weight = { uniform = [0.5, 0.7] }, scores = [0, 0.5, 1] }
    utility.date = { weight = 0.4, scores = [0.2, 1] }
    strategy.concession.time-dependent = { exponent = 0.6 }
    type = [
      { id = "soft", probability = 0.6 },
      { id = "hard", probability = 0.4, reservation = { uniform = [0.4, 0.8] } },
    ]
    [[stage]]
    id = "chamber"
    delay = 2
    on-failure = "end"
    reservation = 0.3
    approval.logit = { lambda = 8 }
    utility.price = { weight = 0.5, scores = [0, 0.6, 1] }
    utility.date = { weight = 0.5, scores = [1, 0.4] }
    [[leverage]]
    id = "push"
    actor = "seller"
    cost = { uniform = [0.0, 0.02] }
    effects = [{ party = "buyer", reservation = -0.15 }]
    use = "always"
    [[leverage]]
    id = "twist"
    actor = "buyer"
    effects = [{ party = "seller", reservation = -0.1 }, { party = "buyer", reservation = 0.03 }]
    use = { with-probability = 0.5 }
    [[leverage]]
    id = "nudge"
    actor = "buyer"
    effects = [{ party = "seller", reservation = -0.01 }]
    use = "never"
    [[plan]]
    id = "halves"
    title = "Halves"
    options = { price = "middle", date = "now" }
"#;

const SWEEP: &str = r#"
    format = 1
    scenario = "talks.toml"
    design = "full-factorial"
    runs = 10
    [[factor]]
    id = "deadline"
    path = "clock.rounds"
    levels = [5, 9]
    [[factor]]
    id = "breakdown"
    path = "clock.breakdown"
    levels = [0.02, 0.04, 0.15]
"#;

/// A reservation value that two uniform numbers add up to, with variances as 4 to 1; and talks that a breakdown of uniform
/// probability ends after one of two rounds, so that rounds are uniform noise against a uniform number.
const EXPLAINED: &str = r#"
    format = 1
    title = "Sums and products"
    assumption = "made up"
    clock = { rounds = 2, breakdown = { uniform = [0, 1] } }
    protocol.alternating-offers = {}
    issue = [{ id = "pie", options = [{ id = "a" }, { id = "b" }] }]
    driver = [{ id = "front", start = { uniform = [0, 0.1] }, process.random-walk = { drift = 0.0, sd = 0.0 } }]
    [[party]]
    id = "one"
    role = "principal"
    reservation = { uniform = [0.5, 0.7] }
    loads = { front = 1.0 }
    utility.pie = { weight = 1, scores = [1, 0] }
    [[party]]
    id = "other"
    role = "principal"
    reservation = 0.9
    utility.pie = { weight = 1, scores = [0, 1] }
"#;

fn compiled(text: &str) -> (Scenario, Game) {
    let loaded = parse("talks.toml", text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let game = Game::compile(&loaded.scenario).expect("it is small");
    (loaded.scenario, game)
}

fn source(text: &str) -> Source {
    Source {
        name: "talks.toml".to_owned(),
        text: text.to_owned(),
    }
}

fn settings(runs: u64, seed: u64) -> RunSettings {
    RunSettings {
        runs,
        seed,
        threads: None,
    }
}

/// How often intervals of each kind held the truth.
#[derive(Default)]
struct Coverage(BTreeMap<String, Held>);

struct Held {
    nominal: f64,
    /// Whether the intervals are as wide as independent estimates need, and no less: together they hold at least as often.
    at_least: bool,
    hits: u64,
    all: u64,
}

impl Coverage {
    fn add(&mut self, kind: &str, (nominal, at_least): (f64, bool), held: bool) {
        let found = self.0.entry(kind.to_owned()).or_insert(Held {
            nominal,
            at_least,
            hits: 0,
            all: 0,
        });
        found.hits += u64::from(held);
        found.all += 1;
    }

    /// Judges the values of a table by those of a long run, and its differences, each two or more of one measure together.
    fn judge(&mut self, of: &str, found: &Estimates, truth: &BTreeMap<Key, Estimate>) {
        let mut families: BTreeMap<(String, String, String), bool> = BTreeMap::new();
        for row in &found.rows {
            let Some(true_row) = truth.get(&key(row)) else {
                continue;
            };
            if let (Some(low), Some(high), Some(value)) = (row.low, row.high, true_row.value)
                && varies(true_row, row.runs)
            {
                self.add(&kind(of, row), (0.95, false), (low..=high).contains(&value));
            }
            let ends = row.difference_low.zip(row.difference_high);
            if let (Some((low, high)), Some(value)) = (ends, true_row.difference)
                && true_row.difference_se > Some(0.0)
            {
                let family = (row.rule.clone(), row.measure.clone(), row.of.clone());
                *families.entry(family).or_insert(true) &= (low..=high).contains(&value);
            }
        }
        for ((rule, measure, _), held) in families {
            let unit = if is_share(&measure) {
                "shares"
            } else {
                "means"
            };
            let rule = if rule.is_empty() {
                ""
            } else {
                " under other rules"
            };
            let kind = format!("{of}: differences of {unit}{rule}, all at once");
            self.add(&kind, (0.95, true), held);
        }
    }

    /// Prints the table and returns the kinds that are outside their bands.
    ///
    /// The intervals of a kind under one seed depend on each other: at worst a seed counts once, and the share held over S
    /// seeds has standard deviation √(c (1 − c)/S). The band is four such deviations and .01 more, for normal and score
    /// intervals approach their level only with many runs: the alarm is false at most once in 15,000 cases for each kind.
    #[expect(
        clippy::print_stdout,
        reason = "the table is what the slow test is run for"
    )]
    fn outside(&self, seeds: u64) -> Vec<String> {
        let mut outside = Vec::new();
        println!(
            "{:64} {:>8} {:>8} {:>9}",
            "interval of", "nominal", "actual", "intervals"
        );
        for (kind, found) in &self.0 {
            let actual = found.hits as f64 / found.all as f64;
            let nominal = found.nominal;
            println!("{kind:64} {nominal:8.3} {actual:8.3} {:9}", found.all);
            let band = 0.01 + 4.0 * libm::sqrt(nominal * (1.0 - nominal) / seeds as f64);
            let high = if found.at_least { 1.0 } else { nominal + band };
            if !(nominal - band..=high).contains(&actual) {
                outside.push(format!("{kind}: {actual:.3} where {nominal:.3} is said"));
            }
        }
        outside
    }
}

type Key = [String; 5];

fn key(row: &Estimate) -> Key {
    [&row.setting, &row.rule, &row.group, &row.measure, &row.of].map(Clone::clone)
}

fn by_key(estimates: Estimates) -> BTreeMap<Key, Estimate> {
    let rows = estimates.rows.into_iter();
    rows.map(|row| (key(&row), row)).collect()
}

fn is_share(measure: &str) -> bool {
    let line = OF_RUNS.iter().find(|line| line.name == measure);
    line.is_none_or(|line| line.unit().name() == "share")
}

/// Whether so many runs can be expected to show both sides of a share, five of each, or ten values of a mean; what never
/// varies is known without error.
fn varies(truth: &Estimate, runs: u64) -> bool {
    let value = truth.value.unwrap_or(0.0);
    if is_share(&truth.measure) {
        value.min(1.0 - value) * runs as f64 >= 5.0
    } else {
        truth.se > Some(0.0) && runs >= 5
    }
}

fn kind(of: &str, row: &Estimate) -> String {
    let share = is_share(&row.measure);
    let what = match row.measure.as_str() {
        "agreement-by" | "breakdown-by" => "survival by round",
        "in-force-by" => "in force by round",
        "option" => "terms of agreements",
        "failure" => "causes of failure",
        _ if share => "shares",
        _ => "means",
    };
    let group = if row.group.is_empty() {
        ""
    } else {
        ", by type"
    };
    let rule = if row.rule.is_empty() {
        ""
    } else {
        " under other rules"
    };
    format!("{of}: {what}{group}{rule}")
}

/// How much is played: seeds, runs under each, and runs of the truth.
#[derive(Clone, Copy)]
struct Size {
    seeds: u64,
    runs: u64,
    truth: u64,
}

fn of_runs(coverage: &mut Coverage, size: Size) {
    let (scenario, game) = compiled(TALKS);
    let estimates = |runs: u64, seed: u64| {
        let settings = settings(runs, seed);
        let mut on_batch = |_: u64, _: &[_]| ControlFlow::Continue(());
        let tally = count_runs(&scenario, &game, &settings, &Unwatched, &mut on_batch);
        let settled = settle(&scenario, &game, &settings, &Unwatched);
        of_tally(&tally, Some(&settled), None)
    };
    let truth = by_key(estimates(size.truth, TRUTH));
    for seed in 0..size.seeds {
        let found = estimates(size.runs, seed);
        coverage.judge("run", &found, &truth);
        // What a pilot says of the runs needed: at the truth, between its least and most.
        let row = found.row("agreement", "").expect("it is counted");
        let pilot = Rate::of_share(row.value.unwrap_or(0.0), row.runs);
        let share = truth[&key(row)].value.unwrap_or(0.0);
        let needed = for_rate(Rate::of_share(share, 1 << 40), 0.005).runs;
        let [low, high] = for_rate(pilot, 0.005).interval;
        coverage.add(
            "how-many: runs for a share",
            (0.95, false),
            (low..=high).contains(&needed),
        );
    }
}

fn of_theory(coverage: &mut Coverage, size: Size) {
    let (scenario, game) = compiled(TALKS);
    let estimates = |runs: u64, seed: u64| {
        let theory = theory_of_runs(&scenario, &game, 1_000, &settings(runs, seed), &Unwatched);
        of_tally(&theory.tally, Some(&theory.settlement), None)
    };
    let truth = by_key(estimates(size.truth, TRUTH));
    for seed in 0..size.seeds {
        coverage.judge("solve", &estimates(size.runs, seed), &truth);
    }
}

fn of_levers(coverage: &mut Coverage, size: Size) {
    let cells = ComparedCells::new(&source(TALKS), &[], &[], &Rule::ALL).expect("it has levers");
    let found = |runs: u64, seed: u64| {
        let settings = CompareSettings {
            runs: settings(runs, seed),
            half_width: 0.005,
        };
        let found = compare(&cells, &settings, None, &Unwatched).expect("nobody stops it");
        (found.comparison, found.tally)
    };
    let (truth, tally) = found(size.truth, TRUTH);
    let rows = by_key(of_comparison(&truth, &tally));
    for seed in 0..size.seeds {
        let (here, tally) = found(size.runs, seed);
        coverage.judge("compare", &of_comparison(&here, &tally), &rows);
        for (one, known) in here.effects.iter().zip(&truth.effects) {
            let (effect, real) = (&one.agreement, known.agreement.difference);
            if known.agreement.differs() {
                let [low, high] = effect.interval;
                let held = low <= real && real <= high;
                coverage.add("compare: differences, each by itself", (0.95, false), held);
            }
            let pairs = |effect: &zopa::experiment::compare::PairedEffect| {
                let (first, second) = (effect.only_with, effect.only_without);
                let both = effect.with.count - first;
                PairedRates {
                    both,
                    only_first: first,
                    only_second: second,
                    neither: effect.with.runs - both - first - second,
                }
            };
            if pairs(&known.agreement).discordant().value() * size.runs as f64 >= 5.0 {
                let needed = for_difference(&pairs(&known.agreement), 0.005).runs;
                let [low, high] = for_difference(&pairs(effect), 0.005).interval;
                let held = (low..=high).contains(&needed);
                coverage.add("how-many: pairs for a difference", (0.95, false), held);
            }
        }
        let ranked = |pair: &zopa::experiment::compare::PolicyPair| {
            let known = truth.ranking.pairs.iter().find_map(|known| {
                let same = (&known.upper, &known.lower) == (&pair.upper, &pair.lower);
                let turned = (&known.upper, &known.lower) == (&pair.lower, &pair.upper);
                same.then_some(known.difference)
                    .or_else(|| turned.then_some(-known.difference))
            });
            let [low, high] = pair.interval_all;
            known.is_some_and(|known| low <= known && known <= high)
        };
        let held = here.ranking.pairs.iter().all(ranked);
        coverage.add("compare: pairs of ranks, all at once", (0.95, true), held);
        for (split, known) in here.splits.iter().zip(&truth.splits) {
            let known = known.interaction.value().unwrap_or(0.0);
            if let Some([low, high]) = split.interaction.interval(0.95) {
                let held = low <= known && known <= high;
                coverage.add(
                    "compare: interaction of a lever's parts",
                    (0.95, false),
                    held,
                );
            }
        }
    }
}

fn of_cells(coverage: &mut Coverage, size: Size) {
    let sweep = Source {
        name: "sweep.toml".to_owned(),
        text: SWEEP.to_owned(),
    };
    let estimates = |runs: u64, seed: u64| {
        let mut sweep = parse_sweep(&sweep, &|_| Ok(source(TALKS)))
            .unwrap_or_else(|problems| panic!("{problems}"));
        sweep.seed = seed;
        sweep.length = zopa::scenario::Length::Runs(runs);
        let cells = SweepCells::new(sweep, None).unwrap_or_else(|error| panic!("{error}"));
        let mut hooks = Hooks {
            share: None,
            is_stored: &|_| false,
            read: &mut |_| None,
            rows: &|_, _, _, _| Vec::new(),
            keep: &mut |_| ControlFlow::Continue(()),
        };
        let played = play_sweep(&cells, None, &Unwatched, &mut hooks);
        of_sweep(&cells.layout, &played.sheet)
    };
    let truth = by_key(estimates(size.truth, TRUTH));
    for seed in 0..size.seeds {
        coverage.judge("sweep", &estimates(size.runs, seed), &truth);
    }
}

fn of_indices(coverage: &mut Coverage, size: Size) {
    let (scenario, game) = compiled(EXPLAINED);
    let mut study = Study::of(&scenario, game);
    study.drawn = study.drawn.independent();
    let groups = natural(&study.drawn);
    // Alone, in all, by interaction; of reservation, breakdown, driver and noise.
    let third = 1.0 / 3.0;
    let nothing = [0.0; 3];
    let both = [third, 2.0 * third, third];
    let cases = [
        ("rounds", [nothing, both, nothing, both]),
        (
            "reservation.one",
            [[0.8, 0.8, 0.0], nothing, [0.2, 0.2, 0.0], nothing],
        ),
    ];
    let paths: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(
        paths,
        ["party.one.reservation", "clock.breakdown", "driver.front"]
    );
    for (measure, truths) in cases {
        let of = Measure::named(&scenario, measure).expect("it is known");
        for seed in 0..size.seeds {
            let settings = SensitivitySettings {
                samples: 256,
                runs_per_sample: 1,
                order: Order::Second,
                seed,
                threads: None,
            };
            let found = sensitivity(&study, &groups, &of, &settings, None, &Unwatched);
            let factors = found.factors.as_ref().expect("it varies");
            let held = |(index, truth): (Index, f64)| {
                let [low, high] = index.interval;
                // What has no influence has exactly none.
                let is_known = [truth, low, high].iter().all(|end| end.abs() < 1e-300);
                (!is_known).then_some(low - 1e-12 <= truth && truth <= high + 1e-12)
            };
            let mut add = |kind: &str, at_least: bool, held: bool| {
                let kind = format!("sensitivity: {kind}, {measure}");
                coverage.add(&kind, (0.95, at_least), held);
            };
            let orders = || factors.iter().zip(truths);
            for (factor, truth) in orders() {
                if let Some(held) = held((factor.first, truth[0])) {
                    add("first order", false, held);
                }
                if let Some(held) = held((factor.total, truth[1])) {
                    add("total order", false, held);
                }
            }
            let sum: f64 = truths.iter().map(|truth| truth[0]).sum();
            let first_sum = found.first_sum.expect("it varies");
            let sum = held((first_sum, sum)).expect("it is uncertain");
            add("sum of first orders", false, sum);
            let interactions = orders().map(|(factor, truth)| (factor.interaction, truth[2]));
            let together = interactions.filter_map(held).all(|held| held);
            add("interactions, all at once", true, together);
            let pairs = found.second_order.iter().flatten().map(|pair| {
                let is_it = pair.factors == ["clock.breakdown", "noise"] && measure == "rounds";
                (pair.second, if is_it { third } else { 0.0 })
            });
            let together = pairs.filter_map(held).all(|held| held);
            add("second order, all at once", true, together);
        }
    }
}

fn of_boxes(coverage: &mut Coverage, size: Size) {
    let (scenario, game) = compiled(TALKS);
    let study = Study::of(&scenario, game);
    let measure = Measure::yes_no(&scenario, "agreement").expect("it is known");
    let observed = |runs: u64, seed: u64| {
        let observation = Observation {
            measure: &measure,
            wanted: true,
            when: String::new(),
            ranges: Vec::new(),
            settings: settings(runs, seed),
        };
        observe(&study, &observation, &Unwatched)
    };
    let truth = observed(size.truth, TRUTH);
    for seed in 0..size.seeds {
        let (found, _) = discover(
            &observed(4 * size.runs, seed),
            &Search::default(),
            &Unwatched,
        );
        let Some(first) = found.boxes.first() else {
            continue;
        };
        let inside = |runs: &Runs<'_>, run: usize| {
            first.limits.iter().all(|limit| {
                let mut columns = runs.columns.iter();
                let place = columns.position(|column| column.path == limit.parameter);
                let place = place.expect("it is drawn");
                let column = &runs.columns[place];
                let number = u32::try_from(run).expect("few runs");
                let value = runs.column(place, &[number])[0];
                limit.low.is_none_or(|low| low <= value)
                    && limit.high.is_none_or(|high| value <= high)
                    && limit.categories.as_ref().is_none_or(|kept| {
                        let mut choices = (0_u32..).zip(&column.choices);
                        choices.any(|(place, choice)| {
                            f64::from(place).total_cmp(&value).is_eq() && kept.contains(&choice.id)
                        })
                    })
            })
        };
        let (mut hits, mut all, mut interesting) = (0_u64, 0_u64, 0_u64);
        for run in 0..truth.interesting.len() {
            interesting += u64::from(truth.interesting[run]);
            if inside(&truth, run) {
                all += 1;
                hits += u64::from(truth.interesting[run]);
            }
        }
        let counts = &first.held_out;
        let runs = truth.interesting.len() as u64;
        for (rate, hits, all) in [
            (counts.density_rate(), hits, all),
            (counts.coverage_rate(), hits, interesting),
            (counts.mass_rate(), all, runs),
        ] {
            let ([low, high], share) = (rate.interval(), hits as f64 / all as f64);
            coverage.add(
                "discover: density, coverage, mass of a box",
                (0.95, false),
                low <= share && share <= high,
            );
        }
    }
}

fn judged(size: Size) -> (Coverage, Vec<String>) {
    let mut coverage = Coverage::default();
    for part in [
        of_runs, of_theory, of_levers, of_cells, of_indices, of_boxes,
    ] {
        part(&mut coverage, size);
    }
    let outside = coverage.outside(size.seeds);
    (coverage, outside)
}

/// A few seeds in passing: whatever is grossly wrong shows.
#[test]
fn intervals_hold_the_truth_in_a_few_seeds() {
    let (coverage, outside) = judged(Size {
        seeds: 16,
        runs: 100,
        truth: 2_500,
    });
    assert!(coverage.0.len() > 25, "every kind of interval is looked at");
    assert_eq!(outside, Vec::<String>::new());
}

#[test]
#[ignore = "slow: minutes"]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let (_, outside) = judged(Size {
        seeds: 400,
        runs: 400,
        truth: 60_000,
    });
    assert_eq!(outside, Vec::<String>::new());
}
