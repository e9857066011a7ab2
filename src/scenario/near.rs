//! What a misspelt word was meant to be.

/// The known word nearest to a misspelt one, if any is near.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let words: Vec<String> = known.iter().map(|&word| word.to_owned()).collect();
    let meant = near(word, &words)?;
    known.iter().find(|known| *known == meant).copied()
}

/// The known word nearest to a misspelt one.
pub(crate) fn near<'k>(word: &str, known: &'k [String]) -> Option<&'k String> {
    // Comparing is quadratic in the length, and no key or id worth guessing is long.
    if word.len() > 100 {
        return None;
    }
    let word = word.to_lowercase();
    known
        .iter()
        .filter(|candidate| candidate.len() <= 100)
        .map(|candidate| {
            (
                strsim::jaro_winkler(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
