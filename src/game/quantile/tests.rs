use super::beta::beta;
use super::{Quantile, pert_shapes, triangular, uniform_open};
use crate::model::{Distribution, Range, Uncertain};

fn compiled(distribution: Distribution, legal: Range) -> Quantile {
    Quantile::compile(&Uncertain::new(distribution, legal).expect("legal"))
}

/// Quantile of the PERT distribution, exactly; `low < high`.
fn pert(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let [alpha, beta_shape] = pert_shapes(low, mode, high);
    (low + (high - low) * beta(alpha, beta_shape, u)).clamp(low, high)
}

#[test]
fn a_moved_centre_moves_every_draw_and_keeps_it_legal() {
    let shapes = [
        Distribution::Uniform {
            low: 0.3,
            high: 0.5,
        },
        Distribution::Normal {
            mean: 0.4,
            sd: 0.05,
        },
        Distribution::Triangular {
            low: 0.3,
            mode: 0.35,
            high: 0.6,
        },
        Distribution::Pert {
            low: 0.3,
            mode: 0.35,
            high: 0.6,
        },
        Distribution::Beta {
            alpha: 3.0,
            beta: 5.0,
        },
    ];
    for distribution in shapes {
        let number = Uncertain::new(distribution, Range::UTILITY).expect("legal");
        let before = Quantile::compile(&number);
        for centre in [0.45, 0.9] {
            let after = Quantile::compile(&number.centred(centre).expect("legal"));
            let shift = centre - number.central();
            for u in [0.001, 0.2, 0.5, 0.9, 0.999] {
                let right = (before.at(u) + shift).clamp(0.0, 1.0);
                assert!((after.at(u) - right).abs() < 1e-12, "{distribution:?} {u}");
            }
        }
    }
}

/// Mean and variance by the midpoint rule on the quantile.
fn moments(quantile: impl Fn(f64) -> f64) -> [f64; 2] {
    let steps = 200_000;
    let (mut sum, mut squares) = (0.0, 0.0);
    for step in 0..steps {
        let x = quantile((f64::from(step) + 0.5) / f64::from(steps));
        sum += x;
        squares += x * x;
    }
    let mean = sum / f64::from(steps);
    [mean, squares / f64::from(steps) - mean * mean]
}

#[test]
fn uniform_numbers_stay_off_both_ends() {
    assert!(uniform_open(0) > 0.0);
    assert!(uniform_open(u64::MAX) < 1.0);
    assert!((uniform_open(1 << 63) - 0.5).abs() < 1e-15);
}

#[test]
fn triangular_has_its_textbook_moments() {
    // Mean (a + b + c)/3 and variance (a² + b² + c² − ab − ac − bc)/18 for 0, 1/4, 1.
    let [mean, variance] = moments(|u| triangular(0.0, 0.25, 1.0, u));
    assert!((mean - 0.416_666_666_667).abs() < 1e-9, "{mean}");
    assert!((variance - 0.045_138_888_889).abs() < 1e-9, "{variance}");
    assert!((triangular(2.0, 2.0, 2.0, 0.3) - 2.0).abs() < 1e-15);
    assert!((triangular(0.0, 0.0, 1.0, 0.75) - 0.5).abs() < 1e-15);
    assert!((triangular(0.0, 1.0, 1.0, 0.25) - 0.5).abs() < 1e-15);
}

#[test]
fn pert_has_its_textbook_moments() {
    // Mean (a + 4b + c)/6; variance (mean − a)(c − mean)/7 (Malcolm and others 1959; Vose 2008).
    let number = compiled(
        Distribution::Pert {
            low: 0.2,
            mode: 0.3,
            high: 0.9,
        },
        Range::SHARE,
    );
    let [mean, variance] = moments(|u| number.at(u));
    let expected = (0.2 + 1.2 + 0.9) / 6.0;
    assert!((mean - expected).abs() < 1e-6, "{mean}");
    assert!((variance - (expected - 0.2) * (0.9 - expected) / 7.0).abs() < 1e-6);
    for u in [1e-12, 0.01, 0.4, 0.93, 1.0 - 1e-12] {
        assert!((number.at(u) - pert(0.2, 0.3, 0.9, u)).abs() < 1e-6);
    }
}

#[test]
fn normal_draws_are_cut_to_the_legal_range() {
    let number = compiled(Distribution::Normal { mean: 0.9, sd: 0.1 }, Range::SHARE);
    assert!((number.at(0.5) - 0.9).abs() < 1e-15);
    assert!((number.at(0.025) - (0.9 - 0.195_996_398_454)).abs() < 1e-12);
    assert!((number.at(0.999) - 1.0).abs() < 1e-15);
}

#[test]
fn only_numbers_without_spread_are_fixed() {
    let flat = [
        Distribution::Fixed(0.4),
        Distribution::Uniform {
            low: 0.4,
            high: 0.4,
        },
        Distribution::Normal { mean: 0.4, sd: 0.0 },
        Distribution::Triangular {
            low: 0.4,
            mode: 0.4,
            high: 0.4,
        },
        Distribution::Pert {
            low: 0.4,
            mode: 0.4,
            high: 0.4,
        },
    ];
    for distribution in flat {
        let number = compiled(distribution, Range::SHARE);
        assert!(number.is_fixed() && (number.at(0.77) - 0.4).abs() < 1e-15);
    }
    let spread = Distribution::Uniform {
        low: 0.4,
        high: 0.6,
    };
    assert!(!compiled(spread, Range::SHARE).is_fixed());
    assert!((compiled(spread, Range::SHARE).at(0.25) - 0.45).abs() < 1e-15);
}

#[test]
fn draws_never_fall_as_the_uniform_number_grows() {
    for distribution in [
        Distribution::Uniform {
            low: 0.1,
            high: 0.8,
        },
        Distribution::Normal { mean: 0.3, sd: 0.2 },
        Distribution::Triangular {
            low: 0.1,
            mode: 0.7,
            high: 0.8,
        },
        Distribution::Pert {
            low: 0.1,
            mode: 0.1,
            high: 0.8,
        },
        Distribution::Beta {
            alpha: 0.7,
            beta: 2.0,
        },
    ] {
        let number = compiled(distribution, Range::SHARE);
        let draws: Vec<f64> = (0..10_000)
            .map(|step| number.at((f64::from(step) + 0.5) / 10_000.0))
            .collect();
        assert!(draws.is_sorted() && draws[0] >= 0.0 && draws[9_999] <= 1.0);
    }
}

/// Every distribution with parameters at the ends of what floating point knows: it is refused, or every draw is a
/// number within its bounds, and draws never fall.
#[test]
fn extreme_parameters_are_refused_or_drawn_from() {
    let extremes = [
        0.0,
        5e-324,
        1e-308,
        1e-301,
        1e-12,
        1e-3,
        0.3,
        0.3 + 6e-17,
        0.999_999_999_999,
        1.0,
        1.0 + 3e-16,
        7.0,
        1e6,
        1e15,
        1e16,
        1e300,
        f64::MAX,
        f64::INFINITY,
        f64::NAN,
        -1e-301,
        -1.0,
        -1e15,
    ];
    let mut count = 0;
    let mut judge = |distribution: Distribution| {
        for legal in [Range::SHARE, Range::ANY] {
            let Ok(number) = Uncertain::new(distribution, legal) else {
                continue;
            };
            let quantile = Quantile::compile(&number);
            let points = [2.3e-16, 1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1.0 - 1e-16];
            let draws = points.map(|u| quantile.at(u));
            assert!(
                draws.iter().all(|draw| draw.is_finite()),
                "{distribution:?}: {draws:?}"
            );
            // A table of a beta is exact to a millionth of the range between its bounds.
            let width = draws[7] - draws[0];
            let falls = draws
                .windows(2)
                .any(|pair| pair[1] < pair[0] - 2e-6 * width);
            assert!(!falls, "{distribution:?}: {draws:?}");
            let within = draws.iter().all(|draw| legal.contains(*draw));
            assert!(
                within && number.central().is_finite(),
                "{distribution:?}: {draws:?}"
            );
            count += 1;
        }
    };
    for one in extremes {
        judge(Distribution::Fixed(one));
        for other in extremes {
            judge(Distribution::Uniform {
                low: one,
                high: other,
            });
            judge(Distribution::Normal {
                mean: one,
                sd: other,
            });
            judge(Distribution::Beta {
                alpha: one,
                beta: other,
            });
            for third in [0.0, 5e-324, 0.3, 0.3 + 6e-17, 1.0, 1e15, 1e300] {
                judge(Distribution::Triangular {
                    low: one,
                    mode: third,
                    high: other,
                });
                judge(Distribution::Pert {
                    low: one,
                    mode: third,
                    high: other,
                });
            }
        }
    }
    assert!(count > 500, "only {count} were legal");
}
