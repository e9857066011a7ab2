//! How likely a report is under a draw, for four pairs of a draw and a report at once.
//!
//! *Likelihood of a report.* Let a draw have the target g, the margin m of the text and the margin B of its best deal, and
//! let package k lack `lack_k` to it. One shock η, logistic of scale 1/λ, moves what it takes to g + η. It tables no change
//! if m reaches that. Else it gives up B − g − η in all, and criticises k if k takes more of that than its share by range:
//!
//! `lack_k > (B − g − η) · range_k / Σ range  ⇔  η > B − g − lack_k · Σ range / range_k`.
//!
//! So it refuses k exactly when η exceeds `θ_k = max(m − g, B − g − lack_k · Σ range / range_k)`; a red line that k crosses
//! makes `θ_k` minus infinity. One η decides all verdicts at once, so they are nested, not independent: the packages fall in
//! the order of their θ. Between two neighbours θ and θ′ in that order η lies with probability F(λθ′) − F(λθ), F the logistic
//! curve, and there the true verdicts are known. Each was misreported with probability ε, so the chance of what was reported
//! is a product of factors ε and 1 − ε, which changes by (1 − ε)/ε or its inverse from one interval to the next. The sum over
//! the intervals is the likelihood.

use crate::bargaining::mediator::lanes::{Lanes, exp};
use crate::game::{PackageSet, members};
use crate::model::Limit;

/// Packages there are at most.
const PACKAGES_MAX: usize = Limit::PACKAGES.most;
/// −λθ is taken to be no larger than this either way.
const EXPONENT_MAX: f64 = 300.0;
/// More utility than any margin: what a red line takes off θ, and what a vote on the whole deal lacks.
pub(super) const BEYOND: f64 = 1e9;
/// How surely a vote is known to be what it was.
const VOTE_DOUBT: f64 = 1e-30;

/// Reported verdicts and how surely they were reported.
#[derive(Clone, Debug)]
pub(super) struct Verdicts {
    /// Factor by which the chance of the reports changes once a package is refused; 1 where it was not asked about.
    pub(super) factors: [f64; PACKAGES_MAX],
    /// Chance of the reports when everything is accepted.
    pub(super) chance: f64,
    /// Packages asked about, as bits.
    pub(super) asked: PackageSet,
}

impl Verdicts {
    /// The reports on the packages `asked`, each misreported with probability `doubt`; sets of packages are bits.
    pub(super) fn new(asked: PackageSet, accepted: PackageSet, doubt: f64) -> Self {
        let odds = (1.0 - doubt) / doubt;
        let (mut factors, mut chance) = ([1.0; PACKAGES_MAX], 1.0);
        for package in members(asked) {
            let said_yes = accepted >> package & 1 == 1;
            factors[package] = if said_yes { 1.0 / odds } else { odds };
            chance *= if said_yes { 1.0 - doubt } else { doubt };
        }
        Self {
            factors,
            chance,
            asked,
        }
    }

    /// A no to all packages at once, which stand in the first.
    pub(super) fn refusal() -> Self {
        Self::new(1, 0, VOTE_DOUBT)
    }
}

/// Four pairs of a draw and a report.
#[derive(Debug)]
pub(super) struct Four {
    /// Margin of the text, before the fallback.
    pub(super) margins: Lanes,
    /// The same of the best deal.
    pub(super) bests: Lanes,
    /// Share of its best margin that the party does not ask for.
    pub(super) given: Lanes,
    /// The fallback.
    pub(super) floors: Lanes,
    /// [`BEYOND`] for each package that crosses one, else 0.
    pub(super) crossed: [Lanes; PACKAGES_MAX],
    /// What each package lacks, in shares of what the party gives up.
    pub(super) lacks: [Lanes; PACKAGES_MAX],
    /// As in [`Verdicts`].
    pub(super) factors: [Lanes; PACKAGES_MAX],
    pub(super) chances: Lanes,
    /// exp(−λθ) of each package, by rising θ, with what the chance is in the interval that ends there.
    cuts: [Lanes; PACKAGES_MAX],
}

impl Four {
    pub(super) fn none() -> Self {
        Self {
            margins: [0.0; 4],
            bests: [0.0; 4],
            given: [0.0; 4],
            floors: [0.0; 4],
            crossed: [[0.0; 4]; PACKAGES_MAX],
            lacks: [[0.0; 4]; PACKAGES_MAX],
            factors: [[1.0; 4]; PACKAGES_MAX],
            chances: [1.0; 4],
            cuts: [[0.0; 4]; PACKAGES_MAX],
        }
    }

    /// The likelihood of each, with so many packages; changes the factors.
    #[expect(
        clippy::inline_always,
        reason = "what is not inlined is not compiled for wider vectors"
    )]
    #[inline(always)]
    pub(super) fn likelihoods(&mut self, packages: usize, sharpness: f64) -> Lanes {
        self.sort(packages, sharpness);
        let (mut step, mut chance, mut below) = (self.chances, [0.0; 4], [0.0; 4]);
        for (cut, factor) in self.cuts[..packages].iter().zip(&self.factors) {
            let cut = exp(*cut);
            for lane in 0..4 {
                let up_to = 1.0 / (1.0 + cut[lane]);
                chance[lane] += (up_to - below[lane]) * step[lane];
                below[lane] = up_to;
                step[lane] *= factor[lane];
            }
        }
        for lane in 0..4 {
            chance[lane] += (1.0 - below[lane]) * step[lane];
        }
        chance
    }

    /// Fills `cuts` with −λθ of the packages, falling, and puts the factors in the same order.
    #[expect(
        clippy::inline_always,
        reason = "what is not inlined is not compiled for wider vectors"
    )]
    #[inline(always)]
    fn sort(&mut self, packages: usize, sharpness: f64) {
        let (mut asks, mut gives_up, mut floors) = ([0.0; 4], [0.0; 4], [0.0; 4]);
        for lane in 0..4 {
            gives_up[lane] = self.given[lane] * self.bests[lane];
            asks[lane] = self.margins[lane] - (self.bests[lane] - gives_up[lane]);
            floors[lane] = self.given[lane] * self.floors[lane];
        }
        let cuts = &mut self.cuts[..packages];
        let factors = &mut self.factors[..packages];
        for package in 0..packages {
            for lane in 0..4 {
                let enough = gives_up[lane] - self.lacks[package][lane];
                let threshold = if asks[lane] > enough {
                    asks[lane]
                } else {
                    enough
                };
                let below = floors[lane] + self.crossed[package][lane] - threshold;
                let exponent = sharpness * below;
                let within = if exponent < EXPONENT_MAX {
                    exponent
                } else {
                    EXPONENT_MAX
                };
                cuts[package][lane] = if within > -EXPONENT_MAX {
                    within
                } else {
                    -EXPONENT_MAX
                };
            }
            // Insertion without an early end, since each lane ends elsewhere.
            for at in (0..package).rev() {
                let (high, low) = (cuts[at], cuts[at + 1]);
                let (above, below) = (factors[at], factors[at + 1]);
                for lane in 0..4 {
                    let swap = high[lane] < low[lane];
                    cuts[at][lane] = if swap { low[lane] } else { high[lane] };
                    cuts[at + 1][lane] = if swap { high[lane] } else { low[lane] };
                    factors[at][lane] = if swap { below[lane] } else { above[lane] };
                    factors[at + 1][lane] = if swap { above[lane] } else { below[lane] };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::mediator::lanes::{Lanes, vectorized};
    use crate::bargaining::mediator::verdicts::{BEYOND, Four, Verdicts};
    use crate::game::PackageSet;

    const SHARPNESS: f64 = 10.0;

    /// In the second lane a report on packages that lack so much, of a text with this margin, when the best deal has the margin
    /// .6, the fallback is .2 and the party asks for this share.
    fn four(
        (margin, lacks): (f64, &[f64]),
        verdicts: &Verdicts,
        crossed: PackageSet,
        asked: f64,
    ) -> Four {
        let mut four = Four::none();
        // The other lanes hold something else.
        four.margins = [f64::NAN, margin, 0.0, 1.0];
        four.bests = [0.3, 0.6, 0.1, 1.0];
        four.given = [1.0 - asked; 4];
        four.floors = [0.2; 4];
        four.chances = [verdicts.chance; 4];
        for (package, &lack) in lacks.iter().enumerate() {
            four.lacks[package] = [0.0, lack, 0.1, 0.2];
            four.factors[package] = [verdicts.factors[package]; 4];
            let minds = crossed >> package & 1 == 1;
            four.crossed[package][1] = if minds { BEYOND } else { 0.0 };
        }
        four
    }

    fn likelihood(
        text: (f64, &[f64]),
        verdicts: &Verdicts,
        crossed: PackageSet,
        asked: f64,
    ) -> f64 {
        four(text, verdicts, crossed, asked).likelihoods(text.1.len(), SHARPNESS)[1]
    }

    /// The same by steps of the shock's distribution function, from what the party does.
    fn by_hand(
        (margin, lacks): (f64, &[f64]),
        (accepted, doubt): (PackageSet, f64),
        crossed: PackageSet,
        asked: f64,
    ) -> f64 {
        const STEPS: u32 = 20_000;
        let chances = (0..STEPS).map(|step| {
            let quantile = (f64::from(step) + 0.5) / f64::from(STEPS);
            let shock = libm::log(quantile / (1.0 - quantile)) / SHARPNESS;
            let takes = 0.2 + asked * (0.6 - 0.2) + shock;
            let told = lacks.iter().enumerate().map(|(package, lack)| {
                let minds = crossed >> package & 1 == 1;
                let accepts = !minds && (margin >= takes || *lack <= 0.6 - takes);
                if accepts == (accepted >> package & 1 == 1) {
                    1.0 - doubt
                } else {
                    doubt
                }
            });
            told.product::<f64>()
        });
        chances.sum::<f64>() / f64::from(STEPS)
    }

    #[test]
    fn a_report_is_as_likely_as_the_shocks_that_lead_to_it() {
        let cases: [(f64, &[f64]); 4] = [
            (0.3, &[0.2]),
            (0.1, &[0.3, 0.1]),
            (0.35, &[0.15, 0.15, 0.5]),
            (-0.1, &[0.4, 0.7, 0.3, 0.05]),
        ];
        for text in cases {
            let all: PackageSet = (1 << text.1.len()) - 1;
            for accepted in 0..=all {
                for (doubt, asked) in [(0.01, 0.0), (0.3, 0.4)] {
                    for crossed in [0, 0b10 & all] {
                        let verdicts = Verdicts::new(all, accepted, doubt);
                        let found = likelihood(text, &verdicts, crossed, asked);
                        let wanted = by_hand(text, (accepted, doubt), crossed, asked);
                        assert!(
                            (found - wanted).abs() < 2e-4,
                            "{text:?} {accepted} {crossed}: {found} {wanted}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_reports_on_two_packages_have_probabilities_that_add_up_to_one() {
        for doubt in [0.01, 0.3] {
            let reports = (0..4).map(|accepted| Verdicts::new(0b11, accepted, doubt));
            let sum: f64 = reports
                .map(|verdicts| likelihood((0.25, &[0.05, 0.3]), &verdicts, 0, 0.2))
                .sum();
            assert!((sum - 1.0).abs() < 1e-8, "{sum}");
        }
    }

    #[test]
    fn a_package_that_was_not_asked_about_says_nothing() {
        let both = Verdicts::new(0b01, 0b01, 0.1);
        let alone = likelihood((0.3, &[0.2]), &both, 0, 0.0);
        let beside = likelihood((0.3, &[0.2, 0.4]), &both, 0, 0.0);
        assert!((alone - beside).abs() < 1e-12);
    }

    #[test]
    fn a_vote_is_as_likely_as_the_shocks_that_lead_to_it() {
        let no = Verdicts::refusal();
        let everything = (0.25, &[1e9][..]);
        let found = likelihood(everything, &no, 0, 0.0);
        let wanted = 1.0 / (1.0 + libm::exp(SHARPNESS * (0.25 - 0.2)));
        assert!((found - wanted).abs() < 1e-8, "{found} {wanted}");
        assert!((likelihood(everything, &no, 1, 0.0) - 1.0).abs() < 1e-12);
    }

    /// Whatever vectors the machine has.
    #[test]
    fn vectors_change_no_bit() {
        let verdicts = Verdicts::new(0b111, 0b010, 0.07);
        for step in 0..200 {
            let margin = 0.01 * f64::from(step) - 1.0;
            let text = (margin, &[0.1, 0.3, 0.2][..]);
            let mut four = four(text, &verdicts, 0, 0.3);
            let plain = four.likelihoods(3, SHARPNESS);
            let mut four = self::four(text, &verdicts, 0, 0.3);
            let wide = vectorized(
                #[inline(always)]
                || four.likelihoods(3, SHARPNESS),
            );
            let bits = |lanes: Lanes| [1, 2, 3].map(|lane: usize| lanes[lane].to_bits());
            assert_eq!(bits(plain), bits(wide));
        }
    }
}
