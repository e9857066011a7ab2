//! What stands in a list of its kind under an id.

use crate::model::{
    Driver, Issue, IssueOption, Lever, Limit, Package, Party, PartyType, Plan, Stage,
};

/// Something with an id in a list of its kind.
pub(crate) trait Item {
    /// The word for it.
    const KIND: &'static str;
    /// The key of its list.
    const LIST: &'static str;
    /// How many a list holds at most.
    const LIMIT: Limit;

    fn id(&self) -> &str;

    fn title(&self) -> &str;
}

macro_rules! items {
    ($($item:ty: $kind:literal in $list:literal, $limit:ident;)+) => {
        $(impl Item for $item {
            const KIND: &'static str = $kind;
            const LIST: &'static str = $list;
            const LIMIT: Limit = Limit::$limit;

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
    Package: "package" in "package", PACKAGES;
    Issue: "issue" in "issue", ISSUES;
    IssueOption: "option" in "options", OPTIONS;
    Party: "party" in "party", PARTIES;
    PartyType: "type" in "type", TYPES;
    Plan: "plan" in "plan", PLANS;
    Driver: "driver" in "driver", DRIVERS;
    Lever: "lever" in "leverage", LEVERS;
    Stage: "stage" in "stage", STAGES;
}

/// The item of a list with this id.
pub(crate) fn find<'s, T: Item>(list: &'s [T], id: &str) -> Option<&'s T> {
    list.iter().find(|item| item.id() == id)
}
