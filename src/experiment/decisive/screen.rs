//! Which numbers matter most at the points of a band.
//!
//! At a point all ranged numbers lie somewhere else, so what one of them does must be separated from what the others do. Forward
//! selection (Efroymson 1960): take the number whose places explain most of the differences' variance, take out of the differences
//! and of all other places what it explains, and go on. With places `x_k` and differences `d`, all centred and orthogonal to what
//! was taken before, number k explains `(x_k · d)² / (x_k · x_k)`. It ranks numbers for a closer look and nothing else: the
//! differences that are printed come from runs in which that number alone is moved.

/// What is left of the spread of places below which they say nothing new.
const SPREAD_MIN: f64 = 1e-9;

/// The numbers that explain most of what differs between points, at most so many, the one that explains most first.
///
/// `places` has the places in 0..1 of all numbers, point by point; `differences` a result at each point.
pub(super) fn strongest(places: &[Vec<f64>], differences: &[f64], count: usize) -> Vec<usize> {
    let numbers = places.first().map_or(0, Vec::len);
    let column = |number: usize| places.iter().map(|point| point[number]).collect();
    let mut columns: Vec<Vec<f64>> = (0..numbers).map(column).map(centred).collect();
    let mut rest = centred(differences.to_vec());
    let mut chosen = Vec::new();
    while chosen.len() < count.min(numbers) {
        let explained = |number: usize| {
            let spread = dot(&columns[number], &columns[number]);
            let with = dot(&columns[number], &rest);
            if spread > SPREAD_MIN {
                with * with / spread
            } else {
                0.0
            }
        };
        let left = (0..numbers).filter(|number| !chosen.contains(number));
        // Of equal ones the first in the file.
        let best = left
            .rev()
            .max_by(|&one, &other| explained(one).total_cmp(&explained(other)));
        let Some(best) = best.filter(|&best| explained(best) > 0.0) else {
            break;
        };
        let taken = std::mem::take(&mut columns[best]);
        take_out(&taken, &mut rest);
        for column in columns.iter_mut().filter(|column| !column.is_empty()) {
            take_out(&taken, column);
        }
        chosen.push(best);
    }
    chosen
}

fn centred(mut values: Vec<f64>) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    for value in &mut values {
        *value -= mean;
    }
    values
}

/// Takes the part of some values that lies along others out of them.
fn take_out(along: &[f64], values: &mut [f64]) {
    let share = dot(along, values) / dot(along, along);
    for (value, along) in values.iter_mut().zip(along) {
        *value -= share * along;
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    let products = one.iter().zip(other).map(|(one, other)| one * other);
    products.sum()
}

#[cfg(test)]
mod tests {
    use super::strongest;
    use crate::experiment::design::latin_hypercube;

    #[test]
    fn numbers_come_in_the_order_of_what_they_explain() {
        let places = latin_hypercube::points(40, 256, 3);
        let differences: Vec<f64> = places
            .iter()
            .map(|point| 0.05 * point[17] - 0.2 * point[4] + 0.1 * point[30] * point[30])
            .collect();
        assert_eq!(strongest(&places, &differences, 3), [4, 30, 17]);
    }

    #[test]
    fn a_number_that_moves_with_another_is_not_chosen_for_it() {
        // The second lies where the first does but for a little; only the first and the third do anything.
        let places: Vec<Vec<f64>> = latin_hypercube::points(3, 200, 5)
            .into_iter()
            .map(|point| vec![point[0], 0.95 * point[0] + 0.05 * point[1], point[2]])
            .collect();
        let differences: Vec<f64> = places.iter().map(|at| at[0] + 0.1 * at[2]).collect();
        assert_eq!(strongest(&places, &differences, 2), [0, 2]);
    }

    #[test]
    fn what_explains_nothing_is_not_chosen() {
        let places = latin_hypercube::points(3, 50, 1);
        assert!(strongest(&places, &[0.0; 50], 3).is_empty());
        assert!(strongest(&[], &[], 3).is_empty());
    }
}
