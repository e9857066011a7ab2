//! Typed positions in the lists of a scenario, so that an issue is never mistaken for a party.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the scenario's list, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position.
            ///
            /// # Panics
            /// When `index` exceeds `u32`, which the limits on scenario sizes exclude.
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).expect("scenario sizes are limited far below 2^32"))
            }
        }
    };
}

id!(
    /// An issue of the scenario.
    IssueId
);
id!(
    /// A package of the scenario.
    PackageId
);
id!(
    /// A party of the scenario.
    PartyId
);
id!(
    /// A plan of the scenario.
    PlanId
);
id!(
    /// A driver of the scenario.
    DriverId
);
id!(
    /// A lever of the scenario.
    LeverId
);
id!(
    /// A ratification stage of the scenario.
    StageId
);
id!(
    /// A type of one party, counted within that party.
    TypeId
);
