//! The call as it was parsed, and as the command that gives the same results again.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// Heading in the help of options that do not change results; no manifest names them.
pub(crate) const BESIDE: &str = "Options that do not change results";

/// Options that decide which files are written and not what is in the results.
const OF_FILES: [&str; 5] = [
    "--no-runs",
    "--drawn",
    "--per-run",
    "--points",
    "--runs-format",
];

/// Letters of what a folder's name says of options; of more it holds a part and a checksum.
const LETTERS_MAX: usize = 60;
/// Letters of that part.
const LETTERS_SHOWN: usize = 40;

/// The command that gives the same results again, word by word: every option that results depend on, defaults included.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    words: Vec<String>,
    /// What was asked for otherwise than by default, as words of a folder's name.
    changes: Vec<String>,
}

impl Call {
    /// What was parsed: a subcommand of `tool` with its arguments.
    pub(crate) fn of(tool: &Command, matches: &ArgMatches) -> Self {
        let mut words = vec![tool.get_name().to_owned()];
        let mut changes = Vec::new();
        if let Some((name, matches)) = matches.subcommand()
            && let Some(command) = tool.find_subcommand(name)
        {
            words.push(name.to_owned());
            let (positional, options): (Vec<&Arg>, Vec<&Arg>) = command
                .get_arguments()
                .filter(|argument| argument.get_help_heading() != Some(BESIDE))
                .partition(|argument| argument.is_positional());
            for argument in positional.into_iter().chain(options) {
                words.extend(spelled(argument, matches));
                changes.extend(changed(argument, matches));
            }
        }
        Self { words, changes }
    }

    /// What a folder's name says of the options by which results differ from those of the file as it is; empty without any.
    pub(crate) fn ending(&self) -> String {
        if self.changes.is_empty() {
            return String::new();
        }
        let exact = self.changes.join("-");
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._+=-".contains(letter);
        let plain = exact.replace(|letter| !is_plain(letter), "_");
        if plain == exact && plain.len() <= LETTERS_MAX {
            return format!("-{plain}");
        }
        let shown: String = plain.chars().take(LETTERS_SHOWN).collect();
        format!("-{shown}-{:08x}", crc32fast::hash(exact.as_bytes()))
    }

    /// The same with an option given such a value, as when a file named it.
    #[must_use]
    pub(crate) fn with(mut self, option: &str, value: &str) -> Self {
        match self.words.iter().position(|word| word == option) {
            Some(place) => value.clone_into(&mut self.words[place + 1]),
            None => self.words.extend([option.to_owned(), value.to_owned()]),
        }
        self
    }

    /// The same with the file named just as it was given, for commands that never leave the place of the call.
    #[must_use]
    pub(crate) fn with_file(mut self, file: &Path) -> Self {
        if let Some(word) = self.words.get_mut(FILE) {
            *word = no_option(file.display().to_string());
        }
        self
    }

    /// The same as a shell reads it.
    pub(crate) fn text(&self) -> String {
        command(self.words.iter().map(String::as_str))
    }
}

/// An argument as it would be given again; nothing where it was left out and has no default.
fn spelled(argument: &Arg, matches: &ArgMatches) -> Vec<String> {
    let id = argument.get_id().as_str();
    let name = argument.get_long().map(|long| format!("--{long}"));
    if matches!(argument.get_action(), ArgAction::SetTrue) {
        return name.filter(|_| matches.get_flag(id)).into_iter().collect();
    }
    // A choice among words is named when it is made: its default is how things are without it.
    let is_choice = !argument.get_possible_values().is_empty();
    if is_choice && matches.value_source(id) == Some(ValueSource::DefaultValue) {
        return Vec::new();
    }
    let is_path = argument.get_value_parser().type_id() == TypeId::of::<PathBuf>();
    let word = |value: &OsString| {
        if is_path {
            no_option(portable(Path::new(value)))
        } else {
            value.to_string_lossy().into_owned()
        }
    };
    let mut words = Vec::new();
    for given in matches.get_raw_occurrences(id).into_iter().flatten() {
        let values: Vec<String> = given.map(|value| word(&value.to_owned())).collect();
        words.extend(name.clone());
        match argument.get_value_delimiter() {
            Some(delimiter) => words.push(values.join(&delimiter.to_string())),
            None => words.extend(values),
        }
    }
    words
}

/// What an argument says in a folder's name; nothing where it is as by default, or decides about files alone.
fn changed(argument: &Arg, matches: &ArgMatches) -> Vec<String> {
    let id = argument.get_id().as_str();
    let Some(long) = argument.get_long() else {
        return Vec::new();
    };
    let is_given = matches.value_source(id) == Some(ValueSource::CommandLine);
    if !is_given || OF_FILES.contains(&format!("--{long}").as_str()) {
        return Vec::new();
    }
    let values: Vec<String> = matches
        .get_raw(id)
        .into_iter()
        .flatten()
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    if matches!(argument.get_action(), ArgAction::SetTrue) {
        return vec![long.to_owned()];
    }
    let default = argument.get_default_values().iter();
    let default: Vec<_> = default.map(|value| value.to_string_lossy()).collect();
    if default == values {
        return Vec::new();
    }
    match long {
        // An assignment says what it is by itself.
        "set" => values,
        _ => vec![format!("{long}-{}", values.join("-"))],
    }
}

/// Whether two commands ask for the same results, of files of the same name: they differ in nothing but the way to the file
/// and in which files are written.
pub(crate) fn is_same_settings(one: &str, other: &str) -> bool {
    let settings = |command: &str| {
        let mut words = shlex::split(command)?.into_iter().enumerate();
        let mut settings = Vec::new();
        while let Some((place, word)) = words.next() {
            if word == "--runs-format" {
                words.next();
            } else if place == FILE {
                let name = Path::new(&word).file_name()?;
                settings.push(name.to_string_lossy().into_owned());
            } else if !OF_FILES.contains(&word.as_str()) {
                settings.push(word);
            }
        }
        Some(settings)
    };
    settings(one).is_some_and(|one| settings(other) == Some(one))
}

/// Place of the file among the words of a command.
const FILE: usize = 2;

/// A name that no program takes for an option.
pub(crate) fn no_option(name: String) -> String {
    if name.starts_with('-') {
        format!("./{name}")
    } else {
        name
    }
}

/// Words joined to a command, each quoted where a shell would otherwise take it apart.
pub(crate) fn command<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = words.into_iter().map(|word| {
        let plain = |letter: char| letter.is_alphanumeric() || "-_./=,:+@%".contains(letter);
        if !word.is_empty() && word.chars().all(plain) {
            return word.into();
        }
        // No argument of a program holds the one letter that a shell cannot be given.
        shlex::Quoter::new()
            .allow_nul(true)
            .quote(word)
            .unwrap_or_default()
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// A path as it may stand in a result file: as given when relative, its last part otherwise.
fn portable(path: &Path) -> String {
    let shown = if path.is_absolute() {
        path.file_name().map_or(path, Path::new)
    } else {
        path
    };
    shown.display().to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::{Arg, ArgAction, Command};

    use super::{BESIDE, Call, command, is_same_settings, portable};

    fn call(words: &[&str]) -> Call {
        let sow = Command::new("sow")
            .arg(Arg::new("file").value_parser(clap::value_parser!(std::path::PathBuf)))
            .arg(Arg::new("deep").long("deep").action(ArgAction::SetTrue))
            .arg(Arg::new("rows").long("rows").default_value("10"))
            .arg(Arg::new("with").long("with").value_delimiter(','))
            .arg(
                Arg::new("set")
                    .long("set")
                    .action(ArgAction::Append)
                    .allow_hyphen_values(true),
            )
            .arg(
                Arg::new("by")
                    .long("by")
                    .value_parser(["hand", "machine"])
                    .default_value("hand"),
            )
            .arg(Arg::new("threads").long("threads").help_heading(BESIDE));
        let tool = Command::new("farm").subcommand(sow);
        let matches = tool.clone().try_get_matches_from(words).expect("legal");
        Call::of(&tool, &matches)
    }

    #[test]
    fn a_call_names_all_that_results_depend_on() {
        let asked = [
            "farm",
            "sow",
            "--threads",
            "2",
            "--set",
            "a=-1",
            "/home/me/field.toml",
            "--with",
            "oats,rye",
            "--set",
            "b=x y",
            "--deep",
        ];
        assert_eq!(
            call(&asked).text(),
            "farm sow field.toml --deep --rows 10 --with oats,rye --set a=-1 --set 'b=x y'"
        );
        let by_machine = call(&["farm", "sow", "field.toml", "--by", "machine"]);
        assert_eq!(
            by_machine.text(),
            "farm sow field.toml --rows 10 --by machine"
        );
    }

    #[test]
    fn what_a_file_named_can_be_written_out() {
        let call = call(&["farm", "sow", "field.toml"]);
        let fixed = call.with("--rows", "7").with("--seed", "3");
        assert_eq!(fixed.text(), "farm sow field.toml --rows 7 --seed 3");
    }

    #[test]
    fn words_survive_a_shell() {
        let words = [
            "zopa",
            "run",
            "my file.toml",
            "--set",
            "a.b={ pert = [1, 2] }",
            "it's",
            "",
        ];
        assert_eq!(
            command(words),
            r#"zopa run 'my file.toml' --set 'a.b={ pert = [1, 2] }' "it's" ''"#
        );
    }

    #[test]
    fn an_ending_says_what_is_not_by_default_and_stays_short() {
        let ending = |more: &[&str]| {
            let words = [&["farm", "sow", "field.toml"], more].concat();
            call(&words).ending()
        };
        assert_eq!(ending(&[]), "");
        assert_eq!(
            ending(&["--rows", "10", "--by", "hand", "--threads", "2"]),
            ""
        );
        assert_eq!(ending(&["--rows", "7", "--deep"]), "-deep-rows-7");
        assert_eq!(ending(&["--set", "a.b=-1"]), "-a.b=-1");
        // Other letters are shown as `_`, and a checksum keeps apart what then looks alike.
        let (one, other) = (ending(&["--set", "a=x/y"]), ending(&["--set", "a=x y"]));
        assert!(one.starts_with("-a=x_y-") && other.starts_with("-a=x_y-") && one != other);
        let long = ending(&["--set", &"x".repeat(1_000)]);
        assert_eq!(long.len(), 1 + 40 + 1 + 8, "{long}");
    }

    #[test]
    fn the_way_to_a_file_and_which_files_are_written_are_no_settings() {
        let same = |other| is_same_settings("zopa run a/wage.toml --runs 10 --seed 1", other);
        assert!(same("zopa run wage.toml --runs 10 --seed 1 --no-runs"));
        assert!(same(
            "zopa run wage.toml --runs 10 --seed 1 --runs-format parquet"
        ));
        assert!(!same("zopa run wage.toml --runs 10 --seed 2"));
        assert!(!same("zopa run pay.toml --runs 10 --seed 1"));
        assert!(!same("zopa compare wage.toml --runs 10 --seed 1"));
        assert!(!same("'"));
    }

    #[test]
    fn absolute_paths_do_not_leave_the_machine() {
        assert_eq!(portable(Path::new("/home/me/wage.toml")), "wage.toml");
        assert_eq!(
            portable(Path::new("scenarios/wage.toml")),
            "scenarios/wage.toml"
        );
    }
}
