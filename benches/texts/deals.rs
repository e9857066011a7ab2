//! One negotiation that several benches play.

/// 3,125 deals, 100 rounds, both sides boulware, their reservation values drawn: the negotiation that NegMAS plays, too.
pub(crate) const OFFERS: &str = include_str!("../peers/offers.toml");

/// The same game with every score, so many for each issue, drawn afresh for each run.
pub(crate) fn drawn(text: &str, options: usize) -> String {
    let lines = text.lines().map(|line| {
        let Some((issue, _)) = line.split_once(" = { weight") else {
            return format!("{line}\n");
        };
        let scores = vec!["{ uniform = [0.0, 1.0] }"; options].join(", ");
        format!("{issue} = {{ weight = {{ uniform = [0.1, 1.0] }}, scores = [{scores}] }}\n")
    });
    lines.collect()
}
