//! A scenario as the text of a file, for those that are made up: what a file can say and they do not use is left out.

use serde_json::{Map, Value, json};
use zopa::model::{
    Acceptance, Agenda, Approval, BodyRule, Breach, Concession, ConsentRule, Deal, Distribution,
    Driver, DriverId, Effect, EffectTarget, InForce, IssueId, JointType, Lever, Mediation,
    OnFailure, OwnReading, Packaged, PartyId, Pattern, Process, Profile, Protocol, Role, Scenario,
    Stage, Strategy, Uncertain, Use, Utility,
};

/// The text of a file that means this scenario.
pub(crate) fn text(scenario: &Scenario) -> String {
    toml::to_string(&whole(scenario)).expect("every value is one of TOML")
}

/// A table of these keys, without those that have no value.
fn table<const N: usize>(keys: [(&str, Value); N]) -> Value {
    let keys = keys.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(keys.map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A list, or nothing where it is empty.
fn list<T>(items: &[T], of: impl FnMut(&T) -> Value) -> Value {
    if items.is_empty() {
        return Value::Null;
    }
    items.iter().map(of).collect()
}

fn whole(scenario: &Scenario) -> Value {
    let clock = &scenario.clock;
    table([
        ("format", json!(1)),
        ("title", json!(scenario.title)),
        (
            "clock",
            table([
                ("rounds", json!(clock.rounds)),
                ("breakdown", number(&clock.breakdown)),
                ("loads", loads(scenario, &clock.loads)),
            ]),
        ),
        ("consent", consent(scenario, &scenario.consent)),
        (
            "package",
            list(&scenario.packages, |package| {
                table([
                    ("id", json!(package.id)),
                    (
                        "consent",
                        package
                            .consent
                            .as_ref()
                            .map_or(Value::Null, |rule| consent(scenario, rule)),
                    ),
                ])
            }),
        ),
        (
            "issue",
            list(&scenario.issues, |issue| {
                let package = &scenario.packages[issue.package.index()].id;
                let rule = |rule: &Option<ConsentRule>| {
                    rule.as_ref()
                        .map_or(Value::Null, |rule| consent(scenario, rule))
                };
                let options = list(&issue.options, |option| {
                    table([("id", json!(option.id)), ("consent", rule(&option.consent))])
                });
                table([
                    ("id", json!(issue.id)),
                    ("package", json!(package)),
                    ("consent", rule(&issue.consent)),
                    ("options", options),
                ])
            }),
        ),
        ("party", parties(scenario)),
        (
            "joint-type",
            list(&scenario.joint_types, |row| joint_type(scenario, row)),
        ),
        ("plan", plans(scenario)),
        ("driver", list(&scenario.drivers, driver)),
        (
            "leverage",
            list(&scenario.levers, |lever| self::lever(scenario, lever)),
        ),
        (
            "stage",
            list(&scenario.stages, |stage| self::stage(scenario, stage)),
        ),
        ("protocol", protocol(scenario)),
        ("agenda", agenda(scenario)),
    ])
}

fn number(number: &Uncertain) -> Value {
    match number.distribution() {
        Distribution::Fixed(value) => json!(value),
        Distribution::Uniform { low, high } => json!({ "uniform": [low, high] }),
        Distribution::Normal { mean, sd } => json!({ "normal": [mean, sd] }),
        Distribution::Triangular { low, mode, high } => json!({ "triangular": [low, mode, high] }),
        Distribution::Pert { low, mode, high } => json!({ "pert": [low, mode, high] }),
        Distribution::Beta { alpha, beta } => json!({ "beta": [alpha, beta] }),
    }
}

fn number_or_none(given: Option<&Uncertain>) -> Value {
    given.map_or(Value::Null, number)
}

fn party(scenario: &Scenario, party: PartyId) -> Value {
    json!(scenario.parties[party.index()].id)
}

fn names(scenario: &Scenario, parties: &[PartyId]) -> Value {
    parties.iter().map(|&one| party(scenario, one)).collect()
}

fn votes(scenario: &Scenario, votes: &[(PartyId, f64)], needed: f64) -> Value {
    let votes = votes
        .iter()
        .map(|&(party, votes)| (scenario.parties[party.index()].id.clone(), json!(votes)));
    json!({ "quota": { "votes": votes.collect::<Map<_, _>>(), "needed": needed } })
}

fn consent(scenario: &Scenario, rule: &ConsentRule) -> Value {
    match rule {
        ConsentRule::All(parties) => json!({ "all": names(scenario, parties) }),
        ConsentRule::Any(parties) => json!({ "any": names(scenario, parties) }),
        ConsentRule::Quota { votes: cast, quota } => votes(scenario, cast, *quota),
    }
}

fn pattern(scenario: &Scenario, pattern: &Pattern) -> Value {
    let conditions = pattern.conditions.iter().map(|&(issue, ref options)| {
        let issue = &scenario.issues[issue.index()];
        let options = issue
            .options
            .iter()
            .enumerate()
            .filter(|&(option, _)| options.contains(option));
        (
            issue.id.clone(),
            options.map(|(_, option)| json!(option.id)).collect(),
        )
    });
    Value::Object(conditions.collect())
}

fn patterns(scenario: &Scenario, all: &[Pattern]) -> Value {
    list(all, |one| pattern(scenario, one))
}

/// Weights and scores, with the two keys beside them that make them uncertain.
fn utility(scenario: &Scenario, utility: &Utility) -> [(&'static str, Value); 3] {
    let issues = scenario
        .issues
        .iter()
        .zip(utility.weights.iter().zip(&utility.scores));
    let issues = issues.map(|(issue, (weight, scores))| {
        let scores: Value = scores.iter().map(number).collect();
        (
            issue.id.clone(),
            json!({ "weight": number(weight), "scores": scores }),
        )
    });
    [
        ("utility", Value::Object(issues.collect())),
        ("weight-concentration", json!(utility.weight_concentration)),
        ("score-sd", json!(utility.score_sd)),
    ]
}

fn parties(scenario: &Scenario) -> Value {
    list(&scenario.parties, |one| {
        let role = match one.role {
            Role::Principal => "principal",
            Role::Mediator => "mediator",
            Role::Observer => "observer",
        };
        let mut keys = Map::from_iter([
            ("id".to_owned(), json!(one.id)),
            ("role".to_owned(), json!(role)),
        ]);
        if let [kind] = &one.types[..] {
            keys.extend(profile(scenario, &kind.profile));
            return Value::Object(keys);
        }
        let is_joint = scenario
            .joint_types
            .iter()
            .flat_map(|row| &row.types)
            .any(|(party, _)| scenario.parties[party.index()].id == one.id);
        let types = list(&one.types, |kind| {
            let mut keys = Map::from_iter([("id".to_owned(), json!(kind.id))]);
            if !is_joint {
                keys.insert("probability".to_owned(), number(&kind.probability));
            }
            keys.extend(profile(scenario, &kind.profile));
            Value::Object(keys)
        });
        keys.insert("type".to_owned(), types);
        Value::Object(keys)
    })
}

fn profile(scenario: &Scenario, profile: &Profile) -> Map<String, Value> {
    let linkages = list(
        &profile.linkages,
        |linkage| json!({ "when": pattern(scenario, &linkage.pattern), "bonus": number(&linkage.bonus) }),
    );
    let keys = [
        ("reservation", number(&profile.reservation)),
        ("discount", number(&profile.discount)),
        ("round-cost", number(&profile.round_cost)),
        ("deadline", json!(profile.deadline.as_ref().map(number))),
        ("anticipate", json!(profile.anticipate)),
        ("never", patterns(scenario, &profile.red_lines)),
        ("linkages", linkages),
        (
            "breach",
            profile
                .breach
                .as_ref()
                .map_or(Value::Null, |one| breach(scenario, one)),
        ),
        ("loads", loads(scenario, &profile.loads)),
        ("strategy", strategy(&profile.strategy)),
    ];
    let keys = keys.into_iter().chain(utility(scenario, &profile.utility));
    let keys = keys.filter(|(_, value)| !value.is_null());
    keys.map(|(key, value)| (key.to_owned(), value)).collect()
}

fn breach(scenario: &Scenario, breach: &Breach) -> Value {
    let issues: Vec<_> = breach
        .issues
        .iter()
        .map(|issue| &scenario.issues[issue.index()])
        .collect();
    let mut probability: Vec<Value> = breach.probability.iter().map(number).collect();
    for issue in issues.iter().rev() {
        let rows = probability.chunks(issue.options.len());
        probability = rows.map(|row| json!(row)).collect();
    }
    let ids: Vec<_> = issues.iter().map(|issue| &issue.id).collect();
    json!({ "loss": number(&breach.loss), "issues": ids, "probability": probability[0] })
}

fn strategy(strategy: &Strategy) -> Value {
    let name = strategy.concession.name();
    let concession = match &strategy.concession {
        Concession::TimeDependent {
            start,
            exponent,
            horizon,
            tolerance,
        } => json!({ name: table([
            ("start", number(start)),
            ("exponent", number(exponent)),
            ("horizon", json!(horizon.as_ref().map(number))),
            ("tolerance", json!(tolerance)),
        ]) }),
        Concession::TitForTat {
            start,
            gain,
            window,
            ..
        } => {
            json!({ name: { "start": number(start), "gain": number(gain), "window": window } })
        }
        Concession::Bayesian {
            draws,
            likelihood_lambda,
        } => {
            json!({ name: { "belief-draws": draws, "likelihood-lambda": likelihood_lambda } })
        }
        _ => json!(name),
    };
    let name = strategy.acceptance.name();
    let acceptance = match &strategy.acceptance {
        Acceptance::NextOffer => json!(name),
        Acceptance::Logit { lambda } => json!({ name: { "lambda": number(lambda) } }),
        Acceptance::Constant { share } => json!({ name: { "share": number(share) } }),
        Acceptance::TimeDependent {
            start,
            exponent,
            horizon,
        } => json!({ name: table([
            ("start", number(start)),
            ("exponent", number(exponent)),
            ("horizon", json!(horizon.as_ref().map(number))),
        ]) }),
    };
    let choose = strategy
        .choose
        .map(|choose| format!("{choose:?}").to_lowercase());
    table([
        ("concession", concession),
        ("acceptance", acceptance),
        ("react", number(&strategy.react)),
        ("choose", json!(choose)),
        ("floor", json!(strategy.floor)),
        ("fair-share", json!(strategy.fair_share)),
    ])
}

fn joint_type(scenario: &Scenario, row: &JointType) -> Value {
    let types = row.types.iter().map(|&(party, kind)| {
        let party = &scenario.parties[party.index()];
        (party.id.clone(), json!(party.types[kind.index()].id))
    });
    json!({ "probability": number(&row.probability), "types": types.collect::<Map<_, _>>() })
}

/// Ids of the plans that stand for the deals which a scenario names.
const OPENING: &str = "opening";
const STATUS_QUO: &str = "status-quo";

fn plans(scenario: &Scenario) -> Value {
    let opening = scenario
        .protocol
        .mediation()
        .and_then(|mediation| mediation.opening.as_ref());
    let status_quo = packaged(&scenario.agenda).and_then(|packaged| match &packaged.in_force {
        InForce::Together => None,
        InForce::Alone { status_quo } => Some(status_quo),
    });
    let plans = [(OPENING, opening), (STATUS_QUO, status_quo)];
    let plans: Vec<(&str, &Deal)> = plans
        .into_iter()
        .filter_map(|(id, deal)| Some((id, deal?)))
        .collect();
    list(&plans, |(id, deal)| {
        let options = (0..)
            .map(IssueId)
            .zip(&scenario.issues)
            .map(|(id, issue)| (issue.id.clone(), json!(issue.options[deal.option(id)].id)));
        json!({ "id": id, "options": options.collect::<Map<_, _>>() })
    })
}

/// Loads on drivers; nothing where there are none.
fn loads(scenario: &Scenario, loads: &[(DriverId, Uncertain)]) -> Value {
    if loads.is_empty() {
        return Value::Null;
    }
    let load = |(driver, load): &(DriverId, Uncertain)| {
        (scenario.drivers[driver.index()].id.clone(), number(load))
    };
    Value::Object(loads.iter().map(load).collect())
}

fn driver(driver: &Driver) -> Value {
    let process = match &driver.process {
        Process::RandomWalk { drift, sd } => {
            json!({ "random-walk": { "drift": number(drift), "sd": number(sd) } })
        }
        Process::MeanReverting { mean, speed, sd } => {
            json!({ "mean-reverting": { "mean": number(mean), "speed": number(speed), "sd": number(sd) } })
        }
        Process::Battles { step, up } => {
            json!({ "battles": { "step": number(step), "up": number(up) } })
        }
    };
    table([
        ("id", json!(driver.id)),
        ("start", number(&driver.start)),
        ("process", process),
        (
            "jumps",
            driver.jumps.as_ref().map_or(
                Value::Null,
                |jumps| json!({ "probability": number(&jumps.probability), "size": number(&jumps.size) }),
            ),
        ),
        ("lower", json!(driver.lower)),
        ("upper", json!(driver.upper)),
    ])
}

fn lever(scenario: &Scenario, lever: &Lever) -> Value {
    table([
        ("id", json!(lever.id)),
        ("actor", party(scenario, lever.actor)),
        ("cost", number(&lever.cost)),
        ("credibility", number(&lever.credibility)),
        (
            "credibility-half-life",
            number_or_none(lever.credibility_half_life.as_ref()),
        ),
        ("half-life", number_or_none(lever.half_life.as_ref())),
        ("delay", number(&lever.delay)),
        ("duration", number_or_none(lever.duration.as_ref())),
        ("effects", list(&lever.effects, |one| effect(scenario, one))),
        ("use", usage(scenario, &lever.usage)),
    ])
}

fn effect(scenario: &Scenario, effect: &Effect) -> Value {
    let size = number(&effect.size);
    let name = |one| party(scenario, one);
    match effect.target {
        EffectTarget::Reservation(party) => json!({ "party": name(party), "reservation": size }),
        EffectTarget::RoundCost(party) => json!({ "party": name(party), "round-cost": size }),
        EffectTarget::Weight(party, issue) => {
            let issue = &scenario.issues[issue.index()].id;
            json!({ "party": name(party), "weight": { "issue": issue, "shift": size } })
        }
        EffectTarget::Score(party, issue, option) => {
            let issue = &scenario.issues[issue.index()];
            let option = &issue.options[option].id;
            json!({ "party": name(party), "score": { "issue": issue.id, "option": option, "shift": size } })
        }
        EffectTarget::Breach(party) => json!({ "party": name(party), "breach": size }),
        EffectTarget::Driver(driver) => {
            json!({ "driver": scenario.drivers[driver.index()].id, "shift": size })
        }
        EffectTarget::Noise(whose) => table([
            ("channel", json!("noise")),
            ("party", json!(whose.map(name))),
            ("shift", size),
        ]),
        EffectTarget::BodyReservation(stage) => {
            json!({ "stage": scenario.stages[stage.index()].id, "reservation": size })
        }
        EffectTarget::Support(stage) => {
            json!({ "stage": scenario.stages[stage.index()].id, "support": size })
        }
        EffectTarget::Payment(party) => {
            json!({ "party": name(party), "payment": size, "on": "agreement" })
        }
        EffectTarget::Rounds => json!({ "clock": "rounds", "shift": size }),
        EffectTarget::Breakdown => json!({ "clock": "breakdown", "shift": size }),
        EffectTarget::ReadingError(whose) => table([
            ("channel", json!("reading-error")),
            ("party", json!(whose.map(name))),
            ("shift", size),
        ]),
    }
}

fn usage(scenario: &Scenario, usage: &Use) -> Value {
    match usage {
        Use::Never => json!("never"),
        Use::Threat => json!("threat"),
        Use::Always => json!("always"),
        Use::Rounds { from, until: None } => json!({ "from-round": from }),
        Use::Rounds { from, until } => json!({ "rounds": { "from": from, "until": until } }),
        Use::AfterRefusals {
            party: whose,
            count,
        } => {
            json!({ "after-refusals": { "party": party(scenario, *whose), "count": count } })
        }
        Use::WhenStuck { rounds } => json!({ "when-stuck": { "rounds": rounds } }),
        Use::OnceAccepts { party: whose } => {
            json!({ "once-accepts": { "party": party(scenario, *whose) } })
        }
        Use::UponSignature => json!("upon-signature"),
        Use::OnceRefuses { stage } => {
            json!({ "once-refuses": { "stage": scenario.stages[stage.index()].id } })
        }
        Use::WithProbability(probability) => json!({ "with-probability": number(probability) }),
    }
}

fn stage(scenario: &Scenario, stage: &Stage) -> Value {
    let approval = match &stage.approval {
        Approval::Body(body) => match &body.rule {
            BodyRule::Logit { lambda } => json!({ "logit": { "lambda": number(lambda) } }),
            BodyRule::Vote {
                lambda,
                threshold,
                swing,
            } => {
                json!({ "vote": { "lambda": number(lambda), "threshold": number(threshold), "swing": number(swing) } })
            }
            BodyRule::Threshold => json!("threshold"),
        },
        Approval::Quota { votes: cast, quota } => votes(scenario, cast, *quota),
    };
    let seen = stage.approval.utility();
    let reservation = stage.approval.body().map(|body| &body.reservation);
    let on_failure = match stage.on_failure {
        OnFailure::Back => "back",
        OnFailure::End => "end",
    };
    let [utility, concentration, sd] = seen.map_or(
        [("", Value::Null), ("", Value::Null), ("", Value::Null)],
        |seen| utility(scenario, seen),
    );
    table([
        ("id", json!(stage.id)),
        (
            "party",
            stage
                .party
                .map_or(Value::Null, |whose| party(scenario, whose)),
        ),
        ("approval", approval),
        ("reservation", number_or_none(reservation)),
        ("delay", number(&stage.delay)),
        ("when", patterns(scenario, &stage.when)),
        ("forbid", patterns(scenario, &stage.forbid)),
        ("on-failure", json!(on_failure)),
        ("loads", loads(scenario, &stage.loads)),
        utility,
        concentration,
        sd,
    ])
}

fn protocol(scenario: &Scenario) -> Value {
    let protocol = &scenario.protocol;
    let name = protocol.name();
    match protocol {
        Protocol::AlternatingOffers {
            order,
            one_offer_per_round,
        } => {
            json!({ name: { "order": names(scenario, order), "one-offer-per-round": one_offer_per_round } })
        }
        Protocol::Ultimatum {
            proposer,
            belief_draws,
        } => {
            json!({ name: { "proposer": party(scenario, *proposer), "belief-draws": belief_draws } })
        }
        Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
            json!({ name: self::mediation(scenario, mediation) })
        }
    }
}

fn mediation(scenario: &Scenario, mediation: &Mediation) -> Value {
    let Mediation { belief, roles, .. } = mediation;
    let [noise, bias, reading_error] = match scenario.protocol.channel() {
        None => [Value::Null, Value::Null, Value::Null],
        Some(channel) => [
            number(&channel.noise),
            number(&channel.bias),
            channel.reading_error.as_ref().map_or(json!("none"), number),
        ],
    };
    let own = scenario.protocol.channel().map(|channel| {
        let own = channel.own.iter().map(|own| {
            let reading = match own.reading {
                OwnReading::AsOthers => Value::Null,
                OwnReading::None => json!("none"),
                OwnReading::Error(error) => number(&error),
            };
            let numbers = table([
                ("noise", json!(own.noise.as_ref().map(number))),
                ("bias", json!(own.bias.as_ref().map(number))),
                ("reading-error", reading),
            ]);
            (scenario.parties[own.party.index()].id.clone(), numbers)
        });
        own.collect::<Map<String, Value>>()
    });
    let roles = [
        ("carrying", roles.carrying),
        ("formulating", roles.formulating),
        ("pressing", roles.pressing),
    ];
    table([
        ("mediator", party(scenario, mediation.mediator)),
        ("visits", names(scenario, &mediation.visits)),
        (
            "opening",
            json!(mediation.opening.as_ref().map(|_| OPENING)),
        ),
        ("kappa", json!(mediation.kappa)),
        ("edits", json!(mediation.edits)),
        (
            "explore",
            json!({"start": mediation.explore[0], "end": mediation.explore[1]}),
        ),
        ("belief-draws", json!(belief.draws)),
        ("likelihood-lambda", json!(belief.likelihood_lambda)),
        ("forgetting", json!(belief.forgetting)),
        ("red-line-penalty", json!(belief.red_line_penalty)),
        (
            "roles",
            table(roles.map(|(role, plays)| (role, json!(plays)))),
        ),
        ("noise", noise),
        ("bias", bias),
        ("reading-error", reading_error),
        ("channel", json!(own.filter(|own| !own.is_empty()))),
    ])
}

fn packaged(agenda: &Agenda) -> Option<&Packaged> {
    match agenda {
        Agenda::SingleUndertaking => None,
        Agenda::Parallel(packaged) | Agenda::Sequential { packaged, .. } => Some(packaged),
    }
}

fn agenda(scenario: &Scenario) -> Value {
    let Some(packaged) = packaged(&scenario.agenda) else {
        return json!("single-undertaking");
    };
    let in_force = match packaged.in_force {
        InForce::Together => json!("together"),
        InForce::Alone { .. } => json!({ "alone": { "status-quo": STATUS_QUO } }),
    };
    let order = match &scenario.agenda {
        Agenda::Sequential { order, .. } => order
            .iter()
            .map(|package| &scenario.packages[package.index()].id)
            .collect(),
        _ => Vec::new(),
    };
    let name = if order.is_empty() {
        "parallel"
    } else {
        "sequential"
    };
    let order = if order.is_empty() {
        Value::Null
    } else {
        json!(order)
    };
    let settings = [
        ("order", order),
        ("in-force", in_force),
        ("reopen-after", json!(packaged.reopen_after)),
    ];
    json!({ name: table(settings) })
}
