//! Offers in turn of any size.

use std::fmt::Write;

/// Parties that concede late.
pub(crate) const CONCEDING: &str =
    "strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }";

/// A game of so many issues, of so many options each, over which so many parties speak in turn for some rounds, each against the one
/// before; `lines` say how they play.
pub(crate) fn many([issues, options, parties]: [u32; 3], rounds: u32, lines: &str) -> String {
    let mut text = format!(
        "format = 1\ntitle = \"Many\"\nclock.rounds = {rounds}\nprotocol.alternating-offers = {{}}\n"
    );
    let options_of = (0..options).map(|option| format!("{{ id = \"o{option}\" }}"));
    let listed = options_of.collect::<Vec<_>>().join(", ");
    for issue in 0..issues {
        let _ = writeln!(text, "[[issue]]\nid = \"i{issue}\"\noptions = [{listed}]");
    }
    // Marsaglia's xorshift, so that the scores are the same for ever.
    let mut state: u32 = 2_463_534_242;
    let mut share = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state % 1_000) / 1_000.0
    };
    for party in 0..parties {
        let id = name(party);
        let _ = writeln!(
            text,
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\n\
             reservation = {{ uniform = [0.2, 0.4] }}\n{lines}\n[party.utility]"
        );
        for issue in 0..issues {
            let mut scores: Vec<f64> = (0..options).map(|_| share()).collect();
            scores.sort_by(f64::total_cmp);
            if party % 2 == 1 {
                scores.reverse();
            }
            let weight = 0.1 + share();
            let _ = writeln!(
                text,
                "i{issue} = {{ weight = {weight:.3}, scores = {scores:?} }}"
            );
        }
    }
    text
}

/// `a`, `b` and so on, after `z` with numbers.
fn name(party: u32) -> String {
    let letter = u8::try_from(party % 26).unwrap_or(0) + b'a';
    let letter = char::from(letter);
    match party / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}
