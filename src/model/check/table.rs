//! The table: protocol, agenda, levers and ratification.

use crate::model::check::finding::Check;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{
    Agenda, Approval, BodyRule, Concession, Effect, EffectTarget, InForce, Lever, Mediation,
    PackageId, PartyId, Role, Stage, Use, Utility,
};

impl Check<'_> {
    pub(super) fn table(&mut self) {
        let scenario = self.scenario;
        self.protocol();
        self.agenda();
        for (path, lever) in places::items(&scenario.levers) {
            self.lever(lever, &path);
        }
        for (path, stage) in places::items(&scenario.stages) {
            self.stage(stage, &path);
        }
    }

    fn protocol(&mut self) {
        let protocol = &self.scenario.protocol;
        let path = places::of_protocol(protocol);
        if let Some(mediation) = protocol.mediation() {
            self.mediation(mediation, &path);
        } else if let Some((proposer, _)) = protocol.only_offer() {
            self.principal("the proposer", proposer, path.key("proposer"));
        } else {
            self.speakers("a speaker", protocol.offers_in_turn(), &path.key("order"));
        }
    }

    /// A place for principals is taken by one.
    fn principal(&mut self, place: &'static str, party: PartyId, path: Path) {
        let role = self.scenario.parties[party.index()].role;
        if role != Role::Principal {
            let place_of_role = self.place_of(party).key("role");
            let party = self.id_of(party).to_owned();
            let fault = ModelFault::NotPrincipal { place, party, role };
            self.value(path, fault).resting_on([place_of_role]);
        }
    }

    /// At least two principals, each once.
    fn speakers(&mut self, place: &'static str, speakers: &[PartyId], path: &Path) {
        self.named_once(speakers, path);
        for &party in speakers {
            self.principal(place, party, path.id(self.id_of(party)));
        }
        self.two(
            speakers,
            "this protocol needs at least two principals",
            path,
        );
    }

    /// At least two parties, of principals where nothing is written.
    fn two(&mut self, parties: &[PartyId], what: &'static str, path: &Path) {
        let scenario = self.scenario;
        // Too few parties altogether have been reported.
        let found = parties.len();
        if found < 2 && scenario.parties.len() >= 2 {
            let roles = places::items(&scenario.parties).map(|(path, _)| path.key("role"));
            self.value(path.clone(), ModelFault::TooFew { what, found })
                .resting_on(roles);
        }
    }

    fn mediation(&mut self, mediation: &Mediation, path: &Path) {
        self.visits(mediation, &path.key("visits"));
        self.own_channels(&path.key("channel"));
        let mediator = &self.scenario.parties[mediation.mediator.index()];
        if mediator.role == Role::Principal {
            let fault = ModelFault::MediatorIsPrincipal(mediator.id.clone());
            let role = self.place_of(mediation.mediator).key("role");
            self.value(path.key("mediator"), fault).resting_on([role]);
        }
    }

    /// At least two principals, and others with a say, each once, and not the mediator.
    fn visits(&mut self, mediation: &Mediation, path: &Path) {
        let scenario = self.scenario;
        let needed = scenario.consenting();
        self.named_once(&mediation.visits, path);
        for &party in &mediation.visits {
            let found = &scenario.parties[party.index()];
            let id = found.id.clone();
            // That a principal mediates is another fault.
            let fault = if party == mediation.mediator && found.role != Role::Principal {
                ModelFault::VisitsItself(id)
            } else if found.role != Role::Principal && !needed[party.index()] {
                let role = found.role;
                ModelFault::NothingToAsk { party: id, role }
            } else {
                continue;
            };
            let rests = [Path::of("consent"), self.place_of(party).key("role")];
            self.value(path.id(&found.id), fault).resting_on(rests);
        }
        let what = "a mediator visits at least two principals";
        self.two(&scenario.speakers(), what, path);
    }

    /// Whoever has a channel of its own is visited, and has only one.
    fn own_channels(&mut self, path: &Path) {
        let own = self.scenario.protocol.own_channels();
        for (position, own_channel) in own.iter().enumerate() {
            let party = own_channel.party;
            let id = self.id_of(party).to_owned();
            let place = path.id(&id);
            if own[..position].iter().any(|other| other.party == party) {
                let kind = "party";
                self.value(place.clone(), ModelFault::NamedTwice { kind, id });
            }
            self.visited(party, place);
        }
    }

    /// Whose channel is spoken of is visited.
    fn visited(&mut self, party: PartyId, path: Path) {
        let protocol = &self.scenario.protocol;
        if !protocol.heard().contains(&party) {
            let fault = ModelFault::NotVisited(self.id_of(party).to_owned());
            self.value(path, fault)
                .resting_on([places::of_protocol(protocol).key("visits")]);
        }
    }

    fn agenda(&mut self) {
        let scenario = self.scenario;
        let Some((path, packaged)) = places::of_packages(&scenario.agenda) else {
            return;
        };
        if let Agenda::Sequential { order, .. } = &scenario.agenda {
            let listed = scenario.packages.iter().enumerate();
            let missing: Vec<String> = listed
                .filter(|(position, _)| !order.contains(&PackageId::at(*position)))
                .map(|(_, package)| package.id.clone())
                .collect();
            if !missing.is_empty() {
                self.value(path.key("order"), ModelFault::OrderIncomplete { missing });
            }
        }
        if scenario.protocol.mediation().is_none() {
            let protocol = scenario.protocol.name();
            self.key(path.clone(), ModelFault::AgendaNeedsMediator { protocol })
                .resting_on([Path::of("protocol")]);
        }
        if matches!(packaged.in_force, InForce::Alone { .. }) && !scenario.stages.is_empty() {
            self.key(path.key("in-force.alone"), ModelFault::AloneWithStages);
        }
    }

    fn lever(&mut self, lever: &Lever, path: &Path) {
        if lever.effects.is_empty() {
            self.empty(path.key("effects"), "say what the lever shifts");
        }
        for effect in &lever.effects {
            self.shift_of_channel(effect, &path.key("effects").entry(effect.entry));
            self.shift_of_body(effect, &path.key("effects").entry(effect.entry));
            if effect.target == EffectTarget::Rounds {
                self.shift_of_deadline(&path.key("effects").entry(effect.entry));
            }
        }
        let path = path.key("use");
        match lever.usage {
            Use::Never
            | Use::Threat
            | Use::Always
            | Use::WhenStuck { .. }
            | Use::OnceRefuses { .. }
            | Use::WithProbability(_) => {}
            Use::UponSignature => {
                if self.scenario.stages.is_empty() {
                    let found = self.value(path, ModelFault::NobodyAtHome);
                    found.resting_on([Path::of("stage")]);
                }
            }
            Use::Rounds { from, until } => {
                if let Some(until) = until
                    && until <= from
                {
                    let fault = ModelFault::UntilBeforeFrom { from, until };
                    let found = self.value(path.key("rounds.until"), fault);
                    found.resting_on([path.key("rounds.from")]);
                }
            }
            Use::AfterRefusals { party, .. } => {
                let path = path.key("after-refusals.party");
                self.principal("the party of `after-refusals`", party, path);
            }
            Use::OnceAccepts { party } => {
                let path = path.key("once-accepts.party");
                self.principal("the party of `once-accepts`", party, path);
            }
        }
    }

    /// A deadline is moved only where there is more than one round and nobody must know it from the start.
    fn shift_of_deadline(&mut self, path: &Path) {
        let kinds = self.scenario.parties.iter().flat_map(|party| &party.types);
        let mut rules = kinds.map(|kind| kind.profile.strategy.concession);
        let fault = if self.scenario.protocol.only_offer().is_some() {
            ModelFault::DeadlineOfUltimatum
        } else if rules.any(|rule| rule == Concession::Rational) {
            ModelFault::DeadlineOfRational
        } else {
            return;
        };
        let found = self.value(path.key("clock"), fault);
        found.resting_on(["protocol", "party"].map(Path::of));
    }

    /// A channel is shifted where there is one.
    fn shift_of_channel(&mut self, effect: &Effect, path: &Path) {
        let (EffectTarget::Noise(party) | EffectTarget::ReadingError(party)) = effect.target else {
            return;
        };
        let protocol = &self.scenario.protocol;
        if protocol.channel().is_none() {
            let protocol = protocol.name();
            self.value(path.key("channel"), ModelFault::NoChannel { protocol })
                .resting_on([Path::of("protocol")]);
        } else if let Some(party) = party {
            self.visited(party, path.key("party"));
        }
    }

    /// What is shifted of a body is something it has.
    fn shift_of_body(&mut self, effect: &Effect, path: &Path) {
        let (id, key) = match effect.target {
            EffectTarget::BodyReservation(id) => (id, "reservation"),
            EffectTarget::Support(id) => (id, "support"),
            _ => return,
        };
        let body = &self.scenario.stages[id.index()];
        let stage = body.id.clone();
        let fault = match body.approval.body().map(|body| body.rule) {
            None => ModelFault::VoteOfParties { stage },
            Some(BodyRule::Threshold) if key == "support" => ModelFault::NoSupport { stage },
            Some(_) => return,
        };
        let found = self.key(path.key(key), fault);
        found.resting_on([Path::of("stage").id(&body.id).key("approval")]);
    }

    fn stage(&mut self, stage: &Stage, path: &Path) {
        if stage.approval.body().is_none() && !stage.loads.is_empty() {
            let fault = ModelFault::VoteOfParties {
                stage: stage.id.clone(),
            };
            let found = self.key(path.key("loads"), fault);
            found.resting_on([path.key("approval")]);
        }
        for (position, pattern) in stage.when.iter().enumerate() {
            self.pattern(pattern, path.key("when").entry(position));
        }
        self.forbidding(&stage.forbid, &path.key("forbid"));
        let body = match &stage.approval {
            Approval::Body(body) => body,
            Approval::Quota { votes, quota } => {
                let path = path.key("approval.quota");
                self.voters(votes, &path.key("votes"));
                self.quota(votes, *quota, &path);
                return;
            }
        };
        let (utility, rule) = (&body.utility, body.rule.name());
        if let Some(utility) = utility {
            self.utility(path, utility);
        }
        if utility
            .as_ref()
            .map_or(stage.party.is_none(), Utility::is_blank)
        {
            let stage = stage.id.clone();
            let fault = ModelFault::BodyWithoutUtility { stage, rule };
            let found = self.value(path.key("utility"), fault);
            found.resting_on(["approval", "party"].map(|key| path.key(key)));
        }
        if let Some(party) = stage.inherits_from()
            && let Some(found) = self.judging(party, "its body decides by it")
        {
            self.value(path.key("party"), found.0).resting_on(found.1);
        }
    }

    /// What is wrong with a party that judges deals without a utility, and what that rests on; a principal without one is reported
    /// with the party.
    fn judging(&self, judge: PartyId, reason: &'static str) -> Option<(ModelFault, [Path; 2])> {
        let party = &self.scenario.parties[judge.index()];
        let mut types = party.types.iter();
        let judges = types.any(|kind| !kind.profile.utility.is_blank());
        (party.role != Role::Principal && !judges).then(|| {
            let party = party.id.clone();
            let fault = ModelFault::UtilityMissing { party, reason };
            let rests = ["role", "utility"].map(|key| self.place_of(judge).key(key));
            (fault, rests)
        })
    }

    /// Whoever votes judges the deal.
    fn voters(&mut self, votes: &[(PartyId, f64)], path: &Path) {
        for &(voter, _) in votes {
            if let Some(found) = self.judging(voter, "it votes") {
                let place = path.id(self.id_of(voter));
                self.key(place, found.0).resting_on(found.1);
            }
        }
    }
}
