//! What numbers are called before readers: words made of the scenario's titles.

use crate::model::{Issue, Party, Scenario};

impl Scenario {
    /// The words for a path of the scenario: of a number, of all numbers below it, or of another key. The path itself where
    /// it names nothing the scenario has.
    ///
    /// Keys without words of their own are said as they are written: `round-cost` would be "round cost".
    pub fn title_of(&self, path: &str) -> String {
        let segments: Vec<&str> = path.split('.').collect();
        let Some((subject, rest)) = subject(self, &segments) else {
            return path.to_owned();
        };
        let words = below(self, segments[0], segments.get(1).copied(), rest);
        if words.is_empty() {
            subject
        } else {
            format!("{subject}: {words}")
        }
    }
}

/// The title of what a path belongs to, and the rest of the path.
fn subject<'p>(scenario: &Scenario, path: &'p [&'p str]) -> Option<(String, &'p [&'p str])> {
    let found = match path {
        ["party", id, rest @ ..] => (party(scenario, id)?.title.clone(), rest),
        ["leverage", id, rest @ ..] => {
            let lever = scenario.levers.iter().find(|lever| lever.id == *id)?;
            (format!("Lever {}", lever.title), rest)
        }
        ["driver", id, rest @ ..] => {
            let driver = scenario.drivers.iter().find(|driver| driver.id == *id)?;
            (driver.title.clone(), rest)
        }
        ["stage", id, rest @ ..] => {
            let stage = scenario.stages.iter().find(|stage| stage.id == *id)?;
            (stage.title.clone(), rest)
        }
        ["issue", id, rest @ ..] => (issue(scenario, id)?.title.clone(), rest),
        ["joint-type", rest @ ..] => ("Types drawn together".to_owned(), rest),
        ["clock", rest @ ..] => ("Time".to_owned(), rest),
        ["protocol", "shuttle", rest @ ..] => ("Channel".to_owned(), rest),
        ["protocol"] => ("Channel".to_owned(), &[][..]),
        _ => return None,
    };
    Some(found)
}

/// The words for what stands below a subject.
fn below(scenario: &Scenario, kind: &str, id: Option<&str>, rest: &[&str]) -> String {
    match (kind, rest) {
        ("party", rest) => match id.and_then(|id| party(scenario, id)) {
            Some(party) => below_party(scenario, party, rest),
            None => plain(rest),
        },
        ("stage", ["reservation"]) => "reservation value".to_owned(),
        ("stage", ["approval", "logit", ..]) => "sharpness of the vote".to_owned(),
        ("stage", ["utility", rest @ ..]) => utility(scenario, rest),
        ("clock", ["breakdown"]) => "chance of a breakdown".to_owned(),
        ("leverage", ["use"]) => "used or not".to_owned(),
        ("leverage", ["use", "with-probability"]) => "chance of its use".to_owned(),
        ("leverage", ["effects", position, key @ ..]) => {
            format!("effect {} ({})", counted(position), plain(key))
        }
        ("driver", ["path"]) => "course".to_owned(),
        ("driver", ["process", _, name]) => plain(&[name]),
        ("issue", ["options", option, rest @ ..]) => {
            let issue = id.and_then(|id| issue(scenario, id));
            let found =
                issue.and_then(|issue| issue.options.iter().find(|known| known.id == *option));
            let title = found.map_or(*option, |option| &option.title);
            let rest = rest.iter().map(|key| format!(", {}", plain(&[key])));
            format!("“{title}”{}", rest.collect::<String>())
        }
        ("joint-type", [row, "probability"]) => format!("chance of row {}", counted(row)),
        _ => plain(rest),
    }
}

fn below_party(scenario: &Scenario, party: &Party, rest: &[&str]) -> String {
    match rest {
        ["type", kind, "probability"] => {
            let found = party.types.iter().find(|known| known.id == *kind);
            format!("chance of “{}”", found.map_or(*kind, |kind| &kind.title))
        }
        ["reservation"] => "reservation value".to_owned(),
        ["discount"] => "discount factor".to_owned(),
        ["round-cost"] => "cost of a round".to_owned(),
        ["utility", rest @ ..] => utility(scenario, rest),
        ["linkages", position, ..] => format!("bonus of linkage {}", counted(position)),
        ["breach", "loss"] => "loss by a breach".to_owned(),
        ["breach", "probability", entry @ ..] => breach(scenario, party, entry),
        ["loads", driver] => {
            let found = scenario.drivers.iter().find(|known| known.id == *driver);
            format!(
                "load on “{}”",
                found.map_or(*driver, |driver| &driver.title)
            )
        }
        ["loads"] => "loads on drivers".to_owned(),
        _ => plain(rest),
    }
}

fn breach(scenario: &Scenario, party: &Party, entry: &[&str]) -> String {
    let mut tables = party
        .types
        .iter()
        .filter_map(|kind| kind.profile.breach.as_ref());
    let issues = tables.next().map_or(&[][..], |breach| &breach.issues);
    let options = issues.iter().zip(entry).filter_map(|(issue, position)| {
        let position: usize = position.parse().ok()?;
        let option = scenario.issues[issue.index()].options.get(position)?;
        Some(option.title.as_str())
    });
    let options: Vec<&str> = options.collect();
    if options.is_empty() {
        return "chance of a breach".to_owned();
    }
    format!("chance of a breach under “{}”", options.join("”, “"))
}

fn utility(scenario: &Scenario, rest: &[&str]) -> String {
    let [id, below @ ..] = rest else {
        return "utility".to_owned();
    };
    let Some(issue) = issue(scenario, id) else {
        return plain(rest);
    };
    match below {
        ["weight"] => format!("weight of “{}”", issue.title),
        ["scores", position] => {
            let option = position.parse().ok();
            let option = option.and_then(|position: usize| issue.options.get(position));
            format!(
                "score of “{}”",
                option.map_or(*position, |option| &option.title)
            )
        }
        ["scores"] => format!("scores of “{}”", issue.title),
        _ => format!("utility of “{}”", issue.title),
    }
}

fn party<'s>(scenario: &'s Scenario, id: &str) -> Option<&'s Party> {
    scenario.parties.iter().find(|party| party.id == id)
}

fn issue<'s>(scenario: &'s Scenario, id: &str) -> Option<&'s Issue> {
    scenario.issues.iter().find(|issue| issue.id == id)
}

/// Segments in words, where no title belongs to them.
fn plain(segments: &[&str]) -> String {
    segments.join(", ").replace('-', " ")
}

/// A position in a file's list as people count.
fn counted(position: &str) -> String {
    let number = position.parse::<u32>().ok();
    number.map_or_else(|| position.to_owned(), |number| (number + 1).to_string())
}
