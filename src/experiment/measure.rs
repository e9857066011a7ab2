//! What is asked of a run: yes or no, or a number.

use crate::bargaining::{Failure, Outcome, ZoneState};
use crate::model::{PackageId, PartyId, Scenario};

/// A quantity that every run has.
///
/// Yes or no: `agreement`, `signed`, `zone`; `package.ID`, agreed at the end; `refused-package.ID` and `refused-by.ID`, the
/// last refusal of a run without agreement; `failure.CAUSE`. Numbers: `rounds` held; `utility.ID`, `payoff.ID`,
/// `reservation.ID` of a party at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Agreement,
    Signed,
    Zone,
    Package(PackageId),
    RefusedPackage(PackageId),
    RefusedBy(PartyId),
    Failure(Failure),
    Rounds,
    Utility(PartyId),
    Payoff(PartyId),
    Reservation(PartyId),
}

/// A name that stands for no measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is nothing that can be asked of a run; ask for one of: {known}")]
pub struct UnknownMeasure {
    /// As given.
    pub name: String,
    /// All measures of the scenario, by name.
    pub known: String,
}

impl Measure {
    /// All measures of a scenario: first those that are yes or no, then the numbers.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let of = |name: &str, kind| Self {
            name: name.to_owned(),
            kind,
        };
        let mut all = vec![
            of("agreement", Kind::Agreement),
            of("signed", Kind::Signed),
            of("zone", Kind::Zone),
        ];
        for (index, package) in scenario.packages.iter().enumerate() {
            let id = PackageId::at(index);
            all.push(of(&format!("package.{}", package.id), Kind::Package(id)));
        }
        for (index, package) in scenario.packages.iter().enumerate() {
            let name = format!("refused-package.{}", package.id);
            all.push(of(&name, Kind::RefusedPackage(PackageId::at(index))));
        }
        for (index, party) in scenario.parties.iter().enumerate() {
            let name = format!("refused-by.{}", party.id);
            all.push(of(&name, Kind::RefusedBy(PartyId::at(index))));
        }
        for failure in Failure::ALL {
            let name = format!("failure.{}", failure.name());
            all.push(of(&name, Kind::Failure(failure)));
        }
        all.push(of("rounds", Kind::Rounds));
        for (index, party) in scenario.parties.iter().enumerate() {
            let id = PartyId::at(index);
            for (name, kind) in [
                ("utility", Kind::Utility(id)),
                ("payoff", Kind::Payoff(id)),
                ("reservation", Kind::Reservation(id)),
            ] {
                all.push(of(&format!("{name}.{}", party.id), kind));
            }
        }
        all
    }

    /// The measure of a name.
    ///
    /// # Errors
    /// When the scenario has none of that name.
    pub fn named(scenario: &Scenario, name: &str) -> Result<Self, UnknownMeasure> {
        let all = Self::all(scenario);
        let found = all.iter().find(|measure| measure.name == name).cloned();
        found.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(Self::name).collect();
            UnknownMeasure {
                name: name.to_owned(),
                known: names.join(", "),
            }
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is yes or no.
    pub fn is_yes_no(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Rounds | Kind::Utility(_) | Kind::Payoff(_) | Kind::Reservation(_)
        )
    }

    /// Its value in a run; 1 for yes and 0 for no.
    pub fn of(&self, outcome: &Outcome) -> f64 {
        let yes = match self.kind {
            Kind::Rounds => return f64::from(outcome.rounds_held),
            Kind::Utility(party) => return outcome.utilities[party.index()],
            Kind::Payoff(party) => return outcome.payoffs[party.index()],
            Kind::Reservation(party) => return outcome.reservations[party.index()],
            Kind::Agreement => outcome.agreed.is_some(),
            Kind::Signed => outcome.signed.is_some(),
            Kind::Zone => outcome.zone == ZoneState::Open,
            Kind::Package(package) => outcome.packages[package.index()].agreed,
            Kind::RefusedPackage(package) => {
                outcome.agreed.is_none()
                    && outcome
                        .last_refusal
                        .is_some_and(|last| last.1 == Some(package))
            }
            Kind::RefusedBy(party) => {
                outcome.agreed.is_none() && outcome.last_refusal.is_some_and(|last| last.0 == party)
            }
            Kind::Failure(failure) => outcome.failure == Some(failure),
        };
        f64::from(u8::from(yes))
    }
}
