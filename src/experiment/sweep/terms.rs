//! On what the cells of a sweep agree.

use serde::{Deserialize, Serialize};

use crate::experiment::sweep::layout::Layout;
use crate::experiment::sweep::sheet::Sheet;
use crate::simulation::{AgreedTerms, CoreIssue, core_of, pooled};

/// On what the cells of a sweep agree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SweptTerms {
    /// Core issues of the agreements of all cells together, the one that weighs most first; none where agreements are alike in
    /// all that matters, or cells have other options.
    pub core: Vec<CoreIssue>,
    /// The cells with runs; none without core issues.
    pub cells: Vec<CellTerms>,
}

/// On what one cell agrees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellTerms {
    /// Its number.
    pub cell: usize,
    /// On what its agreements are.
    pub terms: AgreedTerms,
}

impl SweptTerms {
    /// Those of cells counted so far.
    pub fn of(layout: &Layout, sheet: &Sheet) -> Self {
        let issues = layout.subjects().issues;
        let cells = sheet.cells.iter().map(|cell| cell.counts.rates("option"));
        let options: Vec<_> = cells.collect();
        let stakes = layout.issues.iter();
        let stakes = stakes.map(|issue| (issue.id.as_str(), issue.stake));
        let core = core_of(stakes, |place| pooled(&issues, &options, place));
        let cells = sheet.cells.iter().zip(&options).enumerate();
        let played = cells.filter(|(_, (cell, _))| cell.runs() > 0 && !core.is_empty());
        let cells = played.map(|(number, (cell, options))| CellTerms {
            cell: number,
            terms: AgreedTerms::of(&issues, &core, options, &cell.deals),
        });
        Self {
            cells: cells.collect(),
            core: core.into_iter().map(|issue| issue.1).collect(),
        }
    }

    /// Those of a cell; none without core issues, or where it has no runs.
    pub fn of_cell(&self, number: usize) -> Option<&AgreedTerms> {
        let found = self.cells.iter().find(|cell| cell.cell == number);
        found.map(|cell| &cell.terms)
    }
}
