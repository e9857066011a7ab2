//! Where results come from: the scenario a command works on, and the manifest that names it.

use std::path::Path;

use zopa::game::Game;
use zopa::results::{Folder, MANIFEST, Provenance, SCENARIO, VERSION};
use zopa::scenario::{Assignment, Loaded};

use crate::cli::arguments::ScenarioFile;
use crate::cli::call::Call;
use crate::cli::output::tell;
use crate::cli::stop::Stop;

/// Reads a scenario; warnings are printed, problems stop the command.
pub(crate) fn load(file: &Path, assignments: &[Assignment]) -> Result<Loaded, Stop> {
    let loaded = zopa::scenario::load(file, assignments)?;
    if !loaded.warnings.is_empty() {
        tell(&loaded.warnings.to_string());
    }
    Ok(loaded)
}

/// Compiles a scenario; a game too large stops the command.
pub(crate) fn compile(file: &Path, loaded: &Loaded) -> Result<Game, Stop> {
    let refused = |error| Stop::Refused(format!("{}: {error}", file.display()));
    Game::compile(&loaded.scenario).map_err(refused)
}

/// Where the results of a command come from.
pub(crate) struct Origin<'a> {
    pub(crate) scenario: &'a ScenarioFile,
    pub(crate) loaded: &'a Loaded,
    pub(crate) seed: u64,
    pub(crate) runs: u64,
    pub(crate) runs_asked: u64,
    /// Whether the command was stopped before all was done.
    pub(crate) interrupted: bool,
    pub(crate) call: &'a Call,
}

/// Writes the scenario and the manifest of some files, draws their figures, and names the files of earlier calls that are
/// left beside them.
pub(crate) fn sign(
    folder: &Folder,
    origin: &Origin<'_>,
    mut files: Vec<String>,
) -> Result<(), Stop> {
    folder.write(SCENARIO, &origin.loaded.text)?;
    files.push(SCENARIO.to_owned());
    files.push(MANIFEST.to_owned());
    let file_name = origin.scenario.file.file_name().unwrap_or_default();
    let manifest = Provenance {
        version: VERSION.to_owned(),
        scenario: file_name.to_string_lossy().into_owned(),
        fingerprint: origin.loaded.fingerprint.clone(),
        title: origin.loaded.scenario.title.clone(),
        seed: origin.seed,
        runs: origin.runs,
        runs_asked: origin.runs_asked,
        interrupted: origin.interrupted,
        assignments: origin.scenario.changes.in_words(),
        command: origin.call.text(),
        files: files.clone(),
    };
    folder.write(MANIFEST, &manifest.to_json())?;
    draw_and_tell(folder, files)
}

/// Draws the figures that signed results allow, and names the files of earlier calls that are left beside both.
pub(crate) fn draw_and_tell(folder: &Folder, mut files: Vec<String>) -> Result<(), Stop> {
    files.extend(draw(folder)?);
    for path in folder.left_over(&files) {
        let path = path.display();
        tell(&format!("note: `{path}` is from an earlier run"));
    }
    Ok(())
}

/// Draws each figure on its natural sheet, from the files that were written: what `zopa plot` draws later is the same.
#[cfg(feature = "figures")]
fn draw(folder: &Folder) -> Result<Vec<String>, Stop> {
    let results = zopa::results::Results::open(folder.path())?;
    let drawn = zopa::report::figure::allowed(&zopa::report::figure::CATALOGUE, &results);
    let drawn = drawn.map_err(|faults| Stop::Failed(anyhow::Error::msg(faults.join("\n"))))?;
    let files = drawn
        .iter()
        .flat_map(|(name, chart)| chart.draw(None).files(name));
    let files: Vec<(String, Vec<u8>)> = files.collect();
    folder.extend(&files)?;
    Ok(files.into_iter().map(|file| file.0).collect())
}

#[cfg(not(feature = "figures"))]
fn draw(_: &Folder) -> Result<Vec<String>, Stop> {
    Ok(Vec::new())
}
