//! Keys of utilities and patterns, which parties, types and bodies share.

use std::collections::BTreeMap;

use crate::model::check::ModelFault;
use crate::model::{IssueId, OptionSet, Pattern, Range, Uncertain, Utility};
use crate::scenario::document::Node;
use crate::scenario::key::{Key, Many, Map};
use crate::scenario::kind::{Field, Kind, Record};
use crate::scenario::place::At;
use crate::scenario::reader::{Reader, Table, are_sound, not_misspelt};

static WEIGHT: Key<Uncertain> = Key::uncertain("weight", Range::WEIGHT)
    .means("Weight of the issue; weights are normalised to sum 1.");
static SCORES: Key<Many> = Key::list("scores", &Kind::Uncertain(Range::SCORE))
    .means("Score of each option from 0 to 1, in the order of the options.");
pub(super) static ISSUE_UTILITY: Record =
    Record::new("the utility of an issue", &[&WEIGHT, &SCORES]);

static OWN_WEIGHT: Key<Uncertain> = WEIGHT.or_else("the party's");
static OWN_SCORES: Key<Many> = SCORES.or_else("the party's");
pub(super) static ISSUE_OVERRIDE: Record = Record::new(
    "the utility of an issue for a type",
    &[&OWN_WEIGHT, &OWN_SCORES],
);

pub(super) static WEIGHT_CONCENTRATION: Key<Option<f64>> =
    Key::plain("weight-concentration", Range::POSITIVE)
        .means("Draws weights around their centre; higher is closer.")
        .or_none("none");
pub(super) static SCORE_SD: Key<f64> = Key::plain("score-sd", Range::SPREAD)
    .means("Standard deviation of an error on each score.")
    .or(0.0);

/// Issues with the options asked for.
pub(super) static PATTERN: Kind = Kind::Map {
    of: "issue",
    value: &Kind::Names("option"),
    notes: false,
};

/// A utility as far as it is written.
#[derive(Default)]
pub(super) struct Parts<'n> {
    /// Where it stands.
    at: Option<At>,
    /// What is written about each issue.
    issues: BTreeMap<usize, Table<'n>>,
    /// Names that are no issue, which have been reported.
    unknown: Vec<String>,
}

/// What a table says about weights and scores.
pub(super) fn parts<'n>(table: &Table<'n>, key: &'static Key<Map>) -> Parts<'n> {
    let mut parts = Parts::default();
    let Some(entries) = table.map(key) else {
        return parts;
    };
    parts.at = table.node(key).map(|node| node.at);
    let reader = table.reader;
    for entry in entries {
        let Kind::Record(record) = entry.kind else {
            continue;
        };
        let issues = reader.names.of("issue");
        let Some(issue) = reader.find_key("issue", issues, entry.key, entry.node.at) else {
            parts.unknown.push(entry.key.to_owned());
            continue;
        };
        let inside = reader.open(entry.node, record);
        judge_scores(&inside, reader.names.options(issue).len());
        // What all types override is read too, so that its faults are found.
        of_issue(&inside);
        parts.issues.insert(issue, inside);
    }
    parts
}

/// Reports scores with commas for decimal points, or on a scale other than 0 to 1.
fn judge_scores(table: &Table<'_>, options: usize) {
    if let Some(node) = table.node(&SCORES) {
        let reader = table.reader;
        let _ = reader.has_decimal_commas(node, options) || reader.has_other_scale(node, "scores");
    }
}

/// The weight of an issue, and its scores where they are a list.
fn of_issue(table: &Table<'_>) -> (Uncertain, Option<Vec<Uncertain>>) {
    // A list at fault as a whole has been reported.
    let is_sound = |node: &&Node| !table.reader.is_faulty(node.at);
    let scores = table.node(&SCORES).filter(is_sound).and_then(|node| {
        let scores = table.items(&SCORES).into_iter();
        let scores = scores.map(|(node, kind)| table.read(node, kind)).collect();
        node.items().map(|_| scores)
    });
    (table.get(&WEIGHT), scores)
}

impl Parts<'_> {
    /// These parts where they say something, else those of `base`.
    pub(super) fn over(mut self, base: &Self) -> Self {
        for (issue, below) in &base.issues {
            let own = self.issues.get(issue);
            let laid = own.map_or_else(|| below.clone(), |own| own.over(below));
            self.issues.insert(*issue, laid);
        }
        Self {
            // A base that leaves issues out is where they should be added.
            at: base.at.or(self.at),
            issues: self.issues,
            unknown: [self.unknown, base.unknown.clone()].concat(),
        }
    }

    /// Whether anything is written.
    pub(super) fn is_written(&self) -> bool {
        self.at.is_some()
    }

    /// An issue that the base leaves out must be complete here.
    pub(super) fn check_additions(&self, base: &Self) {
        let issues = self.issues.iter();
        for (_, added) in issues.filter(|(issue, _)| !base.issues.contains_key(issue)) {
            let what = "the utility of an issue the party does not have";
            added.require(&OWN_WEIGHT, what);
            added.require(&OWN_SCORES, what);
        }
    }

    /// A complete utility, zero where nothing is written; spreads stand in a table of their own keys.
    pub(super) fn utility(&self, spreads: &Table<'_>) -> Utility {
        let reader = spreads.reader;
        let issues = reader.names.of("issue");
        let is_left_out = |(position, id): &(usize, &String)| {
            !self.issues.contains_key(position) && !id.is_empty()
        };
        let missing = issues.iter().enumerate().filter(is_left_out);
        let missing = not_misspelt(missing.map(|(_, id)| id.clone()).collect(), &self.unknown);
        if let Some(at) = self.at
            && !missing.is_empty()
            && are_sound(issues)
        {
            reader.fault(at, ModelFault::UtilityIncomplete { missing });
        }
        let of = |issue| {
            let zero = Uncertain::fixed(0.0);
            let written = self.issues.get(&issue).map(of_issue);
            let (weight, scores) = written.unwrap_or((zero, None));
            let zeros = || vec![zero; reader.names.options(issue).len()];
            (weight, scores.unwrap_or_else(zeros))
        };
        let (weights, scores) = (0..issues.len()).map(of).unzip();
        Utility {
            weights,
            weight_concentration: spreads.get(&WEIGHT_CONCENTRATION),
            scores,
            score_sd: spreads.get(&SCORE_SD),
        }
    }
}

/// The patterns of a list.
pub(super) fn patterns(table: &Table<'_>, key: &'static Key<Many>) -> Vec<Pattern> {
    let items = table.items(key).into_iter();
    items
        .map(|(node, kind)| pattern(table.reader, node, kind))
        .collect()
}

/// The pattern of a key.
pub(super) fn pattern_at(table: &Table<'_>, field: &'static Field) -> Pattern {
    let conditions = Vec::new();
    let node = table.node(field);
    node.map_or(Pattern { conditions }, |node| {
        pattern(table.reader, node, &field.kind)
    })
}

fn pattern(reader: &Reader, node: &Node, kind: &'static Kind) -> Pattern {
    let mut conditions = Vec::new();
    for entry in reader.map(node, kind).unwrap_or_default() {
        let words = match entry.node.items() {
            Some([]) => {
                let remedy = "name at least one option";
                reader.fault(entry.node.at, ModelFault::EmptyList { remedy });
                reader.mark(node.at);
                continue;
            }
            Some(_) => reader.words(entry.node, &Kind::List(&Kind::Name("option"))),
            None => {
                let text = reader.text(entry.node, entry.kind);
                text.map(|text| (text, entry.node.at)).into_iter().collect()
            }
        };
        let Some(issue) = reader.key_of::<IssueId>(entry.key, entry.node.at) else {
            reader.mark(node.at);
            continue;
        };
        let options = reader.names.options(issue.index());
        let found = reader.find_all("option", options, &words);
        if found.is_empty() {
            reader.mark(node.at);
        }
        conditions.push((issue, OptionSet::of(found)));
    }
    conditions.sort_by_key(|condition| condition.0);
    Pattern { conditions }
}
