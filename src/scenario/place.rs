//! Where each node of a document stands: line and column of its key and its value, and its path.

use crate::model::check::quote_segment;

/// The place of a node, as a position in [`Places`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At(u32);

/// A stretch of the file or of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// 0 for the file, n for the n-th assignment.
    pub(crate) origin: u32,
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
}

/// Where each node of a document stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Vec<Place>);

#[derive(Clone, Debug)]
struct Place {
    parent: Option<At>,
    segment: String,
    key: Span,
    value: Span,
}

impl Span {
    /// The whole of an assignment, or the beginning of the file.
    pub(crate) fn whole(origin: u32) -> Self {
        Self {
            origin,
            start: 0,
            end: 0,
        }
    }
}

impl Places {
    /// Makes a place.
    pub(crate) fn add(
        &mut self,
        parent: Option<At>,
        segment: String,
        key: Span,
        value: Span,
    ) -> At {
        // A file of at most 4 MiB has fewer nodes than bytes.
        let at = At(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Place {
            parent,
            segment,
            key,
            value,
        });
        at
    }

    /// The key that introduces a node, or the node itself where it has none.
    pub(crate) fn key_span(&self, at: At) -> Span {
        self.get(at).map_or(Span::whole(0), |place| place.key)
    }

    /// The node itself.
    pub(crate) fn value_span(&self, at: At) -> Span {
        self.get(at).map_or(Span::whole(0), |place| place.value)
    }

    /// The dotted path of a node; empty for the document.
    pub(crate) fn path(&self, at: At) -> String {
        let mut segments = Vec::new();
        let mut next = Some(at);
        while let Some(place) = next.and_then(|at| self.get(at)) {
            if place.parent.is_some() {
                segments.push(quote_segment(&place.segment));
            }
            next = place.parent;
        }
        segments.reverse();
        segments.join(".")
    }

    /// A node and all that it lies in, from within.
    pub(crate) fn upwards(&self, at: At) -> impl Iterator<Item = At> {
        std::iter::successors(Some(at), |&at| self.get(at)?.parent)
    }

    fn get(&self, at: At) -> Option<&Place> {
        self.0.get(at.0 as usize)
    }

    /// Makes a place for what an assignment creates.
    pub(crate) fn add_assigned(&mut self, parent: At, segment: &str, origin: u32) -> At {
        let span = Span::whole(origin);
        self.add(Some(parent), segment.to_owned(), span, span)
    }

    pub(crate) fn parent_and_segment(&self, at: At) -> (At, String) {
        let place = self.get(at);
        let parent = place.and_then(|place| place.parent).unwrap_or(at);
        (
            parent,
            place.map_or(String::new(), |place| place.segment.clone()),
        )
    }

    /// Names a list item by its id, so that paths survive reordering.
    pub(super) fn rename(&mut self, at: At, segment: &str) {
        if let Some(place) = self.0.get_mut(at.0 as usize) {
            segment.clone_into(&mut place.segment);
        }
    }
}
