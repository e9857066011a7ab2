//! The figures of sweeps, sensitivity and discovery: no words overlap, leave the sheet or are cut, and no sheet is too tall.

use crate::experiment::Titled;
use crate::experiment::discovery::{BoxCounts, BoxLimit, BoxSearch, FoundBox, SearchEnd};
use crate::experiment::sensitivity::{FactorIndices, Index, SobolIndices};
use crate::report::chart::{Chart, Sheet};
use crate::report::figure::boxes::boxes;
use crate::report::figure::factor::factor;
use crate::report::figure::sobol::sobol;
use crate::report::figure::sweeps::{heat_map, tornado};
use crate::report::figure::tests::invented::{Names, long, one_at_a_time, spread};
use crate::report::figure::tests::print::{assert_apart, assert_fits, draw_on_all};
use crate::report::swept::{PlayedCell, Swept};

/// A name of usual length, 60 letters and more.
fn usual(number: usize) -> String {
    format!("No. {number}, a usual name of things that are negotiated among states")
}

/// Draws on all sheets as [`draw_on_all`] does; besides no sheet may be taller than it is allowed to be, and with usual names
/// nothing is cut.
fn draw_well(name: &str, names: Names, chart: &Chart) {
    draw_on_all(name, chart);
    for sheet in Sheet::ALL {
        let figure = chart.draw(Some(sheet));
        assert_eq!(
            figure,
            chart.draw(Some(sheet)),
            "{name}: the same bytes twice"
        );
        for (name, page) in figure.named(name) {
            assert_fits(&format!("{name} on {sheet:?}"), page);
            let is_usual = names(0) == usual(0);
            assert!(!is_usual || !page.contains('…'), "{name} on {sheet:?}");
        }
    }
}

const NAMES: [Names; 2] = [usual, long];

fn indices(factors: Vec<FactorIndices>) -> SobolIndices {
    SobolIndices {
        title: "Talks".to_owned(),
        of: "agreement".to_owned(),
        seed: 7,
        samples: 1_024,
        samples_asked: 1_024,
        runs_per_sample: 4,
        replicates: 16,
        mean: Some(0.5),
        variance: Some(0.2),
        noise_share: Some(0.1),
        factors: Some(factors),
        sides: None,
        first_sum: None,
        second_order: None,
        doubts: Vec::new(),
    }
}

#[test]
fn indices_of_many_numbers_keep_apart_and_the_least_are_left_out() {
    for (count, names) in [(1, 0), (3, 1), (40, 0), (40, 1)] {
        let index = |number: usize, scale: f64| {
            let value = scale * (spread(number) - 0.1);
            Index {
                value,
                interval: [value - 0.2, value + 0.3],
            }
        };
        let row = |number| FactorIndices {
            factor: format!("party.{number}.type"),
            title: NAMES[names](number),
            paths: vec![format!("party.{number}.type")],
            first: index(number, 0.5),
            total: index(number, 1.0),
            interaction: index(number, 0.5),
        };
        let found = indices((0..count).map(row).collect());
        let chart = sobol(&found).expect("something varied");
        let chart = Chart {
            title: long(0),
            ..chart
        };
        draw_well("sobol", NAMES[names], &chart);
        let figure = chart.draw(None);
        assert_eq!(figure.pages.len() > 1, count == 40);
        let svg = figure.pages.concat();
        for row in found.factors.iter().flatten() {
            let words = row.title.split(',').next().expect("a number");
            assert!(svg.contains(words), "{words}");
        }
    }
}

#[test]
fn numbers_of_no_influence_are_left_out_and_counted() {
    let row = |number: usize, [value, high]: [f64; 2]| {
        let index = Index {
            value,
            interval: [0.0, high],
        };
        FactorIndices {
            factor: format!("party.p{number}"),
            title: format!("Party {number}"),
            paths: vec![format!("party.p{number}")],
            first: index,
            total: index,
            interaction: index,
        }
    };
    let found = indices(vec![
        row(1, [0.5, 0.6]),
        row(2, [0.003, 0.0049]),
        row(3, [0.002, 0.006]),
        row(4, [0.0, 0.0]),
    ]);
    let figure = sobol(&found).expect("something varied").draw(None);
    let svg = figure.pages.concat();
    assert!(svg.contains("Left out: 2 numbers"));
    for (number, drawn) in [(1, true), (2, false), (3, true), (4, false)] {
        assert_eq!(svg.contains(&format!("Party {number}")), drawn, "{number}");
    }
    let factors: Vec<&str> = figure.data.lines().skip(1).collect();
    assert!(factors[1].starts_with("party.p1,Party 1,total,0.5,"));
    assert_eq!(factors.len(), 4);
}

fn found_box(limits: usize, names: Names) -> FoundBox {
    let choice = |number: usize, many: usize| Titled {
        id: format!("kind{number}"),
        title: names(many + number),
    };
    let limit = |number: usize| BoxLimit {
        parameter: format!("party.side-{number}.reservation"),
        title: names(number),
        range: (number % 3 != 2).then_some([-0.5, 12.5]),
        low: (number.is_multiple_of(2)).then_some(0.123_456),
        high: (number % 4 != 2).then_some(7.0),
        categories: Some(["kind0", "kind2"].map(str::to_owned).into()),
        choices: Some(
            (0..number.min(4))
                .map(|item| choice(item, number))
                .collect(),
        ),
        quasi_p: 0.01,
    };
    let counts = BoxCounts {
        runs: 500,
        interesting: 40,
        inside: 12,
        hits: 10,
        coverage: 0.25,
        density: 0.83,
        mass: 0.024,
        base: 0.08,
        effects: None,
    };
    FoundBox {
        limits: (0..limits).map(limit).collect(),
        held_out: counts,
        training: counts,
        p_value: 0.001,
    }
}

fn search(when: String, boxes: Vec<FoundBox>) -> BoxSearch {
    BoxSearch {
        title: "Talks".to_owned(),
        of: "agreement".to_owned(),
        when,
        seed: 7,
        runs: 1_000,
        interesting: 80,
        runs_of_point: None,
        effect: None,
        mass_min: 0.05,
        density_min: None,
        boxes,
        ending: SearchEnd::Enough,
        not_confirmed: None,
    }
}

#[test]
fn boxes_of_many_limits_keep_apart() {
    for names in NAMES {
        for limits in [[0, 1], [9, 3], [2, 14]] {
            let all = BoxSearch {
                title: long(0),
                ..search(
                    format!("the last refusal is of “{}”", names(3)),
                    limits.map(|limits| found_box(limits, names)).into(),
                )
            };
            draw_well("boxes", names, &boxes(&all).expect("there are boxes"));
        }
    }
}

#[test]
fn a_box_tells_its_limits_and_all_that_could_be_chosen() {
    let choice = |id: &str| Titled {
        id: id.to_owned(),
        title: format!("The {id} one"),
    };
    let limit = |title: &str, range, high| BoxLimit {
        parameter: title.to_lowercase(),
        title: title.to_owned(),
        range,
        low: None,
        high,
        categories: None,
        choices: None,
        quasi_p: 0.01,
    };
    let found = FoundBox {
        limits: vec![
            limit("Weight", Some([0.5, 0.75]), Some(0.62)),
            BoxLimit {
                categories: Some(vec!["soft".to_owned()]),
                choices: Some(vec![choice("hard"), choice("soft")]),
                ..limit("Type", None, None)
            },
        ],
        ..found_box(0, usual)
    };
    let all = search("talks agree".to_owned(), vec![found]);
    let figure = boxes(&all).expect("there is a box").draw(None);
    let svg = figure.pages.concat();
    for words in [
        "When talks agree: boxes found by PRIM",
        "at most 0.620, of",
        "0.500 to 0.750",
        "The hard one",
        "The soft one",
        "83.3 % [55.2, 95.3]",
        "all runs",
        "8.0 % [5.9, 10.7]",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(figure.data.contains("\n1,type,Type,,,,,,hard,false,"));
    assert!(figure.data.contains("\n1,type,Type,,,,,,soft,true,"));
}

/// A full factorial of words down and numbers across.
fn crossed(levels: usize, name: Names) -> Swept {
    let mut swept = one_at_a_time(2, name);
    swept.layout.design = "full-factorial".to_owned();
    let cell = |number: usize| {
        let (level, value) = (number / 3, 6 << (number % 3));
        // Rates that end close to one another push their names about.
        let rate = 0.3 + 0.02 * spread(number);
        PlayedCell {
            labels: vec![Some(name(level)), Some(value.to_string())],
            runs: 500,
            rate,
            interval: [rate - 0.04, rate + 0.04],
            ..PlayedCell::default()
        }
    };
    swept.cells = (0..3 * levels).map(cell).collect();
    swept
}

#[test]
fn figures_of_sweeps_keep_their_words_apart() {
    for names in NAMES {
        for factors in [1, 2, 20] {
            let swept = one_at_a_time(factors, names);
            let chart = tornado(&swept).expect("the first cell is the scenario");
            draw_well("tornado", names, &chart);
            let chart = factor(&swept).expect("its levels are numbers");
            draw_well("factor", names, &chart);
        }
        for levels in [1, 2, 5] {
            let chart = factor(&crossed(levels, names)).expect("one factor has numbers");
            draw_well("factor", names, &chart);
        }
        assert!(factor(&crossed(6, names)).is_none());
    }
}

#[test]
fn heat_maps_keep_their_words_apart() {
    for names in NAMES {
        for (rows, columns) in [(2, 2), (3, 9), (9, 3), (12, 12)] {
            let cell = |number: usize| PlayedCell {
                labels: [number / columns, number % columns]
                    .map(|level| Some(names(level)))
                    .into(),
                rate: spread(number % columns),
                interval: [0.1, 1.0],
                ..crossed(1, names).cells.remove(0)
            };
            let swept = Swept {
                cells: (0..rows * columns).map(cell).collect(),
                ..crossed(1, names)
            };
            // Twelve names of usual length have no room beside and above the cells of a column.
            let asked: Names = if rows * columns > 27 { long } else { names };
            let chart = heat_map(&swept).expect("every pair of levels is a cell");
            draw_well("heat map", asked, &chart);
        }
    }
}

#[test]
fn the_tornado_draws_paired_intervals_about_the_scenario() {
    let swept = one_at_a_time(3, usual);
    let chart = tornado(&swept).expect("it can be drawn");
    let figure = chart.draw(None);
    assert_apart("tornado", &figure.pages[0]);
    assert!(chart.caption.contains("paired intervals"));
    let mut ranges: Vec<(String, [f64; 2])> = Vec::new();
    for line in figure.data.lines().skip(2) {
        let factor = line.split(',').next().expect("a factor").to_owned();
        let numbers: Vec<f64> = line
            .rsplit(',')
            .skip(2)
            .take(6)
            .map(|item| item.parse().expect("a number"))
            .collect();
        let [high, low, difference, _, _, rate] = numbers[..] else {
            panic!("six numbers: {line}");
        };
        assert!((rate - difference - swept.cells[0].rate).abs() < 1e-12);
        assert!((high - low - 0.04).abs() < 1e-12);
        match ranges.last_mut() {
            Some((last, ends)) if *last == factor => *ends = [ends[0].min(rate), ends[1].max(rate)],
            _ => ranges.push((factor, [rate, rate])),
        }
    }
    let widths: Vec<f64> = ranges.iter().map(|(_, [low, high])| high - low).collect();
    assert_eq!(widths.len(), 3);
    assert!(
        widths.windows(2).all(|pair| pair[0] >= pair[1]),
        "{widths:?}"
    );
}
