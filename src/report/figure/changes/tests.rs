use super::{Change, changes_chart, of_cells, of_levers};
use crate::experiment::compare::{
    Comparison, PairedEffect, PolicyEffect, PolicyKind, PolicyRanking, Robust,
};
use crate::experiment::sweep::{FactorLayout, Layout, Stop};
use crate::report::chart::{Body, Chart, Row, Rows};
use crate::report::swept::{PlayedCell, Swept};
use crate::results::ById;
use crate::simulation::{PairedRates, Rate};

/// A policy that some of 1,000 runs agree with only, or without it only; 100 agree without.
fn effect(title: &str, kind: PolicyKind, [with, without]: [u64; 2]) -> PolicyEffect {
    let rates = PairedRates {
        both: 100 - without,
        only_first: with,
        only_second: without,
        neither: 900 - with,
    };
    let pairs = PairedEffect::of(&rates, 2);
    PolicyEffect {
        policy: title.to_owned(),
        title: title.to_owned(),
        kind,
        never_used_in_the_file: true,
        agreement: PairedEffect {
            runs_needed: Some(0),
            ..pairs.clone()
        },
        in_force_in_time: pairs.clone(),
        signed: pairs.clone(),
        zone: pairs,
        packages: ById::default(),
        failures: ById::default(),
        transitions: Vec::new(),
        used: Rate::default(),
        parties: ById::default(),
    }
}

fn comparison() -> Comparison {
    let effects = vec![
        effect("Push & shove", PolicyKind::Lever, [50, 0]),
        effect("All", PolicyKind::All, [0, 1]),
    ];
    Comparison {
        title: "Talks".to_owned(),
        seed: 7,
        runs: 1_000,
        half_width: 0.01,
        confidence: 0.95,
        packages: Vec::new(),
        parties: Vec::new(),
        none: effects[0].agreement.without,
        ranking: PolicyRanking {
            order: vec!["Push & shove".to_owned()],
            indistinct_groups: Vec::new(),
            pairs: Vec::new(),
        },
        effects,
        terms: None,
        splits: Vec::new(),
        rules: Vec::new(),
        rules_left_out: Vec::new(),
        band: None,
        leads: Vec::new(),
        units: Vec::new(),
        sizes: Vec::new(),
        robust: Robust::default(),
    }
}

fn rows(chart: &Chart) -> &Rows {
    let Body::Rows(rows) = &chart.body else {
        panic!("there is a row for each");
    };
    rows
}

#[test]
fn rows_are_the_agreements_under_the_files_own_rule() {
    let chart = of_levers(&comparison());
    let series: Vec<usize> = chart.frame.lines().iter().map(|line| line.series).collect();
    // More agreement, and not significant.
    assert_eq!(series, [0, 2]);
    let apart: Vec<bool> = rows(&chart).rows.iter().map(|row| row.apart).collect();
    assert_eq!(apart, [false, true]);
    let figure = chart.draw(None).pages.concat();
    for words in [
        "0 = no lever used: 10.0 %",
        "Push &amp; shove\u{a0}*",
        "+5.00",
        "−0.10",
        "1,000 runs of each, seed 7",
    ] {
        assert!(figure.contains(words), "{words}");
    }
    assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
}

#[test]
fn the_cells_of_a_sweep_are_rows_too_but_for_their_baseline() {
    let line = |levels: [&str; 2], difference| PlayedCell {
        labels: levels.map(|item| Some(item.to_owned())).into(),
        runs: 500,
        rate: 0.5,
        interval: [0.4, 0.6],
        difference,
        ..PlayedCell::default()
    };
    let cells = [
        line(["parallel", "5"], None),
        line(["parallel", "9"], Some([0.02, 0.01, 0.03])),
        line(["single", "5"], Some([-0.01, -0.02, 0.01])),
    ];
    let of = |design| of_cells(&swept(design, &cells)).expect("there are three cells");
    let named = |chart: &Chart| {
        let rows = rows(chart).rows.iter();
        rows.map(|row| (row.group.clone(), row.name.clone()))
            .collect::<Vec<_>>()
    };
    let chart = of("full-factorial");
    assert_eq!(
        rows(&chart).remark.as_deref(),
        Some("0 = parallel, 5: 50.0 % [40.0, 60.0]")
    );
    let in_group = |group: &str, title: &str| (Some(group.to_owned()), title.to_owned());
    assert_eq!(
        named(&chart),
        [
            in_group("agenda: parallel", "9"),
            in_group("agenda: single", "5")
        ]
    );
    let series: Vec<usize> = chart.frame.lines().iter().map(|line| line.series).collect();
    assert_eq!(series, [0, 2]);
    let alone = (None, "agenda: single; rounds: 5".to_owned());
    assert_eq!(named(&of("sobol"))[1], alone);
}

fn factor(name: &str) -> FactorLayout {
    FactorLayout {
        id: name.to_owned(),
        title: name.to_owned(),
        ..FactorLayout::default()
    }
}

fn swept(design: &str, cells: &[PlayedCell]) -> Swept {
    Swept {
        layout: Layout {
            title: "Talks".to_owned(),
            design: design.to_owned(),
            seed: 7,
            stop: Stop::fixed(500),
            factors: ["agenda", "rounds"].map(factor).into(),
            ..Layout::default()
        },
        cells: cells.to_vec(),
        ..Swept::default()
    }
}

#[test]
fn groups_are_named_where_they_begin_and_on_every_sheet() {
    let row = |number: usize| Change {
        row: Row {
            group: Some(format!("Group {}", number / 25)),
            ..Row::named(format!("row {number}"))
        },
        runs: 10,
        difference: 0.1,
        interval: [0.0, 0.2],
        never_in_file: false,
        band: Vec::new(),
    };
    let rows = (0..90).map(row).collect();
    let figure = changes_chart(None, "95", rows).draw(None);
    assert_eq!(figure.pages.len(), 3);
    let named = |page: &str, words: &str| page.matches(words).count();
    for group in 0..4 {
        let begun = figure.pages.iter();
        let begun = begun.map(|page| named(page, &format!("Group {group}\n")));
        assert_eq!(begun.sum::<usize>(), 1, "group {group}");
    }
    // A sheet begins with the name of a group, new or continued.
    for page in &figure.pages {
        let first = page.split_once("row ").map_or("", |(before, _)| before);
        assert_eq!(named(first, "Group "), 1);
    }
    let continued = |page: &String| named(page, " (continued)\n");
    assert!(figure.pages.iter().map(continued).sum::<usize>() > 0);
    let rows: usize = figure.pages.iter().map(|page| named(page, "row ")).sum();
    assert_eq!(rows, 90);
}

#[test]
fn without_rows_the_figure_is_empty_but_whole() {
    let figure = changes_chart(None, "95", Vec::new())
        .draw(None)
        .pages
        .concat();
    assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
}
