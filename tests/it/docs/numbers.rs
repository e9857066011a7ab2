//! Numbers beside commands: run again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::docs::REWRITE;
use crate::docs::commands::words;
use crate::docs::page::{Page, code_spans, root};
use crate::docs::reader;
use crate::tool::tool;

/// When a block is run again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    Slow,
    Never,
}

/// What stands between `<!-- numbers: NAME -->` and `<!-- end -->`.
struct Block<'a> {
    name: &'a str,
    when: When,
    /// The last line above with a command.
    above: &'a str,
    lines: Vec<&'a str>,
}

fn blocks(page: &Page) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut above = "";
    let mut lines = page.text.lines();
    while let Some(line) = lines.next() {
        let mark = line.strip_prefix("<!-- numbers: ");
        let Some(mark) = mark.and_then(|rest| rest.strip_suffix(" -->")) else {
            if command(line).is_some() {
                above = line;
            }
            continue;
        };
        let (name, when) = match mark.split_once(", ") {
            None => (mark, When::Always),
            Some((name, "slow")) => (name, When::Slow),
            Some((name, "unchecked")) => (name, When::Never),
            Some((_, other)) => panic!("{}: `{other}` is no kind of block", page.path),
        };
        let inside = lines.by_ref().take_while(|line| *line != "<!-- end -->");
        blocks.push(Block {
            name,
            when,
            above,
            lines: inside.collect(),
        });
    }
    blocks
}

/// What commands print, each run once.
struct Printed<'a> {
    place: &'a Path,
    texts: BTreeMap<String, String>,
}

impl Printed<'_> {
    fn of(&mut self, command: &str) -> &str {
        self.texts.entry(command.to_owned()).or_insert_with(|| {
            let mut call = tool(self.place, "");
            call.args(words(command).into_iter().skip(1));
            let output = call.output().expect("the tool starts");
            let results = String::from_utf8_lossy(&output.stdout);
            format!("{results}{}", String::from_utf8_lossy(&output.stderr))
        })
    }
}

fn command(line: &str) -> Option<&str> {
    let mut spans = code_spans(line).into_iter();
    spans.find(|span| span.starts_with("zopa "))
}

/// Parts of a text between empty lines.
fn parts<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let parts = lines.split(|line| line.is_empty() || *line == "…");
    parts
        .filter(|part| !part.is_empty())
        .map(<[&str]>::to_vec)
        .collect()
}

/// The block as it should be: each of its parts as the command prints it, found by its first line, or by its place where
/// the block shows all parts.
fn text_now<'a>(was: &[Vec<&'a str>], printed: &'a str) -> Option<Vec<Vec<&'a str>>> {
    let printed: Vec<&str> = printed.lines().collect();
    let now = parts(&printed);
    let current = |(place, part): (usize, &Vec<&'a str>)| {
        let holds = |now: &&Vec<&'a str>| now.windows(part.len()).any(|lines| lines == part);
        if now.iter().any(|now| holds(&now)) {
            return Some(part.clone());
        }
        let same_head = now.iter().find(|now| now[0] == part[0]);
        let same_place = now.get(place).filter(|_| now.len() == was.len());
        same_head.or(same_place).cloned()
    };
    was.iter().enumerate().map(current).collect()
}

/// Compares a block of text; the page with the block as it is printed now, if that is another.
fn judge_text(
    page: &Page,
    block: &Block<'_>,
    printed: &mut Printed<'_>,
    wrong: &mut String,
) -> Option<String> {
    let Some(command) = command(block.above) else {
        let _ = writeln!(wrong, "{}: no command above `{}`", page.path, block.name);
        return None;
    };
    let inside: Vec<&str> = block
        .lines
        .iter()
        .copied()
        .filter(|line| !line.starts_with("```"))
        .collect();
    let was = parts(&inside);
    let Some(now) = text_now(&was, printed.of(command)) else {
        let _ = writeln!(
            wrong,
            "{}: a part of `{}` is no longer printed by `{command}`",
            page.path, block.name
        );
        return None;
    };
    let mut text = page.text.clone();
    for (was, now) in was.iter().zip(&now).filter(|(was, now)| was != now) {
        if std::env::var_os(REWRITE).is_none() {
            let (was, now) = (was.join("\n- "), now.join("\n+ "));
            let _ = writeln!(wrong, "{}: `{}`\n- {was}\n+ {now}", page.path, block.name);
        }
        text = text.replace(&was.join("\n"), &now.join("\n"));
    }
    (text != page.text).then_some(text)
}

/// Numbers of a text with a decimal point or a thousands separator.
fn numbers(text: &str) -> BTreeSet<&str> {
    let words =
        text.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')));
    let words = words.map(|word| word.trim_matches(['.', ',']));
    words.filter(|word| word.contains(['.', ','])).collect()
}

/// The command of a row: whole in the row, or its settings after what the head of the table says.
fn row_command(head: &str, row: &str, above: &str) -> Option<String> {
    if let Some(command) = command(row) {
        return Some(command.to_owned());
    }
    let Some(start) = command(head) else {
        return command(above).map(str::to_owned);
    };
    let settings: Vec<&str> = code_spans(row)
        .into_iter()
        .filter(|span| span.starts_with("--set "))
        .collect();
    Some(format!("{start} {}", settings.join(" ")))
}

/// Looks up each rate, interval and mean of a table in what its commands print; differences are left out.
fn judge_table(page: &Page, block: &Block<'_>, printed: &mut Printed<'_>, wrong: &mut String) {
    let rows: Vec<&str> = block
        .lines
        .iter()
        .copied()
        .filter(|line| line.starts_with('|'))
        .collect();
    for row in &rows[2..] {
        let Some(command) = row_command(rows[0], row, block.above) else {
            let _ = writeln!(
                wrong,
                "{}: no command for `{}`: {row}",
                page.path, block.name
            );
            continue;
        };
        let known = numbers(printed.of(&command));
        for cell in row.split('|').map(str::trim) {
            let is_plain =
                cell.starts_with(|letter: char| letter.is_ascii_digit()) && !cell.contains('±');
            for number in numbers(if is_plain { cell } else { "" }) {
                if !known.contains(number) {
                    let _ = writeln!(
                        wrong,
                        "{}: `{}`: {number} is not printed by `{command}`",
                        page.path, block.name
                    );
                }
            }
        }
    }
}

fn judge(when: When, at_least: usize) {
    let pages = Page::all();
    let place = reader(&pages);
    let mut printed = Printed {
        place: place.path(),
        texts: BTreeMap::new(),
    };
    let mut wrong = String::new();
    let mut count = 0;
    for page in pages {
        let mut page = page;
        for number in 0..blocks(&page).len() {
            let block = &blocks(&page)[number];
            if block.when != when {
                continue;
            }
            count += 1;
            let mut now = None;
            if block
                .lines
                .first()
                .is_some_and(|line| line.starts_with("```"))
            {
                now = judge_text(&page, block, &mut printed, &mut wrong);
            } else {
                judge_table(&page, block, &mut printed, &mut wrong);
            }
            if let Some(text) = now.filter(|_| std::env::var_os(REWRITE).is_some()) {
                fs::write(root().join(&page.path), &text).expect("a page is written");
                page.text = text;
            }
        }
    }
    assert!(count >= at_least, "only {count} blocks were found");
    assert!(
        wrong.is_empty(),
        "if that is meant, set {REWRITE}=1 for blocks of text\n{wrong}"
    );
}

#[test]
fn numbers_beside_a_command_are_what_it_prints() {
    judge(When::Always, 9);
}

#[test]
#[ignore = "slow: plays the flagship some fifty times"]
fn slow_numbers_beside_a_command_are_what_it_prints() {
    judge(When::Slow, 10);
}
