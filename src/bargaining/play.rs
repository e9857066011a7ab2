//! One negotiation from the first round to the last.

use crate::bargaining::failure::{CauseFinder, Course};
use crate::bargaining::prepared::Prepared;
use crate::bargaining::protocol::{Protocol, Room, RoundEnd, protocol};
use crate::bargaining::ratification::{Bodies, Ratified};
use crate::bargaining::strategy::Delegates;
use crate::bargaining::strategy::custom::Seating;
use crate::bargaining::talks::{Passing, Talks, stage_is_held};
use crate::bargaining::{Action, End, Failure, Outcome, PackageVerdict, Recorder, ZoneState};
use crate::game::{Given, Owner, PartySet, Purpose, Stream, members, total};
use crate::model::{self, OnFailure, PartyId, TypeId};

/// Memory of a run, reused by the next.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(super) talks: Talks,
    pub(super) causes: CauseFinder,
    /// The protocol, with the data it was made from.
    protocol: Option<(model::Protocol, Box<dyn Protocol>)>,
    delegates: Delegates,
    bodies: Bodies,
    breakdown: Option<Stream>,
}

impl Workspace {
    /// Memory for runs in which some parties play by strategies from outside the scenario.
    pub fn with(seating: &Seating) -> Self {
        Self {
            delegates: Delegates::with(seating.clone()),
            ..Self::default()
        }
    }
}

/// Plays one run.
pub fn play(
    prepared: &Prepared<'_>,
    run: u64,
    workspace: &mut Workspace,
    recorder: &mut impl Recorder,
) -> Outcome {
    let nature = &mut workspace.talks.nature;
    nature.draw(prepared.game, prepared.seed, run);
    unfold(prepared, run, workspace, recorder)
}

/// Plays one run in which some of nature's uniforms are given, the others and all noise of the talks being those of run `run`.
pub fn play_given(
    prepared: &Prepared<'_>,
    run: u64,
    given: &Given<'_>,
    workspace: &mut Workspace,
    recorder: &mut impl Recorder,
) -> Outcome {
    let nature = &mut workspace.talks.nature;
    nature.draw_given(prepared.game, prepared.seed, run, given);
    unfold(prepared, run, workspace, recorder)
}

/// The talks on what nature drew into the workspace.
fn unfold(
    prepared: &Prepared<'_>,
    run: u64,
    workspace: &mut Workspace,
    recorder: &mut dyn Recorder,
) -> Outcome {
    let data = &prepared.game.protocol;
    let made = workspace.protocol.take();
    let (made_from, mut protocol) = made.filter(|made| made.0 == *data).unwrap_or_else(|| {
        // Another game than before: its parties' strategies are others, too.
        workspace.delegates.forget();
        (data.clone(), protocol(data))
    });
    workspace.talks.start(prepared.game, prepared.seed, run);
    workspace.delegates.start(prepared, &workspace.talks);
    workspace.bodies.start(prepared.game);
    workspace.breakdown = None;
    let mut room = Room {
        prepared,
        talks: &mut workspace.talks,
        delegates: &mut workspace.delegates,
        recorder,
    };
    protocol.start(&room);
    let (bodies, breakdown) = (&mut workspace.bodies, &mut workspace.breakdown);
    let course = hold_rounds(protocol.as_mut(), &mut room, bodies, breakdown);
    pass_the_rest(&course, &mut room);
    let outcome = report(prepared, &course, protocol.as_ref(), workspace);
    workspace.protocol = Some((made_from, protocol));
    outcome
}

/// Holds round after round until something ends the talks.
fn hold_rounds(
    protocol: &mut dyn Protocol,
    room: &mut Room<'_>,
    bodies: &mut Bodies,
    breakdown: &mut Option<Stream>,
) -> Course {
    let game = room.game();
    let mut course = Course {
        end: End::Deadline,
        rounds_held: 0,
        rounds_passed: 0,
        walked_out: 0,
        signed: None,
        consenting: 0,
        outvoted: 0,
        agreed: None,
        refused_at_home: false,
    };
    let mut round = 0_u32;
    while round < room.talks.ends_after(game, round.saturating_sub(1)) {
        let first = round;
        room.talks
            .begin_round(game, round, Passing::Held, room.recorder);
        let ended = protocol.round(room);
        // A protocol may have held several rounds at once.
        round = room.talks.round;
        course.rounds_held += round + 1 - first;
        course.rounds_passed = round + 1;
        if ended == RoundEnd::Signed {
            course.signed = Some(round);
            room.talks.conduct.note_move();
            let named = game.consent.deal_named(&protocol.table().text);
            let table = protocol.table();
            course.consenting = table.consenting & named;
            course.outvoted = table.outvoted | named & !table.consenting;
            match ratify(&protocol.table().text, room, bodies) {
                Ratified::Yes(at) => {
                    (course.end, course.agreed) = (End::Agreement, Some(at));
                    return course;
                }
                Ratified::No(at, on_failure) => {
                    course.refused_at_home = true;
                    course.rounds_passed = at.saturating_add(1);
                    if on_failure == OnFailure::End {
                        course.end = End::Ratification;
                        return course;
                    }
                    protocol.resume(room);
                }
            }
        } else if breaks_down(room, breakdown) {
            room.record(Action::Breakdown);
            course.end = End::Breakdown;
            return course;
        }
        let next = course.rounds_passed;
        // Levers may move the deadline while everybody waits for an answer from home.
        if next < room.talks.ends_after(game, next - 1) {
            protocol.after_round(room);
            for waiting in round + 1..next {
                room.talks
                    .begin_round(game, waiting, Passing::Waiting, room.recorder);
            }
        }
        round = next;
    }
    course.walked_out = walk_out(room, round.saturating_sub(1));
    course
}

/// Those whose own deadline has ended the talks after a round, as bits.
fn walk_out(room: &mut Room<'_>, round: u32) -> PartySet {
    let game = room.game();
    let leavers = room.talks.leavers(game, round);
    for party in members(leavers) {
        room.record(Action::WalkedOut(PartyId::at(party)));
    }
    leavers
}

/// Records the signature and puts the deal to the bodies at home.
fn ratify(deal: &[u32], room: &mut Room<'_>, bodies: &mut Bodies) -> Ratified {
    let game = room.game();
    if room.recorder.listens() {
        room.record(Action::Signed(game.blocks.deal_of(deal)));
    }
    if (0..game.stages.len()).any(|stage| stage_is_held(game, stage, deal)) {
        room.talks.sign(game, room.recorder);
    }
    bodies.ratify(room.talks, game, deal, room.recorder)
}

/// Whether the talks break down after a round without a signature.
fn breaks_down(room: &Room<'_>, breakdown: &mut Option<Stream>) -> bool {
    let probability = room.talks.breakdown;
    // A probability that moves is drawn against in every round, so that all rounds meet the same chance however it moves.
    if probability <= 0.0 && !room.game().breakdown_moves() {
        return false;
    }
    let (seed, run) = (room.prepared.seed, room.talks.run);
    let clock = || Stream::new(seed, Purpose::Moves, Owner::named("clock"), run);
    breakdown.get_or_insert_with(clock).uniform() < probability
}

/// Talks that end live on to the moment in which their result is weighed.
fn pass_the_rest(course: &Course, room: &mut Room<'_>) {
    let game = room.game();
    let last = course.last();
    for round in room.talks.rounds_begun..=last.min(game.rounds_most) {
        let passing = if round < last {
            Passing::Waiting
        } else {
            Passing::Over
        };
        room.talks.begin_round(game, round, passing, room.recorder);
    }
    if let Some(beyond @ 1..) = last.checked_sub(game.rounds_most) {
        // Ratification outlasts the clock: everything stands still, but waiting goes on to cost.
        room.talks.bear_round_costs(beyond);
        room.talks.bear_lever_costs(game, beyond - 1);
    }
}

/// What a run comes to.
fn report(
    prepared: &Prepared<'_>,
    course: &Course,
    protocol: &dyn Protocol,
    workspace: &mut Workspace,
) -> Outcome {
    let (game, talks) = (prepared.game, &mut workspace.talks);
    let parties = 0..game.parties.len();
    let deal = course.agreed.map(|_| protocol.table().text.as_slice());
    let last = course.last();
    let utility = |party: usize| match deal {
        Some(deal) => total(&talks.values.tables[party].utility, deal),
        None => talks.reservations[party],
    };
    let utilities = parties.clone().map(utility).collect();
    let payoff = |party| talks.side(game, party).payoff(last, deal) - talks.costs[party];
    let payoffs = parties.map(payoff).collect();
    let reservations = talks.reservations.clone();
    let (zone, failure) = judge(prepared, course, talks, &mut workspace.causes);
    let packages = 0..game.package_blocks.len();
    Outcome {
        types: talks
            .nature
            .parties
            .iter()
            .map(|party| TypeId::at(party.kind))
            .collect(),
        end: course.end,
        rounds_held: course.rounds_held,
        rounds_passed: course.rounds_passed,
        walked_out: course.walked_out,
        signed: course.signed,
        consenting: consenting(course, protocol),
        outvoted: course
            .agreed
            .map_or(0, |_| course.outvoted | workspace.bodies.outvoted),
        bodies: workspace.bodies.answers.clone(),
        agreed: course.agreed,
        in_force_in_time: course.agreed.is_some_and(|round| round < talks.deadline),
        failure,
        zone,
        deal: deal
            .or(protocol.in_force())
            .map(|deal| game.blocks.deal_of(deal)),
        packages: packages
            .map(|package| verdict(course, protocol, package))
            .collect(),
        utilities,
        reservations,
        payoffs,
        levers: talks.levers.executed(),
        lever_costs: talks.levers.costs(&talks.nature),
        // What ended at home had everybody's consent.
        last_refusal: (course.end != End::Ratification)
            .then(|| protocol.table().last_refusal)
            .flatten(),
    }
}

/// Whether there was a zone of possible agreement, and why there is no agreement.
fn judge(
    prepared: &Prepared<'_>,
    course: &Course,
    talks: &mut Talks,
    causes: &mut CauseFinder,
) -> (ZoneState, Option<Failure>) {
    let game = prepared.game;
    if course.agreed.is_some() {
        let floors = (0..game.parties.len()).all(|party| talks.profile(game, party).floor);
        if floors && game.agenda.status_quo.is_none() {
            // A signed deal is its own witness.
            return (ZoneState::Open, None);
        }
        return (causes.state(prepared, talks, course.rounds_passed), None);
    }
    let (zone, failure) = causes.judge(prepared, talks, course);
    (zone, Some(failure))
}

/// The parties that consented to what was signed last; without a signature to what is in force.
fn consenting(course: &Course, protocol: &dyn Protocol) -> PartySet {
    match course.signed {
        Some(_) => course.consenting,
        None if protocol.in_force().is_some() => protocol.table().consenting,
        None => 0,
    }
}

fn verdict(course: &Course, protocol: &dyn Protocol, package: usize) -> PackageVerdict {
    let verdict = protocol.package(package);
    match course.end {
        End::Agreement => PackageVerdict {
            agreed: true,
            ever: true,
            in_force: true,
        },
        // A refusal at home that ends the talks leaves nothing agreed.
        End::Ratification => PackageVerdict {
            agreed: false,
            ever: true,
            ..verdict
        },
        End::Deadline | End::Breakdown => PackageVerdict {
            ever: verdict.ever || course.signed.is_some(),
            ..verdict
        },
    }
}
