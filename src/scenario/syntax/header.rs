//! Headers: those that TOML does not read, and those with brackets or names of another key.
//!
//! A single bracket where a list needs two makes the parser refuse every second entry, and every key in it. Such a header
//! is a mistake by itself, and what stands below is read as it was meant.

use std::ops::Range;

use crate::scenario::fault::Fault;
use crate::scenario::kind::{Kind, Record};
use crate::scenario::near::near;
use crate::scenario::syntax::lexeme::{Lexeme, Token, lexemes};
use crate::scenario::syntax::statement::statements;
use crate::scenario::syntax::word::Mistake;
use crate::scenario::syntax_fault::SyntaxFault;

/// The mistake of a header that TOML does not read.
pub(super) fn judge(text: &str, header: &[Lexeme]) -> Option<Mistake> {
    let opening = header.iter().take_while(|lexeme| lexeme.is('[')).count();
    let inside = header[opening..]
        .iter()
        .take_while(|lexeme| lexeme.is_word() || lexeme.is_text());
    let inside: Vec<&Lexeme> = inside.collect();
    let (first, last) = (header.first()?, header.last()?);
    let range = first.range.start..last.range.end;
    let (Some(name), Some(end)) = (inside.first(), inside.last()) else {
        return Some((range, SyntaxFault::EmptyHeader));
    };
    let name = &text[name.range.start..end.range.end];
    let after = &header[opening + inside.len()..];
    let closing = after.iter().take_while(|lexeme| lexeme.is(']')).count();
    if closing < after.len() {
        let behind = after[closing].range.clone();
        return Some((behind, SyntaxFault::BehindHeader));
    }
    if opening != closing || opening > 2 {
        let (open, close) = if opening.max(closing) > 1 {
            ("[[", "]]")
        } else {
            ("[", "]")
        };
        let right = format!("{open}{name}{close}");
        return Some((range, SyntaxFault::OpenHeader { right }));
    }
    let found = name.to_owned();
    let is_spaced = name.contains(' ') && name.is_ascii();
    let fault = if is_spaced {
        let right = name.split_whitespace().collect::<Vec<_>>().join("-");
        SyntaxFault::KeySpaces { found, right }
    } else {
        SyntaxFault::KeyLetters(found)
    };
    Some((inside[0].range.start..end.range.end, fault))
}

/// A text with its headers as they were meant.
pub(crate) struct Mended {
    /// The text with every edit made.
    pub(crate) text: String,
    /// What is wrong with headers, each with its bytes in the text as written and its path.
    pub(crate) faults: Vec<(Range<usize>, String, Fault)>,
    edits: Vec<(Range<usize>, String)>,
}

impl Mended {
    /// The place in the text as written of a place in this text.
    pub(crate) fn original(&self, at: usize) -> usize {
        let mut added = 0;
        let mut removed = 0;
        for (range, text) in &self.edits {
            let begin = range.start + added - removed;
            if at < begin {
                break;
            }
            if at < begin + text.len() {
                return range.start;
            }
            added += text.len();
            removed += range.len();
        }
        at + removed - added
    }
}

/// Gives each header the name and the brackets of its key.
pub(crate) fn mend(text: &str, record: &'static Record) -> Mended {
    let lexemes = lexemes(text);
    let mut mended = Mended {
        text: String::new(),
        faults: Vec::new(),
        edits: Vec::new(),
    };
    for statement in statements(text, &lexemes) {
        if let Some(header) = Header::of(text, statement) {
            mend_one(text, &header, record, &mut mended);
        }
    }
    let mut written = 0;
    for (range, right) in &mended.edits {
        mended.text.push_str(&text[written..range.start]);
        mended.text.push_str(right);
        written = range.end;
    }
    mended.text.push_str(&text[written..]);
    mended
}

/// A header that TOML reads.
struct Header<'t> {
    range: Range<usize>,
    /// Where its name stands.
    name: Range<usize>,
    brackets: usize,
    segments: Vec<&'t str>,
}

impl<'t> Header<'t> {
    fn of(text: &'t str, statement: &[Lexeme]) -> Option<Self> {
        let opening = statement.iter().take_while(|lexeme| lexeme.is('[')).count();
        let [name] = statement.get(opening..statement.len().checked_sub(opening)?)? else {
            return None;
        };
        let closing = &statement[opening + 1..];
        // Quoted keys are legal, and few enough to leave them to the parser.
        let is_header = (1..=2).contains(&opening)
            && closing.iter().all(|lexeme| lexeme.is(']'))
            && name.token == Token::Word
            && !name.of(text).contains(['"', '\'']);
        is_header.then(|| Self {
            range: statement[0].range.start..closing[opening - 1].range.end,
            name: name.range.clone(),
            brackets: opening,
            segments: name.of(text).split('.').map(str::trim).collect(),
        })
    }
}

fn mend_one(text: &str, header: &Header<'_>, record: &'static Record, mended: &mut Mended) {
    let edits = mended.edits.len();
    let Some((first, rest)) = header.segments.split_first() else {
        return;
    };
    let mut name = *first;
    if record.field(first).is_none() {
        let keys = record.keys();
        let meant = near(first, &keys).and_then(|meant| record.field(meant));
        let Some(meant) = meant else {
            return;
        };
        let end = header.name.start + first.len();
        let fault = record.unknown(first);
        mended
            .faults
            .push((header.name.start..end, (*first).to_owned(), fault));
        name = meant.key;
    }
    let Some(field) = record.field(name) else {
        return;
    };
    let below = &text[header.range.end..];
    let below = below.split("\n[").next().unwrap_or_default();
    let rest = match misspelt(&field.kind, rest, below) {
        None => rest.to_vec(),
        Some((place, fault, right)) => {
            let written = rest[place];
            let Some(right) = right else {
                return;
            };
            let before: usize = header.segments[..=place]
                .iter()
                .map(|segment| segment.len() + 1)
                .sum();
            let start = header.name.start + before;
            let range = start..start + written.len();
            mended
                .faults
                .push((range.clone(), written.to_owned(), fault));
            let mut rest = rest.to_vec();
            rest[place] = right;
            mended.edits.push((range, right.to_owned()));
            rest
        }
    };
    let is_spelt = rest == header.segments[1..];
    let Some(found) = walk(&field.kind, &rest) else {
        return;
    };
    let mut segments = [&[name], rest.as_slice()].concat();
    let id = found.item.map(|place| segments.remove(place + 1));
    let name_of_all = segments.join(".");
    let right = if found.is_list {
        format!("[[{name_of_all}]]")
    } else {
        format!("[{name_of_all}]")
    };
    let brackets = if found.is_list { 2 } else { 1 };
    if name == *first && id.is_none() && brackets == header.brackets {
        return;
    }
    // The header is written anew as a whole.
    mended.edits.truncate(edits);
    // The id of `[party.union]` becomes a key, unless it is written as one too.
    let has_id = below
        .lines()
        .any(|line| line.trim_start().starts_with("id"));
    let line = id
        .filter(|_| found.is_list)
        .map(|id| format!("id = \"{id}\""));
    if name == *first && is_spelt {
        let shown = line
            .as_ref()
            .map_or_else(|| right.clone(), |line| format!("{right}` and `{line}"));
        let fault = Fault::HeaderBrackets {
            right: shown,
            is_list: found.is_list,
        };
        mended
            .faults
            .push((header.range.clone(), name_of_all.clone(), fault));
    }
    let line = line
        .filter(|_| !has_id)
        .map_or(String::new(), |line| format!("\n{line}"));
    mended
        .edits
        .push((header.range.clone(), format!("{right}{line}")));
}

/// The first segment of a path that is a misspelt key of the record it leads to, with its fault and the key that is meant.
///
/// A list of things with ids may be followed by an id; it is one where keys of the things stand below, and no key is near. Without a
/// key that is near there is nothing to mend, and the reader says what it says of unknown keys.
fn misspelt<'s>(
    mut kind: &'static Kind,
    segments: &[&'s str],
    below: &str,
) -> Option<(usize, Fault, Option<&'s str>)> {
    for (place, segment) in segments.iter().enumerate() {
        if let Kind::List(inner) = kind {
            kind = inner;
        }
        if let Some(field) = kind.field(segment) {
            kind = &field.kind;
            continue;
        }
        let Kind::Record(record) = kind else {
            return None;
        };
        let keys = record.keys();
        if let Some(meant) = near(segment, &keys).and_then(|meant| record.field(meant)) {
            return Some((place, record.unknown(segment), Some(meant.key)));
        }
        let has_keys = below.lines().any(|line| {
            let key = line.split(['=', '.']).next().unwrap_or_default().trim();
            record.field(key).is_some()
        });
        if !has_keys {
            return Some((place, record.unknown(segment), None));
        }
    }
    None
}

/// What the path of a header leads to.
struct Found {
    is_list: bool,
    /// The segment that names an item of a list by its id, as paths do elsewhere.
    item: Option<usize>,
}

fn walk(mut kind: &'static Kind, segments: &[&str]) -> Option<Found> {
    let mut item = None;
    for (place, segment) in segments.iter().enumerate() {
        if let Kind::List(inner @ Kind::Record(record)) = kind {
            if record.field(segment).is_none() && record.field("id").is_some() && item.is_none() {
                item = Some(place);
                if place + 1 < segments.len() {
                    kind = inner;
                }
                continue;
            }
            kind = inner;
        }
        kind = match (kind, kind.field(segment)) {
            (_, Some(field)) => &field.kind,
            (Kind::Map { value, .. }, None) => value,
            _ => return None,
        };
    }
    let is_list = match kind {
        Kind::List(Kind::Record(_)) => true,
        Kind::Record(_) | Kind::Map { .. } | Kind::Choice(_) => false,
        _ => return None,
    };
    Some(Found { is_list, item })
}
