//! The least sum of one of each of two sorted lists that reaches a need.

/// Two sums that reach a need together.
pub(super) struct Met {
    pub(super) sum: f64,
    pub(super) numbers: (u32, u32),
    /// The greatest sum met that does not reach the need.
    pub(super) above: f64,
}

/// What is asked of two sums together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// What they must reach.
    pub(super) need: f64,
    /// With what the search ends.
    pub(super) enough: f64,
    /// Up to where pairs are looked at beyond the least of each first sum.
    pub(super) limit: f64,
}

/// The least sum of one of each list that reaches the need and passes a test, of equals the lowest numbers.
pub(super) fn meet(
    first: &[(f64, u32)],
    second: &[(f64, u32)],
    bounds: Bounds,
    mut passes: impl FnMut((u32, u32)) -> bool,
) -> Option<Met> {
    let need = bounds.need;
    let mut best: Option<(f64, (u32, u32))> = None;
    let mut down = second.len();
    // Below this even the best of the second does not suffice.
    let most = second.last().map_or(f64::NEG_INFINITY, |last| last.0);
    let from = first.partition_point(|entry| entry.0 + most < need);
    // Between the greatest sum below and the need there is none.
    let left_out = from.checked_sub(1).map(|last| first[last].0 + most);
    let mut above = left_out.unwrap_or(f64::NEG_INFINITY);
    for &(sum, number) in &first[from..] {
        while down > 0 && sum + second[down - 1].0 >= need {
            down -= 1;
        }
        if let Some(below) = down.checked_sub(1) {
            above = above.max(sum + second[below].0);
        }
        for &(rest, other) in &second[down..] {
            let (value, numbers) = (sum + rest, (number, other));
            let better = best.is_none_or(|(least, lowest)| {
                value < least || (value <= least && numbers < lowest)
            });
            if !better {
                break;
            }
            if passes(numbers) {
                best = Some((value, numbers));
                break;
            }
            if value > bounds.limit {
                break;
            }
        }
        if down == 0 || best.is_some_and(|best| best.0 < bounds.enough) {
            // From here on sums only rise.
            break;
        }
    }
    best.map(|(sum, numbers)| Met {
        sum,
        numbers,
        above,
    })
}
