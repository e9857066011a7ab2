use crate::game::{Owner, Purpose, Stream};
use crate::simulation::Mean;
use crate::simulation::band::points::Points;
use crate::simulation::band::{Change, Spread, Written};
use crate::simulation::resamples::Resamples;

/// What is known of changes without error.
fn exact(differences: &[f64]) -> Vec<Change> {
    let changes = differences.iter().map(|&difference| Change {
        difference,
        variance: 0.0,
    });
    changes.collect()
}

#[test]
fn quantiles_are_linear_between_values() {
    let changes = exact(&[10.0, 0.0, 2.0, 1.0]);
    let points = Points::of(&changes);
    for (share, right) in [(0.0, 0.0), (0.5, 1.5), (1.0, 10.0), (0.25, 0.75)] {
        assert!((points.quantile(&[1; 4], share) - right).abs() < 1e-12);
    }
    let one = exact(&[3.0]);
    assert!((Points::of(&one).quantile(&[1], 0.975) - 3.0).abs() < 1e-12);
}

/// A sample of which is known how often each point comes is the list in which each comes so often.
#[test]
fn samples_are_lists_of_points() {
    let mut resamples = Resamples::new(3);
    let mut stream = stream();
    let changes = (0..9).map(|_| Change {
        difference: stream.uniform(),
        variance: 0.1 * stream.uniform(),
    });
    let changes: Vec<Change> = changes.collect();
    let points = Points::of(&changes);
    for counts in resamples.of(9) {
        let listed = changes.iter().zip(counts);
        let listed = listed.flat_map(|(change, &times)| vec![*change; usize::from(times)]);
        let listed: Vec<Change> = listed.collect();
        assert_eq!(listed.len(), 9);
        let all = Points::of(&listed);
        for share in [0.025, 0.3, 0.5, 0.7, 0.975] {
            let [one, other] = [points.quantile(counts, share), all.quantile(&[1; 9], share)];
            assert!((one - other).abs() < 1e-12);
        }
        let [one, other] = [points.shrinkage(counts), all.shrinkage(&[1; 9])];
        assert!((one.centre - other.centre).abs() < 1e-12);
        assert!((one.share - other.share).abs() < 1e-12);
    }
}

/// So many runs at a point whose true difference this is, each 1, 0 or −1, changed one way or the other in `churn` of all
/// runs beside it.
fn played(difference: f64, churn: f64, runs: u32, stream: &mut Stream) -> Change {
    let up = 0.5 * (difference.abs() + churn + difference);
    let down = up - difference;
    let mut mean = Mean::default();
    for _ in 0..runs {
        let uniform = stream.uniform();
        let value = if uniform < up {
            1.0
        } else if uniform < up + down {
            -1.0
        } else {
            0.0
        };
        mean.push(value);
    }
    (&mean).into()
}

/// Ends of the band of a response that is linear in one range: 2.5 and 97.5 % of the way.
///
/// The bands of 40 seeds, 80 ends in all, have intervals at 95 %: fewer than 68 that hold the true end come by chance in
/// fewer than 1 of 10,000 trials if each does in 0.95. The bootstrap's are a little narrow (0.9 here), so 64 are asked.
#[test]
fn the_band_is_the_true_range_within_its_error() {
    for slope in [0.1, 0.3] {
        let mut held = 0;
        for seed in 0..40 {
            let mut stream = Stream::new(seed, Purpose::Nature, Owner::named("made up"), 0);
            let changes: Vec<Change> = (0..128)
                .map(|point| {
                    let place = (f64::from(point) + stream.uniform()) / 128.0;
                    played(slope * (place - 0.5), 0.05, 80, &mut stream)
                })
                .collect();
            let mut resamples = Resamples::new(seed);
            let spread = Spread::of(written(0.4), &changes, [0.0, 1.0], &mut resamples);
            for (end, error, share) in [
                (spread.low, spread.low_error, 0.025),
                (spread.high, spread.high_error, 0.975),
            ] {
                let right = 0.4 + slope * (share - 0.5);
                held += u32::from((end - right).abs() <= error);
            }
            assert!(spread.least <= spread.low && spread.high <= spread.greatest);
        }
        assert!((64..=80).contains(&held), "{slope}: {held} of 80");
    }
}

#[test]
fn what_moves_nothing_has_no_band_and_noise_alone_makes_none_wide() {
    let still = vec![played(0.0, 0.0, 50, &mut stream()); 30];
    let spread = Spread::of(written(0.2), &still, [0.0, 1.0], &mut Resamples::new(1));
    assert!((spread.low - 0.2).abs() < 1e-12 && (spread.high - 0.2).abs() < 1e-12);
    let mut stream = stream();
    let noisy: Vec<Change> = (0..200)
        .map(|_| played(0.0, 0.2, 50, &mut stream))
        .collect();
    let spread = Spread::of(written(0.2), &noisy, [0.0, 1.0], &mut Resamples::new(1));
    // The differences themselves spread over ±.12.
    assert!(spread.low > 0.14 && spread.high < 0.26, "{spread:?}");
}

#[test]
fn the_error_of_the_result_as_written_is_that_of_its_band() {
    let still = vec![played(0.0, 0.0, 50, &mut stream()); 30];
    let uncertain = Written {
        value: 0.2,
        error: 0.01,
    };
    let spread = Spread::of(uncertain, &still, [0.0, 1.0], &mut Resamples::new(1));
    assert!((spread.error() - 0.019_6).abs() < 1e-5, "{spread:?}");
    let [low, high] = spread.outer([0.17, 0.21], 0.01, 0.99);
    assert!((low - 0.17).abs() < 1e-9 && (high - 0.21).abs() < 1e-9);
}

/// A result without error.
fn written(value: f64) -> Written {
    Written { value, error: 0.0 }
}

fn stream() -> Stream {
    Stream::new(7, Purpose::Nature, Owner::named("made up"), 0)
}
