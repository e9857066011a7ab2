//! What theory says of many realizations: whether its parts fit together.

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::results::SOLUTION;
use crate::results::content::settlement;
use crate::results::json::{ResultFile, among, exactly};
use crate::simulation::RealizedTheory;

impl ResultFile for RealizedTheory {
    const NAME: &'static str = SOLUTION;

    fn check(&self) -> Result<(), String> {
        let ids = || self.parties.iter().map(|party| party.id.as_str());
        let objectives = || self.objectives.iter().map(String::as_str);
        among("objectives", objectives(), ids())?;
        exactly(
            "obstacles",
            &self.obstacles,
            Obstacle::ALL.map(Obstacle::name),
        )?;
        for (place, profile) in self.by_type.iter().enumerate() {
            let path = format!("by-type[{place}].types");
            among(&path, profile.types.keys().map(String::as_str), ids())?;
        }
        exactly("solutions", &self.solutions, CONCEPTS)?;
        for (concept, means) in &self.solutions {
            exactly(&format!("solutions.{concept}"), means, objectives())?;
        }
        settlement::check(&self.settlement, &ids())?;
        for (place, plan) in self.plans.iter().enumerate() {
            exactly(&format!("plans[{place}].parties"), &plan.parties, ids())?;
            exactly(&format!("plans[{place}].gains"), &plan.gains, objectives())?;
            let stages = self.stages.iter().map(String::as_str);
            let path = format!("plans[{place}].refused-at-home");
            exactly(&path, &plan.refused_at_home, stages)?;
        }
        Ok(())
    }
}
