//! What must hold of everything that is said about a file, and the shapes of what is said, by which new ground is known.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zopa::scenario::{Fault, Problem, Problems, parse};

/// What an execution went through: how it ended, and the shapes of what was said and done on the way.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// How far it came.
    pub(crate) end: &'static str,
    /// Shapes of messages, and kinds of ends.
    pub(crate) shapes: BTreeSet<String>,
}

impl Seen {
    pub(crate) fn ended(mut self, end: &'static str) -> Self {
        self.end = end;
        self
    }

    /// Takes note of a message, or of anything else in words, whatever names and numbers are in it.
    pub(crate) fn shape(&mut self, words: &str) {
        let mut shape = String::new();
        for (part, text) in words.split('`').enumerate() {
            shape.push_str(if part % 2 == 0 { text } else { "`" });
        }
        shape.retain(|letter| !letter.is_ascii_digit() && letter != '.' && letter != '-');
        self.shapes.insert(shape);
    }
}

/// Breaks a promise, in words.
pub(crate) type Broken = String;

/// Every problem has its place in the text or in an assignment, says something on lines of its own, and stands once.
pub(crate) fn problems(
    seen: &mut Seen,
    found: &Problems,
    text: &str,
    name: &str,
) -> Result<(), Broken> {
    let lines = text.lines().count() + 1;
    let mut said = BTreeSet::new();
    for problem in found {
        let words = problem.to_string();
        self::problem(problem, &words, lines, name)?;
        seen.shape(&problem.fault.to_string());
        if !said.insert(words.clone()) {
            return Err(format!("the same message twice: {words}"));
        }
    }
    if found.to_string().is_empty() != found.is_empty() {
        return Err("problems without words".to_owned());
    }
    Ok(())
}

fn problem(problem: &Problem, words: &str, lines: usize, name: &str) -> Result<(), Broken> {
    let is_of_whole = matches!(
        problem.fault,
        Fault::Empty
            | Fault::TooLong { .. }
            | Fault::SweepForScenario
            | Fault::ScenarioForSweep
            | Fault::BadAssignment
    );
    match problem.position {
        None if problem.source == name && !is_of_whole => Err(format!("no place: {words}")),
        Some((line, column))
            if problem.source == name && (line == 0 || column == 0 || line > lines) =>
        {
            Err(format!(
                "the place is none of the text, which has {lines} lines: {words}"
            ))
        }
        _ if problem.fault.to_string().trim().is_empty() => {
            Err(format!("nothing is said: {words}"))
        }
        _ if words
            .chars()
            .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')) =>
        {
            Err(format!("a message steers the terminal: {words:?}"))
        }
        _ => Ok(()),
    }
}

/// Two keys that nobody knows, in two tables of a sound file, are both named.
pub(crate) fn all_at_once(text: &str, name: &str, questions: u64) -> Result<(), Broken> {
    let lines: Vec<&str> = text.lines().collect();
    let headers = (0..).zip(&lines).filter(|(_, line)| line.starts_with('['));
    let headers: Vec<u64> = headers.map(|(at, _)| at).collect();
    let count = headers.len() as u64;
    if count < 2 || text.contains("\"\"\"") {
        return Ok(());
    }
    let chosen = [
        questions % count,
        (questions + 1 + questions / count % (count - 1)) % count,
    ];
    let mut wrong = String::new();
    for (at, line) in (0..).zip(&lines) {
        wrong.extend([line, "\n"]);
        for (header, key) in (0..).zip(&headers).filter(|(_, header)| **header == at) {
            if chosen.contains(&header) {
                let _ = writeln!(wrong, "unheard-of-{key} = 1");
            }
        }
    }
    let found = parse(name, &wrong, &[]).map_or_else(|found| found.to_string(), |_| String::new());
    for header in chosen {
        let key = (0..).zip(&headers).find(|(number, _)| *number == header);
        let key = key
            .map(|(_, at)| format!("unheard-of-{at}"))
            .unwrap_or_default();
        if !found.contains(&key) {
            return Err(format!(
                "one of two faults is said alone: `{key}` is not in {found}"
            ));
        }
    }
    Ok(())
}

/// Two things that must be the same, in words where they differ.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    one: &T,
    other: &T,
) -> Result<(), Broken> {
    if one == other {
        return Ok(());
    }
    let (one, other) = (format!("{one:?}"), format!("{other:?}"));
    let at = one
        .bytes()
        .zip(other.bytes())
        .position(|(one, other)| one != other)
        .unwrap_or(0);
    let around = |text: &str| {
        text.chars()
            .skip(at.saturating_sub(60))
            .take(160)
            .collect::<String>()
    };
    // Not a number is never the same as itself, but looks the same.
    if one == other {
        return Ok(());
    }
    Err(format!("{what}: {} … {}", around(&one), around(&other)))
}
