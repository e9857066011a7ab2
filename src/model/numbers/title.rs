//! What numbers are called before readers: words made of the scenario's titles.

use crate::model::item::{Item, find};
use crate::model::{Party, Scenario};

impl Scenario {
    /// The words for a path of the scenario: of a number, of all numbers below it, or of another key. The path itself where
    /// it names nothing the scenario has.
    ///
    /// Keys without words of their own are said as they are written: `round-cost` would be "round cost".
    pub fn title_of(&self, path: &str) -> String {
        let segments: Vec<&str> = path.split('.').collect();
        match words(self, &segments) {
            None => path.to_owned(),
            Some((subject, below)) if below.is_empty() => subject,
            Some((subject, below)) => format!("{subject}: {below}"),
        }
    }
}

/// The title of what a path belongs to, and the words for the rest of the path.
fn words(scenario: &Scenario, path: &[&str]) -> Option<(String, String)> {
    let (subject, below) = match path {
        ["party", id, rest @ ..] => {
            let party = find(&scenario.parties, id)?;
            (party.title(), below_party(scenario, party, rest))
        }
        ["leverage", id, rest @ ..] => {
            let lever = find(&scenario.levers, id)?;
            return Some((format!("Lever {}", lever.title), below_lever(rest)));
        }
        ["driver", id, rest @ ..] => {
            let below = match rest {
                ["path"] => "course".to_owned(),
                ["process", _, name] => plain(&[name]),
                ["jumps", "probability"] => "chance of a jump".to_owned(),
                ["jumps", "size"] => "size of a jump".to_owned(),
                _ => plain(rest),
            };
            (find(&scenario.drivers, id)?.title(), below)
        }
        ["stage", id, rest @ ..] => {
            let below = match rest {
                ["reservation"] => "reservation value".to_owned(),
                ["approval", "logit" | "vote", "lambda"] => "sharpness of the vote".to_owned(),
                ["approval", "vote", "threshold"] => "share of yes needed".to_owned(),
                ["approval", "vote", "swing"] => "swing of the vote".to_owned(),
                ["utility", rest @ ..] => utility(scenario, rest),
                ["loads", driver] => load(scenario, driver),
                _ => plain(rest),
            };
            (find(&scenario.stages, id)?.title(), below)
        }
        ["issue", id, rest @ ..] => {
            let issue = find(&scenario.issues, id)?;
            let below = match rest {
                ["options", option, rest @ ..] => {
                    let rest = rest.iter().map(|key| format!(", {}", plain(&[key])));
                    let title = title(&issue.options, option);
                    format!("“{title}”{}", rest.collect::<String>())
                }
                _ => plain(rest),
            };
            (issue.title(), below)
        }
        ["joint-type", row, "probability"] => (
            "Types drawn together",
            format!("chance of row {}", counted(row)),
        ),
        ["joint-type", rest @ ..] => ("Types drawn together", plain(rest)),
        ["clock", "breakdown"] => ("Time", "chance of a breakdown".to_owned()),
        ["clock", "loads", driver] => {
            let load = load(scenario, driver);
            ("Time", format!("{load} of the chance of a breakdown"))
        }
        ["clock", rest @ ..] => ("Time", plain(rest)),
        ["protocol", "shuttle", "channel", id, rest @ ..] => {
            let party = find(&scenario.parties, id)?.title();
            return Some((format!("Channel from {party}"), plain(rest)));
        }
        ["protocol", "shuttle", rest @ ..] => ("Channel", plain(rest)),
        ["protocol"] => ("Channel", String::new()),
        _ => return None,
    };
    Some((subject.to_owned(), below))
}

fn below_lever(rest: &[&str]) -> String {
    match rest {
        ["use"] => "used or not".to_owned(),
        ["use", "with-probability"] => "chance of its use".to_owned(),
        ["effects", position, key @ ..] => {
            format!("effect {} ({})", counted(position), plain(key))
        }
        _ => plain(rest),
    }
}

fn below_party(scenario: &Scenario, party: &Party, rest: &[&str]) -> String {
    match rest {
        ["type", kind, "probability"] => format!("chance of “{}”", title(&party.types, kind)),
        ["reservation"] => "reservation value".to_owned(),
        ["discount"] => "discount factor".to_owned(),
        ["round-cost"] => "cost of a round".to_owned(),
        ["utility", rest @ ..] => utility(scenario, rest),
        ["linkages", position, ..] => format!("bonus of linkage {}", counted(position)),
        ["breach", "loss"] => "loss by a breach".to_owned(),
        ["breach", "probability", entry @ ..] => breach(scenario, party, entry),
        ["loads", driver] => load(scenario, driver),
        ["loads"] => "loads on drivers".to_owned(),
        _ => plain(rest),
    }
}

/// What moves by so much per unit of a driver.
fn load(scenario: &Scenario, driver: &str) -> String {
    format!("load on “{}”", title(&scenario.drivers, driver))
}

/// The chance of a breach under the options of its issues, or under all of them.
fn breach(scenario: &Scenario, party: &Party, entry: &[&str]) -> String {
    let mut kinds = party.types.iter();
    let table = kinds.find_map(|kind| kind.profile.breach.as_ref());
    let issues = table.map_or(&[][..], |breach| &breach.issues);
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

/// The words for a part of a utility: the weight of an issue, the score of an option.
fn utility(scenario: &Scenario, rest: &[&str]) -> String {
    let [id, below @ ..] = rest else {
        return "utility".to_owned();
    };
    let Some(issue) = find(&scenario.issues, id) else {
        return plain(rest);
    };
    match below {
        ["weight"] => format!("weight of “{}”", issue.title),
        ["scores", position] => {
            let option = position.parse().ok();
            let option = option.and_then(|position: usize| issue.options.get(position));
            format!("score of “{}”", option.map_or(*position, Item::title))
        }
        ["scores"] => format!("scores of “{}”", issue.title),
        _ => format!("utility of “{}”", issue.title),
    }
}

/// The title of an item of a list, or the id where the list has none of it.
fn title<'s, T: Item>(list: &'s [T], id: &'s str) -> &'s str {
    find(list, id).map_or(id, T::title)
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
