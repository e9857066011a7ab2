//! What `zopa solve` says of a frontier, read back from its two files.

use serde_json::Value;

use crate::analysis::position::CONCEPTS;
use crate::report::csv::CsvTable;
use crate::report::figure::plans::{PlanSlopes, list};
use crate::report::theory::{OF_ALL_DEALS, OF_THE_ZONE};

/// Everybody's utility of a deal, in the order of the parties.
type Utilities = Vec<f64>;

/// What theory marks among the utilities of a game.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierMarks {
    /// Parties with their reservation values, and plans.
    pub central: PlanSlopes,
    /// The parties whose gains the frontier weighs, by their places.
    pub objectives: Vec<usize>,
    /// The frontier of all deals.
    pub free: Vec<Utilities>,
    /// The frontier of the zone.
    pub zone: Vec<Utilities>,
    /// For each of [`CONCEPTS`] the deals it picks.
    pub solutions: Vec<Vec<Utilities>>,
    /// By how much a deal may beat all points of the zone that are kept, where some are not.
    pub cut: Option<f64>,
}

impl FrontierMarks {
    /// Reads a solution of central values and the points of its frontiers.
    ///
    /// # Errors
    /// When either is not what `zopa solve` writes.
    pub fn read(solution: &str, points: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(solution).map_err(|error| format!("no JSON: {error}"))?;
        let central = PlanSlopes::of(&value)?;
        let objective = |id: &Value| central.place(id.as_str().unwrap_or_default());
        let objectives: Result<Vec<usize>, String> =
            list(&value, "objectives")?.iter().map(objective).collect();
        let solutions = CONCEPTS.into_iter().map(|concept| {
            let deals = list(&value, concept)?.iter();
            let utilities = deals.map(|deal| central.utilities(deal, concept));
            utilities.collect::<Result<Vec<_>, String>>()
        });
        let solutions: Result<Vec<_>, String> = solutions.collect();
        let cut = match value["complete"].as_bool() {
            Some(true) => None,
            _ => Some(value["epsilon"].as_f64().unwrap_or(f64::NAN)),
        };
        let (free, zone) = frontiers(points, &central)?;
        Ok(Self {
            objectives: objectives?,
            free,
            zone,
            solutions: solutions?,
            cut,
            central,
        })
    }
}

/// The points of both frontiers.
fn frontiers(text: &str, central: &PlanSlopes) -> Result<(Vec<Utilities>, Vec<Utilities>), String> {
    let table = CsvTable::read(text)?;
    let names = table.header.iter().skip(1);
    if !names.eq(central.parties.iter().map(|party| &party.id)) {
        return Err("its columns are not the parties of the solution".to_owned());
    }
    let (mut free, mut zone) = (Vec::new(), Vec::new());
    for line in &table.rows {
        let utility = |cell: &String| {
            let value: Option<f64> = cell.parse().ok();
            let value = value.filter(|it| it.abs() <= 1e3);
            value.ok_or_else(|| format!("`{cell}` is no utility"))
        };
        let utilities: Result<Utilities, String> = line[1..].iter().map(utility).collect();
        match line[0].as_str() {
            OF_ALL_DEALS => free.push(utilities?),
            OF_THE_ZONE => zone.push(utilities?),
            other => return Err(format!("there is no frontier `{other}`")),
        }
    }
    Ok((free, zone))
}

#[cfg(test)]
mod tests {
    use super::FrontierMarks;

    const SOLUTION: &str = r#"{"objectives": ["u", "f"], "parties": [
        {"id": "u", "title": "Union", "reservation": 0.5},
        {"id": "f", "title": "Firm", "reservation": 0.4}],
        "plans": [], "complete": false, "epsilon": 0.01,
        "nash": [{"utilities": {"u": 0.6, "f": 0.5}}], "kalai-smorodinsky": [],
        "kalai-smorodinsky-max-min": [], "egalitarian": [], "utilitarian": []}"#;

    #[test]
    fn both_files_are_read_and_must_fit() {
        let points = "frontier,u,f\nall deals,1,0\nzone,0.6,0.5\n";
        let found = FrontierMarks::read(SOLUTION, points).expect("they fit");
        assert_eq!(found.free, [[1.0, 0.0]]);
        assert_eq!(found.zone, [[0.6, 0.5]]);
        assert_eq!(found.solutions[0], [[0.6, 0.5]]);
        assert_eq!((found.cut, found.objectives), (Some(0.01), vec![0, 1]));
        for (points, fault) in [
            ("frontier,f,u\n", "its columns are not"),
            ("frontier,u,f\nzone,0.6,many\n", "`many` is no utility"),
            (
                "frontier,u,f\nzones,0.6,0.5\n",
                "there is no frontier `zones`",
            ),
        ] {
            let told = FrontierMarks::read(SOLUTION, points).expect_err("it is wrong");
            assert!(told.starts_with(fault), "{told}");
        }
    }
}
