//! Numbers: bare, as a table with `value`, or as a distribution.

use crate::model::{Distribution, Interval, Uncertain, UncertainError};
use crate::scenario::decode::Decoder;
use crate::scenario::document::{At, Entry, Node, Value};
use crate::scenario::fault::{Fault, NumberFault};
use crate::scenario::fields::{Kind, NOTES, Range};
use crate::scenario::file::{GridFile, Number, Plain, Spelled, Whole};

/// No quantity of a negotiation is larger; beyond it sums and products could overflow.
const SIZE_MAX: f64 = 1e15;

/// The ways to give a number and the names of their parameters.
pub(crate) const SHAPES: [(&str, &[&str]); 6] = [
    ("value", &["the value"]),
    ("uniform", &["the least value", "the greatest"]),
    ("normal", &["the mean", "the standard deviation"]),
    (
        "triangular",
        &["the least value", "the most likely", "the greatest"],
    ),
    (
        "pert",
        &["the least value", "the most likely", "the greatest"],
    ),
    ("beta", &["the first shape", "the second"]),
];

impl Range {
    fn interval(self) -> Interval {
        Interval {
            low: self.low,
            high: self.high,
        }
    }

    /// A legal value to go on with after a fault.
    fn fallback(self) -> f64 {
        if self.interval().contains(1.0) {
            1.0
        } else {
            self.low
        }
    }

    fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Whole(range)
            | Kind::Plain(range)
            | Kind::Uncertain(range)
            | Kind::UncertainOr(range, _)
            | Kind::Grid(range) => *range,
            _ => Self {
                what: "a number",
                low: f64::NEG_INFINITY,
                high: f64::INFINITY,
            },
        }
    }
}

impl Decoder<'_> {
    /// A number that may be drawn; a legal stand-in where it is faulty.
    pub(crate) fn uncertain(&mut self, node: &Node, kind: &Kind) -> Number {
        let range = Range::of(kind);
        let value = self
            .distribution(node, kind)
            .and_then(|(at, distribution)| self.checked(at, distribution, range));
        if value.is_none() {
            self.report.mark(node.at);
        }
        Spelled {
            value: value.unwrap_or(Uncertain::fixed(range.fallback())),
            at: node.at,
        }
    }

    /// A number that may not be drawn; a legal stand-in where it is faulty.
    pub(crate) fn fixed(&mut self, node: &Node, kind: &Kind) -> Plain {
        let range = Range::of(kind);
        let value = match self.distribution(node, kind) {
            Some((at, distribution @ Distribution::Fixed(value))) => {
                self.checked(at, distribution, range).map(|_| value)
            }
            Some((at, distribution)) => {
                let fault = NumberFault::NotDrawn(shape_name(&distribution).to_owned());
                self.report.value(at, fault);
                None
            }
            None => None,
        };
        if value.is_none() {
            self.report.mark(node.at);
        }
        Spelled {
            value: value.unwrap_or(range.fallback()),
            at: node.at,
        }
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, node: &Node, kind: &Kind) -> Option<Whole> {
        let bare = node.get("value").unwrap_or(node);
        if matches!(bare.value, Value::Number { whole: false, .. }) {
            self.wrong(bare, kind);
            return None;
        }
        let before = self.fixed(node, kind);
        if self.report.touches(node.at) {
            return None;
        }
        let value = if before.value >= 0.0 && before.value <= f64::from(u32::MAX) {
            // Written without a point and within the bounds of its field.
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked above"
            )]
            let whole = before.value as u32;
            whole
        } else {
            return None;
        };
        Some(Spelled { value, at: node.at })
    }

    /// Numbers in nested lists.
    pub(crate) fn grid(&mut self, node: &Node, kind: &Kind) -> GridFile {
        match &node.value {
            Value::List(items) => GridFile::List(Spelled {
                value: items.iter().map(|item| self.grid(item, kind)).collect(),
                at: node.at,
            }),
            _ => GridFile::Number(self.uncertain(node, &Kind::Uncertain(Range::of(kind)))),
        }
    }

    /// Checks a distribution against the legal range of its place.
    fn checked(&mut self, at: At, distribution: Distribution, range: Range) -> Option<Uncertain> {
        match Uncertain::new(distribution, range.interval()) {
            Ok(number) => Some(number),
            Err(error) => {
                self.report.value(at, fault_of(error, distribution, range));
                None
            }
        }
    }

    /// The distribution as written and the place of its parameters.
    fn distribution(&mut self, node: &Node, kind: &Kind) -> Option<(At, Distribution)> {
        match &node.value {
            Value::Number { .. } => {
                let value = self.parameter(node)?;
                Some((node.at, Distribution::Fixed(value)))
            }
            Value::Table(entries) => self.shaped(node, entries, kind),
            _ => {
                self.wrong(node, kind);
                None
            }
        }
    }

    fn shaped(
        &mut self,
        node: &Node,
        entries: &[Entry],
        kind: &Kind,
    ) -> Option<(At, Distribution)> {
        let mut found = Vec::new();
        let mut unknown = false;
        for entry in entries {
            let shape = SHAPES.iter().find(|shape| shape.0 == entry.key);
            if let Some(shape) = shape {
                found.push((shape, &entry.node));
            } else if NOTES.contains(&entry.key.as_str()) {
                self.text(&entry.node, &Kind::Text);
            } else {
                unknown = true;
                let known = SHAPES.iter().map(|shape| shape.0).chain(NOTES);
                let fault = Fault::UnknownKey {
                    record: "a number",
                    key: entry.key.clone(),
                    known: known.map(str::to_owned).collect(),
                };
                self.report.key(entry.node.at, fault);
            }
        }
        match found.as_slice() {
            [] if unknown => None,
            [] => {
                self.report.value(node.at, NumberFault::NoValue);
                None
            }
            [((shape, parameters), given)] => {
                let values = self.parameters(shape, parameters, given, kind)?;
                Some((given.at, distribution_of(shape, &values)?))
            }
            _ => {
                let found = found.iter().map(|(shape, _)| shape.0.to_owned()).collect();
                self.report
                    .value(node.at, NumberFault::SeveralValues { found });
                None
            }
        }
    }

    /// The parameters of a distribution as written.
    fn parameters(
        &mut self,
        shape: &'static str,
        expected: &'static [&'static str],
        given: &Node,
        kind: &Kind,
    ) -> Option<Vec<f64>> {
        if shape == "value" {
            if !matches!(given.value, Value::Number { .. }) {
                self.wrong(given, &Kind::Plain(Range::of(kind)));
                return None;
            }
            return Some(vec![self.parameter(given)?]);
        }
        let Value::List(items) = &given.value else {
            let fault = Fault::WrongKind {
                expected: format!("a list of {} numbers", expected.len()),
                found: given.in_words(),
            };
            self.report.value(given.at, fault);
            return None;
        };
        if items.len() != expected.len() {
            let fault = NumberFault::ParameterCount {
                shape,
                expected,
                found: items.len(),
            };
            self.report.value(given.at, fault);
            return None;
        }
        let values: Vec<Option<f64>> = items.iter().map(|item| self.parameter(item)).collect();
        values.into_iter().collect()
    }

    /// One finite number of a size that can be computed with.
    fn parameter(&mut self, node: &Node) -> Option<f64> {
        let Value::Number { value, .. } = node.value else {
            self.wrong(node, &Kind::Plain(Range::of(&Kind::Text)));
            return None;
        };
        if !value.is_finite() {
            self.report.value(node.at, NumberFault::NotFinite(value));
            return None;
        }
        if value.abs() > SIZE_MAX {
            let fault = NumberFault::TooLarge {
                limit: SIZE_MAX,
                value,
            };
            self.report.value(node.at, fault);
            return None;
        }
        Some(value)
    }
}

fn distribution_of(shape: &str, values: &[f64]) -> Option<Distribution> {
    Some(match (shape, values) {
        ("value", &[value]) => Distribution::Fixed(value),
        ("uniform", &[low, high]) => Distribution::Uniform { low, high },
        ("normal", &[mean, sd]) => Distribution::Normal { mean, sd },
        ("triangular", &[low, mode, high]) => Distribution::Triangular { low, mode, high },
        ("pert", &[low, mode, high]) => Distribution::Pert { low, mode, high },
        ("beta", &[alpha, beta]) => Distribution::Beta { alpha, beta },
        _ => return None,
    })
}

fn shape_name(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Fixed(_) => "value",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Normal { .. } => "normal",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Pert { .. } => "pert",
        Distribution::Beta { .. } => "beta",
    }
}

fn fault_of(error: UncertainError, distribution: Distribution, range: Range) -> NumberFault {
    match error {
        UncertainError::NotFinite => NumberFault::NotFinite(match distribution {
            Distribution::Fixed(value) => value,
            _ => f64::NAN,
        }),
        UncertainError::OutOfRange { value, low, high } => NumberFault::OutOfRange {
            what: range.what.to_owned(),
            low,
            high,
            value,
        },
        UncertainError::Unordered { low, high } => NumberFault::Unordered { low, high },
        UncertainError::ModeOutside { low, mode, high } => {
            NumberFault::ModeOutside { low, mode, high }
        }
        UncertainError::NegativeDeviation(sd) => NumberFault::NegativeDeviation(sd),
        UncertainError::BadShape(shape) => NumberFault::BadShape(shape),
    }
}
