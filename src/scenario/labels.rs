//! Label files: other words for readers, by id.
//!
//! ```toml
//! title = "Two rooms and a corridor"
//!
//! [package]
//! security = "Security guarantees"
//!
//! [option.troop-cap]
//! 800k = "eight hundred thousand"
//! ```

use std::path::Path;

use crate::model::{Ids, Labels, Named};
use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::open::{Opened, open};
use crate::scenario::place::At;
use crate::scenario::problem::Problems;
use crate::scenario::report::{Report, Sources};
use crate::scenario::source::Source;

/// Reads a label file for things of these ids.
///
/// # Errors
/// Every problem of the file.
pub fn load_labels(path: &Path, ids: &Ids) -> Result<Labels, Problems> {
    parse_labels(&Source::read(path)?, ids)
}

/// Reads a label text for things of these ids.
///
/// # Errors
/// Every problem of the text.
pub fn parse_labels(source: &Source, ids: &Ids) -> Result<Labels, Problems> {
    let sources = Sources::of(source);
    let Opened {
        root,
        places,
        mut report,
    } = open(sources)?;
    let labels = labels(&root, ids, &mut report);
    if report.has_errors() {
        return Err(report.resolve(&places, sources));
    }
    Ok(labels)
}

fn labels(root: &Node, ids: &Ids, report: &mut Report) -> Labels {
    let mut labels = Labels::default();
    for entry in entries(root, report) {
        let plain = Named::PLAIN.iter().find(|(_, word)| *word == entry.key);
        match (entry.key.as_str(), plain) {
            ("title", _) => labels.title = words(&entry.node, report),
            ("option", _) => {
                for issue in entries(&entry.node, report) {
                    if is_known(&Named::Issue, issue, ids, report) {
                        let kind = Named::IssueOption(issue.key.clone());
                        fill(&mut labels, &kind, &issue.node, ids, report);
                    }
                }
            }
            (_, Some((kind, _))) => fill(&mut labels, kind, &entry.node, ids, report),
            _ => {
                let known = Named::PLAIN.map(|(_, word)| word.to_owned()).into_iter();
                let others = ["title", "option"].map(str::to_owned);
                let fault = Fault::UnknownKey {
                    record: "a label file",
                    key: entry.key.clone(),
                    known: known.chain(others).collect(),
                };
                report.key(entry.node.at, fault);
            }
        }
    }
    labels
}

fn fill(labels: &mut Labels, kind: &Named, table: &Node, ids: &Ids, report: &mut Report) {
    for entry in entries(table, report) {
        let is_known = is_known(kind, entry, ids, report);
        if let (Some(words), true) = (words(&entry.node, report), is_known) {
            labels.set(kind.clone(), &entry.key, &words);
        }
    }
}

fn is_known(kind: &Named, entry: &Entry, ids: &Ids, report: &mut Report) -> bool {
    let known = ids.of(kind);
    let is_known = known.contains(&entry.key);
    if !is_known {
        let fault = if known.is_empty() {
            Fault::UnknownKey {
                record: "a label file for these results",
                key: entry.key.clone(),
                known: Vec::new(),
            }
        } else {
            Fault::UnknownName {
                kind: kind.word(),
                id: entry.key.clone(),
                known: known.to_vec(),
            }
        };
        report.key(entry.node.at, fault);
    }
    is_known
}

fn entries<'n>(node: &'n Node, report: &mut Report) -> &'n [Entry] {
    if let Value::Table(entries) = &node.value {
        return entries;
    }
    wrong(node, node.at, "a table of ids and their words", report);
    &[]
}

fn words(node: &Node, report: &mut Report) -> Option<String> {
    match node.text() {
        Some(words) if words.trim().is_empty() => report.value(node.at, Fault::EmptyText),
        Some(words) => return Some(words.to_owned()),
        None => wrong(node, node.at, "a text", report),
    }
    None
}

fn wrong(node: &Node, at: At, expected: &str, report: &mut Report) {
    let fault = Fault::WrongKind {
        expected: expected.to_owned(),
        found: node.in_words(),
    };
    report.value(at, fault);
}

#[cfg(test)]
mod tests {
    use super::parse_labels;
    use crate::model::{Ids, Labels, Named};
    use crate::scenario::Source;

    fn read(text: &str) -> Result<Labels, String> {
        let mut ids = Ids::default();
        ids.add(Named::Issue, "wage");
        ids.add(Named::IssueOption("wage".to_owned()), "high");
        ids.add(Named::Party, "union");
        ids.add(Named::Factor, "party.union.reservation");
        let source = Source {
            name: "labels.toml".to_owned(),
            text: text.to_owned(),
        };
        parse_labels(&source, &ids).map_err(|problems| problems.to_string())
    }

    #[test]
    fn words_are_found_by_kind_and_id() {
        let labels = read(
            "title = \"Pay\"\n[issue]\nwage = \"Pay rise\"\n[option.wage]\nhigh = \"much\"\n\
             [factor]\n\"party.union.reservation\" = \"fallback\"\n",
        )
        .expect("all ids are known");
        assert_eq!(labels.title.as_deref(), Some("Pay"));
        assert_eq!(labels.get(Named::Issue, "wage"), Some("Pay rise"));
        let option = Named::IssueOption("wage".to_owned());
        assert_eq!(labels.get(option, "high"), Some("much"));
        assert_eq!(labels.get(Named::Party, "union"), None);
        let mut title = "own".to_owned();
        labels.put(Named::Factor, "party.union.reservation", &mut title);
        assert_eq!(title, "fallback");
    }

    #[test]
    fn every_problem_is_told_with_its_place_and_what_was_meant() {
        let told = read(
            "titel = \"Pay\"\n[party]\nunoin = \"Union\"\nunion = 3\n[option.wages]\nhigh = \"\"\n\
             [option.wage]\nhigh = \"\"\n",
        )
        .expect_err("five faults");
        for words in [
            "labels.toml:1:1: `titel`: a label file has no key `titel`",
            "did you mean `title`?",
            "labels.toml:3:1: `party.unoin`: there is no party `unoin`",
            "did you mean `union`?",
            "`party.union`: expected a text",
            "there is no issue `wages`",
            "`option.wage.high`: this text is empty",
        ] {
            assert!(told.contains(words), "{words}\n\n{told}");
        }
    }

    #[test]
    fn nothing_need_be_declared_for_a_label() {
        let told = read("[plan]\nq = \"Plan Q\"\n").expect_err("there is no plan");
        for words in [
            "`plan.q`: a label file for these results has no key `q`",
            "only ids of the results can be given other words",
        ] {
            assert!(told.contains(words), "{words}\n\n{told}");
        }
    }
}
