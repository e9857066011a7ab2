//! What a scenario or sweep file may say: keys with their kinds, defaults and meanings.
//!
//! The reader, messages about unknown keys, path editing, the list of numbers without a source, the JSON Schema and the
//! reference of keys all read these, so they cannot disagree.

use crate::model::check::{Bounds, NOTES, Path};
use crate::model::words::{Shown, article, listed, plural};
use crate::model::{Limit, Range};
use crate::scenario::fault::Fault;

/// A table with known keys.
pub(crate) struct Record {
    /// What it describes, with its article: "a party".
    pub(crate) what: &'static str,
    /// Its keys, in two groups so that records can share one.
    groups: [Keys; 2],
    /// Whether it may hold notes on where its numbers come from.
    pub(crate) has_notes: bool,
}

/// Keys as records list them, whatever each is read as.
pub(crate) type Keys = &'static [&'static dyn Listed];

/// A key that a record lists.
pub(crate) trait Listed: Sync {
    /// What a file may say there.
    fn field(&'static self) -> &'static Field;
}

/// A key of a record.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) need: Need,
    /// One or two sentences for readers and editors.
    pub(crate) meaning: &'static str,
    /// How long a list may be.
    pub(crate) limit: Option<Limit>,
    /// Whether its numbers are judgements that need a source; not where they describe the file or an institution.
    pub(crate) is_judged: bool,
}

/// Whether a key must be written, and what holds where it is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    Required,
    /// This number; with a remark for readers where there is more to say.
    Number(f64, Option<&'static str>),
    Truth(bool),
    /// The word or variant of this name, or what a reader should know.
    Words(&'static str),
}

/// A choice among variants, written as a sub-table with one key.
pub(crate) trait Variants: Sync {
    /// What is chosen, with its article: "an agenda".
    fn what(&self) -> &'static str;
    /// The variants; what each may hold is what it is given: its settings, or a value.
    fn fields(&'static self) -> Vec<&'static Field>;
}

/// Settings of a variant that has none.
pub(crate) static EMPTY: Record = Record::new("this choice", &[]);

/// What a key may hold.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text,
    /// The name of the object itself.
    Id,
    /// The id of something of this sort ("party").
    Name(&'static str),
    /// One id or a list of ids.
    Names(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    Truth,
    /// Whatever stands there; judged where it is put.
    Any,
    /// A whole number.
    Whole(Range),
    /// A number that is never drawn.
    Plain(Range),
    /// A number or a distribution.
    Uncertain(Range),
    /// The same, or this word for none.
    UncertainOr(Range, &'static str),
    /// A number or nested lists of numbers.
    Grid(Range),
    List(&'static Kind),
    /// A table keyed by ids of this sort.
    Map {
        of: &'static str,
        value: &'static Kind,
        /// Whether it may also hold `source` and `assumption`.
        notes: bool,
    },
    Record(&'static Record),
    Choice(&'static dyn Variants),
}

/// Whether a key is one of the notes.
pub(crate) fn is_note(key: &str) -> bool {
    NOTES.contains(&key)
}

impl Need {
    /// What holds where the key is left out, as a reader would write it or in words; none where it is required.
    pub(crate) fn in_words(&self) -> Option<String> {
        match *self {
            Self::Required => None,
            Self::Number(number, None) => Some(Shown(number).to_string()),
            Self::Number(number, Some(remark)) => Some(format!("{}; {remark}", Shown(number))),
            Self::Truth(truth) => Some(truth.to_string()),
            Self::Words(words) => Some(words.to_owned()),
        }
    }
}

impl Record {
    /// A table of these keys.
    pub(crate) const fn new(what: &'static str, keys: Keys) -> Self {
        Self {
            what,
            groups: [keys, &[]],
            has_notes: true,
        }
    }

    /// The same table with keys that it shares with others.
    pub(crate) const fn and(&self, keys: Keys) -> Self {
        Self {
            what: self.what,
            groups: [self.groups[0], keys],
            has_notes: self.has_notes,
        }
    }

    /// The same record without notes.
    pub(crate) const fn without_notes(&self) -> Self {
        Self {
            has_notes: false,
            ..*self
        }
    }

    /// All keys but the notes.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        let keys = self.groups.iter().copied().flatten();
        keys.map(|key| key.field())
    }

    /// The field of this key.
    pub(crate) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The keys a reader may write.
    pub(crate) fn keys(&self) -> Vec<String> {
        let notes = NOTES.into_iter().filter(|_| self.has_notes);
        let keys = self.fields().map(|field| field.key);
        keys.chain(notes).map(str::to_owned).collect()
    }

    /// The fault of a key that is none of them.
    pub(crate) fn unknown(&self, key: &str) -> Fault {
        Fault::UnknownKey {
            record: self.what,
            key: key.to_owned(),
            known: self.keys(),
        }
    }

    /// Whether an empty table would do.
    pub(crate) fn may_be_empty(&self) -> bool {
        self.fields().all(|field| field.need != Need::Required)
    }
}

impl dyn Variants {
    /// The variant of this key.
    pub(crate) fn field(&'static self, key: &str) -> Option<&'static Field> {
        self.fields().into_iter().find(|field| field.key == key)
    }

    /// The names of the variants.
    pub(crate) fn keys(&'static self) -> Vec<String> {
        let fields = self.fields().into_iter();
        fields.map(|field| field.key.to_owned()).collect()
    }

    /// The fault of a word that names none of them.
    pub(crate) fn unknown(&'static self, found: &str) -> Fault {
        Fault::UnknownVariant {
            choice: self.what(),
            found: found.to_owned(),
            known: self.keys(),
        }
    }
}

impl Kind {
    /// The record of a table of this kind; one without keys where it is something else.
    pub(crate) fn settings(&self) -> &'static Record {
        match self {
            Self::Record(record) => record,
            _ => &EMPTY,
        }
    }

    /// The fault of a key that a table of this kind does not have.
    pub(crate) fn unknown(&self, key: &str) -> Fault {
        match self {
            Self::Choice(choice) => choice.unknown(key),
            _ => self.settings().unknown(key),
        }
    }

    /// The key of this name in a table of this kind.
    pub(crate) fn field(&self, key: &str) -> Option<&'static Field> {
        match self {
            Self::Choice(choice) => choice.field(key),
            _ => self.settings().field(key),
        }
    }

    /// What belongs here, for messages.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Text | Self::Id => "text".to_owned(),
            Self::Name(of) => format!("the id of {}", article(of)),
            Self::Names(of) => format!("the id of {}, or a list of such ids", article(of)),
            Self::Word(words) => format!("one of {}", listed(words)),
            Self::Truth => "`true` or `false`".to_owned(),
            Self::Any => "a value".to_owned(),
            Self::Whole(_) => "a whole number".to_owned(),
            Self::Plain(_) => "a number".to_owned(),
            Self::Uncertain(_) => "a number or a distribution".to_owned(),
            Self::UncertainOr(_, word) => format!("a number, a distribution or `{word}`"),
            Self::Grid(_) => "a number or a list of numbers".to_owned(),
            Self::List(Self::Record(_)) => "a list of tables".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Map {
                of: "parameter", ..
            } => "a table with parameter paths as keys".to_owned(),
            Self::Map { of, .. } => format!("a table with the ids of {} as keys", plural(2, of)),
            Self::Record(_) => "a table".to_owned(),
            Self::Choice(choice) => format!("a table that names {}", choice.what()),
        }
    }

    /// The legal range of the numbers here; none where there are no numbers.
    pub(crate) fn numbers(&self) -> Option<Range> {
        match self {
            Self::Whole(range)
            | Self::Plain(range)
            | Self::Uncertain(range)
            | Self::UncertainOr(range, _)
            | Self::Grid(range) => Some(*range),
            _ => None,
        }
    }

    /// The same; any where there are none.
    pub(crate) fn range(&self) -> Range {
        self.numbers().unwrap_or(Range::ANY)
    }
}

/// What belongs at a path below a value of a kind; none where it leads nowhere.
pub(crate) fn kind_at(kind: &'static Kind, path: &[String]) -> Option<&'static Kind> {
    path.iter()
        .try_fold(kind, |kind, segment| match (kind, kind.field(segment)) {
            (_, Some(field)) => Some(&field.kind),
            (Kind::List(inner) | Kind::Map { value: inner, .. }, None) => Some(*inner),
            _ => None,
        })
}

/// What is legal at a path below a value of a kind; nothing is known of it where no number stands there in a file.
pub(crate) fn bounds(mut kind: &'static Kind, path: &Path) -> Bounds {
    let mut limit = None;
    for segment in path.segments() {
        let field = kind.field(&segment.name);
        limit = field.and_then(|field| field.limit);
        kind = match (kind, field) {
            (_, Some(field)) => &field.kind,
            (Kind::List(inner) | Kind::Map { value: inner, .. }, _) => inner,
            _ => kind,
        };
    }
    let range = kind.numbers();
    Bounds { range, limit }
}
