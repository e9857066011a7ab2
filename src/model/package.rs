//! Named groups of issues that are negotiated and closed together.

use crate::model::ConsentRule;

/// A group of issues negotiated and closed together.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whose consent its issues need, where neither issue nor option says.
    pub consent: Option<ConsentRule>,
}
