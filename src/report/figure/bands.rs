//! The band of assumptions in figures: its columns, the layer that draws it, the words for it.

use crate::report::chart::{BAND, Layer};
use crate::report::words::{band_in_figures, rests_on};
use crate::simulation::{Band, Spread};

/// The columns of bands, where there are any.
pub(super) fn columns(band: Option<&Band>) -> impl Iterator<Item = &'static str> {
    BAND.into_iter().filter(move |_| band.is_some())
}

/// The ends of the band of a result for these columns.
pub(super) fn ends(band: Option<&Band>, measure: &str, of: &str) -> Vec<Option<f64>> {
    let Some(band) = band else {
        return Vec::new();
    };
    let ends = band.find(measure, of).map(Spread::ends);
    ends.map_or(vec![None; 2], |ends| ends.map(Some).into())
}

/// The same of a share of runs, which lies between none and all.
pub(super) fn of_share(band: Option<&Band>, measure: &str, of: &str) -> Vec<Option<f64>> {
    let ends = ends(band, measure, of).into_iter();
    ends.map(|end| end.map(|share| share.clamp(0.0, 1.0)))
        .collect()
}

/// The same of what is left of all runs when a share is taken from them.
pub(super) fn rest(band: Option<&Band>, measure: &str, of: &str) -> Vec<Option<f64>> {
    let ends = of_share(band, measure, of).into_iter().rev();
    ends.map(|end| end.map(|share| 1.0 - share)).collect()
}

/// What draws bands, where there are any.
pub(super) fn layer(band: Option<&Band>) -> Option<Layer> {
    band.map(|_| Layer::Band)
}

/// A caption that says what bands are, where there are any.
pub(super) fn caption(band: Option<&Band>, caption: &str) -> String {
    named(band, caption, "Light bars")
}

/// The same where those of a measure are among agreements.
pub(super) fn and_among(band: Option<&Band>, measure: &str, caption: String) -> String {
    let band = band.filter(|band| band.has(measure));
    match band.and_then(rests_on) {
        Some(words) => format!("{caption} Bands {words}."),
        None => caption,
    }
}

/// The same where they look otherwise.
pub(super) fn named(band: Option<&Band>, caption: &str, look: &str) -> String {
    match band {
        Some(band) => format!("{caption} {}", band_in_figures(look, band.numbers)),
        None => caption.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::and_among;
    use crate::simulation::{Band, Banded, Spread};

    #[test]
    fn captions_say_on_how_many_points_bands_among_agreements_rest() {
        let spread = Spread {
            value: 0.5,
            low: 0.4,
            high: 0.6,
            low_error: 0.0,
            high_error: 0.0,
            least: 0.3,
            greatest: 0.7,
        };
        let band = |among_points| Band {
            numbers: 2,
            points: 128,
            runs: 20,
            results: vec![Banded {
                measure: "option".to_owned(),
                of: "wage=high".to_owned(),
                spread,
                among_points,
            }],
        };
        let caption = |among_points, measure| {
            and_among(Some(&band(among_points)), measure, "Shares.".to_owned())
        };
        assert_eq!(
            caption(Some(97), "option"),
            "Shares. Bands among agreements rest on 97 of 128 points, those with agreements."
        );
        assert_eq!(caption(Some(97), "agreed-utility"), "Shares.");
        assert_eq!(caption(None, "option"), "Shares.");
    }
}
