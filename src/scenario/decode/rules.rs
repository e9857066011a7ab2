//! Choices: consent, strategies, processes, rules of use, approval, protocol and agenda.

use crate::model::{Imitation, Process, Roles, Uncertain};
use crate::scenario::decode::{Chosen, Decoder, Fields, Given};
use crate::scenario::document::Value;
use crate::scenario::fields::Kind;
use crate::scenario::file::{
    AcceptanceFile, AgendaFile, AgendaSpelled, ApprovalFile, ConcessionFile, ConsentFile,
    ConsentSpelled, InForceFile, MediationFile, PackagedFile, ProtocolFile, QuotaFile, ReadingFile,
    Spelled, StrategyFile, UseFile, Word,
};

impl Decoder<'_> {
    pub(super) fn consent(&mut self, fields: &Fields<'_>) -> Option<ConsentFile> {
        let chosen = self.choice(fields, "consent")?;
        let rule = match (chosen.key, chosen.given) {
            ("all", Given::Value(node, kind)) => ConsentSpelled::All(self.given_names(node, kind)),
            ("any", Given::Value(node, kind)) => ConsentSpelled::Any(self.given_names(node, kind)),
            ("quota", Given::Fields(quota)) => ConsentSpelled::Quota(self.quota(&quota)),
            _ => return None,
        };
        Some(ConsentFile {
            at: chosen.at,
            rule,
        })
    }

    fn quota(&mut self, fields: &Fields<'_>) -> QuotaFile {
        let votes = self
            .map_at(fields, "votes")
            .map(|(_, pairs)| pairs)
            .unwrap_or_default();
        QuotaFile {
            votes: votes
                .into_iter()
                .map(|(party, node, kind)| (party, self.fixed(node, kind)))
                .collect(),
            needed: self.plain(fields, "needed"),
        }
    }

    pub(super) fn strategy(&mut self, fields: &Fields<'_>) -> Option<StrategyFile> {
        let fields = &self.table(fields, "strategy")?;
        let concession = self
            .choice(fields, "concession")
            .and_then(|chosen| self.concession(&chosen));
        let acceptance = self
            .choice(fields, "acceptance")
            .and_then(|chosen| self.acceptance(&chosen));
        Some(StrategyFile {
            concession,
            acceptance,
            react: self.number(fields, "react"),
            choose: self.choice(fields, "choose").map(|chosen| Spelled {
                value: chosen.key.to_owned(),
                at: chosen.at,
            }),
            floor: self.truth(fields, "floor"),
            fair_share: self.truth(fields, "fair-share"),
        })
    }

    fn concession(&mut self, chosen: &Chosen<'_>) -> Option<Spelled<ConcessionFile>> {
        let value = match (chosen.key, &chosen.given) {
            ("time-dependent", Given::Fields(fields)) => ConcessionFile::TimeDependent {
                start: self.number(fields, "start"),
                exponent: self.number(fields, "exponent"),
                tolerance: self.plain(fields, "tolerance"),
            },
            ("hardliner", _) => ConcessionFile::Hardliner,
            ("micro", _) => ConcessionFile::Micro,
            ("naive-tit-for-tat", Given::Fields(fields)) => {
                self.tit_for_tat(fields, Imitation::Naive)
            }
            ("relative-tit-for-tat", Given::Fields(fields)) => {
                self.tit_for_tat(fields, Imitation::Relative)
            }
            ("zeuthen", _) => ConcessionFile::Zeuthen,
            ("random", _) => ConcessionFile::Random,
            ("bayesian", Given::Fields(fields)) => ConcessionFile::Bayesian {
                draws: self.whole(fields, "belief-draws"),
                likelihood_lambda: self.plain(fields, "likelihood-lambda"),
            },
            ("rational", _) => ConcessionFile::Rational,
            _ => return None,
        };
        Some(Spelled {
            value,
            at: chosen.at,
        })
    }

    fn tit_for_tat(&mut self, fields: &Fields<'_>, imitation: Imitation) -> ConcessionFile {
        ConcessionFile::TitForTat {
            imitation,
            start: self.number(fields, "start"),
            gain: self.number(fields, "gain"),
            window: self.whole(fields, "window"),
        }
    }

    fn acceptance(&mut self, chosen: &Chosen<'_>) -> Option<Spelled<AcceptanceFile>> {
        let value = match (chosen.key, &chosen.given) {
            ("next-offer", _) => AcceptanceFile::NextOffer,
            ("logit", Given::Fields(fields)) => AcceptanceFile::Logit {
                lambda: self.number(fields, "lambda")?,
            },
            ("constant", Given::Fields(fields)) => AcceptanceFile::Constant {
                share: self.number(fields, "share")?,
            },
            ("time-dependent", Given::Fields(fields)) => AcceptanceFile::TimeDependent {
                start: self.number(fields, "start"),
                exponent: self.number(fields, "exponent"),
            },
            _ => return None,
        };
        Some(Spelled {
            value,
            at: chosen.at,
        })
    }

    pub(super) fn process(&mut self, fields: &Fields<'_>) -> Option<Process> {
        let chosen = self.choice(fields, "process")?;
        let Given::Fields(given) = &chosen.given else {
            return None;
        };
        Some(match chosen.key {
            "random-walk" => {
                let drift = self.number(given, "drift");
                Process::RandomWalk {
                    drift: drift.map_or(Uncertain::fixed(0.0), |number| number.value),
                    sd: self.number(given, "sd")?.value,
                }
            }
            "mean-reverting" => {
                let (mean, speed, sd) = (
                    self.number(given, "mean"),
                    self.number(given, "speed"),
                    self.number(given, "sd"),
                );
                Process::MeanReverting {
                    mean: mean?.value,
                    speed: speed?.value,
                    sd: sd?.value,
                }
            }
            "battles" => {
                let (step, up) = (self.number(given, "step"), self.number(given, "up"));
                Process::Battles {
                    step: step?.value,
                    up: up?.value,
                }
            }
            _ => return None,
        })
    }

    pub(super) fn usage(&mut self, fields: &Fields<'_>) -> Option<UseFile> {
        let chosen = self.choice(fields, "use")?;
        Some(match (chosen.key, &chosen.given) {
            ("never", _) => UseFile::Never,
            ("always", _) => UseFile::Always,
            ("from-round", Given::Value(node, kind)) => UseFile::Rounds {
                from: self.integer(node, kind),
                until: None,
            },
            ("rounds", Given::Fields(given)) => UseFile::Rounds {
                from: self.whole(given, "from"),
                until: self.whole(given, "until"),
            },
            ("after-refusals", Given::Fields(given)) => UseFile::AfterRefusals {
                party: self.word(given, "party"),
                count: self.whole(given, "count"),
            },
            ("when-stuck", Given::Fields(given)) => UseFile::WhenStuck {
                rounds: self.whole(given, "rounds"),
            },
            ("once-accepts", Given::Fields(given)) => UseFile::OnceAccepts {
                party: self.word(given, "party"),
            },
            ("with-probability", Given::Value(node, kind)) => {
                UseFile::WithProbability(self.uncertain(node, kind))
            }
            _ => return None,
        })
    }

    pub(super) fn approval(&mut self, fields: &Fields<'_>) -> Option<Spelled<ApprovalFile>> {
        let chosen = self.choice(fields, "approval")?;
        let value = match (chosen.key, &chosen.given) {
            ("logit", Given::Fields(given)) => ApprovalFile::Logit {
                lambda: self.number(given, "lambda"),
            },
            ("threshold", _) => ApprovalFile::Threshold,
            ("quota", Given::Fields(given)) => ApprovalFile::Quota(self.quota(given)),
            _ => return None,
        };
        Some(Spelled {
            value,
            at: chosen.at,
        })
    }

    pub(super) fn protocol(&mut self, fields: &Fields<'_>) -> Option<Spelled<ProtocolFile>> {
        let chosen = self.choice(fields, "protocol")?;
        let Given::Fields(given) = &chosen.given else {
            return None;
        };
        let value = match chosen.key {
            "alternating-offers" => ProtocolFile::AlternatingOffers {
                order: self.names(given, "order"),
                one_offer_per_round: self.truth(given, "one-offer-per-round"),
            },
            "shuttle" => {
                let mut mediation = self.mediation(given);
                mediation.noise = self.number(given, "noise");
                mediation.bias = self.number(given, "bias");
                mediation.reading_error = self.reading_error(given);
                ProtocolFile::Shuttle(mediation)
            }
            "single-text" => ProtocolFile::SingleText(self.mediation(given)),
            "ultimatum" => ProtocolFile::Ultimatum {
                proposer: self.word(given, "proposer"),
                belief_draws: self.whole(given, "belief-draws"),
            },
            _ => return None,
        };
        Some(Spelled {
            value,
            at: chosen.at,
        })
    }

    fn mediation(&mut self, fields: &Fields<'_>) -> MediationFile {
        MediationFile {
            mediator: self.word(fields, "mediator"),
            visits: self.names(fields, "visits"),
            opening: self.word(fields, "opening"),
            kappa: self.plain(fields, "kappa"),
            edits: self.whole(fields, "edits"),
            belief_draws: self.whole(fields, "belief-draws"),
            likelihood_lambda: self.plain(fields, "likelihood-lambda"),
            forgetting: self.plain(fields, "forgetting"),
            red_line_penalty: self.plain(fields, "red-line-penalty"),
            noise: None,
            bias: None,
            reading_error: None,
            roles: self.roles(fields),
        }
    }

    fn roles(&mut self, fields: &Fields<'_>) -> Roles {
        let Some(roles) = self.table(fields, "roles") else {
            return Roles {
                carrying: true,
                formulating: true,
                pressing: true,
            };
        };
        let mut plays = |key| self.truth(&roles, key).is_none_or(|truth| truth.value);
        Roles {
            carrying: plays("carrying"),
            formulating: plays("formulating"),
            pressing: plays("pressing"),
        }
    }

    fn reading_error(&mut self, fields: &Fields<'_>) -> Option<ReadingFile> {
        let (node, kind) = fields.get("reading-error")?;
        if let (Value::Text(text), Kind::UncertainOr(_, none)) = (&node.value, kind)
            && text == none
        {
            return Some(ReadingFile::None);
        }
        Some(ReadingFile::Error(self.uncertain(node, kind)))
    }

    pub(super) fn agenda(&mut self, fields: &Fields<'_>) -> Option<AgendaFile> {
        let chosen = self.choice(fields, "agenda")?;
        let order = match (chosen.key, &chosen.given) {
            ("single-undertaking", _) => AgendaSpelled::SingleUndertaking,
            ("parallel", Given::Fields(given)) => AgendaSpelled::Parallel(self.packaged(given)),
            ("sequential", Given::Fields(given)) => AgendaSpelled::Sequential {
                order: self.names(given, "order"),
                packaged: self.packaged(given),
            },
            _ => return None,
        };
        Some(AgendaFile {
            at: chosen.at,
            order,
        })
    }

    fn packaged(&mut self, fields: &Fields<'_>) -> PackagedFile {
        let in_force = self.choice(fields, "in-force").and_then(|chosen| {
            Some(match (chosen.key, &chosen.given) {
                ("together", _) => InForceFile::Together,
                ("alone", Given::Fields(given)) => InForceFile::Alone {
                    at: chosen.at,
                    status_quo: self.word(given, "status-quo"),
                },
                _ => return None,
            })
        });
        PackagedFile {
            in_force,
            reopen_after: self.whole(fields, "reopen-after"),
        }
    }

    /// Pairs of id and name, as in a plan.
    pub(super) fn pairs(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
    ) -> Option<Spelled<Vec<(Word, Word)>>> {
        let (at, entries) = self.map_at(fields, key)?;
        let value = entries
            .into_iter()
            .filter_map(|(word, node, kind)| Some((word, self.text(node, kind)?)))
            .collect();
        Some(Spelled { value, at })
    }
}
