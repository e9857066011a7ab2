//! One run from round to round: who offered, accepted and refused what, which levers acted, how it ended.

mod lanes;

use crate::bargaining::Action;
use crate::report::TracedRun;
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Frame, GREEN, INK, Layer, Look, PURPLE, Row, Rows, Series,
    Shape, Sheet, Start, Unit, VERMILION,
};
use crate::report::figure::timeline::lanes::{Kind, Lane, lanes};
use crate::report::words::end_sentence;

/// Half the length of a mark, in rounds: bars begin and end with the marks of their rounds.
const HALF: f64 = 0.4;

/// What happened in one run, by party and round.
pub fn timeline(traced: &TracedRun<'_>) -> Chart {
    let events = traced.events();
    let happened = events.iter().map(|event| event.round).max().unwrap_or(0);
    let last = happened.max(traced.outcome.rounds_held.saturating_sub(1));
    let lanes = lanes(traced, &events, last);
    let signed = events.iter().filter_map(|event| match event.action {
        Action::Signed(_) => Some(event.round),
        _ => None,
    });
    let signed: Vec<u32> = signed.collect();
    let mut frame = Frame::new(["who", "on", "from-round", "to-round", "what"]);
    for (row, lane) in lanes.iter().enumerate() {
        for &(kind, [from, to]) in &lane.marks {
            let line = frame.line(row, kind as usize);
            line.value(&lane.group).value(&lane.name);
            line.values([from, to].map(u64::from)).value(kind.name());
        }
    }
    let rules = signed
        .iter()
        .map(|&round| Layer::Rule(f64::from(round), Look::of(GREEN)));
    let length = traced.scenario.clock.round_length.as_ref();
    let across = length.map_or_else(
        || "round, from 0".to_owned(),
        |length| format!("round, from 0 ({length} each)"),
    );
    let rounds = [-0.5, f64::from(last) + 0.5];
    let rows = lanes.iter().map(|lane| Row {
        group: Some(lane.group.clone()),
        ..Row::named(&lane.name)
    });
    let bars = Layer::Bar(Start::From("from-round", HALF), Estimate::of("to-round"));
    let marks = Layer::Mark(Estimate::of("from-round"));
    let axis = Axis::fixed(across, Unit::Whole, rounds);
    let body = Body::Rows(Rows {
        dense: true,
        ..Rows::new(rows, axis, rules.chain([bars, marks]).collect())
    });
    Chart {
        title: traced.scenario.title.clone(),
        foot: format!("Run {} of seed {}.", traced.run, traced.seed),
        sheet: Sheet::Page,
        series: Kind::ALL
            .map(|kind| Series::new(kind.name(), look(kind)))
            .into(),
        ..Chart::new(
            heading(traced),
            caption(&lanes, !signed.is_empty()),
            frame,
            body,
        )
    }
}

/// Offers and answers are marks, what lasts are bars.
fn look(kind: Kind) -> Look {
    match kind {
        Kind::Offer => Look::of(INK).without_bar(),
        Kind::Yes => Look::of(BLUE).shaped(Shape::Square).without_bar(),
        Kind::No => Look::of(VERMILION).shaped(Shape::Ring).without_bar(),
        Kind::Closed => Look::of(GREEN).shaped(Shape::None).outlined(),
        Kind::Lever => Look::of(PURPLE).shaped(Shape::None),
    }
}

/// How the run ended, as the end of a sentence.
fn heading(traced: &TracedRun<'_>) -> String {
    let end = end_sentence(traced.outcome).replacen(": ", ", ", 1);
    let mut letters = end.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    format!("One run: {first}{}", letters.as_str())
}

/// What the marks mean that are drawn.
fn caption(lanes: &[Lane], signed: bool) -> String {
    let drawn = |kind: Kind| {
        let mut marks = lanes.iter().flat_map(|lane| &lane.marks);
        marks.any(|mark| mark.0 == kind)
    };
    let answers = match (drawn(Kind::Yes), drawn(Kind::No)) {
        (true, true) => {
            "Squares: accepted; rings: refused; of several answers in a round the last."
        }
        (true, false) => "Squares: accepted; of several answers in a round the last.",
        (false, true) => "Rings: refused; of several answers in a round the last.",
        (false, false) => "",
    };
    let sentences = [
        (drawn(Kind::Offer), "Discs: offers."),
        (!answers.is_empty(), answers),
        (drawn(Kind::Closed), "Outlined bars: packages closed."),
        (drawn(Kind::Lever), "Filled bars: levers in use."),
        (signed, "Upright green line: signed."),
        (true, "This is one run: no estimate, no interval."),
    ];
    let sentences = sentences
        .into_iter()
        .filter(|item| item.0)
        .map(|item| item.1);
    sentences.collect::<Vec<_>>().join(" ")
}
