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
use crate::scenario::document::{self, Node};
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Map};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::problem::Problems;
use crate::scenario::reader::{Entry, Names, Reader};
use crate::scenario::report::Sources;
use crate::scenario::source::Source;

static TITLE: Key<Option<String>> = Key::text("title")
    .means("Title of tables and figures.")
    .or_none("the scenario's");
static OPTION: Key<Map> = Key::map("option", "issue", &OPTIONS)
    .means("Words for options, issue by issue.")
    .or_else("their titles");
const OPTIONS: Kind = Kind::Map {
    of: "option",
    value: &Kind::Text,
    notes: false,
};
static PACKAGE: Key<Map> = words("package");
static ISSUE: Key<Map> = words("issue");
static PARTY: Key<Map> = words("party");
static PLAN: Key<Map> = words("plan");
static LEVER: Key<Map> = words("lever");
static FACTOR: Key<Map> = words("factor");
static POLICY: Key<Map> = words("policy");
static LABELS: Record = Record::new(
    "a label file",
    &[
        &TITLE, &OPTION, &PACKAGE, &ISSUE, &PARTY, &PLAN, &LEVER, &FACTOR, &POLICY,
    ],
)
.without_notes();

const fn words(of: &'static str) -> Key<Map> {
    Key::map(of, of, &Kind::Text)
        .means("Words for things of this kind, by id.")
        .or_else("their titles")
}

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
    let (root, report) = document::open(sources, &LABELS)?;
    let reader = Reader::new(Names::default(), report);
    let labels = labels(&root, ids, &reader);
    let (report, _) = reader.into_parts();
    if report.has_errors() {
        return Err(report.resolve(sources));
    }
    Ok(labels)
}

fn labels(root: &Node, ids: &Ids, reader: &Reader) -> Labels {
    let table = reader.open(root, &LABELS);
    let mut labels = Labels::default();
    labels.title = table.get(&TITLE);
    for (kind, key) in [
        (Named::Package, &PACKAGE),
        (Named::Issue, &ISSUE),
        (Named::Party, &PARTY),
        (Named::Plan, &PLAN),
        (Named::Lever, &LEVER),
        (Named::Factor, &FACTOR),
        (Named::Policy, &POLICY),
    ] {
        fill(&mut labels, &kind, table.map(key), ids, reader);
    }
    for issue in table.map(&OPTION).unwrap_or_default() {
        if is_known(&Named::Issue, &issue, ids, reader) {
            let kind = Named::IssueOption(issue.key.to_owned());
            let options = reader.map(issue.node, issue.kind);
            fill(&mut labels, &kind, options, ids, reader);
        }
    }
    labels
}

fn fill(
    labels: &mut Labels,
    kind: &Named,
    entries: Option<Vec<Entry<'_>>>,
    ids: &Ids,
    reader: &Reader,
) {
    for entry in entries.unwrap_or_default() {
        let words = reader.text(entry.node, entry.kind);
        if let (true, Some(words)) = (is_known(kind, &entry, ids, reader), words) {
            labels.set(kind.clone(), entry.key, words);
        }
    }
}

/// Whether there is something of this kind and id.
fn is_known(kind: &Named, entry: &Entry<'_>, ids: &Ids, reader: &Reader) -> bool {
    let (known, at) = (ids.of(kind), entry.node.at);
    if known.is_empty() {
        let fault = Fault::UnknownKey {
            record: "a label file for these results",
            key: entry.key.to_owned(),
            known: Vec::new(),
        };
        reader.key_fault(at, fault);
        return false;
    }
    reader.find_key(kind.word(), known, entry.key, at).is_some()
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
            "titel = \"Pay\"\nsource = \"x\"\n[party]\nunoin = \"Union\"\nunion = 3\n[option.wages]\nhigh = \"\"\n\
             [option.wage]\nhigh = \"\"\n",
        )
        .expect_err("six faults");
        for words in [
            "labels.toml:1:1: `titel`: a label file has no key `titel`",
            "did you mean `title`?",
            "labels.toml:2:1: `source`: a label file has no key `source`",
            "labels.toml:4:1: `party.unoin`: there is no party `unoin`",
            "did you mean `union`?",
            "`party.union`: expected text",
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
