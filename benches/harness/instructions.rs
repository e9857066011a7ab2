//! Instructions a run, counted by valgrind's cachegrind.
//!
//! A row is played in a process of its own, once with one pass and once with two: what both have in common, setting up and the
//! first growing of memory, drops out of the difference.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the table is for whoever asks for it"
)]

use std::env;
use std::process::{Command, exit};

use crate::harness::Row;

/// Asks for counts.
const ASK: &str = "--instructions";
/// Asks for passes of the row of a title: how a counted process is started.
const PASSES: &str = "--passes";

/// Whether instructions were asked for; then it has done what was asked.
pub(super) fn counted(rows: &[Row]) -> bool {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [PASSES, passes, title] => {
            let passes = passes.parse().expect("a number of passes");
            for row in rows.iter().filter(|row| row.title() == title) {
                take(row, passes);
            }
            true
        }
        [ASK, ref rest @ ..] => {
            // Cargo adds `--bench`.
            let wanted = rest.iter().find(|word| !word.starts_with("--"));
            let is_named = |row: &&Row| wanted.is_none_or(|part| row.title().contains(part));
            let is_wanted = |row: &&Row| row.is_counted && is_named(row);
            for row in rows.iter().filter(is_wanted) {
                let [one, two] = [1, 2].map(|passes| of_process(&row.title(), passes));
                let a_run = (two - one) / row.runs;
                println!("{:60}{:>16} instructions", row.title(), grouped(a_run));
            }
            true
        }
        _ => false,
    }
}

fn take(row: &Row, passes: u32) {
    (row.measure)(&mut |pass| (0..passes).for_each(|_| pass()));
}

/// Instructions of a whole process that takes so many passes; on one thread, so that none waits for others in a loop.
fn of_process(title: &str, passes: u32) -> u64 {
    let own = env::current_exe().expect("a process has a program");
    let mut command = Command::new("valgrind");
    command.args([
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ]);
    command.arg(own).args([PASSES, &passes.to_string(), title]);
    let done = command.env("RAYON_NUM_THREADS", "1").output();
    let done = done.unwrap_or_else(|error| {
        eprintln!("counting instructions needs valgrind, which cannot be started: {error}");
        exit(1)
    });
    let text = String::from_utf8_lossy(&done.stderr);
    // `I refs:`, with more spaces in older versions.
    let count = text.lines().find_map(|line| line.split_once(" refs:"));
    let count = count.map(|(_, count)| count.trim().replace(',', ""));
    match count.and_then(|count| count.parse().ok()) {
        Some(count) if done.status.success() => count,
        _ => {
            eprintln!("{title} did not come to its end under valgrind:\n{text}");
            exit(1)
        }
    }
}

/// A whole number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let of_three = digits.as_bytes().rchunks(3).rev();
    let of_three = of_three.map(|chunk| String::from_utf8_lossy(chunk));
    of_three.collect::<Vec<_>>().join(",")
}
