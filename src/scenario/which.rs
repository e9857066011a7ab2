//! Which of the two kinds of files a text is meant as, told by keys that only one of them has.

use crate::scenario::document;

/// Whether a text is meant as a sweep and not as a scenario: by keys that only one of them has.
pub fn is_sweep(text: &str) -> bool {
    let keys = document::keys_at_top(text);
    let has = |words: &[&str]| keys.iter().any(|key| words.contains(&key.as_str()));
    has(&OF_SWEEPS) && !has(&OF_SCENARIOS)
}

/// Whether a text is meant as a scenario and not as a sweep.
pub(crate) fn is_scenario(text: &str) -> bool {
    let keys = document::keys_at_top(text);
    let has = |words: &[&str]| keys.iter().any(|key| words.contains(&key.as_str()));
    has(&OF_SCENARIOS) && !has(&OF_SWEEPS)
}

/// Keys that only sweeps have.
const OF_SWEEPS: [&str; 4] = ["scenario", "design", "factor", "precision"];
/// Keys that only scenarios have.
const OF_SCENARIOS: [&str; 5] = ["issue", "party", "protocol", "clock", "leverage"];
