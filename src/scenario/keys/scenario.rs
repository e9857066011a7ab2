//! Keys of the whole file.

use crate::model::check::{Bounds, ModelFault, Path};
use crate::model::{
    Agenda, Clock, ConsentRule, Limit, PartyId, Protocol, Range, Scenario, Uncertain,
};
use crate::scenario::document::Node;
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Many, Map, Sub};
use crate::scenario::keys::{driver, issue, lever, party, policy, stage};
use crate::scenario::kind::{self, Kind, Record};
use crate::scenario::policy::NamedPolicy;
use crate::scenario::reader::{Reader, Table};

pub(crate) static FORMAT: Key<u32> = Key::whole("format", Range::new("the format", 0.0, 1e6))
    .means("Version of the file format: 1.");
static TITLE: Key<String> = Key::text("title").means("Title for tables and figures.");
static DESCRIPTION: Key<Option<String>> = Key::text("description")
    .means("What the scenario is about.")
    .or_none("none");
static TIME: Key<Sub> = Key::table("clock", &CLOCK)
    .means("Time: how many rounds there are and what may end them early.")
    .or_else("one round; only for an ultimatum");
static DEFAULT_CONSENT: Key<ConsentRule> = Key::choice("consent")
    .needs_no_source()
    .means("Whose consent an option needs unless it, its issue or its package says otherwise.")
    .or_else("all principals");
static PACKAGES: Key<Many> = Key::list("package", &Kind::Record(&issue::PACKAGE))
    .means("Groups of issues negotiated and closed together.")
    .or_else("one package of all issues")
    .at_most(Limit::PACKAGES);
static ISSUES: Key<Many> = Key::list("issue", &Kind::Record(&issue::ISSUE))
    .means("Questions to settle.")
    .at_most(Limit::ISSUES);
static PARTIES: Key<Many> = Key::list("party", &Kind::Record(&party::PARTY))
    .means("The negotiators.")
    .at_most(Limit::PARTIES);
static JOINT_TYPES: Key<Many> = Key::list("joint-type", &Kind::Record(&party::JOINT_TYPE))
    .means("Types of several parties drawn together; the probabilities of the rows sum to 1.")
    .or_else("types drawn party by party")
    .at_most(Limit::JOINT_TYPES);
static PLANS: Key<Many> = Key::list("plan", &Kind::Record(&issue::PLAN))
    .means("Deals with a name and an author.")
    .or_else("none")
    .at_most(Limit::PLANS);
static DRIVERS: Key<Many> = Key::list("driver", &Kind::Record(&driver::DRIVER))
    .means("Processes outside the talks that move reservation values.")
    .or_else("none")
    .at_most(Limit::DRIVERS);
static LEVERS: Key<Many> = Key::list("leverage", &Kind::Record(&lever::LEVERAGE))
    .means("Moves away from the table that change what no agreement, delay or a deal is worth.")
    .or_else("none")
    .at_most(Limit::LEVERS);
static STAGES: Key<Many> = Key::list("stage", &Kind::Record(&stage::STAGE))
    .means("Ratification at home after signature, in this order.")
    .or_else("none")
    .at_most(Limit::STAGES);
static POLICIES: Key<Many> = Key::list("policy", &Kind::Record(&policy::POLICY))
    .means(
        "What could be done: levers used together, with whatever else is set, for `zopa compare`.",
    )
    .or_else("none")
    .at_most(Limit::POLICIES);
static PLAYED_BY: Key<Protocol> =
    Key::choice("protocol").means("Who may speak when, and what closes the deal.");
static CLOSES_BY: Key<Agenda> = Key::choice("agenda")
    .means("Whether packages close one by one.")
    .or_else("single-undertaking");

/// The whole file.
pub(crate) static SCENARIO: Record = Record::new(
    "a scenario",
    &[
        &FORMAT,
        &TITLE,
        &DESCRIPTION,
        &TIME,
        &DEFAULT_CONSENT,
        &PACKAGES,
        &ISSUES,
        &PARTIES,
        &JOINT_TYPES,
        &PLANS,
        &DRIVERS,
        &LEVERS,
        &STAGES,
        &POLICIES,
        &PLAYED_BY,
        &CLOSES_BY,
    ],
);

/// What a scenario file holds.
pub(crate) static WHOLE_FILE: Kind = Kind::Record(&SCENARIO);

/// What is legal at a path of a scenario.
pub(crate) fn bounds(path: &Path) -> Bounds {
    kind::bounds(&WHOLE_FILE, path)
}

static ROUNDS: Key<u32> = Key::whole("rounds", Range::ROUNDS)
    .means("Number of rounds until the deadline, 1 to 10000.")
    .or_noting(1.0, "only for an ultimatum");
static ROUND_LENGTH: Key<Option<String>> = Key::text("round-length")
    .means("What a round stands for, in words.")
    .or_none("none");
static BREAKDOWN: Key<Uncertain> = Key::uncertain("breakdown", Range::PROBABILITY)
    .means("Probability that the talks break down after a round without agreement.")
    .or(0.0);
static LOADS: Key<Map> = Key::map("loads", "driver", &Kind::Uncertain(Range::ANY))
    .means("Change of the probability of a breakdown per unit of a driver; the sum is kept between 0 and 1.")
    .or_else("none");
static CLOCK: Record = Record::new("the clock", &[&ROUNDS, &ROUND_LENGTH, &BREAKDOWN, &LOADS]);

/// Whether a key of a scenario holds a list.
pub(crate) fn is_list(key: &str) -> bool {
    let field = SCENARIO.field(key);
    field.is_some_and(|field| matches!(field.kind, Kind::List(_)))
}

/// Reads a whole document with its policies; none when so much is missing that every name would be unknown.
pub(crate) fn scenario(root: &Node, reader: &Reader) -> Option<(Scenario, Vec<NamedPolicy>)> {
    let table = reader.open(root, &SCENARIO);
    check_format(&table);
    let issues: Vec<_> = table.tables(&ISSUES).iter().map(issue::issue).collect();
    let packages = table.tables(&PACKAGES);
    let plans: Vec<_> = table.tables(&PLANS).iter().map(issue::plan).collect();
    let deals = plans.iter().map(|plan| plan.deal.clone()).collect();
    // A reader reads one document.
    let _ = reader.deals.set(deals);
    let consent = table.choose_if_written(&DEFAULT_CONSENT);
    let principals = || ConsentRule::All(reader.names.principals().to_vec());
    let joint_types: Vec<_> = table
        .tables(&JOINT_TYPES)
        .iter()
        .map(party::joint_type)
        .collect();
    let parties = table.tables(&PARTIES).into_iter().enumerate();
    let parties =
        parties.map(|(position, table)| party::party(PartyId::at(position), &table, &joint_types));
    let parties: Vec<_> = parties.collect();
    let levers = table.tables(&LEVERS).iter().map(lever::lever).collect();
    let stages = table.tables(&STAGES).iter().map(stage::stage).collect();
    let protocol = table.choose(&PLAYED_BY);
    if packages.is_empty()
        && table
            .node(&PACKAGES)
            .is_some_and(|node| node.items().is_some())
    {
        let remedy = "leave `package` out for one package of all issues";
        table.fault(&PACKAGES, ModelFault::EmptyList { remedy });
    }
    if protocol.only_offer().is_some() {
        table
            .tables(&PARTIES)
            .iter()
            .for_each(party::warn_of_unused_rules);
    }
    let drivers = table.tables(&DRIVERS).iter().map(driver::driver).collect();
    let scenario = Scenario {
        title: table.get(&TITLE),
        description: table.get(&DESCRIPTION),
        clock: clock(&table, &protocol),
        packages: issue::packages(&packages),
        issues,
        joint_types,
        parties,
        plans,
        drivers,
        levers,
        stages,
        consent: consent.unwrap_or_else(principals),
        protocol,
        agenda: table.choose(&CLOSES_BY),
    };
    let lists = [&PACKAGES, &ISSUES, &PARTIES].map(|field| table.node(field));
    let is_broken = lists
        .into_iter()
        .flatten()
        .any(|node| node.items().is_none());
    let is_whole = !is_broken && table.node(&ISSUES).is_some();
    let policies = policy::policies(&table.tables(&POLICIES), is_list);
    is_whole.then_some((scenario, policies))
}

/// Reports a format that this version does not know.
pub(crate) fn check_format(table: &Table<'_>) {
    let format = table.get(&FORMAT);
    if let Some(node) = table.node(&FORMAT)
        && format != 1
        && !table.reader.is_faulty(node.at)
    {
        table
            .reader
            .fault(node.at, Fault::UnknownFormat(f64::from(format)));
    }
}

fn clock(table: &Table<'_>, protocol: &Protocol) -> Clock {
    let clock = table.table(&TIME);
    if protocol.only_offer().is_none() {
        if table.has(&TIME) {
            clock.require(&ROUNDS, CLOCK.what);
        } else {
            table.require(&TIME, SCENARIO.what);
        }
    }
    Clock {
        rounds: clock.get(&ROUNDS),
        round_length: clock.get(&ROUND_LENGTH),
        breakdown: clock.get(&BREAKDOWN),
        loads: party::loads(&clock, &LOADS),
    }
}
