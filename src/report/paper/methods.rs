//! How results were made, in a paragraph with the settings filled in.

use indexmap::IndexSet;

use crate::model::{Agenda, InForce, Mediation, PartyId, Role, Scenario};
use crate::report::labels::{count, counted};
use crate::report::paper::{Given, MARK, Part, Study};
use crate::report::table::escaped;
use crate::report::words::{joined, rounds};

impl Study {
    /// The methods paragraphs in Markdown.
    pub fn methods(&self) -> String {
        let paragraphs = paragraphs(self);
        let paragraphs = paragraphs
            .iter()
            .map(|words| format!("\n{}\n", escaped(words)));
        format!("<!-- {MARK}. -->\n{}", paragraphs.collect::<String>())
    }
}

/// A paragraph for each scenario, then one for each result.
pub(super) fn paragraphs(study: &Study) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for (given, parts) in study.scenarios() {
        paragraphs.push(negotiation(given, parts[0]));
    }
    paragraphs.extend(study.parts.iter().map(made));
    paragraphs
}

fn negotiation(given: &Given, part: &Part) -> String {
    let scenario = &given.scenario;
    let mut sentences = vec![who(scenario, &part.provenance.title)];
    let clock = &scenario.clock;
    sentences.push(format!(
        "Talks last at most {}; {}.",
        rounds(clock.rounds, clock.round_length.as_deref()),
        scenario
            .protocol
            .in_words(&|party| title(scenario, party).to_owned())
    ));
    if let Some(mediation) = scenario.protocol.mediation() {
        sentences.push(belief(mediation));
    }
    sentences.push(agenda(scenario));
    sentences.push(strategies(scenario));
    if !scenario.levers.is_empty() {
        let levers = counted(scenario.levers.len() as u64, "lever");
        sentences.push(format!(
            "Away from the table, {levers} can change what no agreement is worth."
        ));
    }
    if !scenario.stages.is_empty() {
        let stages = scenario.stages.iter().map(|stage| &stage.title);
        sentences.push(format!(
            "After signature come the stages of ratification: {}.",
            joined(stages, "; ")
        ));
    }
    let judged = given.numbers.iter().filter(|number| number.judged);
    let (bare, vouched): (Vec<_>, Vec<_>) = judged.partition(|number| number.notes.is_empty());
    sentences.push(format!(
        "Of {} entries with numbers, {} have a source or a stated assumption and {} have neither.",
        count((bare.len() + vouched.len()) as u64),
        count(vouched.len() as u64),
        count(bare.len() as u64)
    ));
    if !part.provenance.assignments.is_empty() {
        let set = part.provenance.assignments.join("; ");
        sentences.push(format!(
            "Against the scenario file, these values were set: {set}."
        ));
    }
    sentences.join(" ")
}

fn who(scenario: &Scenario, title: &str) -> String {
    let names = |role: Role| {
        let parties = scenario.parties.iter().filter(|party| party.role == role);
        joined(parties.map(|party| &party.title), ", ")
    };
    let roles = [
        ("principals", names(Role::Principal)),
        ("mediator", names(Role::Mediator)),
        ("observers", names(Role::Observer)),
    ];
    let roles = roles.iter().filter(|(_, names)| !names.is_empty());
    let roles = roles.map(|(role, names)| format!("{role}: {names}"));
    let deals = scenario.deal_count();
    let deals = if deals < 1e6 {
        deals.to_string()
    } else {
        format!("{deals:.1e}")
    };
    format!(
        "“{title}” is a negotiation of {} parties ({}) over {} in {}, with {deals} possible deals.",
        scenario.parties.len(),
        joined(roles, "; "),
        counted(scenario.issues.len() as u64, "issue"),
        counted(scenario.packages.len() as u64, "package"),
    )
}

fn title(scenario: &Scenario, party: PartyId) -> &str {
    &scenario.parties[party.index()].title
}

fn belief(mediation: &Mediation) -> String {
    let belief = &mediation.belief;
    if belief.draws == 0 {
        return "The mediator holds no belief and redrafts by blind hill climbing.".to_owned();
    }
    format!(
        "The mediator's belief about each party is {} from the prior, reweighted by reports (likelihood sharpness λ = {}, \
         forgetting {}), and it redrafts by at most {} at a time (weight of its own gain κ = {}; of one posterior draw against the mean \
         over several {} in the first round, {} in the last).",
        counted(u64::from(belief.draws), "draw"),
        belief.likelihood_lambda,
        belief.forgetting,
        counted(u64::from(mediation.edits), "single-issue change"),
        mediation.kappa,
        mediation.explore[0],
        mediation.explore[1]
    )
}

fn agenda(scenario: &Scenario) -> String {
    let (how, packaged) = match &scenario.agenda {
        Agenda::SingleUndertaking => {
            return "The agenda is a single undertaking: nothing is agreed until everything is."
                .to_owned();
        }
        Agenda::Parallel(packaged) => (
            "all packages are open at once and close one by one",
            packaged,
        ),
        Agenda::Sequential { packaged, .. } => ("packages open one after the other", packaged),
    };
    let force = match packaged.in_force {
        InForce::Together => "takes effect only with all others",
        InForce::Alone { .. } => "takes effect by itself",
    };
    format!(
        "On the agenda, {how}; a closed package {force}, and after {} in which no package closes the closed ones reopen.",
        counted(u64::from(packaged.reopen_after), "round")
    )
}

fn strategies(scenario: &Scenario) -> String {
    let types = scenario.parties.iter().flat_map(|party| &party.types);
    let rules = types.flat_map(|kind| {
        let strategy = &kind.profile.strategy;
        [
            strategy.concession.in_words(),
            strategy.acceptance.in_words(),
        ]
    });
    let rules: IndexSet<&str> = rules.collect();
    format!("Parties use {}.", joined(rules, ", "))
}

/// How one result was made.
fn made(part: &Part) -> String {
    let from = &part.provenance;
    let stopped = if from.interrupted && from.runs == from.runs_asked {
        " What was done with the runs was stopped early.".to_owned()
    } else if from.interrupted {
        format!(
            " The work was stopped early: {} of {} runs asked for are counted.",
            count(from.runs),
            count(from.runs_asked)
        )
    } else {
        String::new()
    };
    format!(
        "{}{stopped} Fingerprint of scenario and values set: {}.",
        part.content.findings().method(from),
        from.fingerprint
    )
}
