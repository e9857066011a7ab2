//! What many runs say: whether its parts fit together.

use crate::bargaining::Failure;
use crate::results::SUMMARY;
use crate::results::content::settlement;
use crate::results::json::{ResultFile, among, exactly};
use crate::simulation::Summary;

impl ResultFile for Summary {
    const NAME: &'static str = SUMMARY;

    fn check(&self) -> Result<(), String> {
        let ids = || self.parties.iter().map(|party| party.id.as_str());
        let packages = || self.packages.iter().map(|package| package.id.as_str());
        exactly("failures", &self.failures, Failure::ALL.map(Failure::name))?;
        for (place, profile) in self.by_type.iter().enumerate() {
            let path = format!("by-type[{place}].types");
            among(&path, profile.types.keys().map(String::as_str), ids())?;
        }
        if self
            .packages
            .iter()
            .any(|package| package.count > self.runs)
        {
            return Err("`packages`: `count` exceeds `runs`".to_owned());
        }
        let homes = self.issues.iter().map(|issue| issue.package.as_str());
        among("issues", homes, packages())?;
        match &self.settlement {
            Some(settled) if settled.played.is_none() => {
                Err("`settlement.played` is missing".to_owned())
            }
            Some(settled) => settlement::check(settled, &ids()),
            None => Ok(()),
        }
    }
}
