//! The table of cells: the records of each cell added up.

use crate::experiment::sweep::layout::Layout;
use crate::experiment::sweep::record::{Bits, Record};
use crate::simulation::measure::{Counts, OF_RUNS};
use crate::simulation::{DealCounts, PairedRates, Rate};

/// Every cell of a sweep, counted so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The cells; the first one is the baseline.
    pub cells: Vec<CellSheet>,
    /// For each batch of the baseline what its runs are paired by: agreement, then each package.
    baseline: Vec<Vec<Bits>>,
    /// Different deals that each cell may keep.
    deals_of_each: usize,
}

/// One cell over its runs.
#[derive(Clone, Debug, PartialEq)]
pub struct CellSheet {
    /// Batches counted.
    pub batches: u64,
    /// Every measure of what all cells share.
    pub counts: Counts,
    /// Runs paired with the baseline's: by agreement, then by each package at the end.
    pub pairs: Vec<PairedRates>,
    /// Agreements by deal: those of the first 65,536 runs, fewer where there are too many different deals.
    pub deals: DealCounts,
}

impl CellSheet {
    /// Runs counted.
    pub fn runs(&self) -> u64 {
        self.counts.runs()
    }

    /// A measure of the run as a whole that is yes or no, such as `agreement`.
    ///
    /// # Panics
    /// When there is no such measure.
    pub fn rate(&self, measure: &str) -> Rate {
        self.counts.rate(measure)
    }

    /// Agreement here against agreement in the baseline, on the same realizations.
    pub fn difference(&self) -> PairedRates {
        self.pairs[0]
    }
}

impl Sheet {
    /// A sheet without runs.
    pub fn empty(layout: &Layout) -> Self {
        let subjects = layout.subjects();
        let cell = CellSheet {
            batches: 0,
            counts: Counts::new(&OF_RUNS, &subjects),
            pairs: vec![PairedRates::default(); Record::paired_count(&subjects)],
            deals: DealCounts::default(),
        };
        Self {
            cells: vec![cell; layout.cells.len()],
            baseline: Vec::new(),
            deals_of_each: layout.deals_of_each(),
        }
    }

    /// Adds the next batch of a cell.
    ///
    /// A batch is paired with the baseline's when that has been added before.
    ///
    /// # Panics
    /// When batches of a cell do not come in their order, or there is no such cell.
    pub fn add(&mut self, cell: u64, batch: u64, record: &Record) {
        if cell == 0 {
            self.baseline.push(record.paired.clone());
        }
        let place = usize::try_from(cell).expect("cells fit in memory");
        let sheet = &mut self.cells[place];
        assert_eq!(
            sheet.batches, batch,
            "batches of a cell come in their order"
        );
        sheet.counts.merge(&record.counts);
        sheet.deals.merge(&record.deals, self.deals_of_each);
        sheet.batches += 1;
        let paired = usize::try_from(batch).ok();
        if let Some(baseline) = paired.and_then(|batch| self.baseline.get(batch)) {
            let answers = record.paired.iter().zip(baseline);
            for (pairs, (here, there)) in sheet.pairs.iter_mut().zip(answers) {
                pairs.merge(&here.paired(there, record.counts.runs()));
            }
        }
    }
}
