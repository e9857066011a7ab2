//! Values of the model that a key holds by itself.

use crate::model::{IssueId, Uncertain};
use crate::scenario::document::Node;
use crate::scenario::document::Value as Written;
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Named, OptionName, Word};
use crate::scenario::kind::{Field, Kind, Need};
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

/// A number that is whole and small enough.
pub(super) fn as_whole(number: f64) -> Option<u32> {
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above"
    )]
    fits.then_some(number as u32)
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
    /// What the word of a key stands for, or its default; none where it is at fault or missing.
    pub(crate) fn word<T: Word>(&self, key: &'static Key<T>) -> Option<T> {
        let Some(node) = self.node(&key.field) else {
            return match key.field.need {
                Need::Words(word) => T::meant(word),
                _ => None,
            };
        };
        let text = self.reader.text(node, &key.field.kind)?;
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

    /// What the id of a key names; none where it is left out or names nothing.
    pub(crate) fn name<T: Named>(&self, key: &'static Key<T>) -> Option<T> {
        let node = self.node(&key.field)?;
        let text = self.reader.text(node, &key.field.kind)?;
        let ids = self.reader.names.of(T::KIND);
        self.reader.find(T::KIND, ids, text, node.at).map(T::at)
    }

    /// The option of an issue that a key names; none where it names nothing.
    pub(crate) fn option(&self, key: &'static Key<OptionName>, issue: IssueId) -> Option<usize> {
        let node = self.node(&key.field)?;
        let text = self.reader.text(node, &key.field.kind)?;
        let options = self.reader.names.options(issue.index());
        self.reader.find(OptionName::KIND, options, text, node.at)
    }

    /// What the ids of a list name, each at most once; none where the list is left out.
    pub(crate) fn names<T: Named>(&self, key: &'static Key<Vec<T>>) -> Option<Vec<T>> {
        let node = self.node(&key.field)?;
        Some(self.reader.names_in(node, &key.field.kind))
    }

    /// What the ids of a list that a variant is given name.
    pub(crate) fn given_names<T: Named>(&self) -> Vec<T> {
        self.single
            .map_or_else(Vec::new, |(node, kind)| self.reader.names_in(node, kind))
    }
}
