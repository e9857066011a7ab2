//! Turning uniforms into a party's numbers: one rule for nature's draws, for a belief's draws and for central values.

use crate::game::profile::{CompiledParty, CompiledUtility, Numbers};
use crate::game::quantile;
use crate::game::{CompiledProfile, Owner, Purpose, Stream};

/// Where uniforms come from.
pub(crate) trait Uniforms {
    /// Turns to the first slot of an owner.
    fn open(&mut self, owner: Owner);
    /// The uniform of the next slot.
    fn next(&mut self) -> f64;
}

/// Nature's own draws for one run.
#[derive(Debug)]
pub(crate) struct Nature {
    seed: u64,
    run: u64,
    stream: Option<Stream>,
}

impl Nature {
    pub(crate) fn new(seed: u64, run: u64) -> Self {
        Self {
            seed,
            run,
            stream: None,
        }
    }
}

impl Uniforms for Nature {
    fn open(&mut self, owner: Owner) {
        self.stream = Some(Stream::new(self.seed, Purpose::Nature, owner, self.run));
    }

    fn next(&mut self) -> f64 {
        self.stream.as_mut().map_or(0.5, Stream::uniform)
    }
}

/// What one party wants in one run, as numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyNumbers {
    /// Its type.
    pub kind: usize,
    /// Weight of each issue, sum 1 (all 0 for a party without preferences).
    pub weights: Vec<f64>,
    /// Score of each option, issue by issue, in 0..=1.
    pub scores: Vec<f64>,
    /// Entries of the breach table; empty without one.
    pub breach: Vec<f64>,
    /// Bonus of each linkage.
    pub bonuses: Vec<f64>,
    /// Load on each driver it loads on, in the order of its profile.
    pub loads: Vec<f64>,
    /// Reservation value in round 0 before drivers and levers.
    pub reservation: f64,
    /// Discount factor per round.
    pub discount: f64,
    /// Fixed cost per round.
    pub round_cost: f64,
    /// Loss below the reservation value when an agreement breaks.
    pub loss: f64,
    /// Share of the best margin asked at first.
    pub start: f64,
    /// Exponent of concession.
    pub exponent: f64,
    /// Reaction to the others' concessions.
    pub react: f64,
    /// Sharpness λ of acceptance.
    pub lambda: f64,
    /// Times as much as it sees that a party which plays tit for tat concedes.
    pub gain: f64,
    /// Share of the best margin that acceptance by a share of its own needs at first.
    pub needed_start: f64,
    /// Exponent with which that share falls.
    pub needed_exponent: f64,
}

/// Fills `values` with one draw of each number; fixed numbers keep their slot, so that freeing one moves no other.
pub(crate) fn draw(
    numbers: &Numbers,
    owner: Owner,
    uniforms: &mut impl Uniforms,
    values: &mut Vec<f64>,
) {
    values.clear();
    if numbers.drawn {
        uniforms.open(owner);
        values.extend(
            numbers
                .quantiles
                .iter()
                .map(|quantile| quantile.at(uniforms.next())),
        );
    } else {
        values.extend(numbers.quantiles.iter().map(|quantile| quantile.at(0.5)));
    }
}

/// Position of the type that a uniform picks among these weights; the last where rounding leaves a rest.
pub(crate) fn pick(weights: &[f64], uniform: f64) -> usize {
    let total: f64 = weights.iter().sum();
    let mut rest = uniform * total;
    for (position, weight) in weights.iter().enumerate() {
        rest -= weight;
        if rest < 0.0 {
            return position;
        }
    }
    weights.len() - 1
}

/// Draws a party's type by itself.
pub(crate) fn draw_kind(
    party: &CompiledParty,
    uniforms: &mut impl Uniforms,
    scratch: &mut Vec<f64>,
) -> usize {
    if party.profiles.len() == 1 {
        return 0;
    }
    draw(
        &party.probabilities,
        party.owners.probabilities,
        uniforms,
        scratch,
    );
    uniforms.open(party.owners.kind);
    pick(scratch, uniforms.next())
}

/// Owners of the four streams of weights and scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct UtilityOwners {
    pub(crate) weights: Owner,
    pub(crate) weight_errors: Owner,
    pub(crate) scores: Owner,
    pub(crate) score_errors: Owner,
}

/// Draws normalised weights and scores.
pub(crate) fn draw_utility(
    utility: &CompiledUtility,
    owners: UtilityOwners,
    uniforms: &mut impl Uniforms,
    weights: &mut Vec<f64>,
    scores: &mut Vec<f64>,
) {
    draw(&utility.weights, owners.weights, uniforms, weights);
    if !utility.weight_deviations.is_empty() {
        uniforms.open(owners.weight_errors);
        for (weight, deviation) in weights.iter_mut().zip(&utility.weight_deviations) {
            // Half the variance is taken off, so that the centre is the mean, as it is of a Dirichlet draw.
            let error = deviation * quantile::standard_normal(uniforms.next());
            *weight *= libm::exp(error - 0.5 * deviation * deviation);
        }
    }
    normalise(weights);
    draw(&utility.scores, owners.scores, uniforms, scores);
    if utility.score_deviation > 0.0 {
        uniforms.open(owners.score_errors);
        for score in scores {
            let error = utility.score_deviation * quantile::standard_normal(uniforms.next());
            *score = (*score + error).clamp(0.0, 1.0);
        }
    }
}

/// Makes weights sum to 1; weights that are all 0 stay so.
pub(crate) fn normalise(weights: &mut [f64]) {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        for weight in weights {
            *weight /= total;
        }
    }
}

impl PartyNumbers {
    /// Draws everything a party of one type wants.
    pub(crate) fn draw(
        &mut self,
        party: &CompiledParty,
        kind: usize,
        uniforms: &mut impl Uniforms,
        scratch: &mut Vec<f64>,
    ) {
        let profile: &CompiledProfile = &party.profiles[kind];
        let owners = &party.owners;
        self.kind = kind;
        draw(&profile.core, owners.core, uniforms, scratch);
        [
            self.reservation,
            self.discount,
            self.round_cost,
            self.loss,
            self.start,
            self.exponent,
            self.react,
            self.lambda,
        ] = scratch
            .as_slice()
            .try_into()
            .expect("a profile has eight core numbers");
        draw(&profile.rules, owners.rules, uniforms, scratch);
        [self.gain, self.needed_start, self.needed_exponent] = scratch
            .as_slice()
            .try_into()
            .expect("a profile has three numbers of rules");
        draw_utility(
            &profile.utility,
            owners.utility(),
            uniforms,
            &mut self.weights,
            &mut self.scores,
        );
        match &profile.breach {
            Some(breach) => draw(&breach.entries, owners.breach, uniforms, &mut self.breach),
            None => self.breach.clear(),
        }
        draw(
            &profile.bonuses,
            owners.linkages,
            uniforms,
            &mut self.bonuses,
        );
        draw(&profile.loads, owners.loads, uniforms, &mut self.loads);
    }
}
