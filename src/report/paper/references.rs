//! The literature behind what a study uses: what its methods cite, and whom its negotiations go back to.

use crate::model::{Agenda, Distribution, Number, Scenario};
use crate::report::paper::{Study, methods};

/// Every reference of the documentation, each a paragraph, in the order of the alphabet.
const ALL: &str = include_str!("../../../docs/references.md");

/// A reference, found by the name of its first author and its year.
struct Reference {
    author: String,
    year: String,
    words: String,
}

/// References in the order of the alphabet, each once.
pub(super) fn of(study: &Study) -> Vec<String> {
    let mut texts = methods::paragraphs(study);
    let scenarios = study.scenarios();
    texts.extend(scenarios.iter().map(|(given, _)| behind(&given.scenario)));
    let cited: Vec<(&str, &str)> = texts.iter().flat_map(|text| citations(text)).collect();
    let is_cited = |reference: &Reference| {
        let Reference { author, year, .. } = reference;
        let mut cited = cited.iter();
        cited.any(|(before, cited)| cited == year && names(before, author))
    };
    let cited = all().filter(is_cited);
    cited.map(|reference| reference.words).collect()
}

fn all() -> impl Iterator<Item = Reference> {
    ALL.split("\n\n").filter_map(|paragraph| {
        let words = paragraph.replace('*', "").replace('\n', " ");
        let (author, _) = words.split_once(',')?;
        let (_, rest) = words.split_once('(').filter(|_| !words.starts_with('#'))?;
        let year = rest.get(..4).filter(|word| is_year(word));
        // Of the editors of a book the year stands in the next brackets.
        let year = year.or_else(|| rest.split_once('(')?.1.get(..4))?;
        Some(Reference {
            author: author.to_owned(),
            year: year.to_owned(),
            words: words.trim().to_owned(),
        })
    })
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Each year of a text with the words between it and the year before it, among them the names of those cited.
fn citations(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut from = 0;
    let digits = text
        .char_indices()
        .filter(|(_, letter)| letter.is_ascii_digit());
    digits.filter_map(move |(at, _)| {
        let year = text.get(at..at + 4).filter(|word| is_year(word))?;
        let before = text.get(from..at)?;
        from = at + 4;
        Some((before, year))
    })
}

/// Whether words have a name, as a word of its own.
fn names(words: &str, name: &str) -> bool {
    words.match_indices(name).any(|(at, _)| {
        let rest = &words[at + name.len()..];
        !rest.starts_with(char::is_alphanumeric)
    })
}

/// Whom a scenario goes back to, as a method cites them.
fn behind(scenario: &Scenario) -> String {
    let mut cited = vec!["Keeney 1976", "Raiffa 1982"];
    cited.extend(scenario.protocol.literature());
    if scenario.agenda != Agenda::SingleUndertaking {
        cited.push("Fershtman 1990");
    }
    if !scenario.stages.is_empty() {
        cited.extend(["Putnam 1988", "Iida 1993"]);
    }
    if !scenario.levers.is_empty() {
        cited.extend(["Schelling 1960", "Lax 1986"]);
    }
    let profiles = scenario.parties.iter().flat_map(|party| &party.types);
    for profile in profiles.map(|kind| &kind.profile) {
        cited.extend(profile.strategy.concession.literature());
        cited.extend(profile.strategy.acceptance.literature());
        cited.extend(profile.breach.is_some().then_some("Powell 2006"));
    }
    let is_pert = |number: Number| matches!(number.value.distribution(), Distribution::Pert { .. });
    cited.extend(
        scenario
            .numbers()
            .into_iter()
            .any(is_pert)
            .then_some("Malcolm 1959"),
    );
    cited.join("; ")
}

#[cfg(test)]
mod tests {
    use super::{all, citations, names};

    #[test]
    fn each_reference_is_told_apart_by_author_and_year() {
        let mut keys: Vec<(String, String)> = all().map(|one| (one.author, one.year)).collect();
        assert!(keys.len() > 60, "{keys:?}");
        assert!(
            keys.iter().all(|key| key.1.parse::<u16>().is_ok()),
            "{keys:?}"
        );
        keys.sort();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn what_a_text_cites_is_found() {
        let text = "in 1,000 runs (Joe and Kuo 2008; Owen 1995), by Kalai and Smorodinsky (1975)";
        let cited: Vec<(&str, &str)> = citations(text).collect();
        assert!(names(cited[0].0, "Joe") && cited[0].1 == "2008");
        assert!(!names(cited[1].0, "Joe") && names(cited[1].0, "Owen"));
        assert!(names(cited[2].0, "Kalai") && !names(cited[2].0, "Kala"));
    }

    #[test]
    fn whom_a_scenario_goes_back_to_is_in_the_list() {
        let source = include_str!("references.rs");
        let (rules, _) = source.split_once("#[cfg(test)]").expect("there are tests");
        for quoted in rules.split('"').skip(1).step_by(2) {
            for (before, year) in citations(quoted) {
                let found = all().any(|one| one.year == year && names(before, &one.author));
                assert!(found, "{quoted}");
            }
        }
    }
}
