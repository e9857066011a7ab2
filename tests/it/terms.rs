//! On what there is agreement, setting by setting: shares that levers and factors move as theory says, core issues that are the
//! same everywhere, and counts that a slow second count confirms.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use zopa::experiment::compare::{
    CompareSettings, ComparedCells, ComparedTerms, OptionChange, compare,
};
use zopa::experiment::sweep::{Block, Hooks, Layout, Sheet, SweepCells, SweptTerms, play_sweep};
use zopa::model::Deal;
use zopa::report;
use zopa::results::estimates::{of_comparison, of_sweep};
use zopa::results::json;
use zopa::scenario::{Source, parse_sweep};
use zopa::simulation::{AgreedTerms, CONFIDENCE, RunSettings, Unwatched, play_runs, simultaneous};

/// Left offers `a` until its deadline nears and then `b`, which is worth less to it; right takes what is worth its fallback.
///
/// Right's fallback is uniform on 0 to 0.9 and `a` is worth 0.3 to it, so that it takes `a` in 1/3 of the runs; in the others
/// there is agreement on `b` where left's fallback, uniform on 0 to 0.4, is below its 0.2, in 1/2 of them. So 1/3 + 2/3 · 1/2 = 2/3 agree,
/// half of them on `a`. `push` lowers right's fallback by 0.15: `a` in 1/2 of the runs, `b` in 1/4, so that 2/3 of the agreements are on
/// `a`. `wait` costs something and changes nothing. The flag is worth nothing to anybody.
const TERMS: &str = r#"
    format = 1
    title = "Land and flag"
    assumption = "made up"
    clock.rounds = 8
    protocol.alternating-offers.order = ["left", "right"]

    [[issue]]
    id = "flag"
    options = [{ id = "red" }, { id = "blue" }]

    [[issue]]
    id = "land"
    options = [{ id = "a" }, { id = "b" }, { id = "none" }]

    [[party]]
    id = "left"
    role = "principal"
    reservation = { uniform = [0.0, 0.4] }
    utility.flag = { weight = 0, scores = [0.0, 0.0] }
    utility.land = { weight = 1, scores = [1.0, 0.2, 0.0] }
    strategy.concession.time-dependent = { exponent = 2, horizon = 4 }

    [[party]]
    id = "right"
    role = "principal"
    reservation = { uniform = [0.0, 0.9] }
    utility.flag = { weight = 0, scores = [0.0, 0.0] }
    utility.land = { weight = 1, scores = [0.3, 1.0, 0.0] }
    strategy.concession.time-dependent = { exponent = 1, start = 0.0 }

    [[leverage]]
    id = "push"
    actor = "left"
    effects = [{ party = "right", reservation = -0.15 }]
    use = "always"

    [[leverage]]
    id = "wait"
    actor = "left"
    cost = 0.01
    effects = [{ party = "right", reservation = 0.0 }]
    use = "always"
"#;

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

/// A comparison of the levers over so many runs, as JSON too, and its table of estimates.
fn compared(text: &str, runs: u64, threads: usize) -> (Option<ComparedTerms>, [String; 3]) {
    let cells = ComparedCells::new(&source("terms.toml", text), &[], &[], &[]);
    let settings = CompareSettings {
        runs: RunSettings {
            runs,
            seed: 5,
            threads: Some(threads),
        },
        half_width: 0.01,
    };
    let cells = cells.expect("a legal scenario");
    let found = compare(&cells, &settings, None, &Unwatched).expect("nobody stops it");
    let comparison = &found.comparison;
    let texts = [
        json::text(comparison),
        of_comparison(comparison, &found.tally).to_csv(),
        report::chapters::comparison(comparison),
    ];
    (found.comparison.terms, texts)
}

fn change<'t>(terms: &'t ComparedTerms, policy: &str, option: &str) -> &'t OptionChange {
    let terms = terms.of(policy).expect("it is a policy");
    let mut changes = terms.changes.iter();
    let found = changes.find(|change| change.option == option);
    found.expect("its share is compared")
}

fn share(terms: &AgreedTerms, option: &str) -> f64 {
    let mut options = terms.options.iter();
    let found = options.find(|share| share.option == option);
    found
        .expect("it is an option of a core issue")
        .agreed
        .value()
}

#[test]
fn a_lever_moves_a_known_share_from_one_option_to_another() {
    let runs = 12_000;
    let (terms, [_, estimates, page]) = compared(TERMS, runs, 2);
    let terms = terms.expect("there is a core issue");
    // Nothing is at stake in the flag.
    let core: Vec<&str> = terms.core.iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(core, ["land"]);
    // 4.5 standard errors, that of a share of 8,000 agreements being at most 0.0056: a false alarm in 150,000.
    let near = |found: f64, truth: f64| (found - truth).abs() < 0.025;
    assert!(near(terms.none.agreements as f64 / runs as f64, 2.0 / 3.0));
    assert!(near(share(&terms.none, "a"), 0.5), "{:?}", terms.none);
    let push = &terms.of("push").expect("it is a policy").terms;
    assert!(near(push.agreements as f64 / runs as f64, 0.75));
    assert!(near(share(push, "a"), 2.0 / 3.0) && share(push, "none") <= 0.0);
    assert_eq!(push.combinations[0].options["land"], "a");
    assert!(push.complete && push.combinations.len() == 2);
    let moved = change(&terms, "push", "a");
    assert!((moved.difference - 1.0 / 6.0).abs() < 4.5 * moved.se);
    let [low, high] = moved.interval_all;
    assert!(0.0 < low && low < 1.0 / 6.0 && 1.0 / 6.0 < high && moved.is_significant());
    // What moves to one option leaves the other.
    let left = change(&terms, "push", "b");
    assert!((left.difference + moved.difference).abs() < 1e-12);
    // Two options are ever agreed, each compared for every policy.
    let together = 2 * terms.policies.len();
    let width = |[low, high]: [f64; 2]| high - low;
    let bound = |confidence: f64| {
        let scaled = width(moved.interval) / 2.0 / 1.959_963_984_540_054;
        scaled * normal_bound(confidence)
    };
    let wide = bound(simultaneous(CONFIDENCE, together));
    assert!((width(moved.interval_all) / 2.0 - wide).abs() < 1e-6);
    // A lever that changes nothing changes no share, whatever error is said.
    let wait = change(&terms, "wait", "a");
    assert!(wait.difference.abs() < 1e-15 && !wait.is_significant());
    assert!(wait.p_all > 0.999);
    // Most first: whatever includes `push` stands above `wait`.
    let last = terms.policies.last().map(|last| last.policy.as_str());
    assert_eq!(last, Some("wait"));
    assert!(
        page.contains("What is agreed, largest change first"),
        "{page}"
    );
    let row = estimates
        .lines()
        .find(|line| line.starts_with("push,,,option,land=a,"));
    assert!(row.is_some_and(|row| row.contains(",none,0.1")), "{row:?}");
}

/// The standard normal lies within ± this so often, by halving.
fn normal_bound(confidence: f64) -> f64 {
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if libm::erf(middle / std::f64::consts::SQRT_2) < confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[test]
fn threads_do_not_show_in_what_is_compared() {
    assert_eq!(compared(TERMS, 1_300, 1), compared(TERMS, 1_300, 2));
}

#[test]
fn little_agreement_says_nothing_and_no_choice_has_no_terms() {
    let (terms, _) = compared(TERMS, 20, 1);
    let terms = terms.expect("there is a core issue");
    assert!(terms.none.agreements < 20);
    assert!(
        terms
            .policies
            .iter()
            .all(|policy| policy.greatest().is_none())
    );
    // Both want the same: all agreements are alike.
    let alike = TERMS.replace("[0.3, 1.0, 0.0]", "[0.95, 0.2, 0.0]");
    assert_eq!(compared(&alike, 300, 1).0, None);
}

/// A sweep of the same scenario in words.
fn sweep(factor: &str, runs: u64) -> SweepCells {
    let text = format!(
        "format = 1\nscenario = \"terms.toml\"\ndesign = \"full-factorial\"\nseed = 5\nruns = {runs}\n[[factor]]\n\
         id = \"factor\"\n{factor}\n"
    );
    let read = |_: &str| Ok(source("terms.toml", TERMS));
    let sweep = parse_sweep(&source("sweep.toml", &text), &read);
    let sweep = sweep.unwrap_or_else(|problems| panic!("{problems}"));
    SweepCells::new(sweep, Some(2)).unwrap_or_else(|error| panic!("{error}"))
}

/// What was counted, and each block as it is kept.
fn played(cells: &SweepCells, threads: usize) -> (Sheet, BTreeMap<u64, Vec<u8>>) {
    let mut stored = BTreeMap::new();
    let mut hooks = Hooks {
        share: None,
        is_stored: &|_| false,
        read: &mut |_| None,
        rows: &|_, _, _, _| Vec::new(),
        keep: &mut |block: &Block| {
            stored.insert(block.number, block.encode());
            ControlFlow::Continue(())
        },
    };
    let played = play_sweep(cells, Some(threads), &Unwatched, &mut hooks);
    assert!(played.is_complete);
    (played.sheet, stored)
}

const PUSHES: &str = "path = \"leverage.push.use\"\nlevels = [\"never\", \"always\"]";

#[test]
fn cells_have_the_terms_that_a_second_count_finds() {
    // More than one batch, the last one not whole.
    let runs = 1_500;
    let cells = sweep(PUSHES, runs);
    let found = SweptTerms::of(&cells.layout, &played(&cells, 2).0);
    assert_eq!(found.core.len(), 1);
    assert_eq!(found.cells.len(), 2);
    let mut all = [0_u64; 3];
    for number in 0..2 {
        let cell = cells.cell(number);
        let scenario = &cell.scenario;
        let outcomes = play_runs(&cell.prepare(5), 0..runs, &Unwatched).expect("nobody stops it");
        let deals: Vec<&Deal> = outcomes
            .iter()
            .filter_map(|run| run.agreed_deal())
            .collect();
        let place = scenario.issues.iter().position(|issue| issue.id == "land");
        let place = place.expect("it is an issue");
        let terms = found
            .of_cell(usize::try_from(number).expect("few"))
            .expect("it has runs");
        assert_eq!(terms.agreements, deals.len() as u64);
        for (option, known) in scenario.issues[place].options.iter().enumerate() {
            let agreed = deals
                .iter()
                .filter(|deal| usize::from(deal.0[place]) == option);
            let agreed = agreed.count() as u64;
            all[option] += agreed;
            let mut options = terms.options.iter();
            let share = options
                .find(|share| share.option == known.id)
                .expect("it is listed");
            assert_eq!(
                (share.agreed.count, share.agreed.runs),
                (agreed, terms.agreements)
            );
            let mut listed = terms.combinations.iter();
            let listed = listed.find(|one| one.options["land"] == known.id);
            assert_eq!(listed.map_or(0, |one| one.agreed.count), agreed);
        }
        let counts = terms.combinations.iter().map(|one| one.agreed.count);
        assert!(counts.is_sorted_by(|one, next| one >= next));
    }
    // The core issue weighs by the agreements of both cells together.
    let sum: u64 = all.iter().sum();
    let shares = all.into_iter().filter(|count| *count > 0);
    let entropy = shares.fold(0.0, |entropy, count| {
        let share = count as f64 / sum as f64;
        entropy - share * share.log2()
    });
    assert!((found.core[0].entropy - entropy).abs() < 1e-12);
    // Left and right each have 1 at stake.
    assert!((found.core[0].stake - 1.0).abs() < 1e-12);
}

#[test]
fn what_cells_agree_on_reads_back_from_blocks_on_any_threads() {
    let cells = sweep(PUSHES, 2_100);
    let text = |sheet: &Sheet| json::text(&SweptTerms::of(&cells.layout, sheet));
    let (sheet, stored) = played(&cells, 1);
    assert_eq!(text(&sheet), text(&played(&cells, 2).0));
    // The layout as a manifest has it: stakes are read back to the bit.
    let written = serde_json::to_string(&cells.layout).expect("it is written");
    let layout: Layout = serde_json::from_str(&written).expect("it is read");
    let mut merged = Sheet::empty(&layout);
    for (number, bytes) in &stored {
        let (cell, batch) = cells.layout.place(*number);
        let block = cells
            .layout
            .read_block(*number, bytes)
            .expect("it was written so");
        merged.add(cell, batch, &block.record);
    }
    assert_eq!(json::text(&SweptTerms::of(&layout, &merged)), text(&sheet));
    // An agreement more by deal than there are agreements is no block.
    let (number, bytes) = stored.first_key_value().expect("there are blocks");
    let length =
        usize::try_from(u64::from_le_bytes(bytes[..8].try_into().expect("eight"))).expect("few");
    let last = 8 + length - 16;
    let mut broken = bytes.clone();
    broken[last] = broken[last].wrapping_add(1);
    assert!(cells.layout.read_block(*number, bytes).is_some());
    assert!(cells.layout.read_block(*number, &broken).is_none());
}

#[test]
fn stakes_of_an_issue_are_the_mean_of_the_cells() {
    // Left has 1 at stake, right 1 or 0.6: a mean of 1 in one cell and 0.8 in the other. To right `b` is worth 1 or 0.6, `a` always 0.3, and `none` nothing.
    let factor =
        "path = \"party.right.utility.land.scores\"\nlevels = [[0.3, 1, 0], [0.3, 0.6, 0]]";
    let cells = sweep(factor, 300);
    let stakes: Vec<f64> = cells
        .layout
        .issues
        .iter()
        .map(|issue| issue.stake)
        .collect();
    assert!(stakes[0].abs() < 1e-15 && (stakes[1] - 0.9).abs() < 1e-12);
}

#[test]
fn where_options_differ_between_cells_nothing_is_said_of_terms() {
    let factor = "path = \"issue.flag.options\"\nlevels = [[{ id = \"red\" }, { id = \"blue\" }], [{ id = \"red\" }, { id = \"green\" }]]";
    let cells = sweep(factor, 300);
    assert!(cells.layout.issues.is_empty());
    let (sheet, stored) = played(&cells, 2);
    let terms = SweptTerms::of(&cells.layout, &sheet);
    assert_eq!(terms, SweptTerms::default());
    let estimates = of_sweep(&cells.layout, &sheet);
    assert!(estimates.rows.iter().all(|row| row.measure != "option"));
    assert!(!report::chapters::cells(&cells.layout, &estimates, &terms).contains("most frequent"));
    for (number, bytes) in &stored {
        assert!(cells.layout.read_block(*number, bytes).is_some());
    }
}

/// Beyond the first 65,536 runs of a cell its deals are not kept; the shares of options are those of all its runs.
#[test]
fn long_cells_count_combinations_of_their_first_runs() {
    let runs = 67_000;
    let cells = sweep("path = \"clock.rounds\"\nlevels = [8]", runs);
    let (sheet, _) = played(&cells, 2);
    let found = SweptTerms::of(&cells.layout, &sheet);
    let terms = found.of_cell(0).expect("it has runs");
    let counted = terms.combinations[0].agreed.runs;
    assert!(!terms.complete && counted < terms.agreements);
    let outcomes = play_runs(&cells.cell(0).prepare(5), 0..65_536, &Unwatched);
    let outcomes = outcomes.expect("nobody stops it");
    let agreed = outcomes.iter().filter(|run| run.agreed.is_some());
    assert_eq!(counted, agreed.count() as u64);
    assert_eq!(
        sheet.cells[0].counts.rate("agreement").count,
        terms.agreements
    );
}

#[test]
fn a_cell_without_agreement_has_no_terms() {
    // In the second cell left takes neither `a` nor `b`, and the rest is worth less to it than its fallback.
    let factor = "path = \"party.left.never\"\nlevels = [[], [{ land = [\"a\", \"b\"] }]]";
    let cells = sweep(factor, 200);
    let (sheet, _) = played(&cells, 1);
    let found = SweptTerms::of(&cells.layout, &sheet);
    let none = found.of_cell(1).expect("it has runs");
    assert_eq!(
        (none.agreements, none.combinations.len(), none.complete),
        (0, 0, true)
    );
    assert!(none.options.iter().all(|share| share.agreed.runs == 0));
    let page = report::chapters::cells(&cells.layout, &of_sweep(&cells.layout, &sheet), &found);
    let line = page
        .lines()
        .rfind(|line| line.trim_start().starts_with("1 "));
    assert!(line.is_some_and(|line| line.contains('–')), "{page}");
}
