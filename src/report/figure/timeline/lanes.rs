//! What happened in one run, as lanes of marks and bars in groups.

use crate::bargaining::{Action, Event};
use crate::model::{LeverId, PackageId, PartyId};
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

/// What happened, by party, package, lever and body at home; lanes of nothing are left out.
pub(super) fn lanes(traced: &TracedRun<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let names = names(traced);
    let mut steps: Vec<Vec<(u32, Step)>> = vec![Vec::new(); names.len()];
    let scenario = traced.scenario;
    let packages = scenario.packages.len();
    // A party has a lane for its offers, for its answers to each package and to the whole, and for its vote.
    let of_party = packages + 3;
    let closed = scenario.parties.len() * of_party;
    let bodies = closed + packages + scenario.levers.len();
    let own = |party: &PartyId, lane: usize| party.index() * of_party + lane;
    let on = |package: &Option<PackageId>| 1 + package.map_or(packages, PackageId::index);
    let lever_lane = |lever: &LeverId| closed + packages + lever.index();
    let answer = |yes: bool| Step::Mark(if yes { Kind::Yes } else { Kind::No });
    for event in events {
        let (lane, step) = match &event.action {
            Action::Offer { party, .. } => (own(party, 0), Step::Mark(Kind::Offer)),
            Action::Answer {
                party,
                package,
                refused,
                ..
            } => (own(party, on(package)), answer(refused.is_none())),
            Action::Vote { party, yes, .. } => (own(party, packages + 2), answer(*yes)),
            Action::Closed(package) => (closed + package.index(), Step::Begins(Kind::Closed)),
            Action::LeverStarted(lever) => (lever_lane(lever), Step::Begins(Kind::Lever)),
            Action::LeverEnded(lever) => (lever_lane(lever), Step::Ends),
            Action::Stage {
                stage, approved, ..
            } => (bodies + stage.index(), answer(*approved)),
            Action::Reopened => {
                for lane in &mut steps[closed..closed + packages] {
                    lane.push((event.round, Step::Ends));
                }
                continue;
            }
            _ => continue,
        };
        steps[lane].push((event.round, step));
    }
    let lanes = names.into_iter().zip(steps);
    let lanes = lanes.map(|((group, name), steps)| Lane {
        group,
        name,
        marks: marks(&steps, last),
    });
    lanes.filter(|lane| !lane.marks.is_empty()).collect()
}

/// Group and name of every lane, in their order.
fn names(traced: &TracedRun<'_>) -> Vec<(String, String)> {
    let scenario = traced.scenario;
    let mut names = Vec::new();
    let mut add = |group: &str, name: &str| names.push((group.to_owned(), name.to_owned()));
    for party in &scenario.parties {
        add(&party.title, "offers");
        for package in &scenario.packages {
            add(&party.title, &package.title);
        }
        add(&party.title, "the whole text");
        add(&party.title, "final vote");
    }
    for package in &scenario.packages {
        add("Packages closed", &package.title);
    }
    for lever in &scenario.levers {
        add("Levers in use", &lever.title);
    }
    for body in &scenario.stages {
        add("At home", &body.title);
    }
    names
}

/// The marks and bars of a lane; of several marks in one round the last one stays, and a bar without an end goes to the last round.
fn marks(steps: &[(u32, Step)], last: u32) -> Vec<(Kind, [u32; 2])> {
    let mut marks: Vec<(Kind, [u32; 2])> = Vec::new();
    let mut begun = None;
    for &(round, step) in steps {
        match (step, begun) {
            (Step::Mark(kind), _) => {
                if marks.last().is_some_and(|mark| mark.1[0] == round) {
                    marks.pop();
                }
                marks.push((kind, [round; 2]));
            }
            (Step::Begins(kind), None) => begun = Some((kind, round)),
            (Step::Ends, Some((kind, from))) => {
                marks.push((kind, [from, round]));
                begun = None;
            }
            (Step::Begins(_), Some(_)) | (Step::Ends, None) => {}
        }
    }
    marks.extend(begun.map(|(kind, from)| (kind, [from, last])));
    marks
}
