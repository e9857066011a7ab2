//! Keys of sweep files: one scenario, factors, and the cells they span.

use crate::model::Range;
use crate::scenario::key::{Key, Many, Map, Sub, Word};
use crate::scenario::keys::FORMAT;
use crate::scenario::kind::{Kind, Record};
use crate::scenario::placed::PARAMETERS;
use crate::scenario::reader::{Choice, Chosen, Variant};
use crate::scenario::sweep::{Design, Target};

/// The greatest number of cells of one sweep.
pub(super) const CELLS_MAX: u32 = 100_000;

const RUNS: Range = Range::new("a number of runs", 1.0, 1e9);
const CELLS: Range = Range::new("a number of cells", 1.0, CELLS_MAX as f64);
const HALF_WIDTHS: Range = Range::new("a half-width of a rate", 1e-5, 0.5);
const STEP_COUNT: Range = Range::new("a number of steps", 2.0, CELLS_MAX as f64);

pub(super) static TITLE: Key<Option<String>> = Key::text("title")
    .means("Title for tables and figures.")
    .or_none("the scenario's");
pub(super) static DESCRIPTION: Key<Option<String>> = Key::text("description")
    .means("What the sweep is meant to answer.")
    .or_none("none");
pub(super) static SCENARIO_PATH: Key<String> =
    Key::text("scenario").means("Path of the scenario file, relative to the folder of this file.");
pub(super) static SET: Key<Map> = Key::of_kind("set", PARAMETERS)
    .means("Values that hold in every cell: paths in quotes, as in `\"clock.rounds\" = 5`.")
    .or_else("nothing");
pub(super) static RUNS_OF_CELL: Key<u32> = Key::whole("runs", RUNS)
    .means("Runs of each cell. Every cell meets the same realizations.")
    .or(10_000.0);
pub(super) static PRECISE: Key<Sub> = Key::table("precision", &PRECISION)
    .means("Play each cell until an interval is narrow enough, instead of a fixed number of runs.")
    .or_else("the runs are fixed");
pub(super) static SEED: Key<u32> = Key::whole("seed", Range::new("a seed", 0.0, u32::MAX as f64))
    .means("Seed of all cells.")
    .or(1.0);
pub(super) static CELLS_BY: Key<Design> =
    Key::choice("design").means("Which combinations of the factors' values become cells.");
pub(super) static FACTORS: Key<Many> =
    Key::list("factor", &Kind::Record(&FACTOR)).means("What differs between cells.");

/// The whole file.
pub(crate) static SWEEP: Record = Record::new(
    "a sweep",
    &[
        &FORMAT,
        &TITLE,
        &DESCRIPTION,
        &SCENARIO_PATH,
        &SET,
        &RUNS_OF_CELL,
        &PRECISE,
        &SEED,
        &CELLS_BY,
        &FACTORS,
    ],
);

impl Word for Target {
    const WORDS: &'static [&'static str] = &["rate", "difference"];
    const VALUES: &'static [Self] = &[Self::Rate, Self::Difference];
}

pub(super) static HALF_WIDTH: Key<f64> = Key::plain("half-width", HALF_WIDTHS)
    .means("Half the width at which a cell stops, of the interval by which it is judged.");
pub(super) static OF: Key<Target> = Key::word("of").means("Whose interval: that of the cell's agreement rate, or that of its difference to the baseline.")
.or_else("rate");
pub(super) static CEILING: Key<u32> =
    Key::whole("ceiling", RUNS).means("Runs after which a cell stops in any case.");
pub(super) static LOOKS: Key<Many> = Key::list("looks",
    &Kind::Whole(RUNS)).means("Runs after which the interval is looked at, growing; counted up to whole batches of 1,024. The ceiling is the last look.")
.or_else("4096, doubled until the ceiling");
/// Runs before the first look where the file says nothing.
pub(super) const FIRST_LOOK: u32 = 4_096;
static PRECISION: Record = Record::new("a precision", &[&HALF_WIDTH, &OF, &CEILING, &LOOKS]);

impl Chosen for Design {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a design",
        variants: &[
            Variant::word("full-factorial", |_| Design::FullFactorial).means(
                "Every combination of the factors' levels, the last factor changing fastest.",
            ),
            Variant::word("one-at-a-time", |_| Design::OneAtATime)
                .means("The scenario as written, then each level of each factor alone."),
            Variant::new("latin-hypercube", &SAMPLE, |given| {
                Design::LatinHypercube(given.get(&SAMPLE_CELLS))
            })
            .means("The scenario as written, then a Latin hypercube sample."),
            Variant::new("sobol", &SAMPLE, |given| {
                Design::Sobol(given.get(&SAMPLE_CELLS))
            })
            .means("The scenario as written, then points of a scrambled Sobol sequence."),
        ],
    };
}
static SAMPLE_CELLS: Key<u32> =
    Key::whole("cells", CELLS).means("Number of points; a power of 2 suits a Sobol sequence best.");
static SAMPLE: Record = Record::new("a sample", &[&SAMPLE_CELLS]);

pub(super) static FACTOR_ID: Key<String> =
    Key::id().means("Name of the factor and of its column in the results.");
pub(super) static READERS_TITLE: Key<String> = Key::text("title")
    .means("Name for readers.")
    .or_else("its id");
pub(super) static PATH: Key<String> = Key::text("path")
    .means("The parameter that is set, as in `party.russia.reservation`.")
    .or_else("none; only with `policies`");
pub(super) static LEVELS: Key<Many> = Key::list("levels", &Kind::Any)
    .means("The values it takes: numbers, words, tables, whatever may stand at the path.")
    .or_else("those of `range` or `policies`");
pub(super) static RANGE: Key<Many> = Key::list("range", &Kind::Plain(Range::ANY))
    .means("Least and greatest value, in place of levels.")
    .or_else("none");
pub(super) static STEPS: Key<Option<u32>> = Key::whole("steps", STEP_COUNT)
    .means("Number of evenly spaced levels of the range, both ends included.")
    .or_none("any value of the range; only in a sample");
pub(super) static WHOLE: Key<bool> =
    Key::truth("whole", false).means("Whether values of the range are rounded to whole numbers, as they always are where the parameter is one.");
pub(super) static POLICIES: Key<Many> = Key::list("policies", &Kind::Record(&POLICY))
    .means("Named sets of values, in place of a path.")
    .or_else("none");
static FACTOR: Record = Record::new(
    "a factor",
    &[
        &FACTOR_ID,
        &READERS_TITLE,
        &PATH,
        &LEVELS,
        &RANGE,
        &STEPS,
        &WHOLE,
        &POLICIES,
    ],
);

pub(super) static POLICY_ID: Key<String> = Key::id().means("Name of the policy in the results.");
pub(super) static POLICY_SET: Key<Map> = Key::of_kind("set", PARAMETERS)
    .means("What it sets: paths in quotes and values; `{}` for nothing.");
static POLICY: Record = Record::new("a policy", &[&POLICY_ID, &READERS_TITLE, &POLICY_SET]);
