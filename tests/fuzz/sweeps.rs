//! A sweep, from its text to its table and back.

use std::ops::ControlFlow;

use zopa::bargaining::Cost;
use zopa::experiment::sweep::{Block, Hooks, SweepCells, cell_count, play_sweep};
use zopa::report::Content;
use zopa::results::{ESTIMATES, Estimates, Shard, Stamps, SweepManifest, VERSION, estimates};
use zopa::results::{Ledger, MANIFEST, Results, Stamp};
use zopa::scenario::{Length, Source, parse_sweep};
use zopa::simulation::Unwatched;

use crate::judge::{Broken, Seen, problems, same};

/// Name of the file in messages.
const NAME: &str = "sweep.toml";

/// What the cells look at together, at most.
const LOOKS_MAX: f64 = 200_000.0;
/// Cells that are played, at most.
const CELLS_MAX: u64 = 24;

/// What is done with a sweep file and the scenario that it is said to name.
pub(crate) fn sweep(text: &str, scenario: &str, questions: u64) -> Result<Seen, Broken> {
    let mut seen = Seen::default();
    let source = Source {
        name: NAME.to_owned(),
        text: text.to_owned(),
    };
    let read = |name: &str| {
        Ok(Source {
            name: name.to_owned(),
            text: scenario.to_owned(),
        })
    };
    let mut sweep = match parse_sweep(&source, &read) {
        Ok(sweep) => sweep,
        Err(found) if found.is_empty() => return Err("refused without a reason".to_owned()),
        Err(found) => {
            problems(&mut seen, &found, text, NAME)?;
            return Ok(seen.ended("sweep refused"));
        }
    };
    if !questions.is_multiple_of(4) {
        sweep.length = Length::Runs(2 + questions % 3);
    }
    // Each cell is read and compiled, and a hundred thousand are allowed.
    if cell_count(&sweep) > CELLS_MAX {
        return Ok(seen.ended("sweep dear"));
    }
    let cells = match SweepCells::new(sweep, Some(1)) {
        Ok(cells) => cells,
        Err(error) => {
            let words = error.to_string();
            if words.is_empty() {
                return Err("cells refused without a reason".to_owned());
            }
            seen.shape(words.lines().next().unwrap_or_default());
            return Ok(seen.ended("cells refused"));
        }
    };
    let runs = cells.layout.stop.ceiling();
    let looks = |cell| Cost::of(&cells.cell(cell).game).looks * runs as f64;
    if (0..cells.cell_count()).map(looks).sum::<f64>() > LOOKS_MAX {
        return Ok(seen.ended("sweep dear"));
    }
    let (one, three) = (played(&cells, 1)?, played(&cells, 3)?);
    same(
        "three threads sweep otherwise than one",
        &one.to_csv(),
        &three.to_csv(),
    )?;
    written(&cells, &one)?;
    Ok(seen.ended("sweep played"))
}

fn played(cells: &SweepCells, threads: usize) -> Result<Estimates, Broken> {
    let mut misfit = None;
    let mut hooks = Hooks {
        share: None,
        is_stored: &|_| false,
        read: &mut |_| None,
        rows: &|_, _, _, _| b"lines".to_vec(),
        keep: &mut |block: &Block| {
            let back = cells.layout.read_block(block.number, &block.encode());
            if back.as_ref() != Some(block) {
                misfit = Some(block.number);
            }
            ControlFlow::Continue(())
        },
    };
    let played = play_sweep(cells, Some(threads), &Unwatched, &mut hooks);
    match misfit {
        Some(number) => Err(format!("block {number} reads back otherwise")),
        None if !played.is_complete => {
            Err("a sweep that nobody stopped is not complete".to_owned())
        }
        None => Ok(estimates::of_sweep(&cells.layout, &played.sheet)),
    }
}

/// The manifest and the table read back as a sweep.
fn written(cells: &SweepCells, rows: &Estimates) -> Result<(), Broken> {
    let csv = rows.to_csv();
    let back = Estimates::from_csv(&csv)
        .map_err(|fault| format!("our estimates.csv is not read: {fault}"))?;
    same("estimates.csv reads back otherwise", &csv, &back.to_csv())?;
    let ledger = Ledger {
        files: vec![ESTIMATES.to_owned(), MANIFEST.to_owned()],
        checksums: Stamps::from([(ESTIMATES.to_owned(), Stamp::of(csv.as_bytes()))]),
    };
    let manifest = SweepManifest {
        version: VERSION.to_owned(),
        runs_counted: 0,
        interrupted: false,
        shard: Shard::WHOLE,
        command: format!("zopa sweep {NAME}"),
        files: Vec::new(),
        checksums: Stamps::new(),
        run_columns: None,
        layout: cells.layout.clone(),
    };
    let manifest = manifest.with(ledger).to_json();
    let results = Results::beforehand("out".as_ref(), &manifest, &[(ESTIMATES, &csv)]);
    let results = results.map_err(|error| format!("our manifest is not read: {error}"))?;
    match Content::whole(&results).map_err(|error| format!("our sweep is not read: {error}"))? {
        Some(Content::Sweep(_)) => Ok(()),
        _ => Err("a sweep is not known as such".to_owned()),
    }
}
