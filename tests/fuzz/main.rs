//! A fuzzer: makes up scenarios, sweeps and damaged result folders, takes each through everything that is done with it, and
//! says which broke a promise of the guide.
//!
//! ```text
//! cargo test --profile fuzz --test fuzz -- --seconds 60
//! cargo test --profile fuzz --test fuzz -- FILE…           what was found before, again
//! ```
//!
//! What it makes follows from `--seed` alone. A third and more are sound scenarios of every feature, which are played to the end;
//! the others are files of the project and of its tests, changed by tokens and lines, and whatever among those led to new
//! messages or new ends before. What is found is made small and put into `target/tmp/fuzz/`; `current.json`
//! there is what a process that was killed was working on.

mod case;
mod folders;
mod judge;
mod mutate;
mod scenarios;
mod seeds;
mod sound;
mod sweeps;
mod watch;
mod written;

#[path = "../it/reference/random_scenario.rs"]
mod random_scenario;
#[path = "../it/result_folder.rs"]
mod result_folder;
#[expect(dead_code, reason = "tests of commands need more of it")]
#[path = "../it/tool.rs"]
mod tool;

use std::alloc::System;
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cap::Cap;
use clap::Parser;

use crate::case::{Case, Maker};
use crate::watch::Watch;

/// More memory than this is given to nothing that the program calls cheap: the process ends, and `current` says on what.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, 1 << 31);

/// Executions where nobody says otherwise.
const EXECUTIONS: u64 = 10_000;

/// Find files on which the program breaks a promise
#[derive(Debug, Parser)]
struct Arguments {
    /// Scenario, sweep or folder to execute instead of what is made up
    files: Vec<PathBuf>,
    /// Stop after so many seconds
    #[arg(long)]
    seconds: Option<u64>,
    /// Stop after so many executions [default: 10000, or no number where --seconds is given]
    #[arg(long)]
    executions: Option<u64>,
    /// What is made up follows from this
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut watch = Watch::begin();
    if arguments.files.is_empty() {
        search(&arguments, &mut watch);
    } else {
        let maker = Maker::new(arguments.seed);
        for file in &arguments.files {
            let case = Case::load(file);
            watch.execute(&maker, &case);
        }
    }
    watch.report();
    if watch.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Makes up cases until time or number is spent.
fn search(arguments: &Arguments, watch: &mut Watch) {
    let begin = Instant::now();
    let mut maker = Maker::new(arguments.seed);
    let unlimited = arguments.seconds.map_or(EXECUTIONS, |_| u64::MAX);
    let executions = arguments.executions.unwrap_or(unlimited);
    let time = arguments.seconds.map_or(Duration::MAX, Duration::from_secs);
    let mut shapes = BTreeSet::new();
    let mut reported = begin;
    while watch.executions < executions && begin.elapsed() < time {
        let case = maker.next();
        let seen = watch.execute(&maker, &case);
        let known = shapes.len();
        shapes.extend(seen.shapes);
        if shapes.len() > known {
            maker.keep(case);
        }
        if reported.elapsed() > Duration::from_mins(1) {
            reported = Instant::now();
            let _ = writeln!(
                io::stderr(),
                "{} executions, {} shapes",
                watch.executions,
                shapes.len()
            );
        }
    }
}
