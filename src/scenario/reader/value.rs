//! Values of the model that a key holds by itself.

use crate::model::Uncertain;
use crate::scenario::document::Node;
use crate::scenario::document::Value as Written;
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Word};
use crate::scenario::kind::{Field, Kind, Need};
use crate::scenario::reader::number::as_whole;
use crate::scenario::reader::{Reader, Table};

/// A value that a key holds by itself.
pub(crate) trait Value: Sized {
    /// The value as written; none where it is at fault, which has been reported.
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self>;

    /// A legal value in the place of one that is at fault or missing.
    fn stand_in(kind: &Kind) -> Self;

    /// What holds where the key is left out.
    fn left_out(field: &'static Field) -> Self;
}

/// The default of a number, or a legal one where it must be written.
fn number_left_out(field: &Field) -> f64 {
    match field.need {
        Need::Number(number, _) => number,
        _ => field.kind.range().stand_in(),
    }
}

impl Value for Uncertain {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.uncertain(node, kind)
    }

    fn stand_in(kind: &Kind) -> Self {
        Self::fixed(kind.range().stand_in())
    }

    fn left_out(field: &'static Field) -> Self {
        Self::fixed(number_left_out(field))
    }
}

impl Value for f64 {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.plain(node, kind)
    }

    fn stand_in(kind: &Kind) -> Self {
        kind.range().stand_in()
    }

    fn left_out(field: &'static Field) -> Self {
        number_left_out(field)
    }
}

impl Value for u32 {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.whole(node, kind)
    }

    fn stand_in(kind: &Kind) -> Self {
        as_whole(kind.range().stand_in()).unwrap_or(1)
    }

    fn left_out(field: &'static Field) -> Self {
        as_whole(number_left_out(field)).unwrap_or(1)
    }
}

impl Value for bool {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        if let Written::Truth(truth) = node.value {
            return Some(truth);
        }
        reader.wrong(node, kind);
        None
    }

    fn stand_in(_: &Kind) -> Self {
        false
    }

    fn left_out(field: &'static Field) -> Self {
        field.need == Need::Truth(true)
    }
}

impl Value for String {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.text(node, kind).map(str::to_owned)
    }

    fn stand_in(_: &Kind) -> Self {
        Self::new()
    }

    fn left_out(_: &'static Field) -> Self {
        Self::new()
    }
}

impl<T: Value> Value for Option<T> {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        if let Kind::UncertainOr(_, none) = kind
            && node.text() == Some(none)
        {
            return Some(None);
        }
        T::read(reader, node, kind).map(Some)
    }

    fn stand_in(kind: &Kind) -> Self {
        Some(T::stand_in(kind))
    }

    fn left_out(field: &'static Field) -> Self {
        match field.need {
            Need::Words(_) => None,
            _ => Some(T::left_out(field)),
        }
    }
}

impl Table<'_> {
    /// The value of a key, or what holds where it is left out.
    pub(crate) fn get<T: Value>(&self, key: &'static Key<T>) -> T {
        match self.node(key) {
            Some(node) => self.read(node, &key.kind),
            None => T::left_out(key),
        }
    }

    /// The value that a variant is given.
    pub(crate) fn given<T: Value>(&self) -> T {
        self.single.map_or_else(
            || T::stand_in(&Kind::Any),
            |(node, kind)| self.read(node, kind),
        )
    }

    /// A value as written; a legal one in its place where it is at fault.
    pub(crate) fn read<T: Value>(&self, node: &Node, kind: &'static Kind) -> T {
        let read = T::read(self.reader, node, kind);
        read.unwrap_or_else(|| {
            self.reader.mark(node.at);
            T::stand_in(kind)
        })
    }

    /// The title of an object, which is its id where left out.
    pub(crate) fn title(&self, key: &'static Key<String>, id: &str) -> String {
        let title = self.node(key).map(|_| self.get(key));
        title.unwrap_or_else(|| id.to_owned())
    }

    /// What the word of a key stands for, or its default; none where it is at fault or missing.
    pub(crate) fn word<T: Word>(&self, key: &'static Key<T>) -> Option<T> {
        let Some(node) = self.node(key) else {
            return match key.need {
                Need::Words(word) => T::meant(word),
                _ => None,
            };
        };
        let text = self.reader.text(node, &key.kind)?;
        let meant = T::meant(text);
        if meant.is_none() {
            let fault = Fault::UnknownWord {
                found: text.to_owned(),
                known: T::WORDS.iter().map(|word| (*word).to_owned()).collect(),
            };
            self.reader.fault(node.at, fault);
        }
        meant
    }
}
