//! The uncertain numbers of a scenario, gathered under the paths an analyst names.

mod title;

pub use title::{NOISE, OTHERS, SIDES, title};
pub(super) use title::{choices, side_title};

use indexmap::IndexSet;

use crate::analysis::terms::ById;
use crate::experiment::study::RANGE_ENDING;
use crate::experiment::titled::Titled;
use crate::game::Drawn;
use crate::model::Scenario;
use crate::scenario::Ranged;

/// Numbers with a range that are factors each by itself; where there are more they are put together as those drawn are, so that
/// an analysis has some dozen factors whatever a file says of its numbers.
pub const RANGES_ALONE: usize = 16;

/// Name and words for a number as far as it is moved within its range: where nature draws it, its centre is moved.
pub(super) fn range_title(scenario: &Scenario, number: &Ranged) -> Titled {
    let moved = if number.is_drawn() { "centre" } else { "range" };
    Titled {
        id: range_path(number),
        title: format!("{}, {moved}", title(scenario, &number.path)),
    }
}

fn range_path(number: &Ranged) -> String {
    format!("{}{RANGE_ENDING}", number.path)
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
    /// Their positions among all numbers drawn; none where these are moved within ranges.
    pub numbers: Vec<usize>,
    /// Their positions among all numbers with a range; none where nature draws them.
    pub ranges: Vec<usize>,
}

impl Group {
    /// The words for it: those of its path, or the name that somebody gave it.
    pub fn title(&self, scenario: &Scenario, ranges: &[Ranged]) -> String {
        let stem = self.name.strip_suffix(RANGE_ENDING).unwrap_or(&self.name);
        if let [only] = self.ranges[..]
            && range_path(&ranges[only]) == self.name
        {
            range_title(scenario, &ranges[only]).title
        } else if stem == OTHERS || self.paths == [self.name.as_str()] {
            title(scenario, &self.name)
        } else {
            self.name.clone()
        }
    }
}

/// Whether any of the groups is of numbers that are moved within ranges.
pub(super) fn has_ranges(groups: &[Group]) -> bool {
    groups.iter().any(|group| !group.ranges.is_empty())
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
    let paths = drawn
        .numbers
        .iter()
        .map(|number| natural_path(&number.path));
    let group = |(path, numbers): (String, Vec<usize>)| Group {
        paths: vec![path.clone()],
        name: path,
        numbers,
        ranges: Vec::new(),
    };
    by_path(paths).into_iter().map(group).collect()
}

/// All numbers with a range: each by itself, or by part of the scenario where there are more than [`RANGES_ALONE`].
pub fn natural_ranges(ranges: &[Ranged]) -> Vec<Group> {
    let together = ranges.len() > RANGES_ALONE;
    let paths = ranges.iter().map(|number| {
        let path = number.path.as_str();
        if together { natural_path(path) } else { path }
    });
    let group = |(path, ranges): (String, Vec<usize>)| {
        let name = format!("{path}{RANGE_ENDING}");
        Group {
            paths: vec![name.clone()],
            name,
            numbers: Vec::new(),
            ranges,
        }
    };
    by_path(paths).into_iter().map(group).collect()
}

/// The places of each path, in the order in which paths first come up.
fn by_path<'p>(paths: impl Iterator<Item = &'p str>) -> ById<Vec<usize>> {
    let mut places: ById<Vec<usize>> = ById::new();
    for (place, path) in paths.enumerate() {
        places.entry(path.to_owned()).or_default().push(place);
    }
    places
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

/// The paths of all that can be asked about: what nature draws, then what is moved within ranges.
struct Known {
    drawn: Vec<String>,
    ranged: Vec<String>,
}

impl Known {
    fn of(drawn: &Drawn, ranges: &[Ranged]) -> Self {
        let drawn = drawn.numbers.iter().map(|number| number.path.clone());
        Self {
            drawn: drawn.collect(),
            ranged: ranges.iter().map(range_path).collect(),
        }
    }

    /// All of them.
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.drawn.iter().chain(&self.ranged).map(String::as_str)
    }

    /// Whether anything lies under a path.
    fn has(&self, path: &str) -> bool {
        self.paths().any(|known| lies_under(known, path))
    }

    /// The groups of what lies under some paths: that which nature draws, and that which is moved within ranges.
    fn groups(&self, asked: &Asked) -> impl Iterator<Item = Group> {
        let under = |known: &[String], path: &str| -> Vec<usize> {
            let places = known.iter().enumerate();
            let under = places.filter(|(_, known)| lies_under(known, path));
            under.map(|(place, _)| place).collect()
        };
        let of = |known: &[String]| -> (Vec<String>, Vec<usize>) {
            let found = asked.paths.iter().map(|path| (path, under(known, path)));
            let found: Vec<_> = found.filter(|found| !found.1.is_empty()).collect();
            let paths = found.iter().map(|found| found.0.clone()).collect();
            (paths, found.into_iter().flat_map(|found| found.1).collect())
        };
        let (paths, numbers) = of(&self.drawn);
        let of_drawn = Group {
            name: asked.name.clone(),
            paths,
            numbers,
            ranges: Vec::new(),
        };
        let (paths, ranges) = of(&self.ranged);
        let of_ranges = Group {
            name: ranged(&asked.name),
            paths: paths.iter().map(|path| ranged(path)).collect(),
            numbers: Vec::new(),
            ranges,
        };
        let groups = [of_drawn, of_ranges].into_iter();
        groups.filter(|group| !group.numbers.is_empty() || !group.ranges.is_empty())
    }
}

/// A name with the ending of what is moved within ranges.
fn ranged(name: &str) -> String {
    let stem = name.strip_suffix(RANGE_ENDING).unwrap_or(name);
    format!("{stem}{RANGE_ENDING}")
}

/// The groups asked for; each path stands for itself and all paths below it. What is moved within ranges and what nature draws
/// are two groups.
///
/// # Errors
/// Every path that names nothing uncertain, every two that overlap, and every name that stands for something else.
pub fn grouped(
    drawn: &Drawn,
    ranges: &[Ranged],
    asked: &[Asked],
) -> Result<Vec<Group>, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let known = Known::of(drawn, ranges);
    let paths: Vec<&String> = asked.iter().flat_map(|group| &group.paths).collect();
    for (position, &path) in paths.iter().enumerate() {
        if !known.has(path) {
            errors.push(ParameterError::Unknown {
                path: path.clone(),
                near: near(&known, path),
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
        let taken = taken(&known, group, &asked[..position]);
        errors.extend(taken.map(|taken| ParameterError::Taken {
            name: group.name.clone(),
            taken,
        }));
    }
    let groups = asked.iter().flat_map(|group| known.groups(group));
    errors.is_empty().then(|| groups.collect()).ok_or(errors)
}

/// What else has the name of a group, be it one before it; none where nothing has.
fn taken(known: &Known, group: &Asked, before: &[Asked]) -> Option<&'static str> {
    let name = &group.name;
    if group.paths == [name.as_str()] {
        return None;
    }
    let is_side = !known.ranged.is_empty() && SIDES.contains(&name.as_str());
    // A group with ranges is two factors, the second of which is named so.
    let is_of_ranges = name.ends_with(RANGE_ENDING);
    if name == NOISE || name == OTHERS || is_side || is_of_ranges {
        return Some("a factor of its own");
    }
    if before.iter().any(|other| other.name == *name) {
        return Some("the name of another group");
    }
    known.has(name).then_some("a path of the scenario")
}

/// The numbers that no group holds, those drawn and those moved within ranges, each as a group of their own; none when every
/// number is held.
pub fn others(drawn: &Drawn, ranges: &[Ranged], groups: &[Group]) -> Vec<Group> {
    let known = Known::of(drawn, ranges);
    let left = |paths: &[String], held: &dyn Fn(&Group) -> Vec<usize>| {
        let held: Vec<usize> = groups.iter().flat_map(held).collect();
        let left = (0..paths.len()).filter(|place| !held.contains(place));
        let left: Vec<usize> = left.collect();
        let paths = left.iter().map(|&place| paths[place].clone());
        (paths.collect::<Vec<_>>(), left)
    };
    let (paths, numbers) = left(&known.drawn, &|group| group.numbers.clone());
    let of_drawn = Group {
        name: OTHERS.to_owned(),
        paths,
        numbers,
        ranges: Vec::new(),
    };
    let (paths, ranges) = left(&known.ranged, &|group| group.ranges.clone());
    let of_ranges = Group {
        name: ranged(OTHERS),
        paths,
        numbers: Vec::new(),
        ranges,
    };
    let groups = [of_drawn, of_ranges].into_iter();
    groups.filter(|group| !group.paths.is_empty()).collect()
}

/// Whether a path is another or lies below it; what is moved within a range lies below its number.
fn lies_under(path: &str, above: &str) -> bool {
    let (path, above) = match (
        path.strip_suffix(RANGE_ENDING),
        above.strip_suffix(RANGE_ENDING),
    ) {
        (None, Some(_)) => return false,
        (stem, of) => (stem.unwrap_or(path), of.unwrap_or(above)),
    };
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Up to three paths that look like a misspelt one, the likest first; without any, the first three there are.
fn near(known: &Known, path: &str) -> Vec<String> {
    let both = |path| [natural_path(path), path];
    let candidates: IndexSet<&str> = known.paths().flat_map(both).collect();
    let mut candidates: Vec<&str> = candidates.into_iter().collect();
    let likeness = |candidate: &str| strsim::jaro_winkler(candidate, path);
    // The sort is stable: of equally like ones the first listed comes first.
    candidates.sort_by(|one, other| likeness(other).total_cmp(&likeness(one)));
    candidates.into_iter().take(3).map(str::to_owned).collect()
}
