//! Four numbers side by side, worked on alike: what a compiler turns into vector code.
//!
//! Every lane is computed by the same additions, multiplications and divisions, none of them fused, so that the results are
//! the same bits on every machine, however many lanes it works on at once.

use pulp::Arch;

/// Runs what is inlined into it with the widest vectors of this machine.
#[inline]
pub(super) fn vectorized<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// Numbers worked on side by side.
pub(super) type Lanes = [f64; 4];

/// `exp(x)` of each lane with a relative error below 1e−9; 0 below −700, and above 700 as at 700.
///
/// `exp(x) = 2^n · 2^f` with n the whole number nearest to `x / ln 2` and |f| ≤ ½. Adding 1.5 · 2^52 rounds to n and leaves
/// it in the last bits, from where it is shifted into the exponent; `2^f` is its Taylor series.
#[inline(always)]
pub(super) fn exp(x: Lanes) -> Lanes {
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    const SERIES: [f64; 9] = [
        1.0,
        std::f64::consts::LN_2,
        0.240_226_506_959_100_7,
        0.055_504_108_664_821_58,
        0.009_618_129_107_628_477,
        0.001_333_355_814_642_844_4,
        0.000_154_035_303_933_816_1,
        0.000_015_252_733_804_059_84,
        0.000_001_321_548_679_014_431,
    ];
    let mut result = [0.0; 4];
    for (result, x) in result.iter_mut().zip(x) {
        let within = if x < 700.0 { x } else { 700.0 };
        let within = if within > -700.0 { within } else { -700.0 };
        let power = within * std::f64::consts::LOG2_E;
        let shifted = power + WHOLE;
        let f = power - (shifted - WHOLE);
        let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = SERIES;
        let high = c5 + f * (c6 + f * (c7 + f * c8));
        let series = c0 + f * (c1 + f * (c2 + f * (c3 + f * (c4 + f * high))));
        let value = f64::from_bits(series.to_bits().wrapping_add(shifted.to_bits() << 52));
        *result = if x < -700.0 { 0.0 } else { value };
    }
    result
}

#[cfg(test)]
mod tests {
    use crate::bargaining::mediator::lanes::{exp, vectorized};

    #[test]
    fn the_exponential_errs_by_less_than_a_billionth() {
        for step in -69_990..=69_990 {
            let x = f64::from(step) * 1e-2;
            for (lane, value) in exp([x, x + 0.001, x + 0.004, x - 0.003])
                .into_iter()
                .enumerate()
            {
                let exact = libm::exp(x + [0.0, 0.001, 0.004, -0.003][lane]);
                assert!((value / exact - 1.0).abs() < 1e-9, "{x} {value} {exact}");
            }
        }
    }

    #[test]
    fn beyond_its_range_it_vanishes_or_stays() {
        let [least, infinite, most, greatest] =
            exp([-701.0, f64::NEG_INFINITY, 700.0, f64::INFINITY]);
        assert_eq!([least, infinite].map(f64::to_bits), [0, 0]);
        assert_eq!(most.to_bits(), greatest.to_bits());
        assert!(most > 1e303 && most.is_finite());
    }

    /// Frozen: neither a compiler nor a machine with wider vectors may change a bit.
    #[test]
    fn it_has_the_same_bits_everywhere() {
        let x = [-3.75, 0.1, 25.0, -123.456];
        let wide = vectorized(
            #[inline(always)]
            || exp(x),
        );
        for found in [exp(x), wide] {
            assert_eq!(
                found.map(f64::to_bits),
                [
                    0x3f98_1509_3553_83bb,
                    0x3ff1_aec7_b35a_00c7,
                    0x4230_c3d3_9209_62bd,
                    0x34cd_a9fb_9e4e_e714,
                ]
            );
        }
    }
}
