//! A comparison as tidy lines: one for each rule, policy, target and quantity.

use crate::experiment::compare::{
    CONFIDENCE, Comparison, Effect, Ending, RateEffect, RuleResult, Split,
};
use crate::report::csv::lines;
use crate::simulation::{Mean, PairedRates};

/// Names of the columns.
const HEADER: [&str; 26] = [
    "rule",
    "policy",
    "title",
    "kind",
    "never-in-file",
    "target",
    "quantity",
    "runs",
    "with",
    "without",
    "difference",
    "se",
    "low",
    "high",
    "all-low",
    "all-high",
    "p",
    "p-holm",
    "saved-by-pairing",
    "only-with",
    "only-without",
    "adjusted",
    "adjusted-se",
    "variance-saved",
    "runs-needed",
    "version",
];

/// Name of the file's own rule.
const AS_WRITTEN: &str = "as-written";

/// All lines, the header first; an empty field where there is nothing to say.
pub fn tidy(comparison: &Comparison) -> String {
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    for effect in comparison.by_rank() {
        effect_rows(comparison, effect, &mut rows);
    }
    for split in &comparison.splits {
        split_rows(comparison, split, &mut rows);
    }
    for rule in &comparison.rules {
        rule_rows(comparison, rule, &mut rows);
    }
    lines(rows.into_iter())
}

/// One line, filled field by field.
struct Line([String; HEADER.len()]);

impl Line {
    fn new(effect: &Effect, quantity: &str) -> Self {
        let mut line = Self(std::array::from_fn(|_| String::new()));
        line.set("rule", AS_WRITTEN);
        line.set("policy", &effect.policy.id);
        line.set("title", &effect.policy.title);
        line.set("kind", effect.policy.kind.name());
        line.set("never-in-file", &effect.policy.assumed.to_string());
        line.set("quantity", quantity);
        line.set("version", env!("CARGO_PKG_VERSION"));
        line
    }

    fn set(&mut self, column: &str, value: &str) {
        let place = HEADER.iter().position(|&it| it == column);
        value.clone_into(&mut self.0[place.expect("it is a column of the header")]);
    }

    fn number(&mut self, column: &str, value: f64) {
        // Rust's own formatting is the shortest that reads back to the same number.
        self.set(column, &value.to_string());
    }

    fn rates(mut self, rates: &PairedRates) -> Self {
        self.set("runs", &rates.runs().to_string());
        self.number("with", rates.first().value());
        self.number("without", rates.second().value());
        self.number("difference", rates.difference());
        if let Some(error) = rates.standard_error() {
            self.number("se", error);
        }
        let [low, high] = rates.interval(CONFIDENCE);
        self.number("low", low);
        self.number("high", high);
        self.number("p", rates.p_value());
        self.number("saved-by-pairing", rates.saved_by_pairing());
        self.set("only-with", &rates.only_first.to_string());
        self.set("only-without", &rates.only_second.to_string());
        self
    }

    fn rate_effect(self, effect: &RateEffect) -> Self {
        let mut line = self.rates(&effect.rates);
        if let Some(adjusted) = &effect.adjusted {
            line.number("adjusted", adjusted.difference);
            line.number("adjusted-se", adjusted.standard_error);
            line.number("variance-saved", adjusted.variance_saved);
        }
        line
    }

    fn mean(mut self, mean: &Mean) -> Self {
        self.set("runs", &mean.count().to_string());
        if let Some(value) = mean.value() {
            self.number("difference", value);
        }
        if let Some(error) = mean.standard_error() {
            self.number("se", error);
        }
        if let Some([low, high]) = mean.interval(CONFIDENCE) {
            self.number("low", low);
            self.number("high", high);
        }
        self
    }

    fn done(self) -> Vec<String> {
        self.0.to_vec()
    }
}

fn effect_rows(comparison: &Comparison, effect: &Effect, rows: &mut Vec<Vec<String>>) {
    let mut agreement = Line::new(effect, "agreement").rate_effect(&effect.agreement);
    let [low, high] = effect.simultaneous;
    agreement.number("all-low", low);
    agreement.number("all-high", high);
    agreement.number("p-holm", effect.p_adjusted);
    agreement.set("runs-needed", &effect.runs_needed.to_string());
    rows.push(agreement.done());
    rows.push(
        Line::new(effect, "signed")
            .rate_effect(&effect.signed)
            .done(),
    );
    rows.push(Line::new(effect, "zone").rate_effect(&effect.zone).done());
    for (package, rates) in comparison.packages.iter().zip(&effect.packages) {
        let name = format!("agreed:{}", package.id);
        rows.push(Line::new(effect, &name).rate_effect(rates).done());
    }
    for ending in Ending::all().skip(1) {
        let rates = effect.endings.rates(ending);
        if rates.first().count + rates.second().count > 0 {
            let name = format!("failed:{}", ending.name());
            rows.push(Line::new(effect, &name).rates(&rates).done());
        }
    }
    let mut used = Line::new(effect, "used");
    used.set("runs", &effect.used.runs.to_string());
    used.number("with", effect.used.value());
    rows.push(used.done());
    for (party, means) in comparison.parties.iter().zip(&effect.parties) {
        for (quantity, mean) in [
            ("utility", &means.utility),
            ("payoff", &means.payoff),
            ("lever-cost", &means.cost),
        ] {
            let name = format!("{quantity}:{}", party.id);
            rows.push(Line::new(effect, &name).mean(mean).done());
        }
    }
}

fn split_rows(comparison: &Comparison, split: &Split, rows: &mut Vec<Vec<String>>) {
    let effect = &comparison.effects[split.effect];
    for part in &split.parts {
        for (quantity, rates) in [("agreement", &part.agreement), ("zone", &part.zone)] {
            let mut line = Line::new(effect, quantity).rates(rates);
            line.set("target", &part.id);
            rows.push(line.done());
        }
    }
    let mut line = Line::new(effect, "agreement").mean(&split.interaction);
    line.set("target", "interaction");
    rows.push(line.done());
}

fn rule_rows(comparison: &Comparison, rule: &RuleResult, rows: &mut Vec<Vec<String>>) {
    for (effect, rates) in comparison.effects.iter().zip(&rule.agreement) {
        let mut line = Line::new(effect, "agreement").rates(rates);
        line.set("rule", rule.rule.name());
        rows.push(line.done());
    }
}
