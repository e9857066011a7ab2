//! Keys that know the type of the model they are read as: one line says name, range, meaning and default.

use std::marker::PhantomData;
use std::ops::Deref;

use crate::model::{Id, Limit, Range, Uncertain};
use crate::scenario::kind::{Field, Kind, Listed, Need, Record};

/// A key of a record, read as a `T`.
pub(crate) struct Key<T> {
    field: Field,
    read_as: PhantomData<fn() -> T>,
}

impl<T> Deref for Key<T> {
    type Target = Field;

    fn deref(&self) -> &Field {
        &self.field
    }
}

impl<T> Listed for Key<T> {
    fn field(&'static self) -> &'static Field {
        &self.field
    }
}

/// Holds a table.
pub(crate) struct Sub;
/// Holds a list whose entries are read one by one.
pub(crate) struct Many;
/// Holds a table with ids or paths as keys.
pub(crate) struct Map;
/// Holds numbers in nested lists.
pub(crate) struct Grid;

/// Words that stand for values.
pub(crate) trait Word: Copy + 'static {
    /// The words, as files write them.
    const WORDS: &'static [&'static str];
    /// What they stand for, in the same order.
    const VALUES: &'static [Self];

    /// What a word stands for.
    fn meant(word: &str) -> Option<Self> {
        let position = Self::WORDS.iter().position(|known| *known == word)?;
        Self::VALUES.get(position).copied()
    }
}

impl<T> Key<T> {
    /// A key that must be written.
    pub(crate) const fn required(key: &'static str, kind: Kind) -> Self {
        Self::of(Field {
            key,
            kind,
            need: Need::Required,
            meaning: "",
            limit: None,
            is_judged: true,
        })
    }

    const fn of(field: Field) -> Self {
        Self {
            field,
            read_as: PhantomData,
        }
    }

    const fn needing(&self, need: Need) -> Self {
        Self::of(Field { need, ..self.field })
    }

    /// The same key with its meaning, in one or two sentences for readers and editors.
    pub(crate) const fn means(&self, meaning: &'static str) -> Self {
        Self::of(Field {
            meaning,
            ..self.field
        })
    }

    /// The same key of a number that describes the file or an institution: no judgement that needs a source.
    pub(crate) const fn needs_no_source(&self) -> Self {
        Self::of(Field {
            is_judged: false,
            ..self.field
        })
    }

    /// The same key, which may be left out; the words say what then holds.
    pub(crate) const fn or_else(&self, words: &'static str) -> Self {
        self.needing(Need::Words(words))
    }

    /// The same key, which may be left out for nothing; the words say what that means.
    pub(crate) const fn or_none(&self, words: &'static str) -> Key<Option<T>> {
        Key::of(Field {
            need: Need::Words(words),
            ..self.field
        })
    }
}

impl Key<String> {
    pub(crate) const fn text(key: &'static str) -> Self {
        Self::required(key, Kind::Text)
    }

    /// The name of an object in files.
    pub(crate) const fn id() -> Self {
        Self::required("id", Kind::Id)
    }
}

/// What stands for a number, of which a default can be said.
pub(crate) trait Number {}

impl Number for Uncertain {}
impl Number for Option<Uncertain> {}
impl Number for f64 {}
impl Number for u32 {}

impl<T: Number> Key<T> {
    /// The same key, which may be left out for this number.
    pub(crate) const fn or(&self, number: f64) -> Self {
        self.needing(Need::Number(number, None))
    }

    /// A default of which there is more to say.
    pub(crate) const fn or_noting(&self, number: f64, remark: &'static str) -> Self {
        self.needing(Need::Number(number, Some(remark)))
    }
}

impl Key<Uncertain> {
    /// A number that may be drawn.
    pub(crate) const fn uncertain(key: &'static str, range: Range) -> Self {
        Self::required(key, Kind::Uncertain(range))
    }
}

impl Key<Option<Uncertain>> {
    /// A number that may be drawn, or a word for none.
    pub(crate) const fn uncertain_or(key: &'static str, range: Range, word: &'static str) -> Self {
        Self::required(key, Kind::UncertainOr(range, word))
    }
}

impl Key<f64> {
    /// A number that is never drawn.
    pub(crate) const fn plain(key: &'static str, range: Range) -> Self {
        Self::required(key, Kind::Plain(range))
    }
}

impl Key<u32> {
    pub(crate) const fn whole(key: &'static str, range: Range) -> Self {
        Self::required(key, Kind::Whole(range))
    }
}

impl Key<bool> {
    pub(crate) const fn truth(key: &'static str, default: bool) -> Self {
        Self::required(key, Kind::Truth).needing(Need::Truth(default))
    }
}

impl<T: Id> Key<T> {
    /// The id of something.
    pub(crate) const fn name(key: &'static str) -> Self {
        Self::required(key, Kind::Name(T::KIND))
    }
}

impl<T: Id> Key<Vec<T>> {
    /// A list of ids.
    pub(crate) const fn names(key: &'static str) -> Self {
        Self::required(key, Kind::List(const { &Kind::Name(T::KIND) }))
    }
}

impl<T: Word> Key<T> {
    /// One of some words.
    pub(crate) const fn word(key: &'static str) -> Self {
        Self::required(key, Kind::Word(T::WORDS))
    }
}

impl Key<Sub> {
    pub(crate) const fn table(key: &'static str, record: &'static Record) -> Self {
        Self::required(key, Kind::Record(record))
    }
}

impl Key<Many> {
    pub(crate) const fn list(key: &'static str, item: &'static Kind) -> Self {
        Self::required(key, Kind::List(item))
    }

    /// The same list, no longer than this.
    pub(crate) const fn at_most(&self, limit: Limit) -> Self {
        Self::of(Field {
            limit: Some(limit),
            ..self.field
        })
    }
}

impl Key<Map> {
    /// A table with ids of some sort as keys.
    pub(crate) const fn map(key: &'static str, of: &'static str, value: &'static Kind) -> Self {
        let kind = Kind::Map {
            of,
            value,
            notes: false,
        };
        Self::required(key, kind)
    }

    /// A table of this kind, shared with other places.
    pub(crate) const fn of_kind(key: &'static str, kind: Kind) -> Self {
        Self::required(key, kind)
    }

    /// The same table, which may also hold `source` and `assumption`.
    pub(crate) const fn with_notes(&self) -> Self {
        let Kind::Map { of, value, .. } = self.field.kind else {
            return Self::of(self.field);
        };
        Self::of(Field {
            kind: Kind::Map {
                of,
                value,
                notes: true,
            },
            ..self.field
        })
    }
}

impl Key<Grid> {
    pub(crate) const fn grid(key: &'static str, range: Range) -> Self {
        Self::required(key, Kind::Grid(range))
    }
}
