//! Comma-separated tables; an empty field where there is nothing to say.

pub use crate::results::csv::CsvTable;
pub(super) use crate::results::csv::lines;
#[cfg(feature = "figures")]
pub(super) use crate::results::csv::share;

#[cfg(test)]
mod tests {
    use crate::report::fixture;
    use crate::results::RunTable;

    #[test]
    fn each_run_is_one_line_under_the_same_header() {
        let scenario = fixture::scenario();
        let table = RunTable::new(&scenario);
        let text = table.header() + &table.rows(8, &[fixture::agreed().0, fixture::failed()]);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            text,
            format!(
                "run,end,failure,rounds,signed-round,agreement-round,zone,type:union,\
                 agreed:pay,agreed:time,ever:pay,ever:time,in-force:pay,in-force:time,\
                 issue:wage,issue:hours,utility:union,utility:firm,\
                 reservation:union,reservation:firm,payoff:union,payoff:firm,\
                 refused-by,refused-package,version\n\
                 8,agreement,,2,1,1,open,hard,true,true,true,true,true,true,low,short,\
                 0.5,0.30000000000000004,0.3,0.25,0.4,1e-7,firm,pay,{version}\n\
                 9,deadline,no-zone,4,,,empty,hard,false,false,false,false,false,false,,,\
                 0.5,0.30000000000000004,0.3,0.25,0.4,1e-7,,,{version}\n"
            )
        );
    }
}
