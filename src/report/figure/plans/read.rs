//! What the figure shows of plans and parties.

use crate::results::{ObjectionReason, Solution};

/// A party with its reservation value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Holder {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What no agreement is worth to it.
    pub reservation: f64,
}

/// A plan with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slopes {
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
pub(crate) enum PlanObstacle {
    /// A party at the table, by its place, for some reason.
    Party(usize, ObjectionReason),
    /// The body at home of a party.
    AtHome(usize),
    /// A body of no party, by its name in files.
    Body(String),
}

/// A reason in a word or two; nothing for what the slopes show by themselves.
fn words(reason: ObjectionReason) -> Option<&'static str> {
    match reason {
        ObjectionReason::RedLine => Some("red line"),
        ObjectionReason::Reservation => None,
        ObjectionReason::Commitment => Some("risk of breach"),
        ObjectionReason::AtHome => Some("home would refuse"),
    }
}

/// Plans and parties of a solution.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlanSlopes {
    /// The parties.
    pub parties: Vec<Holder>,
    /// The plans.
    pub plans: Vec<Slopes>,
}

impl PlanSlopes {
    /// The plans and parties of a solution.
    pub(crate) fn of(solution: &Solution) -> Self {
        let place = |id: &str| solution.parties.iter().position(|party| party.id == id);
        let parties = solution.parties.iter().map(|party| Holder {
            id: party.id.clone(),
            title: party.title.clone(),
            reservation: party.reservation,
        });
        let plans = solution.plans.iter().map(|plan| {
            let refusing = plan.refused_by.iter().filter(|item| item.blocks);
            let refusing = refusing
                .filter_map(|item| Some(PlanObstacle::Party(place(&item.party)?, item.reason)));
            let bodies = plan.at_home.iter().filter(|body| body.refuses);
            let bodies = bodies.map(|body| match body.party.as_deref().and_then(place) {
                Some(party) => PlanObstacle::AtHome(party),
                None => PlanObstacle::Body(body.stage.clone()),
            });
            Slopes {
                id: plan.id.clone(),
                title: plan.title.clone(),
                acceptable: plan.acceptable,
                utilities: solution.in_order(&plan.utilities),
                obstacles: refusing.chain(bodies).collect(),
            }
        });
        Self {
            parties: parties.collect(),
            plans: plans.collect(),
        }
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
                        last.1.extend(words(*reason));
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
    pub(crate) fn brief_verdict(&self, plan: &Slopes, longest: usize) -> String {
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

#[cfg(test)]
mod tests {
    use super::{Holder, PlanObstacle, PlanSlopes, Slopes};
    use crate::results::ObjectionReason;

    /// The verdict on a plan that some refuse.
    fn verdict(obstacles: &[PlanObstacle]) -> String {
        let party = |id: &str, title: &str, reservation: f64| Holder {
            id: id.to_owned(),
            title: title.to_owned(),
            reservation,
        };
        let plan = Slopes {
            id: "p".to_owned(),
            title: "Plan".to_owned(),
            acceptable: false,
            utilities: vec![0.2, 0.9],
            obstacles: obstacles.to_vec(),
        };
        let found = PlanSlopes {
            parties: vec![party("u", "Union", 0.5), party("f", "Firm", 0.4)],
            plans: vec![plan],
        };
        found.verdict(&found.plans[0])
    }

    #[test]
    fn a_verdict_names_who_refuses_and_why() {
        let low = PlanObstacle::Party(0, ObjectionReason::Reservation);
        assert_eq!(verdict(std::slice::from_ref(&low)), "refused by Union");
        assert_eq!(
            verdict(&[
                PlanObstacle::Party(0, ObjectionReason::RedLine),
                low,
                PlanObstacle::Party(1, ObjectionReason::Commitment),
                PlanObstacle::AtHome(0),
            ]),
            "refused by Union (red line) and Firm (risk of breach), and at home in Union"
        );
        assert_eq!(
            verdict(&[PlanObstacle::Body("poll".to_owned())]),
            "refused at home by poll"
        );
        assert_eq!(verdict(&[]), "too few accept it");
    }
}
