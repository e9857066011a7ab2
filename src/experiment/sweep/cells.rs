//! From factors to cells: which value of each factor holds in each cell.

use crate::experiment::design::{latin_hypercube, sobol};
use crate::scenario::{Design, Factor, Level, Sweep};

/// The levels of one cell by factor; none where the factor is left as the scenario has it.
pub(super) type Levels = Vec<Option<Level>>;

/// The cells of a sweep. The first one is the baseline: the first level of each factor in a full factorial, in other
/// designs the scenario as written.
pub(super) fn cells(sweep: &Sweep) -> Vec<Levels> {
    let factors = &sweep.factors;
    match sweep.design {
        Design::FullFactorial => full_factorial(factors),
        Design::OneAtATime => one_at_a_time(factors),
        Design::LatinHypercube(cells) => {
            let points = latin_hypercube::points(factors.len(), cells as usize, sweep.seed);
            sample(factors, &points)
        }
        Design::Sobol(cells) => {
            let points = sobol::points(factors.len(), cells as usize, sweep.seed);
            sample(factors, &points)
        }
    }
}

/// Number of the cells that a sweep has.
pub fn cell_count(sweep: &Sweep) -> u64 {
    cells(sweep).len() as u64
}

/// Every combination of levels, the last factor changing fastest.
fn full_factorial(factors: &[Factor]) -> Vec<Levels> {
    let mut cells: Vec<Levels> = vec![Vec::new()];
    for factor in factors {
        let longer = |cell: &Levels| {
            let levels = factor.values.levels().iter();
            let with = |level: &Level| [&cell[..], &[Some(level.clone())]].concat();
            levels.map(with).collect::<Vec<_>>()
        };
        cells = cells.iter().flat_map(longer).collect();
    }
    cells
}

/// The scenario as written, then each level of each factor alone.
fn one_at_a_time(factors: &[Factor]) -> Vec<Levels> {
    let written: Levels = vec![None; factors.len()];
    let mut cells = vec![written.clone()];
    for (position, factor) in factors.iter().enumerate() {
        for level in factor.values.levels() {
            let mut cell = written.clone();
            cell[position] = Some(level.clone());
            cells.push(cell);
        }
    }
    cells
}

/// The scenario as written, then the values at these points of the unit cube.
fn sample(factors: &[Factor], points: &[Vec<f64>]) -> Vec<Levels> {
    let at = |point: &Vec<f64>| {
        let values = factors.iter().zip(point);
        let values = values.map(|(factor, &point)| Some(factor.values.at(point)));
        values.collect()
    };
    let written = std::iter::once(vec![None; factors.len()]);
    written.chain(points.iter().map(at)).collect()
}
