//! One run from round to round: who offered, accepted and refused what, which levers acted, how it ended.

use crate::bargaining::{Action, Event};
use crate::model::{LeverId, PackageId, PartyId, StageId};
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Columns, Frame, GREEN, INK, Layer, Look, PURPLE, Row, Rows, Series,
    Shape, Sheet, Start, Unit, VERMILION,
};
use crate::report::traced_run::TracedRun;
use crate::report::words::{WHOLE_TEXT, end_sentence, joined, with_length};

/// Half the length of a mark, in rounds: bars begin and end with the marks of their rounds.
const HALF: f64 = 0.4;

/// What happened in one run, by party and round.
pub fn timeline(traced: &TracedRun<'_>) -> Chart {
    let events = traced.events();
    let happened = events.iter().map(|event| event.round).max().unwrap_or(0);
    let last = happened.max(traced.outcome.rounds_passed.saturating_sub(1));
    let lanes = lanes(traced, &events, last);
    let signed = events.iter().filter_map(|event| match event.action {
        Action::Signed(_) => Some(event.round),
        _ => None,
    });
    let signed: Vec<u32> = signed.collect();
    let series: Vec<Series> = Kind::ALL.map(Kind::series).into();
    let mut frame = Frame::new(["who", "on", "from-round", "to-round", "what"]);
    for (row, lane) in lanes.iter().enumerate() {
        for &(kind, [from, to]) in &lane.marks {
            let line = frame.line(row, kind as usize);
            line.value(&lane.group).value(&lane.name);
            line.values([from, to].map(u64::from));
            line.value(&series[kind as usize].name);
        }
    }
    let rules = signed
        .iter()
        .map(|&round| Layer::Rule(f64::from(round), Look::of(GREEN)));
    let length = traced.scenario.clock.round_length.as_deref();
    let across = with_length("round, from 0", length);
    let rounds = [-0.5, f64::from(last) + 0.5];
    let rows = lanes.iter();
    let rows = rows.map(|lane| Row::named(&lane.name).under(lane.group.clone()));
    let bars = Layer::Bar(Start::From("from-round", HALF), Columns::of("to-round"));
    let marks = Layer::Mark(Columns::of("from-round"));
    let axis = Axis::fixed(across, Unit::Whole, rounds);
    let body = Body::Rows(Rows {
        dense: true,
        ..Rows::new(rows, axis, rules.chain([bars, marks]).collect())
    });
    Chart {
        title: traced.scenario.title.clone(),
        foot: format!("Run {} of seed {}.", traced.run, traced.seed),
        sheet: Sheet::Page,
        series,
        ..Chart::new(
            heading(traced),
            caption(&lanes, !signed.is_empty()),
            frame,
            body,
        )
    }
}

/// How the run ended, as the end of a sentence.
fn heading(traced: &TracedRun<'_>) -> String {
    let end = end_sentence(traced.scenario, traced.outcome).replacen(": ", ", ", 1);
    let (first, rest) = end.split_at(1);
    format!("One run: {}{rest}", first.to_lowercase())
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
    let sentences = sentences.into_iter().filter(|(is_drawn, _)| *is_drawn);
    joined(sentences.map(|(_, words)| words), " ")
}

/// What stands in a lane at a round or from a round to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Offer,
    Yes,
    No,
    Closed,
    Lever,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Offer, Self::Yes, Self::No, Self::Closed, Self::Lever];

    /// Its name in data files, and how it is drawn: offers and answers are marks, what lasts are bars.
    fn series(self) -> Series {
        let (name, look) = match self {
            Self::Offer => ("offer", Look::of(INK).without_bar()),
            Self::Yes => (
                "accepted",
                Look::of(BLUE).shaped(Shape::Square).without_bar(),
            ),
            Self::No => (
                "refused",
                Look::of(VERMILION).shaped(Shape::Ring).without_bar(),
            ),
            Self::Closed => ("lasting", Look::of(GREEN).shaped(Shape::None).outlined()),
            Self::Lever => ("lasting", Look::of(PURPLE).shaped(Shape::None)),
        };
        Series::new(name, look)
    }
}

/// A lane of marks and bars.
#[derive(Clone, Debug)]
struct Lane {
    /// What it stands under.
    group: String,
    name: String,
    /// Each with its first and its last round.
    marks: Vec<(Kind, [u32; 2])>,
}

/// What an event does in a lane.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// It is a mark.
    Mark(Kind),
    /// A bar begins, unless one has begun.
    Begins(Kind),
    /// The bar ends, if one has begun.
    Ends,
}

fn answer(yes: bool) -> Step {
    Step::Mark(if yes { Kind::Yes } else { Kind::No })
}

/// What happened, by party, package, lever and body at home; lanes of nothing are left out.
fn lanes(traced: &TracedRun<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let scenario = traced.scenario;
    let mut lanes = Vec::new();
    let mut lane = |group: &str, name: &str, step: &dyn Fn(&Action) -> Option<Step>| {
        let steps = events.iter();
        let steps = steps.map(|event| Some((event.round, step(&event.action)?)));
        let marks = marks(steps.flatten(), last);
        if !marks.is_empty() {
            let (group, name) = (group.to_owned(), name.to_owned());
            lanes.push(Lane { group, name, marks });
        }
    };
    for (place, party) in scenario.parties.iter().enumerate() {
        let is_own = |party: &PartyId| party.index() == place;
        lane(&party.title, "offers", &|action| match action {
            Action::Offer { party, .. } if is_own(party) => Some(Step::Mark(Kind::Offer)),
            _ => None,
        });
        let answers = |action: &Action, on: Option<usize>| match action {
            Action::Answer {
                party,
                package,
                refused,
                ..
            } if is_own(party) && package.map(PackageId::index) == on => {
                Some(answer(refused.is_none()))
            }
            _ => None,
        };
        for (place, package) in scenario.packages.iter().enumerate() {
            lane(&party.title, &package.title, &|action| {
                answers(action, Some(place))
            });
        }
        lane(&party.title, WHOLE_TEXT, &|action| answers(action, None));
        lane(&party.title, "final vote", &|action| match action {
            Action::Vote { party, yes, .. } if is_own(party) => Some(answer(*yes)),
            _ => None,
        });
    }
    for (place, package) in scenario.packages.iter().enumerate() {
        lane("Packages closed", &package.title, &|action| match action {
            Action::Closed(closed) if closed.index() == place => Some(Step::Begins(Kind::Closed)),
            Action::Reopened => Some(Step::Ends),
            _ => None,
        });
    }
    for (place, lever) in scenario.levers.iter().enumerate() {
        let is_this = |lever: &LeverId| lever.index() == place;
        lane("Levers in use", &lever.title, &|action| match action {
            Action::LeverStarted(started) if is_this(started) => Some(Step::Begins(Kind::Lever)),
            Action::LeverEnded(ended) if is_this(ended) => Some(Step::Ends),
            _ => None,
        });
    }
    for (place, body) in scenario.stages.iter().enumerate() {
        let is_this = |body: &StageId| body.index() == place;
        lane("At home", &body.title, &|action| match action {
            Action::Stage {
                stage, approved, ..
            } if is_this(stage) => Some(answer(*approved)),
            _ => None,
        });
    }
    lanes
}

/// The marks and bars of a lane; of several marks in one round the last one stays, and a bar without an end goes to the last round.
fn marks(steps: impl Iterator<Item = (u32, Step)>, last: u32) -> Vec<(Kind, [u32; 2])> {
    let mut marks: Vec<(Kind, [u32; 2])> = Vec::new();
    let mut begun = None;
    for (round, step) in steps {
        match step {
            Step::Mark(kind) => {
                marks.pop_if(|mark| mark.1[0] == round);
                marks.push((kind, [round; 2]));
            }
            Step::Begins(kind) => begun = begun.or(Some((kind, round))),
            Step::Ends => marks.extend(begun.take().map(|(kind, from)| (kind, [from, round]))),
        }
    }
    marks.extend(begun.map(|(kind, from)| (kind, [from, last])));
    marks
}
