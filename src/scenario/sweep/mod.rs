//! Sweep files: a scenario, factors, and which combinations of their values become cells.
//!
//! What a level sets is judged where it is put: in the scenario, by the scenario's own validation. A problem found there
//! carries the place in the sweep file.

mod decode;
mod factor;
mod keys;

use std::path::Path;

pub(crate) use keys::SWEEP;
use serde::{Deserialize, Serialize};

use crate::scenario::document::{self, Places, Span};
use crate::scenario::fault::Fault;
use crate::scenario::inline::number;
use crate::scenario::key::Word as _;
use crate::scenario::open::{Opened, open};
use crate::scenario::problem::Problems;
use crate::scenario::report::{Origin, Report, Sources};
use crate::scenario::{Assignment, Loaded, Source, parse_from};

/// A sweep as meant: names in place, numbers within their ranges, values not yet put into the scenario.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The sweep file.
    pub source: Source,
    /// The scenario file.
    pub scenario: Source,
    /// Title, where it has one of its own.
    pub title: Option<String>,
    /// What holds in every cell.
    pub set: Vec<Placed>,
    /// How long each cell is played.
    pub length: Length,
    /// Seed of all cells.
    pub seed: u64,
    /// Which combinations become cells.
    pub design: Design,
    /// What differs between cells.
    pub factors: Vec<Factor>,
    /// Hash of both texts, in hexadecimal.
    pub fingerprint: String,
}

/// How long each cell is played.
#[derive(Clone, Debug, PartialEq)]
pub enum Length {
    /// So many runs.
    Runs(u64),
    /// Until an interval is narrow enough.
    Until(Precision),
}

/// When a cell has been played enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Precision {
    /// Half the width of the 95 % interval that is wished.
    pub half_width: f64,
    /// Whose interval.
    pub of: Target,
    /// Runs after which the interval is looked at, in growing order; the last one is the ceiling.
    pub looks: Vec<u64>,
}

/// Whose interval decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// That of a cell's agreement rate.
    Rate,
    /// That of the difference of its agreement rate to the baseline's, on the same realizations.
    Difference,
}

/// Which combinations of the factors' values become cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every combination of levels.
    FullFactorial,
    /// The scenario as written, then each level of each factor alone.
    OneAtATime,
    /// The scenario as written, then so many points of a Latin hypercube sample.
    LatinHypercube(u32),
    /// The scenario as written, then so many points of a scrambled Sobol sequence.
    Sobol(u32),
}

/// Something that differs between cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// The values it takes.
    pub values: Values,
}

/// The values of a factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// One of these.
    Levels(Vec<Level>),
    /// Any between two ends.
    Range(ValueRange),
}

/// One value of a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Name in result files: the value as written, or the policy's id.
    pub label: String,
    /// Name for readers, where the file gives one.
    pub title: Option<String>,
    /// What it sets.
    pub sets: Vec<Placed>,
}

/// Values between two ends, for one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRange {
    path: String,
    low: f64,
    high: f64,
    whole: bool,
    place: Span,
}

/// An assignment with its place in the sweep file.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What is set.
    pub assignment: Assignment,
    place: Span,
}

impl Target {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl Design {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullFactorial => "full-factorial",
            Self::OneAtATime => "one-at-a-time",
            Self::LatinHypercube(_) => "latin-hypercube",
            Self::Sobol(_) => "sobol",
        }
    }
}

impl Values {
    /// The value at a point in 0..1: with levels each has an equal part.
    pub fn at(&self, point: f64) -> Level {
        match self {
            Self::Levels(levels) => {
                let parts = levels.len() as f64;
                let is_here = |place: &usize| point * parts < (place + 1) as f64;
                let place = (0..levels.len()).find(is_here);
                levels[place.unwrap_or(levels.len() - 1)].clone()
            }
            Self::Range(range) => range.at(point),
        }
    }
}

impl ValueRange {
    /// The value at a point in 0..1; whole numbers have an equal part each.
    fn at(&self, point: f64) -> Level {
        let value = if self.whole {
            let (low, high) = (libm::ceil(self.low), libm::floor(self.high));
            (low + libm::floor(point * (high - low + 1.0))).min(high)
        } else {
            between(self.low, self.high, point)
        };
        self.level(value)
    }

    /// Evenly spaced levels, both ends included.
    fn steps(&self, steps: u32) -> Vec<Level> {
        let step = |position: u32| {
            let value = between(
                self.low,
                self.high,
                f64::from(position) / f64::from(steps - 1),
            );
            self.level(if self.whole {
                libm::round(value)
            } else {
                value
            })
        };
        (0..steps).map(step).collect()
    }

    fn level(&self, value: f64) -> Level {
        let text = number(value, self.whole);
        Level {
            label: text.clone(),
            title: None,
            sets: vec![Placed {
                assignment: Assignment {
                    path: self.path.clone(),
                    value: text,
                },
                place: self.place,
            }],
        }
    }
}

/// The number between two others, to six digits, so that a tenth is written as one.
fn between(low: f64, high: f64, point: f64) -> f64 {
    let value = low * (1.0 - point) + high * point;
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Reads a sweep file and the scenario file it names.
///
/// # Errors
/// Every problem of the sweep file; what its levels do to the scenario is judged by [`parse_placed`].
pub fn load_sweep(path: &Path) -> Result<Sweep, Problems> {
    parse_sweep(Source::read(path)?, &read_beside(path))
}

/// Reads the scenarios that a sweep file names, relative to its folder.
pub fn read_beside(path: &Path) -> impl Fn(&str) -> Result<Source, Problems> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    move |scenario| Source::read(&folder.join(scenario))
}

/// Reads a sweep text; `read` gives the scenario of the path written in it.
///
/// # Errors
/// Every problem of the sweep file.
pub fn parse_sweep(
    source: Source,
    read: &dyn Fn(&str) -> Result<Source, Problems>,
) -> Result<Sweep, Problems> {
    let sources = Sources {
        name: &source.name,
        text: &source.text,
        origins: &[],
    };
    let Opened {
        root,
        places,
        report,
    } = open(sources)?;
    let (decoded, mut report) = decode::sweep(&root, &places, report);
    let scenario = decoded
        .scenario
        .as_ref()
        .and_then(|(path, at)| match read(path) {
            Ok(scenario) => Some(scenario),
            Err(problems) => {
                let fault = problems.iter().next().map(|problem| problem.fault.clone());
                report.value(*at, fault.unwrap_or(Fault::FileMissing));
                None
            }
        });
    let has_errors = report.has_errors();
    match scenario {
        Some(scenario) if !has_errors => Ok(decoded.checked(source, scenario)),
        _ => Err(report.resolve(&places, sources)),
    }
}

/// Whether a text is meant as a sweep and not as a scenario: by a key that no scenario has.
pub fn is_sweep(text: &str) -> bool {
    let root = document::parse(text, &mut Places::default(), &mut Report::default());
    ["scenario", "design", "factor"]
        .iter()
        .any(|key| root.get(key).is_some())
}

/// Reads a scenario with some values replaced from a sweep file, where their problems have their places.
///
/// # Errors
/// Every problem of the scenario with these values.
pub fn parse_placed(
    scenario: &Source,
    sweep: &Source,
    placed: &[Placed],
) -> Result<Loaded, Problems> {
    let assignments: Vec<Assignment> = placed.iter().map(|it| it.assignment.clone()).collect();
    let origin = |placed: &Placed| Origin::File {
        source: sweep,
        span: placed.place,
    };
    let origins: Vec<Origin<'_>> = placed.iter().map(origin).collect();
    parse_from(&scenario.name, &scenario.text, &assignments, &origins)
}
