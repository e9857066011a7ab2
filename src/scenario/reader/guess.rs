//! What a value of the wrong kind was meant to be.

use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::inline::{inline, shown};
use crate::scenario::kind::{Kind, Need, Record, is_note};
use crate::scenario::meant::{Meant, meant, shape, shape_of_names};
use crate::scenario::near::near;

/// A value that is longer is not written out in a message.
const LENGTH_MAX: usize = 80;

/// Words of the field and of other programs for keys that have other names here.
const OTHER_WORDS: [(&str, &[&str]); 5] = [
    (
        "reservation",
        &[
            "batna",
            "walk-away",
            "walkaway",
            "fallback",
            "outside-option",
            "threat-point",
            "disagreement",
        ],
    ),
    ("discount", &["delta", "patience"]),
    ("rounds", &["deadline", "turns", "horizon", "periods"]),
    ("utility", &["preferences", "payoffs", "payoff"]),
    ("title", &["name", "label"]),
];

/// What is wrong with a key that a table does not have, and the key that was meant by it, as far as that can be guessed.
pub(super) fn unknown(
    entry: &Entry,
    entries: &[Entry],
    record: &Record,
) -> (Fault, Option<String>) {
    let is_free = |key: &str| entries.iter().all(|other| other.key != key);
    let word = entry.key.to_lowercase().replace('_', "-");
    let other = OTHER_WORDS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()));
    if let Some(&(right, _)) =
        other.filter(|(right, _)| record.field(right).is_some() && is_free(right))
    {
        let (record, key) = (record.what, entry.key.clone());
        return (
            Fault::OtherName { record, key, right },
            Some(right.to_owned()),
        );
    }
    let number = record
        .fields()
        .find(|field| matches!(field.kind, Kind::Uncertain(_)));
    let shape = shape(&entry.key).filter(|_| entry.node.items().is_some());
    if let (Some(number), Some(shape)) = (number, shape) {
        let right = format!("{} = {{ {shape} = {} }}", number.key, shown(&entry.node));
        return (
            Fault::LooseDistribution { shape, right },
            Some(number.key.to_owned()),
        );
    }
    let meant = near(&entry.key, &record.keys()).cloned();
    (record.unknown(&entry.key), meant)
}

/// The value as it should be, where that can be guessed.
pub(super) fn right(node: &Node, kind: &Kind) -> Option<String> {
    let guess = match kind {
        _ if kind.numbers().is_some() => number(node, kind),
        Kind::Truth => truth(node),
        Kind::Text | Kind::Id | Kind::Name(_) => match &node.value {
            Value::Number { .. } | Value::Truth(_) | Value::Date(_) => {
                Some(format!("\"{}\"", shown(node)))
            }
            _ => None,
        },
        Kind::List(Kind::Record(record)) => tables(node, record),
        Kind::List(_) => match &node.value {
            Value::Table(_) => None,
            Value::Text(words) if words.contains(',') => numbers_between_commas(words),
            _ => Some(format!("[{}]", shown(node))),
        },
        Kind::Record(_) | Kind::Choice(_) | Kind::Map { .. } => match node.items() {
            Some([only]) if only.entries().is_some() => Some(shown(only)),
            _ => table(kind),
        },
        _ => None,
    };
    guess.filter(|guess| guess.len() <= LENGTH_MAX)
}

fn number(node: &Node, kind: &Kind) -> Option<String> {
    let may_be_drawn = matches!(
        kind,
        Kind::Uncertain(_) | Kind::UncertainOr(..) | Kind::Grid(_)
    );
    match &node.value {
        Value::Text(words) => match meant(words)? {
            Meant::Number(right) => Some(right),
            Meant::Distribution(right) if may_be_drawn => Some(right),
            _ => None,
        },
        Value::Number { value, .. } => Some(format!("{value}")).filter(|_| value.fract() == 0.0),
        Value::List(items) => {
            let is_number = |item: &Node| matches!(item.value, Value::Number { .. });
            if !items.iter().all(is_number) {
                return None;
            }
            let mut items: Vec<&Node> = items.iter().collect();
            items.sort_by(|one, other| plain(one).total_cmp(&plain(other)));
            let rising: Vec<String> = items.iter().map(|item| shown(item)).collect();
            match rising.as_slice() {
                [only] => Some(only.clone()),
                [low, high] if may_be_drawn => Some(format!("{{ uniform = [{low}, {high}] }}")),
                [low, mode, high] if may_be_drawn => {
                    Some(format!("{{ triangular = [{low}, {mode}, {high}] }}"))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// `"0, 0.4, 1"` as the list that it was meant to be.
fn numbers_between_commas(words: &str) -> Option<String> {
    let numbers = words.split(',').map(str::trim);
    let all = numbers.clone().all(|word| word.parse::<f64>().is_ok());
    all.then(|| format!("[{}]", numbers.collect::<Vec<_>>().join(", ")))
}

fn plain(item: &Node) -> f64 {
    match item.value {
        Value::Number { value, .. } => value,
        _ => f64::NAN,
    }
}

/// A table of the keys that must be written.
fn table(kind: &Kind) -> Option<String> {
    let Kind::Record(record) = kind else {
        return None;
    };
    let required = record.fields().filter(|field| field.need == Need::Required);
    let required: Vec<String> = required.map(|field| format!("{} = …", field.key)).collect();
    (1..=3)
        .contains(&required.len())
        .then(|| format!("{{ {} }}", required.join(", ")))
}

fn truth(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(word) => match meant(word)? {
            Meant::Truth(truth) => Some(truth.to_string()),
            _ => None,
        },
        Value::Number { .. } => match shown(node).as_str() {
            "0" => Some("false".to_owned()),
            "1" => Some("true".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// A list of tables: of one table, of tables by their ids, or of ids alone.
fn tables(node: &Node, record: &Record) -> Option<String> {
    let has_id = record.field("id").is_some();
    match &node.value {
        Value::Table(entries) => {
            let is_key = |entry: &Entry| record.field(&entry.key).is_some() || is_note(&entry.key);
            if entries.iter().any(is_key) {
                let whole = format!("[{}]", inline(node));
                return Some(if whole.len() > LENGTH_MAX {
                    "[{ … }]".to_owned()
                } else {
                    whole
                });
            }
            let ids: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            has_id.then(|| by_id(&ids))
        }
        Value::Text(id) => has_id.then(|| by_id(&[id])),
        Value::List(items) => {
            let ids: Option<Vec<&str>> = items.iter().map(Node::text).collect();
            ids.filter(|_| has_id).map(|ids| by_id(&ids))
        }
        _ => None,
    }
}

fn by_id(ids: &[&str]) -> String {
    let tables: Vec<String> = ids
        .iter()
        .map(|id| format!("{{ id = \"{id}\" }}"))
        .collect();
    let whole = format!("[{}]", tables.join(", "));
    if whole.len() > LENGTH_MAX {
        format!("[{}, …]", tables[0])
    } else {
        whole
    }
}

/// The fault of a number whose distribution has another name or form, as in `{ min = 0.3, max = 0.45 }`.
pub(super) fn distribution_form(entries: &[Entry]) -> Option<Fault> {
    let entries: Vec<&Entry> = entries
        .iter()
        .filter(|entry| !is_note(&entry.key))
        .collect();
    if let [only] = entries.as_slice() {
        let inside = only.node.entries()?;
        let name = shape(&only.key)?;
        let (named, values) = named(&inside.iter().collect::<Vec<_>>())?;
        let shape = if named == "triangular" { name } else { named };
        return Some(Fault::DistributionForm {
            right: format!("{{ {shape} = {values} }}"),
        });
    }
    let is_name =
        |entry: &&&Entry| ["type", "kind", "distribution", "dist"].contains(&entry.key.as_str());
    let name = entries
        .iter()
        .find(is_name)
        .and_then(|entry| shape(entry.node.text()?));
    let numbers: Vec<&Entry> = entries
        .iter()
        .filter(|entry| !is_name(entry))
        .copied()
        .collect();
    let (named, values) = named(&numbers)?;
    let shape = name.filter(|_| named == "triangular").unwrap_or(named);
    Some(Fault::DistributionForm {
        right: format!("{{ {shape} = {values} }}"),
    })
}

/// The distribution of numbers that are named one by one, with their list.
fn named(entries: &[&Entry]) -> Option<(&'static str, String)> {
    let names: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let (shape, order) = shape_of_names(&names)?;
    let values: Vec<String> = order
        .into_iter()
        .map(|place| shown(&entries[place].node))
        .collect();
    Some((shape, format!("[{}]", values.join(", "))))
}
