//! Choices: a sub-table with one key, or a word; each variant says what it is read as.

use std::fmt;

use crate::scenario::document;
use crate::scenario::document::Value as Written;
use crate::scenario::document::{At, Node};
use crate::scenario::fault::Fault;
use crate::scenario::kind::is_note;
use crate::scenario::kind::{Face, Field, Kind, Need, Record, Settings, Variants};
#[cfg(test)]
use crate::scenario::reader::Reader;
use crate::scenario::reader::Table;

/// A key that holds a choice, read as a `T`.
pub(crate) struct ChoiceKey<T: 'static> {
    pub(crate) field: Field,
    choice: &'static Choice<T>,
}

/// A choice among variants, each read as a `T`.
pub(crate) struct Choice<T: 'static> {
    /// What is chosen, with its article: "an agenda".
    pub(crate) what: &'static str,
    pub(crate) variants: &'static [Variant<T>],
}

/// One variant with the function that reads its settings.
pub(crate) struct Variant<T> {
    pub(crate) face: Face,
    pub(crate) read: fn(&Table<'_>) -> T,
}

/// Settings of a variant that has none.
pub(crate) static EMPTY: Record = Record {
    what: "this choice",
    groups: &[],
};

impl<T> ChoiceKey<T> {
    /// A choice that must be made.
    pub(crate) const fn new(key: &'static str, choice: &'static Choice<T>) -> Self {
        Self {
            field: Field {
                key,
                kind: Kind::Choice(choice),
                need: Need::Required,
                meaning: "",
                limit: None,
            },
            choice,
        }
    }

    /// The same choice with its meaning.
    pub(crate) const fn says(&self, meaning: &'static str) -> Self {
        Self {
            field: Field {
                meaning,
                ..self.field
            },
            choice: self.choice,
        }
    }

    /// The same choice, which may be left out: for the variant of this name, or for what the words say.
    pub(crate) const fn or_else(&self, words: &'static str) -> Self {
        Self {
            field: Field {
                need: Need::Words(words),
                ..self.field
            },
            choice: self.choice,
        }
    }
}

impl<T> Variant<T> {
    /// A variant with settings.
    pub(crate) const fn new(
        key: &'static str,
        record: &'static Record,
        read: fn(&Table<'_>) -> T,
    ) -> Self {
        Self {
            face: Face {
                key,
                settings: Settings::Record(record),
                meaning: "",
            },
            read,
        }
    }

    /// The same variant with its meaning.
    pub(crate) const fn says(&self, meaning: &'static str) -> Self {
        Self {
            face: Face {
                meaning,
                ..self.face
            },
            read: self.read,
        }
    }

    /// A variant without settings.
    pub(crate) const fn word(key: &'static str, read: fn(&Table<'_>) -> T) -> Self {
        Self::new(key, &EMPTY, read)
    }

    /// A variant that is given a value.
    pub(crate) const fn given(key: &'static str, kind: Kind, read: fn(&Table<'_>) -> T) -> Self {
        Self {
            face: Face {
                key,
                settings: Settings::Single(kind),
                meaning: "",
            },
            read,
        }
    }
}

impl<T> fmt::Debug for Choice<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.what)
    }
}

impl<T> Variants for Choice<T> {
    fn what(&self) -> &'static str {
        self.what
    }

    fn faces(&'static self) -> Vec<&'static Face> {
        self.variants.iter().map(|variant| &variant.face).collect()
    }
}

impl<T> Choice<T> {
    /// Reads every variant from a table that says nothing; what was chosen, by its name in files.
    #[cfg(test)]
    pub(crate) fn read_all(&'static self, reader: &Reader) -> Vec<(&'static str, T)> {
        let read = |variant: &'static Variant<T>| {
            let record = match variant.face.settings {
                Settings::Record(record) => record,
                Settings::Single(_) => &EMPTY,
            };
            let table = reader.stand_in(At::default(), record);
            (variant.face.key, (variant.read)(&table))
        };
        self.variants.iter().map(read).collect()
    }

    fn variant(&'static self, key: &str) -> Option<&'static Variant<T>> {
        self.variants.iter().find(|variant| variant.face.key == key)
    }

    fn unknown(&'static self, found: &str) -> Fault {
        let variants: &'static dyn Variants = self;
        Fault::UnknownVariant {
            choice: self.what,
            found: found.to_owned(),
            known: variants.keys(),
        }
    }
}

/// A chosen variant with what it was given.
struct Chosen<'n, T: 'static> {
    variant: &'static Variant<T>,
    given: Table<'n>,
}

impl<'n> Table<'n> {
    /// What is chosen; where nothing is, the variant that the default names, or the first one as a stand-in.
    pub(crate) fn choose<T>(&self, key: &'static ChoiceKey<T>) -> T {
        let chosen = self.choose_if_written(key);
        chosen.unwrap_or_else(|| {
            let variant = match key.field.need {
                Need::Words(word) => key.choice.variant(word),
                _ => key.choice.variants.first(),
            };
            let variant = variant.expect("a choice has variants, and its default is one of them");
            let record = match variant.face.settings {
                Settings::Record(record) => record,
                Settings::Single(_) => &EMPTY,
            };
            (variant.read)(&self.reader.stand_in(self.at, record))
        })
    }

    /// What is chosen; none where the key is left out or at fault.
    pub(crate) fn choose_if_written<T>(&self, key: &'static ChoiceKey<T>) -> Option<T> {
        self.choose_with_place(key).map(|(_, value)| value)
    }

    /// What is chosen with the place of the choice; none where the key is left out or at fault.
    pub(crate) fn choose_with_place<T>(&self, key: &'static ChoiceKey<T>) -> Option<(At, T)> {
        let node = self.node(&key.field)?;
        let chosen = self.chosen(node, key.choice);
        if chosen.is_none() {
            self.reader.mark(node.at);
        }
        let Chosen { variant, given } = chosen?;
        Some((given.at, (variant.read)(&given)))
    }

    fn chosen<T>(&self, node: &'n Node, choice: &'static Choice<T>) -> Option<Chosen<'n, T>> {
        match &node.value {
            Written::Text(word) => self.chosen_by_word(node.at, word, choice),
            Written::Table(entries) => self.chosen_by_table(node, entries, choice),
            _ => {
                self.reader.wrong(node, &Kind::Choice(choice));
                None
            }
        }
    }

    fn chosen_by_word<T>(
        &self,
        at: At,
        word: &str,
        choice: &'static Choice<T>,
    ) -> Option<Chosen<'n, T>> {
        let Some(variant) = choice.variant(word) else {
            self.reader.fault(at, choice.unknown(word));
            return None;
        };
        match variant.face.settings {
            Settings::Record(record) if record.may_be_empty() => {
                let given = self.reader.stand_in(at, record);
                Some(Chosen { variant, given })
            }
            _ => {
                let variant = word.to_owned();
                self.reader.fault(at, Fault::NeedsSettings { variant });
                None
            }
        }
    }

    fn chosen_by_table<T>(
        &self,
        node: &'n Node,
        entries: &'n [document::Entry],
        choice: &'static Choice<T>,
    ) -> Option<Chosen<'n, T>> {
        let mut chosen = Vec::new();
        let mut unknown = false;
        for entry in entries {
            if is_note(&entry.key) {
                self.reader.text(&entry.node, &Kind::Text);
            } else if let Some(variant) = choice.variant(&entry.key) {
                chosen.push((variant, &entry.node));
            } else {
                unknown = true;
                self.reader
                    .key_fault(entry.node.at, choice.unknown(&entry.key));
            }
        }
        let (variant, given) = match chosen.as_slice() {
            [] if unknown => return None,
            [] => {
                let variants: &'static dyn Variants = choice;
                let fault = Fault::NoVariant {
                    choice: choice.what,
                    known: variants.keys(),
                };
                self.reader.fault(node.at, fault);
                return None;
            }
            [one] => *one,
            [_, second, ..] => {
                let found = chosen
                    .iter()
                    .map(|(variant, _)| variant.face.key.to_owned());
                let found = found.collect();
                self.reader
                    .key_fault(second.1.at, Fault::SeveralVariants { found });
                return None;
            }
        };
        let given = match &variant.face.settings {
            Settings::Record(record) => self.reader.open(given, record),
            Settings::Single(kind) => self.reader.giving(given, kind, &EMPTY),
        };
        Some(Chosen { variant, given })
    }
}
