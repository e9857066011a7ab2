//! Leverage actions.

use crate::model::{DriverId, Effect, EffectTarget, IssueId, Lever, PartyId, Uncertain, Use};
use crate::scenario::decode::missing_key;
use crate::scenario::fault::Fault;
use crate::scenario::fields::list;
use crate::scenario::file::{
    EffectFile, LeverFile, Number, ProtocolFile, ShiftFile, UseFile, Word,
};
use crate::scenario::validate::Validator;
use crate::scenario::validate::names::id_and_title;

impl Validator<'_, '_> {
    pub(super) fn levers(&mut self) -> Vec<Lever> {
        let file = self.file;
        file.levers
            .items
            .iter()
            .filter_map(|lever| self.lever(lever))
            .collect()
    }

    fn lever(&mut self, lever: &LeverFile) -> Option<Lever> {
        let (id, title) = id_and_title(&lever.name);
        let actor = lever
            .actor
            .as_ref()
            .and_then(|actor| self.names.parties.find(actor, self.report));
        if let (Some(at), true) = (lever.effects.at, lever.effects.items.is_empty())
            && !self.report.touches(at)
        {
            let remedy = "say what the lever shifts".to_owned();
            self.report.value(at, Fault::EmptyList { remedy });
        }
        let mut effects = Vec::new();
        for (entry, effect) in lever.effects.items.iter().enumerate() {
            self.effect(entry, effect, &mut effects);
        }
        let usage = lever.usage.as_ref().and_then(|usage| self.usage(usage));
        let zero = |number: &Option<Number>| {
            number
                .as_ref()
                .map_or(Uncertain::fixed(0.0), |number| number.value)
        };
        let value = |number: &Option<Number>| number.as_ref().map(|number| number.value);
        Some(Lever {
            id,
            title,
            actor: PartyId::at(actor?),
            cost: zero(&lever.cost),
            credibility: zero(&lever.credibility),
            credibility_half_life: value(&lever.credibility_half_life),
            half_life: value(&lever.half_life),
            delay: zero(&lever.delay),
            duration: value(&lever.duration),
            effects,
            usage: usage?,
        })
    }

    /// Adds the shifts of one entry.
    fn effect(&mut self, entry: usize, effect: &EffectFile, effects: &mut Vec<Effect>) {
        let found: Vec<String> = effect
            .keys
            .iter()
            .filter(|key| ["party", "driver", "channel"].contains(&key.as_str()))
            .cloned()
            .collect();
        if found.len() != 1 {
            self.report.value(effect.at, Fault::EffectTarget { found });
            return;
        }
        if effect.keys.iter().any(|key| key == "party") {
            self.check_keys(effect, "party", &["shift"]);
            self.party_effect(entry, effect, effects);
            return;
        }
        let target_key = if effect.driver.is_some() {
            "driver"
        } else {
            "channel"
        };
        self.check_keys(
            effect,
            target_key,
            &["reservation", "round-cost", "breach", "weight", "score"],
        );
        if !effect.keys.iter().any(|key| key == "shift")
            && let Some(field) = list::EFFECT.field("shift")
        {
            self.report
                .child(effect.at, "shift", missing_key("this effect", field));
        }
        let target = match (&effect.driver, &effect.channel) {
            (Some(driver), _) => {
                let position = self.names.drivers.find(driver, self.report);
                position.map(|position| EffectTarget::Driver(DriverId::at(position)))
            }
            (None, Some(channel)) => self.channel(channel),
            (None, None) => None,
        };
        if let (Some(target), Some(shift)) = (target, &effect.shift) {
            effects.push(Effect {
                entry,
                target,
                size: shift.value,
            });
        }
    }

    fn channel(&mut self, channel: &Word) -> Option<EffectTarget> {
        if let Some(protocol) = &self.file.protocol
            && !matches!(protocol.value, ProtocolFile::Shuttle(_))
        {
            let protocol = protocol.value.name();
            self.report.value(channel.at, Fault::NoChannel { protocol });
        }
        match channel.value.as_str() {
            "noise" => Some(EffectTarget::Noise),
            "reading-error" => Some(EffectTarget::ReadingError),
            _ => None,
        }
    }

    fn check_keys(&mut self, effect: &EffectFile, target: &'static str, excluded: &[&'static str]) {
        for key in excluded {
            if effect.keys.iter().any(|written| written == key) {
                self.report
                    .child(effect.at, key, Fault::EffectKey { key, target });
            }
        }
    }

    fn party_effect(&mut self, entry: usize, effect: &EffectFile, effects: &mut Vec<Effect>) {
        let shifts = ["reservation", "round-cost", "breach", "weight", "score"];
        if !effect.keys.iter().any(|key| shifts.contains(&key.as_str())) {
            self.report.value(effect.at, Fault::EffectWithoutShift);
        }
        let party = effect
            .party
            .as_ref()
            .and_then(|party| self.names.parties.find(party, self.report));
        let weight = effect.weight.as_ref().and_then(|shift| self.shift(shift));
        let score = effect.score.as_ref().and_then(|shift| self.shift(shift));
        let Some(party) = party.map(PartyId::at) else {
            return;
        };
        let simple = [
            (EffectTarget::Reservation(party), &effect.reservation),
            (EffectTarget::RoundCost(party), &effect.round_cost),
            (EffectTarget::Breach(party), &effect.breach),
        ];
        for (target, number) in simple {
            if let Some(number) = number {
                effects.push(Effect {
                    entry,
                    target,
                    size: number.value,
                });
            }
        }
        if let Some((issue, _, size)) = weight {
            let target = EffectTarget::Weight(party, issue);
            effects.push(Effect {
                entry,
                target,
                size,
            });
        }
        if let Some((issue, Some(option), size)) = score {
            let target = EffectTarget::Score(party, issue, option);
            effects.push(Effect {
                entry,
                target,
                size,
            });
        }
    }

    fn shift(&mut self, shift: &ShiftFile) -> Option<(IssueId, Option<usize>, Uncertain)> {
        let issue = self.names.issues.find(shift.issue.as_ref()?, self.report)?;
        let options = self.names.options.get(issue)?;
        let option = shift
            .option
            .as_ref()
            .and_then(|option| options.find(option, self.report));
        Some((IssueId::at(issue), option, shift.shift.as_ref()?.value))
    }

    fn usage(&mut self, usage: &UseFile) -> Option<Use> {
        Some(match usage {
            UseFile::Never => Use::Never,
            UseFile::Always => Use::Always,
            UseFile::Rounds { from, until } => {
                if let (Some(from), Some(until)) = (from, until)
                    && until.value <= from.value
                {
                    let fault = Fault::UntilBeforeFrom {
                        from: from.value,
                        until: until.value,
                    };
                    self.report.value(until.at, fault);
                }
                Use::Rounds {
                    from: from.as_ref()?.value,
                    until: until.as_ref().map(|until| until.value),
                }
            }
            UseFile::AfterRefusals { party, count } => Use::AfterRefusals {
                party: self.principal("the party of `after-refusals`", party.as_ref()?)?,
                count: count.as_ref()?.value,
            },
            UseFile::WhenStuck { rounds } => Use::WhenStuck {
                rounds: rounds.as_ref()?.value,
            },
            UseFile::OnceAccepts { party } => Use::OnceAccepts {
                party: self.principal("the party of `once-accepts`", party.as_ref()?)?,
            },
            UseFile::WithProbability(number) => Use::WithProbability(number.value),
        })
    }
}
