//! What all benches share: rows whose passes criterion times and valgrind counts the instructions of.
//!
//! `cargo bench` measures time; `cargo bench -- --instructions [PART OF A NAME]` counts instead, which comes out the same on a
//! busy machine. Both take the passes of the same rows, and each pass checks its result.

mod instructions;

use criterion::{Criterion, SamplingMode, Throughput};

/// What takes passes of a row, as many as it needs.
pub(crate) type Take<'a> = dyn FnMut(&mut dyn FnMut()) + 'a;

/// Samples where nothing else is said.
const SAMPLES: usize = 100;

/// A thing that is measured.
pub(crate) struct Row {
    /// What it is measured with.
    pub(crate) group: &'static str,
    /// What tells it apart there.
    pub(crate) name: String,
    /// Runs of a pass, or 1 where a pass is one thing.
    pub(crate) runs: u64,
    /// Samples that are timed; of long passes fewer must do.
    pub(crate) samples: usize,
    /// Whether its instructions are counted: what would take many minutes stands beside a smaller row of the same.
    pub(crate) is_counted: bool,
    /// Makes ready what a pass needs and has passes taken.
    pub(crate) measure: Box<dyn Fn(&mut Take<'_>)>,
}

impl Row {
    /// A row of a group; `measure` makes ready what a pass needs and hands the pass on.
    pub(crate) fn new(
        group: &'static str,
        name: impl Into<String>,
        runs: u64,
        measure: impl Fn(&mut Take<'_>) + 'static,
    ) -> Self {
        Self {
            group,
            name: name.into(),
            runs,
            samples: SAMPLES,
            is_counted: true,
            measure: Box::new(measure),
        }
    }

    fn title(&self) -> String {
        format!("{}/{}", self.group, self.name)
    }
}

/// Times the rows, or counts their instructions where that is asked for.
pub(crate) fn measure(rows: &[Row]) {
    if instructions::counted(rows) {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    for row in rows {
        let mut group = criterion.benchmark_group(row.group);
        group.throughput(Throughput::Elements(row.runs));
        group.sample_size(row.samples);
        if row.samples < SAMPLES {
            group.sampling_mode(SamplingMode::Flat);
        }
        group.bench_function(&row.name, |bencher| {
            (row.measure)(&mut |pass| bencher.iter(&mut *pass));
        });
        group.finish();
    }
    criterion.final_summary();
}
