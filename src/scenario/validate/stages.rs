//! Ratification at home.

use crate::model::{Approval, OnFailure, PartyId, Stage, Uncertain, Utility};
use crate::scenario::decode::missing_key;
use crate::scenario::fault::Fault;
use crate::scenario::fields::list;
use crate::scenario::file::{ApprovalFile, QuotaFile, StageFile};
use crate::scenario::validate::Validator;
use crate::scenario::validate::names::id_and_title;
use crate::scenario::validate::parties::role;
use crate::scenario::validate::structure::Purpose;

impl Validator<'_, '_> {
    pub(super) fn stages(&mut self) -> Vec<Stage> {
        let file = self.file;
        file.stages
            .items
            .iter()
            .filter_map(|stage| self.stage(stage))
            .collect()
    }

    fn stage(&mut self, stage: &StageFile) -> Option<Stage> {
        let (id, title) = id_and_title(&stage.name);
        let party = stage
            .party
            .as_ref()
            .and_then(|party| self.names.parties.find(party, self.report));
        let approval = self.approval(stage, &id);
        let when = stage
            .when
            .as_ref()
            .map(|list| self.patterns(list, Purpose::Find));
        let forbid = stage
            .forbid
            .as_ref()
            .map(|list| self.patterns(list, Purpose::Forbid));
        Some(Stage {
            id,
            title,
            party: party.map(PartyId::at),
            approval: approval?,
            delay: stage
                .delay
                .as_ref()
                .map_or(Uncertain::fixed(0.0), |number| number.value),
            when: when.unwrap_or_default(),
            forbid: forbid.unwrap_or_default(),
            on_failure: match stage.on_failure.as_ref().map(|word| word.value.as_str()) {
                Some("end") => OnFailure::End,
                _ => OnFailure::Back,
            },
        })
    }

    fn approval(&mut self, stage: &StageFile, id: &str) -> Option<Approval> {
        match &stage.approval.as_ref()?.value {
            ApprovalFile::Logit { lambda } => {
                let (utility, reservation) = self.body(stage, id, "it approves by `logit`");
                Some(Approval::Logit {
                    utility,
                    reservation: reservation?,
                    lambda: lambda.as_ref()?.value,
                })
            }
            ApprovalFile::Threshold => {
                let (utility, reservation) = self.body(stage, id, "it approves by `threshold`");
                Some(Approval::Threshold {
                    utility,
                    reservation: reservation?,
                })
            }
            ApprovalFile::Quota(quota) => {
                self.check_voters(quota);
                let (votes, quota) = self.quota(quota);
                Some(Approval::Quota { votes, quota })
            }
        }
    }

    /// The utility and reservation value of a body.
    fn body(&mut self, stage: &StageFile, id: &str, reason: &str) -> (Utility, Option<Uncertain>) {
        let parts = self.utility_parts(stage.utility.as_ref());
        if !stage.says_utility {
            let fault = Fault::UtilityMissing {
                party: id.to_owned(),
                reason: reason.to_owned(),
            };
            self.report.child(stage.name.at, "utility", fault);
        }
        if !stage.says_reservation
            && let Some(field) = list::STAGE.field("reservation")
        {
            let what = "a stage that decides by its utility";
            self.report
                .child(stage.name.at, "reservation", missing_key(what, field));
        }
        let spreads = (
            stage
                .weight_concentration
                .as_ref()
                .map(|number| number.value),
            stage.score_sd.as_ref().map_or(0.0, |number| number.value),
        );
        let utility = self.utility(&parts, spreads);
        (
            utility,
            stage.reservation.as_ref().map(|number| number.value),
        )
    }

    /// Whoever votes judges the deal, so it needs a utility.
    fn check_voters(&mut self, quota: &QuotaFile) {
        for (voter, _) in &quota.votes {
            let party = self.file.parties.items.iter().find(|party| {
                party
                    .name
                    .id
                    .as_ref()
                    .is_some_and(|id| id.value == voter.value)
            });
            // A principal without utility is reported with the party.
            if let Some(party) = party
                && role(party) != crate::model::Role::Principal
                && !party.preferences.says_utility
                && !party
                    .types
                    .items
                    .iter()
                    .any(|kind| kind.preferences.says_utility)
            {
                let fault = Fault::UtilityMissing {
                    party: voter.value.clone(),
                    reason: "it votes".to_owned(),
                };
                self.report.key(voter.at, fault);
            }
        }
    }
}
