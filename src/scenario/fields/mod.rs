//! What a scenario or sweep file may say: the kinds of values and, in [`list`], every key with its meaning.
//!
//! Decoding, messages about unknown keys, path editing, the list of numbers without a source and the JSON Schema all
//! read this one list, so they cannot disagree.

pub(crate) mod list;

/// A table with known keys.
#[derive(Debug)]
pub(crate) struct Record {
    /// What it describes, with its article: "a party".
    pub(crate) what: &'static str,
    /// Its keys, in groups so that records can share some.
    pub(crate) groups: &'static [&'static [Field]],
}

/// A key of a record.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) need: Need,
    /// One or two sentences for readers and editors.
    pub(crate) doc: &'static str,
}

/// Whether a key must be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    Required,
    /// What holds where it is left out, as a reader would write it or in words.
    Otherwise(&'static str),
}

/// A choice among variants, written as a sub-table with one key.
#[derive(Debug)]
pub(crate) struct Choice {
    /// What is chosen, with its article: "an agenda".
    pub(crate) what: &'static str,
    pub(crate) variants: &'static [Variant],
}

/// One variant of a choice.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) key: &'static str,
    pub(crate) settings: Settings,
    pub(crate) doc: &'static str,
}

/// What a variant is given.
#[derive(Debug)]
pub(crate) enum Settings {
    Record(&'static Record),
    Single(Kind),
}

/// What a key may hold.
#[derive(Debug)]
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
    Choice(&'static Choice),
}

/// Legal values of a number, with a noun for messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// "a utility".
    pub(crate) what: &'static str,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// Keys every record accepts besides its own.
pub(crate) const NOTES: [&str; 2] = ["source", "assumption"];

impl Range {
    /// Whether 0 is just excluded.
    pub(crate) fn is_positive(self) -> bool {
        self.low > 0.0 && self.low <= f64::MIN_POSITIVE
    }
}

impl Record {
    /// All keys but the notes.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().flat_map(|group| group.iter())
    }

    /// The field of this key.
    pub(crate) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The keys a reader may write.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.fields()
            .map(|field| field.key)
            .chain(NOTES)
            .map(str::to_owned)
            .collect()
    }

    /// Whether an empty table would do.
    pub(crate) fn may_be_empty(&self) -> bool {
        self.fields().all(|field| field.need != Need::Required)
    }
}

impl Choice {
    /// The variant of this key.
    pub(crate) fn variant(&self, key: &str) -> Option<&'static Variant> {
        self.variants.iter().find(|variant| variant.key == key)
    }

    /// The names of the variants.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.variants
            .iter()
            .map(|variant| variant.key.to_owned())
            .collect()
    }
}

impl Kind {
    /// What belongs here, for messages.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Text | Self::Id => "text".to_owned(),
            Self::Name(of) => format!("the id of {}", crate::scenario::words::article(of)),
            Self::Names(of) => format!(
                "the id of {}, or a list of such ids",
                crate::scenario::words::article(of)
            ),
            Self::Word(words) => format!("one of {}", crate::scenario::words::listed(words)),
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
            Self::Map { of, .. } => format!("a table with the ids of {of}s as keys"),
            Self::Record(_) => "a table".to_owned(),
            Self::Choice(choice) => format!("a table that names {}", choice.what),
        }
    }
}
