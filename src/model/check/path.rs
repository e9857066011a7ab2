//! The place of a value in a scenario, as files and `--set` write it.

use std::fmt;

/// The place of a value in a scenario: `party.union.reservation`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    segments: Vec<Segment>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// A key, or the id of an item of a list; its position where it has no id.
    pub name: String,
    /// The position in a list, where it is known.
    pub position: Option<usize>,
}

impl Path {
    /// The path of these keys, separated by dots.
    pub fn of(keys: &str) -> Self {
        Self::default().key(keys)
    }

    /// The path of these keys below this one, separated by dots.
    #[must_use]
    pub fn key(&self, keys: &str) -> Self {
        let mut path = self.clone();
        path.segments.extend(keys.split('.').map(|key| Segment {
            name: key.to_owned(),
            position: None,
        }));
        path
    }

    /// The path of something named by its id: in a table of ids or a list of ids.
    #[must_use]
    pub fn id(&self, id: &str) -> Self {
        self.step(id, None)
    }

    /// The path of an item of a list of things with ids.
    #[must_use]
    pub fn item(&self, position: usize, id: &str) -> Self {
        self.step(id, Some(position))
    }

    /// The path of an item of a list of things without ids.
    #[must_use]
    pub fn entry(&self, position: usize) -> Self {
        self.step(&position.to_string(), Some(position))
    }

    /// The steps from the whole scenario on.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    fn step(&self, name: &str, position: Option<usize>) -> Self {
        let mut path = self.clone();
        path.segments.push(Segment {
            name: name.to_owned(),
            position,
        });
        path
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.segments.iter().enumerate() {
            let dot = if position > 0 { "." } else { "" };
            write!(formatter, "{dot}{}", quote_segment(&segment.name))?;
        }
        Ok(())
    }
}

/// Quotes a path segment that the dots would otherwise break.
pub(crate) fn quote_segment(segment: &str) -> String {
    if segment.is_empty() || segment.contains(['.', '"', '=', ' ']) {
        format!("\"{segment}\"")
    } else {
        segment.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn paths_read_as_files_write_them() {
        let types = Path::of("party").item(1, "crown").key("type");
        let path = types
            .item(0, "hard")
            .key("utility")
            .id("no.1")
            .key("weight");
        assert_eq!(
            path.to_string(),
            "party.crown.type.hard.utility.\"no.1\".weight"
        );
        assert_eq!(path.segments()[1].position, Some(1));
    }
}
