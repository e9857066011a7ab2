//! Quantile of the standard normal.

/// Quantile of the standard normal at `u` in 0..1, relative error about 1e-16.
///
/// Routine PPND16 of Wichura (1988), Applied Statistics 37, algorithm AS 241.
/// `u <= 0` gives −∞ and `u >= 1` gives +∞.
#[inline]
pub(crate) fn standard_normal(u: f64) -> f64 {
    let centred = u - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred * (polynomial(&CENTRE_ABOVE, r) / polynomial(&CENTRE_BELOW, r));
    }
    tail(u)
}

/// The two tails, split from the centre so that the common path stays short.
fn tail(u: f64) -> f64 {
    let nearer_end = u.min(1.0 - u);
    if nearer_end <= 0.0 {
        return if u < 0.5 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let r = libm::sqrt(-libm::log(nearer_end));
    let size = if r <= 5.0 {
        polynomial(&TAIL_ABOVE, r - 1.6) / polynomial(&TAIL_BELOW, r - 1.6)
    } else {
        polynomial(&FAR_TAIL_ABOVE, r - 5.0) / polynomial(&FAR_TAIL_BELOW, r - 5.0)
    };
    if u < 0.5 { -size } else { size }
}

/// Value of a polynomial, lowest power first, by Estrin's scheme: half the latency of Horner's rule.
#[inline]
fn polynomial([c0, c1, c2, c3, c4, c5, c6, c7]: &[f64; 8], r: f64) -> f64 {
    let square = r * r;
    let low = (c0 + c1 * r) + (c2 + c3 * r) * square;
    let high = (c4 + c5 * r) + (c6 + c7 * r) * square;
    low + high * (square * square)
}

const CENTRE_ABOVE: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_BELOW: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const TAIL_ABOVE: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const TAIL_BELOW: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_TAIL_ABOVE: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_TAIL_BELOW: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_7e-15,
];

#[cfg(test)]
mod tests {
    use super::standard_normal;

    #[test]
    fn quantiles_match_wichura_1988_and_40_digit_values() {
        // The first three are the check values printed with AS 241; the rest from mpmath at 40 digits.
        for (u, quantile) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054_2),
            (0.841_344_746_068_542_9, 1.0),
            (1e-9, -5.997_807_015_007_687),
        ] {
            let error = (standard_normal(u) - quantile).abs();
            assert!(error <= 4e-15 * (1.0 + quantile.abs()), "{u}: {error}");
        }
    }

    #[test]
    fn the_ends_are_infinite_and_the_pieces_meet() {
        assert!(standard_normal(0.0) < -1e300 && standard_normal(1.0) > 1e300);
        for joint in [0.075, 0.925, 1.388_794_386_496_402e-11] {
            let (below, above) = (
                standard_normal(joint * (1.0 - 1e-12)),
                standard_normal(joint * (1.0 + 1e-12)),
            );
            assert!(below < above && above - below < 1e-9);
        }
    }
}
