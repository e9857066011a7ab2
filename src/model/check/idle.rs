//! What changes no move of anybody: numbers that no rule of the scenario goes by, levers that cannot work.
//!
//! Only what is certain is named. Each finding says: whatever these numbers are, and whether these levers and drivers are there
//! or not, every run ends in the same round, in the same way and with the same deal.

use std::collections::BTreeMap;

use crate::model::check::idle_fault::{IdleFault, NO_CHANCE};
use crate::model::check::{Path, places};
use crate::model::{
    Approval, Concession, DriverId, EffectTarget, Lever, PartyId, Profile, Scenario, Uncertain, Use,
};

/// Places that change no move, for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Idle {
    /// The places, at least one: of numbers, levers or drivers.
    pub paths: Vec<Path>,
    /// What is said of them.
    pub fault: IdleFault,
}

/// Everything in a sound scenario that changes no move.
pub(crate) fn idle(scenario: &Scenario) -> Vec<Idle> {
    let mut found = Vec::new();
    let talks = Talks::of(scenario);
    found.extend(talks.discounts());
    found.extend(talks.round_costs());
    found.extend(talks.deadlines());
    found.extend(talks.influence());
    found.extend(talks.levers());
    found.extend(talks.threats());
    found.extend(talks.drivers());
    found
}

/// Why a lever changes no move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Silence {
    Unused(&'static str),
    EmptyThreat,
    Late,
    Unfelt(&'static str),
}

/// What the parties of a scenario go by.
struct Talks<'s> {
    scenario: &'s Scenario,
    /// Whether somebody foresees what everybody is paid.
    foreseen: bool,
    /// Rounds that may be held.
    rounds: u32,
    /// For each party whether somebody goes by what it wants.
    heeded: Vec<bool>,
}

impl<'s> Talks<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        let needed = scenario.consenting();
        let votes = |party: PartyId| {
            let mut stages = scenario.stages.iter();
            stages.any(|stage| match &stage.approval {
                Approval::Quota { votes, .. } => votes.iter().any(|vote| vote.0 == party),
                Approval::Body(_) => stage.inherits_from() == Some(party),
            })
        };
        let heeded = needed.iter().enumerate().map(|(party, needed)| {
            let party = PartyId::at(party);
            *needed || scenario.protocol.seats(party) || votes(party)
        });
        let is_ultimatum = scenario.protocol.only_offer().is_some();
        Self {
            scenario,
            foreseen: rules(scenario).any(|rule| matches!(rule, Concession::Rational)),
            rounds: if is_ultimatum {
                1
            } else {
                scenario.rounds_most()
            },
            heeded: heeded.collect(),
        }
    }

    /// Discount factors that no rule looks at: only `rational` looks at everybody's, `bayesian` at its own.
    fn discounts(&self) -> Option<Idle> {
        let reason = "of all rules only `rational` and `bayesian` go by it";
        self.payoffs_only("discount", reason, |profile| {
            let weighs = matches!(profile.strategy.concession, Concession::Bayesian { .. });
            profile.discount.known() != Some(1.0) && !weighs
        })
    }

    /// Costs of rounds that no rule looks at: only `rational` does.
    fn round_costs(&self) -> Option<Idle> {
        let reason = "of all rules only `rational` goes by it";
        self.payoffs_only("round-cost", reason, |profile| {
            profile.round_cost.known() != Some(0.0)
        })
    }

    /// A key that changes payoffs only, in the types of parties where it is written so; nothing where somebody foresees what everybody is
    /// paid.
    fn payoffs_only(
        &self,
        key: &'static str,
        reason: &'static str,
        is_written: impl Fn(&Profile) -> bool,
    ) -> Option<Idle> {
        let (paths, parties) =
            self.profiles(key, |profile| is_written(profile) && !self.foreseen)?;
        Some(Idle {
            paths,
            fault: IdleFault::PayoffsOnly {
                key,
                parties,
                reason,
            },
        })
    }

    /// Deadlines that pass after the last round.
    fn deadlines(&self) -> Option<Idle> {
        let rounds = self.rounds;
        let (paths, parties) = self.profiles("deadline", |profile| {
            let known = profile.deadline.map(Uncertain::known);
            known.is_some_and(|known| {
                rounds == 1 || known.is_some_and(|known| libm::round(known) >= f64::from(rounds))
            })
        })?;
        let fault = IdleFault::NeverPasses { parties, rounds };
        Some(Idle { paths, fault })
    }

    fn influence(&self) -> Option<Idle> {
        let parties = places::items(&self.scenario.parties);
        let with = parties.filter(|(_, party)| party.influence.is_some());
        let (paths, ids) = with
            .map(|(path, party)| (path.key("influence"), party.id.clone()))
            .unzip();
        some(paths, ids, IdleFault::Influence)
    }

    /// Levers that cannot work and those that nobody feels, each group with its reason.
    fn levers(&self) -> Vec<Idle> {
        let mut groups: BTreeMap<Silence, (Vec<Path>, Vec<String>)> = BTreeMap::new();
        for (path, lever) in places::items(&self.scenario.levers) {
            if let Some(reason) = self.silence(lever) {
                let group = groups.entry(reason).or_default();
                group.0.push(path);
                group.1.push(lever.id.clone());
            }
        }
        let rounds = self.rounds;
        let idle = groups.into_iter().map(|(silence, (paths, levers))| {
            let fault = match silence {
                Silence::Unused(reason) => IdleFault::NeverUsed { levers, reason },
                Silence::EmptyThreat => IdleFault::EmptyThreat(levers),
                Silence::Late => IdleFault::TooLate { levers, rounds },
                Silence::Unfelt(reason) => IdleFault::NotFelt { levers, reason },
            };
            Idle { paths, fault }
        });
        idle.collect()
    }

    /// Why a lever changes no move; none where it may.
    fn silence(&self, lever: &Lever) -> Option<Silence> {
        let unused = self.disuse(lever).map(Silence::Unused);
        let is_threat = lever.usage == Use::Threat && lever.credibility.known() == Some(0.0);
        let empty = || is_threat.then_some(Silence::EmptyThreat);
        let late = || self.is_late(lever).then_some(Silence::Late);
        let unfelt = || self.deafness(lever).map(Silence::Unfelt);
        unused.or_else(empty).or_else(late).or_else(unfelt)
    }

    /// Numbers of levers that are felt as threats alone, and which only a lever that is carried out has a use for.
    fn threats(&self) -> Option<Idle> {
        let levers = places::items(&self.scenario.levers);
        let threats = levers.filter(|(_, lever)| lever.usage == Use::Threat);
        let felt = threats.filter(|(_, lever)| self.silence(lever).is_none());
        let paths = felt.flat_map(|(path, lever)| {
            let is_not_zero = |number: Uncertain| number.known() != Some(0.0);
            let written = [
                ("cost", is_not_zero(lever.cost)),
                ("half-life", lever.half_life.is_some()),
                ("delay", is_not_zero(lever.delay)),
                ("duration", lever.duration.is_some()),
            ];
            let written = written.into_iter().filter(|(_, is_written)| *is_written);
            written.map(move |(key, _)| path.key(key))
        });
        let paths: Vec<Path> = paths.collect();
        let names = paths.iter().map(Path::to_string).collect();
        some(paths, names, IdleFault::NeverCarriedOut)
    }

    /// Why a lever is used in no run, not even as a threat; none where it may be.
    fn disuse(&self, lever: &Lever) -> Option<&'static str> {
        let presses = |actor: PartyId| {
            let mediation = self.scenario.protocol.mediation();
            mediation
                .is_none_or(|mediation| mediation.mediator != actor || mediation.roles.pressing)
        };
        match &lever.usage {
            Use::Never => Some("`use` is `never`"),
            _ if !presses(lever.actor) => Some("its actor is the mediator, who does not press"),
            // Who does not use it does not threaten to.
            Use::WithProbability(chance) if chance.known() == Some(0.0) => Some(NO_CHANCE),
            _ => None,
        }
    }

    /// Whether a lever that is no threat could be felt only when the last round is over.
    fn is_late(&self, lever: &Lever) -> bool {
        let threatens = lever.credibility.known() != Some(0.0);
        !threatens && self.first_round(lever) >= f64::from(self.rounds)
    }

    /// The first round, counted from 0, in which a lever could be felt, whatever the parties do.
    fn first_round(&self, lever: &Lever) -> f64 {
        let starts = match lever.usage {
            Use::Never
            | Use::Threat
            | Use::Always
            | Use::WithProbability(_)
            | Use::UponSignature => 0,
            Use::Rounds { from, .. } => from,
            Use::AfterRefusals { count, .. } => count,
            Use::WhenStuck { rounds } => rounds,
            Use::OnceAccepts { .. } | Use::OnceRefuses { .. } => 1,
        };
        // What holds when the clock has run out counts where it is foreseen, and where home then votes.
        let ends_with_the_clock = self.scenario.stages.is_empty() && !self.foreseen;
        let delay = lever.delay.known().filter(|_| ends_with_the_clock);
        f64::from(starts) + libm::round(delay.unwrap_or(0.0))
    }

    /// Why no rule reads what a lever shifts: the reason of its first effect; none where somebody may.
    fn deafness(&self, lever: &Lever) -> Option<&'static str> {
        // Who foresees what everybody is paid goes by what a lever costs.
        let is_threat = lever.usage == Use::Threat;
        if self.foreseen && !is_threat && lever.cost.known() != Some(0.0) {
            return None;
        }
        let mut reasons = lever.effects.iter().map(|effect| match effect.target {
            _ if effect.size.known() == Some(0.0) => Some("the size of its effects is 0"),
            EffectTarget::Rounds if is_threat => Some("a threat moves no deadline"),
            EffectTarget::RoundCost(_) if !self.foreseen => {
                Some("of all rules only `rational` goes by the cost of a round")
            }
            EffectTarget::Driver(driver) if !self.is_loaded(driver) => {
                Some("nobody loads on what it shifts")
            }
            EffectTarget::Breach(party) if !self.fears_breach(party) => {
                Some("whom it concerns has no `breach` that it could shift")
            }
            EffectTarget::Reservation(party)
            | EffectTarget::Weight(party, _)
            | EffectTarget::Score(party, ..)
            | EffectTarget::Breach(party)
                if !self.heeded[party.index()] =>
            {
                Some("no rule reads what a party wants that has neither a say nor a seat")
            }
            _ => None,
        });
        let first = reasons.next()??;
        reasons.all(|reason| reason.is_some()).then_some(first)
    }

    fn fears_breach(&self, party: PartyId) -> bool {
        let mut types = self.scenario.parties[party.index()].types.iter();
        types.any(|kind| kind.profile.breach.is_some())
    }

    fn is_loaded(&self, driver: DriverId) -> bool {
        let parties = self.scenario.parties.iter();
        let of_parties = parties
            .flat_map(|party| &party.types)
            .flat_map(|kind| &kind.profile.loads);
        let of_bodies = self.scenario.stages.iter().flat_map(|stage| &stage.loads);
        let mut loads = of_parties
            .chain(of_bodies)
            .chain(&self.scenario.clock.loads);
        loads.any(|(on, load)| *on == driver && load.known() != Some(0.0))
    }

    fn drivers(&self) -> Option<Idle> {
        let drivers = (0..)
            .map(DriverId)
            .zip(places::items(&self.scenario.drivers));
        let unloaded = drivers.filter(|(driver, _)| !self.is_loaded(*driver));
        let (paths, ids) = unloaded
            .map(|(_, (path, driver))| (path, driver.id.clone()))
            .unzip();
        some(paths, ids, IdleFault::NobodyLoads)
    }

    /// The places of a key of all types of parties of some kind, and the names of these parties; none where there are none.
    fn profiles(
        &self,
        key: &str,
        is_idle: impl Fn(&Profile) -> bool,
    ) -> Option<(Vec<Path>, Vec<String>)> {
        let (mut paths, mut names) = (Vec::new(), Vec::new());
        for (place, party) in places::items(&self.scenario.parties) {
            let all = party.types.iter().all(|kind| is_idle(&kind.profile));
            let has_types = places::has_types(party);
            let kinds = places::items_of(&place, &party.types);
            for (path, kind) in kinds.filter(|(_, kind)| is_idle(&kind.profile)) {
                let path = if has_types { path } else { place.clone() };
                paths.push(path.key(key));
                let name = if all {
                    party.id.clone()
                } else {
                    format!("{}.{}", party.id, kind.id)
                };
                if names.last() != Some(&name) {
                    names.push(name);
                }
            }
        }
        (!paths.is_empty()).then_some((paths, names))
    }
}

/// Every concession rule that some party plays.
fn rules(scenario: &Scenario) -> impl Iterator<Item = &Concession> {
    let types = scenario.parties.iter().flat_map(|party| &party.types);
    types.map(|kind| &kind.profile.strategy.concession)
}

fn some(
    paths: Vec<Path>,
    names: Vec<String>,
    fault: impl Fn(Vec<String>) -> IdleFault,
) -> Option<Idle> {
    (!paths.is_empty()).then(|| Idle {
        paths,
        fault: fault(names),
    })
}
