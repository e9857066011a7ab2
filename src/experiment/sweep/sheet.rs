//! The table of cells: the records of each cell added up.

use crate::bargaining::Failure;
use crate::experiment::sweep::bits::Bits;
use crate::experiment::sweep::layout::Layout;
use crate::experiment::sweep::record::{PartyRecord, Record};
use crate::simulation::{PairedRates, Rate};

/// Every cell of a sweep, counted so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The cells; the first one is the baseline.
    pub cells: Vec<CellSheet>,
    /// For each batch of the baseline what its runs are paired by: agreement, then each package.
    baseline: Vec<Vec<Bits>>,
}

/// One cell over its runs.
#[derive(Clone, Debug, PartialEq)]
pub struct CellSheet {
    /// Runs counted.
    pub runs: u64,
    /// Batches counted.
    pub batches: u64,
    /// Runs that ended in agreement.
    pub agreement: Rate,
    /// Runs in which something was signed.
    pub signed: Rate,
    /// Runs with a zone of possible agreement.
    pub zone: Rate,
    /// For each package, runs at whose end it was agreed.
    pub agreed: Vec<Rate>,
    /// For each package, runs with it in force.
    pub in_force: Vec<Rate>,
    /// Runs that failed for each cause, in the order of [`Failure::ALL`].
    pub failures: [u64; Failure::ALL.len()],
    /// Each party.
    pub parties: Vec<PartySheet>,
    /// Runs paired with the baseline's: by agreement, then by each package at the end.
    pub pairs: Vec<PairedRates>,
}

/// One party over a cell's runs.
pub type PartySheet = PartyRecord;

impl CellSheet {
    fn empty(packages: usize, parties: usize) -> Self {
        Self {
            runs: 0,
            batches: 0,
            agreement: Rate::default(),
            signed: Rate::default(),
            zone: Rate::default(),
            agreed: vec![Rate::default(); packages],
            in_force: vec![Rate::default(); packages],
            failures: [0; Failure::ALL.len()],
            parties: vec![PartySheet::default(); parties],
            pairs: vec![PairedRates::default(); packages + 1],
        }
    }

    /// Agreement here against agreement in the baseline, on the same realizations.
    pub fn difference(&self) -> PairedRates {
        self.pairs[0]
    }

    /// Adds a batch.
    fn add(&mut self, record: &Record) {
        let runs = record.runs;
        let add = |rate: &mut Rate, count: u64| {
            rate.runs += runs;
            rate.count += count;
        };
        self.runs += runs;
        self.batches += 1;
        add(&mut self.agreement, record.agreement.count());
        add(&mut self.signed, record.signed);
        add(&mut self.zone, record.zone);
        for (rate, bits) in self.agreed.iter_mut().zip(&record.agreed) {
            add(rate, bits.count());
        }
        for (rate, count) in self.in_force.iter_mut().zip(&record.in_force) {
            add(rate, *count);
        }
        for (sum, count) in self.failures.iter_mut().zip(&record.failures) {
            *sum += count;
        }
        for (sum, party) in self.parties.iter_mut().zip(&record.parties) {
            sum.utility.merge(&party.utility);
            sum.payoff.merge(&party.payoff);
        }
    }
}

impl Sheet {
    /// A sheet without runs.
    pub fn empty(layout: &Layout) -> Self {
        let cell = CellSheet::empty(layout.packages.len(), layout.parties.len());
        Self {
            cells: vec![cell; layout.cells.len()],
            baseline: Vec::new(),
        }
    }

    /// Adds the next batch of a cell.
    ///
    /// A batch is paired with the baseline's when that has been added before.
    ///
    /// # Panics
    /// When batches of a cell do not come in their order, or there is no such cell.
    pub fn add(&mut self, cell: u64, batch: u64, record: &Record) {
        let here = std::iter::once(&record.agreement).chain(&record.agreed);
        if cell == 0 {
            self.baseline.push(here.clone().cloned().collect());
        }
        let place = usize::try_from(cell).expect("cells fit in memory");
        let sheet = &mut self.cells[place];
        assert_eq!(
            sheet.batches, batch,
            "batches of a cell come in their order"
        );
        sheet.add(record);
        let paired = usize::try_from(batch).ok();
        if let Some(baseline) = paired.and_then(|batch| self.baseline.get(batch)) {
            for ((pairs, here), there) in sheet.pairs.iter_mut().zip(here).zip(baseline) {
                pairs.merge(&here.paired(there, record.runs));
            }
        }
    }
}
