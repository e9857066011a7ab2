//! Sweeps: every file of `scenarios/sweeps/` gives its frozen table, and how a sweep is cut up never shows in its numbers.
//!
//! The tables are in `tests/sweeps/`, one for each sweep, with few runs under the sweep's own seed. After a change that is
//! meant to move results, write them anew and read the difference:
//!
//! ```text
//! ZOPA_REWRITE=1 cargo test --test it sweeps::
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use zopa::experiment::sweep::{
    Block, CellSheet, Hooks, Layout, Played, Record, Sheet, SweepCells, SweptTerms, play_sweep,
};
use zopa::report;
use zopa::results::Estimates;
use zopa::results::estimates::of_sweep;
use zopa::results::json;
use zopa::scenario::{Length, Source, Sweep, load_sweep, parse_sweep};
use zopa::simulation::{RunSettings, Unwatched, simulate};

/// Runs of each cell of a frozen table.
const RUNS: u64 = 150;

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root(folder)).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| {
            path.file_stem()
                .expect("a file name")
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

/// A small sweep in words; `levels` are those of the deadline.
fn sweep(levels: &str, length: Length) -> Sweep {
    let text = format!(
        r#"
        format = 1
        scenario = "first-steps.toml"
        design = "full-factorial"
        seed = 7
        [[factor]]
        id = "deadline"
        path = "clock.rounds"
        levels = {levels}
        [[factor]]
        id = "fallback"
        path = "party.buyer.reservation"
        levels = [0.45, 0.55]
        "#
    );
    let source = Source {
        name: "sweep.toml".to_owned(),
        text,
    };
    let read = |name: &str| Source::read(&root("scenarios").join(name));
    let sweep = parse_sweep(&source, &read).unwrap_or_else(|problems| panic!("{problems}"));
    Sweep { length, ..sweep }
}

fn planned(sweep: Sweep) -> (SweepCells, Layout) {
    let cells = SweepCells::new(sweep, Some(2)).unwrap_or_else(|error| panic!("{error}"));
    let layout = cells.layout.clone();
    (cells, layout)
}

/// Plays what is not stored, at most so many blocks, and stores it.
fn play(
    (cells, layout): &(SweepCells, Layout),
    share: Option<&(dyn Fn(u64) -> bool + Sync)>,
    threads: usize,
    stored: &mut BTreeMap<u64, Vec<u8>>,
    blocks_max: usize,
) -> Played {
    let before = stored.clone();
    let mut kept = 0;
    let mut read = |number| -> Option<Record> {
        let block = layout.read_block(number, before.get(&number)?);
        block.map(|block| block.record)
    };
    let mut keep = |block: &Block| {
        if kept == blocks_max {
            return ControlFlow::Break(());
        }
        kept += 1;
        stored.insert(block.number, block.encode());
        ControlFlow::Continue(())
    };
    let mut hooks = Hooks {
        share,
        is_stored: &|number| before.contains_key(&number),
        read: &mut read,
        rows: &|_, _, _, _| Vec::new(),
        keep: &mut keep,
    };
    play_sweep(cells, Some(threads), &Unwatched, &mut hooks)
}

/// The table of cells of a sweep played in one go.
fn cells(planned: &(SweepCells, Layout), threads: usize) -> String {
    let played = play(planned, None, threads, &mut BTreeMap::new(), usize::MAX);
    assert!(played.is_complete);
    estimates(&planned.1, &played.sheet)
}

/// The table of estimates.
fn estimates(layout: &Layout, sheet: &Sheet) -> String {
    of_sweep(layout, sheet).to_csv()
}

/// That table with what the cells agree on.
fn results(layout: &Layout, sheet: &Sheet) -> String {
    let terms = json::text(&SweptTerms::of(layout, sheet));
    estimates(layout, sheet) + &terms
}

/// The same of a sweep played in one go.
fn in_one_go(planned: &(SweepCells, Layout), threads: usize) -> String {
    let played = play(planned, None, threads, &mut BTreeMap::new(), usize::MAX);
    results(&planned.1, &played.sheet)
}

#[test]
fn every_sweep_gives_its_frozen_table() {
    let names = stems("scenarios/sweeps", "toml");
    assert!(!names.is_empty());
    for name in names {
        let path = root("scenarios/sweeps").join(&name).with_extension("toml");
        let sweep = load_sweep(&path).unwrap_or_else(|problems| panic!("{problems}"));
        let planned = planned(Sweep {
            length: Length::Runs(RUNS),
            ..sweep
        });
        assert!(planned.0.warnings.is_empty(), "{:?}", planned.0.warnings);
        let played = play(&planned, None, 2, &mut BTreeMap::new(), usize::MAX);
        let (layout, sheet) = (&planned.1, &played.sheet);
        let terms = SweptTerms::of(layout, sheet);
        let table = report::chapters::cells(layout, &of_sweep(layout, sheet), &terms);
        let path = root("tests/sweeps").join(name).with_extension("txt");
        if std::env::var_os("ZOPA_REWRITE").is_some() {
            std::fs::write(&path, &table).expect("a table is written");
        }
        let frozen = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(frozen, table, "{}", path.display());
    }
}

#[test]
fn every_frozen_table_has_its_sweep() {
    let tables = stems("tests/sweeps", "txt");
    let sweeps = stems("scenarios/sweeps", "toml");
    let orphans: Vec<_> = tables.difference(&sweeps).collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

#[test]
fn a_cell_counts_what_a_run_of_it_counts() {
    let planned = planned(sweep("[6, 12]", Length::Runs(2_500)));
    let played = play(&planned, None, 2, &mut BTreeMap::new(), usize::MAX);
    for (number, sheet) in (0..).zip(&played.sheet.cells) {
        let cell = planned.0.cell(number);
        let settings = RunSettings {
            runs: 2_500,
            seed: 7,
            threads: None,
        };
        let go_on = &mut |_, _: &[_]| ControlFlow::Continue(());
        let summary = simulate(&cell.scenario, &cell.game, &settings, &Unwatched, go_on);
        for (name, rate) in [
            ("agreement", summary.agreement),
            ("zone", summary.zone),
            ("signed", summary.signed),
        ] {
            assert_eq!(sheet.rate(name), rate);
        }
        let failures = sheet.counts.rates("failure");
        let failures: Vec<u64> = failures.iter().map(|rate| rate.count).collect();
        let causes: Vec<u64> = summary.causes().map(|(_, rate)| rate.count).collect();
        assert_eq!(failures, causes);
        let means = |name| sheet.counts.means(name);
        let parties = means("utility").iter().zip(means("payoff"));
        for ((utility, payoff), other) in parties.zip(&summary.parties) {
            let near = |one: Option<f64>, two: Option<f64>| {
                (one.expect("there are runs") - two.expect("there are runs")).abs() < 1e-12
            };
            assert!(near(utility.value(), other.utility.value()));
            assert!(near(payoff.value(), other.payoff.value()));
            assert!(near(payoff.standard_error(), other.payoff.standard_error()));
        }
    }
}

#[test]
fn threads_do_not_show() {
    let planned = planned(sweep("[6, 12]", Length::Runs(2_500)));
    let alone = cells(&planned, 1);
    let table = Estimates::from_csv(&alone).expect("it is our own table");
    assert_eq!(table.by_setting().len(), 4);
    let whole = in_one_go(&planned, 1);
    assert!(whole.starts_with(&alone) && whole.contains("\"combinations\""));
    for threads in [2, 8] {
        assert_eq!(in_one_go(&planned, threads), whole);
    }
}

#[test]
fn a_cell_more_changes_no_other() {
    /// Places of `difference-low` and `difference-high` behind the first column.
    const JOINT: [usize; 2] = [14, 15];
    let fewer = cells(&planned(sweep("[6, 24]", Length::Runs(1_500))), 2);
    let more = cells(&planned(sweep("[6, 12, 24]", Length::Runs(1_500))), 2);
    // Without the number of the cell, and without the interval of its difference: that one holds for all cells at once.
    let all = |text: &str| -> BTreeSet<Vec<String>> {
        let mut cells: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in text.lines().skip(1) {
            let (cell, rest) = line.split_once(',').expect("there are columns");
            let rows = cells.entry(cell.to_owned()).or_default();
            let fields = rest.split(',').enumerate();
            let kept = fields.filter(|(place, _)| !JOINT.contains(place));
            rows.push(kept.map(|(_, field)| field).collect::<Vec<_>>().join(","));
        }
        cells.into_values().collect()
    };
    assert!(all(&fewer).is_subset(&all(&more)));
    assert_eq!(all(&more).len(), all(&fewer).len() + 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// However often and wherever a sweep is stopped, going on gives the same bytes.
    #[test]
    fn interruptions_do_not_show(stops in proptest::collection::vec(0_usize..6, 0..6), threads in 1_usize..4) {
        let planned = planned(sweep("[6, 12]", Length::Runs(2_100)));
        let mut stored = BTreeMap::new();
        for blocks in stops {
            play(&planned, None, threads, &mut stored, blocks);
        }
        let played = play(&planned, None, threads, &mut stored, usize::MAX);
        prop_assert_eq!(results(&planned.1, &played.sheet), in_one_go(&planned, 1));
    }

    /// However a sweep is shared out, its parts add up to the same bytes.
    #[test]
    fn shares_do_not_show(shares in 1_u64..20) {
        let planned = planned(sweep("[6, 12]", Length::Runs(2_100)));
        let mut stored = BTreeMap::new();
        for share in 0..shares {
            let is_ours = |block: u64| block % shares == share;
            let mut part = BTreeMap::new();
            play(&planned, Some(&is_ours), 1, &mut part, usize::MAX);
            stored.extend(part);
        }
        prop_assert_eq!(stored.len() as u64, planned.1.blocks());
        let mut sheet = Sheet::empty(&planned.1);
        for (number, bytes) in &stored {
            let (cell, batch) = planned.1.place(*number);
            let block = planned.1.read_block(*number, bytes).expect("it was written so");
            sheet.add(cell, batch, &block.record);
        }
        prop_assert_eq!(results(&planned.1, &sheet), in_one_go(&planned, 1));
    }
}

#[test]
fn a_cell_stops_at_the_first_look_at_which_it_is_precise() {
    use zopa::scenario::{Precision, Target};
    for of in [Target::Rate, Target::Difference] {
        let length = Length::Until(Precision {
            half_width: 0.021,
            of,
            looks: vec![1_024, 2_000, 4_096, 8_000],
        });
        let planned = planned(sweep("[6, 12, 24]", length));
        let mut stored = BTreeMap::new();
        play(&planned, None, 2, &mut stored, 5);
        let played = play(&planned, None, 2, &mut stored, usize::MAX);
        assert_eq!(results(&planned.1, &played.sheet), in_one_go(&planned, 1));
        let (stop, of_differences) = (&planned.1.stop, planned.1.confidence_of_differences());
        // A look inside a batch waits for its end.
        assert_eq!(stop.looks(), [1_024, 2_048, 4_096, 8_000]);
        let ends: BTreeSet<u64> = played.sheet.cells.iter().map(CellSheet::runs).collect();
        assert!(
            ends.len() > 1 && ends.iter().all(|end| stop.looks().contains(end)),
            "{ends:?}"
        );
        for (number, cell) in played.sheet.cells.iter().enumerate() {
            let is_baseline = number == 0 && of == Target::Difference;
            assert!(
                is_baseline
                    || stop
                        .is_precise(cell.rate("agreement"), (&cell.difference(), of_differences))
                    || cell.runs() == stop.ceiling()
            );
        }
        let most = ends.last();
        assert!(of == Target::Rate || Some(&played.sheet.cells[0].runs()) == most);
    }
}
