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
    /// A group has a name that stands for something else.
    #[error("`{name}` is {taken}; give the group another name")]
    Taken {
        /// As given.
        name: String,
        /// What has this name.
        taken: &'static str,
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
    /// The path that all of them share, or the name that somebody gave them.
    pub name: String,
    /// The paths under which they lie.
    pub paths: Vec<String>,
    /// Their positions among all numbers drawn.
    pub numbers: Vec<usize>,
}

impl Group {
    /// The numbers under one path, which names them.
    fn under(path: String, numbers: Vec<usize>) -> Self {
        Self {
            paths: vec![path.clone()],
            name: path,
            numbers,
        }
    }

    /// The words for it: those of its path, or the name that somebody gave it.
    pub fn title(&self, scenario: &Scenario) -> String {
        if self.name == OTHERS || self.paths == [self.name.as_str()] {
            title(scenario, &self.name)
        } else {
            self.name.clone()
        }
    }
}

/// Paths whose numbers are to be looked at as one, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name.
    pub name: String,
    /// The paths.
    pub paths: Vec<String>,
}

impl Asked {
    /// A path that stands for itself and all paths below it.
    pub fn path(path: &str) -> Self {
        Self {
            name: path.to_owned(),
            paths: vec![path.to_owned()],
        }
    }
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
        .map(|(path, numbers)| Group::under(path, numbers))
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

/// The groups asked for; each path stands for itself and all paths below it.
///
/// # Errors
/// Every path that names nothing uncertain, every two that overlap, and every name that stands for something else.
pub fn grouped(drawn: &Drawn, asked: &[Asked]) -> Result<Vec<Group>, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let paths: Vec<&String> = asked.iter().flat_map(|group| &group.paths).collect();
    for (position, &path) in paths.iter().enumerate() {
        if under(drawn, path).next().is_none() {
            errors.push(ParameterError::Unknown {
                path: path.clone(),
                near: near(&drawn.numbers, path),
            });
        }
        for &other in &paths[..position] {
            let pairs = [(path, other), (other, path)].into_iter();
            let mut nested = pairs.filter(|(inner, outer)| lies_under(inner, outer));
            errors.extend(nested.next().map(|(inner, outer)| ParameterError::Nested {
                inner: inner.clone(),
                outer: outer.clone(),
            }));
        }
    }
    for (position, group) in asked.iter().enumerate() {
        let taken = taken(drawn, group, &asked[..position]);
        errors.extend(taken.map(|taken| ParameterError::Taken {
            name: group.name.clone(),
            taken,
        }));
    }
    let groups = asked.iter().map(|group| Group {
        name: group.name.clone(),
        paths: group.paths.clone(),
        numbers: group
            .paths
            .iter()
            .flat_map(|path| under(drawn, path))
            .collect(),
    });
    errors.is_empty().then(|| groups.collect()).ok_or(errors)
}

/// The positions of the numbers under a path.
fn under<'a>(drawn: &'a Drawn, path: &'a str) -> impl Iterator<Item = usize> + 'a {
    let numbers = drawn.numbers.iter().enumerate();
    numbers
        .filter(|number| lies_under(&number.1.path, path))
        .map(|number| number.0)
}

/// What else has the name of a group, be it one before it; none where nothing has.
fn taken(drawn: &Drawn, group: &Asked, before: &[Asked]) -> Option<&'static str> {
    let name = &group.name;
    if group.paths == [name.as_str()] {
        return None;
    }
    if name == NOISE || name == OTHERS {
        return Some("a factor of its own");
    }
    if before.iter().any(|other| other.name == *name) {
        return Some("the name of another group");
    }
    let is_path = under(drawn, name).next().is_some();
    is_path.then_some("a path of the scenario")
}

/// The numbers that no group holds, as a group of their own; none when every number is held.
pub fn others(drawn: &Drawn, groups: &[Group]) -> Option<Group> {
    let held = |position: &usize| groups.iter().any(|group| group.numbers.contains(position));
    let numbers: Vec<usize> = (0..drawn.numbers.len())
        .filter(|position| !held(position))
        .collect();
    let path = |&number: &usize| drawn.numbers[number].path.clone();
    (!numbers.is_empty()).then(|| Group {
        name: OTHERS.to_owned(),
        paths: numbers.iter().map(path).collect(),
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
