//! `zopa report`: one page that tells finished results to a reader who has no zopa.

use std::path::{Path, PathBuf};

use clap::Args;
use zopa::report::json::read_summary;
use zopa::report::paper::{Assumption, Document, Given, MARK, Part, Study};
use zopa::scenario::{Assignment, Note, NoteKind, Stated};
use zopa::store::{
    Finished, Folder, HEADLINE_MARKDOWN, HEADLINE_TEX, METHODS, REPORT, REPORTS, SCENARIO,
    SOLUTION, SUMMARY, StoreError,
};

use crate::cli::output::tell;
use crate::cli::stop::Stop;

/// Tables that are no reading matter: a line for each run or each step.
const UNREAD: [&str; 3] = ["runs.csv", "drawn.csv", "peeling.csv"];

const EXAMPLES: &str = "\
Examples:
  zopa run wage.toml && zopa report output/wage
  zopa report output/wage output/wage-sensitivity output/wage-discovery
  zopa report output/wage --output for-the-paper

Several results make one page, written into the first folder unless --output names another.";

/// Tell finished results on one page, with tables and a methods paragraph for a paper
///
/// Writes report.html, a file that needs no other and no network, methods.md and, where runs were counted, headline.tex
/// and headline.md.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Report {
    /// Folders that `run`, `solve`, `sensitivity`, `discover` or another command has written
    #[arg(required = true, value_name = "RESULT")]
    results: Vec<PathBuf>,
    /// Folder for the report; the first RESULT when left out
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Runs the command: all folders are read before it says that one is bad, and before anything is written.
pub(crate) fn run(arguments: &Report) -> Result<(), Stop> {
    let mut parts = Vec::new();
    let mut faults = Vec::new();
    for path in &arguments.results {
        match part(path) {
            Ok(part) => parts.push(part),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(Stop::Refused(faults.join("\n")));
    }
    let study = Study { parts };
    let page = study.page();
    let page = page.map_err(|faults| Stop::Refused(faults.join("\n")))?;
    let texts = [
        (REPORT, Some(page)),
        (HEADLINE_TEX, study.headline_tex()),
        (HEADLINE_MARKDOWN, study.headline_markdown()),
        (METHODS, Some(study.methods())),
    ];
    let path = arguments.output.as_ref().unwrap_or(&arguments.results[0]);
    let folder = Folder::prepare_reports(path, &REPORTS, MARK)?;
    for (name, text) in texts {
        if let Some(text) = text {
            folder.write(name, &text)?;
        }
    }
    let page = folder.path().join(REPORT);
    tell(&format!("report in `{}`", page.display()));
    Ok(())
}

/// What a folder holds, or all that is wrong with it.
fn part(path: &Path) -> Result<Part, Vec<String>> {
    let said = |error: StoreError| vec![error.to_string()];
    let folder = Finished::open(path).map_err(said)?;
    let mut faults = Faults::default();
    let given = faults.keep(given(&folder));
    let summary = faults.keep(read(&folder, SUMMARY, read_summary));
    let solution = faults.keep(read(&folder, SOLUTION, json));
    let is_table = |name: &str| name.ends_with(".csv") && !UNREAD.contains(&name);
    let tables = faults.keep(documents(&folder, is_table));
    let figures = faults.keep(documents(&folder, |name| name.ends_with(".svg")));
    if !faults.0.is_empty() {
        return Err(faults.0);
    }
    Ok(Part {
        provenance: folder.provenance.clone(),
        given: given.flatten(),
        summary: summary.flatten(),
        solution: solution.flatten(),
        tables: tables.unwrap_or_default(),
        figures: figures.unwrap_or_default(),
    })
}

/// All that is wrong so far.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn keep<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// The value in a file, where the folder has it.
fn read<T>(
    folder: &Finished,
    name: &str,
    of: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, String> {
    let text = folder.text(name).map_err(|error| error.to_string())?;
    let value = text.map(|text| of(&text)).transpose();
    value.map_err(|fault| folder.garbled(name, fault).to_string())
}

fn json(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))
}

/// The files of the manifest that are wanted, or all that is wrong with them.
fn documents(folder: &Finished, wanted: impl Fn(&str) -> bool) -> Result<Vec<Document>, String> {
    let mut found = Vec::new();
    let mut faults = Faults::default();
    for name in folder.provenance.files.iter().filter(|name| wanted(name)) {
        let text = folder.text(name).map_err(|error| error.to_string());
        found.extend(faults.keep(text).flatten().map(|text| Document {
            name: name.clone(),
            text,
        }));
    }
    if faults.0.is_empty() {
        Ok(found)
    } else {
        Err(faults.0.join("\n"))
    }
}

/// The scenario kept beside the results, with the assignments they were made with.
fn given(folder: &Finished) -> Result<Option<Given>, String> {
    let Some(text) = folder.text(SCENARIO).map_err(|error| error.to_string())? else {
        return Ok(None);
    };
    let from = &folder.provenance;
    let assignments: Result<Vec<Assignment>, _> =
        from.assignments.iter().map(|words| words.parse()).collect();
    let assignments = assignments.map_err(|problem| problem.to_string())?;
    let name = folder.path().join(SCENARIO).display().to_string();
    let loaded = zopa::scenario::parse(&name, &text, &assignments);
    let loaded = loaded.map_err(|problems| problems.to_string())?;
    if loaded.fingerprint != from.fingerprint {
        let fault = "this is not the scenario that the results were made from".to_owned();
        return Err(folder.garbled(SCENARIO, fault).to_string());
    }
    Ok(Some(Given {
        scenario: loaded.scenario,
        numbers: loaded.numbers.into_iter().map(assumption).collect(),
    }))
}

fn assumption(number: Stated) -> Assumption {
    let of = |kind: NoteKind| {
        let notes = number.notes.iter().filter(|note: &&Note| note.kind == kind);
        notes.map(|note| note.text.trim().to_owned()).collect()
    };
    Assumption {
        sources: of(NoteKind::Source),
        assumptions: of(NoteKind::Assumption),
        path: number.path,
        value: number.value,
        judged: number.judged,
    }
}
