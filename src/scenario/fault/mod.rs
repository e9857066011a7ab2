//! What can be wrong with a scenario: one variant per broken condition, with its message and what would be right.

mod number;
mod sweep;
mod table;

use thiserror::Error;

pub use number::NumberFault;
pub use sweep::SweepFault;
pub use table::TableFault;

use crate::scenario::words::{Shown, is_or_are, listed, plural};

/// A broken condition. `Display` gives the message, [`Fault::remedy`] what would be right.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    // Reading.
    /// No file has this name.
    #[error("there is no such file")]
    FileMissing,
    /// The name is that of a directory.
    #[error("this is a directory, not a scenario file")]
    IsDirectory,
    /// The system refuses to read the file.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// The file holds no text.
    #[error("the file is empty")]
    Empty,
    /// The file exceeds the limit.
    #[error("a scenario has at most {limit} bytes, got {found}")]
    TooLong {
        /// Greatest legal size in bytes.
        limit: u64,
        /// Size found, at least.
        found: u64,
    },
    /// The file holds a NUL byte.
    #[error("this is not a text file: byte {offset} is NUL")]
    Binary {
        /// Position of the byte from 0.
        offset: usize,
    },
    /// The file is not UTF-8.
    #[error("the text is not UTF-8: byte {offset} is 0x{byte:02x}")]
    NotUtf8 {
        /// Position of the byte from 0.
        offset: usize,
        /// The byte.
        byte: u8,
    },

    // Syntax.
    /// The text is not TOML.
    #[error("{message}")]
    Syntax {
        /// The parser's words.
        message: String,
        /// The words at the place.
        found: String,
    },
    /// A key or table is written twice.
    #[error("`{key}` is written twice")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// Tables or lists are nested beyond any use.
    #[error("tables and lists are nested more than {limit} deep")]
    TooDeep {
        /// Greatest legal depth.
        limit: usize,
    },

    // Keys and kinds.
    /// A record has no such key.
    #[error("{record} has no key `{key}`")]
    UnknownKey {
        /// What the record describes.
        record: &'static str,
        /// The key as written.
        key: String,
        /// The keys there are.
        known: Vec<String>,
    },
    /// A required key is left out.
    #[error("{record} needs `{key}`")]
    MissingKey {
        /// What the record describes.
        record: String,
        /// The key.
        key: String,
        /// What belongs there.
        remedy: String,
    },
    /// A value of the wrong kind.
    #[error("expected {expected}, got {found}")]
    WrongKind {
        /// What belongs here.
        expected: String,
        /// What stands here.
        found: String,
    },
    /// A word outside a short list.
    #[error("`{found}` is none of the words allowed here")]
    UnknownWord {
        /// The word as written.
        found: String,
        /// The legal words.
        known: Vec<String>,
    },
    /// A choice names no variant.
    #[error("{choice} is left open")]
    NoVariant {
        /// What is chosen.
        choice: &'static str,
        /// The legal variants.
        known: Vec<String>,
    },
    /// A choice names an unknown variant.
    #[error("`{found}` is not {choice}")]
    UnknownVariant {
        /// What is chosen.
        choice: &'static str,
        /// The variant as written.
        found: String,
        /// The legal variants.
        known: Vec<String>,
    },
    /// A choice names several variants.
    #[error("only one can be chosen, got {}", listed(.found))]
    SeveralVariants {
        /// The variants as written.
        found: Vec<String>,
    },
    /// A variant that needs settings is written as a word.
    #[error("`{variant}` needs settings")]
    NeedsSettings {
        /// The variant.
        variant: String,
    },
    /// A text that must say something is empty.
    #[error("this text is empty")]
    EmptyText,
    /// A list that must hold something is empty.
    #[error("this list is empty")]
    EmptyList {
        /// What belongs in it.
        remedy: String,
    },

    /// A number that is none, or an illegal one.
    #[error(transparent)]
    Number(#[from] NumberFault),

    // Names.
    /// An id with other characters than letters, digits, `-` and `_`.
    #[error("`{0}` cannot be an id")]
    BadId(String),
    /// An id that means something else in its place.
    #[error("`{0}` cannot be an id here, since it is also a key")]
    ReservedId(String),
    /// Two of a kind share an id.
    #[error("there are two {} `{id}`", plural(2, .kind))]
    DuplicateId {
        /// The kind.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A reference to nothing.
    #[error("there is no {kind} `{id}`")]
    UnknownName {
        /// The kind.
        kind: &'static str,
        /// The id as written.
        id: String,
        /// The ids there are.
        known: Vec<String>,
    },
    /// A list names something twice.
    #[error("the {kind} `{id}` is named twice")]
    NamedTwice {
        /// The kind.
        kind: &'static str,
        /// The id.
        id: String,
    },

    // Sizes.
    /// More of something than the limit.
    #[error("there are at most {} {what}, got {}", Shown(*.limit), Shown(*.found))]
    TooMany {
        /// What is counted.
        what: String,
        /// Greatest legal number.
        limit: f64,
        /// Number found.
        found: f64,
    },
    /// Fewer of something than needed.
    #[error("{what}, got {found}")]
    TooFew {
        /// What is needed.
        what: &'static str,
        /// Number found.
        found: usize,
    },
    /// Issues tied together leave too many combinations.
    #[error("the issues {} are tied together and have {} combinations, at most {limit} are allowed", listed(.issues), Shown(*.found))]
    BlockTooLarge {
        /// The issues.
        issues: Vec<String>,
        /// Greatest legal number of combinations.
        limit: f64,
        /// Number found.
        found: f64,
    },

    // Meaning.
    /// A format this version does not know.
    #[error("this version reads format 1, got {}", Shown(*.0))]
    UnknownFormat(f64),
    /// A package no issue belongs to.
    #[error("no issue belongs to the package `{0}`")]
    PackageWithoutIssues(String),
    /// A plan leaves issues open.
    #[error("a plan settles every issue, {} {} missing", listed(.missing), is_or_are(.missing))]
    PlanIncomplete {
        /// The issues left open.
        missing: Vec<String>,
    },
    /// A party whose consent is needed, or a body, has no utility.
    #[error("`{party}` needs a utility, since {reason}")]
    UtilityMissing {
        /// The party or stage.
        party: String,
        /// Why it is needed.
        reason: String,
    },
    /// A utility leaves issues out.
    #[error("utility needs every issue, {} {} missing", listed(.missing), is_or_are(.missing))]
    UtilityIncomplete {
        /// The issues left out.
        missing: Vec<String>,
    },
    /// Scores that do not fit the options.
    #[error("`{issue}` has {expected} {}, got {found} {}", plural(*.expected, "option"), plural(*.found, "score"))]
    ScoreCount {
        /// The issue.
        issue: String,
        /// Number of its options.
        expected: usize,
        /// Number of scores.
        found: usize,
    },
    /// All weights are zero.
    #[error("all weights are 0")]
    WeightsZero,
    /// Probabilities do not sum to 1.
    #[error("the probabilities of {what} sum to 1, got {}", Shown(*.sum))]
    ProbabilitySum {
        /// What they belong to.
        what: String,
        /// Their sum.
        sum: f64,
    },
    /// Rows of joint types name different parties.
    #[error("every row of joint types names the same parties: expected {}, got {}", listed(.expected), listed(.found))]
    JointRowsDiffer {
        /// Parties of the first row.
        expected: Vec<String>,
        /// Parties of this row.
        found: Vec<String>,
    },
    /// A pattern without a condition.
    #[error("an empty pattern matches every deal")]
    EmptyPattern,
    /// A pattern that every deal meets.
    #[error("this names every option of every issue in it, so it forbids everything")]
    ForbidsEverything,
    /// Red lines that leave no deal.
    #[error("the red lines of `{party}` leave no allowed combination of {}", listed(.issues))]
    NothingAllowed {
        /// The party, with its type.
        party: String,
        /// The issues.
        issues: Vec<String>,
    },
    /// A breach table depends on too many issues.
    #[error("a breach depends on at most 3 issues, got {0}")]
    BreachIssues(usize),
    /// A breach table of the wrong shape.
    #[error("expected {expected}, got {found}")]
    BreachShape {
        /// What belongs here.
        expected: String,
        /// What stands here.
        found: String,
    },
    /// More votes are needed than there are.
    #[error("{} votes are needed, but there are only {}", Shown(*.needed), Shown(*.votes))]
    QuotaUnreachable {
        /// Votes needed.
        needed: f64,
        /// Votes there are.
        votes: f64,
    },
    /// Some deal needs the consent of one party or nobody.
    #[error("a deal needs the consent of at least two parties, but {} {}", .party.as_ref().map_or("one".to_owned(), |party| format!("`{party}` alone")), if .party.is_some() { "could agree to one with itself" } else { "needs nobody's" })]
    ConsentOfOne {
        /// The party, or nobody.
        party: Option<String>,
        /// Options of that deal, as `issue = option`.
        example: Vec<String>,
    },
    /// Rules of the table that do not go together.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// A sweep that does not go together.
    #[error(transparent)]
    Sweep(#[from] SweepFault),
    /// A lever acts on a channel that is not there.
    #[error("only `shuttle` has a channel, not `{protocol}`")]
    NoChannel {
        /// The protocol.
        protocol: &'static str,
    },
    /// A span of rounds ends before it begins.
    #[error("`until` comes after `from`, got {until} after {from}")]
    UntilBeforeFrom {
        /// First round.
        from: u32,
        /// First round after the end.
        until: u32,
    },
    /// Barriers that cross.
    #[error("`lower` lies below `upper`, got {} and {}", Shown(*.lower), Shown(*.upper))]
    BarriersCrossed {
        /// Lower barrier.
        lower: f64,
        /// Upper barrier.
        upper: f64,
    },
    /// An effect without a target, or with several.
    #[error("an effect names a party, a driver or the channel, got {}", if .found.is_empty() { "none".to_owned() } else { listed(.found) })]
    EffectTarget {
        /// The targets as written.
        found: Vec<String>,
    },
    /// An effect that shifts nothing.
    #[error("this effect shifts nothing of the party")]
    EffectWithoutShift,
    /// A key that does not go with the target of an effect.
    #[error("`{key}` does not go with `{target}`")]
    EffectKey {
        /// The key.
        key: &'static str,
        /// The target.
        target: &'static str,
    },

    // Assignments.
    /// An assignment without `=` or with a broken path.
    #[error("this is no assignment")]
    BadAssignment,
    /// A path goes on below a value that has no parts.
    #[error("the path goes on below a value that has no parts")]
    PathTooLong,
    /// A path names a list item that does not exist.
    #[error("the list has {found} {}, counted from 0", plural(*.found, "entry"))]
    NoSuchEntry {
        /// Number of entries.
        found: usize,
    },
}
