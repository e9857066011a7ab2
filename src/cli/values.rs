//! Values of options that several commands take, read from the command line.

use zopa::scenario::{Assignment, Problem};

/// More threads than this only cost memory.
const THREADS_MAX: usize = 256;

/// Reads a number of at least 1 from the command line.
pub(crate) fn runs(words: &str) -> Result<u64, String> {
    match words.parse() {
        Ok(0) | Err(_) => Err("a whole number of at least 1 is needed".to_owned()),
        Ok(runs) => Ok(runs),
    }
}

/// Reads a number of threads from the command line.
pub(crate) fn threads(words: &str) -> Result<usize, String> {
    let threads = usize::try_from(runs(words)?);
    Ok(threads.map_or(THREADS_MAX, |threads| threads.min(THREADS_MAX)))
}

/// Reads an assignment from the command line.
pub(crate) fn assignment(words: &str) -> Result<Assignment, String> {
    let read: Result<Assignment, Box<Problem>> = words.parse();
    read.map_err(|problem| {
        let remedy = problem.fault.remedy();
        remedy.unwrap_or_else(|| problem.fault.to_string())
    })
}
