//! Scenarios built or changed in memory, judged by the rules that hold for files.

use std::path::Path;

use crate::model::check::Idle;
use crate::model::{Distribution, NumberFault, Scenario, Uncertain, check};
use crate::scenario::near::near;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::{Assignment, keys, load, parse};

/// Why a number of a scenario cannot be set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SetError {
    /// No uncertain number has this path.
    #[error("no number stands at `{path}`{}", .near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    Unknown {
        /// As given.
        path: String,
        /// The path that is spelt most like it.
        near: Option<String>,
    },
    /// The number at this path cannot take this distribution.
    #[error("`{path}`: {fault}")]
    Number {
        /// As given.
        path: String,
        /// What is wrong.
        fault: NumberFault,
    },
}

impl Scenario {
    /// Reads a scenario file, with some values replaced.
    ///
    /// # Errors
    /// Every problem of the file and of the assignments.
    pub fn load(file: &Path, assignments: &[Assignment]) -> Result<Self, Problems> {
        load(file, assignments).map(|loaded| loaded.scenario)
    }

    /// Reads a scenario text, with some values replaced; `name` stands for the file in messages.
    ///
    /// # Errors
    /// Every problem of the text and of the assignments.
    pub fn parse(name: &str, text: &str, assignments: &[Assignment]) -> Result<Self, Problems> {
        parse(name, text, assignments).map(|loaded| loaded.scenario)
    }

    /// Sets the uncertain number at a path of the file, as in `party.union.reservation`; where a party has several types, that
    /// of all of them, or of the one the path names.
    ///
    /// # Errors
    /// There is no such number, or it cannot take this distribution; nothing is set then.
    pub fn set(&mut self, path: &str, distribution: Distribution) -> Result<(), SetError> {
        let paths: Vec<[String; 2]> = self
            .numbers()
            .iter()
            .map(|number| [number.place.path(self), number.place.shared_path(self)])
            .collect();
        let mut changed = self.clone();
        let numbers = changed.numbers_mut().into_iter().zip(&paths);
        let meant = numbers.filter(|(_, paths)| paths.iter().any(|known| known == path));
        let mut is_known = false;
        for (number, _) in meant {
            is_known = true;
            *number.value =
                Uncertain::new(distribution, number.value.legal()).map_err(|fault| {
                    let path = path.to_owned();
                    SetError::Number { path, fault }
                })?;
        }
        if !is_known {
            return Err(SetError::Unknown {
                path: path.to_owned(),
                near: near(path, &paths.concat()).cloned(),
            });
        }
        *self = changed;
        Ok(())
    }

    /// What changes no move of anybody: numbers that no rule of the scenario goes by, levers that cannot work.
    pub fn idle(&self) -> Vec<Idle> {
        check::idle(self)
    }

    /// Checks a scenario that was built or changed in memory.
    ///
    /// # Errors
    /// Every broken condition, with its place as files and `--set` write talks.
    pub fn check(&self) -> Result<(), Problems> {
        let findings = check::check(self, keys::bounds).into_iter();
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

    use crate::model::check::Path as Place;
    use crate::model::{
        Acceptance, Breach, Choose, Concession, ConsentRule, IssueId, Limit, OptionSet, PartyId,
        Pattern, Protocol, Range, Role, Scenario, Uncertain,
    };
    use crate::scenario::Assignment;
    use crate::scenario::keys::bounds;
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
            for number in loaded.scenario.numbers() {
                let path = number.place.path(&loaded.scenario);
                let (read, legal) = (number.value.legal(), bounds(&Place::of(&path)).range);
                assert!(legal == Some(read) || read == Range::ANY, "{path}");
            }
            let central = loaded.scenario.central().check();
            central.unwrap_or_else(|problems| panic!("{}: {problems}", path.display()));
            count += 1;
        }
        assert!(count >= 5, "only {count} scenarios");
    }

    #[test]
    fn numbers_of_what_is_not_there_are_faults_and_no_panic() {
        let mut scenario = mediation();
        scenario.issues.pop();
        let found_out = found(&scenario);
        assert!(found_out.contains("issue"), "{found_out}");
        let mut scenario = mediation();
        scenario.parties[0].id = "a.title".to_owned();
        let found_out = found(&scenario);
        assert!(found_out.contains("a.title"), "{found_out}");
        let small = parse("small.toml", templates()[0].text, &[]);
        let mut scenario = small.expect("templates are scenarios").scenario;
        scenario.issues[0].options.clear();
        let types = scenario
            .parties
            .iter_mut()
            .flat_map(|party| &mut party.types);
        types.for_each(|kind| kind.profile.red_lines.clear());
        scenario.parties[0].types[0].profile.breach = Some(Breach {
            issues: vec![IssueId::at(0)],
            probability: vec![Uncertain::fixed(0.1); 2],
            loss: Uncertain::fixed(0.1),
        });
        let found_out = found(&scenario);
        assert!(found_out.contains("breach"), "{found_out}");
    }

    #[test]
    fn lists_are_as_long_as_their_keys_allow() {
        let most = |path: &str| bounds(&Place::of(path)).limit.map(|limit| limit.most);
        assert_eq!(most("party.union.never"), Some(Limit::RED_LINES.most));
        assert_eq!(most("issue.pay.options"), Some(Limit::OPTIONS.most));
        assert_eq!(most("party.union.never.0"), None);
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
            ("a utility lies between 0 and 1, got 1.4", |talks| {
                talks.parties[0].types[0].profile.reservation = Uncertain::fixed(1.4);
            }),
            (
                "the number of rounds lies between 1 and 10000, got 0",
                |talks| {
                    talks.clock.rounds = 0;
                },
            ),
            ("there is no party at position 1, counted from 0", |talks| {
                talks.parties.truncate(1);
            }),
            ("cannot be an id", |talks| {
                talks.parties[0].id = "no id".to_owned();
            }),
            ("there are two parties", |talks| {
                talks.parties[0].id = talks.parties[1].id.clone();
            }),
            ("needs a utility, since it is a principal", |talks| {
                let utility = &mut talks.parties[0].types[0].profile.utility;
                utility.weights.fill(Uncertain::fixed(0.0));
                utility
                    .scores
                    .iter_mut()
                    .flatten()
                    .for_each(|score| *score = Uncertain::fixed(0.0));
            }),
            ("all weights are 0", |talks| {
                let utility = &mut talks.parties[0].types[0].profile.utility;
                utility.weights.fill(Uncertain::fixed(0.0));
            }),
            (
                "needs the offers of others, which `shuttle` does not have",
                |talks| {
                    talks.parties[0].types[0].profile.strategy.concession = Concession::Zeuthen;
                },
            ),
            ("`nearest` needs the offers of others", |talks| {
                talks.parties[0].types[0].profile.strategy.choose = Some(Choose::Nearest);
            }),
            ("`logit` acceptance cannot be combined with it", |talks| {
                let strategy = &mut talks.parties[0].types[0].profile.strategy;
                strategy.concession = Concession::Micro;
                strategy.acceptance = Acceptance::Logit {
                    lambda: Uncertain::fixed(9.0),
                };
            }),
            ("the mediator is no principal", |talks| {
                let Protocol::Shuttle(mediation) = &talks.protocol else {
                    panic!("the template is a shuttle");
                };
                talks.parties[mediation.mediator.index()].role = Role::Principal;
            }),
            (
                "a deal needs the consent of at least two parties",
                |talks| {
                    talks
                        .packages
                        .iter_mut()
                        .for_each(|package| package.consent = None);
                    talks.consent = ConsentRule::Any(vec![PartyId(0), PartyId(1)]);
                },
            ),
            ("there is no party at position 90", |talks| {
                talks.consent = ConsentRule::All(vec![PartyId(90)]);
            }),
            ("an empty pattern matches every deal", |talks| {
                let conditions = Vec::new();
                talks.parties[0].types[0]
                    .profile
                    .red_lines
                    .push(Pattern { conditions });
            }),
            ("so it forbids everything", |talks| {
                let options = OptionSet::of(0..talks.issues[0].options.len());
                let conditions = vec![(IssueId(0), options)];
                talks.parties[0].types[0]
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
