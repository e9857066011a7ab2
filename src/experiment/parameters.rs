//! The uncertain numbers of a scenario, gathered under the paths an analyst names.

use indexmap::IndexSet;

use crate::analysis::terms::ById;
use crate::experiment::titled::{Titled, titled};
use crate::game::{Drawn, DrawnNumber};
use crate::model::Scenario;

/// Name of what is left when some numbers are named.
pub const OTHERS: &str = "others";

/// Name of the factor that stands for the noise of the talks.
pub const NOISE: &str = "noise";

/// The words for an uncertain number, or for a group of them, by its path; the path itself where it names nothing known.
pub fn title(scenario: &Scenario, path: &str) -> String {
    match path {
        NOISE => "Noise of the talks".to_owned(),
        OTHERS => "All other numbers".to_owned(),
        _ => scenario.title_of(path),
    }
}

/// What can be chosen at a path, with the titles of a party's types; other choices speak for themselves.
pub(super) fn choices(scenario: &Scenario, path: &str, ids: &[String]) -> Vec<Titled> {
    let party = path
        .strip_prefix("party.")
        .and_then(|rest| rest.strip_suffix(".type"));
    let party = party.and_then(|id| scenario.parties.iter().find(|party| party.id == id));
    let types = party.map_or(&[][..], |party| &party.types);
    let titled_ids = ids.iter().map(|id| {
        let kind = types.iter().find(|kind| kind.id == *id);
        (id, kind.map_or(id, |kind| &kind.title))
    });
    titled(titled_ids)
}

/// What is wrong with the paths given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// No uncertain number has this path or one below it.
    #[error("`{path}`: nothing uncertain is under this path{}", meant(.near))]
    Unknown {
        /// As given.
        path: String,
        /// Known paths that look like it; the first ones when none does.
        near: Vec<String>,
    },
    /// One path lies under the other, or they are equal.
    #[error("`{inner}` lies under `{outer}`, so it would count twice; name one of them")]
    Nested {
        /// The path below.
        inner: String,
        /// The path above.
        outer: String,
    },
}

fn meant(near: &[String]) -> String {
    if near.is_empty() {
        return "; the scenario has no uncertain number".to_owned();
    }
    format!("; there is `{}`", near.join("`, `"))
}

/// Some uncertain numbers that are looked at as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The path that all of them share.
    pub path: String,
    /// Their positions among all numbers drawn.
    pub numbers: Vec<usize>,
}

/// All numbers by the part of a scenario that they belong to: each number of a party by itself but for its utility, linkages,
/// breach, loads and strategy; types, levers, drivers and stages each as a whole.
pub fn natural(drawn: &Drawn) -> Vec<Group> {
    let mut groups: ById<Vec<usize>> = ById::new();
    for (position, number) in drawn.numbers.iter().enumerate() {
        let path = natural_path(&number.path).to_owned();
        groups.entry(path).or_default().push(position);
    }
    let groups = groups.into_iter();
    groups
        .map(|(path, numbers)| Group { path, numbers })
        .collect()
}

fn natural_path(path: &str) -> &str {
    let parts = match path.split('.').next() {
        Some("leverage" | "driver" | "stage") => 2,
        Some("joint-type") => 1,
        _ => 3,
    };
    let end = path.match_indices('.').nth(parts - 1).map(|found| found.0);
    &path[..end.unwrap_or(path.len())]
}

/// One group for each path named, which stands for itself and all paths below it.
///
/// # Errors
/// Every path that names nothing uncertain, and every pair that overlaps.
pub fn named(drawn: &Drawn, paths: &[String]) -> Result<Vec<Group>, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let mut groups = Vec::new();
    for (position, path) in paths.iter().enumerate() {
        let numbers = drawn.numbers.iter().enumerate();
        let numbers = numbers.filter(|number| lies_under(&number.1.path, path));
        let numbers: Vec<usize> = numbers.map(|number| number.0).collect();
        if numbers.is_empty() {
            errors.push(ParameterError::Unknown {
                path: path.clone(),
                near: near(&drawn.numbers, path),
            });
        }
        for other in &paths[..position] {
            let pairs = [(path, other), (other, path)].into_iter();
            let mut nested = pairs.filter(|(inner, outer)| lies_under(inner, outer));
            errors.extend(nested.next().map(|(inner, outer)| ParameterError::Nested {
                inner: inner.clone(),
                outer: outer.clone(),
            }));
        }
        groups.push(Group {
            path: path.clone(),
            numbers,
        });
    }
    errors.is_empty().then_some(groups).ok_or(errors)
}

/// The numbers that no group holds, as a group of their own; none when every number is held.
pub fn others(drawn: &Drawn, groups: &[Group]) -> Option<Group> {
    let held = |position: &usize| groups.iter().any(|group| group.numbers.contains(position));
    let numbers: Vec<usize> = (0..drawn.numbers.len())
        .filter(|position| !held(position))
        .collect();
    (!numbers.is_empty()).then(|| Group {
        path: OTHERS.to_owned(),
        numbers,
    })
}

fn lies_under(path: &str, above: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Up to three paths that look like a misspelt one, the likest first; without any, the first three there are.
fn near<'a>(numbers: &'a [DrawnNumber], path: &str) -> Vec<String> {
    let both = |number: &'a DrawnNumber| [natural_path(&number.path), &number.path];
    let candidates: IndexSet<&str> = numbers.iter().flat_map(both).collect();
    let mut candidates: Vec<&str> = candidates.into_iter().collect();
    let likeness = |candidate: &str| strsim::jaro_winkler(candidate, path);
    // The sort is stable: of equally like ones the first listed comes first.
    candidates.sort_by(|one, other| likeness(other).total_cmp(&likeness(one)));
    candidates.into_iter().take(3).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{choices, title};
    use crate::report::fixture;

    #[test]
    fn paths_become_words_of_the_scenario() {
        let scenario = fixture::scenario();
        for (path, words) in [
            ("noise", "Noise of the talks"),
            ("others", "All other numbers"),
            ("party.union", "Union"),
            ("party.union.type", "Union: type"),
            ("party.union.reservation", "Union: reservation value"),
            (
                "party.union.type.hard.probability",
                "Union: chance of “hard”",
            ),
            ("party.union.utility", "Union: utility"),
            ("party.union.linkages.0.bonus", "Union: bonus of linkage 1"),
            ("party.union.strategy.react", "Union: strategy, react"),
            ("clock.breakdown", "Time: chance of a breakdown"),
            ("protocol.shuttle.reading-error", "Channel: reading error"),
            (
                "joint-type.0.probability",
                "Types drawn together: chance of row 1",
            ),
            ("party.nobody.type", "party.nobody.type"),
            ("leverage.strike", "leverage.strike"),
        ] {
            assert_eq!(title(&scenario, path), words, "{path}");
        }
        let weight = format!("party.firm.utility.{}.weight", scenario.issues[0].id);
        let words = format!("Firm: weight of “{}”", scenario.issues[0].title);
        assert_eq!(title(&scenario, &weight), words);
    }

    #[test]
    fn types_have_titles_and_other_choices_speak_for_themselves() {
        let mut scenario = fixture::scenario();
        scenario.parties[0].types[0].title = "Hard line".to_owned();
        let ids = [scenario.parties[0].types[0].id.clone(), "no".to_owned()];
        let path = format!("party.{}.type", scenario.parties[0].id);
        let titles = |path: &str| -> Vec<String> {
            let choices = choices(&scenario, path, &ids).into_iter();
            choices.map(|choice| choice.title).collect()
        };
        assert_eq!(titles(&path), ["Hard line", "no"]);
        assert_eq!(titles("leverage.a.use"), ids);
    }
}
