//! Objects: the scenario, its packages, issues, parties, plans, drivers, levers and stages.

use crate::scenario::decode::{Decoder, Fields};
use crate::scenario::document::{Node, Value};
use crate::scenario::fault::Fault;
use crate::scenario::fields::{Kind, list};
use crate::scenario::file::{
    BreachFile, ClockFile, DriverFile, EffectFile, IssueFile, IssueUtilityFile, JointFile,
    LeverFile, LinkageFile, Listed, Named, OptionFile, PackageFile, PartyFile, PatternFile,
    PlanFile, PreferencesFile, ScenarioFile, ShiftFile, Spelled, StageFile, TypeFile, UtilityFile,
    Word,
};
use crate::scenario::report::Report;

/// Reads a whole document; none when it is no table.
pub(crate) fn scenario(root: &Node, report: &mut Report) -> Option<ScenarioFile> {
    let mut decoder = Decoder { report };
    let fields = decoder.open(root, &list::SCENARIO)?;
    Some(decoder.scenario(&fields))
}

impl Decoder<'_> {
    fn scenario(&mut self, fields: &Fields<'_>) -> ScenarioFile {
        ScenarioFile {
            at: fields.at,
            format: self.whole(fields, "format"),
            title: self.word(fields, "title"),
            description: self.word(fields, "description"),
            says_clock: fields.says("clock"),
            clock: self.table(fields, "clock").map(|clock| self.clock(&clock)),
            consent: self.consent(fields),
            packages: self.tables(fields, "package", |decoder, item| PackageFile {
                name: decoder.named(&item),
                consent: decoder.consent(&item),
            }),
            issues: self.tables(fields, "issue", |decoder, item| decoder.issue(&item)),
            parties: self.tables(fields, "party", |decoder, item| decoder.party(&item)),
            joint_types: self.tables(fields, "joint-type", |decoder, item| JointFile {
                at: item.at,
                probability: decoder.number(&item, "probability"),
                types: decoder.pairs(&item, "types").map(|pairs| pairs.value),
            }),
            plans: self.tables(fields, "plan", |decoder, item| PlanFile {
                name: decoder.named(&item),
                author: decoder.word(&item, "author"),
                options: decoder.pairs(&item, "options"),
            }),
            drivers: self.tables(fields, "driver", |decoder, item| DriverFile {
                name: decoder.named(&item),
                start: decoder.number(&item, "start"),
                process: decoder.process(&item),
                lower: decoder.plain(&item, "lower"),
                upper: decoder.plain(&item, "upper"),
            }),
            levers: self.tables(fields, "leverage", |decoder, item| decoder.lever(&item)),
            stages: self.tables(fields, "stage", |decoder, item| decoder.stage(&item)),
            protocol: self.protocol(fields),
            agenda: self.agenda(fields),
        }
    }

    fn named(&mut self, fields: &Fields<'_>) -> Named {
        Named {
            at: fields.at,
            id: self.word(fields, "id"),
            title: self.word(fields, "title"),
        }
    }

    fn clock(&mut self, fields: &Fields<'_>) -> ClockFile {
        ClockFile {
            at: fields.at,
            says_rounds: fields.says("rounds"),
            rounds: self.whole(fields, "rounds"),
            round_length: self.word(fields, "round-length"),
            breakdown: self.number(fields, "breakdown"),
        }
    }

    fn issue(&mut self, fields: &Fields<'_>) -> IssueFile {
        IssueFile {
            name: self.named(fields),
            says_package: fields.says("package"),
            package: self.word(fields, "package"),
            consent: self.consent(fields),
            options: self.tables(fields, "options", |decoder, item| OptionFile {
                name: decoder.named(&item),
                value: decoder.plain(&item, "value"),
                consent: decoder.consent(&item),
            }),
        }
    }

    fn party(&mut self, fields: &Fields<'_>) -> PartyFile {
        PartyFile {
            name: self.named(fields),
            role: self.word(fields, "role"),
            influence: self.plain(fields, "influence"),
            types: self.tables(fields, "type", |decoder, item| TypeFile {
                name: decoder.named(&item),
                says_probability: item.says("probability"),
                probability: decoder.number(&item, "probability"),
                preferences: decoder.preferences(&item),
            }),
            preferences: self.preferences(fields),
        }
    }

    fn preferences(&mut self, fields: &Fields<'_>) -> PreferencesFile {
        PreferencesFile {
            says_utility: fields.says("utility"),
            utility: self.utility(fields),
            says_reservation: fields.says("reservation"),
            reservation: self.number(fields, "reservation"),
            discount: self.number(fields, "discount"),
            round_cost: self.number(fields, "round-cost"),
            never: self.patterns(fields, "never"),
            anticipate: self.plain(fields, "anticipate"),
            weight_concentration: self.plain(fields, "weight-concentration"),
            score_sd: self.plain(fields, "score-sd"),
            linkages: fields
                .get("linkages")
                .is_some()
                .then(|| self.tables(fields, "linkages", |decoder, item| decoder.linkage(&item))),
            breach: self
                .table(fields, "breach")
                .map(|breach| self.breach(&breach)),
            loads: self.map_at(fields, "loads").map(|(_, pairs)| {
                pairs
                    .into_iter()
                    .map(|(driver, node, kind)| (driver, self.uncertain(node, kind)))
                    .collect()
            }),
            strategy: self.strategy(fields),
        }
    }

    fn utility(&mut self, fields: &Fields<'_>) -> Option<UtilityFile> {
        let (at, entries) = self.map_at(fields, "utility")?;
        let mut issues = Vec::new();
        for (issue, node, kind) in entries {
            if let Kind::Record(record) = kind
                && let Some(entry) = self.open(node, record)
            {
                issues.push(self.issue_utility(issue, &entry));
            }
        }
        Some(UtilityFile { at, issues })
    }

    fn issue_utility(&mut self, issue: Word, fields: &Fields<'_>) -> IssueUtilityFile {
        let scores = fields
            .get("scores")
            .is_some()
            .then(|| self.items(fields, "scores"));
        IssueUtilityFile {
            issue,
            weight: self.number(fields, "weight"),
            scores: scores.and_then(|listed| {
                let at = listed.at?;
                // A list of the wrong kind has been reported.
                if self.report.touches(at) {
                    return None;
                }
                let numbers = listed.items.into_iter();
                let value = numbers
                    .map(|(node, kind)| self.uncertain(node, kind).value)
                    .collect();
                Some(Spelled { value, at })
            }),
        }
    }

    fn patterns(&mut self, fields: &Fields<'_>, key: &str) -> Option<Listed<PatternFile>> {
        fields.get(key)?;
        let listed = self.items(fields, key);
        let items = listed.items.into_iter();
        Some(Listed {
            at: listed.at,
            items: items
                .filter_map(|(node, kind)| self.pattern(node, kind))
                .collect(),
        })
    }

    fn pattern(&mut self, node: &Node, kind: &'static Kind) -> Option<PatternFile> {
        let at = node.at;
        let mut conditions = Vec::new();
        for (issue, node, kind) in self.map(node, kind)? {
            let options = match &node.value {
                Value::List(items) if items.is_empty() => {
                    let remedy = "name at least one option".to_owned();
                    self.report.value(node.at, Fault::EmptyList { remedy });
                    self.report.mark(at);
                    continue;
                }
                Value::List(items) => {
                    let words = items.iter();
                    words
                        .filter_map(|item| self.text(item, &Kind::Name("option")))
                        .collect()
                }
                _ => self.text(node, kind).into_iter().collect(),
            };
            conditions.push((issue, options));
        }
        Some(PatternFile { at, conditions })
    }

    fn linkage(&mut self, fields: &Fields<'_>) -> LinkageFile {
        LinkageFile {
            when: fields
                .get("when")
                .and_then(|(node, kind)| self.pattern(node, kind)),
            bonus: self.number(fields, "bonus"),
        }
    }

    fn breach(&mut self, fields: &Fields<'_>) -> BreachFile {
        BreachFile {
            at: fields.at,
            loss: self.number(fields, "loss"),
            issues: self.names(fields, "issues"),
            probability: fields
                .get("probability")
                .map(|(node, kind)| self.grid(node, kind)),
        }
    }

    fn lever(&mut self, fields: &Fields<'_>) -> LeverFile {
        LeverFile {
            name: self.named(fields),
            actor: self.word(fields, "actor"),
            cost: self.number(fields, "cost"),
            credibility: self.number(fields, "credibility"),
            credibility_half_life: self.number(fields, "credibility-half-life"),
            half_life: self.number(fields, "half-life"),
            delay: self.number(fields, "delay"),
            duration: self.number(fields, "duration"),
            effects: self.tables(fields, "effects", |decoder, item| decoder.effect(&item)),
            usage: self.usage(fields),
        }
    }

    fn effect(&mut self, fields: &Fields<'_>) -> EffectFile {
        EffectFile {
            at: fields.at,
            party: self.word(fields, "party"),
            reservation: self.number(fields, "reservation"),
            round_cost: self.number(fields, "round-cost"),
            breach: self.number(fields, "breach"),
            weight: self.table(fields, "weight").map(|shift| ShiftFile {
                issue: self.word(&shift, "issue"),
                option: None,
                shift: self.number(&shift, "shift"),
            }),
            score: self.table(fields, "score").map(|shift| ShiftFile {
                issue: self.word(&shift, "issue"),
                option: self.word(&shift, "option"),
                shift: self.number(&shift, "shift"),
            }),
            driver: self.word(fields, "driver"),
            channel: self.word(fields, "channel"),
            shift: self.number(fields, "shift"),
            keys: fields.keys(),
        }
    }

    fn stage(&mut self, fields: &Fields<'_>) -> StageFile {
        StageFile {
            name: self.named(fields),
            party: self.word(fields, "party"),
            approval: self.approval(fields),
            says_utility: fields.says("utility"),
            utility: self.utility(fields),
            says_reservation: fields.says("reservation"),
            reservation: self.number(fields, "reservation"),
            weight_concentration: self.plain(fields, "weight-concentration"),
            score_sd: self.plain(fields, "score-sd"),
            delay: self.number(fields, "delay"),
            when: self.patterns(fields, "when"),
            forbid: self.patterns(fields, "forbid"),
            on_failure: self.word(fields, "on-failure"),
        }
    }
}
