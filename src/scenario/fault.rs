//! What can be wrong with a scenario: one variant per broken condition, with its message and what would be right.

use thiserror::Error;

use crate::model::NumberFault;
use crate::model::check::ModelFault;
use crate::model::words::{Shown, listed, plural};
use crate::scenario::syntax_fault::SyntaxFault;

/// Where a key is to be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Above this header, which begins another table, on this line.
    Above(String, usize),
    /// Below a header such as this one.
    Below(String),
    /// Out of the table in braces in which it stands.
    Outside,
}

/// A broken condition. `Display` gives the message, [`Fault::remedy`] what would be right.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// No file has this name.
    #[error("there is no such file")]
    FileMissing {
        /// The path of a file there is, where one is spelt nearly so.
        near: Option<String>,
    },
    /// A backslash in the path of a file has become another letter.
    #[error("a backslash in double quotation marks begins a code, so this names another file")]
    Backslash,
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
    /// The file is of a kind that its first bytes name.
    #[error("this is {0}, not a text file")]
    OtherFile(&'static str),
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
    /// A game in normal form, in a format of its own, is wrong.
    #[error("{0}")]
    Game(String),
    /// The text is not TOML.
    #[error(transparent)]
    Syntax(#[from] SyntaxFault),
    /// A header with the brackets of another kind of table.
    #[error("{}", if *.is_list { "there can be several of these, each under a header in double brackets" } else { "there is only one of these, under a header in single brackets" })]
    HeaderBrackets {
        /// The header as it should be.
        right: String,
        /// Whether it is one of several.
        is_list: bool,
    },
    /// A sweep where a scenario belongs.
    #[error("this is a sweep, not a scenario")]
    SweepForScenario,
    /// A scenario where a sweep belongs.
    #[error("this is a scenario, not a sweep")]
    ScenarioForSweep,
    /// A key of another table.
    #[error("`{key}` is a key of {owner}, not of {here}")]
    Misplaced {
        /// The key.
        key: String,
        /// What it is a key of.
        owner: &'static str,
        /// What it stands in.
        here: String,
        /// Where to move it.
        to: Destination,
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
    /// A distribution that there is not.
    #[error("there is no such distribution: `{0}`")]
    NoDistribution(String),
    /// A distribution among the keys of a table.
    #[error("`{shape}` stands in the braces of a number")]
    LooseDistribution {
        /// The distribution.
        shape: &'static str,
        /// The number as it should be.
        right: String,
    },
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
        /// The value as it should be, where it can be guessed.
        right: Option<String>,
    },
    /// A distribution with the numbers named one by one, or its name as a value.
    #[error("a distribution is its name with a list of its numbers")]
    DistributionForm {
        /// The number as it should be.
        right: String,
    },
    /// A key by another name.
    #[error("{record} has no key `{key}`")]
    OtherName {
        /// What the record describes.
        record: &'static str,
        /// As written.
        key: String,
        /// The name it has here.
        right: &'static str,
    },
    /// A list with commas for decimal points.
    #[error("commas part the entries of a list, so decimals have a point")]
    DecimalCommas {
        /// The list as it should be.
        right: String,
    },
    /// Scores or other shares written from 0 to 10 or 100.
    #[error("{what} lie between 0 and 1, got up to {}", Shown(*.greatest))]
    OtherScale {
        /// What they are, in the plural.
        what: &'static str,
        /// The greatest of them in this list.
        greatest: f64,
        /// What 1 seems to be on their scale.
        scale: f64,
        /// The list as it should be.
        right: String,
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
    #[error("choose {choice}")]
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
    /// A choice that names its variant as the value of a key such as `type`.
    #[error("{choice} is chosen by a key of its name")]
    ChosenByType {
        /// What is chosen.
        choice: &'static str,
        /// The variant.
        variant: &'static str,
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
    /// A format this version does not know.
    #[error("this version reads format 1, got {}", Shown(*.0))]
    UnknownFormat(f64),
    /// A number table without `value` or a distribution.
    #[error("this number has no value")]
    NoValue,
    /// A number table with several of them.
    #[error("a number is given in one way, got {}", listed(.found))]
    SeveralValues {
        /// The keys as written.
        found: Vec<String>,
    },
    /// A distribution where the number may not be drawn.
    #[error("this number cannot be drawn, got the distribution `{0}`")]
    NotDrawn(String),
    /// A distribution with the wrong number of parameters.
    #[error("`{shape}` takes {}, got {found} {}", expected.join(", "), plural(*.found, "number"))]
    ParameterCount {
        /// The distribution.
        shape: &'static str,
        /// Names of its parameters.
        expected: &'static [&'static str],
        /// Number of parameters as written.
        found: usize,
    },
    /// A condition that every scenario keeps, however it was made.
    #[error(transparent)]
    Model(#[from] ModelFault),
    /// An effect without a target, or with several.
    #[error("an effect names a party, a stage, a driver, the channel or the clock, got {}", if .found.is_empty() { "none".to_owned() } else { listed(.found) })]
    EffectTarget {
        /// The targets as written.
        found: Vec<String>,
    },
    /// An effect that shifts nothing.
    #[error("this effect shifts nothing of the {target}")]
    EffectWithoutShift {
        /// The kind of its target.
        target: &'static str,
        /// What may be shifted of it.
        keys: &'static [&'static str],
    },
    /// A key that cannot be used with the target of an effect.
    #[error("`{key}` cannot be used with `{target}`")]
    EffectKey {
        /// The key.
        key: &'static str,
        /// The target.
        target: &'static str,
    },
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
    /// A factor says its values in no way, or in several.
    #[error("a factor has `path` with `levels` or `range`, or it has `policies`; this one has {}", listed(.found))]
    FactorForm {
        /// The keys as written, of those that count.
        found: Vec<String>,
    },
    /// A key that only makes sense beside a range.
    #[error("`{0}` can only be used with `range`")]
    OnlyWithRange(&'static str),
    /// A range where the design needs a list of levels.
    #[error("a range without `steps` has too many values for `{design}`")]
    RangeNeedsSteps {
        /// The design.
        design: &'static str,
    },
    /// A range that is not two numbers.
    #[error("a range is the least and the greatest value, got {}", if *.found == 1 { "one number".to_owned() } else { format!("{} numbers", .found) })]
    RangeEnds {
        /// How many numbers there are.
        found: usize,
    },
    /// A range whose ends are equal.
    #[error("the ends of the range are both {}", Shown(*.0))]
    EmptyRange(f64),
    /// A range that does not hold the value of its number.
    #[error("the range from {} to {} does not hold the value itself, {}", Shown(*.low), Shown(*.high), Shown(*.centre))]
    OutsideRange {
        /// The value, or the mean of the distribution.
        centre: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// A centre beside a known value.
    #[error("only a distribution has a `centre` to be moved")]
    CentreOfValue,
    /// A range of a number that describes the file, an institution or the computer.
    #[error("this number is part of the rules, or of the computation, so it has no range")]
    RangeOfRule,
    /// Two factors set the same parameter.
    #[error("`{path}` is set by the factor `{other}` too")]
    SetTwice {
        /// The path.
        path: String,
        /// The factor that sets it first.
        other: String,
    },
    /// A path with an empty part.
    #[error("`{0}` is no path")]
    BadPath(String),
    /// A path that dots have taken apart.
    #[error("`{key}` stands for a list, and dots outside quotes take a path apart")]
    PathUnquoted {
        /// The first part of the path.
        key: String,
    },
    /// The runs are both fixed and not.
    #[error("the runs are fixed or played until precise, not both")]
    RunsAndPrecision,
    /// Looks that do not grow towards the ceiling.
    #[error("looks grow and end before the ceiling, got {found} after {before}")]
    LooksOrder {
        /// The look at fault.
        found: u32,
        /// What it should exceed.
        before: u32,
    },
    /// A look at or beyond the ceiling.
    #[error("the ceiling of {ceiling} runs is the last look by itself, got a look at {found}")]
    LookBeyondCeiling {
        /// The look at fault.
        found: u32,
        /// The ceiling.
        ceiling: u32,
    },
}

impl From<NumberFault> for Fault {
    fn from(fault: NumberFault) -> Self {
        ModelFault::from(fault).into()
    }
}
