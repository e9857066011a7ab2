//! Whether packages close one by one, and what a closed package is worth.

use crate::model::{Deal, PackageId};

/// Whether packages close one by one.
#[derive(Clone, Debug, PartialEq)]
pub enum Agenda {
    /// Nothing is agreed until everything is.
    SingleUndertaking,
    /// All packages are open at once; each closes by itself.
    Parallel(Packaged),
    /// Packages open one after the other.
    Sequential {
        /// All packages in the order in which they open.
        order: Vec<PackageId>,
        /// How they close.
        packaged: Packaged,
    },
}

/// How packages close.
#[derive(Clone, Debug, PartialEq)]
pub struct Packaged {
    /// What a closed package is worth.
    pub in_force: InForce,
    /// Rounds without a newly closed package after which closed ones reopen, ≥ 1.
    pub reopen_after: u32,
}

/// What a closed package is worth.
#[derive(Clone, Debug, PartialEq)]
pub enum InForce {
    /// Nothing until the whole deal has been put to everyone whose consent it needs.
    Together,
    /// Each takes effect by itself; open ones stay at this deal, the status quo.
    Alone {
        /// The state of affairs without any package.
        status_quo: Deal,
    },
}
