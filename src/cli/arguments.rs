//! Arguments that several commands share; each stands here once.

use std::path::{Path, PathBuf};

use clap::Args;
use zopa::results::Folder;
use zopa::scenario::{Assignment, Loaded};
use zopa::simulation::RunSettings;

use crate::cli::call::BESIDE;
use crate::cli::origin;
use crate::cli::output::{Format, print, tell};
use crate::cli::stop::Stop;
use crate::cli::values::{assignment, runs, threads};

/// The scenario a command works on.
#[derive(Args, Debug)]
pub(crate) struct ScenarioFile {
    /// Scenario file
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) changes: Changes,
}

impl ScenarioFile {
    /// Reads it; warnings are printed, problems stop the command.
    pub(crate) fn load(&self) -> Result<Loaded, Stop> {
        origin::load(&self.file, &self.changes.assignments)
    }
}

/// Values of a scenario replaced on the command line.
#[derive(Args, Debug)]
pub(crate) struct Changes {
    /// Replace a value of the scenario, as in party.union.reservation=0.4; may be given several times
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub(crate) assignments: Vec<Assignment>,
}

impl Changes {
    /// Each as it was given.
    pub(crate) fn in_words(&self) -> Vec<String> {
        self.assignments.iter().map(ToString::to_string).collect()
    }
}

/// How many runs.
#[derive(Args, Debug)]
pub(crate) struct Runs {
    /// Number of runs (of each variant, where there are several), at least 1
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = runs, allow_negative_numbers = true)]
    pub(crate) runs: u64,
}

/// Which runs.
#[derive(Args, Debug)]
pub(crate) struct Seed {
    /// Seed: another one gives other runs of the same scenario
    #[arg(
        long,
        value_name = "S",
        default_value_t = 1,
        allow_negative_numbers = true
    )]
    pub(crate) seed: u64,
}

/// On how many threads.
#[derive(Args, Debug)]
pub(crate) struct Threads {
    /// Threads, at least 1; all cores when left out
    #[arg(long, value_name = "T", value_parser = threads, allow_negative_numbers = true, help_heading = BESIDE)]
    pub(crate) threads: Option<usize>,
}

/// Which runs, on how many threads.
#[derive(Args, Debug)]
pub(crate) struct Chance {
    #[command(flatten)]
    seed: Seed,
    #[command(flatten)]
    threads: Threads,
}

impl Chance {
    /// The seed.
    pub(crate) fn seed(&self) -> u64 {
        self.seed.seed
    }

    /// Threads, where their number is given.
    pub(crate) fn threads(&self) -> Option<usize> {
        self.threads.threads
    }

    /// Settings of so many runs.
    pub(crate) fn of_runs(&self, runs: u64) -> RunSettings {
        RunSettings {
            runs,
            seed: self.seed(),
            threads: self.threads(),
        }
    }
}

/// Which result of a run is asked about.
#[derive(Args, Debug)]
pub(crate) struct Question {
    /// Which result of a run is asked about
    #[arg(long, value_name = "RESULT", default_value = "agreement")]
    pub(crate) of: String,
}

/// Where results are written.
#[derive(Args, Debug)]
pub(crate) struct Output {
    /// Folder for the results; when left out, one in output/ that is named after the file
    #[arg(long, value_name = "DIR", help_heading = BESIDE)]
    pub(crate) output: Option<PathBuf>,
}

impl Output {
    /// The folder as given, else `output/<name of the file><ending>`.
    pub(crate) fn or(&self, file: &Path, ending: &str) -> PathBuf {
        let default = || {
            let stem = file.file_stem().unwrap_or_default();
            let mut name = stem.to_owned();
            name.push(ending);
            Path::new("output").join(name)
        };
        self.output.clone().unwrap_or_else(default)
    }
}

/// What is printed.
#[derive(Args, Debug)]
pub(crate) struct Print {
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = BESIDE)]
    pub(crate) format: Format,
}

impl Print {
    /// Prints results in the form asked for.
    pub(crate) fn show(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> String,
    ) -> Result<(), Stop> {
        match self.format {
            Format::Text => print(&text()),
            Format::Json => print(&json()),
        }
    }

    /// Ends a command that has written and printed its results: says where they are or, where it was interrupted, how much
    /// of them there is.
    pub(crate) fn end(
        &self,
        printed: Result<(), Stop>,
        folder: &Folder,
        interrupted: Option<(Stop, String)>,
    ) -> Result<(), Stop> {
        let place = folder.path().display();
        if let Some((stop, done)) = interrupted {
            tell(&format!(
                "interrupted: {done} are done and kept in `{place}`"
            ));
            return Err(stop);
        }
        printed?;
        if self.format == Format::Text {
            tell(&format!("results in `{place}`"));
        }
        Ok(())
    }
}
