//! What a mediated negotiation over one text has come to.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::interface::Refusal;
use crate::bargaining::protocol::mediated::packages::Packages;
use crate::game::mask;
use crate::model::PartyId;

/// The text, the packages, and the answers of this round.
#[derive(Debug)]
pub(super) struct Board {
    /// Principals in the order in which they are visited.
    pub(super) visits: Vec<PartyId>,
    /// The text on the table.
    pub(super) text: Vec<u32>,
    /// Where the packages stand.
    pub(super) packages: Packages,
    /// What is in force with packages in force alone.
    pub(super) in_force: Vec<u32>,
    /// Parties that consented to the whole deal or, with packages in force alone, to one of them, as bits.
    pub(super) consenting: u32,
    /// The answers of the visited, in order.
    pub(super) answers: Vec<Answer>,
    /// Who refused last, and which package.
    pub(super) last_refusal: Option<Refusal>,
    /// Parties that voted no on the whole deal in this round, as bits; the mediator has yet to learn from it.
    pub(super) voted_no: u32,
}

impl Board {
    pub(super) fn new(visits: Vec<PartyId>) -> Self {
        Self {
            answers: vec![Answer::default(); visits.len()],
            visits,
            text: Vec::new(),
            packages: Packages::default(),
            in_force: Vec::new(),
            consenting: 0,
            last_refusal: None,
            voted_no: 0,
        }
    }

    /// The visited, as bits.
    pub(super) fn visited(&self) -> u32 {
        mask(&self.visits)
    }

    /// The visited parties whose answer meets a condition, as bits.
    pub(super) fn accepting(&self, condition: impl Fn(&Answer) -> bool) -> u32 {
        let pairs = self.visits.iter().zip(&self.answers);
        pairs
            .filter(|(_, answer)| condition(answer))
            .fold(0, |set, (party, _)| set | 1 << party.0)
    }
}

/// What a party asks for now, in margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stance {
    /// Best margin of any deal it may take; negative: it has no acceptable deal.
    pub(super) best: f64,
    /// What it takes at least.
    pub(super) takes: f64,
    /// What part of that is noise.
    pub(super) noise: f64,
}
