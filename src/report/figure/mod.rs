//! The figures: from results to charts, one file each.
//!
//! Every figure names its runs, its seed and what its intervals mean. A new one is a file here and a line of [`CATALOGUE`].

mod boxes;
mod catalogue;
mod causes;
mod cells;
mod ends;
mod factor;
mod failures;
mod foot;
mod frontier;
mod heat_map;
mod levers;
mod packages;
mod parties;
mod plans;
mod rates;
mod sobol;
mod survival;
mod terms;
mod timeline;
mod tornado;

pub use boxes::boxes;
pub use catalogue::{CATALOGUE, Drawable, NoFigure, all, ids, on_a_page};
pub use causes::{Ends, causes, ends_of_cells, ends_of_levers};
pub use cells::{CellLine, cell_lines};
pub use factor::factor;
pub use failures::failures;
pub use frontier::{FrontierMarks, frontier};
pub use heat_map::{HeatCell, HeatMap, heat_map};
pub use levers::{Baseline, Forest, LeverRow, cell_rows, lever_rows, levers};
pub use packages::packages;
pub use parties::parties;
pub use plans::{Holder, PlanObstacle, PlanSlopes, Slopes, plans};
pub use rates::rates;
pub use sobol::sobol;
pub use survival::survival;
pub use terms::terms;
pub use timeline::timeline;
pub use tornado::tornado;

#[cfg(test)]
mod tests;
