//! The call as it was parsed, and as the command that gives the same results again.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// Heading in the help of options that do not change results; no manifest names them.
pub(crate) const BESIDE: &str = "Options that do not change results";

/// The command that gives the same results again, word by word: every option that results depend on, defaults included.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    words: Vec<String>,
}

impl Call {
    /// What was parsed: a subcommand of `tool` with its arguments.
    pub(crate) fn of(tool: &Command, matches: &ArgMatches) -> Self {
        let mut words = vec![tool.get_name().to_owned()];
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
            }
        }
        Self { words }
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
        if let Some(word) = self.words.get_mut(2) {
            *word = file.display().to_string();
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
            portable(Path::new(value))
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

/// A word quoted where a shell would otherwise take it apart.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=,:+@%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Words joined to a command.
pub(crate) fn command<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(quoted).collect();
    words.join(" ")
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

    use super::{BESIDE, Call, command, portable};

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
            r"zopa run 'my file.toml' --set 'a.b={ pert = [1, 2] }' 'it'\''s' ''"
        );
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
