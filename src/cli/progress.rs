//! How far a command is: a bar on standard error, with what is done, what is left, and the time that takes where it can be known.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often the bar is drawn; runs are interesting to watch only when they take longer than this.
const TICK: Duration = Duration::from_millis(200);
/// Ticks from which the speed is taken: it follows what changes on the way, as when a resumed sweep has passed what was stored.
const TICKS: usize = 100;
/// Time after which a speed tells something.
const SPEED_AFTER: Duration = Duration::from_secs(1);
/// Time after which it tells when the work will end.
const END_AFTER: Duration = Duration::from_secs(3);

/// A part of the work whose steps take about as long as one another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    /// Number of its steps.
    pub(crate) steps: u64,
    /// What they are, in the plural but where there is one.
    pub(crate) unit: &'static str,
    /// Whether there may be fewer, as when the work stops once it is precise.
    pub(crate) at_most: bool,
}

impl Stage {
    /// So many steps.
    pub(crate) fn of(steps: u64, unit: &'static str) -> Self {
        Self {
            steps,
            unit,
            at_most: false,
        }
    }
}

/// What is known of the work at some moments.
#[derive(Debug)]
struct Course {
    stages: Vec<Stage>,
    /// Moments since the beginning, with the steps that were done.
    seen: VecDeque<(Duration, u64)>,
}

impl Course {
    fn new(stages: &[Stage]) -> Self {
        let stages = stages.iter().filter(|stage| stage.steps > 0);
        Self {
            stages: stages.copied().collect(),
            seen: VecDeque::new(),
        }
    }

    /// All steps of all stages.
    fn steps(&self) -> u64 {
        let steps = self.stages.iter().map(|stage| stage.steps);
        steps.fold(0, u64::saturating_add)
    }

    /// What stands beside the bar at a moment when so many steps of all stages are done.
    fn words(&mut self, now: Duration, done: u64) -> String {
        let (mut before, mut current) = (0, None);
        for (place, stage) in self.stages.iter().enumerate() {
            if done < before + stage.steps {
                current = Some((place, *stage, done - before));
                break;
            }
            before += stage.steps;
        }
        let Some((place, stage, done_here)) = current else {
            return format!("{} done, evaluating", thousands(done));
        };
        // What an earlier stage took says nothing of this one.
        self.seen.retain(|seen| seen.1 >= before);
        self.seen.push_back((now, done));
        if self.seen.len() > TICKS {
            self.seen.pop_front();
        }
        let at_most = |stage: &Stage| if stage.at_most { "at most " } else { "" };
        let (steps, unit) = (thousands(stage.steps), stage.unit);
        let mut words = format!(
            "{} of {}{steps} {unit}",
            thousands(done_here),
            at_most(&stage)
        );
        let speed = self.speed();
        if let Some((speed, _)) = speed {
            let _ = write!(words, ", {}", pace(speed));
        }
        let later = &self.stages[place + 1..];
        for stage in later {
            let _ = write!(
                words,
                ", then {}{} {}",
                at_most(stage),
                thousands(stage.steps),
                stage.unit
            );
        }
        let is_known = later.is_empty() && !stage.at_most;
        if let Some((speed, _)) = speed.filter(|speed| is_known && speed.1 >= END_AFTER) {
            let _ = write!(
                words,
                ", {} left",
                time((stage.steps - done_here) as f64 / speed)
            );
        }
        words
    }

    /// Steps a second, with the time from which it was taken; none where it says nothing yet.
    fn speed(&self) -> Option<(f64, Duration)> {
        let (first, last) = (self.seen.front()?, self.seen.back()?);
        let (time, steps) = (last.0.saturating_sub(first.0), last.1 - first.1);
        (time >= SPEED_AFTER && steps > 0).then(|| (steps as f64 / time.as_secs_f64(), time))
    }
}

/// A speed with two digits that count.
fn pace(speed: f64) -> String {
    match speed {
        speed if speed < 0.95 => format!("one in {}", time(1.0 / speed)),
        speed if speed < 9.5 => format!("{speed:.1} a second"),
        speed => format!("{} a second", thousands(two_digits(speed))),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "speeds are above 0 and far below 2^63"
)]
fn two_digits(speed: f64) -> u64 {
    let unit = 10_f64.powf(speed.log10().floor() - 1.0).max(1.0);
    ((speed / unit).round() * unit) as u64
}

/// A time as one would say it.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 99.5 => format!("{:.0} s", seconds.max(1.0)),
        seconds if seconds < 5_970.0 => format!("{:.0} min", seconds / 60.0),
        seconds if seconds < 345_600.0 => format!("{:.0} h", seconds / 3_600.0),
        seconds => format!("{:.0} days", seconds / 86_400.0),
    }
}

/// A count with commas between thousands.
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut words = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// Steps done, as they are counted, and the bar that shows them where somebody is looking.
#[derive(Debug)]
pub(crate) struct Progress {
    done: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
    drawer: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to show the stages of some work.
    pub(crate) fn of(stages: &[Stage]) -> Self {
        let (done, is_over) = (
            Arc::new(AtomicU64::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let drawer = std::io::stderr().is_terminal().then(|| {
            let course = Course::new(stages);
            let (done, is_over) = (Arc::clone(&done), Arc::clone(&is_over));
            thread::spawn(move || draw(course, &done, &is_over))
        });
        Self {
            done,
            is_over,
            drawer,
        }
    }

    /// Counts steps.
    pub(crate) fn advance(&self, steps: u64) {
        self.done.fetch_add(steps, Ordering::Relaxed);
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(drawer) = &self.drawer {
            drawer.thread().unpark();
            while !drawer.is_finished() {
                thread::yield_now();
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Draws the bar again and again until the work is over.
fn draw(mut course: Course, done: &AtomicU64, is_over: &AtomicBool) {
    let begun = Instant::now();
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(Some(course.steps()), target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {msg}") {
        bar.set_style(style);
    }
    loop {
        thread::park_timeout(TICK);
        if is_over.load(Ordering::Relaxed) {
            return bar.finish_and_clear();
        }
        let done = done.load(Ordering::Relaxed);
        bar.set_message(course.words(begun.elapsed(), done));
        bar.set_position(done);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Course, Stage, pace, time};

    #[test]
    fn all_that_is_left_is_counted_and_the_end_told_when_it_is_known() {
        let mut course = Course::new(&[
            Stage::of(10_000, "runs"),
            Stage::of(0, "tests"),
            Stage::of(500, "realizations"),
        ]);
        let mut at = |seconds: f64, done| course.words(Duration::from_secs_f64(seconds), done);
        assert_eq!(at(0.2, 0), "0 of 10,000 runs, then 500 realizations");
        // It moves long before the first batch is done.
        assert_eq!(at(0.4, 7), "7 of 10,000 runs, then 500 realizations");
        assert_eq!(
            at(4.2, 4_000),
            "4,000 of 10,000 runs, 1,000 a second, then 500 realizations"
        );
        // Realizations take another time than runs, so their end is known when some of them are done.
        assert_eq!(at(9.0, 10_000), "0 of 500 realizations");
        assert_eq!(at(10.5, 10_003), "3 of 500 realizations, 2.0 a second");
        assert_eq!(
            at(19.0, 10_020),
            "20 of 500 realizations, 2.0 a second, 4 min left"
        );
        assert_eq!(at(90.0, 10_500), "10,500 done, evaluating");
    }

    #[test]
    fn what_may_end_early_has_no_time_left() {
        let few = |steps, unit| Stage {
            at_most: true,
            ..Stage::of(steps, unit)
        };
        let mut course = Course::new(&[few(10, "runs"), few(3, "boxes")]);
        assert_eq!(
            course.words(Duration::ZERO, 0),
            "0 of at most 10 runs, then at most 3 boxes"
        );
        assert_eq!(
            course.words(Duration::from_secs(20), 5),
            "5 of at most 10 runs, one in 4 s, then at most 3 boxes"
        );
    }

    #[test]
    fn what_was_stored_is_forgotten_by_the_speed() {
        let mut course = Course::new(&[Stage::of(100_000, "runs")]);
        course.words(Duration::ZERO, 0);
        for tick in 0..200 {
            course.words(Duration::from_millis(200 * tick), 90_000 + 20 * tick);
        }
        let words = course.words(Duration::from_secs(40), 94_000);
        assert!(words.ends_with("100 a second, 60 s left"), "{words}");
    }

    #[test]
    fn speeds_and_times_have_the_digits_that_count() {
        for (speed, words) in [
            (0.25, "one in 4 s"),
            (1.234, "1.2 a second"),
            (12.34, "12 a second"),
            (123_456.0, "120,000 a second"),
        ] {
            assert_eq!(pace(speed), words);
        }
        assert_eq!(
            [0.2, 75.0, 600.0, 8_000.0, 1e6].map(time),
            ["1 s", "75 s", "10 min", "2 h", "12 days"]
        );
    }
}
