//! Texts changed: numbers, words, keys, lines and tables of a file in TOML, in ways that people and programs get them wrong.

use crate::random_scenario::Dice;
use crate::seeds::Seeds;

/// Numbers at and beyond the ends of what is legal, exact or thinkable.
const NASTY: &[&str] = &[
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    "2",
    "0.5",
    "1e-308",
    "5e-324",
    "1e308",
    "-1e308",
    "nan",
    "-nan",
    "inf",
    "-inf",
    "1e-17",
    "0.1",
    "0.2",
    "0.30000000000000004",
    "0.1e1",
    "1e-9",
    "1e-3",
    "1e6",
    "1e15",
    "1e16",
    "255",
    "256",
    "4096",
    "10000",
    "10001",
    "65535",
    "65536",
    "1000000",
    "2147483648",
    "4294967295",
    "4294967296",
    "4294967297",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "0x10",
    "1_000",
    "3.999999999",
    "0.999999999999",
    "1.0000000001",
    "64",
    "63",
    "65",
    "16",
    "17",
    "32",
    "33",
    "100",
    "99",
];

/// Letters that end, begin or break something.
const LETTERS: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\\",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{a0}",
    "\u{202e}",
    "\u{1b}[31m",
    "“",
    "”",
    "−",
    "é",
    "中",
    "\u{10ffff}",
    "%",
    "//",
    ":",
    ";",
    "(",
    ")",
    "_",
    "-",
    "+",
    "$",
    "e",
    "x",
    " ",
    "  ",
    "1979-05-27T07:32:00Z",
    "07:32:00",
];

/// Distributions in the place of a number.
const SHAPES: &[(&str, usize)] = &[
    ("uniform", 2),
    ("normal", 2),
    ("triangular", 3),
    ("pert", 3),
    ("beta", 2),
    ("value", 1),
    ("lognormal", 2),
    ("uniform", 3),
];

/// One of some things.
pub(crate) fn one<'a, T: ?Sized>(dice: &mut Dice, of: &[&'a T]) -> &'a T {
    of[dice.below(of.len())]
}

/// A stretch of a text, in bytes.
type Stretch = std::ops::Range<usize>;

/// Stretches that look like numbers.
fn numbers(text: &str) -> Vec<Stretch> {
    let is_part =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b'_');
    stretches(text, is_part, |word| {
        word.starts_with(|first: char| first.is_ascii_digit() || first == '-' && word.len() > 1)
    })
}

/// Stretches that look like keys, ids and words.
fn words(text: &str) -> Vec<Stretch> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    stretches(text, is_part, |word| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
    })
}

fn stretches(
    text: &str,
    is_part: impl Fn(u8) -> bool,
    is_meant: impl Fn(&str) -> bool,
) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().chain([b'\n']).enumerate() {
        match (is_part(byte), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.retain(|at| is_meant(&text[at.clone()]));
    found
}

/// A number, or what stands in its place.
fn value(dice: &mut Dice) -> String {
    if dice.below(10) > 0 {
        return number(dice);
    }
    let (shape, count) = SHAPES[dice.below(SHAPES.len())];
    let mut parameters: Vec<String> = (0..count).map(|_| number(dice)).collect();
    if dice.below(2) == 0 {
        parameters.sort_by(|one, other| {
            let of = |words: &String| words.parse().unwrap_or(0.0);
            f64::total_cmp(&of(one), &of(other))
        });
    }
    format!("{{ {shape} = [{}] }}", parameters.join(", "))
}

fn number(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => one(dice, NASTY).to_owned(),
        1 => dice.below(12).to_string(),
        _ => format!("{:.3}", dice.unit()),
    }
}

/// A key with something that may belong there.
fn entry(dice: &mut Dice, seeds: &Seeds) -> String {
    let table = &seeds.tables[dice.below(seeds.tables.len())];
    let key = &table.keys[dice.below(table.keys.len())];
    let quoted: Vec<&str> = key.kind.split('`').skip(1).step_by(2).collect();
    let of_table = key
        .table
        .and_then(|what| seeds.tables.iter().find(|table| table.what == what));
    let value = match &key.kind {
        kind if kind == "none" => "{}".to_owned(),
        kind if !quoted.is_empty() && !kind.contains("number") => {
            let word = one(dice, &quoted);
            if kind.contains("`true`") {
                word.to_owned()
            } else {
                format!("\"{word}\"")
            }
        }
        kind if kind.contains("number") => value(dice),
        kind if kind.contains("list") && of_table.is_none() => "[]".to_owned(),
        _ => match of_table {
            Some(inner) if inner.is_choice || dice.below(2) == 0 => {
                format!(
                    "{{ {} = {} }}",
                    inner.keys[dice.below(inner.keys.len())].key,
                    value(dice)
                )
            }
            Some(_) => "[{}]".to_owned(),
            None => "\"p0\"".to_owned(),
        },
    };
    format!("{} = {value}", key.key)
}

fn replaced(text: &str, at: Stretch, by: &str) -> String {
    format!("{}{by}{}", &text[..at.start], &text[at.end..])
}

/// A byte at which letters part.
fn place(dice: &mut Dice, text: &str) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A text in which a number, a word or a kind of value is another, so that it is mostly still a file.
pub(crate) fn nudged(dice: &mut Dice, text: &str) -> String {
    let of = if dice.below(6) > 0 {
        numbers(text)
    } else {
        words(text)
    };
    if of.is_empty() {
        return text.to_owned();
    }
    let at = of[dice.below(of.len())].clone();
    let by = if text[at.clone()].starts_with(|first: char| first.is_ascii_lowercase()) {
        text[of[dice.below(of.len())].clone()].to_owned()
    } else {
        value(dice)
    };
    replaced(text, at, &by)
}

/// A text in which anything may be anything.
pub(crate) fn mutated(dice: &mut Dice, text: &str, seeds: &Seeds) -> String {
    match dice.below(16) {
        0..4 => nudged(dice, text),
        4 => {
            let at = place(dice, text);
            replaced(text, at..at, one(dice, LETTERS))
        }
        5 => {
            let (from, other) = (place(dice, text), place(dice, text));
            let letter = text[from..].chars().next().map_or(0, char::len_utf8);
            let to = if dice.below(4) > 0 {
                from + letter
            } else {
                other
            };
            replaced(text, from.min(to)..to.max(from), "")
        }
        6 => {
            // A key is another one.
            let table = &seeds.tables[dice.below(seeds.tables.len())];
            let key = table.keys[dice.below(table.keys.len())].key;
            let keys = words(text);
            match some(dice, &keys) {
                Some(at) => replaced(text, at, key),
                None => text.to_owned(),
            }
        }
        7 => {
            // A list is longer, nested, or not one.
            let closes: Vec<usize> = text.match_indices(']').map(|found| found.0).collect();
            let more = format!(", {}", value(dice));
            let more = if dice.below(3) > 0 { &more } else { "]" };
            match some(dice, &closes) {
                Some(at) => replaced(text, at..at, more),
                None => text.to_owned(),
            }
        }
        _ => with_other_lines(dice, text, seeds),
    }
}

/// One of some things, if there is any.
fn some<T: Clone>(dice: &mut Dice, of: &[T]) -> Option<T> {
    (!of.is_empty()).then(|| of[dice.below(of.len())].clone())
}

/// A text with lines left out, doubled, moved, exchanged, or taken from elsewhere.
fn with_other_lines(dice: &mut Dice, text: &str, seeds: &Seeds) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let (first, second) = (dice.below(lines.len() + 1), dice.below(lines.len() + 1));
    let more = (first + 1 + dice.below(3)).min(lines.len());
    let entry;
    match dice.below(8) {
        0 => drop(lines.drain(first..more.max(first))),
        1 if second < lines.len() => lines.insert(first, lines[second]),
        2 if first.max(second) < lines.len() => lines.swap(first, second),
        3 => table_elsewhere(dice, &mut lines),
        4 | 5 => {
            entry = self::entry(dice, seeds);
            lines.insert(first, &entry);
        }
        6 => {
            let piece = &seeds.pieces[dice.below(seeds.pieces.len())];
            let to = if dice.below(2) == 0 {
                first
            } else {
                more.max(first)
            };
            lines.splice(first..to, [piece.as_str()]);
        }
        _ => {
            let other = &seeds.scenarios[dice.below(seeds.scenarios.len())];
            let theirs: Vec<&str> = other.lines().collect();
            let from = dice.below(theirs.len() + 1);
            let to = (from + 1 + dice.below(8)).min(theirs.len());
            lines.splice(first..first, theirs[from..to.max(from)].iter().copied());
        }
    }
    lines.join("\n") + "\n"
}

/// Puts a table to another place as well, leaves it out, or gives its header to another.
fn table_elsewhere(dice: &mut Dice, lines: &mut Vec<&str>) {
    let starts = (0..lines.len()).filter(|&line| lines[line].starts_with('['));
    let starts: Vec<usize> = starts.collect();
    if starts.is_empty() {
        return;
    }
    let at = dice.below(starts.len());
    let end = starts.get(at + 1).copied().unwrap_or(lines.len());
    let to = starts[dice.below(starts.len())];
    match dice.below(3) {
        0 => drop(lines.drain(starts[at]..end)),
        1 => {
            let table = lines[starts[at]..end].to_vec();
            lines.splice(to..to, table);
        }
        _ => lines[to] = lines[starts[at]],
    }
}

/// Assignments as somebody may type them: paths that are there, nearly there, and anywhere.
pub(crate) fn assignment(dice: &mut Dice, paths: &[String], seeds: &Seeds) -> String {
    let mut path = if paths.is_empty() || dice.below(4) == 0 {
        let table = &seeds.tables[dice.below(seeds.tables.len())];
        let key = table.keys[dice.below(table.keys.len())].key;
        format!(
            "{}.{key}",
            one(
                dice,
                &[
                    "party.p0",
                    "clock",
                    "issue.i0",
                    "protocol",
                    "leverage.l0",
                    "stage.s0",
                    "agenda",
                    "party"
                ]
            )
        )
    } else {
        paths[dice.below(paths.len())].clone()
    };
    if dice.below(6) == 0 {
        let at = place(dice, &path);
        path.insert_str(at, one(dice, LETTERS));
    }
    let value = match dice.below(4) {
        0 => seeds.pieces[dice.below(seeds.pieces.len())].clone(),
        1 => one(dice, LETTERS).to_owned(),
        _ => value(dice),
    };
    format!("{path}={value}")
}
