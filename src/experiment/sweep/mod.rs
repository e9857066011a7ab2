//! Sweeps: the cells of a design, played on the same realizations and compared with a baseline.
//!
//! A [`SweepCells`] lists the cells, all of them judged before anything is played. The unit of work is a block, one batch of one
//! cell; what it gives is a [`Record`] of exact counts and moments. A [`Sheet`] adds up the records of each cell in the
//! order of their batches, whoever played them and when, so that its numbers depend on the sweep alone.

mod cells;
mod layout;
mod play;
mod record;
mod sheet;
mod stop;
mod sweep_cells;
mod terms;

pub use cells::cell_count;
pub use layout::{CellLayout, FactorLayout, IssueLayout, Layout, LevelLayout};
pub use play::{Hooks, PILOT_CELLS, Played, Rows, pilot, play_sweep};
pub use record::{Bits, Block, Record};
pub use sheet::{CellSheet, Sheet};
pub use stop::Stop;
pub use sweep_cells::{CellFault, SweepCells, SweepError};
pub use terms::{CellTerms, SweptTerms};

pub use crate::scenario::Target;
