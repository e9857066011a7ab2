//! The command that gives the same results again, as a shell would read it.

use std::path::Path;

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
pub(crate) fn portable(path: &Path) -> String {
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

    use super::{command, portable};

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
