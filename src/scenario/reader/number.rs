//! Numbers: bare, as a table with `value`, or as a distribution; with a range in which they might lie.

use crate::model::check::NOTES;
use crate::model::{Distribution, Range, Uncertain, finite};
use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::kind::Kind;
use crate::scenario::meant::{shape, shape_elsewhere};
use crate::scenario::place::At;
use crate::scenario::reader::Reader;
use crate::scenario::reader::guess::distribution_form;
use crate::scenario::reader::range::RangeRead;

/// The ways to give a number and the names of their parameters.
pub(crate) const SHAPES: [Shape; 6] = [
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

/// The key of where the value of a number might reasonably lie, which is not how nature draws it.
pub(crate) const RANGE: &str = "range";
/// The key of where the centre of a distribution is moved to.
pub(crate) const CENTRE: &str = "centre";

/// A way to give a number with the names of its parameters.
type Shape = (&'static str, &'static [&'static str]);

/// A key in the table of a number.
enum NumberKey {
    Shape(&'static Shape),
    Range,
    Centre,
}

impl NumberKey {
    fn of(key: &str) -> Option<Self> {
        match key {
            RANGE => Some(Self::Range),
            CENTRE => Some(Self::Centre),
            _ => SHAPES.iter().find(|shape| shape.0 == key).map(Self::Shape),
        }
    }
}

/// The fault of a key that no table of a number has.
pub(crate) fn unknown_key(key: &str) -> Fault {
    if let Some(right) = shape(key) {
        let key = key.to_owned();
        let record = "a number";
        return Fault::OtherName { record, key, right };
    }
    if shape_elsewhere(key) {
        return Fault::NoDistribution(key.to_owned());
    }
    let known = SHAPES.iter().map(|shape| shape.0);
    let known = known.chain([CENTRE, RANGE]).chain(NOTES);
    Fault::UnknownKey {
        record: "a number",
        key: key.to_owned(),
        known: known.map(str::to_owned).collect(),
    }
}

impl Range {
    /// A legal value to go on with after a fault.
    pub(super) fn stand_in(self) -> f64 {
        if self.contains(1.0) { 1.0 } else { self.low }
    }
}

impl Reader {
    /// A number that may be drawn.
    pub(super) fn uncertain(&self, node: &Node, kind: &Kind) -> Option<Uncertain> {
        let (at, distribution) = self.distribution(node, kind)?;
        let number = self.checked(at, distribution, kind.range())?;
        let number = match node.get(CENTRE) {
            Some(centre) => self.centred(number, centre)?,
            None => number,
        };
        self.range(node, number, kind).map(|()| number)
    }

    /// A number that may not be drawn.
    pub(super) fn plain(&self, node: &Node, kind: &Kind) -> Option<f64> {
        let (at, distribution) = self.distribution(node, kind)?;
        let Distribution::Fixed(value) = distribution else {
            let shape = shape_name(&distribution).to_owned();
            self.fault(at, Fault::NotDrawn(shape));
            return None;
        };
        let number = self.checked(at, distribution, kind.range())?;
        if let Some(centre) = node.get(CENTRE) {
            self.centred(number, centre)?;
        }
        self.range(node, number, kind).map(|()| value)
    }

    /// A whole number.
    pub(super) fn whole(&self, node: &Node, kind: &Kind) -> Option<u32> {
        let bare = node.get("value").unwrap_or(node);
        if matches!(bare.value, Value::Number { whole: false, .. }) {
            self.wrong(bare, kind);
            return None;
        }
        self.plain(node, kind).and_then(as_whole)
    }

    /// Checks a distribution against the legal range of its place.
    fn checked(&self, at: At, distribution: Distribution, range: Range) -> Option<Uncertain> {
        let number = Uncertain::new(distribution, range);
        number.map_err(|fault| self.fault(at, fault)).ok()
    }

    /// The number with its centre moved.
    fn centred(&self, number: Uncertain, centre: &Node) -> Option<Uncertain> {
        if matches!(number.distribution(), Distribution::Fixed(_)) {
            self.key_fault(centre.at, Fault::CentreOfValue);
            return None;
        }
        let value = self.parameter(centre)?;
        let moved = number.centred(value);
        moved.map_err(|fault| self.fault(centre.at, fault)).ok()
    }

    /// Whether the range of a number, where it has one, is one that holds its value.
    fn range(&self, node: &Node, number: Uncertain, kind: &Kind) -> Option<()> {
        let Some(range) = node.get(RANGE) else {
            return Some(());
        };
        let [low, high] = self.range_ends(range, kind)?;
        let centre = number.mean();
        if !(low..=high).contains(&centre) {
            self.fault(range.at, Fault::OutsideRange { centre, low, high });
            return None;
        }
        self.ranges.borrow_mut().push(RangeRead {
            at: node.at,
            value: centre,
            ends: [low, high],
            is_whole: matches!(kind, Kind::Whole(_)),
            is_drawn: !matches!(number.distribution(), Distribution::Fixed(_)),
        });
        Some(())
    }

    /// The ends of a range of numbers of a kind.
    pub(crate) fn range_ends(&self, node: &Node, kind: &Kind) -> Option<[f64; 2]> {
        let Value::List(items) = &node.value else {
            self.fault(
                node.at,
                Fault::WrongKind {
                    expected: "a list of 2 numbers".to_owned(),
                    found: node.in_words(),
                    right: None,
                },
            );
            return None;
        };
        if self.has_decimal_commas(node, 2) {
            return None;
        }
        let [low, high] = items.as_slice() else {
            self.fault(node.at, Fault::RangeEnds { found: items.len() });
            return None;
        };
        let end = |end: &Node| match (&end.value, kind) {
            (Value::Number { whole: false, .. }, Kind::Whole(_)) => {
                self.wrong(end, kind);
                None
            }
            _ => self.parameter(end),
        };
        let (low, high) = (end(low), end(high));
        let (low, high) = (low?, high?);
        self.checked(node.at, Distribution::Uniform { low, high }, kind.range())?;
        if high <= low {
            self.fault(node.at, Fault::EmptyRange(low));
            return None;
        }
        Some([low, high])
    }

    /// The distribution as written and the place of its parameters.
    fn distribution(&self, node: &Node, kind: &Kind) -> Option<(At, Distribution)> {
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

    fn shaped(&self, node: &Node, entries: &[Entry], kind: &Kind) -> Option<(At, Distribution)> {
        if let Some(fault) = distribution_form(entries) {
            self.fault(node.at, fault);
            return None;
        }
        let found = self.known(entries, NumberKey::of, unknown_key)?;
        let shapes = found.into_iter().filter_map(|(key, node)| match key {
            NumberKey::Shape(shape) => Some((shape, node)),
            NumberKey::Range | NumberKey::Centre => None,
        });
        let found: Vec<(&Shape, &Node)> = shapes.collect();
        match found.as_slice() {
            [] => {
                self.fault(node.at, Fault::NoValue);
                None
            }
            [((shape, parameters), given)] => {
                let values = self.parameters(shape, parameters, given, kind)?;
                Some((given.at, distribution_of(shape, &values)?))
            }
            _ => {
                let found = found.iter().map(|(shape, _)| shape.0.to_owned()).collect();
                self.fault(node.at, Fault::SeveralValues { found });
                None
            }
        }
    }

    /// The parameters of a distribution as written.
    fn parameters(
        &self,
        shape: &'static str,
        expected: &'static [&'static str],
        given: &Node,
        kind: &Kind,
    ) -> Option<Vec<f64>> {
        if shape == "value" {
            if !matches!(given.value, Value::Number { .. }) {
                self.wrong(given, &Kind::Plain(kind.range()));
                return None;
            }
            return Some(vec![self.parameter(given)?]);
        }
        let Value::List(items) = &given.value else {
            let fault = Fault::WrongKind {
                expected: format!("a list of {} numbers", expected.len()),
                found: given.in_words(),
                right: None,
            };
            self.fault(given.at, fault);
            return None;
        };
        if self.has_decimal_commas(given, expected.len()) {
            return None;
        }
        if items.len() != expected.len() {
            let fault = Fault::ParameterCount {
                shape,
                expected,
                found: items.len(),
            };
            self.fault(given.at, fault);
            return None;
        }
        let values: Vec<Option<f64>> = items.iter().map(|item| self.parameter(item)).collect();
        values.into_iter().collect()
    }

    /// One finite number of a size that can be computed with.
    fn parameter(&self, node: &Node) -> Option<f64> {
        let Value::Number { value, .. } = node.value else {
            self.wrong(node, &Kind::Plain(Range::ANY));
            return None;
        };
        finite(value)
            .map_err(|fault| self.fault(node.at, fault))
            .ok()?;
        Some(value)
    }
}

/// A number that is whole and small enough.
pub(super) fn as_whole(number: f64) -> Option<u32> {
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above"
    )]
    fits.then_some(number as u32)
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
