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

    /// A legal value where this number would be legal.
    fn legal(number: f64) -> Self;

    /// A legal value in the place of one that is at fault or missing.
    fn stand_in(kind: &Kind) -> Self {
        Self::legal(kind.range().stand_in())
    }

    /// What holds where the key is left out.
    fn left_out(field: &'static Field) -> Self {
        match field.need {
            Need::Number(number, _) => Self::legal(number),
            _ => Self::stand_in(&field.kind),
        }
    }
}

impl Value for Uncertain {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.uncertain(node, kind)
    }

    fn legal(number: f64) -> Self {
        Self::fixed(number)
    }
}

impl Value for f64 {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.plain(node, kind)
    }

    fn legal(number: f64) -> Self {
        number
    }
}

impl Value for u32 {
    fn read(reader: &Reader, node: &Node, kind: &'static Kind) -> Option<Self> {
        reader.whole(node, kind)
    }

    fn legal(number: f64) -> Self {
        as_whole(number).unwrap_or(1)
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

    fn legal(_: f64) -> Self {
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

    fn legal(_: f64) -> Self {
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

    fn legal(number: f64) -> Self {
        Some(T::legal(number))
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
