//! Choices: a sub-table with one key, or a word; each variant says what it is read as.

use crate::scenario::document::Value as Written;
use crate::scenario::document::{Entry, Node};
use crate::scenario::fault::Fault;
use crate::scenario::key::Key;
use crate::scenario::kind::{EMPTY, Field, Kind, Listed as _, Need, Record, Variants};
use crate::scenario::place::At;
use crate::scenario::reader::{Reader, Table};

/// What a file chooses among variants.
pub(crate) trait Chosen: Sized + 'static {
    /// The choice.
    const CHOICE: &'static Choice<Self>;
}

/// A choice among variants, each read as a `T`.
pub(crate) struct Choice<T: 'static> {
    /// What is chosen, with its article: "an agenda".
    pub(crate) what: &'static str,
    pub(crate) variants: &'static [Variant<T>],
}

/// One variant with the function that reads its settings.
pub(crate) struct Variant<T> {
    pub(crate) key: Key<T>,
    pub(crate) read: fn(&Table<'_>) -> T,
}

impl<T: Chosen> Key<T> {
    /// A choice that must be made.
    pub(crate) const fn choice(key: &'static str) -> Self {
        Self::required(key, Kind::Choice(T::CHOICE))
    }
}

impl<T> Variant<T> {
    /// A variant with settings.
    pub(crate) const fn new(
        key: &'static str,
        record: &'static Record,
        read: fn(&Table<'_>) -> T,
    ) -> Self {
        Self::given(key, Kind::Record(record), read)
    }

    /// A variant without settings.
    pub(crate) const fn word(key: &'static str, read: fn(&Table<'_>) -> T) -> Self {
        Self::new(key, &EMPTY, read)
    }

    /// A variant that is given a value.
    pub(crate) const fn given(key: &'static str, kind: Kind, read: fn(&Table<'_>) -> T) -> Self {
        Self {
            key: Key::required(key, kind),
            read,
        }
    }

    /// The same variant with its meaning.
    pub(crate) const fn means(&self, meaning: &'static str) -> Self {
        Self {
            key: self.key.means(meaning),
            read: self.read,
        }
    }
}

impl<T> Variants for Choice<T> {
    fn what(&self) -> &'static str {
        self.what
    }

    fn fields(&'static self) -> Vec<&'static Field> {
        let variants = self.variants.iter();
        variants.map(|variant| variant.key.field()).collect()
    }
}

impl<T> Choice<T> {
    /// Reads every variant from a table that says nothing; what was chosen, by its name in files.
    #[cfg(test)]
    pub(crate) fn read_all(&'static self, reader: &Reader) -> Vec<(&'static str, T)> {
        let read = |variant: &'static Variant<T>| {
            let table = reader.stand_in(At::default(), variant.key.kind.settings());
            (variant.key.key, (variant.read)(&table))
        };
        self.variants.iter().map(read).collect()
    }

    fn variant(&'static self, key: &str) -> Option<&'static Variant<T>> {
        self.variants.iter().find(|variant| variant.key.key == key)
    }
}

impl Table<'_> {
    /// What is chosen; where nothing is, the variant that the default names, or the first one as a stand-in.
    pub(crate) fn choose<T: Chosen>(&self, key: &'static Key<T>) -> T {
        self.choose_if_written(key).unwrap_or_else(|| {
            let variant = match key.need {
                Need::Words(word) => T::CHOICE.variant(word),
                _ => T::CHOICE.variants.first(),
            };
            let variant = variant.expect("a choice has variants, and its default is one of them");
            (variant.read)(&self.reader.stand_in(self.at, variant.key.kind.settings()))
        })
    }

    /// What is chosen; none where the key is left out or at fault.
    pub(crate) fn choose_if_written<T: Chosen>(&self, key: &'static Key<T>) -> Option<T> {
        self.choose_with_place(key).map(|(_, value)| value)
    }

    /// What is chosen with the place of the choice; none where the key is left out or at fault.
    pub(crate) fn choose_with_place<T: Chosen>(&self, key: &'static Key<T>) -> Option<(At, T)> {
        let node = self.node(key)?;
        let chosen = match &node.value {
            Written::Text(word) => chosen_by_word(self.reader, node.at, word, T::CHOICE),
            Written::Table(entries) => chosen_by_table(self.reader, node, entries, T::CHOICE),
            _ => {
                self.reader.wrong(node, &key.kind);
                None
            }
        };
        if chosen.is_none() {
            self.reader.mark(node.at);
        }
        let (variant, given) = chosen?;
        Some((given.at, (variant.read)(&given)))
    }
}

/// A chosen variant with what it was given.
type Picked<'n, T> = (&'static Variant<T>, Table<'n>);

fn chosen_by_word<'n, T>(
    reader: &'n Reader,
    at: At,
    word: &str,
    choice: &'static Choice<T>,
) -> Option<Picked<'n, T>> {
    let Some(variant) = choice.variant(word) else {
        let variants: &'static dyn Variants = choice;
        reader.fault(at, variants.unknown(word));
        return None;
    };
    let settings = variant.key.kind.settings();
    if matches!(variant.key.kind, Kind::Record(_)) && settings.may_be_empty() {
        return Some((variant, reader.stand_in(at, settings)));
    }
    let variant = word.to_owned();
    reader.fault(at, Fault::NeedsSettings { variant });
    None
}

fn chosen_by_table<'n, T>(
    reader: &'n Reader,
    node: &'n Node,
    entries: &'n [Entry],
    choice: &'static Choice<T>,
) -> Option<Picked<'n, T>> {
    let variants: &'static dyn Variants = choice;
    let variant = |key: &str| choice.variant(key);
    let by_type = entries
        .iter()
        .filter(|entry| ["type", "kind", "name", "rule"].contains(&entry.key.as_str()))
        .find_map(|entry| choice.variant(entry.node.text()?));
    if let Some(variant) = by_type {
        let (choice, variant) = (choice.what, variant.key.key);
        reader.fault(node.at, Fault::ChosenByType { choice, variant });
        return None;
    }
    let unknown = |key: &str| variants.unknown(key);
    let chosen = reader.known(entries, variant, unknown)?;
    match chosen.as_slice() {
        [] => {
            let fault = Fault::NoVariant {
                choice: choice.what,
                known: variants.keys(),
            };
            reader.fault(node.at, fault);
            None
        }
        [(variant, given)] => {
            let given = match &variant.key.kind {
                Kind::Record(record) => reader.open(given, record),
                kind => reader.giving(given, kind),
            };
            Some((variant, given))
        }
        [_, second, ..] => {
            let found = chosen.iter().map(|(variant, _)| variant.key.key.to_owned());
            let found = found.collect();
            reader.key_fault(second.1.at, Fault::SeveralVariants { found });
            None
        }
    }
}
