//! Strategies: completed, and checked against each other and against the protocol.

use crate::model::{Acceptance, Choose, Concession, Imitation, Uncertain};
use crate::scenario::fault::TableFault;
use crate::scenario::file::{
    AcceptanceFile, ConcessionFile, Number, PartyFile, PreferencesFile, ProtocolFile, Spelled,
    StrategyFile,
};
use crate::scenario::validate::Validator;
use crate::scenario::validate::preferences::Preferences;

impl ConcessionFile {
    /// Its word in files.
    fn name(&self) -> &'static str {
        match self {
            Self::TimeDependent { .. } => "time-dependent",
            Self::Hardliner => "hardliner",
            Self::Micro => "micro",
            Self::TitForTat { imitation, .. } => match imitation {
                Imitation::Naive => "naive-tit-for-tat",
                Imitation::Relative => "relative-tit-for-tat",
            },
            Self::Zeuthen => "zeuthen",
            Self::Random => "random",
            Self::Bayesian { .. } => "bayesian",
            Self::Rational => "rational",
        }
    }

    /// Whether it goes by the offers others make in turn.
    fn needs_turns(&self) -> bool {
        matches!(self, Self::Micro | Self::Zeuthen | Self::Bayesian { .. })
    }

    /// Whether it picks its offers itself, not by a target.
    fn picks_offers(&self) -> bool {
        self.needs_turns() || matches!(self, Self::Random | Self::Rational)
    }

    fn model(&self) -> Concession {
        let number = |number: &Option<Number>, default| {
            let written = number.as_ref().map(|number| number.value);
            written.unwrap_or(Uncertain::fixed(default))
        };
        match self {
            Self::TimeDependent {
                start,
                exponent,
                tolerance,
            } => Concession::TimeDependent {
                start: number(start, 1.0),
                exponent: number(exponent, 1.0),
                tolerance: tolerance.as_ref().map_or(0.0, |number| number.value),
            },
            Self::Hardliner => Concession::Hardliner,
            Self::Micro => Concession::Micro,
            Self::TitForTat {
                imitation,
                start,
                gain,
                window,
            } => Concession::TitForTat {
                imitation: *imitation,
                start: number(start, 1.0),
                gain: number(gain, 1.0),
                window: window.as_ref().map_or(1, |window| window.value),
            },
            Self::Zeuthen => Concession::Zeuthen,
            Self::Random => Concession::Random,
            Self::Bayesian {
                draws,
                likelihood_lambda,
            } => Concession::Bayesian {
                draws: draws.as_ref().map_or(32, |draws| draws.value),
                likelihood_lambda: likelihood_lambda
                    .as_ref()
                    .map_or(15.0, |number| number.value),
            },
            Self::Rational => Concession::Rational,
        }
    }
}

impl AcceptanceFile {
    /// Its word in files.
    fn name(&self) -> &'static str {
        match self {
            Self::NextOffer => "next-offer",
            Self::Logit { .. } => "logit",
            Self::Constant { .. } => "constant",
            Self::TimeDependent { .. } => "time-dependent",
        }
    }

    fn model(&self) -> Acceptance {
        let number = |number: &Option<Number>| {
            let written = number.as_ref().map(|number| number.value);
            written.unwrap_or(Uncertain::fixed(1.0))
        };
        match self {
            Self::NextOffer => Acceptance::NextOffer,
            Self::Logit { lambda } => Acceptance::Logit {
                lambda: lambda.value,
            },
            Self::Constant { share } => Acceptance::Constant { share: share.value },
            Self::TimeDependent { start, exponent } => Acceptance::TimeDependent {
                start: number(start),
                exponent: number(exponent),
            },
        }
    }
}

impl Preferences {
    pub(super) fn read_strategy(&mut self, file: &StrategyFile) {
        let concession = file.concession.as_ref();
        self.concession = concession.map(|concession| concession.value.model());
        let acceptance = file.acceptance.as_ref();
        self.acceptance = acceptance.map(|acceptance| acceptance.value.model());
        self.react = file.react.as_ref().map(|number| number.value);
        self.choose = file.choose.as_ref().map(|word| match word.value.as_str() {
            "nearest" => Choose::Nearest,
            _ => Choose::Least,
        });
        self.floor = file.floor.as_ref().map(|truth| truth.value);
        self.fair_share = file.fair_share.as_ref().map(|truth| truth.value);
    }
}

/// What a party or type says itself, or what the party says for it.
fn either<'f, T>(
    own: &'f StrategyFile,
    base: Option<&'f StrategyFile>,
    part: impl Fn(&'f StrategyFile) -> Option<&'f T>,
) -> Option<&'f T> {
    part(own).or(base.and_then(part))
}

impl Validator<'_, '_> {
    /// Which strategies go with the protocol and which rules with each other.
    pub(super) fn check_strategies(&mut self, party: &PartyFile, preferences: &PreferencesFile) {
        let Some(strategy) = &preferences.strategy else {
            return;
        };
        self.check_pairs(party, strategy);
        let file = self.file;
        let Some(protocol) = &file.protocol else {
            return;
        };
        if let Some(concession) = &strategy.concession {
            self.check_concession(concession, &protocol.value);
        }
        let name = protocol.value.name();
        if let Some(choose) = &strategy.choose
            && choose.value == "nearest"
            && !matches!(protocol.value, ProtocolFile::AlternatingOffers { .. })
        {
            let fault = TableFault::NeedsOffers {
                rule: "nearest",
                protocol: name,
            };
            self.report.key(choose.at, fault);
        }
        if let Some(acceptance) = &strategy.acceptance
            && matches!(acceptance.value, AcceptanceFile::TimeDependent { .. })
            && matches!(protocol.value, ProtocolFile::Ultimatum { .. })
        {
            self.report.key(acceptance.at, TableFault::NoTimeToFall);
        }
    }

    fn check_concession(&mut self, concession: &Spelled<ConcessionFile>, protocol: &ProtocolFile) {
        let rule = concession.value.name();
        let rational = matches!(concession.value, ConcessionFile::Rational);
        if rational && !self.file.stages.items.is_empty() {
            self.report
                .key(concession.at, TableFault::RationalWithStages);
        }
        match protocol {
            ProtocolFile::Ultimatum { .. } => {
                if !rational {
                    self.report
                        .warn(concession.at, TableFault::ConcessionUnused);
                }
            }
            ProtocolFile::AlternatingOffers { .. } => {}
            ProtocolFile::Shuttle(mediation) | ProtocolFile::SingleText(mediation) => {
                let follows = matches!(concession.value, ConcessionFile::TitForTat { .. });
                if rational || concession.value.needs_turns() {
                    let protocol = protocol.name();
                    self.report
                        .key(concession.at, TableFault::NeedsOffers { rule, protocol });
                } else if follows && !mediation.roles.carrying {
                    self.report
                        .key(concession.at, TableFault::NothingCarried { rule });
                }
            }
        }
    }

    /// A type inherits what it does not say, so either half of a pair may be the party's.
    fn check_pairs(&mut self, party: &PartyFile, own: &StrategyFile) {
        let base = party.preferences.strategy.as_ref();
        let Some(concession) = either(own, base, |it| it.concession.as_ref()) else {
            return;
        };
        let concession = &concession.value;
        let rule = concession.name();
        if let Some(acceptance) = either(own, base, |it| it.acceptance.as_ref()) {
            let name = acceptance.value.name();
            let fault = match (concession, &acceptance.value) {
                (ConcessionFile::Micro, AcceptanceFile::Logit { .. }) => {
                    Some(TableFault::LogitMicro)
                }
                (ConcessionFile::Rational, AcceptanceFile::NextOffer) => None,
                (ConcessionFile::Rational, _) => {
                    Some(TableFault::RationalNeeds { acceptance: name })
                }
                _ => None,
            };
            if let Some(fault) = fault {
                self.report.key(acceptance.at, fault);
            }
        }
        if let Some(choose) = either(own, base, |it| it.choose.as_ref())
            && choose.value == "nearest"
            && concession.picks_offers()
            && !self.report.touches(choose.at)
        {
            self.report
                .key(choose.at, TableFault::NothingToChoose { rule });
        }
        let reacts = !matches!(
            concession,
            ConcessionFile::TimeDependent { .. }
                | ConcessionFile::Hardliner
                | ConcessionFile::Micro
        );
        if let Some(react) = either(own, base, |it| it.react.as_ref())
            && reacts
            && react.value.known() != Some(0.0)
            && !self.report.touches(react.at)
        {
            self.report
                .value(react.at, TableFault::NothingToLower { rule });
        }
    }
}
