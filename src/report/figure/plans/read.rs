//! What `zopa solve` says of plans and parties, read back.

use serde_json::Value;

/// A party with its reservation value.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What no agreement is worth to it.
    pub reservation: f64,
}

/// A plan with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Slopes {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whether all whose consent it needs accept it.
    pub acceptable: bool,
    /// Utility by party.
    pub utilities: Vec<f64>,
    /// Who stops it, in the order of the file.
    pub obstacles: Vec<PlanObstacle>,
}

/// Somebody who stops a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanObstacle {
    /// A party at the table, by its place, for some reason.
    Party(usize, PlanReason),
    /// The body at home of a party.
    AtHome(usize),
    /// A body of no party, by its name in files.
    Body(String),
}

/// Why a party refuses a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanReason {
    /// It crosses a red line of the party.
    RedLine,
    /// It is worth less than no agreement.
    Reservation,
    /// It is worth less than no agreement once the risk of breach is counted.
    Commitment,
    /// The party expects its body at home to refuse.
    Anticipation,
}

impl PlanReason {
    fn read(word: &str) -> Option<Self> {
        match word {
            "red-line" => Some(Self::RedLine),
            "reservation" => Some(Self::Reservation),
            "commitment" => Some(Self::Commitment),
            "at-home" => Some(Self::Anticipation),
            _ => None,
        }
    }

    /// In a word or two; nothing for what the slopes show by themselves.
    fn words(self) -> Option<&'static str> {
        match self {
            Self::RedLine => Some("red line"),
            Self::Reservation => None,
            Self::Commitment => Some("risk of breach"),
            Self::Anticipation => Some("home would refuse"),
        }
    }
}

/// Plans and parties of a solution.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSlopes {
    /// The parties.
    pub parties: Vec<Holder>,
    /// The plans.
    pub plans: Vec<Slopes>,
}

impl PlanSlopes {
    /// Reads a solution of central values; no plans where it has none or is one of many realizations.
    ///
    /// # Errors
    /// When it is not what `zopa solve` writes.
    pub fn read(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
        Self::of(&value)
    }

    /// The same of JSON that is read already.
    ///
    /// # Errors
    /// When it is not what `zopa solve` writes.
    pub(in crate::report::figure) fn of(value: &Value) -> Result<Self, String> {
        let mut found = Self {
            parties: Vec::new(),
            plans: Vec::new(),
        };
        if !value["realizations"].is_null() {
            return Ok(found);
        }
        for party in list(value, "parties")? {
            found.parties.push(Holder {
                id: words(party, "id")?,
                title: words(party, "title")?,
                reservation: number(&party["reservation"], "parties.reservation")?,
            });
        }
        for plan in list(value, "plans")? {
            found.plans.push(Slopes {
                id: words(plan, "id")?,
                title: words(plan, "title")?,
                acceptable: plan["acceptable"].as_bool().unwrap_or(false),
                utilities: found.utilities(plan, "plans.utilities")?,
                obstacles: found.obstacles(plan)?,
            });
        }
        Ok(found)
    }

    /// Everybody's utility of something.
    pub(in crate::report::figure) fn utilities(
        &self,
        value: &Value,
        path: &str,
    ) -> Result<Vec<f64>, String> {
        let worth = |party: &Holder| number(&value["utilities"][&party.id], path);
        self.parties.iter().map(worth).collect()
    }

    /// The place of a party.
    pub(in crate::report::figure) fn place(&self, id: &str) -> Result<usize, String> {
        let place = self.parties.iter().position(|party| party.id == id);
        place.ok_or_else(|| format!("there is no party `{id}`"))
    }

    /// Who stops a plan: the refusals that count, one for each reason, and the bodies at home.
    fn obstacles(&self, plan: &Value) -> Result<Vec<PlanObstacle>, String> {
        let mut found = Vec::new();
        for refusal in list(plan, "refused-by")? {
            if refusal["blocks"].as_bool() != Some(true) {
                continue;
            }
            let reason = words(refusal, "reason")?;
            let reason = PlanReason::read(&reason)
                .ok_or_else(|| format!("`reason` is none that is known: `{reason}`"))?;
            let party = self.place(&words(refusal, "party")?)?;
            found.push(PlanObstacle::Party(party, reason));
        }
        for body in list(plan, "at-home")? {
            if body["refuses"].as_bool() != Some(true) {
                continue;
            }
            found.push(match body["party"].as_str() {
                Some(party) => PlanObstacle::AtHome(self.place(party)?),
                None => PlanObstacle::Body(words(body, "stage")?),
            });
        }
        Ok(found)
    }

    /// Whether a plan is acceptable and, if not, who refuses it and why, as far as its slopes do not show it.
    pub(super) fn verdict(&self, plan: &Slopes) -> String {
        if plan.acceptable {
            return "acceptable to all it needs".to_owned();
        }
        let title = |party: usize| self.parties[party].title.as_str();
        let mut refusing: Vec<(usize, Vec<&str>)> = Vec::new();
        let (mut home, mut bodies) = (Vec::new(), Vec::new());
        for obstacle in &plan.obstacles {
            match obstacle {
                PlanObstacle::Party(party, reason) => {
                    if refusing.last().is_none_or(|last| last.0 != *party) {
                        refusing.push((*party, Vec::new()));
                    }
                    if let Some(last) = refusing.last_mut() {
                        last.1.extend(reason.words());
                    }
                }
                PlanObstacle::AtHome(party) => home.push(title(*party).to_owned()),
                PlanObstacle::Body(stage) => bodies.push(stage.clone()),
            }
        }
        home.dedup();
        let refusing = refusing.iter().map(|(party, reasons)| {
            let why = if reasons.is_empty() {
                String::new()
            } else {
                format!(" ({})", reasons.join(", "))
            };
            format!("{}{why}", title(*party))
        });
        let mut parts = Vec::new();
        for (kind, names) in [
            ("by ", refusing.collect()),
            ("at home in ", home),
            ("at home by ", bodies),
        ] {
            if !names.is_empty() {
                parts.push(format!("{kind}{}", and(&names)));
            }
        }
        if parts.is_empty() {
            return "too few accept it".to_owned();
        }
        format!("refused {}", parts.join(", and "))
    }

    /// The verdict, with numbers in the place of names where it is longer than so many letters.
    pub(in crate::report::figure) fn brief_verdict(&self, plan: &Slopes, longest: usize) -> String {
        let verdict = self.verdict(plan);
        if verdict.chars().count() <= longest {
            verdict
        } else {
            self.short_verdict(plan)
        }
    }

    /// The same with numbers in the place of names.
    pub(super) fn short_verdict(&self, plan: &Slopes) -> String {
        let (mut table, mut home) = (Vec::new(), 0);
        for obstacle in &plan.obstacles {
            match obstacle {
                PlanObstacle::Party(party, _) => table.push(*party),
                PlanObstacle::AtHome(_) | PlanObstacle::Body(_) => home += 1,
            }
        }
        table.dedup();
        let parties = format!("{} of {} parties", table.len(), self.parties.len());
        match (table.len(), home) {
            (0, _) => format!("refused at home by {}", counted(home, "body", "bodies")),
            (_, 0) => format!("refused by {parties}"),
            _ => format!(
                "refused by {parties}, and at home by {}",
                counted(home, "body", "bodies")
            ),
        }
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Names in a row: `a`, `a and b`, `a, b and c`.
fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A list of a JSON object.
pub(in crate::report::figure) fn list<'a>(
    value: &'a Value,
    key: &str,
) -> Result<&'a [Value], String> {
    let items = value[key].as_array().map(Vec::as_slice);
    items.ok_or_else(|| format!("`{key}` is no list"))
}

fn words(value: &Value, key: &str) -> Result<String, String> {
    let words = value[key].as_str().map(str::to_owned);
    words.ok_or_else(|| format!("`{key}` is no text"))
}

fn number(value: &Value, path: &str) -> Result<f64, String> {
    value
        .as_f64()
        .ok_or_else(|| format!("`{path}` is no number"))
}

#[cfg(test)]
mod tests {
    use super::PlanSlopes;

    /// A solution with a plan that some refuse.
    fn solution(refused: &str, home: &str) -> PlanSlopes {
        let text = format!(
            r#"{{"parties": [
                {{"id": "u", "title": "Union", "reservation": 0.5}},
                {{"id": "f", "title": "Firm", "reservation": 0.4}}],
              "plans": [{{"id": "p", "title": "Plan", "acceptable": false,
                "utilities": {{"u": 0.2, "f": 0.9}}, "refused-by": [{refused}], "at-home": [{home}]}}]}}"#
        );
        PlanSlopes::read(&text).expect("it is whole")
    }

    #[test]
    fn a_verdict_names_who_refuses_and_why() {
        let refusal = |party: &str, reason: &str, blocks: bool| {
            format!(r#"{{"party": "{party}", "reason": "{reason}", "blocks": {blocks}}}"#)
        };
        let of = |refused: &[String], home: &str| {
            let found = solution(&refused.join(","), home);
            found.verdict(&found.plans[0])
        };
        let (red, low) = (
            refusal("u", "red-line", true),
            refusal("u", "reservation", true),
        );
        let firm = refusal("f", "commitment", true);
        let body = r#"{"stage": "poll", "party": "u", "refuses": true}"#;
        assert_eq!(of(std::slice::from_ref(&low), ""), "refused by Union");
        assert_eq!(
            of(&[red, low, firm], body),
            "refused by Union (red line) and Firm (risk of breach), and at home in Union"
        );
        assert_eq!(
            of(&[], r#"{"stage": "poll", "party": null, "refuses": true}"#),
            "refused at home by poll"
        );
        assert_eq!(
            of(&[refusal("f", "red-line", false)], ""),
            "too few accept it"
        );
    }

    #[test]
    fn what_no_solution_says_is_told() {
        let told = PlanSlopes::read(r#"{"parties": [], "plans": 3}"#);
        assert_eq!(told, Err("`plans` is no list".to_owned()));
    }
}
