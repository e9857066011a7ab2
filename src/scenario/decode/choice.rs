//! Choices: a sub-table with one key, or a word.

use crate::scenario::decode::{Decoder, Fields};
use crate::scenario::document::{At, Entry, Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::fields::{Choice, Kind, NOTES, Settings};

/// A chosen variant with what it was given.
pub(crate) struct Chosen<'n> {
    pub(crate) at: At,
    pub(crate) key: &'static str,
    pub(crate) given: Given<'n>,
}

/// What a variant was given.
pub(crate) enum Given<'n> {
    Fields(Fields<'n>),
    Value(&'n Node, &'static Kind),
}

impl Decoder<'_> {
    /// The variant chosen by a key.
    pub(crate) fn choice<'n>(&mut self, fields: &Fields<'n>, key: &str) -> Option<Chosen<'n>> {
        let (node, Kind::Choice(choice)) = fields.get(key)? else {
            return None;
        };
        self.chosen(node, choice)
    }

    fn chosen<'n>(&mut self, node: &'n Node, choice: &'static Choice) -> Option<Chosen<'n>> {
        match &node.value {
            Value::Text(word) => self.chosen_by_word(node, word, choice),
            Value::Table(entries) => self.chosen_by_table(node, entries, choice),
            _ => {
                self.wrong(node, &Kind::Choice(choice));
                None
            }
        }
    }

    fn chosen_by_word<'n>(
        &mut self,
        node: &'n Node,
        word: &str,
        choice: &'static Choice,
    ) -> Option<Chosen<'n>> {
        let Some(variant) = choice.variant(word) else {
            self.report.value(node.at, unknown_variant(word, choice));
            return None;
        };
        match &variant.settings {
            Settings::Record(record) if record.may_be_empty() => Some(Chosen {
                at: node.at,
                key: variant.key,
                given: Given::Fields(Fields {
                    at: node.at,
                    entries: &[],
                    record,
                }),
            }),
            _ => {
                let variant = variant.key.to_owned();
                self.report.value(node.at, Fault::NeedsSettings { variant });
                None
            }
        }
    }

    fn chosen_by_table<'n>(
        &mut self,
        node: &'n Node,
        entries: &'n [Entry],
        choice: &'static Choice,
    ) -> Option<Chosen<'n>> {
        let mut chosen = Vec::new();
        let mut unknown = false;
        for entry in entries {
            if NOTES.contains(&entry.key.as_str()) {
                self.text(&entry.node, &Kind::Text);
            } else if let Some(variant) = choice.variant(&entry.key) {
                chosen.push((variant, &entry.node));
            } else {
                unknown = true;
                self.report
                    .key(entry.node.at, unknown_variant(&entry.key, choice));
            }
        }
        let (variant, given) = match chosen.as_slice() {
            [] if unknown => return None,
            [] => {
                let fault = Fault::NoVariant {
                    choice: choice.what,
                    known: choice.keys(),
                };
                self.report.value(node.at, fault);
                return None;
            }
            [one] => *one,
            [_, second, ..] => {
                let fault = Fault::SeveralVariants {
                    found: chosen
                        .iter()
                        .map(|(variant, _)| variant.key.to_owned())
                        .collect(),
                };
                self.report.key(second.1.at, fault);
                return None;
            }
        };
        Some(Chosen {
            at: given.at,
            key: variant.key,
            given: match &variant.settings {
                Settings::Record(record) => Given::Fields(self.open(given, record)?),
                Settings::Single(kind) => Given::Value(given, kind),
            },
        })
    }
}

fn unknown_variant(found: &str, choice: &Choice) -> Fault {
    Fault::UnknownVariant {
        choice: choice.what,
        found: found.to_owned(),
        known: choice.keys(),
    }
}
