//! The words in which tables, stories and figures speak of shares, causes and time.

use crate::bargaining::{End, Failure, Outcome};
use crate::model::{PartyId, Scenario};
use crate::simulation::{Mean, Rate};

/// A share in percent with one decimal: `12.3 %`; `<0.1 %` where something rounds to nothing.
pub(super) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 {
        return "<0.1 %".to_owned();
    }
    if (0.9995..1.0).contains(&share) {
        return ">99.9 %".to_owned();
    }
    format!("{:.1} %", share * 100.0)
}

/// The share of a rate in percent; a dash where there is nothing to share.
pub(super) fn share(rate: Rate) -> String {
    if rate.runs == 0 {
        "–".to_owned()
    } else {
        percent(rate.value())
    }
}

/// The interval of a rate: `[12.0, 12.6]`, in percent.
pub(super) fn interval(rate: Rate) -> String {
    if rate.runs == 0 {
        return String::new();
    }
    let [low, high] = rate.interval();
    format!("[{:.1}, {:.1}]", low * 100.0, high * 100.0)
}

/// A mean with its standard error: `0.512 ± 0.002`; a dash without values.
pub(super) fn mean(mean: &Mean) -> String {
    match (mean.value(), mean.standard_error()) {
        // An error that is there must not read as none.
        (Some(value), Some(error)) if error > 0.0 && error < 0.0005 => {
            format!("{value:.4} ± {error:.4}")
        }
        (Some(value), Some(error)) => format!("{value:.3} ± {error:.3}"),
        (Some(value), None) => format!("{value:.3}"),
        (None, _) => "–".to_owned(),
    }
}

/// A count with thousands set apart: `20,000`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: `1 run`, `20,000 runs`.
pub(super) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(number))
}

/// Why there is no agreement, in a few words.
pub(super) fn cause(failure: Failure) -> &'static str {
    match failure {
        Failure::Ratification => "signed, but refused at home",
        Failure::RedLines => "red lines leave no deal",
        Failure::NoZone => "no deal beats every fallback",
        Failure::Commitment => "no deal can be trusted",
        Failure::Deadline => "a deal existed, time ran out",
        Failure::Breakdown => "a deal existed, talks broke down",
        Failure::Agenda => "no deal passes package by package",
        Failure::Undecided => "zone test did not finish",
    }
}

/// Why there is no agreement, in a sentence.
pub(super) fn cause_sentence(failure: Failure) -> &'static str {
    match failure {
        Failure::Ratification => "something was signed, but refused at home",
        Failure::RedLines => "every deal crosses a red line of somebody whose consent it needs",
        Failure::NoZone => {
            "in no round held was any deal worth its fallback to everybody whose consent it needs"
        }
        Failure::Commitment => {
            "some deals beat every fallback if kept, but none once the risk of breach is counted"
        }
        Failure::Deadline => "a deal acceptable to all existed, but the last round passed",
        Failure::Breakdown => "a deal acceptable to all existed, but the talks broke down",
        Failure::Agenda => "a deal acceptable to all existed, but none passes package by package",
        Failure::Undecided => "whether any acceptable deal existed is undecided",
    }
}

/// The round of signature of an agreement, else the last round held.
pub(super) fn last_round(outcome: &Outcome) -> u32 {
    let held = outcome.rounds_held.saturating_sub(1);
    match outcome.end {
        End::Agreement => outcome.signed.or(outcome.agreed).unwrap_or(held),
        End::Deadline | End::Breakdown | End::Ratification => held,
    }
}

/// The parties that can be of more than one type.
pub(super) fn typed_parties(scenario: &Scenario) -> impl Iterator<Item = PartyId> {
    let typed = |&party: &usize| scenario.parties[party].types.len() > 1;
    (0..scenario.parties.len()).filter(typed).map(PartyId::at)
}

#[cfg(test)]
mod tests {
    use super::{count, percent};

    #[test]
    fn small_and_near_certain_shares_do_not_round_to_nothing_or_all() {
        assert_eq!(percent(0.0), "0.0 %");
        assert_eq!(percent(0.000_01), "<0.1 %");
        assert_eq!(percent(0.123_4), "12.3 %");
        assert_eq!(percent(0.999_99), ">99.9 %");
        assert_eq!(percent(1.0), "100.0 %");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(7), "7");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(12_345_678), "12,345,678");
    }
}
