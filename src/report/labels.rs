//! Numbers as tables, sentences and figures write them.

#[cfg(feature = "cli")]
pub(super) use crate::model::words::count;
pub(super) use crate::model::words::counted;
use crate::report::words::joined;
#[cfg(feature = "cli")]
use crate::simulation::Rate;

/// A share in percent with one decimal: `12.3 %`; `<0.1 %` where something rounds to nothing.
pub(super) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 {
        return "<0.1 %".to_owned();
    }
    if (0.9995..1.0).contains(&share) {
        return ">99.9 %".to_owned();
    }
    format!("{:.1} %", share * 100.0).replace('-', "−")
}

/// The interval of a share in percent: `[10.1, 14.2]`.
pub(super) fn share_bounds([low, high]: [f64; 2]) -> String {
    format!("[{:.1}, {:.1}]", 100.0 * low, 100.0 * high)
}

/// The interval of a share: `95 % interval 10.1–14.2 %`.
#[cfg(feature = "cli")]
pub(super) fn interval(rate: Rate) -> String {
    let [low, high] = rate.interval().map(|bound| 100.0 * bound);
    format!("95 % interval {low:.1}–{high:.1} %")
}

/// A difference of rates in percentage points: `+1.23`, `−0.04`, `0.00`.
pub(super) fn points(difference: f64) -> String {
    signed(100.0 * difference, 2)
}

/// A number with its sign, none for 0.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let sign = match value {
        _ if value < 0.0 => "−",
        _ if value > 0.0 => "+",
        _ => "",
    };
    format!("{sign}{:.decimals$}", value.abs())
}

/// A number with three decimals; what rounds to nothing has no sign.
#[cfg(feature = "cli")]
pub(super) fn decimal(value: f64) -> String {
    if value.abs() < 0.0005 {
        "0.000".to_owned()
    } else {
        format!("{value:.3}").replace('-', "−")
    }
}

/// A number with three decimals, or with as many as show three digits of it where it is smaller; those at the end that are 0 left out.
#[cfg(feature = "cli")]
pub(super) fn trimmed(value: f64) -> String {
    let shows_three = |decimals: &u8| value.abs() * libm::pow(10.0, f64::from(*decimals)) >= 99.95;
    let decimals = (3..12).find(shows_three).unwrap_or(3);
    let text = format!("{value:.0$}", usize::from(decimals));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        return "0".to_owned();
    }
    text.replace('-', "−")
}

/// What a number is confined to by limits that may be missing on either side.
pub(super) fn limits_in_words(limits: [Option<f64>; 2], shown: impl Fn(f64) -> String) -> String {
    match limits {
        [Some(low), Some(high)] => format!("{} to {}", shown(low), shown(high)),
        [Some(low), None] => format!("at least {}", shown(low)),
        [None, Some(high)] => format!("at most {}", shown(high)),
        [None, None] => "any".to_owned(),
    }
}

/// A p-value as readers want it.
#[cfg(feature = "cli")]
pub(super) fn p_value(value: f64) -> String {
    if value < 0.001 {
        "<0.001".to_owned()
    } else {
        format!("{value:.3}")
    }
}

/// Words with commas, the last after "and".
pub(super) fn listed(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let words: Vec<_> = words.into_iter().collect();
    match words.split_last() {
        Some((last, [])) => last.as_ref().to_owned(),
        Some((last, rest)) => format!("{} and {}", joined(rest, ", "), last.as_ref()),
        None => "none".to_owned(),
    }
}

/// Titles that tell things apart: of each id and title the title, with the id behind it where several have the same one.
#[cfg(any(test, feature = "figures"))]
pub(super) fn distinct<'a>(named: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let named: Vec<(&str, &str)> = named.collect();
    let label = |&(id, title): &(&str, &str)| {
        if named.iter().filter(|other| other.1 == title).count() > 1 {
            format!("{title} ({id})")
        } else {
            title.to_owned()
        }
    };
    named.iter().map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::{count, distinct, listed, p_value, percent, points};

    #[test]
    fn small_and_near_certain_shares_do_not_round_to_nothing_or_all() {
        assert_eq!(percent(0.0), "0.0 %");
        assert_eq!(percent(0.000_01), "<0.1 %");
        assert_eq!(percent(0.123_4), "12.3 %");
        assert_eq!(percent(0.999_99), ">99.9 %");
        assert_eq!(percent(1.0), "100.0 %");
    }

    #[test]
    fn differences_show_their_sign() {
        assert_eq!(points(0.0), "0.00");
        assert_eq!(points(0.052_149), "+5.21");
        assert_eq!(points(-0.000_001), "−0.00");
        assert_eq!(p_value(0.034_69), "0.035");
        assert_eq!(p_value(1e-300), "<0.001");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(["a"]), "a");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(7), "7");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(12_345_678), "12,345,678");
    }

    #[test]
    fn titles_that_are_alike_have_their_ids_too() {
        let named = [("a", "North"), ("b", "North"), ("c", "South")];
        assert_eq!(
            distinct(named.into_iter()),
            ["North (a)", "North (b)", "South"]
        );
    }
}
