//! Sweep files: one scenario, factors, and the cells they span.

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::list::{ANY, field, range, with_record};
use crate::scenario::fields::{Choice, Kind, Range, Record};

/// The greatest number of cells of one sweep.
pub(crate) const CELLS_MAX: u32 = 100_000;
/// The greatest number of runs of one cell.
pub(crate) const RUNS_MAX: u32 = 1_000_000_000;

const RUNS: Range = range("a number of runs", 1.0, RUNS_MAX as f64);
const CELLS: Range = range("a number of cells", 1.0, CELLS_MAX as f64);
const HALF_WIDTH: Range = range("a half-width of a rate", 1e-5, 0.5);

/// Parameter paths and their values.
const SET: Kind = Kind::Map {
    of: "parameter",
    value: &Kind::Any,
    notes: true,
};

/// The whole file.
pub(crate) static SWEEP: Record = Record {
    what: "a sweep",
    groups: &[&[
        field(
            "format",
            Kind::Whole(range("the format", 0.0, 1e6)),
            Required,
            "Version of the file format: 1.",
        ),
        field(
            "title",
            Kind::Text,
            Otherwise("the scenario's"),
            "Title for tables and figures.",
        ),
        field(
            "description",
            Kind::Text,
            Otherwise("none"),
            "What the sweep is meant to answer.",
        ),
        field(
            "scenario",
            Kind::Text,
            Required,
            "Path of the scenario file, relative to the folder of this file.",
        ),
        field(
            "set",
            SET,
            Otherwise("nothing"),
            "Values that hold in every cell: paths in quotes, as in `\"clock.rounds\" = 5`.",
        ),
        field(
            "runs",
            Kind::Whole(RUNS),
            Otherwise("10000"),
            "Runs of each cell. Every cell meets the same realizations.",
        ),
        field(
            "precision",
            Kind::Record(&PRECISION),
            Otherwise("the runs are fixed"),
            "Play each cell until an interval is narrow enough, instead of a fixed number of runs.",
        ),
        field(
            "seed",
            Kind::Whole(range("a seed", 0.0, u32::MAX as f64)),
            Otherwise("1"),
            "Seed of all cells.",
        ),
        field(
            "design",
            Kind::Choice(&DESIGN),
            Required,
            "Which combinations of the factors' values become cells.",
        ),
        field(
            "factor",
            Kind::List(&Kind::Record(&SWEEP_FACTOR)),
            Required,
            "What differs between cells.",
        ),
    ]],
};

static PRECISION: Record = Record {
    what: "a precision",
    groups: &[&[
        field(
            "half-width",
            Kind::Plain(HALF_WIDTH),
            Required,
            "Half the width of the 95 % interval at which a cell stops.",
        ),
        field(
            "of",
            Kind::Word(&["rate", "difference"]),
            Otherwise("rate"),
            "Whose interval: that of the cell's agreement rate, or that of its difference to the baseline.",
        ),
        field(
            "ceiling",
            Kind::Whole(RUNS),
            Required,
            "Runs after which a cell stops in any case.",
        ),
        field(
            "looks",
            Kind::List(&Kind::Whole(RUNS)),
            Otherwise("4096, doubled until the ceiling"),
            "Runs after which the interval is looked at, growing; counted up to whole batches of 1,024. The ceiling is the last look.",
        ),
    ]],
};

static DESIGN: Choice = Choice {
    what: "a design",
    variants: &[
        with_record(
            "full-factorial",
            &PLAIN_DESIGN,
            "Every combination of the factors' levels, the last factor changing fastest.",
        ),
        with_record(
            "one-at-a-time",
            &PLAIN_DESIGN,
            "The scenario as written, then each level of each factor alone.",
        ),
        with_record(
            "latin-hypercube",
            &SAMPLE_DESIGN,
            "The scenario as written, then a Latin hypercube sample.",
        ),
        with_record(
            "sobol",
            &SAMPLE_DESIGN,
            "The scenario as written, then points of a scrambled Sobol sequence.",
        ),
    ],
};

static PLAIN_DESIGN: Record = Record {
    what: "this design",
    groups: &[],
};

static SAMPLE_DESIGN: Record = Record {
    what: "a sample",
    groups: &[&[field(
        "cells",
        Kind::Whole(CELLS),
        Required,
        "Number of points; a power of 2 suits a Sobol sequence best.",
    )]],
};

pub(crate) static SWEEP_FACTOR: Record = Record {
    what: "a factor",
    groups: &[&[
        field(
            "id",
            Kind::Id,
            Required,
            "Name of the factor and of its column in the results.",
        ),
        field(
            "title",
            Kind::Text,
            Otherwise("its id"),
            "Name for readers.",
        ),
        field(
            "path",
            Kind::Text,
            Otherwise("none; only with `policies`"),
            "The parameter that is set, as in `party.russia.reservation`.",
        ),
        field(
            "levels",
            Kind::List(&Kind::Any),
            Otherwise("those of `range` or `policies`"),
            "The values it takes: numbers, words, tables, whatever may stand at the path.",
        ),
        field(
            "range",
            Kind::List(&Kind::Plain(ANY)),
            Otherwise("none"),
            "Least and greatest value, in place of levels.",
        ),
        field(
            "steps",
            Kind::Whole(range("a number of steps", 2.0, CELLS_MAX as f64)),
            Otherwise("any value of the range; only in a sample"),
            "Number of evenly spaced levels of the range, both ends included.",
        ),
        field(
            "whole",
            Kind::Truth,
            Otherwise("false"),
            "Whether values of the range are rounded to whole numbers.",
        ),
        field(
            "policies",
            Kind::List(&Kind::Record(&POLICY)),
            Otherwise("none"),
            "Named sets of values, in place of a path.",
        ),
    ]],
};

static POLICY: Record = Record {
    what: "a policy",
    groups: &[&[
        field(
            "id",
            Kind::Id,
            Required,
            "Name of the policy in the results.",
        ),
        field(
            "title",
            Kind::Text,
            Otherwise("its id"),
            "Name for readers.",
        ),
        field(
            "set",
            SET,
            Required,
            "What it sets: paths in quotes and values; `{}` for nothing.",
        ),
    ]],
};
