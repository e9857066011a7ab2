//! A scenario, from its text to its results and back: read, checked, compiled, played on one thread and on three, told,
//! written, read back, solved.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use zopa::Game;
use zopa::bargaining::{Cost, Outcome};
use zopa::experiment::compare::{
    CompareError, CompareSettings, ComparedCells, HALF_WIDTH, compare,
};
use zopa::model::Scenario;
use zopa::report::{self, Content, TracedRun, chapters};
use zopa::results::{
    ESTIMATES, Estimates, Ledger, MANIFEST, Provenance, Results, RunTable, SCENARIO, SUMMARY,
    Solution, Stamp, VERSION, estimates, json,
};
use zopa::scenario::{Assignment, Loaded, Source, parse};
use zopa::simulation::{
    RunSettings, Summary, Tally, Unwatched, count_runs, settle, theory_of_runs,
};

use crate::judge::{Broken, Seen, all_at_once, problems, same};
use crate::result_folder::read;

/// Name of the file in messages.
pub(crate) const NAME: &str = "fuzz.toml";

/// A run that looks at more than this, as the program says itself, is too dear here.
const LOOKS_MAX: f64 = 200_000.0;
/// So is a thread that holds more than this.
const BYTES_MAX: f64 = 1e8;
/// What the command line refuses.
const BYTES_REFUSED: f64 = 4e9;
/// Deals up to which theory is cheap.
const DEALS_MAX: f64 = 1_000.0;
/// How many times what it says a run may take, and how much more, before it is worth a report: the guess holds within a factor
/// of ten, and every check is on here.
const TIMES: f64 = 50.0;
const MORE: Duration = Duration::from_secs(1);

/// What is done with a file: its text, what is set, and which of the dearer questions are asked.
pub(crate) fn scenario(text: &str, sets: &[String], questions: u64) -> Result<Seen, Broken> {
    let mut seen = Seen::default();
    let mut assignments: Vec<Assignment> = Vec::new();
    for words in sets {
        match words.parse() {
            Ok(assignment) => assignments.push(assignment),
            Err(problem) => seen.shape(&problem.to_string()),
        }
    }
    let loaded = match parse(NAME, text, &assignments) {
        Ok(loaded) => loaded,
        Err(found) if found.is_empty() => return Err("refused without a reason".to_owned()),
        Err(found) => {
            problems(&mut seen, &found, text, NAME)?;
            return Ok(seen.ended("refused"));
        }
    };
    problems(&mut seen, &loaded.warnings, text, NAME)?;
    if questions.is_multiple_of(19) && sets.is_empty() {
        all_at_once(text, NAME, questions)?;
    }
    let game = match Game::compile(&loaded.scenario) {
        Ok(game) => game,
        Err(error) => {
            seen.shape(&error.to_string());
            return Ok(seen.ended("too large"));
        }
    };
    let cost = Cost::of(&game);
    if !(cost.looks >= 0.0 && cost.bytes >= 0.0 && cost.looks.is_finite() && cost.bytes.is_finite())
    {
        return Err(format!("a cost is a number: {cost:?}"));
    }
    if cost.bytes > BYTES_REFUSED {
        return Ok(seen.ended("too large"));
    }
    if cost.looks > LOOKS_MAX || cost.bytes > BYTES_MAX {
        return Ok(seen.ended("dear"));
    }
    play(&mut seen, &loaded, &game, cost, questions)?;
    let is_small = loaded.scenario.deal_count() <= DEALS_MAX;
    if is_small && questions.is_multiple_of(3) {
        theory(&mut seen, &loaded.scenario, &game, questions)?;
    }
    if is_small && questions.is_multiple_of(29) {
        levers(&mut seen, &loaded, &assignments, questions)?;
    }
    Ok(seen.ended("played"))
}

/// Settings of so many runs on so many threads.
fn settings(runs: u64, seed: u64, threads: usize) -> RunSettings {
    RunSettings {
        runs,
        seed,
        threads: Some(threads),
    }
}

/// Plays, and reads back what is written about it.
fn play(
    seen: &mut Seen,
    loaded: &Loaded,
    game: &Game,
    cost: Cost,
    questions: u64,
) -> Result<(), Broken> {
    let scenario = &loaded.scenario;
    // More than one batch, so that several threads have something to do.
    let is_long = questions.is_multiple_of(61) && cost.looks < 3_000.0;
    let runs = if is_long { 1_030 } else { 2 + questions % 5 };
    let one = counted(scenario, game, cost, settings(runs, questions >> 8, 1))?;
    if is_long || questions.is_multiple_of(7) {
        let three = counted(scenario, game, cost, settings(runs, questions >> 8, 3))?;
        same("three threads play otherwise than one", &one.0, &three.0)?;
        let csv = |tally: &Tally| estimates::of_tally(tally, None, None).to_csv();
        same(
            "three threads count otherwise than one",
            &csv(&one.1),
            &csv(&three.1),
        )?;
    }
    let (outcomes, tally) = one;
    for outcome in &outcomes {
        let (end, cause, rule) = (outcome.end, outcome.failure, scenario.protocol.name());
        seen.shapes.insert(format!("{end:?} {cause:?} {rule}"));
    }
    if questions.is_multiple_of(2) {
        traced(scenario, game, &outcomes, questions)?;
    }
    if questions.is_multiple_of(5) {
        let summary = Summary::of(&tally, scenario, questions >> 8);
        written(
            loaded,
            &summary,
            &estimates::of_tally(&tally, None, None),
            questions,
        )?;
    }
    Ok(())
}

/// Runs with what is counted of them, in about the time that is said beforehand.
fn counted(
    scenario: &Scenario,
    game: &Game,
    cost: Cost,
    settings: RunSettings,
) -> Result<(Vec<Outcome>, Tally), Broken> {
    let begin = Instant::now();
    let mut outcomes = Vec::new();
    let mut keep = |_: u64, batch: &[Outcome]| {
        outcomes.extend_from_slice(batch);
        ControlFlow::Continue(())
    };
    let tally = count_runs(scenario, game, &settings, &Unwatched, &mut keep);
    let (runs, took) = (settings.runs, begin.elapsed());
    let said = cost.seconds(runs);
    if took > Duration::from_secs_f64(TIMES * said) + MORE {
        return Err(format!(
            "slow: {runs} runs took {took:.1?} where {said:.4} s are said"
        ));
    }
    Ok((outcomes, tally))
}

/// Tells a run, and writes down all of them.
fn traced(
    scenario: &Scenario,
    game: &Game,
    played: &[Outcome],
    questions: u64,
) -> Result<(), Broken> {
    let seed = questions >> 8;
    let run = questions % played.len() as u64;
    let (outcome, trace) = game.trace(run, seed);
    let same_run = (0..).zip(played).find(|(number, _)| *number == run);
    same(
        "a traced run goes otherwise",
        &Some(&outcome),
        &same_run.map(|(_, outcome)| outcome),
    )?;
    let traced = TracedRun {
        scenario,
        seed,
        run,
        outcome: &outcome,
        trace: &trace,
    };
    let _ = report::story(&traced);
    let _ = report::json::trace(&traced);
    if questions.is_multiple_of(31) {
        let _ = report::figure::timeline(&traced).draw(None);
    }
    let table = RunTable::new(scenario).with_drawn(game, seed);
    let columns = csv_columns(table.header().trim_end());
    let lines = table.rows(0, played);
    if lines.lines().any(|line| csv_columns(line) != columns) {
        return Err("a line of runs.csv has other columns than its head".to_owned());
    }
    Ok(())
}

/// Number of columns of a line of CSV.
fn csv_columns(line: &str) -> usize {
    line.split('"')
        .step_by(2)
        .map(|part| part.matches(',').count())
        .sum()
}

/// What is written is read back as the same.
fn written(
    loaded: &Loaded,
    summary: &Summary,
    rows: &Estimates,
    questions: u64,
) -> Result<(), Broken> {
    let csv = rows.to_csv();
    let back = Estimates::from_csv(&csv)
        .map_err(|fault| format!("our estimates.csv is not read: {fault}"))?;
    same("estimates.csv reads back otherwise", &csv, &back.to_csv())?;
    let json = report::json::summary(summary);
    let files = [
        (SUMMARY, json.as_str()),
        (ESTIMATES, csv.as_str()),
        (SCENARIO, loaded.text.as_str()),
    ];
    let manifest = Provenance {
        version: VERSION.to_owned(),
        scenario: NAME.to_owned(),
        fingerprint: loaded.fingerprint.clone(),
        title: loaded.scenario.title.clone(),
        runs: summary.runs,
        runs_asked: summary.runs,
        command: format!("zopa run {NAME}"),
        ..Provenance::default()
    };
    let results = of_files(manifest, &files)?;
    let content =
        Content::whole(&results).map_err(|error| format!("our results are not read: {error}"))?;
    match &content {
        Some(Content::Runs(back)) => same(
            "summary.json reads back otherwise",
            &json,
            &report::json::summary(back),
        )?,
        _ => return Err("the results of runs are not known as such".to_owned()),
    }
    if questions.is_multiple_of(37) {
        read(&results).map_err(|error| format!("our results are not told: {error}"))?;
    }
    Ok(())
}

/// Results as they would stand in a folder.
pub(crate) fn of_files(manifest: Provenance, files: &[(&str, &str)]) -> Result<Results, Broken> {
    let mut ledger = Ledger::default();
    for (name, text) in files {
        ledger.files.push((*name).to_owned());
        ledger
            .checksums
            .insert((*name).to_owned(), Stamp::of(text.as_bytes()));
    }
    ledger.files.push(MANIFEST.to_owned());
    let manifest = manifest.with(ledger).to_json();
    let results = Results::beforehand(Path::new("out"), &manifest, files);
    results.map_err(|error| format!("our manifest is not read: {error}"))
}

/// What theory says, at central values and over realizations.
fn theory(seen: &mut Seen, scenario: &Scenario, game: &Game, questions: u64) -> Result<(), Broken> {
    let limit = [1, 2, 7, 100_000][usize::try_from(questions % 4).unwrap_or(0)];
    let chance = questions >> 8;
    match Game::compile(&scenario.central()) {
        Err(error) => seen.shape(&error.to_string()),
        Ok(central) => {
            let (mut found, points) = Solution::of(scenario, &central, limit);
            if questions.is_multiple_of(11) {
                match found.foresee(scenario, [game, &central], chance) {
                    Ok(()) => seen.shape("foreseen"),
                    Err(error) => seen.shape(&error.to_string()),
                }
            }
            let _ = chapters::solution(&found, scenario);
            let _ = points.to_csv();
            let text = json::text(&found);
            let back: Solution = json::read(&text)
                .map_err(|fault| format!("our solution.json is not read: {fault}"))?;
            same(
                "solution.json reads back otherwise",
                &text,
                &json::text(&back),
            )?;
        }
    }
    if questions.is_multiple_of(13) {
        // More than one task, so that several threads have something to do.
        let runs = if questions.is_multiple_of(5) { 40 } else { 3 };
        let of = |threads| {
            let theory = theory_of_runs(
                scenario,
                game,
                limit,
                &settings(runs, chance, threads),
                &Unwatched,
            );
            let settled = settle(scenario, game, &settings(runs, chance, threads), &Unwatched);
            [
                estimates::of_tally(&theory.tally, Some(&theory.settlement), None).to_csv(),
                format!("{:?}", settled.estimates(None)),
            ]
        };
        same("three threads solve otherwise than one", &of(1), &of(3))?;
    }
    Ok(())
}

/// What each lever changes.
fn levers(
    seen: &mut Seen,
    loaded: &Loaded,
    assignments: &[Assignment],
    questions: u64,
) -> Result<(), Broken> {
    let source = Source {
        name: NAME.to_owned(),
        text: loaded.text.clone(),
    };
    let cells = match ComparedCells::new(&source, assignments, &[], &[]) {
        Ok(cells) => cells,
        Err(CompareError::NoLevers(_)) => return Ok(()),
        Err(error) => {
            seen.shape(&error.to_string());
            return Ok(());
        }
    };
    if cells.cells.len() > 12 {
        return Ok(());
    }
    let of = |threads| {
        let settings = CompareSettings {
            runs: settings(4, questions >> 8, threads),
            half_width: HALF_WIDTH,
        };
        let found = compare(&cells, &settings, None, &Unwatched)?;
        let (comparison, tally) = (found.comparison, found.tally);
        let text = json::text(&comparison);
        Some((text, estimates::of_comparison(&comparison, &tally).to_csv()))
    };
    let (one, three) = (of(1), of(3));
    same("three threads compare otherwise than one", &one, &three)?;
    let Some((text, _)) = one else {
        return Err("a comparison of four runs gives nothing".to_owned());
    };
    let back: zopa::Comparison =
        json::read(&text).map_err(|fault| format!("our compare.json is not read: {fault}"))?;
    same(
        "compare.json reads back otherwise",
        &text,
        &json::text(&back),
    )
}
