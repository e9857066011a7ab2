//! Legal scenario texts and what they mean.

use zopa::model::{Concession, Protocol};
use zopa::scenario;

const LAPTOP: &str = r#"
format = 1
title = "Laptop"
[clock]
rounds = 100
[protocol.alternating-offers]
order = ["p0", "p1"]
[[issue]]
id = "i0"
title = "Brand"
options = [{ id = "v0", title = "Dell" }, { id = "v1", title = "HP" }]
[[party]]
id = "p0"
role = "principal"
reservation = 0.0
[party.utility]
i0 = { weight = 1.0, scores = [0.0, 1.0] }
[party.strategy]
concession.time-dependent = { exponent = 4.0, tolerance = 1e-4 }
acceptance.next-offer = {}
[[party]]
id = "p1"
role = "principal"
reservation = 0.0
[party.utility]
i0 = { weight = 1.0, scores = [1.0, 0.0] }
[party.strategy]
concession.time-dependent = { exponent = 4.0, tolerance = 1e-4 }
acceptance.next-offer = {}
"#;

#[test]
fn a_minimal_file_is_read() {
    let loaded =
        scenario::parse("laptop.toml", LAPTOP, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = loaded.scenario;
    assert!(loaded.warnings.is_empty());
    assert_eq!(scenario.title, "Laptop");
    assert_eq!(scenario.packages[0].id, "all");
    assert!(
        matches!(&scenario.protocol, Protocol::AlternatingOffers { order } if order.len() == 2)
    );
    let strategy = &scenario.parties[0].types[0].profile.strategy;
    let Concession::TimeDependent {
        exponent,
        tolerance,
        ..
    } = &strategy.concession
    else {
        panic!("{strategy:?}");
    };
    assert_eq!(exponent.known(), Some(4.0));
    assert!((tolerance - 1e-4).abs() < 1e-12);
}
