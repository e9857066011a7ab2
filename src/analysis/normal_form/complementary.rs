//! One equilibrium of two players from each label, by complementary pivoting (Lemke and Howson 1964).
//!
//! Both players' polytopes start at 0, where every own choice is unused. One choice, the label that is dropped, is let in; the
//! label it meets is then held twice, and is dropped in the other polytope, and so on to and fro until the first label is met:
//! then every choice is unused or a best reply, which is an equilibrium. By the lexicographic rule no pair of bases comes back.

use num_bigint::BigInt;

use crate::analysis::normal_form::corners::mix_of;
use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::tableau::Tableau;

/// The mixes at the end of the path that begins by letting in a choice, counted over the first player's choices and then the
/// second's; none if that takes more pivots than are left, of which the path takes away its own.
///
/// Each matrix has the payoffs, all above 0, of the player whose choices are its rows.
pub(super) fn path_end(
    matrices: [&[Vec<BigInt>]; 2],
    dropped: usize,
    pivots_left: &mut usize,
) -> Option<[Vec<Exact>; 2]> {
    let [first, second] = matrices;
    let counts = [first.len(), second.len()];
    // A player's mix lives in the polytope of the other's payoffs.
    let polytope = |matrix: &[Vec<BigInt>]| {
        let right = vec![BigInt::from(1); matrix.len()];
        Tableau::new(matrix, &right)
    };
    let mut tableaus = [polytope(second), polytope(first)];
    let mut side = usize::from(dropped >= counts[0]);
    let mut label = dropped;
    loop {
        *pivots_left = pivots_left.checked_sub(1)?;
        let tableau = &mut tableaus[side];
        let column = tableau.column_of(variable(counts, side, label))?;
        let row = tableau.leaving(column)?;
        let left = tableau.basic()[row];
        tableau.pivot(row, column);
        label = label_of(counts, side, left);
        if label == dropped {
            break;
        }
        side = 1 - side;
    }
    let mix = |side: usize| {
        let choices = 0..counts[side];
        let weights: Vec<BigInt> = choices
            .map(|choice| tableaus[side].weight(choice))
            .collect();
        mix_of(&weights)
    };
    Some([mix(0), mix(1)])
}

/// The variable of a label in the polytope of a side: its own choices come first there.
fn variable(counts: [usize; 2], side: usize, label: usize) -> usize {
    match (side, label < counts[0]) {
        (0, _) => label,
        (_, true) => counts[1] + label,
        (_, false) => label - counts[0],
    }
}

fn label_of(counts: [usize; 2], side: usize, variable: usize) -> usize {
    match (side, variable < counts[1]) {
        (0, _) => variable,
        (_, true) => counts[0] + variable,
        (_, false) => variable - counts[1],
    }
}
