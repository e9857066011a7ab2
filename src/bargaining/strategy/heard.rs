//! What everybody at the table hears: offers, answers, votes.

/// Something a party says of a deal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard<'a> {
    /// Who says it.
    pub(crate) party: usize,
    /// The deal.
    pub(crate) deal: &'a [u32],
    pub(crate) said: Said,
}

/// What is said of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It is tabled: an offer, or the wording a party asks of a mediator.
    Offered,
    /// It is accepted in turn, or refused.
    Answered { yes: bool },
    /// It is accepted in the vote of those who do not speak, or refused.
    Voted { yes: bool },
}
