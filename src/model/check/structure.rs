//! Ids, packages, issues, drivers and the patterns that look for something in a deal.

use std::collections::BTreeSet;

use crate::model::check::finding::Check;
use crate::model::check::places::Ids;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{IssueId, OptionSet, PackageId, Pattern};

/// Keys that hold notes in every table of a file; ids of issues, which are keys of tables too, cannot be the same.
pub(crate) const NOTES: [&str; 2] = ["source", "assumption"];

/// Whether a text can be an id.
pub(crate) fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= 100 && text.bytes().all(letter)
}

impl Check<'_> {
    /// What ids may look like, and that no two of a kind share one.
    pub(super) fn ids(&mut self) {
        for Ids {
            list, kind, names, ..
        } in Ids::all(self.scenario)
        {
            let mut seen = BTreeSet::new();
            for (position, id) in names.into_iter().enumerate() {
                let place = || list.item(position, id).key("id");
                if !is_id(id) {
                    self.value(place(), ModelFault::BadId(id.to_owned()));
                } else if kind == "issue" && NOTES.contains(&id) {
                    self.value(place(), ModelFault::ReservedId(id.to_owned()));
                }
                if !seen.insert(id) {
                    let id = id.to_owned();
                    self.value(place(), ModelFault::DuplicateId { kind, id });
                }
            }
        }
    }

    pub(super) fn structure(&mut self) {
        let scenario = self.scenario;
        if scenario.packages.is_empty() {
            self.empty(Path::of("package"), "put all issues in one package");
        }
        let packages = (0..).map(PackageId).zip(places::items(&scenario.packages));
        for (id, (place, package)) in packages {
            if scenario.issues_of(id).next().is_none() {
                let fault = ModelFault::PackageWithoutIssues(package.id.clone());
                let id = place.key("id");
                self.value(place, fault).resting_on([id]);
            }
        }
        if scenario.issues.is_empty() {
            self.empty(Path::of("issue"), "add at least one `[[issue]]`");
        }
        for (place, issue) in places::items(&scenario.issues) {
            if issue.options.is_empty() {
                self.empty(place.key("options"), "add at least one option");
            }
        }
        let found = scenario.parties.len();
        if found < 2 {
            let what = "a negotiation needs at least two parties";
            self.value(Path::of("party"), ModelFault::TooFew { what, found });
        }
        for (place, driver) in places::items(&scenario.drivers) {
            if let (Some(lower), Some(upper)) = (driver.lower, driver.upper)
                && lower >= upper
            {
                let fault = ModelFault::BarriersCrossed { lower, upper };
                let found = self.value(place.key("upper"), fault);
                found.resting_on([place.key("lower")]);
            }
        }
    }

    pub(super) fn empty(&mut self, path: Path, remedy: &'static str) {
        self.value(path, ModelFault::EmptyList { remedy });
    }

    /// A pattern says something.
    pub(super) fn pattern(&mut self, pattern: &Pattern, place: Path) {
        if pattern.conditions.is_empty() {
            self.value(place, ModelFault::EmptyPattern);
        }
    }

    /// Patterns that forbid leave some deal.
    pub(super) fn forbidding(&mut self, patterns: &[Pattern], list: &Path) {
        for (position, pattern) in patterns.iter().enumerate() {
            let place = list.entry(position);
            self.pattern(pattern, place.clone());
            let every_option = |(issue, options): &(IssueId, OptionSet)| {
                *options == OptionSet::of(0..self.option_count(*issue))
            };
            if !pattern.conditions.is_empty() && pattern.conditions.iter().all(every_option) {
                self.value(place, ModelFault::ForbidsEverything);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_have_letters_digits_dashes_and_underscores() {
        assert!(["a", "800k", "oil-embargo", "no_1"].into_iter().all(is_id));
        assert!(!["", "no.1", "two words", "größe"].into_iter().any(is_id));
        assert!(!is_id(&"a".repeat(101)));
    }
}
