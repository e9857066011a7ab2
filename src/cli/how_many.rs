//! `zopa how-many`: how many runs a wished precision needs.

use std::path::PathBuf;

use clap::Args;
use zopa::bargaining::Outcome;
use zopa::experiment::Measure;
use zopa::experiment::precision::{Pairs, for_difference, for_rate};
use zopa::game::Game;
use zopa::report::precision::PrecisionReport;
use zopa::scenario::{Assignment, Loaded};
use zopa::simulation::{Rate, RunSettings, simulate};

use crate::cli::discover::{open_share, yes_no};
use crate::cli::interrupt::Interrupt;
use crate::cli::origin::{compile, load};
use crate::cli::output::{Format, print, tell};
use crate::cli::stop::Stop;
use crate::cli::values::{assignment, runs, threads};

const EXAMPLES: &str = "\
Examples:
  zopa how-many wage.toml --half-width 0.01
  zopa how-many wage.toml --half-width 0.005 --with party.union.reservation=0.4
  zopa how-many wage.toml --half-width 0.01 --of package.all --pilot 5000

Both variants of a difference meet the same chance, run by run.";

/// Say how many runs a wished precision needs, from a pilot
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct HowMany {
    /// Scenario file
    file: PathBuf,
    /// Wished half-width of the 95 % interval, as a share above 0 and below 1: 0.01 is one percentage point
    #[arg(long, value_name = "SHARE", value_parser = open_share, allow_negative_numbers = true)]
    half_width: f64,
    /// Which result's rate
    #[arg(long, value_name = "RESULT", default_value = "agreement")]
    of: String,
    /// Also ask for the difference that this makes; given often, they are set together
    #[arg(long = "with", value_name = "PATH=VALUE", value_parser = assignment)]
    with: Vec<Assignment>,
    /// Runs of the pilot, at least 1
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = runs, allow_negative_numbers = true)]
    pilot: u64,
    /// Seed of the pilot
    #[arg(
        long,
        value_name = "S",
        default_value_t = 1,
        allow_negative_numbers = true
    )]
    seed: u64,
    /// Threads, at least 1; all cores when left out; results do not depend on it
    #[arg(long, value_name = "T", value_parser = threads, allow_negative_numbers = true)]
    threads: Option<usize>,
    /// Replace a value of the scenario in all runs; may be given often
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    assignments: Vec<Assignment>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(arguments: &HowMany) -> Result<(), Stop> {
    let loaded = load(&arguments.file, &arguments.assignments)?;
    let game = compile(&arguments.file, &loaded)?;
    let measure = yes_no(&loaded.scenario, &arguments.of).map_err(Stop::Refused)?;
    let varied = arguments.varied()?;
    let variants = 1 + u64::from(varied.is_some());
    let interrupt = Interrupt::listen(arguments.pilot.saturating_mul(variants))?;
    let pilot = arguments.play(&loaded, &game, &measure, &interrupt)?;
    let mut rate = Rate::default();
    for &yes in &pilot {
        rate.add(yes);
    }
    let words: Vec<String> = arguments.with.iter().map(|it| format!("`{it}`")).collect();
    let words = words.join(" and ");
    let mut variant = None;
    if let Some((other, other_game, measure)) = &varied {
        let yes = arguments.play(other, other_game, measure, &interrupt)?;
        let mut pairs = Pairs::default();
        for (&one, &other) in pilot.iter().zip(&yes) {
            pairs.add(one, other);
        }
        let needed = for_difference(pairs, arguments.half_width);
        variant = Some((words.as_str(), pairs, needed));
    }
    interrupt.finish();
    let report = PrecisionReport {
        title: &loaded.scenario.title,
        of: measure.name(),
        seed: arguments.seed,
        half_width: arguments.half_width,
        pilot: rate,
        rate: for_rate(rate, arguments.half_width),
        variant,
    };
    match arguments.format {
        Format::Text => print(&report.text()),
        Format::Json => print(&report.json()),
    }
}

impl HowMany {
    /// The scenario with the assignments of the variant, if there are any.
    fn varied(&self) -> Result<Option<(Loaded, Game, Measure)>, Stop> {
        if self.with.is_empty() {
            return Ok(None);
        }
        let both = [self.assignments.as_slice(), &self.with].concat();
        let loaded = load(&self.file, &both)?;
        let game = compile(&self.file, &loaded)?;
        // The result asked for may be gone from the variant: a package or a party that an assignment renames.
        let measure = yes_no(&loaded.scenario, &self.of).map_err(Stop::Refused)?;
        Ok(Some((loaded, game, measure)))
    }

    /// Plays the pilot's runs of one variant and says of each whether it is so.
    fn play(
        &self,
        loaded: &Loaded,
        game: &Game,
        measure: &Measure,
        interrupt: &Interrupt,
    ) -> Result<Vec<bool>, Stop> {
        let settings = RunSettings {
            runs: self.pilot,
            seed: self.seed,
            threads: self.threads,
        };
        let mut yes = Vec::new();
        let mut take = |_first: u64, outcomes: &[Outcome]| {
            yes.extend(outcomes.iter().map(|outcome| measure.of(outcome) > 0.5));
            std::ops::ControlFlow::Continue(())
        };
        simulate(&loaded.scenario, game, &settings, interrupt, &mut take);
        if (yes.len() as u64) < self.pilot {
            interrupt.finish();
            tell("interrupted before the pilot was done");
            return Err(interrupt.stop());
        }
        Ok(yes)
    }
}
