//! A scenario in which nothing is left to chance: every number at its central value, every party of its likeliest type.

use crate::model::{
    Acceptance, Approval, Concession, Driver, Lever, Party, Process, Profile, Protocol, Scenario,
    Stage, TypeId, Uncertain, Use, Utility,
};

impl Scenario {
    /// The scenario with every uncertain number at its central value ([`Uncertain::central`]).
    ///
    /// Each party has its likeliest type only, parties drawn together those of the likeliest row; of equally likely ones
    /// the first. A lever used with some probability is used where that is at least one half.
    #[must_use]
    pub fn central(&self) -> Self {
        let mut central = self.clone();
        fix(&mut central.clock.breakdown);
        let kinds = self.central_types();
        for (party, kind) in central.parties.iter_mut().zip(kinds) {
            keep_type(party, kind);
        }
        central.joint_types.clear();
        central.drivers.iter_mut().for_each(fix_driver);
        central.levers.iter_mut().for_each(fix_lever);
        central.stages.iter_mut().for_each(fix_stage);
        if let Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) =
            &mut central.protocol
        {
            let channel = &mut mediation.channel;
            fix(&mut channel.noise);
            fix(&mut channel.bias);
            channel.reading_error.iter_mut().for_each(fix);
        }
        central
    }

    /// The likeliest type of each party; of equally likely ones the first.
    pub fn central_types(&self) -> Vec<TypeId> {
        let own = |party: &Party| {
            let chances = party.types.iter().map(|kind| kind.probability.central());
            TypeId::at(likeliest(chances))
        };
        let mut kinds: Vec<TypeId> = self.parties.iter().map(own).collect();
        if !self.joint_types.is_empty() {
            let chances = self.joint_types.iter().map(|row| row.probability.central());
            for &(party, kind) in &self.joint_types[likeliest(chances)].types {
                kinds[party.index()] = kind;
            }
        }
        kinds
    }
}

/// Position of the greatest of some probabilities, the first of equals.
fn likeliest(chances: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (position, chance) in chances.enumerate() {
        if chance > best.1 {
            best = (position, chance);
        }
    }
    best.0
}

fn fix(number: &mut Uncertain) {
    *number = Uncertain::fixed(number.central());
}

fn keep_type(party: &mut Party, kind: TypeId) {
    let mut kept = party.types.swap_remove(kind.index());
    kept.probability = Uncertain::fixed(1.0);
    fix_profile(&mut kept.profile);
    party.types = vec![kept];
}

fn fix_profile(profile: &mut Profile) {
    fix_utility(&mut profile.utility);
    for linkage in &mut profile.linkages {
        fix(&mut linkage.bonus);
    }
    if let Some(breach) = &mut profile.breach {
        breach.probability.iter_mut().for_each(fix);
        fix(&mut breach.loss);
    }
    fix(&mut profile.reservation);
    fix(&mut profile.discount);
    fix(&mut profile.round_cost);
    for load in &mut profile.loads {
        fix(&mut load.1);
    }
    if let Concession::TimeDependent {
        start, exponent, ..
    } = &mut profile.strategy.concession
    {
        fix(start);
        fix(exponent);
    }
    if let Acceptance::Logit { lambda } = &mut profile.strategy.acceptance {
        fix(lambda);
    }
    fix(&mut profile.strategy.react);
}

fn fix_utility(utility: &mut Utility) {
    utility.weights.iter_mut().for_each(fix);
    utility.scores.iter_mut().flatten().for_each(fix);
    utility.weight_concentration = None;
    utility.score_sd = 0.0;
}

fn fix_driver(driver: &mut Driver) {
    fix(&mut driver.start);
    match &mut driver.process {
        Process::RandomWalk { drift, sd } => [drift, sd].into_iter().for_each(fix),
        Process::MeanReverting { mean, speed, sd } => {
            [mean, speed, sd].into_iter().for_each(fix);
        }
        Process::Battles { step, up } => [step, up].into_iter().for_each(fix),
    }
}

fn fix_lever(lever: &mut Lever) {
    fix(&mut lever.cost);
    fix(&mut lever.credibility);
    lever.credibility_half_life.iter_mut().for_each(fix);
    lever.half_life.iter_mut().for_each(fix);
    fix(&mut lever.delay);
    lever.duration.iter_mut().for_each(fix);
    for effect in &mut lever.effects {
        fix(&mut effect.size);
    }
    if let Use::WithProbability(probability) = &lever.usage {
        lever.usage = if probability.central() >= 0.5 {
            Use::Always
        } else {
            Use::Never
        };
    }
}

fn fix_stage(stage: &mut Stage) {
    fix(&mut stage.delay);
    match &mut stage.approval {
        Approval::Logit {
            utility,
            reservation,
            lambda,
        } => {
            fix_utility(utility);
            fix(reservation);
            fix(lambda);
        }
        Approval::Threshold {
            utility,
            reservation,
        } => {
            fix_utility(utility);
            fix(reservation);
        }
        Approval::Quota { .. } => {}
    }
}
