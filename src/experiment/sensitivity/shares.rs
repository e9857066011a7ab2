//! How the rows of a design are shared out among replicates.

/// Independently scrambled replicates of the sequence at least, where there are rows for so many.
///
/// With 16 the bound of Student's t is 9 % beyond the normal one, and each still holds enough points to be balanced.
pub(super) const REPLICATES: u32 = 16;

/// Rows that share their points in the ranges of numbers.
///
/// A point in the ranges needs a game of its own, which takes about as long to read and prepare as the runs at a point do where
/// talks are long, and as some hundred runs where they are short. With four rows to a game the games take less than the runs of
/// long talks; more would leave too few points in the ranges.
const ROWS_OF_GAME_LOG2: u32 = 2;

/// How rows are shared out among replicates.
///
/// Each replicate has as many points as the greatest power of two that leaves [`REPLICATES`] of them, since a power of two is
/// balanced and what is left over is not: 16 of 64 for 1,024 rows, 31 of 32 and one of 8 for 1,000. Below 32 rows each is a
/// replicate of its own. Rows take turns among replicates, so that an analysis that is cut short has all of them; those that
/// belong together, since they share their points in the ranges of numbers, take one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    pub(super) replicates: u32,
    /// Points of the last replicate; the others have as many at least.
    last: u32,
    /// Rows that belong together.
    together: u32,
}

impl Shares {
    pub(super) fn of(rows: u32) -> Self {
        let mut points = 1;
        while points <= rows / REPLICATES / 2 {
            points *= 2;
        }
        let replicates = rows.div_ceil(points).max(1);
        Self {
            replicates,
            last: rows - (replicates - 1) * points,
            together: 1,
        }
    }

    /// With rows together that share a game: as many, a power of two, as divide the points of the last replicate, and so those of
    /// the others, which are as many or a greater power of two.
    pub(super) fn with_games(self) -> Self {
        Self {
            together: 1 << self.last.trailing_zeros().min(ROWS_OF_GAME_LOG2),
            ..self
        }
    }

    /// The replicate of a row, and which of its points the row has.
    pub(super) fn place(self, row: u32) -> (u32, u32) {
        let (turn, within) = (row / self.together, row % self.together);
        let last = self.last / self.together;
        let whole = last * self.replicates;
        let (replicate, point) = if turn < whole {
            (turn % self.replicates, turn / self.replicates)
        } else {
            let (rest, others) = (turn - whole, self.replicates - 1);
            (rest % others, last + rest / others)
        };
        (replicate, point * self.together + within)
    }

    /// Replicates that hold one of so many first rows.
    pub(super) fn begun(self, rows: usize) -> usize {
        let turns = rows.div_ceil(self.together as usize);
        turns.min(self.replicates as usize)
    }

    /// Rows that belong together.
    pub(super) fn together(self) -> u32 {
        self.together
    }
}

#[cfg(test)]
mod tests {
    use super::{REPLICATES, Shares};

    #[test]
    fn rows_are_shared_out_in_powers_of_two_but_for_what_is_left() {
        for rows in (1..300).chain([1_000, 1_024, 4_095, 4_096]) {
            let shares = Shares::of(rows);
            let mut points = vec![0; shares.replicates as usize];
            for row in 0..rows {
                let (replicate, point) = shares.place(row);
                // Each replicate has its points in their order.
                assert_eq!(point, points[replicate as usize], "{row} of {rows}");
                points[replicate as usize] += 1;
            }
            let (last, others) = points.split_last().expect("there is one");
            let most = *points.iter().max().expect("there is one");
            assert!(most.is_power_of_two() && others.iter().all(|&count| count == most));
            assert!(*last > 0 && (rows < 32 || points.len() <= 32), "{points:?}");
            assert!(points.len() >= rows.min(REPLICATES) as usize, "{rows}");
        }
        assert_eq!(Shares::of(1_024).replicates, 16);
    }
}
