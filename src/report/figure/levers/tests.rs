use super::{cell_rows, lever_rows, levers};
use crate::report::csv::CsvTable;

const LINES: &str = "rule,title,kind,never-in-file,target,quantity,runs,difference,low,high,all-low,all-high,p-holm\n\
    as-written,Push & shove,lever,true,,agreement,1000,0.05,0.04,0.06,0.03,0.07,0.001\n\
    as-written,Push & shove,lever,true,,signed,1000,0.06,0.04,0.06,,,\n\
    as-written,Push & shove,lever,true,buyer,agreement,1000,0.02,0.04,0.06,,,\n\
    as-written,All,all,true,,agreement,1000,-0.001,-0.02,0.02,-0.03,0.03,1\n\
    median,Push & shove,lever,true,,agreement,1000,0.09,0.04,0.06,,,\n";

#[test]
fn rows_are_the_agreements_under_the_files_own_rule() {
    let table = CsvTable::read(LINES).expect("it is a table");
    let rows = lever_rows(&table).expect("all columns are there");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].told && rows[0].ranked && !rows[1].told && !rows[1].ranked);
    let figure = levers("What each lever changes", "Talks", 7, &rows, None)
        .pages
        .concat();
    for words in [
        "Push &amp; shove *",
        "+5.00",
        "−0.10",
        "1,000 runs of each, seed 7",
    ] {
        assert!(figure.contains(words), "{words}");
    }
    assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
}

#[test]
fn the_cells_of_a_sweep_are_rows_too_but_for_their_baseline() {
    let cells = "cell,agenda,rounds,runs,difference,difference-low,difference-high\n\
        0,,,500,,,\n\
        1,parallel,,500,0.02,0.01,0.03\n\
        2,,5,500,-0.01,-0.02,0.01\n";
    let rows = cell_rows(&CsvTable::read(cells).expect("it is a table"));
    let rows = rows.expect("all columns are there");
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["agenda parallel", "rounds 5"]);
    assert!(rows[0].told && !rows[1].told);
}

#[test]
fn without_rows_the_figure_is_empty_but_whole() {
    let figure = levers("What each lever changes", "Talks", 7, &[], None)
        .pages
        .concat();
    assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
}
