//! Values of result files as cells and sentences.

use serde_json::Value;

use crate::report::labels::{count, percent, points, signed};
use crate::report::paper::table::Cell;
use crate::results::DealCount;
use crate::simulation::Rate;

/// The text of a key.
pub(super) fn words<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The items of a list.
pub(super) fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// The texts of a list.
pub(super) fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    items(value, key).filter_map(Value::as_str).collect()
}

/// The entries of a table.
pub(super) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A whole number; 0 for none.
pub(super) fn whole(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

/// A number with three decimals; what rounds to nothing has no sign.
pub(super) fn decimal(value: f64) -> String {
    if value.abs() < 0.0005 {
        "0.000".to_owned()
    } else {
        format!("{value:.3}").replace('-', "−")
    }
}

/// A share in percent.
pub(super) fn share(value: &Value) -> Cell {
    let cell = |number: f64| Cell::number(percent(number), number);
    value.as_f64().map_or_else(Cell::none, cell)
}

/// A number with three decimals; a dash for none.
pub(super) fn known(value: Option<f64>) -> Cell {
    let cell = |number: f64| Cell::number(decimal(number), number);
    value.map_or_else(Cell::none, cell)
}

/// A share in percent; a dash for none.
pub(super) fn known_share(value: Option<f64>) -> Cell {
    let cell = |number: f64| Cell::number(percent(number), number);
    value.map_or_else(Cell::none, cell)
}

/// A number of deals; a dash for none.
pub(super) fn deals(value: Option<DealCount>) -> Cell {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are whole, positive and below 2^53 here"
    )]
    let cell = |DealCount(number): DealCount| {
        let words = if number <= 1e15 {
            count(number as u64)
        } else {
            format!("{number:.2e}")
        };
        Cell::number(words, number)
    };
    value.map_or_else(Cell::none, cell)
}

/// A share as a sentence has it: `12.0 % (95 % interval 10.1–14.2 %)`.
pub(super) fn share_in_words(rate: Rate) -> String {
    let [low, high] = rate.interval().map(|bound| 100.0 * bound);
    format!(
        "{} (95 % interval {low:.1}–{high:.1} %)",
        percent(rate.value())
    )
}

/// The two bounds of an interval.
fn bounds(value: &Value) -> Option<[f64; 2]> {
    let [low, high] = value["interval"].as_array()?.as_slice() else {
        return None;
    };
    Some([low.as_f64()?, high.as_f64()?])
}

/// A rate with its interval in percent: `12.0 % [10.1, 14.2]`.
pub(super) fn rate(value: &Value) -> Cell {
    let Some(share) = value["rate"].as_f64() else {
        return Cell::none();
    };
    let bounds = bounds(value).map_or_else(String::new, |[low, high]| {
        format!(" [{:.1}, {:.1}]", low * 100.0, high * 100.0)
    });
    Cell::number(format!("{}{bounds}", percent(share)), share)
}

/// A rate as a sentence has it: `12.0 % (95 % interval 10.1–14.2 %)`.
pub(super) fn rate_in_words(value: &Value) -> String {
    let share = percent(value["rate"].as_f64().unwrap_or(0.0));
    let bounds = bounds(value).map_or_else(String::new, |[low, high]| {
        format!(" (95 % interval {:.1}–{:.1} %)", low * 100.0, high * 100.0)
    });
    format!("{share}{bounds}")
}

/// A change of a mean with its interval: `+0.012 [+0.009, +0.015]`.
pub(super) fn change(value: &Value) -> Cell {
    let (Some(mean), Some([low, high])) = (value["mean"].as_f64(), bounds(value)) else {
        return Cell::none();
    };
    if mean == 0.0 && low == 0.0 && high == 0.0 {
        return Cell::number("0".to_owned(), 0.0);
    }
    // What rounds to nothing has no sign.
    let [mean_words, low, high] = [mean, low, high].map(|it| {
        if it.abs() < 0.0005 {
            "0.000".to_owned()
        } else {
            signed(it, 3)
        }
    });
    Cell::number(format!("{mean_words} [{low}, {high}]"), mean)
}

/// A paired difference of rates in points: `+5.60 [+4.45, +6.86]`; runs that never differ are told so.
pub(super) fn difference(value: &Value) -> Cell {
    let (Some(difference), Some(bounds)) = (value["difference"].as_f64(), bounds(value)) else {
        return Cell::none();
    };
    if whole(&value["only-with"]) + whole(&value["only-without"]) == 0 {
        return Cell::number("0, every run alike".to_owned(), 0.0);
    }
    in_points(difference, bounds)
}

/// A difference of rates in points with its interval.
pub(super) fn in_points(difference: f64, [low, high]: [f64; 2]) -> Cell {
    let words = format!("{} [{}, {}]", points(difference), points(low), points(high));
    Cell::number(words, difference)
}

/// What an analysis was asked for, in words: `agreement` as "agreement", `package.water` as "package water agreed at the end".
pub(super) fn measure(name: &str, title: impl Fn(&str, &str) -> String) -> String {
    let Some((kind, id)) = name.split_once('.') else {
        return match name {
            "signed" => "signature".to_owned(),
            "zone" => "a zone of possible agreement".to_owned(),
            "rounds" => "the number of rounds held".to_owned(),
            other => other.to_owned(),
        };
    };
    let title = title(kind, id);
    match kind {
        "package" => format!("{title} agreed at the end"),
        "refused-package" => format!("a last refusal of {title}"),
        "refused-by" => format!("a last refusal by {title}"),
        "failure" => format!("failure because {title}"),
        "utility" => format!("the utility of {title}"),
        "payoff" => format!("the payoff of {title}"),
        "reservation" => format!("the reservation value of {title}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{change, deals, difference, known, measure, rate};
    use crate::results::DealCount;

    #[test]
    fn numbers_are_short_and_gaps_are_dashes() {
        assert_eq!(known(Some(-0.0001)).words, "0.000");
        assert_eq!(known(Some(-0.25)).words, "−0.250");
        assert_eq!(known(None).words, "–");
        let deals = |number: f64| deals(Some(DealCount(number))).words;
        assert_eq!(deals(176_947_200.0), "176,947,200");
        assert_eq!(deals(1.5e20), "1.50e20");
        let told = json!({ "rate": 0.12, "interval": [0.101, 0.142] });
        assert_eq!(rate(&told).words, "12.0 % [10.1, 14.2]");
        let same = json!({ "mean": 0.0, "interval": [0.0, 0.0] });
        assert_eq!(change(&same).words, "0");
    }

    #[test]
    fn a_difference_that_never_shows_is_no_small_one() {
        let mut told = json!({
            "difference": 0.0, "interval": [-0.001, 0.001], "only-with": 0, "only-without": 0,
        });
        assert_eq!(difference(&told).words, "0, every run alike");
        told["only-with"] = json!(3);
        told["only-without"] = json!(3);
        assert_eq!(difference(&told).words, "0.00 [−0.10, +0.10]");
    }

    #[test]
    fn measures_have_words() {
        let title = |_: &str, id: &str| id.to_uppercase();
        assert_eq!(measure("agreement", title), "agreement");
        assert_eq!(measure("package.water", title), "WATER agreed at the end");
        assert_eq!(measure("utility.bank", title), "the utility of BANK");
    }
}
