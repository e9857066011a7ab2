//! Executions watched: what they end in, which of them panic, take too long or break a promise, and the least that does so.

use std::any::Any;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::case::{Case, Maker};
use crate::folders::put;
use crate::judge::{Broken, Seen};

/// What takes longer than this is said to hang.
const HANG: Duration = Duration::from_mins(1);
/// Executions of smaller cases, when one is made small.
const TRIES_MAX: u32 = 600;

/// Where the last panic was.
static PANIC: Mutex<Option<String>> = Mutex::new(None);
/// What is under way, since when.
static CURRENT: Mutex<Option<(Instant, Case)>> = Mutex::new(None);

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where cases are written down.
fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("fuzz")
        .join(name)
}

/// What was seen so far.
#[derive(Debug)]
pub(crate) struct Watch {
    begin: Instant,
    pub(crate) executions: u64,
    /// By how they ended: how many, and how long they took.
    ends: BTreeMap<&'static str, (u64, Duration)>,
    /// By what is wrong: how often, where the least case is, and in words.
    findings: BTreeMap<String, (u64, PathBuf, String)>,
    current: File,
}

impl Watch {
    /// Begins to watch: panics are quiet and remembered, and one thread looks at the clock.
    pub(crate) fn begin() -> Self {
        panic::set_hook(Box::new(|info| {
            let place = info
                .location()
                .map_or_else(String::new, ToString::to_string);
            let words = info.payload_as_str().unwrap_or_default();
            if locked(&CURRENT).is_none() {
                // A fault of the fuzzer itself.
                let _ = writeln!(io::stderr(), "{info}");
            }
            *locked(&PANIC) = Some(format!("{place}: {words}"));
        }));
        fs::create_dir_all(place("")).expect("a folder can be made");
        thread::spawn(|| {
            loop {
                thread::sleep(Duration::from_secs(1));
                let current = locked(&CURRENT);
                if let Some((since, case)) = current.as_ref()
                    && since.elapsed() > HANG
                {
                    let place = place("hang");
                    put(&place, &case.files());
                    let _ = writeln!(io::stderr(), "no end after {HANG:?}: `{}`", place.display());
                    process::exit(1);
                }
            }
        });
        Self {
            begin: Instant::now(),
            executions: 0,
            ends: BTreeMap::new(),
            findings: BTreeMap::new(),
            current: File::create(place("current.json")).expect("a file can be made"),
        }
    }

    /// Executes a case and takes note of how it ended.
    pub(crate) fn execute(&mut self, maker: &Maker, case: &Case) -> Seen {
        self.executions += 1;
        self.note(case);
        let begin = Instant::now();
        let seen = attempt(maker, case).unwrap_or_else(|words| {
            self.found(maker, case, words);
            Seen::default().ended("found")
        });
        let end = self.ends.entry(seen.end).or_default();
        *end = (end.0 + 1, end.1 + begin.elapsed());
        seen
    }

    /// Writes down what is executed, for the case that nothing is left to say so.
    fn note(&mut self, case: &Case) {
        let bytes = serde_json::to_vec(&case.files()).unwrap_or_default();
        let _ = self.current.rewind();
        let _ = self.current.write_all(&bytes);
        let _ = self.current.set_len(bytes.len() as u64);
    }

    /// Makes a case small that breaks a promise, and writes it down.
    fn found(&mut self, maker: &Maker, case: &Case, words: Broken) {
        let key = key(&words);
        if let Some(known) = self.findings.get_mut(&key) {
            known.0 += 1;
            return;
        }
        let mut tries = 0;
        let least = case.clone().reduced(&mut |smaller| {
            tries += 1;
            let broken = (tries < TRIES_MAX).then(|| attempt(maker, smaller).err());
            broken
                .flatten()
                .is_some_and(|words| self::key(&words) == key)
        });
        let place = place(&format!("found-{}", self.findings.len() + 1));
        put(&place, &least.files());
        let _ = writeln!(io::stderr(), "found: {words}\n  `{}`", place.display());
        self.findings.insert(key, (1, place, words));
    }

    /// Whether nothing was found.
    pub(crate) fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// Says what was seen.
    pub(crate) fn report(&self) {
        let seconds = self.begin.elapsed().as_secs_f64();
        let rate = self.executions as f64 / seconds;
        let mut out = io::stdout().lock();
        let _ = writeln!(
            out,
            "{} executions in {seconds:.0} s, {rate:.0} a second",
            self.executions
        );
        for (end, (count, took)) in &self.ends {
            let share = 100.0 * *count as f64 / self.executions as f64;
            let each = took.as_secs_f64() * 1e6 / *count as f64;
            let _ = writeln!(
                out,
                "  {end:<16}{count:>9}  {share:>4.1} %  {each:>7.0} µs each"
            );
        }
        for (count, place, words) in self.findings.values() {
            let _ = writeln!(
                out,
                "\nfound {count} times: {words}\n  `{}`",
                place.display()
            );
        }
    }
}

/// Executes a case; what it breaks, or where it panics.
fn attempt(maker: &Maker, case: &Case) -> Result<Seen, Broken> {
    *locked(&CURRENT) = Some((Instant::now(), case.clone()));
    let done = catch_unwind(AssertUnwindSafe(|| case.execute(&maker.folders)));
    *locked(&CURRENT) = None;
    done.unwrap_or_else(|payload: Box<dyn Any + Send>| {
        drop(payload);
        let words = locked(&PANIC).take();
        Err(format!("panic: {}", words.unwrap_or_default()))
    })
}

/// What two findings of one kind share: the place of a panic, or the promise that is broken.
fn key(words: &str) -> String {
    let mut parts = words.splitn(3, ": ");
    match parts.next() {
        Some("panic") => parts.next().unwrap_or_default().to_owned(),
        Some(promise) => promise.to_owned(),
        None => String::new(),
    }
}
