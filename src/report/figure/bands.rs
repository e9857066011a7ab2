//! The band of assumptions in figures: its columns, the layer that draws it, the words for it.

use crate::report::chart::{BAND, Layer};
use crate::report::words::band_in_figures;
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

/// What draws bands, where there are any.
pub(super) fn layer(band: Option<&Band>) -> Option<Layer> {
    band.map(|_| Layer::Band)
}

/// A caption that says what bands are, where there are any.
pub(super) fn caption(band: Option<&Band>, caption: &str) -> String {
    match band {
        Some(band) => format!("{caption} {}", band_in_figures(band.numbers)),
        None => caption.to_owned(),
    }
}
