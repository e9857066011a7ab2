//! `zopa report`: finished results on one page, for readers who do not have zopa.

use std::path::{Path, PathBuf};

use clap::Args;
use zopa::report::Content;
use zopa::report::paper::{Given, Part, Study};
use zopa::results::{
    HEADLINE_MARKDOWN, HEADLINE_TEX, METHODS, Provenance, REPORT, REPORTS, Results, SCENARIO,
    SWEEP, VERSION,
};
use zopa::scenario::Assignment;

use crate::cli::call::{BESIDE, Call};
use crate::cli::output::{add, folder_beside, still_of, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa run wage.toml && zopa report output/wage
  zopa report output/wage output/wage-sensitivity output/wage-discovery
  zopa report output/wage --output for-the-paper

Several results make one page, written into the first folder unless --output names another.";

/// Write a one-page HTML report of finished results, with tables and a methods paragraph for a paper
///
/// Writes report.html, which needs no other file and no network, methods.md, and the headline results as headline.tex and
/// headline.md.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Report {
    /// Result folders written by `run`, `solve`, `compare`, `sweep` or another command
    #[arg(required = true, value_name = "RESULT")]
    results: Vec<PathBuf>,
    /// Folder for the report [default: the first RESULT]
    #[arg(long, value_name = "DIR", help_heading = BESIDE)]
    output: Option<PathBuf>,
}

/// Runs the command: all folders are read before it says that one is bad, and before anything is written.
pub(crate) fn run(arguments: &Report, call: &Call) -> Result<(), Stop> {
    let mut parts = Vec::new();
    let mut faults = Vec::new();
    let mut read: Vec<PathBuf> = Vec::new();
    for path in &arguments.results {
        // However it is spelled, a folder is reported once.
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        if read.contains(&place) {
            let path = path.display();
            faults.push(format!(
                "`{path}`: this folder is named twice; name each result once"
            ));
            continue;
        }
        read.push(place);
        match part(path) {
            Ok(part) => parts.push(part),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(Stop::Refused(faults.join("\n")));
    }
    let study = Study::of(parts);
    let texts = [
        (REPORT, Some(study.page())),
        (HEADLINE_TEX, study.headline_tex()),
        (HEADLINE_MARKDOWN, study.headline_markdown()),
        (METHODS, Some(study.methods())),
    ];
    let written = texts
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text?.into_bytes())));
    let files: Vec<(String, Vec<u8>)> = written.collect();
    let path = arguments.output.as_ref().unwrap_or(&arguments.results[0]);
    let mut folder = folder_beside(path, &call.text())?;
    let first = (arguments.results[0].as_path(), &study.parts[0].provenance);
    still_of(&folder, first)?;
    let manifest = Provenance {
        version: VERSION.to_owned(),
        command: call.text(),
        ..study.parts[0].provenance.clone()
    };
    let names = add(&mut folder, &files, manifest)?;
    for path in folder.left_over(&names) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if REPORTS.contains(&name.as_ref()) {
            tell(&format!(
                "note: `{}` is from an earlier report",
                path.display()
            ));
        }
    }
    if let Some(letters) = study.letters_unknown_to_latex() {
        tell(&format!(
            "note: pdfLaTeX has no letters for {letters} in `{HEADLINE_TEX}`; compile it by XeLaTeX or LuaLaTeX"
        ));
    }
    Ok(())
}

/// What a folder holds, or all that is wrong with it.
fn part(path: &Path) -> Result<Part, Vec<String>> {
    let results = Results::open(path).map_err(|error| vec![error.to_string()])?;
    let given = given(&results);
    let content = Content::whole(&results).map_err(|fault| fault.to_string());
    match (given, content) {
        (Ok(given), Ok(Some(content))) => Ok(Part::new(results.provenance.clone(), given, content)),
        (Ok(_), Ok(None)) => Err(vec![format!(
            "`{}`: there is nothing here to report; name a folder that `zopa run` or another command has written",
            path.display()
        )]),
        (given, content) => Err(given.err().into_iter().chain(content.err()).collect()),
    }
}

/// The scenario kept beside the results, with the assignments they were made with.
fn given(results: &Results) -> Result<Option<Given>, String> {
    let Some(text) = results.as_found(SCENARIO) else {
        return Ok(None);
    };
    let from = &results.provenance;
    let assignments: Result<Vec<Assignment>, _> =
        from.assignments.iter().map(|words| words.parse()).collect();
    let assignments = assignments.map_err(|problem| problem.to_string())?;
    let name = results.path().join(SCENARIO).display().to_string();
    let loaded = zopa::scenario::parse(&name, text, &assignments);
    let loaded = loaded.map_err(|problems| problems.to_string())?;
    if loaded.fingerprint != from.fingerprint {
        let fault = "this is not the scenario that the results were made from".to_owned();
        return Err(results.garbled(SCENARIO, fault).to_string());
    }
    // What is wrong with a scenario is said with its place; what is not wrong may have been changed all the same.
    let text_of = |name| results.text(name).map_err(|error| error.to_string());
    text_of(SCENARIO)?;
    Ok(Some(Given {
        scenario: loaded.scenario,
        text: text.to_owned(),
        sweep: text_of(SWEEP)?.map(str::to_owned),
        numbers: loaded.numbers,
    }))
}
