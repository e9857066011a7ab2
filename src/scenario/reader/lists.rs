//! Lists of numbers that are wrong as a whole: commas for decimal points, or another scale.

use crate::scenario::document::{Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::inline::shown;
use crate::scenario::reader::Reader;

impl Reader {
    /// Reports a list with commas for decimal points, if it is as long as expected with points in their place.
    pub(crate) fn has_decimal_commas(&self, node: &Node, expected: usize) -> bool {
        let Some(items) = node.items().filter(|items| items.len() > expected) else {
            return false;
        };
        let whole = |item: &Node| match item.value {
            Value::Number { value, whole: true } if value >= 0.0 => Some(value.to_string()),
            _ => None,
        };
        let mut numbers: Vec<String> = Vec::new();
        let mut items = items.iter().peekable();
        while let Some(item) = items.next() {
            let touches = |next: &&Node| self.span(item.at).end + 1 == self.span(next.at).start;
            let part = items
                .peek()
                .filter(|next| touches(next))
                .and_then(|next| whole(next));
            match whole(item).zip(part) {
                Some((whole, part)) => {
                    numbers.push(format!("{whole}.{part}"));
                    items.next();
                }
                None => numbers.push(shown(item)),
            }
        }
        if numbers.len() == expected {
            let right = format!("[{}]", numbers.join(", "));
            self.fault(node.at, Fault::DecimalCommas { right });
        }
        numbers.len() == expected
    }

    /// Reports a list of shares written on a scale to 10 or to 100.
    pub(crate) fn has_other_scale(&self, node: &Node, what: &'static str) -> bool {
        let number = |item: &Node| match item.value {
            Value::Number { value, .. } => Some(value),
            _ => None,
        };
        let numbers: Option<Vec<f64>> = node
            .items()
            .unwrap_or_default()
            .iter()
            .map(number)
            .collect();
        let Some(numbers) = numbers else {
            return false;
        };
        let greatest = numbers.iter().copied().fold(0.0, f64::max);
        let is_scaled =
            (5.0..=100.0).contains(&greatest) && numbers.iter().all(|number| *number >= 0.0);
        if is_scaled {
            let scale = if greatest <= 10.0 { 10.0 } else { 100.0 };
            let shares: Vec<String> = numbers
                .iter()
                .map(|number| (number / scale).to_string())
                .collect();
            let right = format!("[{}]", shares.join(", "));
            self.fault(
                node.at,
                Fault::OtherScale {
                    what,
                    greatest,
                    scale,
                    right,
                },
            );
        }
        is_scaled
    }
}
