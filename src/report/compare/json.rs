//! A comparison as JSON; what is not a number is `null`.

use serde_json::{Map, Value, json};

use crate::experiment::compare::{
    CONFIDENCE, Comparison, Effect, Ending, Exchange, Named, Ranking, RateEffect, RuleResult, Split,
};
use crate::results::FORMAT;
use crate::simulation::{Mean, PairedRates, Rate};

/// All that was found.
pub fn json(comparison: &Comparison) -> String {
    let value = json!({
        "format": FORMAT,
        "title": comparison.title,
        "seed": comparison.seed,
        "runs": comparison.runs,
        "zone-runs": comparison.zone_runs,
        "half-width": comparison.half_width,
        "confidence": CONFIDENCE,
        "none": rate(comparison.none()),
        "effects": each(&comparison.effects, |it| effect(comparison, it)),
        "ranking": ranking(comparison, &comparison.ranking),
        "splits": each(&comparison.splits, |it| split(comparison, it)),
        "rules": each(&comparison.rules, |it| rule(comparison, it)),
        "rules-left-out": each(&comparison.left_out, |(rule, why)| {
            json!({ "rule": rule.name(), "because": why })
        }),
    });
    format!("{value:#}\n")
}

fn each<T>(items: &[T], of: impl Fn(&T) -> Value) -> Value {
    items.iter().map(of).collect()
}

fn rate(rate: Rate) -> Value {
    json!({ "count": rate.count, "rate": rate.value(), "interval": rate.interval() })
}

fn paired(rates: &PairedRates) -> Value {
    json!({
        "with": rate(rates.first()),
        "without": rate(rates.second()),
        "only-with": rates.only_first,
        "only-without": rates.only_second,
        "difference": rates.difference(),
        "se": rates.standard_error(),
        "interval": rates.interval(CONFIDENCE),
        "p": rates.p_value(),
        "saved-by-pairing": rates.saved_by_pairing(),
    })
}

fn rate_effect(effect: &RateEffect) -> Value {
    let mut value = paired(&effect.rates);
    let adjusted = effect.adjusted.map(|it| {
        json!({
            "difference": it.difference,
            "se": it.standard_error,
            "variance-saved": it.variance_saved,
        })
    });
    if let (Some(adjusted), Value::Object(fields)) = (adjusted, &mut value) {
        fields.insert("zone-adjusted".to_owned(), adjusted);
    }
    value
}

fn mean(mean: &Mean) -> Value {
    json!({
        "mean": mean.value(),
        "se": mean.standard_error(),
        "interval": mean.interval(CONFIDENCE),
    })
}

fn named<T>(names: &[Named], items: &[T], of: impl Fn(&T) -> Value) -> Value {
    let pairs = names.iter().zip(items);
    let fields: Map<String, Value> = pairs.map(|(it, item)| (it.id.clone(), of(item))).collect();
    Value::Object(fields)
}

fn effect(comparison: &Comparison, effect: &Effect) -> Value {
    let mut agreement = rate_effect(&effect.agreement);
    if let Value::Object(fields) = &mut agreement {
        fields.insert("interval-all".to_owned(), json!(effect.simultaneous));
        fields.insert("p-holm".to_owned(), json!(effect.p_adjusted));
        fields.insert("runs-needed".to_owned(), json!(effect.runs_needed));
    }
    json!({
        "policy": effect.policy.id,
        "title": effect.policy.title,
        "kind": effect.policy.kind.name(),
        "never-used-in-the-file": effect.policy.assumed,
        "agreement": agreement,
        "signed": rate_effect(&effect.signed),
        "zone": rate_effect(&effect.zone),
        "packages": named(&comparison.packages, &effect.packages, rate_effect),
        "failures": failures(effect),
        "transitions": transitions(effect),
        "used": rate(effect.used),
        "parties": named(&comparison.parties, &effect.parties, |party| json!({
            "utility": mean(&party.utility),
            "payoff": mean(&party.payoff),
            "lever-cost": mean(&party.cost),
        })),
    })
}

fn failures(effect: &Effect) -> Value {
    let causes = Ending::all().skip(1);
    let met = causes.map(|it| (it, effect.endings.rates(it)));
    let met = met.filter(|(_, rates)| rates.first().count + rates.second().count > 0);
    let fields: Map<String, Value> = met
        .map(|(cause, rates)| (cause.name().to_owned(), paired(&rates)))
        .collect();
    Value::Object(fields)
}

fn transitions(effect: &Effect) -> Value {
    let mut list = Vec::new();
    for without in Ending::all() {
        for with in Ending::all() {
            let runs = effect.endings.count(without, with);
            if runs > 0 {
                list.push(json!({
                    "without": without.name(),
                    "with": with.name(),
                    "runs": runs,
                }));
            }
        }
    }
    Value::Array(list)
}

fn id(comparison: &Comparison, place: usize) -> &str {
    &comparison.effects[place].policy.id
}

fn ranking(comparison: &Comparison, ranking: &Ranking) -> Value {
    let id = |place: usize| id(comparison, place);
    let order: Vec<&str> = ranking.order.iter().map(|&place| id(place)).collect();
    let groups = each(&ranking.groups, |group| {
        group.iter().map(|&rank| order[rank]).collect()
    });
    let pairs = each(&ranking.pairs, |pair| {
        json!({
            "upper": id(pair.upper),
            "lower": id(pair.lower),
            "difference": pair.rates.difference(),
            "se": pair.rates.standard_error(),
            "interval": pair.rates.interval(CONFIDENCE),
            "p": pair.rates.p_value(),
            "p-holm": pair.p_adjusted,
        })
    });
    json!({ "order": order, "not-told-apart": groups, "pairs": pairs })
}

fn split(comparison: &Comparison, split: &Split) -> Value {
    let parts = each(&split.parts, |part| {
        json!({
            "target": part.id,
            "title": part.title,
            "agreement": paired(&part.agreement),
            "zone": paired(&part.zone),
        })
    });
    json!({
        "lever": id(comparison, split.effect),
        "parts": parts,
        "interaction": mean(&split.interaction),
    })
}

fn rule(comparison: &Comparison, result: &RuleResult) -> Value {
    let names: Vec<Named> = comparison
        .effects
        .iter()
        .map(|it| Named {
            id: it.policy.id.clone(),
            title: it.policy.title.clone(),
        })
        .collect();
    json!({
        "rule": result.rule.name(),
        "agreement": named(&names, &result.agreement, paired),
        "ranking": ranking(comparison, &result.ranking),
        "changes-places": each(&result.exchanges, |it: &Exchange| json!({
            "upper-as-written": id(comparison, it.upper),
            "upper-here": id(comparison, it.lower),
            "told-apart": it.told_apart,
        })),
    })
}
