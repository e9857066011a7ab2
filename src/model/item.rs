//! What stands in a list of its kind under an id.

use crate::model::{
    Driver, DriverId, Id, Issue, IssueId, IssueOption, Lever, LeverId, Package, PackageId, Party,
    PartyId, PartyType, Plan, PlanId, Stage, StageId, TypeId,
};

/// Something with an id in a list of its kind.
pub(crate) trait Item {
    /// The word for it.
    const KIND: &'static str;
    /// The key of its list.
    const LIST: &'static str;

    fn id(&self) -> &str;

    fn title(&self) -> &str;
}

macro_rules! items {
    ($($item:ty: $kind:expr, in $list:literal;)+) => {
        $(impl Item for $item {
            const KIND: &'static str = $kind;
            const LIST: &'static str = $list;

            fn id(&self) -> &str {
                &self.id
            }

            fn title(&self) -> &str {
                &self.title
            }
        })+
    };
}

items! {
    Package: PackageId::KIND, in "package";
    Issue: IssueId::KIND, in "issue";
    IssueOption: "option", in "options";
    Party: PartyId::KIND, in "party";
    PartyType: TypeId::KIND, in "type";
    Plan: PlanId::KIND, in "plan";
    Driver: DriverId::KIND, in "driver";
    Lever: LeverId::KIND, in "leverage";
    Stage: StageId::KIND, in "stage";
}

/// The item of a list with this id.
pub(crate) fn find<'s, T: Item>(list: &'s [T], id: &str) -> Option<&'s T> {
    list.iter().find(|item| item.id() == id)
}
