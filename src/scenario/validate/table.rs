//! The table: protocol, agenda, and which strategies go with them.

use crate::model::{
    Agenda, Belief, Channel, InForce, Mediation, PackageId, Packaged, PartyId, Plan, Protocol,
    Role, Uncertain,
};
use crate::scenario::document::At;
use crate::scenario::fault::{Fault, TableFault};
use crate::scenario::file::{
    AgendaSpelled, ApprovalFile, InForceFile, Listed, MediationFile, PackagedFile, PartyFile,
    PreferencesFile, ProtocolFile, ReadingFile, Spelled, Word,
};
use crate::scenario::validate::Validator;
use crate::scenario::validate::parties::role;

impl ProtocolFile {
    /// Its word in files.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::AlternatingOffers { .. } => "alternating-offers",
            Self::Shuttle(_) => "shuttle",
            Self::SingleText(_) => "single-text",
            Self::Ultimatum { .. } => "ultimatum",
        }
    }
}

impl Validator<'_, '_> {
    pub(super) fn protocol(&mut self, plans: &[Plan]) -> Option<Protocol> {
        let protocol = self.file.protocol.as_ref()?;
        match &protocol.value {
            ProtocolFile::AlternatingOffers {
                order,
                one_offer_per_round,
            } => Some(Protocol::AlternatingOffers {
                order: self.speakers("a speaker", order, protocol.at),
                one_offer_per_round: one_offer_per_round
                    .as_ref()
                    .is_some_and(|truth| truth.value),
            }),
            ProtocolFile::Shuttle(mediation) => self
                .mediation(mediation, protocol.at, plans)
                .map(Protocol::Shuttle),
            ProtocolFile::SingleText(mediation) => self
                .mediation(mediation, protocol.at, plans)
                .map(Protocol::SingleText),
            ProtocolFile::Ultimatum {
                proposer,
                belief_draws,
            } => Some(Protocol::Ultimatum {
                proposer: self.principal("the proposer", proposer.as_ref()?)?,
                belief_draws: belief_draws.as_ref().map_or(1024, |draws| draws.value),
            }),
        }
    }

    /// A party that must be a principal.
    pub(super) fn principal(&mut self, place: &'static str, word: &Word) -> Option<PartyId> {
        let position = self.names.parties.find(word, self.report)?;
        let party = self.file.parties.items.get(position)?;
        let role = match role(party) {
            Role::Principal => return Some(PartyId::at(position)),
            Role::Mediator => "mediator",
            Role::Observer => "observer",
        };
        let fault = TableFault::NotPrincipal {
            place,
            party: word.value.clone(),
            role,
        };
        self.report.value(word.at, fault);
        None
    }

    /// At least two principals, each once; all of them where the key is left out.
    fn speakers(&mut self, place: &'static str, order: &Listed<Word>, at: At) -> Vec<PartyId> {
        let speakers = if order.at.is_some() {
            self.names.parties.find_all(&order.items, self.report);
            let mut speakers = Vec::new();
            for word in &order.items {
                // Unknown names have just been reported.
                if self.report.touches(word.at) {
                    continue;
                }
                speakers.extend(self.principal(place, word));
            }
            speakers
        } else {
            self.principals()
        };
        let named = if order.at.is_some() {
            order.items.len()
        } else {
            speakers.len()
        };
        // Too few parties altogether and parties without a role have been reported.
        let parties = &self.file.parties.items;
        let enough = parties.len() >= 2 && parties.iter().all(|party| party.role.is_some());
        if named < 2 && enough && !order.at.is_some_and(|at| self.report.touches(at)) {
            let what = "this protocol needs at least two principals";
            self.report
                .value(order.at.unwrap_or(at), Fault::TooFew { what, found: named });
        }
        speakers
    }

    fn mediation(&mut self, file: &MediationFile, at: At, plans: &[Plan]) -> Option<Mediation> {
        let visits = self.speakers("a visited party", &file.visits, at);
        let opening = file
            .opening
            .as_ref()
            .and_then(|plan| self.names.plans.find(plan, self.report));
        let word = file.mediator.as_ref()?;
        let mediator = self.names.parties.find(word, self.report)?;
        if self
            .file
            .parties
            .items
            .get(mediator)
            .is_some_and(|party| party.role.is_some() && role(party) == Role::Principal)
        {
            self.report
                .value(word.at, TableFault::MediatorIsPrincipal(word.value.clone()));
        }
        let number = |number: &Option<Spelled<f64>>, default| {
            number.as_ref().map_or(default, |number| number.value)
        };
        let reading_error = match &file.reading_error {
            None => Some(Uncertain::fixed(0.05)),
            Some(ReadingFile::None) => None,
            Some(ReadingFile::Error(number)) => Some(number.value),
        };
        Some(Mediation {
            mediator: PartyId::at(mediator),
            visits,
            opening: opening
                .and_then(|plan| plans.get(plan))
                .map(|plan| plan.deal.clone()),
            kappa: number(&file.kappa, 0.5),
            edits: file.edits.as_ref().map_or(2, |edits| edits.value),
            belief: Belief {
                draws: file.belief_draws.as_ref().map_or(64, |draws| draws.value),
                likelihood_lambda: number(&file.likelihood_lambda, 15.0),
                forgetting: number(&file.forgetting, 1.0),
                red_line_penalty: number(&file.red_line_penalty, 4.0),
            },
            channel: Channel {
                noise: file
                    .noise
                    .as_ref()
                    .map_or(Uncertain::fixed(0.1), |number| number.value),
                bias: file
                    .bias
                    .as_ref()
                    .map_or(Uncertain::fixed(0.0), |number| number.value),
                reading_error,
            },
            roles: file.roles,
        })
    }

    pub(super) fn agenda(&mut self, plans: &[Plan]) -> Option<Agenda> {
        let Some(agenda) = &self.file.agenda else {
            return Some(Agenda::SingleUndertaking);
        };
        if let Some(protocol) = &self.file.protocol
            && !matches!(agenda.order, AgendaSpelled::SingleUndertaking)
            && !matches!(
                protocol.value,
                ProtocolFile::Shuttle(_) | ProtocolFile::SingleText(_)
            )
        {
            let protocol = protocol.value.name();
            self.report
                .key(agenda.at, TableFault::AgendaNeedsMediator { protocol });
        }
        match &agenda.order {
            AgendaSpelled::SingleUndertaking => Some(Agenda::SingleUndertaking),
            AgendaSpelled::Parallel(packaged) => {
                self.packaged(packaged, plans).map(Agenda::Parallel)
            }
            AgendaSpelled::Sequential { order, packaged } => {
                let order = self.sequence(order);
                Some(Agenda::Sequential {
                    order,
                    packaged: self.packaged(packaged, plans)?,
                })
            }
        }
    }

    fn sequence(&mut self, order: &Listed<Word>) -> Vec<PackageId> {
        let count = self.file.packages.items.len().max(1);
        let Some(at) = order.at else {
            return (0..count).map(PackageId::at).collect();
        };
        let found = self.names.packages.find_all(&order.items, self.report);
        let missing: Vec<String> = (0..self.file.packages.items.len())
            .filter(|position| !found.contains(position))
            .map(|position| self.names.packages.id(position).to_owned())
            .collect();
        if !missing.is_empty() && !self.report.touches(at) {
            self.report
                .value(at, TableFault::OrderIncomplete { missing });
        }
        found.into_iter().map(PackageId::at).collect()
    }

    fn packaged(&mut self, file: &PackagedFile, plans: &[Plan]) -> Option<Packaged> {
        let in_force = match &file.in_force {
            None | Some(InForceFile::Together) => InForce::Together,
            Some(InForceFile::Alone { at, status_quo }) => {
                if !self.file.stages.items.is_empty() {
                    self.report.key(*at, TableFault::AloneWithStages);
                }
                let plan = self.names.plans.find(status_quo.as_ref()?, self.report)?;
                InForce::Alone {
                    status_quo: plans.get(plan)?.deal.clone(),
                }
            }
        };
        Some(Packaged {
            in_force,
            reopen_after: file.reopen_after.as_ref().map_or(2, |rounds| rounds.value),
        })
    }

    /// Which strategies go with the protocol, and who has a body to anticipate.
    pub(super) fn check_rules(&mut self) {
        let file = self.file;
        for party in &file.parties.items {
            self.check_strategies(party, &party.preferences);
            self.check_anticipation(party, &party.preferences);
            for kind in &party.types.items {
                self.check_strategies(party, &kind.preferences);
                self.check_anticipation(party, &kind.preferences);
            }
        }
    }

    fn check_anticipation(&mut self, party: &PartyFile, preferences: &PreferencesFile) {
        let (Some(anticipate), Some(id)) = (&preferences.anticipate, &party.name.id) else {
            return;
        };
        let has_body = self.file.stages.items.iter().any(|stage| {
            stage
                .party
                .as_ref()
                .is_some_and(|name| name.value == id.value)
                && stage
                    .approval
                    .as_ref()
                    .is_none_or(|approval| !matches!(approval.value, ApprovalFile::Quota(_)))
        });
        if anticipate.value > 0.0 && !has_body && !self.report.touches(anticipate.at) {
            let party = id.value.clone();
            self.report
                .value(anticipate.at, TableFault::NothingToAnticipate { party });
        }
    }
}
