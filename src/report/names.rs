//! Titles for the ids and paths of result files.

use crate::experiment::parameters;
use crate::model::Scenario;
use crate::report::table::Cell;
use crate::report::words::{cause, failure, title};

/// Titles by id; the id itself where there is no scenario, or none of that id in it.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// The scenario that has the titles.
    pub(super) scenario: Option<&'a Scenario>,
    /// Whether sentences name things by what is typed, as in the terminal.
    is_typed: bool,
}

impl<'a> Names<'a> {
    /// Ids in the place of titles.
    pub(super) const TYPED: Self = Self {
        scenario: None,
        is_typed: true,
    };

    /// Titles, for a page.
    pub(super) fn titles(scenario: Option<&'a Scenario>) -> Self {
        Self {
            scenario,
            is_typed: false,
        }
    }

    /// Something in a sentence: its id as it is typed, or its title.
    pub(super) fn called(self, id: &str, title: &str) -> String {
        if self.is_typed {
            format!("`{id}`")
        } else {
            title.to_owned()
        }
    }

    fn all<T>(self, of: impl Fn(&'a Scenario) -> &'a [T]) -> &'a [T] {
        self.scenario.map_or(&[], of)
    }

    /// A party.
    pub(super) fn party(self, id: &'a str) -> &'a str {
        let all = self.all(|scenario| &scenario.parties);
        title(all, id, |party| (&party.id, &party.title))
    }

    /// An issue.
    pub(super) fn issue(self, id: &'a str) -> &'a str {
        let all = self.all(|scenario| &scenario.issues);
        title(all, id, |issue| (&issue.id, &issue.title))
    }

    /// An option of an issue.
    pub(super) fn option(self, issue: &str, id: &'a str) -> &'a str {
        let mut issues = self.all(|scenario| &scenario.issues).iter();
        let issue = issues.find(|other| other.id == issue);
        let options = issue.map_or(&[][..], |issue| &issue.options);
        title(options, id, |option| (&option.id, &option.title))
    }

    /// A package.
    pub(super) fn package(self, id: &'a str) -> &'a str {
        let all = self.all(|scenario| &scenario.packages);
        title(all, id, |package| (&package.id, &package.title))
    }

    /// A stage of ratification.
    pub(super) fn stage(self, id: &'a str) -> &'a str {
        let all = self.all(|scenario| &scenario.stages);
        title(all, id, |stage| (&stage.id, &stage.title))
    }

    /// A lever.
    pub(super) fn lever(self, id: &'a str) -> &'a str {
        let all = self.all(|scenario| &scenario.levers);
        title(all, id, |lever| (&lever.id, &lever.title))
    }

    /// A type of a party.
    pub(super) fn kind(self, party: &str, id: &'a str) -> &'a str {
        let mut parties = self.all(|scenario| &scenario.parties).iter();
        let party = parties.find(|other| other.id == party);
        let types = party.map_or(&[][..], |party| &party.types);
        title(types, id, |kind| (&kind.id, &kind.title))
    }

    /// Types by party, as one cell.
    pub(super) fn profile<P: AsRef<str>, K: AsRef<str>>(
        self,
        types: impl IntoIterator<Item = (P, K)>,
    ) -> Cell {
        let (mut titles, mut ids) = (Vec::new(), Vec::new());
        for (party, kind) in types {
            let (party, kind) = (party.as_ref(), kind.as_ref());
            titles.push(format!("{}: {}", self.party(party), self.kind(party, kind)));
            ids.push(format!("{party} {kind}"));
        }
        Cell::named(&titles.join("; "), &ids.join(", "))
    }

    /// A cause of failure.
    pub(super) fn failure(id: &str) -> &str {
        failure(id).map_or(id, |known| cause(known))
    }

    /// A path with the words for it, where it names something that the scenario has.
    pub(super) fn path(self, path: &str) -> Cell {
        let words = self
            .scenario
            .map(|scenario| parameters::title(scenario, path));
        let words = words.filter(|words| words != path);
        Cell::path(&words.unwrap_or_default(), path)
    }

    /// What an analysis was asked for, in words: `agreement` as "agreement", `package.water` as "Water agreed at the end".
    pub(super) fn measure(self, name: &str) -> String {
        if self.is_typed {
            return format!("`{name}`");
        }
        if let Some(rest) = name.strip_prefix("not ") {
            return format!("no {}", self.measure(rest));
        }
        let Some((kind, id)) = name.split_once('.') else {
            return match name {
                "in-force-in-time" => "an agreement in force before the deadline".to_owned(),
                "signed" => "signature".to_owned(),
                "zone" => "a zone of possible agreement".to_owned(),
                "rounds" => "the number of rounds held".to_owned(),
                other => other.to_owned(),
            };
        };
        match kind {
            "package" => format!("{} agreed at the end", self.package(id)),
            "refused-package" => format!("a last refusal of {}", self.package(id)),
            "refused-by" => format!("a last refusal by {}", self.party(id)),
            "outvoted" => format!("agreement without the consent of {}", self.party(id)),
            "walked-out" => format!("{} walking out", self.party(id)),
            "body-approved" => format!("approval by {}", self.stage(id)),
            "body-refused" => format!("a refusal by {}", self.stage(id)),
            "failure" => format!("failure because {}", Self::failure(id)),
            "utility" => format!("the utility of {}", self.party(id)),
            "payoff" => format!("the payoff of {}", self.party(id)),
            "reservation" => format!("the reservation value of {}", self.party(id)),
            _ => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::report::fixture;
    use crate::report::table::Cell;

    #[test]
    fn paths_are_shown_with_their_words() {
        let scenario = fixture::scenario();
        let cell = |names: Names<'_>, path: &str| match names.path(path) {
            Cell::Path { title, path } => (title, path),
            other => panic!("{other:?}"),
        };
        let (names, path) = (Names::titles(Some(&scenario)), "party.union.reservation");
        let wanted = ("Union: reservation value".to_owned(), path.to_owned());
        assert_eq!(cell(names, path), wanted);
        let stranger = "party.stranger.reservation";
        assert_eq!(cell(names, stranger).0, "");
        assert_eq!(cell(Names::titles(None), path).0, "");
    }

    #[test]
    fn measures_have_words() {
        let scenario = fixture::scenario();
        let names = Names::titles(Some(&scenario));
        let package = &scenario.packages[0];
        let of = format!("package.{}", package.id);
        assert_eq!(names.measure("agreement"), "agreement");
        assert_eq!(names.measure("not agreement"), "no agreement");
        let words = format!("{} agreed at the end", package.title);
        assert_eq!(names.measure(&of), words);
        assert_eq!(names.measure("utility.bank"), "the utility of bank");
    }
}
