//! One negotiation from the first round to the last.

use crate::bargaining::failure::{Ending, ZoneTest};
use crate::bargaining::payoff::payoff;
use crate::bargaining::prepared::Prepared;
use crate::bargaining::protocol::{Alternating, Mediated, Minds, RoundEnd, Setting, answer};
use crate::bargaining::ratification::Ratified;
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, End, Outcome, PackageVerdict, Recorder, ZoneState};
use crate::game::{Game, Given, Owner, Purpose, Stream, total};
use crate::model::{Deal, OnFailure, PackageId, PartyId, Protocol, TypeId};

/// Memory of a run, reused by the next.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(super) talks: Talks,
    mediated: Mediated,
    alternating: Alternating,
    /// A one-time offer.
    offer: Vec<u32>,
    /// The deal last signed.
    deal: Vec<u32>,
    pub(super) zone: ZoneTest,
    breakdown: Option<Stream>,
}

/// How the rounds ended, before it is told in full.
struct Course {
    end: End,
    rounds_held: u32,
    signed: Option<u32>,
    agreed: Option<u32>,
    refused_at_home: bool,
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
    recorder: &mut impl Recorder,
) -> Outcome {
    let game = prepared.game;
    workspace.talks.start(game, prepared.seed, run);
    workspace.breakdown = None;
    match &game.protocol {
        Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
            workspace
                .mediated
                .start(&workspace.talks, game, mediation, &prepared.prior);
        }
        Protocol::AlternatingOffers { .. } => {
            let (book, bank) = (&prepared.book, &prepared.bank);
            workspace
                .alternating
                .start(&workspace.talks, game, book, bank);
        }
        Protocol::Ultimatum { .. } => {
            let foresight = &mut workspace.alternating.foresight;
            foresight.start(&workspace.talks, game, &prepared.book);
        }
    }
    let course = workspace.hold_rounds(prepared, recorder);
    workspace.tell(prepared, &course, recorder)
}

impl Workspace {
    /// Holds round after round until something ends the talks.
    fn hold_rounds(&mut self, prepared: &Prepared<'_>, recorder: &mut impl Recorder) -> Course {
        let game = prepared.game;
        let mut course = Course {
            end: End::Deadline,
            rounds_held: 0,
            signed: None,
            agreed: None,
            refused_at_home: false,
        };
        let mut round = 0;
        while round < game.rounds {
            self.talks.begin_round(game, round, true, recorder);
            if let (0, Protocol::AlternatingOffers { order, .. }, false) =
                (round, &game.protocol, recorder.listens())
            {
                let (talks, book) = (&mut self.talks, &prepared.book);
                round = self.alternating.pass_quiet_rounds(talks, game, order, book);
            }
            course.rounds_held = round + 1;
            let mut next = round + 1;
            if self.hold_round(prepared, recorder) == RoundEnd::Signed {
                course.signed = Some(round);
                match self.settle(prepared, recorder) {
                    Ratified::Yes(at) => {
                        (course.end, course.agreed) = (End::Agreement, Some(at));
                        return course;
                    }
                    Ratified::No(at, on_failure) => {
                        course.refused_at_home = true;
                        if on_failure == OnFailure::End {
                            course.end = End::Ratification;
                            self.mediated.give_up();
                            return course;
                        }
                        next = at.saturating_add(1);
                        self.resume(round, recorder);
                    }
                }
            } else if self.breaks_down(prepared) {
                recorder.record(round, Action::Breakdown);
                course.end = End::Breakdown;
                return course;
            }
            if matches!(game.protocol, Protocol::Ultimatum { .. }) {
                return course;
            }
            if next < game.rounds {
                self.after_round(prepared, recorder);
                for skipped in round + 1..next {
                    self.talks.begin_round(game, skipped, true, recorder);
                    course.rounds_held = skipped + 1;
                }
            }
            round = next;
        }
        course
    }

    fn hold_round(&mut self, prepared: &Prepared<'_>, recorder: &mut impl Recorder) -> RoundEnd {
        let game = prepared.game;
        match &game.protocol {
            Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
                self.mediated
                    .round(&mut self.talks, game, mediation, recorder)
            }
            Protocol::AlternatingOffers { order, .. } => {
                let setting = Setting {
                    order,
                    book: &prepared.book,
                    bank: &prepared.bank,
                };
                self.alternating
                    .round(&mut self.talks, game, setting, recorder)
            }
            Protocol::Ultimatum { proposer, .. } => {
                let minds = Minds {
                    belief: &prepared.belief,
                    plan: self.alternating.foresight.plan(&prepared.book),
                };
                let (end, refused) = answer(
                    &mut self.talks,
                    game,
                    *proposer,
                    minds,
                    &mut self.offer,
                    recorder,
                );
                self.alternating.last_refusal = refused;
                end
            }
        }
    }

    /// Records the signature and puts the deal to the bodies at home.
    fn settle(&mut self, prepared: &Prepared<'_>, recorder: &mut impl Recorder) -> Ratified {
        let game = prepared.game;
        let signed = match game.protocol {
            Protocol::Shuttle(_) | Protocol::SingleText(_) => &self.mediated.text,
            Protocol::AlternatingOffers { .. } => self.alternating.standing(&prepared.book),
            Protocol::Ultimatum { .. } => &self.offer,
        };
        self.deal.clear();
        self.deal.extend_from_slice(signed);
        if recorder.listens() {
            recorder.record(
                self.talks.round,
                Action::Signed(game.blocks.deal_of(&self.deal)),
            );
        }
        self.talks.ratify(game, &self.deal, recorder)
    }

    fn resume(&mut self, round: u32, recorder: &mut impl Recorder) {
        self.mediated.resume(round, recorder);
        self.alternating.resume();
    }

    fn breaks_down(&mut self, prepared: &Prepared<'_>) -> bool {
        let probability = self.talks.nature.breakdown;
        if probability <= 0.0 {
            return false;
        }
        let (seed, run) = (prepared.seed, self.talks.run);
        let stream = self
            .breakdown
            .get_or_insert_with(|| Stream::new(seed, Purpose::Moves, Owner::named("clock"), run));
        stream.uniform() < probability
    }

    fn after_round(&mut self, prepared: &Prepared<'_>, recorder: &mut impl Recorder) {
        if let Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) =
            &prepared.game.protocol
        {
            self.mediated.after_round(
                &mut self.talks,
                prepared.game,
                mediation,
                &prepared.prior,
                recorder,
            );
        }
    }

    /// Turns the course of a run into its record.
    fn tell(
        &mut self,
        prepared: &Prepared<'_>,
        course: &Course,
        recorder: &mut impl Recorder,
    ) -> Outcome {
        let game = prepared.game;
        let parties = game.parties.len();
        let last = course.agreed.unwrap_or(course.rounds_held);
        // Talks that end live on to the moment in which their result is weighed.
        for round in self.talks.rounds_begun..=last.min(game.rounds) {
            let held = course.agreed.is_some() && round < last;
            self.talks.begin_round(game, round, held, recorder);
        }
        if let Some(beyond @ 1..) = last.checked_sub(game.rounds) {
            // Ratification outlasts the clock: everything stands still, but waiting goes on to cost.
            self.talks.bear_round_costs(beyond);
            self.talks.bear_lever_costs(game, beyond - 1);
        }
        let agreed = course.agreed.is_some();
        let utilities: Vec<f64> = (0..parties)
            .map(|party| self.final_utility(party, agreed))
            .collect();
        let deal = agreed.then_some(self.deal.as_slice());
        let payoffs = (0..parties)
            .map(|party| payoff(&self.talks, game, party, last, deal) - self.talks.costs[party])
            .collect();
        let reservations = self.talks.reservations.clone();
        let levers = self
            .talks
            .levers
            .iter()
            .map(|lever| lever.executed)
            .collect();
        let (zone, failure) = self.judge(prepared, course);
        Outcome {
            types: self
                .talks
                .nature
                .parties
                .iter()
                .map(|party| TypeId::at(party.kind))
                .collect(),
            end: course.end,
            rounds_held: course.rounds_held,
            signed: course.signed,
            agreed: course.agreed,
            failure,
            zone,
            deal: self.final_deal(game, agreed),
            packages: self.verdicts(game, course),
            utilities,
            reservations,
            payoffs,
            levers,
            lever_costs: self.talks.lever_costs(),
            last_refusal: self.last_refusal(game),
        }
    }

    fn final_utility(&self, party: usize, agreed: bool) -> f64 {
        if agreed {
            total(&self.talks.tables[party].utility, &self.deal)
        } else {
            self.talks.reservations[party]
        }
    }

    fn judge(
        &mut self,
        prepared: &Prepared<'_>,
        course: &Course,
    ) -> (ZoneState, Option<crate::bargaining::Failure>) {
        let game = prepared.game;
        if course.agreed.is_some() {
            let floors = (0..game.parties.len()).all(|party| self.talks.profile(game, party).floor);
            if floors && game.agenda.status_quo.is_none() {
                // A signed deal is its own witness.
                return (ZoneState::Open, None);
            }
            let zone = self
                .zone
                .state(&prepared.map, &mut self.talks, game, course.rounds_held);
            return (zone, None);
        }
        let ending = Ending {
            rounds_held: course.rounds_held,
            broke_down: course.end == End::Breakdown,
            refused_at_home: course.refused_at_home,
        };
        let (zone, failure) = self
            .zone
            .judge(&prepared.map, &mut self.talks, game, ending);
        (zone, Some(failure))
    }

    fn final_deal(&self, game: &Game, agreed: bool) -> Option<Deal> {
        if agreed {
            return Some(game.blocks.deal_of(&self.deal));
        }
        let partly = game.agenda.status_quo.is_some() && self.mediated.packages.in_force != 0;
        partly.then(|| game.blocks.deal_of(&self.mediated.in_force))
    }

    fn verdicts(&self, game: &Game, course: &Course) -> Vec<PackageVerdict> {
        let agreed = course.agreed.is_some();
        let mediated = game.mediation().is_some();
        (0..game.package_blocks.len())
            .map(|package| {
                let mut verdict = if mediated {
                    self.mediated.packages.verdict(package)
                } else {
                    PackageVerdict {
                        agreed,
                        ever: course.signed.is_some(),
                        in_force: agreed,
                    }
                };
                if agreed {
                    verdict = PackageVerdict {
                        agreed: true,
                        ever: true,
                        in_force: true,
                    };
                }
                verdict
            })
            .collect()
    }

    fn last_refusal(&self, game: &Game) -> Option<(PartyId, Option<PackageId>)> {
        if game.mediation().is_some() {
            let refusal = self.mediated.last_refusal;
            return refusal
                .map(|(party, package)| (PartyId::at(party), package.map(PackageId::at)));
        }
        self.alternating
            .last_refusal
            .map(|party| (PartyId::at(party), None))
    }
}
