//! What a mediator believes about the parties: weighted draws from the prior, reweighted by what it hears.

use crate::bargaining::mediator::channel::Report;
use crate::bargaining::mediator::evidence::Evidence;
use crate::bargaining::mediator::particle::Particle;
use crate::bargaining::mediator::party_belief::{PartyBelief, Scales};
use crate::bargaining::mediator::prior::Prior;
use crate::bargaining::mediator::verdicts::Verdicts;
use crate::bargaining::talks::Side;
use crate::game::{Game, PackageSet, stretch};
use crate::model;
use crate::model::ChannelCore;

/// A report is never taken to be surer than this.
const DOUBT_MIN: f64 = 0.01;

/// What a mediator believes in one run.
#[derive(Debug, Default)]
pub(crate) struct Belief {
    /// What it believes about each party, in the order of [`Prior::parties`].
    parties: Vec<PartyBelief>,
    /// For each type the packages in which the text crosses its red lines, as bits.
    crossings: Vec<PackageSet>,
    scales: Scales,
}

impl Belief {
    /// Forgets everything: the draws of this run's stretch of the bank.
    pub(crate) fn start(&mut self, game: &Game, prior: &Prior, seed: u64, run: u64) {
        if prior.count == 0 {
            self.parties.clear();
            return;
        }
        let stretch = (stretch(seed, run, prior.banked), prior.count);
        self.parties
            .resize_with(prior.parties.len(), PartyBelief::default);
        for (belief, bank) in self.parties.iter_mut().zip(&prior.parties) {
            belief.begin(game, bank, stretch, (seed, run));
        }
    }

    /// The draw to draft for that a uniform picks by posterior weight, of a party by its place.
    pub(super) fn sample(
        &mut self,
        game: &Game,
        prior: &Prior,
        settings: &model::Belief,
        (place, uniform): (usize, f64),
    ) -> Option<&Particle> {
        let belief = self.parties.get_mut(place)?;
        let powers = (settings.likelihood_lambda, settings.forgetting);
        let bank = (game, &prior.parties[place]);
        Some(belief.pick(bank, powers, uniform, &mut self.scales))
    }

    /// So many draws of a party by its place, by posterior weight: marks equally far apart from one uniform on, as they are.
    pub(super) fn several(
        &self,
        place: usize,
        count: usize,
        uniform: f64,
    ) -> impl Iterator<Item = &Particle> {
        let belief = self.parties.get(place).into_iter();
        belief.flat_map(move |belief| belief.several(count, uniform))
    }

    /// Learns from a report on a text; `channel` is what it passed on its way, none where it was heard as it was said.
    pub(crate) fn learn(
        &mut self,
        side: Side<'_>,
        prior: &Prior,
        place: usize,
        settings: &model::Belief,
        channel: Option<&ChannelCore<f64>>,
        (text, report): (&[u32], &Report),
    ) {
        let sharpness = settings.likelihood_lambda;
        let reading_error = channel.map_or(0.0, |channel| channel.reading_error);
        let precision = 0.5 / (reading_error * reading_error + 1.0 / (sharpness * sharpness));
        let doubt = channel.map_or(DOUBT_MIN, |channel| {
            channel.noise.clamp(DOUBT_MIN, 1.0 - DOUBT_MIN)
        });
        let heard = Evidence {
            verdicts: Verdicts::new(report.asked, report.accepted, doubt),
            vote: false,
            reading: report.reading.map(|reading| (reading, precision)),
            shift: side.talks.reservation_shift(side.party),
            time: (side.talks.round, side.talks.deadline),
        };
        self.mark_crossings(side.game, side.party, text);
        let powers = (sharpness, settings.forgetting);
        self.hear(side.game, prior, place, (text, &heard), powers);
    }

    /// Learns that a party voted against a whole deal.
    pub(crate) fn learn_refusal(
        &mut self,
        side: Side<'_>,
        prior: &Prior,
        settings: &model::Belief,
        text: &[u32],
    ) {
        let mut banks = prior.parties.iter();
        let Some(place) = banks.position(|bank| bank.party == side.party) else {
            return;
        };
        let heard = Evidence {
            verdicts: Verdicts::refusal(),
            vote: true,
            reading: None,
            shift: side.talks.reservation_shift(side.party),
            time: (side.talks.round, side.talks.deadline),
        };
        self.crossings.clear();
        let profiles = side.game.parties[side.party].profiles.iter();
        self.crossings
            .extend(profiles.map(|profile| PackageSet::from(profile.crosses(text))));
        let powers = (settings.likelihood_lambda, settings.forgetting);
        self.hear(side.game, prior, place, (text, &heard), powers);
    }

    fn hear(
        &mut self,
        game: &Game,
        prior: &Prior,
        place: usize,
        (text, heard): (&[u32], &Evidence),
        powers: (f64, f64),
    ) {
        if let Some(belief) = self.parties.get_mut(place) {
            belief.hear(
                (game, &prior.parties[place]),
                (text, heard, &self.crossings),
                powers,
                &mut self.scales,
            );
        }
    }

    /// For each type of a party the packages in which a text crosses a red line of that type.
    fn mark_crossings(&mut self, game: &Game, party: usize, text: &[u32]) {
        self.crossings.clear();
        for profile in &game.parties[party].profiles {
            let crossed = text
                .iter()
                .map(|&combo| profile.packages_crossed[combo as usize]);
            self.crossings
                .push(crossed.fold(0, |set, packages| set | packages));
        }
    }
}
