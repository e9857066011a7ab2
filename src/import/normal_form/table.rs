//! Games as comma-separated tables: a column for the choice of each player, and one for its payoffs.
//!
//! ```text
//! Ann,Bob,payoff:Ann,payoff:Bob
//! swerve,swerve,6,6
//! swerve,drive on,2,7
//! drive on,swerve,7,2
//! drive on,drive on,0,0
//! ```
//!
//! Every profile has one row, in any order. Players come in the order of their columns, choices in that of their first rows.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::normal_form::{Exact, NormalForm, PROFILES_MAX};
use crate::import::normal_form::fault::{Found, GameFault};
use crate::import::normal_form::named::NamedGame;
use crate::scenario::Problems;

/// What the name of a column of payoffs begins with.
const PAYOFF: &str = "payoff:";

/// Reads a table of comma-separated values with a line of names; `name` is what problems call it.
///
/// # Errors
/// Every problem of the text.
pub fn read_table(name: &str, text: &str) -> Result<NamedGame, Problems> {
    let mut found = Found::new(name, text);
    let game = read(text, &mut found);
    match game {
        Some(game) if found.list.is_empty() => Ok(game),
        _ => Err(Problems::sorted(found.list, 0)),
    }
}

fn read(text: &str, found: &mut Found<'_>) -> Option<NamedGame> {
    let rows = match rows(text) {
        Ok(rows) => rows,
        Err(at) => {
            found.note(at, &GameFault::Unclosed);
            return None;
        }
    };
    let Some((names, rows)) = rows.split_first() else {
        found.note(0..0, &GameFault::NoHeader);
        return None;
    };
    let columns = columns(names, found)?;
    if rows.len() > PROFILES_MAX {
        let limit = PROFILES_MAX;
        found.note(place(&rows[limit]), &GameFault::TooManyRows { limit });
        return None;
    }
    let mut choices: Vec<Vec<String>> = vec![Vec::new(); columns.len()];
    let mut listed: BTreeMap<Vec<usize>, Listed> = BTreeMap::new();
    for (row, cells) in (1..).zip(rows) {
        if cells.len() != names.len() {
            let (needed, length) = (names.len(), cells.len());
            let fault = GameFault::RowLength {
                row,
                needed,
                found: length,
            };
            found.note(place(cells), &fault);
            continue;
        }
        let chosen = chosen(row, cells, &columns, &mut choices, found);
        let payoffs = payoffs(row, cells, &columns, found);
        let Some(chosen) = chosen else { continue };
        if let Some(first) = listed.get(&chosen) {
            let profile = words(&chosen, &columns, &choices);
            let first = first.row;
            let fault = GameFault::ProfileTwice {
                row,
                first,
                profile,
            };
            found.note(place(cells), &fault);
            continue;
        }
        listed.insert(chosen, Listed { row, payoffs });
    }
    let game = assembled(&columns, &choices, &listed, place(names), found)?;
    Some(NamedGame {
        title: String::new(),
        players: columns.into_iter().map(|column| column.player).collect(),
        choices,
        game,
    })
}

/// A cell with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cell {
    text: String,
    at: Range<usize>,
}

/// Where a player's columns are.
#[derive(Clone, Debug)]
struct Columns {
    player: String,
    choice: usize,
    payoff: usize,
}

/// The row of a profile.
struct Listed {
    row: usize,
    payoffs: Vec<Exact>,
}

/// Rows that are not blank; or where a quotation mark is not closed.
fn rows(text: &str) -> Result<Vec<Vec<Cell>>, Range<usize>> {
    let mut rows = Vec::new();
    // Some programs begin a table with a mark of its byte order.
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    while at < text.len() {
        let mut cells = Vec::new();
        loop {
            let (cell, end) = cell(text, at)?;
            cells.push(cell);
            at = end + 1;
            if !text[end..].starts_with(',') {
                break;
            }
        }
        if cells.len() > 1 || !cells[0].text.is_empty() {
            rows.push(cells);
        }
    }
    Ok(rows)
}

/// The cell that begins at a byte, and where the comma or the end of the line behind it is.
fn cell(text: &str, start: usize) -> Result<(Cell, usize), Range<usize>> {
    let plain_end = |from: usize| {
        let end = text[from..].find([',', '\n']);
        end.map_or(text.len(), |end| from + end)
    };
    let blank = text[start..].len() - text[start..].trim_start_matches([' ', '\t']).len();
    let open = start + blank;
    if !text[open..].starts_with('"') {
        let end = plain_end(start);
        let inside = text[start..end].trim();
        let at = open.min(end)..(open + inside.len()).min(end);
        let text = inside.to_owned();
        return Ok((Cell { text, at }, end));
    }
    let mut words = String::new();
    let mut from = open + 1;
    loop {
        let Some(quote) = text[from..].find('"') else {
            return Err(open..open + 1);
        };
        words.push_str(&text[from..from + quote]);
        from += quote + 1;
        if !text[from..].starts_with('"') {
            break;
        }
        words.push('"');
        from += 1;
    }
    // What follows the closing mark up to the comma is part of the cell, as most readers take it.
    let end = plain_end(from);
    words.push_str(text[from..end].trim());
    let text = words.trim().to_owned();
    Ok((
        Cell {
            text,
            at: open..end,
        },
        end,
    ))
}

fn place(cells: &[Cell]) -> Range<usize> {
    match (cells.first(), cells.last()) {
        (Some(first), Some(last)) => first.at.start..last.at.end,
        _ => 0..0,
    }
}

/// The columns of each player by the line of names; none if some are missing.
fn columns(names: &[Cell], found: &mut Found<'_>) -> Option<Vec<Columns>> {
    let before = found.list.len();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (column, cell) in names.iter().enumerate() {
        let name = cell.text.as_str();
        if name.is_empty() || name == PAYOFF {
            let column = column + 1;
            found.note(cell.at.clone(), &GameFault::Unnamed { column });
        } else if by_name.insert(name, column).is_some() {
            let name = name.to_owned();
            found.note(cell.at.clone(), &GameFault::ColumnTwice { name });
        }
    }
    let mut columns = Vec::new();
    for (column, cell) in names.iter().enumerate() {
        let name = cell.text.as_str();
        if by_name.get(name) != Some(&column) {
            continue;
        }
        if let Some(player) = name.strip_prefix(PAYOFF) {
            if !by_name.contains_key(player) {
                let player = player.to_owned();
                found.note(cell.at.clone(), &GameFault::NoPlayerColumn { player });
            }
            continue;
        }
        let player = name.to_owned();
        match by_name.get(format!("{PAYOFF}{name}").as_str()) {
            Some(&payoff) => columns.push(Columns {
                player,
                choice: column,
                payoff,
            }),
            None => found.note(cell.at.clone(), &GameFault::NoPayoffColumn { player }),
        }
    }
    if columns.is_empty() && found.list.len() == before {
        found.note(place(names), &GameFault::NoHeader);
    }
    (found.list.len() == before).then_some(columns)
}

/// What each player chooses in a row, new choices noted; none if a choice has no name.
fn chosen(
    row: usize,
    cells: &[Cell],
    columns: &[Columns],
    choices: &mut [Vec<String>],
    found: &mut Found<'_>,
) -> Option<Vec<usize>> {
    let mut chosen = Vec::new();
    for (player, known) in columns.iter().zip(choices) {
        let cell = &cells[player.choice];
        if cell.text.is_empty() {
            let column = player.player.clone();
            found.note(cell.at.clone(), &GameFault::NoChoice { row, column });
            continue;
        }
        let place = known.iter().position(|name| *name == cell.text);
        chosen.push(place.unwrap_or_else(|| {
            known.push(cell.text.clone());
            known.len() - 1
        }));
    }
    (chosen.len() == columns.len()).then_some(chosen)
}

/// What each player has in a row; 0 where that is wrong and noted.
fn payoffs(row: usize, cells: &[Cell], columns: &[Columns], found: &mut Found<'_>) -> Vec<Exact> {
    let players = columns.iter();
    players
        .map(|player| {
            let cell = &cells[player.payoff];
            Exact::parse(&cell.text).unwrap_or_else(|fault| {
                let of = format!("row {row}, column `{PAYOFF}{}`", player.player);
                found.note(cell.at.clone(), &GameFault::Payoff { of, fault });
                Exact::zero()
            })
        })
        .collect()
}

/// The game of the rows; none if profiles are missing or there are too many.
fn assembled(
    columns: &[Columns],
    choices: &[Vec<String>],
    listed: &BTreeMap<Vec<usize>, Listed>,
    names: Range<usize>,
    found: &mut Found<'_>,
) -> Option<NormalForm> {
    let counts: Vec<usize> = choices.iter().map(Vec::len).collect();
    // Rows at fault would leave profiles out that are there.
    if !found.list.is_empty() {
        return None;
    }
    let profiles = match NormalForm::count(&counts) {
        Ok(profiles) => profiles,
        Err(fault) => {
            found.note(names, &fault.into());
            return None;
        }
    };
    let mut payoffs = Vec::new();
    for position in 0..profiles {
        let mut rest = position;
        let mut chosen = vec![0; counts.len()];
        for (choice, count) in chosen.iter_mut().zip(&counts).rev() {
            *choice = rest % count;
            rest /= count;
        }
        if let Some(row) = listed.get(&chosen) {
            payoffs.extend(row.payoffs.iter().cloned());
        } else {
            let profile = words(&chosen, columns, choices);
            found.note(names.clone(), &GameFault::ProfileMissing { profile });
        }
    }
    NormalForm::new(counts, payoffs).ok()
}

/// A profile in words: `Ann: swerve, Bob: drive on`.
fn words(chosen: &[usize], columns: &[Columns], choices: &[Vec<String>]) -> String {
    let players = columns.iter().zip(choices).zip(chosen);
    let words = players.map(|((column, names), &choice)| {
        let (player, choice) = (&column.player, &names[choice]);
        format!("{player}: {choice}")
    });
    format!("`{}`", words.collect::<Vec<_>>().join(", "))
}
