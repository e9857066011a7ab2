//! Calls of the tool in a folder of their own, for the tests of its commands.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A sweep of [`WAGE`] in `wage.toml` over its deadline.
pub(crate) const SWEEP: &str = r#"
format = 1
title = "Time"
scenario = "wage.toml"
runs = 300
design = "full-factorial"

[[factor]]
id = "deadline"
path = "clock.rounds"
levels = [5, 10]
"#;

/// Two parties, one issue, fallbacks that leave a zone in most runs.
pub(crate) const WAGE: &str = r#"
format = 1
title = "Wage round"

[clock]
rounds = 10

[[issue]]
id = "wage"
options = [{ id = "low" }, { id = "middle" }, { id = "high" }]

[[party]]
id = "union"
role = "principal"
reservation = { uniform = [0.1, 0.9] }
[party.utility]
wage = { weight = 1, scores = [0.0, 0.5, 1.0] }

[[party]]
id = "firm"
role = "principal"
reservation = { uniform = [0.1, 0.9] }
[party.utility]
wage = { weight = 1, scores = [1.0, 0.5, 0.0] }

[protocol.alternating-offers]
"#;

/// A folder with some files in it.
pub(crate) fn place_with(files: &[(&str, &str)]) -> TempDir {
    let place = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(place.path().join(name), text).expect("it can be written");
    }
    place
}

/// A call that has not begun; arguments are parted by spaces.
pub(crate) fn tool(place: impl AsRef<Path>, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zopa"));
    command
        .current_dir(place)
        .args(arguments.split_whitespace());
    command
}

/// Calls the tool.
pub(crate) fn call(place: impl AsRef<Path>, arguments: &str) -> Output {
    tool(place, arguments).output().expect("the tool starts")
}

/// Calls the tool, which must succeed.
pub(crate) fn done(place: impl AsRef<Path>, arguments: &str) -> Output {
    let output = call(place, arguments);
    assert_eq!(code(&output), 0, "{arguments}: {output:?}");
    output
}

/// Calls the tool, which must refuse; what it says.
pub(crate) fn refused(place: impl AsRef<Path>, arguments: &str) -> String {
    let output = call(place, arguments);
    assert_eq!(code(&output), 2, "{arguments}: {output:?}");
    told(&output)
}

/// Its exit code.
pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}

/// What it printed.
pub(crate) fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What it told beside its results.
pub(crate) fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What is in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
