//! `zopa how-many`: how many runs a wished precision needs.

use clap::Args;
use zopa::bargaining::Outcome;
use zopa::experiment::Measure;
use zopa::experiment::precision::{PilotAnswer, VariantAnswer, for_rate};
use zopa::game::Game;
use zopa::report::precision;
use zopa::results::json;
use zopa::scenario::{Assignment, Loaded};
use zopa::simulation::{PairedRates, Rate, simulate};

use crate::cli::arguments::{
    Chance, Print, Question, ScenarioFile, assignment, held_runs, open_share,
};
use crate::cli::call::Call;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::tell;
use crate::cli::progress::Stage;
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa how-many wage.toml --half-width 0.01
  zopa how-many wage.toml --half-width 0.005 --with party.union.reservation=0.4
  zopa how-many wage.toml --half-width 0.01 --of package.all --pilot 5000

Both variants play the same realizations, run by run.";

/// Estimate from a pilot how many runs a given precision takes
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct HowMany {
    #[command(flatten)]
    scenario: ScenarioFile,
    /// Desired half-width of the 95 % interval, as a share above 0 and below 1: 0.01 is one percentage point
    #[arg(long, value_name = "SHARE", value_parser = open_share)]
    half_width: f64,
    #[command(flatten)]
    question: Question,
    /// Also plan for the difference that this setting makes; several settings are applied together
    #[arg(long = "with", value_name = "PATH=VALUE", value_parser = assignment)]
    with: Vec<Assignment>,
    /// Number of pilot runs, 1 to 100000000
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = held_runs)]
    pilot: u64,
    #[command(flatten)]
    chance: Chance,
    #[command(flatten)]
    print: Print,
}

/// Runs the command.
pub(crate) fn run(arguments: &HowMany, _: &Call) -> Result<(), Stop> {
    let (loaded, game) = arguments.scenario.open()?;
    let measure = arguments.question.yes_no(&loaded.scenario);
    let measure = measure.map_err(Stop::Refused)?;
    let varied = arguments.varied()?;
    let variants = 1 + u64::from(varied.is_some());
    let interrupt =
        Interrupt::listen(&[Stage::of(arguments.pilot.saturating_mul(variants), "runs")])?;
    let pilot = arguments.play(&loaded, &game, &measure, &interrupt)?;
    let yes = pilot.iter().filter(|&&yes| yes).count();
    let rate = Rate::of(yes as u64, pilot.len() as u64);
    let mut variant = None;
    if let Some((other, other_game, measure)) = &varied {
        let yes = arguments.play(other, other_game, measure, &interrupt)?;
        let mut pairs = PairedRates::default();
        for (&one, &other) in pilot.iter().zip(&yes) {
            pairs.add(other, one);
        }
        let with = arguments.with.iter().map(|set| format!("`{set}`"));
        let words = with.collect::<Vec<_>>().join(" and ");
        variant = Some(VariantAnswer::of(&words, &pairs, arguments.half_width));
    }
    interrupt.finish();
    let answer = PilotAnswer {
        title: loaded.scenario.title.clone(),
        of: measure.name().to_owned(),
        seed: arguments.chance.seed(),
        half_width: arguments.half_width,
        pilot: rate,
        runs_needed: for_rate(rate, arguments.half_width),
        variant,
    };
    arguments
        .print
        .show(&precision(&answer), &json::text(&answer))
}

impl HowMany {
    /// The scenario with the assignments of the variant, if there are any.
    fn varied(&self) -> Result<Option<(Loaded, Game, Measure)>, Stop> {
        if self.with.is_empty() {
            return Ok(None);
        }
        let loaded = self.scenario.load_with(&self.with)?;
        let game = self.scenario.compile(&loaded)?;
        // The result asked for may be gone from the variant: a package or a party that an assignment renames.
        let measure = self.question.yes_no(&loaded.scenario);
        Ok(Some((loaded, game, measure.map_err(Stop::Refused)?)))
    }

    /// Plays the pilot's runs of one variant: for each, whether the result came about.
    fn play(
        &self,
        loaded: &Loaded,
        game: &Game,
        measure: &Measure,
        interrupt: &Interrupt,
    ) -> Result<Vec<bool>, Stop> {
        let settings = self.chance.of_runs(self.pilot);
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
