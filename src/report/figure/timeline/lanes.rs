//! What happened in one run, as lanes of marks and bars in groups.

use crate::bargaining::{Action, Event};
use crate::model::{PackageId, PartyId};
use crate::report::TracedRun;
use crate::report::csv::table as csv_table;

/// What stands in a lane at a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Offer,
    Yes,
    No,
}

impl Mark {
    fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Yes => "accepted",
            Self::No => "refused",
        }
    }
}

/// A lane of marks and bars.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) marks: Vec<(u32, Mark)>,
    /// From a round to the end of another.
    pub(super) bars: Vec<(u32, u32)>,
}

impl Lane {
    /// A lane of marks; of several in one round the last one stays.
    fn of(name: &str, marks: impl Iterator<Item = (u32, Mark)>) -> Self {
        let mut lane = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        for (round, mark) in marks {
            match lane.marks.last_mut() {
                Some(last) if last.0 == round => last.1 = mark,
                _ => lane.marks.push((round, mark)),
            }
        }
        lane
    }

    fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.bars.is_empty()
    }
}

/// What the bars of a group tell; they differ in grey, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bars {
    /// Levers in use: filled.
    Filled,
    /// Packages closed: outlined.
    Outlined,
}

/// Lanes under a name.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) lanes: Vec<Lane>,
    pub(super) bars: Bars,
}

impl Group {
    fn of(name: &str, lanes: Vec<Lane>) -> Self {
        Self {
            name: name.to_owned(),
            lanes,
            bars: Bars::Filled,
        }
    }
}

/// What happened, by party, package, lever and body at home; lanes and groups of nothing are left out.
pub(super) fn groups(told: &TracedRun<'_>, events: &[Event], last: u32) -> Vec<Group> {
    let scenario = told.scenario;
    let parties = (0..).zip(&scenario.parties);
    let mut groups: Vec<Group> = parties
        .map(|(index, party)| {
            let lanes = party_lanes(told, events, PartyId(index));
            Group::of(&party.title, lanes)
        })
        .collect();
    groups.push(Group {
        bars: Bars::Outlined,
        ..Group::of("Packages closed", closings(told, events, last))
    });
    groups.push(Group::of("Levers in use", levers(told, events, last)));
    let stages = scenario.stages.iter().enumerate().map(|(index, stage)| {
        let decided = events.iter().filter_map(|event| match event.action {
            Action::Stage {
                stage, approved, ..
            } if stage.index() == index => {
                Some((event.round, if approved { Mark::Yes } else { Mark::No }))
            }
            _ => None,
        });
        Lane::of(&stage.title, decided)
    });
    groups.push(Group::of("At home", stages.collect()));
    for group in &mut groups {
        group.lanes.retain(|lane| !lane.is_empty());
    }
    groups.retain(|group| !group.lanes.is_empty());
    groups
}

/// Offers, answers by package, answers to the whole, and the final vote of a party.
fn party_lanes(told: &TracedRun<'_>, events: &[Event], party: PartyId) -> Vec<Lane> {
    let offers = events.iter().filter_map(|event| match &event.action {
        Action::Offer { party: by, .. } if *by == party => Some((event.round, Mark::Offer)),
        _ => None,
    });
    let answers = |on: Option<PackageId>| {
        events.iter().filter_map(move |event| match event.action {
            Action::Accept {
                party: by, package, ..
            } if by == party && package == on => Some((event.round, Mark::Yes)),
            Action::Refuse {
                party: by, package, ..
            } if by == party && package == on => Some((event.round, Mark::No)),
            _ => None,
        })
    };
    let votes = events.iter().filter_map(|event| match event.action {
        Action::Vote { party: by, yes, .. } if by == party => {
            Some((event.round, if yes { Mark::Yes } else { Mark::No }))
        }
        _ => None,
    });
    let mut lanes = vec![Lane::of("offers", offers)];
    for (index, package) in (0..).zip(&told.scenario.packages) {
        lanes.push(Lane::of(&package.title, answers(Some(PackageId(index)))));
    }
    lanes.push(Lane::of("the whole text", answers(None)));
    lanes.push(Lane::of("final vote", votes));
    lanes
}

/// For each package the rounds for which it stood closed.
fn closings(told: &TracedRun<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let packages = told.scenario.packages.iter().enumerate();
    let lane = |(index, package): (usize, &crate::model::Package)| {
        let turns = events.iter().filter_map(|event| match event.action {
            Action::Closed(closed) if closed.index() == index => Some((event.round, true)),
            Action::Reopened => Some((event.round, false)),
            _ => None,
        });
        Lane {
            name: package.title.clone(),
            bars: bars(turns, last),
            ..Lane::default()
        }
    };
    packages.map(lane).collect()
}

/// For each lever the rounds for which it was in use.
fn levers(told: &TracedRun<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let levers = told.scenario.levers.iter().enumerate();
    let lane = |(index, lever): (usize, &crate::model::Lever)| {
        let turns = events.iter().filter_map(|event| match event.action {
            Action::LeverStarted(it) if it.index() == index => Some((event.round, true)),
            Action::LeverEnded(it) if it.index() == index => Some((event.round, false)),
            _ => None,
        });
        Lane {
            name: lever.title.clone(),
            bars: bars(turns, last),
            ..Lane::default()
        }
    };
    levers.map(lane).collect()
}

/// The stretches from each beginning to the end that follows it, or to the last round.
fn bars(turns: impl Iterator<Item = (u32, bool)>, last: u32) -> Vec<(u32, u32)> {
    let mut bars = Vec::new();
    let mut begun = None;
    for (round, begins) in turns {
        match (begun, begins) {
            (None, true) => begun = Some(round),
            (Some(from), false) => {
                bars.push((from, round));
                begun = None;
            }
            _ => {}
        }
    }
    bars.extend(begun.map(|from| (from, last)));
    bars
}

/// What is drawn, a line for each mark and bar.
pub(super) fn data(groups: &[Group]) -> String {
    let lines = groups.iter().flat_map(|group| {
        group.lanes.iter().flat_map(move |lane| {
            let line = move |from: u32, to: u32, what: &str| {
                let words = [&group.name, &lane.name].map(String::clone);
                let rest = [from.to_string(), to.to_string(), what.to_owned()];
                words.into_iter().chain(rest).collect::<Vec<String>>()
            };
            let marks = lane.marks.iter();
            let marks = marks.map(move |&(round, mark)| line(round, round, mark.name()));
            let bars = lane.bars.iter();
            marks.chain(bars.map(move |&(from, to)| line(from, to, "lasting")))
        })
    });
    csv_table(&["who", "on", "from-round", "to-round", "what"], lines)
}
