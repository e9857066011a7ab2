//! Keys of protocols and agendas.

use crate::model::{
    Agenda, Belief, Channel, Deal, InForce, Mediation, OwnChannel, OwnReading, PackageId, Packaged,
    PartyId, PlanId, Protocol, Range, Roles, Uncertain,
};
use crate::scenario::key::{Key, Map, Sub};
use crate::scenario::kind::{Keys, Kind, Record};
use crate::scenario::reader::{Choice, Chosen, Table, Variant};

impl Chosen for Protocol {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a protocol",
        variants: &[
            Variant::new("alternating-offers", &ALTERNATING_OFFERS, |given| {
                Protocol::AlternatingOffers {
                    order: speakers(given, &ORDER),
                    one_offer_per_round: given.get(&ONE_OFFER_PER_ROUND),
                }
            })
            .means("Each in turn accepts the standing offer or makes another."),
            Variant::new("shuttle", &SHUTTLE, |given| {
                Protocol::Shuttle(mediation(given, given))
            })
            .means("A mediator carries one text between principals who never meet."),
            Variant::new("single-text", &SINGLE_TEXT, |given| {
                // Nothing is carried at one table, so that the channel of a shuttle is not used.
                let shuttle = given.reader.stand_in(given.at, &SHUTTLE);
                Protocol::SingleText(mediation(given, &shuttle))
            })
            .means("A mediator drafts one text at one table."),
            Variant::new("ultimatum", &ULTIMATUM, |given| Protocol::Ultimatum {
                proposer: given.name(&PROPOSER).unwrap_or(PartyId::at(0)),
                belief_draws: given.get(&PROPOSER_DRAWS),
            })
            .means("One take-it-or-leave-it offer."),
        ],
    };
}

static ORDER: Key<Vec<PartyId>> = Key::names("order")
    .means("Speaking order.")
    .or_else("all principals in file order");
static ONE_OFFER_PER_ROUND: Key<bool> = Key::truth("one-offer-per-round", false).means(
    "Whether a round is one offer with its answers, as in Rubinstein 1982; else all speak in it.",
);
static ALTERNATING_OFFERS: Record =
    Record::new("alternating offers", &[&ORDER, &ONE_OFFER_PER_ROUND]);

static NOISE: Key<Uncertain> = Key::uncertain("noise", Range::PROBABILITY)
    .means("Probability that a verdict is misreported.")
    .or(0.1);
static BIAS: Key<Uncertain> = Key::uncertain("bias", Range::CHANGE)
    .means("What the mediator's reading adds to a party's margin.")
    .or(0.0);
static READING_ERROR: Key<Option<Uncertain>> =
    Key::uncertain_or("reading-error", Range::SPREAD, "none")
        .means("Standard deviation of the reading; `none` for no graded reading.")
        .or(0.05);
static OWN_CHANNELS: Key<Map> = Key::map("channel", "party", &Kind::Record(&OWN_CHANNEL))
    .means("Visited parties that the mediator hears otherwise than the others.")
    .or_else("all are heard alike");
static SHUTTLE: Record =
    Record::new("a shuttle", MEDIATION).and(&[&NOISE, &BIAS, &READING_ERROR, &OWN_CHANNELS]);

static OWN_NOISE: Key<Option<Uncertain>> = NOISE.or_none("that of the others");
static OWN_BIAS: Key<Option<Uncertain>> = BIAS.or_none("that of the others");
static OWN_READING_ERROR: Key<Option<Uncertain>> = READING_ERROR.or_else("that of the others");
static OWN_CHANNEL: Record = Record::new(
    "the channel of a party",
    &[&OWN_NOISE, &OWN_BIAS, &OWN_READING_ERROR],
);
static SINGLE_TEXT: Record = Record::new("a single text", MEDIATION);

static MEDIATION: Keys = &[
    &MEDIATOR,
    &VISITS,
    &OPENING,
    &KAPPA,
    &EDITS,
    &EXPLORE,
    &BELIEF_DRAWS,
    &LIKELIHOOD_LAMBDA,
    &FORGETTING,
    &RED_LINE_PENALTY,
    &PLAYS,
];
static MEDIATOR: Key<PartyId> = Key::name("mediator").means("Who drafts; no principal.");
static VISITS: Key<Vec<PartyId>> = Key::names("visits")
    .means("Who is visited, in order: principals, who answer, and others whose consent some option needs, who are only read.")
    .or_else("all principals in file order");
static OPENING: Key<PlanId> = Key::name("opening")
    .means("The first text.")
    .or_else("the mediator's best deal");
static KAPPA: Key<f64> = Key::plain("kappa", Range::NON_NEGATIVE)
    .means("Exponent of the mediator's own gain; 0 is a neutral mediator.")
    .or(0.5);
static EDITS: Key<u32> = Key::whole("edits", Range::EDITS)
    .needs_no_source()
    .means("Single-issue changes per redraft.")
    .or(2.0);
static EXPLORE: Key<Sub> = Key::table("explore", &EXPLORES)
    .means("How much a redraft tries out a draw of what it believes rather than go by the mean over several.")
    .or_else("one draw throughout");
static BELIEF_DRAWS: Key<u32> = Key::whole("belief-draws", Range::MEDIATOR_DRAWS)
    .needs_no_source()
    .means("Draws that stand for the mediator's belief about each party; 0 for none.")
    .or(64.0);
static LIKELIHOOD_LAMBDA: Key<f64> = Key::plain("likelihood-lambda", Range::POSITIVE)
    .means("Sharpness of the likelihood.")
    .or(15.0);
static FORGETTING: Key<f64> = Key::plain("forgetting", Range::SHARE)
    .means("Power to which belief weights are raised before each report; 1 forgets nothing.")
    .or(1.0);
static RED_LINE_PENALTY: Key<f64> = Key::plain("red-line-penalty", Range::NON_NEGATIVE)
    .means("Cost in log probability of each red line a draft crosses.")
    .or(4.0);
static PLAYS: Key<Sub> = Key::table("roles", &ROLES)
    .means("Which of its roles the mediator plays.")
    .or_else("all");

static START: Key<f64> = Key::plain("start", Range::SHARE)
    .means("Weight of the one draw in the first round.")
    .or(1.0);
static END: Key<f64> = Key::plain("end", Range::SHARE)
    .means("Weight of the one draw in the last round; on a line in between.")
    .or(1.0);
static EXPLORES: Record = Record::new("how a mediator explores", &[&START, &END]);

static CARRYING: Key<bool> = Key::truth("carrying", true).means("Carries answers.");
static FORMULATING: Key<bool> = Key::truth("formulating", true).means("Formulates new texts.");
static PRESSING: Key<bool> = Key::truth("pressing", true).means("Uses its levers.");
static ROLES: Record = Record::new(
    "the mediator's roles",
    &[&CARRYING, &FORMULATING, &PRESSING],
);

static PROPOSER: Key<PartyId> = Key::name("proposer").means("Who makes the offer.");
static PROPOSER_DRAWS: Key<u32> = Key::whole("belief-draws", Range::PROPOSER_DRAWS)
    .needs_no_source()
    .means("Draws that stand for the proposer's belief about each of the others.")
    .or(1024.0);
static ULTIMATUM: Record = Record::new("an ultimatum", &[&PROPOSER, &PROPOSER_DRAWS]);

/// The parties of a list, or all principals.
fn speakers(table: &Table<'_>, key: &'static Key<Vec<PartyId>>) -> Vec<PartyId> {
    table
        .names(key)
        .unwrap_or_else(|| table.reader.names.principals().to_vec())
}

fn mediation(table: &Table<'_>, shuttle: &Table<'_>) -> Mediation {
    let (roles, explore) = (table.table(&PLAYS), table.table(&EXPLORE));
    Mediation {
        mediator: table.name(&MEDIATOR).unwrap_or(PartyId::at(0)),
        visits: speakers(table, &VISITS),
        opening: deal_of(table, &OPENING),
        kappa: table.get(&KAPPA),
        edits: table.get(&EDITS),
        explore: [explore.get(&START), explore.get(&END)],
        belief: Belief {
            draws: table.get(&BELIEF_DRAWS),
            likelihood_lambda: table.get(&LIKELIHOOD_LAMBDA),
            forgetting: table.get(&FORGETTING),
            red_line_penalty: table.get(&RED_LINE_PENALTY),
        },
        channel: Channel {
            noise: shuttle.get(&NOISE),
            bias: shuttle.get(&BIAS),
            reading_error: shuttle.get(&READING_ERROR),
            own: own_channels(shuttle),
        },
        roles: Roles {
            carrying: roles.get(&CARRYING),
            formulating: roles.get(&FORMULATING),
            pressing: roles.get(&PRESSING),
        },
    }
}

/// What is different in the channel of single parties.
fn own_channels(shuttle: &Table<'_>) -> Vec<OwnChannel> {
    let entries = shuttle.map(&OWN_CHANNELS).unwrap_or_default().into_iter();
    let own = entries.filter_map(|entry| {
        let Kind::Record(record) = entry.kind else {
            return None;
        };
        let reader = shuttle.reader;
        let party = reader.key_of(entry.key, entry.node.at);
        // What is said of nobody is read too, so that its faults are found.
        let own = reader.open(entry.node, record);
        let (noise, bias) = (own.get(&OWN_NOISE), own.get(&OWN_BIAS));
        let reading = own
            .node(&OWN_READING_ERROR)
            .map(|_| own.get(&OWN_READING_ERROR));
        let reading = match reading {
            None => OwnReading::AsOthers,
            Some(None) => OwnReading::None,
            Some(Some(error)) => OwnReading::Error(error),
        };
        Some(OwnChannel {
            party: party?,
            noise,
            bias,
            reading,
        })
    });
    own.collect()
}

/// The deal of the plan that a key names.
fn deal_of(table: &Table<'_>, key: &'static Key<PlanId>) -> Option<Deal> {
    let plan = table.name(key)?;
    table.reader.deals.get()?.get(plan.index()).cloned()
}

impl Chosen for Agenda {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "an agenda",
        variants: &[
            Variant::word("single-undertaking", |_| Agenda::SingleUndertaking)
                .means("Nothing is agreed until everything is."),
            Variant::new("parallel", &PARALLEL, |given| {
                Agenda::Parallel(packaged(given))
            })
            .means("All packages are open at once; each closes by itself."),
            Variant::new("sequential", &SEQUENTIAL, |given| {
                let count = given.reader.names.of("package").len().max(1);
                let in_file_order = || (0..count).map(PackageId::at).collect();
                Agenda::Sequential {
                    order: given.names(&PACKAGE_ORDER).unwrap_or_else(in_file_order),
                    packaged: packaged(given),
                }
            })
            .means("Packages open one after the other."),
        ],
    };
}

static PARALLEL: Record = Record::new("a parallel agenda", PACKAGED);

static PACKAGE_ORDER: Key<Vec<PackageId>> = Key::names("order")
    .means("Every package once, in the order in which they open.")
    .or_else("packages in file order");
static SEQUENTIAL: Record = Record::new("a sequential agenda", &[&PACKAGE_ORDER]).and(PACKAGED);

static CLOSED: Key<InForce> = Key::choice("in-force")
    .means("What a closed package is worth.")
    .or_else("together");
static REOPEN_AFTER: Key<u32> = Key::whole("reopen-after", Range::COUNT)
    .needs_no_source()
    .means("Rounds without a newly closed package after which closed ones reopen.")
    .or(2.0);
static PACKAGED: Keys = &[&CLOSED, &REOPEN_AFTER];

fn packaged(table: &Table<'_>) -> Packaged {
    Packaged {
        in_force: table.choose(&CLOSED),
        reopen_after: table.get(&REOPEN_AFTER),
    }
}

impl Chosen for InForce {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "what is in force",
        variants: &[
            Variant::word("together", |_| InForce::Together)
                .means("Nothing until the whole deal has consent."),
            Variant::new("alone", &ALONE, |given| {
                let open = || Deal(vec![0; given.reader.names.of("issue").len()]);
                InForce::Alone {
                    status_quo: deal_of(given, &STATUS_QUO).unwrap_or_else(open),
                }
            })
            .means("Each closed package takes effect by itself."),
        ],
    };
}

static STATUS_QUO: Key<PlanId> = Key::name("status-quo")
    .means("The plan that describes the state of affairs without any package.");
static ALONE: Record = Record::new("a package in force alone", &[&STATUS_QUO]);
