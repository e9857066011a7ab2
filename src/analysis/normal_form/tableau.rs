//! Pivots without rounding, shared by linear programs, by the walk over corners of a polytope and by complementary pivoting.
//!
//! **What is stored.** A system A x + s = b with x, s ≥ 0, solved for some of its variables (the basic ones, one a row) in terms
//! of the others (one a column). Its entries are fractions whose denominators all divide one number, the determinant of the
//! columns that are basic. So only whole numbers are kept, each entry times this determinant (Edmonds 1967, Bareiss 1968).
//!
//! **A pivot** on row r and column c changes over their variables. With entries T and determinant D > 0 as stored:
//!
//! - D' = T(r,c), T'(r,c) = D, T'(r,j) = T(r,j), T'(i,c) = −T(i,c),
//! - T'(i,j) = (T(i,j) T(r,c) − T(i,c) T(r,j)) / D, a division that leaves no rest, since the result is a minor of the system.
//!
//! The same pivot again restores what was.
//!
//! **Ties.** Where several rows allow the same step, which one gives way decides whether the method can run in a circle. Let
//! b(i) be greater by ε^(i+1) for a very small ε: no two rows are then tied, and every basis met has all its variables above 0.
//! The powers of ε in a row are its entries under the slack variables, so rows are compared by their right side, then by the
//! entries of slack 0, of slack 1 and so on, each divided by the entry of the pivot's column (lexicographic rule; Dantzig, Orden
//! and Wolfe 1955).

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};

use crate::analysis::normal_form::exact::Exact;

/// A system of inequalities solved for its basic variables.
///
/// Variables: those of the program from 0, then one slack variable for each row.
#[derive(Clone, Debug)]
pub(super) struct Tableau {
    /// By row and column: the columns of variables, then the right side. A program has one row more, that of its goal.
    entries: Vec<Vec<BigInt>>,
    /// The common denominator, above 0.
    determinant: BigInt,
    /// By row of the system: its variable.
    basic: Vec<usize>,
    /// By column: its variable.
    free: Vec<usize>,
    /// By variable: its row, or its column.
    place: Vec<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Row(usize),
    Column(usize),
}

impl Tableau {
    /// A x + s = b with every x at 0.
    ///
    /// # Panics
    /// When a right side is below 0, or rows are not of one length.
    pub(super) fn new(rows: &[Vec<BigInt>], right: &[BigInt]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let entries = rows.iter().zip(right).map(|(row, right)| {
            assert_eq!(row.len(), columns, "rows are of one length");
            assert!(right.sign() != Sign::Minus, "nothing is a solution");
            let mut entries = row.clone();
            entries.push(right.clone());
            entries
        });
        let slacks = (0..rows.len()).map(Place::Row);
        Self {
            entries: entries.collect(),
            determinant: BigInt::from(1),
            basic: (columns..columns + rows.len()).collect(),
            free: (0..columns).collect(),
            place: (0..columns).map(Place::Column).chain(slacks).collect(),
        }
    }

    /// Adds the row of a goal to make great, the sum of `goal` times the variables.
    pub(super) fn set_goal(&mut self, goal: &[BigInt]) {
        assert_eq!(goal.len(), self.free.len(), "a number for each variable");
        let mut row: Vec<BigInt> = goal.iter().map(|worth| -worth).collect();
        row.push(BigInt::ZERO);
        self.entries.push(row);
    }

    /// How many columns there are.
    pub(super) fn columns(&self) -> usize {
        self.free.len()
    }

    /// Variables that are basic, by row.
    pub(super) fn basic(&self) -> &[usize] {
        &self.basic
    }

    /// Variables that are not, by column.
    pub(super) fn free(&self) -> &[usize] {
        &self.free
    }

    /// The column of a variable that is not basic.
    pub(super) fn column_of(&self, variable: usize) -> Option<usize> {
        match self.place[variable] {
            Place::Column(column) => Some(column),
            Place::Row(_) => None,
        }
    }

    /// What the goal would gain by a step along a column, times a number above 0; more is better.
    pub(super) fn gain(&self, column: usize) -> BigInt {
        -&self.goal_row()[column]
    }

    /// Value of a variable.
    pub(super) fn value(&self, variable: usize) -> Exact {
        self.fraction(&self.weight(variable))
    }

    /// Value of a variable times the determinant, which is the same for all and above 0.
    pub(super) fn weight(&self, variable: usize) -> BigInt {
        match self.place[variable] {
            Place::Row(row) => self.entries[row][self.columns()].clone(),
            Place::Column(_) => BigInt::ZERO,
        }
    }

    /// Whether a variable is 0.
    pub(super) fn is_zero(&self, variable: usize) -> bool {
        match self.place[variable] {
            Place::Row(row) => self.entries[row][self.columns()] == BigInt::ZERO,
            Place::Column(_) => true,
        }
    }

    /// Value of the goal.
    pub(super) fn goal(&self) -> Exact {
        self.fraction(&self.goal_row()[self.columns()])
    }

    /// What one more on the right side of a row is worth to the goal.
    pub(super) fn price(&self, row: usize) -> Exact {
        match self.place[self.columns() + row] {
            Place::Column(column) => self.fraction(&self.goal_row()[column]),
            Place::Row(_) => Exact::zero(),
        }
    }

    /// The row that first stops a step along a column; none if nothing does.
    pub(super) fn leaving(&self, column: usize) -> Option<usize> {
        let rows = 0..self.basic.len();
        rows.filter(|&row| self.entries[row][column].sign() == Sign::Plus)
            .reduce(|best, row| match self.compare(row, best, column) {
                Ordering::Less => row,
                Ordering::Equal | Ordering::Greater => best,
            })
    }

    /// Changes over the variables of a row and a column.
    ///
    /// # Panics
    /// When the entry there is not above 0.
    pub(super) fn pivot(&mut self, row: usize, column: usize) {
        let mut pivot_row = std::mem::take(&mut self.entries[row]);
        let pivot = pivot_row[column].clone();
        assert!(pivot.sign() == Sign::Plus, "a pivot is above 0");
        for (place, entries) in self.entries.iter_mut().enumerate() {
            if place == row {
                continue;
            }
            let factor = std::mem::take(&mut entries[column]);
            for (other, entry) in entries.iter_mut().enumerate() {
                if other == column {
                    continue;
                }
                let mut whole = &*entry * &pivot;
                if factor != BigInt::ZERO {
                    whole -= &factor * &pivot_row[other];
                }
                *entry = whole / &self.determinant;
            }
            entries[column] = -factor;
        }
        pivot_row[column] = std::mem::replace(&mut self.determinant, pivot);
        self.entries[row] = pivot_row;
        let (left, entered) = (self.basic[row], self.free[column]);
        (self.basic[row], self.free[column]) = (entered, left);
        self.place[entered] = Place::Row(row);
        self.place[left] = Place::Column(column);
    }

    fn goal_row(&self) -> &[BigInt] {
        self.entries
            .get(self.basic.len())
            .expect("the tableau has a goal")
    }

    fn fraction(&self, entry: &BigInt) -> Exact {
        Exact::ratio(entry.clone(), self.determinant.clone())
    }

    /// Which of two rows stops a step along a column first; each has an entry above 0 there.
    fn compare(&self, one: usize, other: usize, column: usize) -> Ordering {
        let (this, that) = (&self.entries[one], &self.entries[other]);
        let ratio =
            |place: usize| (&this[place] * &that[column]).cmp(&(&that[place] * &this[column]));
        let mut order = ratio(self.columns());
        let slacks = self.place.len() - self.basic.len()..self.place.len();
        for slack in slacks {
            if order != Ordering::Equal {
                break;
            }
            order = match self.place[slack] {
                Place::Column(place) => ratio(place),
                // The column of a basic slack variable is the determinant in its own row and 0 in all others.
                Place::Row(row) if row == one => Ordering::Greater,
                Place::Row(row) if row == other => Ordering::Less,
                Place::Row(_) => Ordering::Equal,
            };
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::Tableau;
    use crate::analysis::normal_form::exact::Exact;

    fn whole(rows: &[&[i64]]) -> Vec<Vec<BigInt>> {
        rows.iter()
            .map(|row| row.iter().map(|&entry| entry.into()).collect())
            .collect()
    }

    #[test]
    fn a_pivot_solves_for_its_variable_and_undoes_itself() {
        // 2 x + y + s = 3 and x + 3 y + t = 4.
        let mut tableau = Tableau::new(&whole(&[&[2, 1], &[1, 3]]), &[3.into(), 4.into()]);
        let before = tableau.clone();
        tableau.pivot(0, 0);
        assert_eq!(tableau.value(0), Exact::fraction(3, 2));
        assert_eq!(tableau.value(3), Exact::fraction(5, 2));
        tableau.pivot(1, 1);
        assert_eq!(tableau.value(0), Exact::one());
        assert_eq!(tableau.value(1), Exact::one());
        assert!(tableau.is_zero(2) && tableau.is_zero(3));
        tableau.pivot(1, 1);
        tableau.pivot(0, 0);
        assert_eq!(tableau.entries, before.entries);
        assert_eq!(tableau.basic, before.basic);
        assert_eq!(tableau.determinant, before.determinant);
    }

    #[test]
    fn rows_that_are_tied_give_way_by_their_slacks() {
        let mut tableau = Tableau::new(
            &whole(&[&[1, 1], &[1, 0], &[1, -1]]),
            &[1.into(), 1.into(), 1.into()],
        );
        // With right sides 1 + ε, 1 + ε², 1 + ε³, the third is least.
        assert_eq!(tableau.leaving(0), Some(2));
        assert_eq!(tableau.leaving(1), Some(0));
        tableau.pivot(2, 0);
        assert_eq!(tableau.leaving(0), Some(2), "and back");
        // Along y the second row has ε² − ε³ to go, the first (ε − ε³) / 2.
        assert_eq!(tableau.leaving(1), Some(1));
    }
}
