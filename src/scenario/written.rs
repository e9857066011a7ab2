//! A number as a file writes it, looked up by its path.

use crate::scenario::assignment::segments;
use crate::scenario::document::{self, Value};
use crate::scenario::keys::SCENARIO;
use crate::scenario::report::Report;
use crate::scenario::source::Source;

impl Source {
    /// The number that the file writes at a path, list items by id or position; none where it writes none or something
    /// else there.
    pub fn number_at(&self, path: &str) -> Option<f64> {
        let root = document::parse(&self.text, &SCENARIO, &mut Report::default());
        let segments = segments(path)?;
        let node = segments
            .iter()
            .try_fold(&root, |node, segment| node.below(segment))?;
        match node.value {
            Value::Number { value, .. } => Some(value),
            _ => None,
        }
    }
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
