//! One run, event by event: what `trace` prints for programs.

use serde::{Deserialize, Serialize};

use crate::analysis::terms::{ById, Terms, by_party, finite, terms};
use crate::bargaining::{Action, Event, Failure, Outcome};
use crate::model::{LeverId, PackageId, PartyId, Scenario};

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunTrace {
    /// Title of the scenario.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Which run under this seed, from 0.
    pub run: u64,
    /// The type drawn, by party that has several.
    pub types: ById<String>,
    /// What happened, by round.
    pub events: Vec<TraceEvent>,
    /// How it ended.
    pub outcome: TraceOutcome,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceEvent {
    /// In which round.
    pub round: u32,
    /// What.
    #[serde(flatten)]
    pub action: TraceAction,
}

/// What a party, nature or a body did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum TraceAction {
    /// A driver took a value.
    Driver {
        /// The driver.
        driver: String,
        /// Its value.
        value: f64,
    },
    /// A lever was pulled.
    Lever(TraceLever),
    /// A lever was let go.
    LeverEnd(TraceLever),
    /// A deal was offered.
    Offer {
        /// By whom.
        party: String,
        /// The deal.
        deal: Terms,
    },
    /// An offer was accepted.
    Accept(TraceAnswer),
    /// An offer was refused.
    Refuse {
        /// By whom, and what.
        #[serde(flatten)]
        answer: TraceAnswer,
        /// Name of the reason.
        reason: String,
    },
    /// The mediator's channel turned an answer round.
    Misreport {
        /// Whose answer.
        party: String,
        /// About which package.
        package: Option<String>,
    },
    /// A package was closed.
    Close {
        /// The package; none for all of them.
        package: Option<String>,
    },
    /// The closed packages were opened again.
    Reopen {},
    /// A party voted on the whole.
    Vote {
        /// The party.
        party: String,
        /// Its vote.
        yes: bool,
        /// Utility above the reservation value.
        margin: Option<f64>,
    },
    /// A deal was signed.
    Sign {
        /// The deal.
        deal: Terms,
    },
    /// A stage of ratification was held.
    Ratification {
        /// The stage.
        stage: String,
        /// Whether it passed.
        approved: bool,
        /// Probability that it would.
        probability: f64,
    },
    /// The talks broke down.
    Breakdown {},
}

/// A lever and who pulls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceLever {
    /// The party.
    pub party: String,
    /// The lever.
    pub lever: String,
}

/// What a party says to an offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceAnswer {
    /// The party.
    pub party: String,
    /// The package; none for all of them.
    pub package: Option<String>,
    /// Utility above the reservation value.
    pub margin: Option<f64>,
    /// Utility that the party aimed at.
    pub target: Option<f64>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TraceOutcome {
    /// Name of the end.
    pub end: String,
    /// Round of signature of an agreement, else the last round held.
    pub round: u32,
    /// Rounds held.
    pub rounds_held: u32,
    /// What was agreed.
    pub deal: Option<Terms>,
    /// Utility by party.
    pub utilities: ById<f64>,
    /// What no agreement was worth, by party.
    pub reservations: ById<f64>,
    /// Payoff by party.
    pub payoffs: ById<f64>,
    /// Name of the cause of failure.
    pub failure: Option<String>,
    /// Whether a zone of possible agreement was open, by name.
    pub zone: String,
    /// Whether anything was signed.
    pub signed: bool,
    /// When.
    pub signed_round: Option<u32>,
    /// When the agreement came into force.
    pub agreement_round: Option<u32>,
    /// What became of each package.
    pub packages: ById<TracePackage>,
    /// Round in which each lever was first pulled.
    pub levers: ById<Option<u32>>,
    /// The last refusal of a run without agreement.
    pub last_refusal: Option<TraceRefusal>,
}

/// What became of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracePackage {
    /// At the end: accepted in the last round held, or closed before.
    pub agreed: bool,
    /// At some time.
    pub ever: bool,
    /// As part of an agreement, or by itself.
    pub in_force: bool,
}

/// Who refused last, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceRefusal {
    /// The party.
    pub party: String,
    /// The package; none for all of them.
    pub package: Option<String>,
}

fn party_id(scenario: &Scenario, party: PartyId) -> String {
    scenario.parties[party.index()].id.clone()
}

fn package_id(scenario: &Scenario, package: Option<PackageId>) -> Option<String> {
    package.map(|package| scenario.packages[package.index()].id.clone())
}

impl TraceEvent {
    /// What happened, as it is written.
    pub(crate) fn of(scenario: &Scenario, event: &Event) -> Self {
        Self {
            round: event.round,
            action: TraceAction::of(scenario, &event.action),
        }
    }
}

impl TraceAction {
    fn of(scenario: &Scenario, action: &Action) -> Self {
        let party = |party: PartyId| party_id(scenario, party);
        let package = |package| package_id(scenario, package);
        let answer = |who, of, margin, target| TraceAnswer {
            party: party(who),
            package: package(of),
            margin: finite(margin),
            target: finite(target),
        };
        match action {
            Action::Driver(driver, value) => Self::Driver {
                driver: scenario.drivers[driver.index()].id.clone(),
                value: *value,
            },
            Action::LeverStarted(lever) => Self::Lever(TraceLever::of(scenario, *lever)),
            Action::LeverEnded(lever) => Self::LeverEnd(TraceLever::of(scenario, *lever)),
            Action::Offer { party: who, deal } => Self::Offer {
                party: party(*who),
                deal: terms(scenario, deal),
            },
            Action::Accept {
                party,
                package,
                margin,
                target,
            } => Self::Accept(answer(*party, *package, *margin, *target)),
            Action::Refuse {
                party,
                package,
                margin,
                target,
                reason,
            } => Self::Refuse {
                answer: answer(*party, *package, *margin, *target),
                reason: reason.name().to_owned(),
            },
            Action::Misreported {
                party: who,
                package: of,
            } => Self::Misreport {
                party: party(*who),
                package: package(Some(*of)),
            },
            Action::Closed(of) => Self::Close {
                package: package(Some(*of)),
            },
            Action::Reopened => Self::Reopen {},
            Action::Vote {
                party: who,
                yes,
                margin,
            } => Self::Vote {
                party: party(*who),
                yes: *yes,
                margin: finite(*margin),
            },
            Action::Signed(deal) => Self::Sign {
                deal: terms(scenario, deal),
            },
            Action::Stage {
                stage,
                approved,
                probability,
            } => Self::Ratification {
                stage: scenario.stages[stage.index()].id.clone(),
                approved: *approved,
                probability: *probability,
            },
            Action::Breakdown => Self::Breakdown {},
        }
    }
}

impl TraceLever {
    fn of(scenario: &Scenario, lever: LeverId) -> Self {
        let lever = &scenario.levers[lever.index()];
        Self {
            party: party_id(scenario, lever.actor),
            lever: lever.id.clone(),
        }
    }
}

impl TraceOutcome {
    /// How a run ended, as it is written; `round` is that of signature, else the last one held.
    pub(crate) fn of(scenario: &Scenario, outcome: &Outcome, round: u32) -> Self {
        let packages = scenario.packages.iter().zip(&outcome.packages);
        let packages = packages.map(|(package, verdict)| {
            let verdict = TracePackage {
                agreed: verdict.agreed,
                ever: verdict.ever,
                in_force: verdict.in_force,
            };
            (package.id.clone(), verdict)
        });
        let levers = scenario.levers.iter().zip(&outcome.levers);
        let levers = levers.map(|(lever, &round)| (lever.id.clone(), round));
        let values = |values: &[f64]| by_party(scenario, values.iter().copied());
        Self {
            end: outcome.end.name().to_owned(),
            round,
            rounds_held: outcome.rounds_held,
            deal: outcome.deal.as_ref().map(|deal| terms(scenario, deal)),
            utilities: values(&outcome.utilities),
            reservations: values(&outcome.reservations),
            payoffs: values(&outcome.payoffs),
            failure: outcome.failure.map(|cause| Failure::name(cause).to_owned()),
            zone: outcome.zone.name().to_owned(),
            signed: outcome.signed.is_some(),
            signed_round: outcome.signed,
            agreement_round: outcome.agreed,
            packages: packages.collect(),
            levers: levers.collect(),
            last_refusal: outcome.last_refusal.map(|(party, package)| TraceRefusal {
                party: party_id(scenario, party),
                package: package_id(scenario, package),
            }),
        }
    }
}
