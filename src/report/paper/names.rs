//! What ids and paths of result files are called in the scenario.

use crate::bargaining::Failure;
use crate::model::Scenario;
use crate::report::labels::cause;
use crate::report::parameter;
use crate::results::Terms;

/// Titles by id; the id itself where there is no scenario, or none of that id in it.
#[derive(Clone, Copy)]
pub(super) struct Names<'a>(pub(super) Option<&'a Scenario>);

impl<'a> Names<'a> {
    fn find<T: 'a>(
        self,
        of: impl Fn(&'a Scenario) -> &'a [T],
        title: impl Fn(&'a T) -> Option<&'a str>,
    ) -> Option<&'a str> {
        of(self.0?).iter().find_map(title)
    }

    fn party_title(self, id: &str) -> Option<&'a str> {
        self.find(|it| &it.parties, |it| (it.id == id).then_some(&it.title))
    }

    fn issue_title(self, id: &str) -> Option<&'a str> {
        self.find(|it| &it.issues, |it| (it.id == id).then_some(&it.title))
    }

    fn stage_title(self, id: &str) -> Option<&'a str> {
        self.find(|it| &it.stages, |it| (it.id == id).then_some(&it.title))
    }

    fn package_title(self, id: &str) -> Option<&'a str> {
        self.find(|it| &it.packages, |it| (it.id == id).then_some(&it.title))
    }

    fn type_title(self, party: &str, id: &str) -> Option<&'a str> {
        let parties = &self.0?.parties;
        let party = parties.iter().find(|it| it.id == party)?;
        let kind = party.types.iter().find(|it| it.id == id)?;
        Some(&kind.title)
    }

    /// A party.
    pub(super) fn party(self, id: &str) -> String {
        self.party_title(id).unwrap_or(id).to_owned()
    }

    /// An issue.
    pub(super) fn issue(self, id: &str) -> String {
        self.issue_title(id).unwrap_or(id).to_owned()
    }

    /// The issues of a deal in the order of the scenario; in the deal's own order without one.
    pub(super) fn in_order(self, deal: &'a Terms) -> Vec<&'a str> {
        let place = |id: &str| {
            let issues = self.0.map_or(&[][..], |it| it.issues.as_slice());
            issues.iter().position(|it| it.id == id)
        };
        let mut issues: Vec<&str> = deal.keys().map(String::as_str).collect();
        issues.sort_by_key(|id| place(id));
        issues
    }

    /// The option of an issue in a deal; a dash where it has none.
    pub(super) fn option(self, issue: &str, deal: &Terms) -> String {
        let id = deal.get(issue).map_or("–", String::as_str);
        let issues = self.0.map_or(&[][..], |it| it.issues.as_slice());
        let issue = issues.iter().find(|it| it.id == issue);
        let option = issue.and_then(|issue| issue.options.iter().find(|it| it.id == id));
        option.map_or(id, |it| it.title.as_str()).to_owned()
    }

    /// A package.
    pub(super) fn package(self, id: &str) -> String {
        self.package_title(id).unwrap_or(id).to_owned()
    }

    /// A stage of ratification.
    pub(super) fn stage(self, id: &str) -> String {
        self.stage_title(id).unwrap_or(id).to_owned()
    }

    /// A type of a party.
    pub(super) fn kind(self, party: &str, id: &str) -> String {
        self.type_title(party, id).unwrap_or(id).to_owned()
    }

    /// A cause of failure.
    pub(super) fn failure(id: &str) -> String {
        let known = Failure::ALL.into_iter().find(|it| it.name() == id);
        known.map_or_else(|| id.to_owned(), |it| cause(it).to_owned())
    }

    /// What the second part of the name of a measure stands for: `water` in `package.water`.
    pub(super) fn of_measure(self, kind: &str, id: &str) -> String {
        match kind {
            "package" | "refused-package" => self.package(id),
            "failure" => Self::failure(id),
            _ => self.party(id),
        }
    }

    /// A path as readers would say it; none where it names nothing that the scenario has.
    pub(super) fn path(self, path: &str) -> Option<String> {
        let words = parameter::title(self.0?, path);
        (words != path).then_some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::report::fixture;

    #[test]
    fn paths_are_said_in_titles() {
        let scenario = fixture::scenario();
        let names = Names(Some(&scenario));
        let said = |path: &str| names.path(path);
        let words = said("party.union.reservation");
        assert_eq!(words.as_deref(), Some("Union: reservation value"));
        assert_eq!(said("party.stranger.reservation"), None);
        assert_eq!(Names(None).path("party.union.reservation"), None);
    }
}
