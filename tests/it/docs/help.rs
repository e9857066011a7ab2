//! The page of commands: written from their help.

use std::fmt::Write as _;

use crate::docs::page::Page;
use crate::tool::done;

/// An option or an argument: how it is written, and what it means.
struct Entry {
    name: String,
    meaning: Vec<String>,
}

/// What a help says before its lists, the lists by their headings, and what follows them.
#[derive(Default)]
struct Help {
    about: Vec<String>,
    usage: String,
    lists: Vec<(String, Vec<Entry>)>,
    examples: Vec<String>,
    notes: Vec<String>,
}

/// The words that a command prints about itself.
fn printed(command: &str) -> String {
    let place = tempfile::tempdir().expect("a folder for the test");
    let output = done(place.path(), &format!("{command} --help"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The commands of the tool in their groups.
fn groups() -> Vec<(String, Vec<String>)> {
    let text = printed("");
    let (_, listed) = text.split_once("\n\n").expect("a usage comes first");
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for line in listed.lines().take_while(|line| *line != "Options:") {
        if let Some(heading) = line.strip_suffix(':') {
            groups.push((heading.to_owned(), Vec::new()));
        } else if let (Some(name), Some(group)) = (line.strip_prefix("  "), groups.last_mut()) {
            group.1.extend(name.split(' ').next().map(str::to_owned));
        }
    }
    groups
}

fn is_list(line: &str) -> bool {
    line == "Arguments:" || (line.starts_with("Options") && line.ends_with(':'))
}

fn read(text: &str) -> Help {
    let mut help = Help::default();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next_if(|line| !line.starts_with("Usage: ")) {
        help.about.push(line.to_owned());
    }
    let usage = lines.next().and_then(|line| line.strip_prefix("Usage: "));
    usage.expect("a usage").clone_into(&mut help.usage);
    while let Some(line) = lines.peek() {
        if line.is_empty() {
            lines.next();
        } else if is_list(line) {
            let heading = line.trim_end_matches(':').to_owned();
            lines.next();
            let mut entries = Vec::new();
            while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("  ")) {
                let words = line.trim();
                let is_name = line.len() - line.trim_start().len() < 8
                    && (words.starts_with('-') || words.starts_with('<'));
                if is_name {
                    let (name, meaning) = words.split_once("  ").unwrap_or((words, ""));
                    entries.push(Entry {
                        name: name.to_owned(),
                        meaning: vec![meaning.trim().to_owned()],
                    });
                } else if let Some(last) = entries.last_mut() {
                    last.meaning.push(words.to_owned());
                }
            }
            help.lists.push((heading, entries));
        } else {
            break;
        }
    }
    if lines.next_if(|line| line.starts_with("Example")).is_some() {
        while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
            help.examples.push(line[2..].to_owned());
        }
    }
    help.notes = lines.map(str::to_owned).collect();
    help
}

/// What an option means, as one cell: choices and default after the sentence.
fn meaning(entry: &Entry) -> String {
    let mut text = String::new();
    for line in entry.meaning.iter().filter(|line| !line.is_empty()) {
        // A build may leave this format out.
        if line.starts_with("- parquet") {
            continue;
        }
        let (line, gap) = match line.strip_prefix("- ") {
            Some(choice) => {
                let (name, words) = choice.split_once(':').unwrap_or((choice, ""));
                (format!("`{name}`: {}", words.trim()), "<br>")
            }
            None if line == "Possible values:" => continue,
            None => (line.clone(), if text.is_empty() { "" } else { " " }),
        };
        text.push_str(gap);
        text.push_str(&line);
    }
    let (open, close) = ("[default: ", "]");
    if let Some((before, rest)) = text.split_once(open)
        && let Some((default, after)) = rest.split_once(close)
    {
        text = format!("{}. Default: {default}{after}", before.trim_end());
    }
    text.replace('|', "\\|")
        .replace('<', "&lt;")
        .replace("&lt;br>", "<br>")
}

/// Lines as paragraphs, each on one line.
fn paragraphs(lines: &[String]) -> String {
    let text = lines.join("\n");
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.trim().replace('\n', " "));
    let paragraphs: Vec<String> = paragraphs
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    let joined = paragraphs.join("\n\n");
    if joined.is_empty() {
        joined
    } else {
        joined + "\n\n"
    }
}

fn page() -> String {
    let mut text = String::new();
    for (heading, names) in groups() {
        let _ = write!(text, "\n## {heading}\n");
        for name in names {
            let help = read(&printed(&name));
            let _ = write!(text, "\n### `zopa {name}`\n\n{}", paragraphs(&help.about));
            let _ = write!(text, "```text\n{}\n```\n\n", help.usage);
            for (heading, entries) in &help.lists {
                let shown = || {
                    entries
                        .iter()
                        .filter(|entry| !entry.name.contains("--help"))
                };
                if shown().next().is_none() {
                    continue;
                }
                let _ = write!(text, "| {heading} | |\n| --- | --- |\n");
                for entry in shown() {
                    let _ = writeln!(text, "| `{}` | {} |", entry.name, meaning(entry));
                }
                text.push('\n');
            }
            let _ = write!(text, "```text\n{}\n```\n\n", help.examples.join("\n"));
            text.push_str(&paragraphs(&help.notes));
        }
    }
    format!("{}\n\n", text.trim_end())
}

#[test]
fn the_page_of_commands_is_what_their_help_says() {
    let written = Page::read("docs/reference/commands.md");
    let commands = groups().iter().map(|group| group.1.len()).sum::<usize>();
    assert!(commands >= 14, "only {commands} commands were found");
    written.expect_generated("commands", &page());
}
