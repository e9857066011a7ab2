//! What many runs say: `summary.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::terms::ById;
use crate::bargaining::Failure;
use crate::results::SUMMARY;
use crate::results::content::settlement::Settlements;
use crate::results::json::{ResultFile, among, exactly};
use crate::simulation::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, Rate,
    SettlementSummary, Summary, TypeSummary,
};

/// A summary as its file has it; [`Summary`] itself is what programs count and read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SummaryFile {
    title: String,
    runs: u64,
    seed: u64,
    rounds: u32,
    #[serde(deserialize_with = "Option::deserialize")]
    round_length: Option<String>,
    agreement: Rate,
    signed: Rate,
    partial: Rate,
    packages: Vec<PackageForm>,
    /// Share of all runs that failed for a cause, by its name.
    failures: ById<f64>,
    zone: Rate,
    /// Agreements by zones; none without a zone.
    #[serde(deserialize_with = "Option::deserialize")]
    efficiency: Option<f64>,
    survival: Vec<f64>,
    broken_down: Vec<f64>,
    by_type: Vec<TypeForm>,
    issues: Vec<IssueForm>,
    parties: Vec<PartySummary>,
    levers: Vec<LeverSummary>,
    #[serde(deserialize_with = "Option::deserialize")]
    settlement: Option<Settlements>,
}

/// A package, how often it is agreed at the end first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct PackageForm {
    id: String,
    title: String,
    count: u64,
    rate: f64,
    interval: [f64; 2],
    ever: Rate,
    in_force: Rate,
    refused_last: Rate,
}

/// A type profile; its share is one of all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct TypeForm {
    types: ById<String>,
    runs: u64,
    share: f64,
    agreement: Rate,
    signed: Rate,
    zone: Rate,
}

/// An issue with its options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct IssueForm {
    id: String,
    title: String,
    package: String,
    options: Vec<OptionForm>,
}

/// An option and its share of the agreements; none where there are none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct OptionForm {
    id: String,
    title: String,
    #[serde(deserialize_with = "Option::deserialize")]
    share: Option<f64>,
    #[serde(deserialize_with = "Option::deserialize")]
    interval: Option<[f64; 2]>,
}

impl ResultFile for SummaryFile {
    const NAME: &'static str = SUMMARY;

    fn check(&self) -> Result<(), String> {
        let ids = || self.parties.iter().map(|party| party.id.as_str());
        let packages = || self.packages.iter().map(|package| package.id.as_str());
        exactly("failures", &self.failures, Failure::ALL.map(Failure::name))?;
        for (place, profile) in self.by_type.iter().enumerate() {
            let path = format!("by-type[{place}].types");
            among(&path, profile.types.keys().map(String::as_str), ids())?;
        }
        if self.packages.iter().any(|it| it.count > self.runs) {
            return Err("`packages`: `count` exceeds `runs`".to_owned());
        }
        let homes = self.issues.iter().map(|issue| issue.package.as_str());
        among("issues", homes, packages())?;
        match &self.settlement {
            Some(settled) if settled.played.is_none() => {
                Err("`settlement.played` is missing".to_owned())
            }
            Some(settled) => settled.check(&ids()),
            None => Ok(()),
        }
    }
}

impl From<&Summary> for SummaryFile {
    fn from(summary: &Summary) -> Self {
        let ids: Vec<String> = summary.parties.iter().map(|it| it.id.clone()).collect();
        let failures = Failure::ALL.into_iter();
        let failures = failures.map(|it| (it.name().to_owned(), summary.failure_share(it)));
        let settled = summary.settlement.as_ref();
        Self {
            title: summary.title.clone(),
            runs: summary.runs,
            seed: summary.seed,
            rounds: summary.rounds,
            round_length: summary.round_length.clone(),
            agreement: summary.agreement,
            signed: summary.signed,
            partial: summary.partial,
            packages: summary.packages.iter().map(PackageForm::from).collect(),
            failures: failures.collect(),
            zone: summary.zone,
            efficiency: summary.efficiency(),
            survival: summary.survival.clone(),
            broken_down: summary.broken_down.clone(),
            by_type: summary.by_type.iter().map(TypeForm::from).collect(),
            issues: summary.issues.iter().map(IssueForm::from).collect(),
            parties: summary.parties.clone(),
            levers: summary.levers.clone(),
            settlement: settled.map(|it| Settlements::of(&it.rates, Some(it.played), &ids)),
        }
    }
}

impl From<SummaryFile> for Summary {
    /// Counts come back exactly, standard errors to the last digit or two.
    fn from(file: SummaryFile) -> Self {
        let (runs, agreements) = (file.runs, file.agreement.count);
        let failed = |cause: Failure| {
            let share = file.failures.get(cause.name()).copied();
            Rate::of_share(share.unwrap_or(0.0), runs).count
        };
        let failures = Failure::ALL.map(failed);
        let packages = file.packages.into_iter();
        let profiles = file.by_type.into_iter();
        let issues = file.issues.into_iter();
        let settlement = file.settlement.and_then(|it| {
            let (played, rates) = (it.played?, it.into_rates());
            Some(SettlementSummary { played, rates })
        });
        Self {
            title: file.title,
            runs,
            seed: file.seed,
            rounds: file.rounds,
            round_length: file.round_length,
            agreement: file.agreement,
            signed: file.signed,
            partial: file.partial,
            packages: packages.map(|it| it.into_summary(runs)).collect(),
            failures,
            zone: file.zone,
            survival: file.survival,
            broken_down: file.broken_down,
            by_type: profiles.map(|it| it.into_summary(runs)).collect(),
            issues: issues.map(|it| it.into_summary(agreements)).collect(),
            parties: file.parties,
            levers: file.levers,
            settlement,
        }
    }
}

impl From<&PackageSummary> for PackageForm {
    fn from(package: &PackageSummary) -> Self {
        Self {
            id: package.id.clone(),
            title: package.title.clone(),
            count: package.agreed.count,
            rate: package.agreed.value(),
            interval: package.agreed.interval(),
            ever: package.ever,
            in_force: package.in_force,
            refused_last: package.refused_last,
        }
    }
}

impl PackageForm {
    fn into_summary(self, runs: u64) -> PackageSummary {
        PackageSummary {
            id: self.id,
            title: self.title,
            agreed: Rate {
                count: self.count,
                runs,
            },
            ever: self.ever,
            in_force: self.in_force,
            refused_last: self.refused_last,
        }
    }
}

impl From<&TypeSummary> for TypeForm {
    fn from(profile: &TypeSummary) -> Self {
        Self {
            types: profile.types.iter().cloned().collect(),
            runs: profile.share.count,
            share: profile.share.value(),
            agreement: profile.agreement,
            signed: profile.signed,
            zone: profile.zone,
        }
    }
}

impl TypeForm {
    fn into_summary(self, runs: u64) -> TypeSummary {
        TypeSummary {
            types: self.types.into_iter().collect(),
            share: Rate {
                count: self.runs,
                runs,
            },
            agreement: self.agreement,
            signed: self.signed,
            zone: self.zone,
        }
    }
}

impl From<&IssueSummary> for IssueForm {
    fn from(issue: &IssueSummary) -> Self {
        let options = issue.options.iter().map(|option| {
            let known = option.share.runs > 0;
            OptionForm {
                id: option.id.clone(),
                title: option.title.clone(),
                share: known.then(|| option.share.value()),
                interval: known.then(|| option.share.interval()),
            }
        });
        Self {
            id: issue.id.clone(),
            title: issue.title.clone(),
            package: issue.package.clone(),
            options: options.collect(),
        }
    }
}

impl IssueForm {
    fn into_summary(self, agreements: u64) -> IssueSummary {
        let options = self.options.into_iter().map(|option| OptionSummary {
            id: option.id,
            title: option.title,
            share: Rate::of_share(option.share.unwrap_or(0.0), agreements),
        });
        IssueSummary {
            id: self.id,
            title: self.title,
            package: self.package,
            options: options.collect(),
        }
    }
}
