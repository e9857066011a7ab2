use super::positions;
use crate::scenario::place::Span;
use crate::scenario::{NoteKind, parse};

#[test]
fn positions_count_characters_in_lines() {
    let span = |start| Span {
        origin: 0,
        start,
        end: start,
    };
    let found = positions("é = 1\nb = 2", &[span(11), span(5), Span::whole(1)]);
    assert_eq!(found, [Some((2, 5)), Some((1, 5)), None]);
}

#[test]
fn every_number_stands_with_the_nearest_note() {
    let text = r#"
format = 1
title = "Crane"
protocol.alternating-offers.order = ["buyer", "seller"]
[clock]
rounds = 10
assumption = "ten days"
[[issue]]
id = "price"
options = [{ id = "low" }, { id = "high" }]
[[party]]
id = "buyer"
role = "principal"
reservation = { uniform = [0.3, 0.7], source = "an interview" }
utility.price = { weight = 1, scores = [1.0, 0.0] }
[[party]]
id = "seller"
role = "principal"
reservation = 0.4
assumption = "a guess"
utility.price = { weight = 1, scores = [0.0, 1.0] }
"#;
    let set = "party.seller.reservation=0.2"
        .parse()
        .expect("it is an assignment");
    let loaded = parse("crane.toml", text, &[set]).expect("it is a scenario");
    let found = |path: &str| {
        let number = loaded.numbers.iter().find(|number| number.path == path);
        number.expect("it is listed")
    };
    let clock = found("clock.rounds");
    assert_eq!(
        (clock.value.as_str(), clock.notes[0].text.as_str()),
        ("10", "ten days")
    );
    let drawn = found("party.buyer.reservation");
    assert_eq!(
        (drawn.value.as_str(), drawn.notes[0].kind),
        ("uniform = [0.3, 0.7]", NoteKind::Source)
    );
    let set = found("party.seller.reservation");
    assert_eq!(
        (set.value.as_str(), set.notes[0].text.as_str()),
        ("0.2", "a guess")
    );
    let bare = found("party.buyer.utility.price.scores");
    assert_eq!(
        (bare.value.as_str(), bare.notes.len(), bare.judged),
        ("[1, 0]", 0, true)
    );
    let unsourced: Vec<&str> = loaded
        .unsourced
        .iter()
        .map(|number| number.path.as_str())
        .collect();
    let wanted =
        ["weight", "scores.0", "scores.1"].map(|key| format!("party.buyer.utility.price.{key}"));
    assert_eq!(unsourced, wanted);
}
