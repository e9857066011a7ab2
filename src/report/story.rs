//! One run, round by round: who asked what, who refused which package and why, how it ended.

use std::fmt::Write as _;

use crate::bargaining::{Action, Event, Reason};
use crate::model::{Deal, IssueId, LeverId, PackageId, PartyId, Scenario};
use crate::report::traced_run::TracedRun;
use crate::report::words::{
    WHOLE_TEXT, cause_sentence, end_sentence, joined, rounds, typed_parties,
};

/// The story of one run; rounds count from 0, as in scenario files.
pub fn story(run: &TracedRun<'_>) -> String {
    let mut story = Story {
        scenario: run.scenario,
        text: String::new(),
        standing: None,
    };
    story.opening(run);
    for events in run.events().chunk_by(|one, other| one.round == other.round) {
        story.round(events);
    }
    story.ending(run);
    story.text
}

/// The story so far and the text on the table, against which changes are described.
struct Story<'a> {
    scenario: &'a Scenario,
    text: String,
    standing: Option<Deal>,
}

impl Story<'_> {
    fn line(&mut self, words: &str) {
        self.text.push_str(words);
        self.text.push('\n');
    }

    fn party(&self, party: PartyId) -> &str {
        &self.scenario.parties[party.index()].title
    }

    fn package(&self, package: PackageId) -> &str {
        &self.scenario.packages[package.index()].title
    }

    fn lever(&self, lever: LeverId) -> String {
        let lever = &self.scenario.levers[lever.index()];
        format!("{} ({})", lever.title, self.party(lever.actor))
    }

    fn opening(&mut self, run: &TracedRun<'_>) {
        self.line(&self.scenario.title);
        let clock = &self.scenario.clock;
        self.line(&format!(
            "run {} of seed {}; at most {}, counted from 0",
            run.run,
            run.seed,
            rounds(clock.rounds, clock.round_length.as_deref())
        ));
        let types = typed_parties(self.scenario).map(|id| {
            let party = &self.scenario.parties[id.index()];
            let kind = &party.types[run.outcome.types[id.index()].index()];
            format!("{} is “{}”", party.title, kind.title)
        });
        let types = joined(types, ", ");
        if !types.is_empty() {
            self.line(&format!("drawn: {types}"));
        }
    }

    /// The events of one round; the answers of one party in a row make a paragraph.
    fn round(&mut self, events: &[Event]) {
        self.line(&format!("\nRound {}", events[0].round));
        let same =
            |one: &Event, other: &Event| answers(one).is_some() && answers(one) == answers(other);
        for events in events.chunk_by(same) {
            if answers(&events[0]).is_some() {
                self.answers(events);
            } else {
                self.event(&events[0].action);
            }
        }
    }

    fn event(&mut self, action: &Action) {
        let words = match action {
            Action::Driver(driver, value) => {
                let title = &self.scenario.drivers[driver.index()].title;
                format!("  {title} stands at {value:.3}")
            }
            Action::LeverStarted(lever) => format!("  Lever pulled: {}", self.lever(*lever)),
            Action::LeverEnded(lever) => format!("  Lever ends: {}", self.lever(*lever)),
            Action::Offer { party, deal } => self.offer(*party, deal),
            Action::Misreported { party, package } => format!(
                "  What {} said on “{}” is misreported",
                self.party(*party),
                self.package(*package)
            ),
            Action::Read {
                party,
                margin,
                reading,
            } => format!(
                "  {} is consulted: margin {}, read as {}",
                self.party(*party),
                signed_number(*margin),
                signed_number(*reading)
            ),
            Action::Closed(package) => format!("  “{}” is closed", self.package(*package)),
            Action::Reopened => "  All closed packages are reopened".to_owned(),
            Action::Vote { party, yes, margin } => format!(
                "  Final vote: {} says {} (margin {})",
                self.party(*party),
                if *yes { "yes" } else { "no" },
                signed_number(*margin)
            ),
            Action::Signed(deal) => self.signed(deal),
            Action::Stage {
                stage,
                approved,
                probability,
            } => format!(
                "  Ratification: {} {} (probability of approval {probability:.2})",
                self.scenario.stages[stage.index()].title,
                if *approved { "approves" } else { "refuses" },
            ),
            Action::Breakdown => "  The talks break down".to_owned(),
            Action::WalkedOut(party) => format!("  {} walks out", self.party(*party)),
            Action::Answer { .. } => return,
        };
        self.line(&words);
    }

    fn offer(&mut self, party: PartyId, deal: &Deal) -> String {
        let who = self.party(party);
        let before = self.standing.as_ref();
        let words = if before == Some(deal) {
            format!("  {who} puts the text forward unchanged")
        } else {
            match before.and_then(|before| changes(self.scenario, before, deal)) {
                Some(changes) => format!("  {who} asks to change\n{changes}"),
                None => format!("  {who} proposes\n{}", whole(self.scenario, deal)),
            }
        };
        if self.stands(party) {
            self.standing = Some(deal.clone());
        }
        words
    }

    /// Whether an offer of this party becomes the text on the table.
    ///
    /// Wordings the visited parties table are asides to the mediator's text; without a mediator every offer stands.
    fn stands(&self, party: PartyId) -> bool {
        let mediation = self.scenario.protocol.mediation();
        mediation.is_none_or(|mediation| party == mediation.mediator || self.standing.is_none())
    }

    fn signed(&mut self, deal: &Deal) -> String {
        let before = self.standing.replace(deal.clone());
        let terms = if before.as_ref() == Some(deal) {
            "    the text on the table".to_owned()
        } else {
            whole(self.scenario, deal)
        };
        format!("  Signed by all whose consent is needed\n{terms}")
    }

    /// The answers of one party to one text in one paragraph.
    fn answers(&mut self, events: &[Event]) {
        let mut answers: Vec<(Option<Reason>, String)> = Vec::new();
        let mut judged = None;
        for event in events {
            let Action::Answer {
                party,
                package,
                margin,
                target,
                refused,
            } = event.action
            else {
                continue;
            };
            let package = package.map(|package| format!("“{}”", self.package(package)));
            answers.push((refused, package.unwrap_or_else(|| WHOLE_TEXT.to_owned())));
            judged = Some((party, margin, target));
        }
        let Some((party, margin, target)) = judged else {
            return;
        };
        let of = |reason: Option<Reason>| {
            let answers = answers.iter().filter(|(other, _)| *other == reason);
            joined(answers.map(|(_, what)| what), ", ")
        };
        let mut words = format!(
            "  {} (margin {}, asks for {})",
            self.party(party),
            signed_number(margin),
            signed_number(target)
        );
        let accepted = of(None);
        if !accepted.is_empty() {
            let _ = write!(words, "\n    accepts {accepted}");
        }
        for (reason, why) in REASONS {
            let refused = of(Some(reason));
            if !refused.is_empty() {
                let _ = write!(words, "\n    refuses {refused}: {why}");
            }
        }
        self.line(&words);
    }

    fn ending(&mut self, run: &TracedRun<'_>) {
        let outcome = run.outcome;
        self.line(&format!("\n{}", end_sentence(self.scenario, outcome)));
        if let Some(failure) = outcome.failure {
            self.line(&format!("Why: {}", cause_sentence(failure)));
        }
        if let Some(deal) = &outcome.deal {
            self.line("Terms in force");
            self.line(&whole(self.scenario, deal));
        }
        if self.scenario.packages.len() > 1 {
            self.line("Packages");
            for (package, verdict) in self.scenario.packages.iter().zip(&outcome.packages) {
                let state = match (verdict.in_force, verdict.agreed, verdict.ever) {
                    (true, _, _) => "in force",
                    (_, true, _) => "agreed, not in force",
                    (_, _, true) => "agreed for a time, not at the end",
                    _ => "never agreed",
                };
                self.line(&format!("    {}: {state}", package.title));
            }
        }
        self.line("Parties: utility at the end, reservation value, discounted payoff");
        for (index, party) in self.scenario.parties.iter().enumerate() {
            self.line(&format!(
                "    {}: {:.3}, {:.3}, {:.3}",
                party.title,
                outcome.utilities[index],
                outcome.reservations[index],
                outcome.payoffs[index]
            ));
        }
    }
}

/// Reasons in the order in which they are listed, in words.
const REASONS: [(Reason, &str); 5] = [
    (Reason::RedLine, "a red line is crossed"),
    (Reason::BelowReservation, "no agreement would be better"),
    (
        Reason::BelowTarget,
        "acceptable, but it still asks for more",
    ),
    (
        Reason::FairShare,
        "it would give up more than its fair share",
    ),
    (Reason::Anticipation, "it would probably be refused at home"),
];

/// Who answers in an event; none where nobody does.
fn answers(event: &Event) -> Option<PartyId> {
    match event.action {
        Action::Answer { party, .. } => Some(party),
        _ => None,
    }
}

/// A number with its sign, so that a shortfall catches the eye.
fn signed_number(value: f64) -> String {
    if value.is_finite() {
        // A margin of −0.0004 must not read as zero.
        let digits = if value.abs() < 0.01 { 4 } else { 3 };
        format!("{value:+.digits$}").replace('-', "−")
    } else {
        (if value > 0.0 { "+∞" } else { "−∞" }).to_owned()
    }
}

/// What differs between two deals, a line for each issue; none where the whole is as short.
fn changes(scenario: &Scenario, before: &Deal, after: &Deal) -> Option<String> {
    let issues = (0..scenario.issues.len()).map(IssueId::at);
    let changed = issues.filter(|&issue| before.option(issue) != after.option(issue));
    let changed: Vec<IssueId> = changed.collect();
    // A line for each change says what is old and what is new: twice as much as the whole says of an issue.
    if changed.is_empty() || 2 * changed.len() > scenario.issues.len().max(2) {
        return None;
    }
    let line = |&id: &IssueId| {
        let issue = &scenario.issues[id.index()];
        let [old, new] = [before, after].map(|deal| &issue.options[deal.option(id)].title);
        format!("    {}: {old} → {new}", issue.title)
    };
    Some(joined(changed.iter().map(line), "\n"))
}

/// All terms of a deal, a line for each issue.
fn whole(scenario: &Scenario, deal: &Deal) -> String {
    let lines = scenario.issues.iter().enumerate().map(|(place, issue)| {
        let option = &issue.options[deal.option(IssueId::at(place))];
        format!("    {}: {}", issue.title, option.title)
    });
    joined(lines, "\n")
}

#[cfg(test)]
mod tests {
    use super::story;
    use crate::report::fixture;

    #[test]
    fn a_run_is_described_round_by_round() {
        let scenario = fixture::scenario();
        let text = story(&fixture::traced(&scenario, &fixture::agreed()));
        let expected = "\
Wage & hours, \"round\" <one>
run 3 of seed 7; at most 4 rounds of 1 day, counted from 0
drawn: Union is “hard”

Round 0
  Union proposes
    Wage: Five, per cent
    Hours: 35 hours
  Firm (margin −0.123, asks for −∞)
    accepts “Time”
    refuses “Pay”: no agreement would be better

Round 1
  Firm asks to change
    Wage: Five, per cent → Two per cent
  Union (margin +0.200, asks for +0.100)
    accepts the whole text
  Signed by all whose consent is needed
    the text on the table

Agreement in round 1
Terms in force
    Wage: Two per cent
    Hours: 35 hours
Packages
    Pay: in force
    Time: in force
Parties: utility at the end, reservation value, discounted payoff
    Union: 0.500, 0.300, 0.400
    Firm: 0.300, 0.250, 0.000
";
        assert_eq!(text, expected);
    }
}
