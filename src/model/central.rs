//! A scenario in which nothing is left to chance: every number at its central value, every party of its likeliest type.

use crate::model::{Party, Scenario, TypeId, Uncertain, Use, Utility};

impl Scenario {
    /// The scenario with every uncertain number at its central value ([`Uncertain::central`]).
    ///
    /// Each party has its likeliest type only, parties drawn together those of the likeliest row; of equally likely ones
    /// the first. A lever used with some probability is used where that is at least one half.
    #[must_use]
    pub fn central(&self) -> Self {
        let mut central = self.clone();
        for number in central.numbers_mut() {
            *number.value = Uncertain::fixed(number.value.central());
        }
        for (party, kind) in central.parties.iter_mut().zip(self.central_types()) {
            let mut kept = party.types.swap_remove(kind.index());
            kept.probability = Uncertain::fixed(1.0);
            keep_centres(&mut kept.profile.utility);
            party.types = vec![kept];
        }
        central.joint_types.clear();
        for lever in &mut central.levers {
            match lever.usage {
                Use::WithProbability(chance) if chance.central() >= 0.5 => {
                    lever.usage = Use::Always;
                }
                Use::WithProbability(_) => lever.usage = Use::Never,
                _ => {}
            }
        }
        for stage in &mut central.stages {
            let body = stage.approval.body_mut();
            if let Some(utility) = body.and_then(|body| body.utility.as_mut()) {
                keep_centres(utility);
            }
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

/// Takes the errors around weights and scores away.
fn keep_centres(utility: &mut Utility) {
    utility.weight_concentration = None;
    utility.score_sd = 0.0;
}
