//! What levers and drivers add to the wants of one body at home.

/// By how much the wants of a body at home are shifted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BodyShift {
    /// Added to its reservation value.
    pub(crate) reservation: f64,
    /// Added to the share of yes in its vote before the swing, or to the probability of its logit.
    pub(crate) support: f64,
}
