//! Commands of the pages: their options exist, their scenarios and assignments are accepted, the tutorial can be followed.

use std::collections::BTreeMap;
use std::path::Path;

use crate::docs::page::{Page, code_spans};
use crate::docs::reader;
use crate::tool::{code, done, told, tool};

/// The words of a command line, quotes taken off.
pub(super) fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        let word = words.last_mut().expect("there is one");
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (_, Some(open)) if open == letter => quote = None,
            (' ', None) if word.is_empty() => {}
            (' ', None) => words.push(String::new()),
            _ => word.push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// All commands of a page, in code blocks and in text.
fn commands(page: &Page) -> Vec<String> {
    let lines = page.lines();
    let shell = lines.iter().filter(|line| line.code == Some("sh"));
    let mut found: Vec<&str> = shell.map(|line| line.text).collect();
    let paragraphs = page.paragraphs();
    found.extend(paragraphs.iter().flat_map(|text| code_spans(text)));
    let commands = found.into_iter().filter_map(|command| {
        let command = command.split(" > ").next()?;
        command.trim().strip_prefix("zopa ").map(str::to_owned)
    });
    commands.collect()
}

/// Whether a word is the name of a scenario or sweep file.
fn is_scenario(word: &str) -> bool {
    Path::new(word)
        .extension()
        .is_some_and(|ending| ending == "toml")
}

/// Whether a word stands for what the reader puts there.
fn is_placeholder(word: &str) -> bool {
    word.contains('…')
        || word
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter == '_')
}

#[test]
fn every_option_of_a_page_is_one_of_its_command() {
    let mut help: BTreeMap<String, String> = BTreeMap::new();
    let place = tempfile::tempdir().expect("a folder for the test");
    for page in Page::all() {
        for command in commands(&page) {
            let words = words(&command);
            let name = &words[0];
            if is_placeholder(name) {
                continue;
            }
            let text = help.entry(name.clone()).or_insert_with(|| {
                let output = done(place.path(), &format!("{name} --help"));
                String::from_utf8_lossy(&output.stdout).into_owned()
            });
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().expect("a first part");
                assert!(
                    text.contains(option),
                    "{}: `zopa {command}`: `zopa {name}` has no option `{option}`",
                    page.path
                );
            }
        }
    }
}

#[test]
fn every_file_and_assignment_of_a_page_is_accepted() {
    let pages = Page::all();
    let place = reader(&pages);
    let mut count = 0;
    for page in &pages {
        for command in commands(page) {
            let words = words(&command);
            let files: Vec<&String> = words
                .iter()
                .filter(|word| is_scenario(word) && place.path().join(word).exists())
                .collect();
            let wants_file = ["run", "solve", "trace", "compare", "sensitivity", "sweep"];
            if files.is_empty() || !wants_file.contains(&words[0].as_str()) {
                continue;
            }
            let mut check = tool(place.path(), "check");
            check.args(files);
            let pairs = words.iter().zip(&words[1..]);
            for (_, value) in pairs.filter(|(option, _)| *option == "--set") {
                check.args(["--set", value]);
            }
            let output = check.output().expect("the tool starts");
            assert_eq!(
                code(&output),
                0,
                "{}: {command}\n{}",
                page.path,
                told(&output)
            );
            count += 1;
        }
    }
    assert!(count > 60, "only {count} commands were found");
}

/// Runs what a page tells its reader to type, in order.
fn follow(path: &str, place: &Path) {
    let page = Page::read(path);
    for line in page.lines().iter().filter(|line| line.code == Some("sh")) {
        if let Some(command) = line.text.strip_prefix("zopa ") {
            let mut call = tool(place, "");
            let output = call.args(words(command)).output().expect("the tool starts");
            assert_eq!(code(&output), 0, "{path}: {command}\n{}", told(&output));
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_tutorial_can_be_followed() {
    let place = reader(&[Page::read("docs/tutorial.md")]);
    follow("docs/tutorial.md", place.path());
    assert!(place.path().join("output/wage/terms.pdf").exists());
    assert!(place.path().join("output/wage/report.html").exists());
}

#[test]
fn a_report_is_written_as_its_page_says() {
    let place = reader(&[]);
    follow("docs/how-to/report.md", place.path());
    assert!(place.path().join("output/river/report.html").exists());
}
