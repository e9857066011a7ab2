//! Where the results of a sweep come from: all that is needed to repeat it, and to read its blocks without the sweep file.

use serde_json::{Value, json};

use crate::experiment::sweep::{CellLayout, FactorLayout, Layout, LevelLayout, Stop, Target};
use crate::results::manifest::{FORMAT, TOOL};
use crate::results::{Identity, Shard};

/// Cells that an identity names one by one; of more it holds a hash.
const CELLS_NAMED: usize = 1_000;

/// What the results of a sweep, or of a share of it, come from; without time, machine or place.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepManifest {
    /// Factors, cells, names, runs and seed.
    pub layout: Layout,
    /// The columns of the table with a line for each run, where there is one.
    pub run_columns: Option<String>,
    /// Which share.
    pub shard: Shard,
    /// Runs counted, over all cells; 0 in a share, which counts nothing.
    pub runs_counted: u64,
    /// Whether the sweep was stopped before all was done.
    pub interrupted: bool,
    /// The command that gives these results again, without share and folder.
    pub command: String,
    /// Names of the files it speaks for.
    pub files: Vec<String>,
}

impl SweepManifest {
    /// What blocks must share to be put together.
    pub fn identity(&self) -> Identity {
        let layout = &self.layout;
        let mut facts = vec![
            ("version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("scenario".to_owned(), layout.fingerprint.clone()),
            ("seed".to_owned(), layout.seed.to_string()),
            ("runs".to_owned(), runs_in_words(&layout.stop)),
            ("cells".to_owned(), layout.cells.len().to_string()),
            (
                "lines for runs".to_owned(),
                self.run_columns.is_some().to_string(),
            ),
        ];
        let sets = layout.cells.iter().map(|cell| cell.sets.join(" "));
        if layout.cells.len() <= CELLS_NAMED {
            let named = sets.enumerate();
            facts.extend(named.map(|(number, sets)| (format!("cell {number}"), sets)));
        } else {
            let sets: Vec<String> = sets.collect();
            let hash = crc32fast::hash(sets.join("\n").as_bytes());
            facts.push(("what cells set".to_owned(), format!("{hash:08x}")));
        }
        Identity {
            facts,
            blocks: layout.blocks(),
            shard: self.shard,
            command: self.command.clone(),
        }
    }

    /// The text of the file, with the version of this tool.
    pub fn to_json(&self) -> String {
        let layout = &self.layout;
        let cells = layout.cells.iter().enumerate().map(
            |(number, cell)| json!({ "cell": number, "levels": cell.labels, "set": cell.sets }),
        );
        let factors = layout.factors.iter();
        let factors = factors.map(|factor| {
            let levels = factor.levels.iter();
            let levels = levels.map(|it| json!({ "level": it.label, "title": it.title }));
            json!({
                "id": factor.id,
                "title": factor.title,
                "levels": levels.collect::<Vec<_>>(),
                "written": factor.written,
            })
        });
        let precision = layout.stop.wish().map(|(half_width, of)| {
            json!({ "half-width": half_width, "of": of.name(), "looks": layout.stop.looks() })
        });
        let value = json!({
            "format": FORMAT,
            "tool": TOOL,
            "version": env!("CARGO_PKG_VERSION"),
            "sweep": layout.sweep,
            "scenario": layout.scenario,
            "fingerprint": layout.fingerprint,
            "title": layout.title,
            "seed": layout.seed,
            "runs": layout.stop.ceiling(),
            "precision": precision,
            "runs-counted": self.runs_counted,
            "interrupted": self.interrupted,
            "shard": self.shard.to_string(),
            "command": self.command,
            "files": self.files,
            "run-columns": self.run_columns,
            "design": layout.design,
            "packages": layout.packages,
            "parties": layout.parties,
            "factors": factors.collect::<Vec<_>>(),
            "cells": cells.collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }

    /// Reads what [`SweepManifest::to_json`] wrote; none when it is something else.
    pub fn from_json(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        if value["tool"] != TOOL || value["format"] != FORMAT {
            return None;
        }
        let level = |value: &Value| {
            Some(LevelLayout {
                label: word(&value["level"])?,
                title: word(&value["title"])?,
            })
        };
        let factor = |value: &Value| {
            Some(FactorLayout {
                id: word(&value["id"])?,
                title: word(&value["title"])?,
                levels: list(&value["levels"], level).unwrap_or_default(),
                written: value["written"].as_f64(),
            })
        };
        let cell = |value: &Value| {
            let label = |value: &Value| match value {
                Value::Null => Some(None),
                _ => word(value).map(Some),
            };
            Some(CellLayout {
                labels: list(&value["levels"], label)?,
                sets: list(&value["set"], word)?,
            })
        };
        Some(Self {
            layout: Layout {
                title: word(&value["title"])?,
                sweep: word(&value["sweep"])?,
                scenario: word(&value["scenario"])?,
                fingerprint: word(&value["fingerprint"])?,
                design: word(&value["design"])?,
                seed: value["seed"].as_u64()?,
                stop: stop(&value)?,
                factors: list(&value["factors"], factor)?,
                cells: list(&value["cells"], cell)?,
                packages: list(&value["packages"], word)?,
                parties: list(&value["parties"], word)?,
            },
            run_columns: value["run-columns"].as_str().map(str::to_owned),
            shard: value["shard"].as_str()?.parse().ok()?,
            runs_counted: value["runs-counted"].as_u64()?,
            interrupted: value["interrupted"].as_bool()?,
            command: word(&value["command"])?,
            files: list(&value["files"], word)?,
        })
    }
}

fn word(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn list<T>(value: &Value, item: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(item).collect()
}

fn stop(value: &Value) -> Option<Stop> {
    let precision = &value["precision"];
    if precision.is_null() {
        return Some(Stop::fixed(value["runs"].as_u64()?));
    }
    let half_width = precision["half-width"].as_f64()?;
    let of = Target::named(precision["of"].as_str()?)?;
    let looks = list(&precision["looks"], Value::as_u64)?;
    Some(Stop::until(half_width, of, &looks))
}

fn runs_in_words(stop: &Stop) -> String {
    match stop.wish() {
        None => stop.ceiling().to_string(),
        Some((half_width, of)) => {
            let looks: Vec<String> = stop.looks().iter().map(u64::to_string).collect();
            format!("{} until {} ± {half_width}", looks.join(", "), of.name())
        }
    }
}
