//! What stands in a list of its kind under an id.

use crate::model::{Driver, Issue, IssueOption, Lever, Package, Party, PartyType, Plan, Stage};

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
    ($($item:ty: $kind:literal in $list:literal;)+) => {
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
    Package: "package" in "package";
    Issue: "issue" in "issue";
    IssueOption: "option" in "options";
    Party: "party" in "party";
    PartyType: "type" in "type";
    Plan: "plan" in "plan";
    Driver: "driver" in "driver";
    Lever: "lever" in "leverage";
    Stage: "stage" in "stage";
}

/// The item of a list with this id.
pub(crate) fn find<'s, T: Item>(list: &'s [T], id: &str) -> Option<&'s T> {
    list.iter().find(|item| item.id() == id)
}
