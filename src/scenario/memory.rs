//! Scenarios built or changed in memory, judged by the rules that hold for files.

use crate::model::Scenario;
use crate::model::check;
use crate::scenario::problem::{Problem, Problems};

impl Scenario {
    /// Checks a scenario that was built or changed in memory.
    ///
    /// # Errors
    /// Every broken condition, with its place as files and `--set` write it.
    pub fn check(&self) -> Result<(), Problems> {
        let findings = check::check(self).into_iter();
        let problems: Vec<Problem> = findings
            .map(|finding| {
                let mut problem = Problem::with_file(&self.title, finding.fault.into());
                problem.path = finding.path.to_string();
                problem
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Problems::sorted(problems, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::model::{
        Acceptance, Choose, Concession, ConsentRule, IssueId, OptionSet, PartyId, Pattern,
        Protocol, Role, Scenario, Uncertain,
    };
    use crate::scenario::Assignment;
    use crate::scenario::load;
    use crate::scenario::parse;
    use crate::scenario::templates;

    fn mediation() -> Scenario {
        let text = templates()[1].text;
        let loaded = parse("mediation.toml", text, &[]);
        loaded.expect("templates are scenarios").scenario
    }

    /// What a check finds, place and message and remedy, without the name of the whole.
    fn found(scenario: &Scenario) -> String {
        let problems = scenario
            .check()
            .expect_err("the scenario is broken")
            .to_string();
        problems.replace(&format!("{}: ", scenario.title), "")
    }

    #[test]
    fn every_scenario_file_is_legal_in_memory() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let files = std::fs::read_dir(folder).expect("the folder is there");
        let paths = files.map(|file| file.expect("it can be listed").path());
        let mut count = 0;
        for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            let loaded = load(&path, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            if let Err(problems) = loaded.scenario.check() {
                panic!("{}: {problems}", path.display());
            }
            let central = loaded.scenario.central().check();
            central.unwrap_or_else(|problems| panic!("{}: {problems}", path.display()));
            count += 1;
        }
        assert!(count >= 5, "only {count} scenarios");
    }

    #[test]
    fn what_is_broken_in_memory_is_named_as_in_a_file() {
        let mut scenario = mediation();
        scenario.parties[0].types[0].profile.anticipate = 1.5;
        let set: Assignment = format!("party.{}.anticipate=1.5", scenario.parties[0].id)
            .parse()
            .expect("it is an assignment");
        let of_file = parse(
            "mediation.toml",
            templates()[1].text,
            std::slice::from_ref(&set),
        );
        let of_file = of_file.expect_err("no probability").to_string();
        let words = of_file.replace(&format!("--set {set}: "), "");
        assert!(
            found(&scenario).starts_with(&words),
            "{}\n{words}",
            found(&scenario)
        );
    }

    /// A broken condition: how it is made, and a part of the message.
    type Breaking = (&'static str, fn(&mut Scenario));

    #[test]
    fn every_rule_of_the_model_is_checked_in_memory() {
        let cases: [Breaking; 15] = [
            ("a utility lies between 0 and 1, got 1.4", |it| {
                it.parties[0].types[0].profile.reservation = Uncertain::fixed(1.4);
            }),
            (
                "the number of rounds lies between 1 and 10000, got 0",
                |it| {
                    it.clock.rounds = 0;
                },
            ),
            ("there is no party at position 1, counted from 0", |it| {
                it.parties.truncate(1);
            }),
            ("cannot be an id", |it| {
                it.parties[0].id = "no id".to_owned();
            }),
            ("there are two parties", |it| {
                it.parties[0].id = it.parties[1].id.clone();
            }),
            ("needs a utility, since it is a principal", |it| {
                let utility = &mut it.parties[0].types[0].profile.utility;
                utility.weights.fill(Uncertain::fixed(0.0));
                utility
                    .scores
                    .iter_mut()
                    .flatten()
                    .for_each(|score| *score = Uncertain::fixed(0.0));
            }),
            ("all weights are 0", |it| {
                let utility = &mut it.parties[0].types[0].profile.utility;
                utility.weights.fill(Uncertain::fixed(0.0));
            }),
            (
                "needs the offers of others, which `shuttle` does not have",
                |it| {
                    it.parties[0].types[0].profile.strategy.concession = Concession::Zeuthen;
                },
            ),
            ("`nearest` needs the offers of others", |it| {
                it.parties[0].types[0].profile.strategy.choose = Choose::Nearest;
            }),
            ("`logit` acceptance cannot be combined with it", |it| {
                let strategy = &mut it.parties[0].types[0].profile.strategy;
                strategy.concession = Concession::Micro;
                strategy.acceptance = Acceptance::Logit {
                    lambda: Uncertain::fixed(9.0),
                };
            }),
            ("the mediator is no principal", |it| {
                let Protocol::Shuttle(mediation) = &it.protocol else {
                    panic!("the template is a shuttle");
                };
                it.parties[mediation.mediator.index()].role = Role::Principal;
            }),
            ("a deal needs the consent of at least two parties", |it| {
                it.packages
                    .iter_mut()
                    .for_each(|package| package.consent = None);
                it.consent = ConsentRule::Any(vec![PartyId(0), PartyId(1)]);
            }),
            ("there is no party at position 90", |it| {
                it.consent = ConsentRule::All(vec![PartyId(90)]);
            }),
            ("an empty pattern matches every deal", |it| {
                let conditions = Vec::new();
                it.parties[0].types[0]
                    .profile
                    .red_lines
                    .push(Pattern { conditions });
            }),
            ("so it forbids everything", |it| {
                let options = OptionSet::of(0..it.issues[0].options.len());
                let conditions = vec![(IssueId(0), options)];
                it.parties[0].types[0]
                    .profile
                    .red_lines
                    .push(Pattern { conditions });
            }),
        ];
        for (words, break_it) in cases {
            let mut scenario = mediation();
            break_it(&mut scenario);
            let found = found(&scenario);
            assert!(found.contains(words), "{words}\n\n{found}");
        }
    }
}
