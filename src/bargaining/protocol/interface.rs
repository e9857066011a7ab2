//! What every protocol can do.

use crate::bargaining::PackageVerdict;
use crate::bargaining::protocol::room::Room;
use crate::game::Game;
use crate::model::{PackageId, PartyId};
use std::fmt::Debug;

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoundEnd {
    /// The whole deal, [`Protocol::text`], has been signed.
    Signed,
    /// Nothing was signed.
    Open,
}

/// Who refused, and which package where packages are answered one by one.
pub(crate) type Refusal = (PartyId, Option<PackageId>);

/// What lies on the table.
#[derive(Debug, Default)]
pub(crate) struct OnTable {
    /// The text or offer, empty for none; after a signature the deal that was signed.
    pub(crate) text: Vec<u32>,
    /// Parties that consented to it or, with packages in force alone, to one of them, as bits; undefined without either.
    pub(crate) consenting: u32,
    /// Who refused last.
    pub(crate) last_refusal: Option<Refusal>,
}

/// A protocol with its state in one run; reused for the next.
///
/// The three methods with a body are for protocols that close packages one by one or prepare a text between rounds.
pub(crate) trait Protocol: Debug + Send {
    /// Forgets the run before; called before the first round.
    fn start(&mut self, room: &Room<'_>);

    /// Most rounds that are held.
    fn rounds(&self, game: &Game) -> u32;

    /// Holds the round that has just begun; may hold later ones at once in which nothing happens.
    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd;

    /// What lies on the table.
    fn table(&self) -> &OnTable;
    /// Takes the talks up again after a refusal at home: what was signed no longer stands.
    fn resume(&mut self, room: &mut Room<'_>);

    /// After a round without agreement that another follows.
    fn after_round(&mut self, _room: &mut Room<'_>) {}

    /// What became of a package without a whole agreement.
    fn package(&self, _package: usize) -> PackageVerdict {
        PackageVerdict::default()
    }

    /// What is in force over the status quo without a whole agreement, if anything is.
    fn in_force(&self) -> Option<&[u32]> {
        None
    }
}
