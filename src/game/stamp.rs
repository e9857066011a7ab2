//! Which compilation a game came from, so that memory kept from run to run is not taken for another game's.

use std::sync::atomic::{AtomicU64, Ordering};

/// The number of a compilation in this process; it enters no result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp(u64);

impl Stamp {
    /// One that no game before has had.
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether both come from one compilation.
    pub(crate) fn is(self, other: Self) -> bool {
        self.0 == other.0
    }
}

/// Two games that are alike are equal, whichever compilations they come from.
impl PartialEq for Stamp {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}
