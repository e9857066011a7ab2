//! Result folders damaged: a reader gives an error, or the same page as before; where the checksums were made to fit the damage,
//! an error or some page. It never panics.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;
use zopa::experiment::sweep::Sheet;
use zopa::results::{Blocks, MANIFEST, Results, Shard, SweepManifest, estimates, merge, sweep_in};

use crate::judge::{Broken, Seen};
use crate::mutate::one;
use crate::random_scenario::Dice;
use crate::result_folder::{RESULTS, others, place, read, sealed};
use crate::tool::done;

/// Files by their names in a folder, those in folders below it by their path.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Folders as the commands have written them.
#[derive(Debug)]
pub(crate) struct Folders {
    results: Vec<Files>,
    /// What readers make of each.
    pages: Vec<String>,
    /// The shards of a sweep, and the table that they make.
    shards: [Files; 2],
    table: String,
    /// Where shards are put, which are read from the disk.
    place: TempDir,
}

/// A damaged folder.
#[derive(Clone, Debug)]
pub(crate) struct Damaged {
    pub(crate) files: Files,
    /// Whether the checksums fit the damage.
    pub(crate) is_sealed: bool,
    /// What it was made from: the number of a folder, or none for the first of the shards.
    pub(crate) from: Option<usize>,
}

/// Every file in a folder.
pub(crate) fn files(folder: &Path) -> Files {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            left.extend(entries.map(|entry| entry.expect("it can be read").path()));
        } else {
            let name = path
                .strip_prefix(folder)
                .expect("it is below")
                .display()
                .to_string();
            found.push((name, fs::read(&path).expect("the file can be read")));
        }
    }
    found.sort();
    found
}

/// Puts files into a folder, and nothing else.
pub(crate) fn put(folder: &Path, files: &Files) {
    let _ = fs::remove_dir_all(folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is below a folder"))
            .expect("the folder can be made");
        fs::write(path, bytes).expect("it can be written");
    }
}

impl Folders {
    /// A folder of each kind.
    pub(crate) fn make() -> Self {
        let place = place();
        let at = |name: &str| place.path().join(name);
        let commands = RESULTS.map(|(command, _)| command);
        let mut results = Vec::new();
        for (number, command) in commands.into_iter().enumerate() {
            done(&place, &format!("{command} --output out-{number}"));
            results.push(files(&at(&format!("out-{number}"))));
        }
        for shard in [1, 2] {
            done(
                &place,
                &format!("sweep rounds.toml --shard {shard}/2 --output part-{shard}"),
            );
        }
        let shards = [files(&at("part-1")), files(&at("part-2"))];
        let table = merged(&[at("part-1"), at("part-2")]).expect("whole shards make a table");
        let pages = results
            .iter()
            .map(|files| page(files).expect("whole results have a page"));
        Self {
            pages: pages.collect(),
            results,
            shards,
            table,
            place,
        }
    }

    /// One of them, damaged.
    pub(crate) fn damaged(&self, dice: &mut Dice) -> Damaged {
        let from = (dice.below(10) > 0).then(|| dice.below(self.results.len()));
        let mut files = from
            .map_or(&self.shards[0], |from| &self.results[from])
            .clone();
        for _ in 0..=dice.below(3) {
            self.damage(dice, &mut files);
        }
        let is_sealed = dice.below(2) == 0;
        if is_sealed {
            seal(&mut files);
        }
        Damaged {
            files,
            is_sealed,
            from,
        }
    }

    fn damage(&self, dice: &mut Dice, files: &mut Files) {
        // Pictures are only written.
        let is_read = |name: &str| !name.contains(".svg") && !name.contains(".data.");
        let read: Vec<usize> = (0..files.len())
            .filter(|&file| is_read(&files[file].0))
            .collect();
        if read.is_empty() {
            return;
        }
        let at = read[dice.below(read.len())];
        match dice.below(12) {
            0 => drop(files.remove(at)),
            1 => {
                let other = read[dice.below(read.len())];
                let other = files[other].1.clone();
                files[at].1 = other;
            }
            2 => {
                let other = &self.results[dice.below(self.results.len())];
                let same = other.iter().find(|file| file.0 == files[at].0);
                if let Some(same) = same {
                    files[at].1.clone_from(&same.1);
                }
            }
            _ => {
                let (name, bytes) = &mut files[at];
                let text = String::from_utf8(bytes.clone());
                *bytes = match text {
                    Ok(text) if is_kind(name, "json") && dice.below(8) > 0 => {
                        json(dice, &text).into_bytes()
                    }
                    Ok(text) if is_kind(name, "csv") && dice.below(4) > 0 => {
                        csv(dice, &text).into_bytes()
                    }
                    _ => damaged_bytes(dice, bytes),
                };
            }
        }
    }

    /// What readers make of a damaged folder.
    pub(crate) fn judge(&self, damaged: &Damaged) -> Result<Seen, Broken> {
        let mut seen = Seen::default();
        let (found, wanted) = if let Some(from) = damaged.from {
            (page(&damaged.files), Some(&self.pages[from]))
        } else {
            let folders =
                ["part-1", "part-2"].map(|part| self.place.path().join("fuzz").join(part));
            put(&folders[0], &damaged.files);
            put(&folders[1], &self.shards[1]);
            (merged(&folders), Some(&self.table))
        };
        match found {
            Err(words) => {
                if !words.contains("out") && !words.contains("part-") {
                    return Err(format!("no file is named: {words}"));
                }
                seen.shape(&words);
                Ok(seen.ended("damage refused"))
            }
            Ok(found) if !damaged.is_sealed && wanted.is_some_and(|wanted| *wanted != found) => {
                Err("damage that nothing hides gives other results".to_owned())
            }
            Ok(_) => Ok(seen.ended("damage read")),
        }
    }
}

/// The page of a folder.
fn page(files: &Files) -> Result<String, String> {
    let texts = files
        .iter()
        .filter_map(|(name, bytes)| Some((name.as_str(), std::str::from_utf8(bytes).ok()?)));
    let texts: Vec<(&str, &str)> = texts.collect();
    let manifest = texts.iter().find(|file| file.0 == MANIFEST);
    let manifest = manifest
        .ok_or_else(|| format!("out/{MANIFEST}: this is no text"))?
        .1;
    let results =
        Results::beforehand("out".as_ref(), manifest, &texts).map_err(|error| error.to_string())?;
    read(&results)
}

/// The table of the sweep whose shards are in these folders.
fn merged(folders: &[PathBuf; 2]) -> Result<String, String> {
    let merged = merge(folders).map_err(|error| error.to_string())?;
    let mut of: Option<SweepManifest> = None;
    for folder in folders {
        let found = sweep_in(folder).map_err(|error| error.to_string())?;
        let is_same = |manifest: &SweepManifest| {
            let whole = SweepManifest {
                shard: Shard::WHOLE,
                ..manifest.clone()
            };
            whole.identity().differences(&merged.identity).is_empty()
        };
        of = of.or(found.filter(is_same));
    }
    let Some(SweepManifest { layout, .. }) = of else {
        return Err("part-1: no manifest is of this sweep".to_owned());
    };
    let mut sheet = Sheet::empty(&layout);
    for number in 0..layout.blocks() {
        let block = block(&merged.blocks, number)?;
        let block = layout
            .read_block(number, &block)
            .ok_or_else(|| format!("part-1: block {number} does not fit"))?;
        let (cell, batch) = layout.place(number);
        sheet.add(cell, batch, &block.record);
    }
    Ok(estimates::of_sweep(&layout, &sheet).to_csv())
}

fn block(blocks: &Blocks, number: u64) -> Result<Vec<u8>, String> {
    let found = blocks.read(number).map_err(|error| error.to_string())?;
    found.ok_or_else(|| format!("part-1: block {number} is missing"))
}

/// Makes the checksums of a manifest fit the files.
fn seal(files: &mut Files) {
    let Some(at) = files.iter().position(|file| file.0 == MANIFEST) else {
        return;
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut manifest = text(&files[at].1);
    for (name, bytes) in files.iter().filter(|file| file.0 != MANIFEST) {
        manifest = sealed(&manifest, name, &text(bytes)).unwrap_or(manifest);
    }
    let own = manifest.clone();
    files[at].1 = sealed(&manifest, MANIFEST, &own)
        .unwrap_or(manifest)
        .into_bytes();
}

/// Whether a file has an ending.
fn is_kind(name: &str, ending: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|other| other == ending)
}

/// A document with one value, key or item damaged.
fn json(dice: &mut Dice, text: &str) -> String {
    let Ok(mut document) = serde_json::from_str::<Value>(text) else {
        return text.to_owned();
    };
    let mut ways = vec![String::new()];
    let mut at = 0;
    while at < ways.len() {
        let way = ways[at].clone();
        match document.pointer(&way) {
            Some(Value::Object(fields)) => {
                ways.extend(
                    fields
                        .keys()
                        .map(|key| format!("{way}/{}", key.replace('~', "~0").replace('/', "~1"))),
                );
            }
            Some(Value::Array(items)) => {
                ways.extend((0..items.len()).map(|item| format!("{way}/{item}")));
            }
            _ => {}
        }
        at += 1;
    }
    let way = ways[dice.below(ways.len())].clone();
    let elsewhere = document
        .pointer(&ways[dice.below(ways.len())])
        .cloned()
        .unwrap_or_default();
    let Some(value) = document.pointer_mut(&way) else {
        return text.to_owned();
    };
    let others = others(value);
    match (dice.below(6), value) {
        (0, value) => *value = elsewhere,
        (1, Value::Object(fields)) if !fields.is_empty() => {
            let key = fields
                .keys()
                .nth(dice.below(fields.len()))
                .cloned()
                .unwrap_or_default();
            let removed = fields.shift_remove(&key);
            if dice.below(2) == 0 {
                fields.insert(format!("{key}x"), removed.unwrap_or_default());
            }
        }
        (1, Value::Array(items)) if !items.is_empty() => {
            let item = dice.below(items.len());
            match dice.below(3) {
                0 => drop(items.remove(item)),
                1 => items.push(items[item].clone()),
                _ => items.swap(0, item),
            }
        }
        (1, Value::Number(number)) => {
            let nudged = number.as_f64().unwrap_or(0.0) * (0.5 + dice.unit());
            *value_of(&mut document, &way) = nudged.into();
        }
        (_, value) => *value = others[dice.below(others.len())].clone(),
    }
    document.to_string()
}

fn value_of<'a>(document: &'a mut Value, way: &str) -> &'a mut Value {
    document.pointer_mut(way).expect("it was there")
}

/// A table with a cell, a line or a column damaged.
fn csv(dice: &mut Dice, text: &str) -> String {
    let mut lines: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    if lines.is_empty() {
        return text.to_owned();
    }
    let line = dice.below(lines.len());
    let column = dice.below(lines[line].len());
    match dice.below(8) {
        0 => drop(lines.remove(line)),
        1 => lines.insert(dice.below(lines.len()), lines[line].clone()),
        2 => {
            for cells in &mut lines {
                if column < cells.len() {
                    cells.remove(column);
                }
            }
        }
        3 => {
            let from = dice.below(lines.len());
            let cell = lines[from][dice.below(lines[from].len())].clone();
            lines[line][column] = cell;
        }
        _ => {
            let cells = [
                "",
                "x",
                "-1",
                "0",
                "1e308",
                "NaN",
                "inf",
                "-inf",
                "0.5",
                "18446744073709551615",
                "\"",
                "\"\"",
            ];
            one(dice, &cells).clone_into(&mut lines[line][column]);
        }
    }
    let lines: Vec<String> = lines.into_iter().map(|cells| cells.join(",")).collect();
    lines.join("\n") + "\n"
}

fn damaged_bytes(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.is_empty() {
        return vec![b'x'];
    }
    let at = dice.below(bytes.len());
    match dice.below(4) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << dice.below(8),
        2 => bytes.extend_from_within(at..),
        _ => drop(bytes.remove(at)),
    }
    bytes
}
