use std::collections::BTreeSet;

use crate::model::{
    Acceptance, Agenda, Approval, Choose, Concession, ConsentRule, InForce, Process, Protocol, Use,
};
use crate::scenario::document;
use crate::scenario::keys::{SCENARIO, scenario};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::{Chosen, Names, Reader};
use crate::scenario::report::Report;

/// One of each object, though nobody could play it.
const ONE_OF_EACH: &str = r#"
package = [{}]
issue = [{ id = "price", options = [{}] }]
plan = [{}]
joint-type = [{}]
driver = [{}]
leverage = [{ effects = [{ party = "buyer", weight = {}, score = { issue = "price" } }, { driver = "oil" }, { channel = "noise" }, { stage = "vote" }, { clock = "breakdown" }] }]
stage = [{ id = "vote", approval = "threshold" }]
policy = [{}]
protocol.shuttle.channel.buyer = {}

[[party]]
id = "buyer"
role = "principal"
linkages = [{}]
breach = { probability = 0.5 }
type = [{ utility.price = {} }]
utility.price = {}
"#;

type Listed = BTreeSet<(&'static str, &'static str)>;

/// Every key below a record, with what its record describes.
fn listed(record: &'static Record, found: &mut Listed) {
    for field in record.fields() {
        if found.insert((record.what, field.key)) {
            listed_in(&field.kind, found);
        }
    }
}

fn listed_in(kind: &'static Kind, found: &mut Listed) {
    match kind {
        Kind::Record(record) => listed(record, found),
        Kind::List(item) => listed_in(item, found),
        Kind::Map { value, .. } => listed_in(value, found),
        Kind::Choice(choice) => {
            for field in choice.fields() {
                listed_in(&field.kind, found);
            }
        }
        _ => {}
    }
}

fn reader() -> (document::Node, Reader) {
    let mut report = Report::default();
    let root = document::parse(ONE_OF_EACH, &SCENARIO, &mut report);
    assert!(!report.has_errors(), "the text is TOML");
    let reader = Reader::new(Names::of_document(&root), report);
    (root, reader)
}

#[test]
fn every_listed_key_is_read() {
    let (root, reader) = reader();
    scenario(&root, &reader);
    ConsentRule::CHOICE.read_all(&reader);
    Process::CHOICE.read_all(&reader);
    Use::CHOICE.read_all(&reader);
    Agenda::CHOICE.read_all(&reader);
    InForce::CHOICE.read_all(&reader);
    Protocol::CHOICE.read_all(&reader);
    Approval::CHOICE.read_all(&reader);
    Acceptance::CHOICE.read_all(&reader);
    Choose::CHOICE.read_all(&reader);
    Concession::CHOICE.read_all(&reader);
    let mut keys = Listed::new();
    listed(&SCENARIO, &mut keys);
    let asked = reader.asked.borrow();
    let unread: Vec<_> = keys.difference(&asked).collect();
    assert!(unread.is_empty(), "{unread:?}");
    assert!(keys.len() > 100, "only {} keys are listed", keys.len());
}

#[test]
fn variants_are_what_the_model_calls_them() {
    let (_, reader) = reader();
    for (key, rule) in Concession::CHOICE.read_all(&reader) {
        assert_eq!(rule.name(), key);
    }
    for (key, rule) in Acceptance::CHOICE.read_all(&reader) {
        assert_eq!(rule.name(), key);
    }
    for (key, protocol) in Protocol::CHOICE.read_all(&reader) {
        assert_eq!(protocol.name(), key);
    }
    for (key, rule) in ConsentRule::CHOICE.read_all(&reader) {
        assert_eq!(rule.name(), key);
    }
}
