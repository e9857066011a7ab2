//! A summary read back from JSON: what figures and reports of finished runs are made from.

use serde_json::Value;

use crate::analysis::settlement::Rule;
use crate::bargaining::Failure;
use crate::report::json::FORMAT;
use crate::simulation::{
    IssueSummary, LeverSummary, Mean, OptionSummary, PackageSummary, PartySummary, Rate, RuleRates,
    SettlementRates, SettlementSummary, Summary, TypeSummary,
};

/// Why a text is no summary of ours: the path of a value, and what is expected there.
type Unreadable = String;

/// Reads what [`crate::report::json::summary`] wrote; counts come back exactly, means and errors to the last digit or two.
///
/// # Errors
/// In words, when the text is not JSON, of another format, or a value is missing or of another kind.
pub fn read_summary(text: &str) -> Result<Summary, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let root = Place {
        path: String::new(),
        value: &value,
    };
    let format = root.at("format")?.count()?;
    if format != u64::from(FORMAT) {
        return Err(format!(
            "`format` is {format}, and this version reads {FORMAT}; run the scenario again with this version"
        ));
    }
    let runs = root.at("runs")?.count()?;
    let agreement = root.at("agreement")?.rate(runs)?;
    let failures = root.at("failures")?;
    let parties = root.at("parties")?.list(|it| party(it, runs))?;
    let settlement = root.maybe("settlement");
    let settlement = settlement.map(|it| settled(&it, &parties)).transpose()?;
    let shares = Failure::ALL.map(|cause| failures.at(cause.name()).and_then(|it| it.number()));
    let mut counts = [0; Failure::ALL.len()];
    for (count, share) in counts.iter_mut().zip(shares) {
        *count = Rate::of_share(share?, runs).count;
    }
    Ok(Summary {
        title: root.at("title")?.words()?,
        runs,
        seed: root.at("seed")?.count()?,
        rounds: u32::try_from(root.at("rounds")?.count()?)
            .map_err(|_| "`rounds` is too large".to_owned())?,
        round_length: root
            .maybe("round-length")
            .map(|it| it.words())
            .transpose()?,
        agreement,
        signed: root.at("signed")?.rate(runs)?,
        partial: root.at("partial")?.rate(runs)?,
        packages: root.at("packages")?.list(|it| package(it, runs))?,
        failures: counts,
        zone: root.at("zone")?.rate(runs)?,
        survival: root.at("survival")?.list(number)?,
        broken_down: root.at("broken-down")?.list(number)?,
        by_type: root.at("by-type")?.list(|it| type_profile(it, runs))?,
        issues: root.at("issues")?.list(|it| issue(it, agreement.count))?,
        parties,
        levers: root.at("levers")?.list(|it| lever(it, runs))?,
        settlement,
    })
}

/// What other settlement rules gave, for parties in the order of the summary.
fn settled(place: &Place<'_>, parties: &[PartySummary]) -> Result<SettlementSummary, Unreadable> {
    let realizations = place.at("realizations")?.count()?;
    let rule = |place: &Place<'_>| {
        let name = place.at("rule")?;
        let known = name.words()?;
        let known = Rule::ALL.into_iter().find(|rule| rule.name() == known);
        let figures = place.at("parties")?;
        let means = |key: &str| -> Result<Vec<Mean>, Unreadable> {
            let mean = |it: &PartySummary| figures.at(&it.id)?.at(key)?.mean();
            parties.iter().map(mean).collect()
        };
        Ok(RuleRates {
            rule: known.ok_or_else(|| name.expected("settlement rule"))?,
            agreed: place.at("agreed")?.rate(realizations)?,
            undecided: place.at("undecided")?.rate(realizations)?,
            utilities: means("utility")?,
            agreed_utilities: means("agreed-utility")?,
        })
    };
    Ok(SettlementSummary {
        played: place.at("played")?.rate(realizations)?,
        rates: SettlementRates {
            realizations,
            rules: place.at("rules")?.list(rule)?,
        },
    })
}

/// A list's item as a number.
fn number(place: &Place<'_>) -> Result<f64, Unreadable> {
    place.number()
}

/// A value with its path, for messages.
struct Place<'a> {
    path: String,
    value: &'a Value,
}

impl Place<'_> {
    fn maybe(&self, key: &str) -> Option<Place<'_>> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        let path = if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        };
        Some(Place { path, value })
    }

    fn at(&self, key: &str) -> Result<Place<'_>, Unreadable> {
        let missing = || match self.path.as_str() {
            "" => format!("`{key}` is missing"),
            path => format!("`{path}.{key}` is missing"),
        };
        self.maybe(key).ok_or_else(missing)
    }

    fn expected(&self, what: &str) -> Unreadable {
        format!("`{}` is no {what}", self.path)
    }

    fn number(&self) -> Result<f64, Unreadable> {
        self.value.as_f64().ok_or_else(|| self.expected("number"))
    }

    fn count(&self) -> Result<u64, Unreadable> {
        self.value
            .as_u64()
            .ok_or_else(|| self.expected("whole number"))
    }

    fn words(&self) -> Result<String, Unreadable> {
        let words = self.value.as_str().map(str::to_owned);
        words.ok_or_else(|| self.expected("text"))
    }

    fn list<T>(
        &self,
        of: impl Fn(&Place<'_>) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        let items = self.value.as_array().ok_or_else(|| self.expected("list"))?;
        let places = items.iter().enumerate().map(|(index, value)| Place {
            path: format!("{}[{index}]", self.path),
            value,
        });
        places.map(|place| of(&place)).collect()
    }

    /// A rate among so many runs.
    fn rate(&self, runs: u64) -> Result<Rate, Unreadable> {
        let count = self.at("count")?.count()?;
        if count > runs {
            return Err(format!("`{}.count` exceeds the runs", self.path));
        }
        Ok(Rate { count, runs })
    }

    fn mean(&self) -> Result<Mean, Unreadable> {
        let count = self.at("count")?.count()?;
        let number = |key: &str| self.maybe(key).map(|it| it.number()).transpose();
        let (mean, error) = (number("mean")?, number("se")?);
        Ok(Mean::of_moments(
            count,
            mean.unwrap_or(0.0),
            error.unwrap_or(0.0),
        ))
    }
}

fn package(place: &Place<'_>, runs: u64) -> Result<PackageSummary, Unreadable> {
    Ok(PackageSummary {
        id: place.at("id")?.words()?,
        title: place.at("title")?.words()?,
        agreed: place.rate(runs)?,
        ever: place.at("ever")?.rate(runs)?,
        in_force: place.at("in-force")?.rate(runs)?,
        refused_last: place.at("refused-last")?.rate(runs)?,
    })
}

fn type_profile(place: &Place<'_>, runs: u64) -> Result<TypeSummary, Unreadable> {
    let types = place.at("types")?;
    let pairs = types
        .value
        .as_object()
        .ok_or_else(|| types.expected("table"))?;
    let kind = |(party, kind): (&String, &Value)| {
        let kind = kind
            .as_str()
            .ok_or_else(|| types.expected("table of texts"))?;
        Ok((party.clone(), kind.to_owned()))
    };
    let own = place.at("runs")?.count()?;
    Ok(TypeSummary {
        types: pairs.iter().map(kind).collect::<Result<_, Unreadable>>()?,
        share: Rate { count: own, runs },
        agreement: place.at("agreement")?.rate(own)?,
        signed: place.at("signed")?.rate(own)?,
        zone: place.at("zone")?.rate(own)?,
    })
}

fn issue(place: &Place<'_>, agreements: u64) -> Result<IssueSummary, Unreadable> {
    let option = |place: &Place<'_>| {
        let share = place.maybe("share").map(|it| it.number()).transpose()?;
        Ok(OptionSummary {
            id: place.at("id")?.words()?,
            title: place.at("title")?.words()?,
            share: Rate::of_share(share.unwrap_or(0.0), agreements),
        })
    };
    Ok(IssueSummary {
        id: place.at("id")?.words()?,
        title: place.at("title")?.words()?,
        package: place.at("package")?.words()?,
        options: place.at("options")?.list(option)?,
    })
}

fn party(place: &Place<'_>, runs: u64) -> Result<PartySummary, Unreadable> {
    Ok(PartySummary {
        id: place.at("id")?.words()?,
        title: place.at("title")?.words()?,
        utility: place.at("utility")?.mean()?,
        agreed_utility: place.at("agreed-utility")?.mean()?,
        reservation: place.at("reservation")?.mean()?,
        payoff: place.at("payoff")?.mean()?,
        refused_last: place.at("refused-last")?.rate(runs)?,
    })
}

fn lever(place: &Place<'_>, runs: u64) -> Result<LeverSummary, Unreadable> {
    Ok(LeverSummary {
        id: place.at("id")?.words()?,
        title: place.at("title")?.words()?,
        used: place.at("used")?.rate(runs)?,
        round: place.at("round")?.mean()?,
    })
}

#[cfg(test)]
mod tests {
    use super::read_summary;
    use crate::report::{fixture, json};

    #[test]
    fn what_was_written_is_read_back() {
        for summary in [fixture::summary(), fixture::nothing()] {
            let text = json::summary(&summary);
            let read = read_summary(&text).expect("our own text");
            assert_eq!(read.agreement, summary.agreement);
            assert_eq!(read.failures, summary.failures);
            assert_eq!(read.packages, summary.packages);
            assert_eq!(read.issues, summary.issues);
            assert_eq!(read.by_type, summary.by_type);
            assert_eq!(read.round_length, summary.round_length);
            let error = |mean: &crate::simulation::Mean| mean.standard_error().unwrap_or(0.0);
            for (one, other) in read.parties.iter().zip(&summary.parties) {
                assert_eq!(one.payoff.value(), other.payoff.value());
                assert!((error(&one.payoff) - error(&other.payoff)).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let text = json::summary(&fixture::summary());
        let broken = |from: &str, to: &str| {
            let read = read_summary(&text.replacen(from, to, 1));
            read.expect_err("it is broken")
        };
        assert_eq!(broken("\"seed\"", "\"sead\""), "`seed` is missing");
        assert_eq!(
            broken("\"ever\"", "\"never\""),
            "`packages[0].ever` is missing"
        );
        assert!(broken("\"format\": 1", "\"format\": 9").contains("reads 1"));
        assert!(broken("{", "").starts_with("no JSON: "));
    }
}
