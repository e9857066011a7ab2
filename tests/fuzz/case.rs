//! What is executed: made up, loaded, written down, made smaller.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use serde_json::json;
use zopa::results::MANIFEST;
use zopa::scenario::is_sweep;

use crate::folders::{self, Damaged, Files, Folders};
use crate::judge::{Broken, Seen};
use crate::mutate::{assignment, mutated, nudged};
use crate::random_scenario::{ALL, Dice, random_scenario};
use crate::scenarios::scenario;
use crate::seeds::Seeds;
use crate::sound::sound;
use crate::sweeps::sweep;
use crate::written;

/// Texts kept because something new was said about them, at most; a new one takes the place of one of them.
const KEPT_MAX: usize = 2_000;
/// Bytes of such a text, at most, so that executions stay quick.
const KEPT_BYTES_MAX: usize = 10_000;

/// Something to execute.
#[derive(Clone, Debug)]
pub(crate) enum Case {
    /// A scenario with what is set in it.
    Scenario {
        text: String,
        sets: Vec<String>,
        questions: u64,
    },
    /// A sweep with the scenario that it names.
    Sweep {
        text: String,
        scenario: String,
        questions: u64,
    },
    /// A result folder.
    Folder(Damaged),
}

/// Names of the files of a case that is written down.
const SCENARIO: &str = "scenario.toml";
const SWEEP: &str = "sweep.toml";
const SETS: &str = "set.json";
const QUESTIONS: &str = "questions.txt";

/// Makes up cases.
#[derive(Debug)]
pub(crate) struct Maker {
    dice: Dice,
    seeds: Seeds,
    pub(crate) folders: Folders,
    scenarios: Vec<String>,
    sweeps: Vec<[String; 2]>,
    made: u64,
    seed: u64,
}

impl Maker {
    /// What follows from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let seeds = Seeds::gather();
        Self {
            dice: Dice::new(seed),
            folders: Folders::make(),
            scenarios: seeds.scenarios.clone(),
            sweeps: seeds.sweeps.clone(),
            seeds,
            made: 0,
            seed,
        }
    }

    /// The next case.
    pub(crate) fn next(&mut self) -> Case {
        self.made += 1;
        let kind = self.dice.below(100);
        let questions = self.dice.below(1 << 40) as u64;
        match kind {
            0..35 => self.of_scenario(questions, |_, text| text),
            35..60 => self.of_scenario(questions, |maker, text| nudged(&mut maker.dice, &text)),
            60..80 => {
                let which = self.dice.below(self.scenarios.len());
                let text = self.scenarios[which].clone();
                let text = self.changed(text);
                Case::Scenario {
                    text,
                    sets: self.sets(Vec::new),
                    questions,
                }
            }
            80..88 => {
                let which = self.dice.below(self.sweeps.len());
                let [text, scenario] = self.sweeps[which].clone();
                let (text, scenario) = match self.dice.below(8) {
                    0..4 => (nudged(&mut self.dice, &text), scenario),
                    4..7 => (self.changed(text), scenario),
                    _ => (text, nudged(&mut self.dice, &scenario)),
                };
                Case::Sweep {
                    text,
                    scenario,
                    questions,
                }
            }
            _ => Case::Folder(self.folders.damaged(&mut self.dice)),
        }
    }

    /// A sound scenario, changed in some way.
    fn of_scenario(
        &mut self,
        questions: u64,
        mut change: impl FnMut(&mut Self, String) -> String,
    ) -> Case {
        let number = self.seed.wrapping_mul(1 << 32).wrapping_add(self.made);
        let scenario = sound(random_scenario(number, ALL));
        let mut text = written::text(&scenario);
        for _ in 0..=self.dice.below(2) {
            text = change(self, text);
        }
        let sets = self.sets(|| {
            let numbers = scenario.numbers();
            numbers
                .iter()
                .map(|number| number.place.path(&scenario))
                .collect()
        });
        Case::Scenario {
            text,
            sets,
            questions,
        }
    }

    fn changed(&mut self, mut text: String) -> String {
        for _ in 0..=self.dice.below(3) {
            text = mutated(&mut self.dice, &text, &self.seeds);
        }
        text
    }

    /// Now and then something is set, mostly at one of some paths.
    fn sets(&mut self, paths: impl FnOnce() -> Vec<String>) -> Vec<String> {
        let count = [1, 2].get(self.dice.below(12)).copied().unwrap_or(0);
        if count == 0 {
            return Vec::new();
        }
        let paths = paths();
        let set = |_| assignment(&mut self.dice, &paths, &self.seeds);
        (0..count).map(set).collect()
    }

    /// Keeps a case that led to something new, for others to be made from it.
    pub(crate) fn keep(&mut self, case: Case) {
        match case {
            Case::Scenario { text, .. } if text.len() <= KEPT_BYTES_MAX => {
                put(&mut self.dice, &mut self.scenarios, text);
            }
            Case::Sweep { text, scenario, .. } if scenario.len() <= KEPT_BYTES_MAX => {
                put(&mut self.dice, &mut self.sweeps, [text, scenario]);
            }
            _ => {}
        }
    }
}

fn put<T>(dice: &mut Dice, kept: &mut Vec<T>, new: T) {
    if kept.len() < KEPT_MAX {
        kept.push(new);
    } else {
        let at = dice.below(kept.len());
        kept[at] = new;
    }
}

impl Case {
    /// Takes it through everything.
    pub(crate) fn execute(&self, folders: &Folders) -> Result<Seen, Broken> {
        match self {
            Self::Scenario {
                text,
                sets,
                questions,
            } => scenario(text, sets, *questions),
            Self::Sweep {
                text,
                scenario,
                questions,
            } => sweep(text, scenario, *questions),
            Self::Folder(damaged) => folders.judge(damaged),
        }
    }

    /// Reads a case that was written down, or any scenario file, sweep file with its scenario beside, or result folder.
    pub(crate) fn load(path: &Path) -> Self {
        let read = |path: &Path| fs::read_to_string(path).ok();
        let files = match path.extension().and_then(OsStr::to_str) {
            Some("json") => {
                serde_json::from_str(&read(path).unwrap_or_default()).unwrap_or_default()
            }
            _ if path.is_dir() => folders::files(path),
            _ => {
                let text = read(path).unwrap_or_default();
                let named = text
                    .lines()
                    .find_map(|line| line.strip_prefix("scenario = \"")?.split('"').next());
                let named = named.and_then(|named| {
                    Some((
                        SCENARIO.to_owned(),
                        fs::read(path.with_file_name(named)).ok()?,
                    ))
                });
                let name = if is_sweep(&text) { SWEEP } else { SCENARIO };
                named
                    .into_iter()
                    .chain([(name.to_owned(), text.into_bytes())])
                    .collect()
            }
        };
        let text = |name: &str| {
            let file = files
                .iter()
                .find(|file: &&(String, Vec<u8>)| file.0 == name)?;
            String::from_utf8(file.1.clone()).ok()
        };
        if files.iter().any(|file| file.0 == MANIFEST) {
            // Of a folder from elsewhere nothing is known but that it may be read or not.
            return Self::Folder(Damaged {
                files,
                is_sealed: true,
                from: Some(0),
            });
        }
        let questions = text(QUESTIONS)
            .and_then(|words| words.trim().parse().ok())
            .unwrap_or(0);
        let scenario = text(SCENARIO).unwrap_or_default();
        if let Some(text) = text(SWEEP) {
            Self::Sweep {
                text,
                scenario,
                questions,
            }
        } else {
            let sets = text(SETS).unwrap_or_default();
            let sets = serde_json::from_str(&sets).unwrap_or_default();
            Self::Scenario {
                text: scenario,
                sets,
                questions,
            }
        }
    }

    /// Its files, as it is written down to be executed again.
    pub(crate) fn files(&self) -> Files {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        match self {
            Self::Scenario {
                text,
                sets,
                questions,
            } => vec![
                file(SCENARIO, text),
                file(SETS, &json!(sets).to_string()),
                file(QUESTIONS, &questions.to_string()),
            ],
            Self::Sweep {
                text,
                scenario,
                questions,
            } => vec![
                file(SWEEP, text),
                file(SCENARIO, scenario),
                file(QUESTIONS, &questions.to_string()),
            ],
            Self::Folder(damaged) => damaged.files.clone(),
        }
    }

    /// The same with less of it, as long as what is asked of it stays true: fewer lines, nothing set, no further questions.
    pub(crate) fn reduced(self, is_still: &mut dyn FnMut(&Self) -> bool) -> Self {
        let mut least = self;
        let mut try_it = |smaller: Self, least: &mut Self| {
            if is_still(&smaller) {
                *least = smaller;
            }
        };
        let mut bare = least.clone();
        if let Self::Scenario { sets, .. } = &mut bare {
            sets.clear();
        }
        try_it(bare, &mut least);
        for part in 0..2 {
            let mut width = least.part(part).lines().count().div_ceil(2);
            while width > 0 {
                let mut from = 0;
                while from < least.part(part).lines().count() {
                    let before = least.part(part).lines().count();
                    let lines = least.part(part).lines().enumerate();
                    let left = lines.filter(|(line, _)| !(from..from + width).contains(line));
                    let left: Vec<&str> = left.map(|(_, line)| line).collect();
                    try_it(least.with_part(part, left.join("\n") + "\n"), &mut least);
                    if least.part(part).lines().count() == before {
                        from += width;
                    }
                }
                width /= 2;
            }
        }
        least
    }

    /// One of its texts.
    fn part(&self, part: usize) -> &str {
        match (self, part) {
            (Self::Scenario { text, .. } | Self::Sweep { text, .. }, 0) => text,
            (Self::Sweep { scenario, .. }, _) => scenario,
            _ => "",
        }
    }

    fn with_part(&self, part: usize, new: String) -> Self {
        let mut changed = self.clone();
        match (&mut changed, part) {
            (Self::Scenario { text, .. } | Self::Sweep { text, .. }, 0) => *text = new,
            (Self::Sweep { scenario, .. }, _) => *scenario = new,
            _ => {}
        }
        changed
    }
}
