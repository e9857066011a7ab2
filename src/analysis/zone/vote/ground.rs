//! What a vote may still be about: the combos that can find consent, and what they are worth to every voice that counts.

use crate::analysis::zone::terms::SLACK;
use crate::analysis::zone::vote::question::Question;
use crate::game::{PartySet, members, set_of};

/// A voice that counts: a party that some rule names, or a body at home that is always asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    /// The party, or that whose body it is.
    pub(super) party: usize,
    /// What its sum must reach.
    pub(super) need: f64,
    /// Its number among the voices of the question.
    number: usize,
}

/// The candidates of each block and their values.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) voices: Vec<Voice>,
    /// Combos by block.
    pub(super) blocks: Vec<Vec<u32>>,
    /// The parties whose needs the best combos of every block would meet.
    pub(super) hopeful: PartySet,
    /// Rules that every deal must meet.
    pub(super) sure: Vec<usize>,
}

impl Ground {
    /// What is left once combos are taken away that the hopeful cannot consent to; none where no deal is left.
    pub(super) fn of(question: &Question<'_>, needs: &[f64]) -> Option<Self> {
        let (game, layout) = (question.game, question.layout);
        let named = game.consent.all_named();
        let parties = members(named).map(|party| (party, party));
        let always = question
            .bodies
            .iter()
            .enumerate()
            .filter(|(_, body)| body.when.is_empty() && named >> body.party & 1 == 1);
        let bodies = always.map(|(place, body)| (game.parties.len() + place, body.party));
        let voice = |(number, party): (usize, usize)| Voice {
            party,
            // What crosses a red line is worth minus infinity, which reaches nothing.
            need: needs[number].max(f64::MIN),
            number,
        };
        let block = |block| layout.block(block).map(narrow).collect();
        let mut ground = Self {
            voices: parties.chain(bodies).map(voice).collect(),
            blocks: (0..layout.blocks()).map(block).collect(),
            hopeful: named,
            sure: Vec::new(),
        };
        while ground.reduce(question)? {}
        ground.sure = ground.sure_rules(question);
        Some(ground)
    }

    /// Value of a combo to a voice: minus infinity where the voice would never take it.
    pub(super) fn value(&self, question: &Question<'_>, voice: usize, combo: u32) -> f64 {
        let Voice { party, number, .. } = self.voices[voice];
        let crossed = question.terms.crossed[combo as usize];
        if number == party && crossed >> party & 1 == 1 {
            f64::NEG_INFINITY
        } else {
            let combos = question.layout.combos();
            question.terms.values[number * combos + combo as usize]
        }
    }

    /// The deal of a candidate of each block.
    pub(super) fn deal(&self, picks: &[usize]) -> Vec<u32> {
        let pairs = self.blocks.iter().zip(picks);
        pairs.map(|(combos, &pick)| combos[pick]).collect()
    }

    /// Takes away what the hopeful cannot consent to; whether that was something, none where no deal is left.
    fn reduce(&mut self, question: &Question<'_>) -> Option<bool> {
        let reach = |voice: usize| {
            let best = self.blocks.iter().map(|combos| {
                let values = combos
                    .iter()
                    .map(|&combo| self.value(question, voice, combo));
                values.fold(f64::NEG_INFINITY, f64::max)
            });
            best.fold(0.0, |sum, best| sum + best)
        };
        let voices = self.voices.iter().enumerate();
        let hopeless = voices.filter(|(place, voice)| reach(*place) < voice.need - SLACK);
        self.hopeful &= !set_of(hopeless.map(|(_, voice)| voice.party));
        let consent = &question.game.consent;
        let met: Vec<bool> = (0..consent.rule_count())
            .map(|rule| consent.rule_met(rule, self.hopeful))
            .collect();
        let mut removed = false;
        for combos in &mut self.blocks {
            let before = combos.len();
            combos.retain(|&combo| {
                let mut rules = consent.combo_rules(&question.game.blocks, combo);
                rules.all(|rule| met[rule])
            });
            removed |= combos.len() < before;
            if combos.is_empty() {
                return None;
            }
        }
        Some(removed)
    }

    /// The rules that all candidates of some block bring into effect.
    fn sure_rules(&self, question: &Question<'_>) -> Vec<usize> {
        let rules = |combo: u32| {
            question
                .game
                .consent
                .combo_rules(&question.game.blocks, combo)
        };
        let mut sure = Vec::new();
        for combos in &self.blocks {
            let mut shared: Vec<usize> = rules(combos[0]).collect();
            for &combo in &combos[1..] {
                shared.retain(|&kept| rules(combo).any(|rule| rule == kept));
            }
            sure.extend(shared);
        }
        sure.sort_unstable();
        sure.dedup();
        sure
    }
}

/// The number of a combo.
fn narrow(combo: usize) -> u32 {
    u32::try_from(combo).expect("layouts number combos by u32")
}
