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
    /// It is accepted or refused in turn.
    Answered(Answer),
    /// It is accepted or refused in the vote of those who do not speak.
    Voted(Answer),
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
}

impl Answer {
    pub(crate) fn of(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}
