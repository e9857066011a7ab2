//! A number as a file writes it, looked up by its path.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::scenario::Source;
use crate::scenario::edit::segments;

impl Source {
    /// The number that the file writes at a path, list items by id or position; none where it writes none or something
    /// else there.
    pub fn number_at(&self, path: &str) -> Option<f64> {
        let table = DeTable::parse(&self.text).ok()?;
        let segments = segments(path)?;
        let (first, rest) = segments.split_first()?;
        let mut value = table.get_ref().get(first.as_str())?;
        for segment in rest {
            value = below(value, segment)?;
        }
        match value.get_ref() {
            DeValue::Integer(number) => plain(number.as_str()),
            DeValue::Float(number) => plain(number.as_str()),
            _ => None,
        }
    }
}

fn below<'v, 't>(
    value: &'v Spanned<DeValue<'t>>,
    segment: &str,
) -> Option<&'v Spanned<DeValue<'t>>> {
    match value.get_ref() {
        DeValue::Table(table) => table.get(segment),
        DeValue::Array(items) => {
            let named = |item: &&Spanned<DeValue<'t>>| match item.get_ref() {
                DeValue::Table(table) => {
                    let id = table.get("id");
                    id.is_some_and(|id| id.get_ref().as_str() == Some(segment))
                }
                _ => false,
            };
            let by_id = items.iter().find(named);
            by_id.or_else(|| items.get(segment.parse::<usize>().ok()?))
        }
        _ => None,
    }
}

fn plain(digits: &str) -> Option<f64> {
    digits.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::scenario::Source;

    #[test]
    fn numbers_are_found_by_id_and_by_position() {
        let source = Source {
            name: "a.toml".to_owned(),
            text: "[clock]\nrounds = 1_200\n[[party]]\nid = \"us\"\nreservation = 0.25\nscores = [0.5, 1]\n\
                   discount = { uniform = [0.1, 0.2] }\n"
                .to_owned(),
        };
        for (path, number) in [
            ("clock.rounds", Some(1_200.0)),
            ("party.us.reservation", Some(0.25)),
            ("party.us.scores.1", Some(1.0)),
            ("party.us.discount", None),
            ("party.eu.reservation", None),
            ("clock.breakdown", None),
        ] {
            assert_eq!(source.number_at(path), number, "{path}");
        }
    }
}
