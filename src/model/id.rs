//! Typed positions in the lists of a scenario, so that an issue is never mistaken for a party.

/// The position of something in a list of its kind.
pub(crate) trait Id: Copy {
    /// The word for it.
    const KIND: &'static str;

    /// The id at a position.
    fn at(position: usize) -> Self;

    /// The position, from 0.
    fn position(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $kind:literal;)+) => {
        $(
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

            impl Id for $name {
                const KIND: &'static str = $kind;

                fn at(position: usize) -> Self {
                    Self::at(position)
                }

                fn position(self) -> usize {
                    self.index()
                }
            }
        )+
    };
}

ids! {
    /// An issue of the scenario.
    IssueId: "issue";
    /// A package of the scenario.
    PackageId: "package";
    /// A party of the scenario.
    PartyId: "party";
    /// A plan of the scenario.
    PlanId: "plan";
    /// A driver of the scenario.
    DriverId: "driver";
    /// A lever of the scenario.
    LeverId: "lever";
    /// A ratification stage of the scenario.
    StageId: "stage";
    /// A type of one party, counted within that party.
    TypeId: "type";
}
