//! What happened in one run, as lanes of marks and bars in groups.

use crate::bargaining::{Action, Event};
use crate::model::{PackageId, PartyId};
use crate::report::TracedRun;

/// What stands in a lane at a round or from a round to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Offer,
    Yes,
    No,
    Closed,
    Lever,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [Self::Offer, Self::Yes, Self::No, Self::Closed, Self::Lever];

    /// Its name in data files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Yes => "accepted",
            Self::No => "refused",
            Self::Closed | Self::Lever => "lasting",
        }
    }

    fn answer(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// A lane of marks and bars.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    /// What it stands under.
    pub(super) group: String,
    pub(super) name: String,
    /// Each with its first and its last round.
    pub(super) marks: Vec<(Kind, [u32; 2])>,
}

impl Lane {
    /// A lane of marks; of several in one round the last one stays.
    fn of_marks(group: &str, name: &str, marks: impl Iterator<Item = (u32, Kind)>) -> Self {
        let mut kept: Vec<(Kind, [u32; 2])> = Vec::new();
        for (round, kind) in marks {
            if kept.last().is_some_and(|last| last.1[0] == round) {
                kept.pop();
            }
            kept.push((kind, [round; 2]));
        }
        Self {
            group: group.to_owned(),
            name: name.to_owned(),
            marks: kept,
        }
    }

    /// A lane of bars, from turns on and off.
    fn of_bars(
        (group, name): (&str, &str),
        kind: Kind,
        turns: impl Iterator<Item = (u32, bool)>,
        last: u32,
    ) -> Self {
        let bars = bars(turns, last).into_iter();
        Self {
            group: group.to_owned(),
            name: name.to_owned(),
            marks: bars.map(|bar| (kind, bar)).collect(),
        }
    }
}

/// What happened, by party, package, lever and body at home; lanes of nothing are left out.
pub(super) fn lanes(traced: &TracedRun<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let scenario = traced.scenario;
    let mut lanes = Vec::new();
    for index in 0..scenario.parties.len() {
        lanes.extend(party_lanes(traced, events, PartyId::at(index)));
    }
    for (index, package) in scenario.packages.iter().enumerate() {
        let turns = events.iter().filter_map(|event| match event.action {
            Action::Closed(closed) if closed.index() == index => Some((event.round, true)),
            Action::Reopened => Some((event.round, false)),
            _ => None,
        });
        let names = ("Packages closed", package.title.as_str());
        lanes.push(Lane::of_bars(names, Kind::Closed, turns, last));
    }
    for (index, lever) in scenario.levers.iter().enumerate() {
        let turns = events.iter().filter_map(|event| match event.action {
            Action::LeverStarted(item) if item.index() == index => Some((event.round, true)),
            Action::LeverEnded(item) if item.index() == index => Some((event.round, false)),
            _ => None,
        });
        let names = ("Levers in use", lever.title.as_str());
        lanes.push(Lane::of_bars(names, Kind::Lever, turns, last));
    }
    for (index, body) in scenario.stages.iter().enumerate() {
        let decided = events.iter().filter_map(|event| match event.action {
            Action::Stage {
                stage, approved, ..
            } if stage.index() == index => Some((event.round, Kind::answer(approved))),
            _ => None,
        });
        lanes.push(Lane::of_marks("At home", &body.title, decided));
    }
    lanes.retain(|lane| !lane.marks.is_empty());
    lanes
}

/// Offers, answers by package, answers to the whole, and the final vote of a party.
fn party_lanes(traced: &TracedRun<'_>, events: &[Event], party: PartyId) -> Vec<Lane> {
    let group = traced.scenario.parties[party.index()].title.as_str();
    let offers = events.iter().filter_map(|event| match &event.action {
        Action::Offer { party: by, .. } if *by == party => Some((event.round, Kind::Offer)),
        _ => None,
    });
    let answers = |on: Option<PackageId>| {
        events.iter().filter_map(move |event| match event.action {
            Action::Accept {
                party: by, package, ..
            } if by == party && package == on => Some((event.round, Kind::Yes)),
            Action::Refuse {
                party: by, package, ..
            } if by == party && package == on => Some((event.round, Kind::No)),
            _ => None,
        })
    };
    let votes = events.iter().filter_map(|event| match event.action {
        Action::Vote { party: by, yes, .. } if by == party => {
            Some((event.round, Kind::answer(yes)))
        }
        _ => None,
    });
    let mut lanes = vec![Lane::of_marks(group, "offers", offers)];
    for (index, package) in (0..).zip(&traced.scenario.packages) {
        let answers = answers(Some(PackageId(index)));
        lanes.push(Lane::of_marks(group, &package.title, answers));
    }
    lanes.push(Lane::of_marks(group, "the whole text", answers(None)));
    lanes.push(Lane::of_marks(group, "final vote", votes));
    lanes
}

/// The stretches from each beginning to the end that follows it, or to the last round.
fn bars(turns: impl Iterator<Item = (u32, bool)>, last: u32) -> Vec<[u32; 2]> {
    let mut bars = Vec::new();
    let mut begun = None;
    for (round, begins) in turns {
        match (begun, begins) {
            (None, true) => begun = Some(round),
            (Some(from), false) => {
                bars.push([from, round]);
                begun = None;
            }
            _ => {}
        }
    }
    bars.extend(begun.map(|from| [from, last]));
    bars
}
