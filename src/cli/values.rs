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

/// Reads a share.
pub(crate) fn share(words: &str) -> Result<f64, String> {
    match words.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("a number from 0 to 1 is needed".to_owned()),
    }
}

/// Reads a share that is neither none nor all.
pub(crate) fn open_share(words: &str) -> Result<f64, String> {
    match share(words) {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("a number above 0 and below 1 is needed".to_owned()),
    }
}

/// Reads an assignment from the command line.
pub(crate) fn assignment(words: &str) -> Result<Assignment, String> {
    let read: Result<Assignment, Box<Problem>> = words.parse();
    read.map_err(|problem| {
        let remedy = problem.fault.remedy();
        remedy.unwrap_or_else(|| problem.fault.to_string())
    })
}
