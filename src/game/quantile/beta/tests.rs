use super::{BetaTable, beta};

#[test]
fn quantiles_match_closed_forms() {
    for step in 1..200 {
        let u = f64::from(step) / 200.0;
        let root = libm::pow(u, 1.0 / 3.7);
        assert!((beta(3.7, 1.0, u) - root).abs() < 1e-12);
        let mirrored = 1.0 - libm::pow(1.0 - u, 1.0 / 0.4);
        assert!((beta(1.0, 0.4, u) - mirrored).abs() < 1e-12);
        // The arcsine law.
        let sine = libm::sin(std::f64::consts::FRAC_PI_2 * u);
        assert!((beta(0.5, 0.5, u) - sine * sine).abs() < 1e-12);
        // I_x(2, 2) = 3x² − 2x³.
        let x = beta(2.0, 2.0, u);
        assert!((x * x * (3.0 - 2.0 * x) - u).abs() < 1e-13);
    }
}

#[test]
fn quantiles_match_30_digit_values() {
    // By bisection on mpmath's regularised incomplete beta function.
    for (alpha, shape, u, quantile) in [
        (2.0, 3.0, 0.1, 0.142_559_316_710_030_72),
        (2.0, 3.0, 0.5, 0.385_727_568_132_389_55),
        (4.0, 3.0, 0.9, 0.799_091_121_143_095_5),
        (1.8, 4.2, 0.01, 0.023_134_526_192_264_714),
        (0.3, 0.7, 0.6, 0.281_947_376_070_046_1),
        (50.0, 20.0, 0.025, 0.603_849_191_282_919_7),
        (500.0, 700.0, 0.3, 0.409_168_902_037_474_9),
        (3.0, 0.5, 0.4, 0.879_726_899_356_595_4),
        (5.0, 1.0, 1e-9, 0.015_848_931_924_611_135),
        (1.0, 5.0, 0.999_999, 0.936_904_265_551_980_7),
        (2.2, 3.8, 0.37, 0.286_083_754_436_756_6),
    ] {
        let error = (beta(alpha, shape, u) - quantile).abs();
        assert!(error < 1e-12, "{alpha} {shape} {u}: {error}");
    }
}

#[test]
fn tables_keep_their_error_and_never_fall() {
    for [alpha, shape] in [
        [1.0, 5.0],
        [1.2, 4.8],
        [2.0, 4.0],
        [3.0, 3.0],
        [4.999, 1.001],
        [5.0, 1.0],
        [0.5, 0.5],
        [0.2, 3.0],
        [30.0, 0.7],
        [400.0, 900.0],
        [0.01, 0.02],
    ] {
        let table = BetaTable::new(alpha, shape);
        let mut last = 0.0;
        for step in 0..=6000 {
            // Even steps cover the middle, odd ones go deep into both tails.
            let middle = (f64::from(step) + 0.5) / 6001.0;
            let score = 16.0 * middle - 8.0;
            let u = 0.5 * libm::erfc(-score / std::f64::consts::SQRT_2);
            for u in [u, middle] {
                let error = (table.at(u) - beta(alpha, shape, u)).abs();
                assert!(
                    error <= BetaTable::ERROR_MAX,
                    "{alpha} {shape} {u}: {error}"
                );
            }
            let x = table.at(u);
            assert!(x >= last - 1e-12, "{alpha} {shape} {u}: {x} < {last}");
            last = x;
        }
    }
}

#[test]
fn pert_shapes_get_short_tables() {
    for mode in 0..=20 {
        let share = f64::from(mode) / 20.0;
        let table = BetaTable::new(1.0 + 4.0 * share, 5.0 - 4.0 * share);
        assert!(
            !table.nodes.is_empty() && table.nodes.len() == 41,
            "{mode}: {}",
            table.nodes.len()
        );
    }
}
