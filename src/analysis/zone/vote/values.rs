//! The values of a vote in rows, and what a deal leaves wanting.

use crate::analysis::zone::vote::ground::Ground;
use crate::analysis::zone::vote::question::Question;
use crate::game::{PartySet, has};
use crate::model::PartyId;

/// What every candidate is worth to every voice, block by block.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) voices: usize,
    /// Rows of the candidates of each block, one value for each voice; minus infinity where it takes none.
    pub(super) blocks: Vec<Vec<f64>>,
    /// Least finite value of each voice in each block.
    pub(super) least: Vec<Vec<f64>>,
    /// Each rule as votes and the sum of them that meets it.
    ballots: Vec<(Vec<(PartyId, f64)>, f64)>,
}

impl Values {
    pub(super) fn of(question: &Question<'_>, ground: &Ground) -> Self {
        let voices = ground.voices.len();
        let consent = &question.game.consent;
        let rows = |combos: &Vec<u32>| {
            let cells = combos
                .iter()
                .flat_map(|&combo| (0..voices).map(move |voice| (voice, combo)));
            cells
                .map(|(voice, combo)| ground.value(question, voice, combo))
                .collect()
        };
        let blocks: Vec<Vec<f64>> = ground.blocks.iter().map(rows).collect();
        let least = |rows: &Vec<f64>| {
            let mut least = vec![f64::INFINITY; voices];
            for row in rows.chunks_exact(voices) {
                for (least, &value) in least.iter_mut().zip(row) {
                    if value > f64::NEG_INFINITY {
                        *least = least.min(value);
                    }
                }
            }
            least
        };
        Self {
            voices,
            least: blocks.iter().map(least).collect(),
            blocks,
            ballots: (0..consent.rule_count())
                .map(|rule| consent.ballot(rule))
                .collect(),
        }
    }

    /// Value of a candidate to every voice.
    pub(super) fn row(&self, block: usize, candidate: usize) -> &[f64] {
        &self.blocks[block][candidate * self.voices..][..self.voices]
    }

    /// Value of a candidate to a voice where it takes it, else the least it takes.
    pub(super) fn taken(&self, block: usize, candidate: usize, voice: usize) -> f64 {
        self.blocks[block][candidate * self.voices + voice].max(self.least[block][voice])
    }

    /// The candidates of greatest weighted value, the first of equals.
    pub(super) fn best_picks(&self, weights: &[(usize, f64)]) -> Vec<usize> {
        let best = |block: usize| {
            let count = self.blocks[block].len() / self.voices;
            let worth = |candidate: usize| {
                let terms = weights.iter();
                terms.fold(0.0, |sum, &(voice, weight)| {
                    sum + weight * self.taken(block, candidate, voice)
                })
            };
            let mut best = (f64::NEG_INFINITY, 0);
            for candidate in 0..count {
                let worth = worth(candidate);
                if worth > best.0 {
                    best = (worth, candidate);
                }
            }
            best.1
        };
        (0..self.blocks.len()).map(best).collect()
    }

    /// Sum of a voice over some picks, what it would never take counting as the least it takes.
    pub(super) fn sum(&self, picks: &[usize], voice: usize) -> f64 {
        let pairs = picks.iter().enumerate();
        pairs.fold(0.0, |sum, (block, &pick)| {
            sum + self.taken(block, pick, voice)
        })
    }

    /// What these parties' votes leave wanting of a rule, as a share of what it needs.
    fn wanting(&self, rule: usize, willing: PartySet) -> f64 {
        let (votes, needed) = &self.ballots[rule];
        let yes = votes.iter().filter(|(party, _)| has(willing, *party));
        let yes: f64 = yes.map(|(_, votes)| votes).sum();
        if yes >= *needed {
            0.0
        } else {
            (needed - yes) / needed
        }
    }

    /// What a deal leaves wanting.
    pub(super) fn shortfall(
        &self,
        question: &Question<'_>,
        ground: &Ground,
        picks: &[usize],
    ) -> Shortfall {
        let mut willing = ground.hopeful;
        let mut lacking = 0.0;
        for (place, voice) in ground.voices.iter().enumerate() {
            let pairs = picks.iter().enumerate();
            let sum = pairs.fold(0.0, |sum, (block, &pick)| {
                sum + self.blocks[block][pick * self.voices + place]
            });
            if sum < voice.need {
                willing &= !(1 << voice.party);
                lacking += (voice.need - self.sum(picks, place)).clamp(0.0, 1.0);
            }
        }
        let consent = &question.game.consent;
        let deal = ground.deal(picks);
        let rules = consent.deal_rule_numbers(&question.game.blocks, &deal);
        Shortfall {
            votes: rules.iter().map(|&rule| self.wanting(rule, willing)).sum(),
            lacking,
        }
    }
}

/// How much a deal lacks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortfall {
    /// Votes, as shares of what each rule needs.
    votes: f64,
    /// What is missing to those who are not willing.
    lacking: f64,
}

impl Shortfall {
    pub(super) fn is_less(&self, than: &Self) -> bool {
        let by_votes = self.votes.total_cmp(&than.votes);
        by_votes.then(self.lacking.total_cmp(&than.lacking)).is_lt()
    }
}
