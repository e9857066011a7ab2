//! JSON Schema of the formats, from which editors take hints and completions.

use crate::model::Range;
use crate::model::check::NOTES;
use serde_json::{Map, Value, json};

use crate::scenario::keys::SCENARIO;
use crate::scenario::kind::{Field, Kind, Need, Record, Variants};
use crate::scenario::reader::{CENTRE, RANGE, SHAPES};
use crate::scenario::sweep::SWEEP;

/// The schema of a scenario file.
pub fn json_schema() -> Value {
    schema_of(&SCENARIO, "zopa scenario")
}

/// The schema of a sweep file.
pub fn sweep_json_schema() -> Value {
    schema_of(&SWEEP, "zopa sweep")
}

fn schema_of(whole: &Record, title: &str) -> Value {
    let mut schema = record(whole);
    if let Value::Object(schema) = &mut schema {
        schema.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        schema.insert("title".to_owned(), json!(title));
    }
    schema
}

fn record(record: &Record) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in record.fields() {
        properties.insert(field.key.to_owned(), described(field));
        if field.need == Need::Required {
            required.push(field.key);
        }
    }
    add_notes(&mut properties);
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn add_notes(properties: &mut Map<String, Value>) {
    for note in NOTES {
        let about = match note {
            "source" => "Where the numbers here come from.",
            _ => "What the author supposes about the numbers here.",
        };
        properties.insert(
            note.to_owned(),
            json!({ "type": "string", "description": about }),
        );
    }
}

fn described(field: &Field) -> Value {
    let mut value = kind(&field.kind);
    let description = match field.need.in_words() {
        None => format!("{} Required.", field.meaning),
        Some(default) => format!("{} Left out: {default}.", field.meaning),
    };
    if let Value::Object(value) = &mut value {
        value.insert("description".to_owned(), json!(description));
    }
    value
}

fn kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text | Kind::Name(_) => json!({ "type": "string" }),
        Kind::Id => json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]+$" }),
        Kind::Names(_) => json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": "string" }, "minItems": 1 },
        ] }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Any => json!(true),
        Kind::Whole(range) => with_value(&bounded("integer", *range), &[]),
        Kind::Plain(range) => with_value(&bounded("number", *range), &[]),
        Kind::Uncertain(range) => with_value(&bounded("number", *range), &distributions()),
        Kind::UncertainOr(range, word) => json!({ "anyOf": [
            { "const": word },
            with_value(&bounded("number", *range), &distributions()),
        ] }),
        Kind::Grid(range) => grid(*range),
        Kind::List(item) => json!({ "type": "array", "items": self::kind(item) }),
        Kind::Map { value, notes, .. } => map(value, *notes),
        Kind::Record(inner) => record(inner),
        Kind::Choice(inner) => choice(*inner),
    }
}

fn map(value: &Kind, notes: bool) -> Value {
    let mut properties = Map::new();
    if notes {
        add_notes(&mut properties);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": kind(value) })
}

/// A probability table: up to three levels of lists.
fn grid(range: Range) -> Value {
    let mut level = with_value(&bounded("number", range), &distributions());
    for _ in 0..3 {
        level = json!({ "anyOf": [
            with_value(&bounded("number", range), &distributions()),
            { "type": "array", "items": level },
        ] });
    }
    level
}

fn choice(choice: &'static dyn Variants) -> Value {
    let mut words = Vec::new();
    let mut properties = Map::new();
    for variant in choice.fields() {
        if let Kind::Record(inner) = variant.kind
            && inner.may_be_empty()
        {
            words.push(variant.key);
        }
        let mut settings = kind(&variant.kind);
        if let Value::Object(settings) = &mut settings {
            settings.insert("description".to_owned(), json!(variant.meaning));
        }
        properties.insert(variant.key.to_owned(), settings);
    }
    add_notes(&mut properties);
    let variants = choice.fields().into_iter();
    let one: Vec<Value> = variants
        .map(|variant| json!({ "required": [variant.key] }))
        .collect();
    let table = json!({
        "type": "object",
        "properties": properties,
        "oneOf": one,
        "additionalProperties": false,
    });
    if words.is_empty() {
        return json!({ "anyOf": [table] });
    }
    json!({ "anyOf": [table, { "enum": words }] })
}

fn bounded(name: &str, range: Range) -> Value {
    let mut number = Map::new();
    number.insert("type".to_owned(), json!(name));
    if range.is_positive() {
        number.insert("exclusiveMinimum".to_owned(), json!(0));
    } else if range.low.is_finite() {
        number.insert("minimum".to_owned(), json!(range.low));
    }
    if range.high.is_finite() {
        number.insert("maximum".to_owned(), json!(range.high));
    }
    Value::Object(number)
}

/// A number, or a table with `value` or one of the distributions, a range in which it might lie, a centre moved.
fn with_value(number: &Value, shapes: &[(&str, usize)]) -> Value {
    let mut properties = Map::new();
    properties.insert("value".to_owned(), number.clone());
    let list = |item: &Value, count: usize| json!({ "type": "array", "items": item, "minItems": count, "maxItems": count });
    for (shape, count) in shapes {
        let item = json!({ "type": "number" });
        properties.insert((*shape).to_owned(), list(&item, *count));
    }
    if !shapes.is_empty() {
        properties.insert(CENTRE.to_owned(), number.clone());
    }
    properties.insert(RANGE.to_owned(), list(number, 2));
    add_notes(&mut properties);
    let ways = std::iter::once("value").chain(shapes.iter().map(|shape| shape.0));
    let one: Vec<Value> = ways.map(|way| json!({ "required": [way] })).collect();
    json!({ "anyOf": [number, {
        "type": "object",
        "properties": properties,
        "oneOf": one,
        "additionalProperties": false,
    }] })
}

fn distributions() -> Vec<(&'static str, usize)> {
    let shapes = SHAPES.iter();
    shapes
        .filter(|shape| shape.0 != "value")
        .map(|shape| (shape.0, shape.1.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::json_schema;
    use crate::scenario::keys::SCENARIO;
    use crate::scenario::kind::{Kind, Record};
    use crate::scenario::sweep::SWEEP;

    fn assert_lists(text: &str, record: &Record) {
        for field in record.fields() {
            assert!(
                text.contains(&format!("\"{}\":", field.key)),
                "{} is missing",
                field.key
            );
            assert_lists_kind(text, &field.kind);
        }
    }

    fn assert_lists_kind(text: &str, kind: &Kind) {
        match kind {
            Kind::Record(record) => assert_lists(text, record),
            Kind::List(item) => assert_lists_kind(text, item),
            Kind::Map { value, .. } => assert_lists_kind(text, value),
            Kind::Choice(choice) => {
                for variant in choice.fields() {
                    assert!(
                        text.contains(&format!("\"{}\":", variant.key)),
                        "{}",
                        variant.key
                    );
                    assert_lists_kind(text, &variant.kind);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_schema_is_json_and_lists_every_key() {
        let text = json_schema().to_string();
        let read: serde_json::Value = serde_json::from_str(&text).expect("the schema is JSON");
        assert_eq!(
            read["properties"]["clock"]["properties"]["breakdown"]["anyOf"][0]["maximum"],
            1.0
        );
        assert_lists(&text, &SCENARIO);
        assert_lists(&super::sweep_json_schema().to_string(), &SWEEP);
    }
}
