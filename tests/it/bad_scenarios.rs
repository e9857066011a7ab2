//! Each rejected file yields exactly these messages: place, fault, and what would be right.

use zopa::scenario::{self, Assignment};

/// A legal mediation, which every case below breaks in one place.
const BASE: &str = r#"format = 1
title = "Talks"

[clock]
rounds = 10

[[package]]
id = "land"

[[package]]
id = "money"

[[issue]]
id = "border"
package = "land"
options = [{ id = "north" }, { id = "south" }, { id = "west" }]

[[issue]]
id = "aid"
package = "money"
options = [{ id = "none" }, { id = "some" }]

[[party]]
id = "union"
role = "principal"
reservation = 0.4
utility.border = { weight = 0.7, scores = [1, 0.5, 0] }
utility.aid = { weight = 0.3, scores = [0, 1] }

[[party]]
id = "crown"
role = "principal"
reservation = 0.3
utility.border = { weight = 0.6, scores = [0, 0.5, 1] }
utility.aid = { weight = 0.4, scores = [1, 0] }

[[party]]
id = "envoy"
role = "mediator"

[[plan]]
id = "draft"
options = { border = "north", aid = "some" }

[[driver]]
id = "front"
process.random-walk = { sd = 0.1 }

[[leverage]]
id = "embargo"
actor = "envoy"
effects = [{ party = "union", reservation = -0.1 }]
use = "always"

[protocol.shuttle]
mediator = "envoy"
"#;

/// A legal bargaining, for what a mediator does not show.
const OFFERS: &str = r#"format = 1
title = "Sale"

[clock]
rounds = 10

[[issue]]
id = "price"
options = [{ id = "low" }, { id = "high" }]

[[party]]
id = "buyer"
role = "principal"
reservation = 0.1
utility.price = { weight = 1, scores = [1, 0] }

[[party]]
id = "seller"
role = "principal"
reservation = 0.1
utility.price = { weight = 1, scores = [0, 1] }

[protocol.alternating-offers]
"#;

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the base has no {from}");
        text.replacen(from, to, 1)
    })
}

fn assigned(text: &str) -> Assignment {
    let (path, value) = text
        .split_once('=')
        .expect("tests write assignments with `=`");
    Assignment {
        path: path.to_owned(),
        value: value.to_owned(),
    }
}

fn messages(text: &str, assignments: &[&str]) -> String {
    let assignments: Vec<Assignment> = assignments.iter().map(|text| assigned(text)).collect();
    match scenario::parse("talks.toml", text, &assignments) {
        Ok(_) => "accepted".to_owned(),
        Err(problems) => problems.to_string(),
    }
}

/// A file that is refused with these words, and an assignment likewise.
macro_rules! refused {
    ($name:ident, $base:expr, [$($from:expr => $to:expr),+], $expected:expr) => {
        #[test]
        fn $name() {
            let text = edited($base, &[$(($from, $to)),+]);
            assert_eq!(messages(&text, &[]), $expected);
        }
    };
    ($name:ident, $base:expr, set $assignment:expr, $expected:expr) => {
        #[test]
        fn $name() {
            assert_eq!(messages($base, &[$assignment]), $expected);
        }
    };
}

#[test]
fn the_bases_are_legal() {
    assert_eq!(messages(BASE, &[]), "accepted");
    assert_eq!(messages(OFFERS, &[]), "accepted");
}

refused! {
    a_misspelt_key, BASE, ["reservation = 0.4" => "reservaton = 0.4"],
    r"talks.toml:26:1: `party.union.reservaton`: a party has no key `reservaton`
   |
26 | reservaton = 0.4
   | ^^^^^^^^^^
   = did you mean `reservation`?"
}

refused! {
    an_unknown_key_far_from_any, BASE, ["[protocol.shuttle]" => r"[protocol.shuttle]
xyzzy = 1"],
    r"talks.toml:56:1: `protocol.shuttle.xyzzy`: a shuttle has no key `xyzzy`
   |
56 | xyzzy = 1
   | ^^^^^
   = its keys are `mediator`, `visits`, `opening`, `kappa`, `edits`, `explore`, `belief-draws`, `likelihood-lambda`, `forgetting`, `red-line-penalty`, `roles`, `noise` and 5 more"
}

refused! {
    a_misspelt_table, BASE, ["[clock]" => "[clok]"],
    r"talks.toml:4:2: `clok`: a scenario has no key `clok`
  |
4 | [clok]
  |  ^^^^
  = did you mean `clock`?"
}

refused! {
    a_missing_title, OFFERS, [r#"title = "Sale"
"# => ""],
    r"talks.toml:1:1: `title`: a scenario needs `title`
  = add `title`: text"
}

refused! {
    a_missing_clock, OFFERS, [r"[clock]
rounds = 10
" => ""],
    r"talks.toml:1:1: `clock`: a scenario needs `clock`
  = add `clock`: a table"
}

refused! {
    a_clock_without_rounds, OFFERS, ["rounds = 10" => "breakdown = 0.1"],
    r"talks.toml:4:1: `clock.rounds`: the clock needs `rounds`
  |
4 | [clock]
  | ^^^^^^^
  = add `rounds`: a whole number"
}

refused! {
    a_missing_role, OFFERS, [r#"id = "buyer"
role = "principal""# => r#"id = "buyer""#],
    r"talks.toml:11:1: `party.buyer.role`: a party needs `role`
   |
11 | [[party]]
   | ^^^^^^^^^
   = add `role`: one of `principal`, `mediator` and `observer`"
}

refused! {
    an_unknown_role, BASE, [r#"role = "mediator""# => r#"role = "mediatr""#],
    r#"talks.toml:39:8: `party.envoy.role`: `mediatr` is none of the words allowed here
   |
39 | role = "mediatr"
   |        ^^^^^^^^^
   = did you mean `mediator`?"#
}

refused! {
    an_unknown_format, OFFERS, ["format = 1" => "format = 2"],
    r"talks.toml:1:10: `format`: this version reads format 1, got 2
  |
1 | format = 2
  |          ^"
}

refused! {
    text_where_a_number_belongs, BASE, ["reservation = 0.4" => r#"reservation = "high""#],
    r#"talks.toml:26:15: `party.union.reservation`: expected a number or a distribution, got the text `high`
   |
26 | reservation = "high"
   |               ^^^^^^"#
}

refused! {
    a_number_where_text_belongs, OFFERS, [r#"title = "Sale""# => "title = 3"],
    r#"talks.toml:2:9: `title`: expected text, got the number 3
  |
2 | title = 3
  |         ^
  = write `"3"`"#
}

refused! {
    a_date_where_text_belongs, OFFERS, [r#"title = "Sale""# => "title = 2025-12-01"],
    r#"talks.toml:2:9: `title`: expected text, got the date 2025-12-01
  |
2 | title = 2025-12-01
  |         ^^^^^^^^^^
  = write `"2025-12-01"`"#
}

refused! {
    a_number_where_a_table_belongs, OFFERS, [r"[clock]
rounds = 10" => "clock = 10"],
    r"talks.toml:4:9: `clock`: expected a table, got the number 10
  |
4 | clock = 10
  |         ^^"
}

refused! {
    a_table_where_a_list_belongs, OFFERS, ["[[issue]]" => "[issue]"],
    r"talks.toml:7:1: `issue`: there can be several of these, each under a header in double brackets
  |
7 | [issue]
  | ^^^^^^^
  = write `[[issue]]`"
}

refused! {
    text_where_truth_belongs, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy.floor = "no""#],
    r#"talks.toml:16:18: `party.buyer.strategy.floor`: expected `true` or `false`, got the text `no`
   |
16 | strategy.floor = "no"
   |                  ^^^^
   = write `false`"#
}

refused! {
    an_empty_text, OFFERS, [r#"title = "Sale""# => r#"title = " ""#],
    r#"talks.toml:2:9: `title`: this text is empty
  |
2 | title = " "
  |         ^^^
  = write it or leave the key out"#
}

refused! {
    an_unknown_variant, BASE, [r#"use = "always""# => r#"use = "alwys""#],
    r#"talks.toml:53:7: `leverage.embargo.use`: `alwys` is not a rule of use
   |
53 | use = "alwys"
   |       ^^^^^^^
   = did you mean `always`?"#
}

refused! {
    an_unknown_variant_as_a_table, BASE, ["[protocol.shuttle]" => "[protocol.shutle]"],
    r"talks.toml:55:11: `protocol.shutle`: `shutle` is not a protocol
   |
55 | [protocol.shutle]
   |           ^^^^^^
   = did you mean `shuttle`?"
}

refused! {
    no_variant, BASE, [r#"use = "always""# => "use = {}"],
    r"talks.toml:53:7: `leverage.embargo.use`: choose a rule of use
   |
53 | use = {}
   |       ^^
   = choose one of `never`, `threat`, `always`, `from-round`, `rounds`, `after-refusals`, `when-stuck`, `once-accepts`, `upon-signature`, `once-refuses` and `with-probability`"
}

refused! {
    two_variants, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
[protocol.single-text]
mediator = "envoy""#],
    r"talks.toml:57:11: `protocol.single-text`: only one can be chosen, got `shuttle` and `single-text`
   |
57 | [protocol.single-text]
   |           ^^^^^^^^^^^
   = keep one of them"
}

refused! {
    a_variant_without_its_settings, BASE, [r#"use = "always""# => r#"use = "when-stuck""#],
    r#"talks.toml:53:7: `leverage.embargo.use`: `when-stuck` needs settings
   |
53 | use = "when-stuck"
   |       ^^^^^^^^^^^^
   = write it as a table with its settings"#
}

refused! {
    a_protocol_left_out, OFFERS, [r"[protocol.alternating-offers]
" => ""],
    r"talks.toml:1:1: `protocol`: a scenario needs `protocol`
  = add `protocol`: a table that names a protocol"
}

refused! {
    broken_toml, OFFERS, ["rounds = 10" => "rounds = "],
    r"talks.toml:5:9: `rounds` has no value
  |
5 | rounds = 
  |         ^
  = write `=` and a value, or leave the key out"
}

refused! {
    two_syntax_errors, OFFERS, [r#"title = "Sale""# => r#"title = "Sale"#, "rounds = 10" => "rounds = 1 0"],
    r#"talks.toml:2:9: this text has no closing quotation mark
  |
2 | title = "Sale
  |         ^^^^^
  = put the mark where the text ends

talks.toml:5:10: text stands in quotation marks
  |
5 | rounds = 1 0
  |          ^^^
  = write `"1 0"`"#
}

refused! {
    a_key_written_twice, OFFERS, ["rounds = 10" => r"rounds = 10
rounds = 11"],
    r"talks.toml:6:1: `rounds` is written twice
  |
6 | rounds = 11
  | ^^^^^^
  = keep one of them"
}

refused! {
    a_table_written_twice, OFFERS, ["[[issue]]" => r"[clock]
rounds = 3
[[issue]]"],
    r"talks.toml:7:2: `clock` is written twice
  |
7 | [clock]
  |  ^^^^^
  = keep one of them"
}

refused! {
    nesting_beyond_any_use, OFFERS, [r#"title = "Sale""# => "title = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"],
    r"talks.toml:2:9: `title`: expected text, got a list
  |
2 | title = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

talks.toml:2:49: `title.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0`: tables and lists are nested more than 40 deep
  |
2 | title = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…
  |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
}

refused! {
    a_utility_beyond_its_range, BASE, ["reservation = 0.4" => "reservation = 1.4"],
    r"talks.toml:26:15: `party.union.reservation`: a utility lies between 0 and 1, got 1.4
   |
26 | reservation = 1.4
   |               ^^^"
}

refused! {
    a_bound_beyond_its_range, BASE, ["reservation = 0.4" => "reservation = { uniform = [0.5, 1.5] }"],
    r"talks.toml:26:27: `party.union.reservation.uniform`: a utility lies between 0 and 1, got 1.5
   |
26 | reservation = { uniform = [0.5, 1.5] }
   |                           ^^^^^^^^^^"
}

refused! {
    a_negative_cost, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
round-cost = -0.1"],
    r"talks.toml:29:14: `party.union.round-cost`: a cost is not negative, got -0.1
   |
29 | round-cost = -0.1
   |              ^^^^"
}

refused! {
    a_half_life_of_zero, BASE, [r#"use = "always""# => r#"half-life = 0
use = "always""#],
    r"talks.toml:53:13: `leverage.embargo.half-life`: a half-life is greater than 0, got 0
   |
53 | half-life = 0
   |             ^"
}

refused! {
    a_number_that_is_none, BASE, ["reservation = 0.4" => "reservation = nan"],
    r"talks.toml:26:15: `party.union.reservation`: a number must be finite, got NaN
   |
26 | reservation = nan
   |               ^^^"
}

refused! {
    an_infinite_number, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
round-cost = inf"],
    r"talks.toml:29:14: `party.union.round-cost`: a number must be finite, got inf
   |
29 | round-cost = inf
   |              ^^^"
}

refused! {
    a_number_too_large, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
round-cost = 1e300"],
    r"talks.toml:29:14: `party.union.round-cost`: numbers beyond 1e15 are not allowed, got 1e300
   |
29 | round-cost = 1e300
   |              ^^^^^"
}

refused! {
    an_integer_too_large, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
round-cost = 170141183460469231731687303715884105728"],
    r"talks.toml:29:14: `party.union.round-cost`: numbers beyond 1e15 are not allowed, got 1.7014118346046923e38
   |
29 | round-cost = 170141183460469231731687303715884105728
   |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
}

refused! {
    a_whole_number_with_a_point, OFFERS, ["rounds = 10" => "rounds = 10.5"],
    r"talks.toml:5:10: `clock.rounds`: expected a whole number, got the number 10.5
  |
5 | rounds = 10.5
  |          ^^^^"
}

refused! {
    too_many_rounds, OFFERS, ["rounds = 10" => "rounds = 10001"],
    r"talks.toml:5:10: `clock.rounds`: the number of rounds lies between 1 and 10000, got 10001
  |
5 | rounds = 10001
  |          ^^^^^"
}

refused! {
    no_rounds, OFFERS, ["rounds = 10" => "rounds = 0"],
    r"talks.toml:5:10: `clock.rounds`: the number of rounds lies between 1 and 10000, got 0
  |
5 | rounds = 0
  |          ^"
}

refused! {
    a_number_without_value, BASE, ["reservation = 0.4" => r#"reservation = { source = "a poll" }"#],
    r#"talks.toml:26:15: `party.union.reservation`: this number has no value
   |
26 | reservation = { source = "a poll" }
   |               ^^^^^^^^^^^^^^^^^^^^^
   = write a number, or one of `value`, `uniform`, `normal`, `triangular`, `pert`, `beta`"#
}

refused! {
    a_number_given_twice, BASE, ["reservation = 0.4" => "reservation = { value = 0.4, beta = [1, 2] }"],
    r"talks.toml:26:15: `party.union.reservation`: a number is given in one way, got `value` and `beta`
   |
26 | reservation = { value = 0.4, beta = [1, 2] }
   |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = keep one of them"
}

refused! {
    a_misspelt_distribution, BASE, ["reservation = 0.4" => "reservation = { unifrom = [0.4, 0.5] }"],
    r"talks.toml:26:17: `party.union.reservation.unifrom`: a number has no key `unifrom`
   |
26 | reservation = { unifrom = [0.4, 0.5] }
   |                 ^^^^^^^
   = did you mean `uniform`?"
}

refused! {
    a_distribution_where_none_is_drawn, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
score-sd = { uniform = [0, 0.1] }"],
    r"talks.toml:29:24: `party.union.score-sd.uniform`: this number cannot be drawn, got the distribution `uniform`
   |
29 | score-sd = { uniform = [0, 0.1] }
   |                        ^^^^^^^^
   = write a number, or `{ value = … }`"
}

refused! {
    a_distribution_with_a_parameter_too_few, BASE, ["reservation = 0.4" => "reservation = { triangular = [0.4, 0.5] }"],
    r"talks.toml:26:30: `party.union.reservation.triangular`: `triangular` takes the least value, the most likely, the greatest, got 2 numbers
   |
26 | reservation = { triangular = [0.4, 0.5] }
   |                              ^^^^^^^^^^"
}

refused! {
    a_range_that_does_not_hold_its_value, BASE, ["reservation = 0.4" => r"reservation = { value = 0.4, range = [0.5, 0.6] }"],
    r"talks.toml:26:38: `party.union.reservation.range`: the range from 0.5 to 0.6 does not hold the value itself, 0.4
   |
26 | reservation = { value = 0.4, range = [0.5, 0.6] }
   |                                      ^^^^^^^^^^
   = widen the range; that of a distribution holds its mean"
}

refused! {
    a_range_of_one_value, BASE, ["reservation = 0.4" => r"reservation = { value = 0.4, range = [0.4, 0.4] }"],
    r"talks.toml:26:38: `party.union.reservation.range`: the ends of the range are both 0.4
   |
26 | reservation = { value = 0.4, range = [0.4, 0.4] }
   |                                      ^^^^^^^^^^
   = a single value needs no range; a factor lists it under `levels`"
}

refused! {
    a_centre_of_a_known_value, BASE, ["reservation = 0.4" => r"reservation = { value = 0.4, centre = 0.5 }"],
    r"talks.toml:26:30: `party.union.reservation.centre`: only a distribution has a `centre` to be moved
   |
26 | reservation = { value = 0.4, centre = 0.5 }
   |                              ^^^^^^
   = leave it out, and move the value"
}

refused! {
    a_distribution_without_a_list, BASE, ["reservation = 0.4" => "reservation = { uniform = 0.4 }"],
    r"talks.toml:26:27: `party.union.reservation.uniform`: expected a list of 2 numbers, got the number 0.4
   |
26 | reservation = { uniform = 0.4 }
   |                           ^^^"
}

refused! {
    a_least_value_above_the_greatest, BASE, ["reservation = 0.4" => "reservation = { uniform = [0.5, 0.4] }"],
    r"talks.toml:26:27: `party.union.reservation.uniform`: the least value 0.5 exceeds the greatest 0.4
   |
26 | reservation = { uniform = [0.5, 0.4] }
   |                           ^^^^^^^^^^
   = write the least value first"
}

refused! {
    a_mode_outside_its_bounds, BASE, ["reservation = 0.4" => "reservation = { pert = [0.4, 0.3, 0.6] }"],
    r"talks.toml:26:24: `party.union.reservation.pert`: the most likely value 0.3 does not lie between 0.4 and 0.6
   |
26 | reservation = { pert = [0.4, 0.3, 0.6] }
   |                        ^^^^^^^^^^^^^^^
   = write the least, the most likely and the greatest value, in this order"
}

refused! {
    a_negative_deviation, BASE, ["reservation = 0.4" => "reservation = { normal = [0.4, -0.1] }"],
    r"talks.toml:26:26: `party.union.reservation.normal`: a standard deviation is not negative, got -0.1
   |
26 | reservation = { normal = [0.4, -0.1] }
   |                          ^^^^^^^^^^^"
}

refused! {
    a_beta_shape_of_zero, BASE, ["reservation = 0.4" => "reservation = { beta = [0, 1] }"],
    r"talks.toml:26:24: `party.union.reservation.beta`: a shape of a beta distribution lies between 0.001 and 1000000, got 0
   |
26 | reservation = { beta = [0, 1] }
   |                        ^^^^^^"
}

refused! {
    an_id_with_a_space, BASE, [r#"id = "front""# => r#"id = "the front""#],
    r#"talks.toml:46:6: `driver."the front".id`: `the front` cannot be an id
   |
46 | id = "the front"
   |      ^^^^^^^^^^^
   = an id has at most 100 of the letters a to z and A to Z, digits, `-` and `_`; readers see its `title`"#
}

refused! {
    an_id_that_is_also_a_key, OFFERS, [r#"id = "price""# => r#"id = "source""#, "utility.price" => "utility.source"],
    r#"talks.toml:8:6: `issue.source.id`: `source` cannot be an id here, since it is also a key
  |
8 | id = "source"
  |      ^^^^^^^^
  = choose another id

talks.toml:15:1: `party.buyer.utility`: utility needs every issue, `source` is missing
   |
15 | utility.source = { weight = 1, scores = [1, 0] }
   | ^^^^^^^

talks.toml:15:18: `party.buyer.utility.source`: expected text, got a table
   |
15 | utility.source = { weight = 1, scores = [1, 0] }
   |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

talks.toml:21:1: `party.seller.utility`: utility needs every issue, `source` is missing
   |
21 | utility.price = { weight = 1, scores = [0, 1] }
   | ^^^^^^^

talks.toml:21:9: `party.seller.utility.price`: there is no issue `price`
   |
21 | utility.price = { weight = 1, scores = [0, 1] }
   |         ^^^^^
   = there is only `source`"#
}

refused! {
    two_parties_with_one_id, BASE, [r#"id = "crown""# => r#"id = "union""#],
    r#"talks.toml:31:6: `party.union.id`: there are two parties `union`
   |
31 | id = "union"
   |      ^^^^^^^
   = choose another id"#
}

refused! {
    two_options_with_one_id, OFFERS, [r#"{ id = "high" }"# => r#"{ id = "low" }"#],
    r#"talks.toml:9:35: `issue.price.options.low.id`: there are two options `low`
  |
9 | options = [{ id = "low" }, { id = "low" }]
  |                                   ^^^^^
  = choose another id"#
}

refused! {
    two_levers_with_one_id, BASE, ["[protocol.shuttle]" => r#"[[leverage]]
id = "embargo"
actor = "envoy"
effects = [{ driver = "front", shift = 1 }]
use = "never"

[protocol.shuttle]"#],
    r#"talks.toml:56:6: `leverage.embargo.id`: there are two levers `embargo`
   |
56 | id = "embargo"
   |      ^^^^^^^^^
   = choose another id"#
}

refused! {
    a_misspelt_party, BASE, [r#"mediator = "envoy""# => r#"mediator = "envy""#],
    r#"talks.toml:56:12: `protocol.shuttle.mediator`: there is no party `envy`
   |
56 | mediator = "envy"
   |            ^^^^^^
   = did you mean `envoy`?"#
}

refused! {
    a_misspelt_issue_in_a_utility, BASE, ["utility.border = { weight = 0.7" => "utility.boarder = { weight = 0.7"],
    r"talks.toml:27:9: `party.union.utility.boarder`: there is no issue `boarder`
   |
27 | utility.boarder = { weight = 0.7, scores = [1, 0.5, 0] }
   |         ^^^^^^^
   = did you mean `border`?"
}

refused! {
    a_misspelt_option_in_a_plan, BASE, [r#"border = "north""# => r#"border = "norht""#],
    r#"talks.toml:43:22: `plan.draft.options.border`: there is no option `norht`
   |
43 | options = { border = "norht", aid = "some" }
   |                      ^^^^^^^
   = did you mean `north`?"#
}

refused! {
    a_driver_that_is_not_declared, OFFERS, ["[1, 0] }" => r"[1, 0] }
loads = { oil = 0.1 }"],
    r"talks.toml:16:11: `party.buyer.loads.oil`: there is no driver `oil`
   |
16 | loads = { oil = 0.1 }
   |           ^^^
   = declare a driver `oil`"
}

refused! {
    a_party_named_twice, OFFERS, ["[protocol.alternating-offers]" => r#"[protocol.alternating-offers]
order = ["buyer", "seller", "buyer"]"#],
    r#"talks.toml:24:29: `protocol.alternating-offers.order.2`: the party `buyer` is named twice
   |
24 | order = ["buyer", "seller", "buyer"]
   |                             ^^^^^^^
   = name it once"#
}

refused! {
    two_types_with_one_id, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
[[party.type]]
id = "hard"
probability = 0.5
[[party.type]]
id = "hard"
probability = 0.5"#],
    r#"talks.toml:33:6: `party.union.type.hard.id`: there are two types `hard`
   |
33 | id = "hard"
   |      ^^^^^^
   = choose another id"#
}

refused! {
    the_second_text_of_an_order, OFFERS, ["[protocol.alternating-offers]" => r#"[protocol.alternating-offers]
order = ["buyer", 2]"#],
    r#"talks.toml:24:19: `protocol.alternating-offers.order.1`: expected the id of a party, got the number 2
   |
24 | order = ["buyer", 2]
   |                   ^
   = write `"2"`"#
}

refused! {
    an_issue_without_package, BASE, [r#"package = "money"
"# => ""],
    r"talks.toml:10:1: `package.money`: no issue belongs to the package `money`
   |
10 | [[package]]
   | ^^^^^^^^^^^
   = give an issue this package, or leave the package out

talks.toml:18:1: `issue.aid.package`: the issue `aid` needs `package`
   |
18 | [[issue]]
   | ^^^^^^^^^
   = add `package`: packages are declared, so every issue belongs to one"
}

refused! {
    a_package_without_issues, BASE, [r#"package = "money""# => r#"package = "land""#],
    r"talks.toml:10:1: `package.money`: no issue belongs to the package `money`
   |
10 | [[package]]
   | ^^^^^^^^^^^
   = give an issue this package, or leave the package out"
}

refused! {
    a_package_that_is_not_declared, OFFERS, [r#"id = "price""# => r#"id = "price"
package = "money""#],
    r#"talks.toml:9:11: `issue.price.package`: there is no package `money`
  |
9 | package = "money"
  |           ^^^^^^^
  = declare a package `money`"#
}

refused! {
    an_issue_without_options, OFFERS, [r#"options = [{ id = "low" }, { id = "high" }]"# => "options = []", "scores = [1, 0]" => "scores = []", "scores = [0, 1]" => "scores = []"],
    r"talks.toml:9:11: `issue.price.options`: this list is empty
  |
9 | options = []
  |           ^^
  = add at least one option"
}

refused! {
    a_single_party, OFFERS, [r#"[[party]]
id = "seller"
role = "principal"
reservation = 0.1
utility.price = { weight = 1, scores = [0, 1] }
"# => ""],
    r"talks.toml:11:1: `party`: a negotiation needs at least two parties, got 1
   |
11 | [[party]]
   | ^^^^^^^^^"
}

refused! {
    a_plan_that_leaves_an_issue_open, BASE, [r#", aid = "some" }"# => " }"],
    r#"talks.toml:43:11: `plan.draft.options`: a plan settles every issue, `aid` is missing
   |
43 | options = { border = "north" }
   |           ^^^^^^^^^^^^^^^^^^^^"#
}

refused! {
    barriers_that_cross, BASE, ["process.random-walk" => r"lower = 2
upper = 1
process.random-walk"],
    r"talks.toml:48:9: `driver.front.upper`: `lower` lies below `upper`, got 2 and 1
   |
48 | upper = 1
   |         ^"
}

refused! {
    a_principal_without_reservation, OFFERS, [r"reservation = 0.1
utility.price = { weight = 1, scores = [1, 0] }" => "utility.price = { weight = 1, scores = [1, 0] }"],
    r"talks.toml:11:1: `party.buyer.reservation`: a principal needs `reservation`
   |
11 | [[party]]
   | ^^^^^^^^^
   = add `reservation`: a number or a distribution"
}

refused! {
    a_principal_without_utility, OFFERS, [r"utility.price = { weight = 1, scores = [1, 0] }
" => ""],
    r"talks.toml:11:1: `party.buyer.utility`: `buyer` needs a utility, since it is a principal
   |
11 | [[party]]
   | ^^^^^^^^^
   = add `utility` with a weight and scores for every issue"
}

refused! {
    a_mediator_with_consent_but_no_utility, BASE, [r#"title = "Talks""# => r#"title = "Talks"
consent.all = ["union", "crown", "envoy"]"#],
    r"talks.toml:38:1: `party.envoy.utility`: `envoy` needs a utility, since its consent is needed
   |
38 | [[party]]
   | ^^^^^^^^^
   = add `utility` with a weight and scores for every issue"
}

refused! {
    a_utility_that_leaves_an_issue_out, BASE, [r"utility.aid = { weight = 0.3, scores = [0, 1] }
" => ""],
    r"talks.toml:27:1: `party.union.utility`: utility needs every issue, `aid` is missing
   |
27 | utility.border = { weight = 0.7, scores = [1, 0.5, 0] }
   | ^^^^^^^"
}

refused! {
    a_score_too_many, OFFERS, ["scores = [1, 0]" => "scores = [1, 0.5, 0]"],
    r"talks.toml:15:40: `party.buyer.utility.price.scores`: `price` has 2 options, got 3 scores
   |
15 | utility.price = { weight = 1, scores = [1, 0.5, 0] }
   |                                        ^^^^^^^^^^^"
}

refused! {
    weights_of_zero, OFFERS, ["weight = 1, scores = [1, 0]" => "weight = 0, scores = [1, 0]"],
    r"talks.toml:15:1: `party.buyer.utility`: all weights are 0
   |
15 | utility.price = { weight = 0, scores = [1, 0] }
   | ^^^^^^^
   = give at least one issue a weight above 0"
}

refused! {
    type_probabilities_that_do_not_sum_to_one, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
[[party.type]]
id = "hard"
probability = 0.5
[[party.type]]
id = "soft"
probability = 0.4"#],
    r"talks.toml:29:9: `party.union.type`: the probabilities of the types of `union` sum to 1, got 0.9
   |
29 | [[party.type]]
   |         ^^^^"
}

refused! {
    a_type_without_probability, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
[[party.type]]
id = "hard""#],
    r"talks.toml:29:1: `party.union.type.hard.probability`: a type needs `probability`
   |
29 | [[party.type]]
   | ^^^^^^^^^^^^^^
   = add `probability`: a number or a distribution"
}

refused! {
    a_type_that_adds_half_an_issue, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"[[party.type]]
id = "hard"
probability = 1
utility.aid = { weight = 0.3 }"#],
    r"talks.toml:31:15: `party.union.type.hard.utility.aid.scores`: the utility of an issue the party does not have needs `scores`
   |
31 | utility.aid = { weight = 0.3 }
   |               ^^^^^^^^^^^^^^^^
   = add `scores`: a list"
}

refused! {
    joint_probabilities_that_do_not_sum_to_one, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
[[party.type]]
id = "hard"
probability = 0.5
[[party.type]]
id = "soft"
probability = 0.5"#, "[[plan]]" => r#"[[joint-type]]
probability = 0.5
types = { union = "hard" }

[[plan]]"#],
    r"talks.toml:47:3: `joint-type`: the probabilities of joint types sum to 1, got 0.5
   |
47 | [[joint-type]]
   |   ^^^^^^^^^^"
}

refused! {
    joint_rows_about_different_parties, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
[[party.type]]
id = "hard"
probability = 0.5
[[party.type]]
id = "soft"
probability = 0.5"#, "utility.aid = { weight = 0.4, scores = [1, 0] }" => r#"utility.aid = { weight = 0.4, scores = [1, 0] }
[[party.type]]
id = "hard"
probability = 0.5
[[party.type]]
id = "soft"
probability = 0.5"#, "[[plan]]" => r#"[[joint-type]]
probability = 0.5
types = { union = "hard", crown = "hard" }
[[joint-type]]
probability = 0.5
types = { union = "soft" }

[[plan]]"#],
    r"talks.toml:56:1: `joint-type.1`: every row of joint types names the same parties: expected `crown` and `union`, got `union`
   |
56 | [[joint-type]]
   | ^^^^^^^^^^^^^^"
}

refused! {
    a_misspelt_type, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
[[party.type]]
id = "hard"
probability = 0.5
[[party.type]]
id = "soft"
probability = 0.5"#, "[[plan]]" => r#"[[joint-type]]
probability = 1
types = { union = "herd" }

[[plan]]"#],
    r#"talks.toml:49:19: `joint-type.0.types.union`: there is no type `herd`
   |
49 | types = { union = "herd" }
   |                   ^^^^^^
   = did you mean `hard`?"#
}

refused! {
    an_empty_red_line, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
never = [{}]"],
    r"talks.toml:29:10: `party.union.never.0`: an empty pattern matches every deal
   |
29 | never = [{}]
   |          ^^
   = name an issue and its options"
}

refused! {
    a_red_line_without_options, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
never = [{ aid = [] }]"],
    r"talks.toml:29:18: `party.union.never.0.aid`: this list is empty
   |
29 | never = [{ aid = [] }]
   |                  ^^
   = name at least one option"
}

refused! {
    a_red_line_that_forbids_everything, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
never = [{ aid = ["none", "some"] }]"#],
    r#"talks.toml:29:10: `party.union.never.0`: this names every option of every issue in it, so it forbids everything
   |
29 | never = [{ aid = ["none", "some"] }]
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^
   = leave out the options that are allowed"#
}

refused! {
    red_lines_that_leave_nothing, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
never = [{ aid = "none" }, { aid = "some", border = ["north", "south"] }, { aid = "some", border = "west" }]"#],
    r#"talks.toml:29:9: `party.union.never`: the red lines of `union` leave no allowed combination of `border` and `aid`
   |
29 | never = [{ aid = "none" }, { aid = "some", border = ["north", "south"] }, { aid = "some", border = "west" }]
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = allow at least one combination"#
}

refused! {
    red_lines_of_a_type_that_leave_nothing, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
never = [{ aid = "none" }]
[[party.type]]
id = "hard"
probability = 1
never = [{ aid = "none" }, { aid = "some" }]"#],
    r#"talks.toml:33:9: `party.union.type.hard.never`: the red lines of `union.hard` leave no allowed combination of `aid`
   |
33 | never = [{ aid = "none" }, { aid = "some" }]
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = allow at least one combination"#
}

refused! {
    a_breach_of_four_issues, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
breach = { loss = 0.1, issues = ["aid", "border", "aid", "border"], probability = 0.1 }"#],
    r#"talks.toml:29:33: `party.union.breach.issues`: a breach depends on at most 3 issues, got 4
   |
29 | breach = { loss = 0.1, issues = ["aid", "border", "aid", "border"], probability = 0.1 }
   |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#
}

refused! {
    a_breach_issue_named_twice, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
breach = { loss = 0.1, issues = ["aid", "aid"], probability = 0.1 }"#],
    r#"talks.toml:29:41: `party.union.breach.issues.1`: the issue `aid` is named twice
   |
29 | breach = { loss = 0.1, issues = ["aid", "aid"], probability = 0.1 }
   |                                         ^^^^^
   = name it once"#
}

refused! {
    a_breach_table_too_short, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
breach = { loss = 0.1, issues = ["border"], probability = [0.1, 0.2] }"#],
    r#"talks.toml:29:59: `party.union.breach.probability`: expected a list of 3, one for each option of `border`, got a list of 2
   |
29 | breach = { loss = 0.1, issues = ["border"], probability = [0.1, 0.2] }
   |                                                           ^^^^^^^^^^"#
}

refused! {
    a_breach_table_too_flat, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
breach = { loss = 0.1, issues = ["aid", "border"], probability = [0.1, 0.2] }"#],
    r#"talks.toml:29:67: `party.union.breach.probability.0`: expected a list by the options of `border`, got a number
   |
29 | breach = { loss = 0.1, issues = ["aid", "border"], probability = [0.1, 0.2] }
   |                                                                   ^^^

talks.toml:29:72: `party.union.breach.probability.1`: expected a list by the options of `border`, got a number
   |
29 | breach = { loss = 0.1, issues = ["aid", "border"], probability = [0.1, 0.2] }
   |                                                                        ^^^"#
}

refused! {
    a_breach_table_too_deep, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
breach = { loss = 0.1, issues = ["aid"], probability = [0.1, [0.2, 0.3]] }"#],
    r#"talks.toml:29:62: `party.union.breach.probability.1`: expected a number: `issues` names no further issue, got a list
   |
29 | breach = { loss = 0.1, issues = ["aid"], probability = [0.1, [0.2, 0.3]] }
   |                                                              ^^^^^^^^^^"#
}

refused! {
    anticipation_without_a_body, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
anticipate = 0.5"],
    r"talks.toml:29:14: `party.union.anticipate`: `union` anticipates its own body, but no stage with `logit`, `vote` or `threshold` approval names it
   |
29 | anticipate = 0.5
   |              ^^^
   = add a stage with `party`, or leave `anticipate` out"
}

refused! {
    an_empty_any, BASE, [r#"title = "Talks""# => r#"title = "Talks"
consent.any = []"#],
    r"talks.toml:3:15: `consent.any`: this list is empty
  |
3 | consent.any = []
  |               ^^
  = name a party, or write `all = []` if nobody is needed"
}

refused! {
    a_quota_out_of_reach, BASE, [r#"title = "Talks""# => r#"title = "Talks"
consent.quota = { votes = { union = 1, crown = 2 }, needed = 4 }"#],
    r"talks.toml:3:62: `consent.quota.needed`: 4 votes are needed, but there are only 3
  |
3 | consent.quota = { votes = { union = 1, crown = 2 }, needed = 4 }
  |                                                              ^"
}

refused! {
    votes_of_zero, BASE, [r#"title = "Talks""# => r#"title = "Talks"
consent.quota = { votes = { union = 1, crown = 0 }, needed = 1 }"#],
    r"talks.toml:3:48: `consent.quota.votes.crown`: a number of votes is greater than 0, got 0
  |
3 | consent.quota = { votes = { union = 1, crown = 0 }, needed = 1 }
  |                                                ^"
}

refused! {
    a_deal_that_needs_one_party, BASE, [r#"title = "Talks""# => r#"title = "Talks"
consent.any = ["union", "crown"]"#],
    r#"talks.toml:3:15: `consent.any`: a deal needs the consent of at least two parties, but `union` alone could agree to one with itself
  |
3 | consent.any = ["union", "crown"]
  |               ^^^^^^^^^^^^^^^^^^
  = name a second party in the consent rule of one of `border = north` and `aid = none`"#
}

refused! {
    a_deal_that_needs_nobody, OFFERS, [r#"title = "Sale""# => r#"title = "Sale"
consent.all = []"#],
    r"talks.toml:3:15: `consent.all`: a deal needs the consent of at least two parties, but one needs nobody's
  |
3 | consent.all = []
  |               ^^
  = name a second party in the consent rule of one of `price = low`"
}

refused! {
    a_lever_without_actor, BASE, [r#"actor = "envoy"
"# => ""],
    r"talks.toml:49:1: `leverage.embargo.actor`: a lever needs `actor`
   |
49 | [[leverage]]
   | ^^^^^^^^^^^^
   = add `actor`: the id of a party"
}

refused! {
    a_lever_without_effects, BASE, [r#"effects = [{ party = "union", reservation = -0.1 }]"# => "effects = []"],
    r"talks.toml:52:11: `leverage.embargo.effects`: this list is empty
   |
52 | effects = []
   |           ^^
   = say what the lever shifts"
}

refused! {
    an_effect_without_target, BASE, [r#"{ party = "union", reservation = -0.1 }"# => "{ reservation = -0.1 }"],
    r"talks.toml:52:12: `leverage.embargo.effects.0`: an effect names a party, a stage, a driver, the channel or the clock, got none
   |
52 | effects = [{ reservation = -0.1 }]
   |            ^^^^^^^^^^^^^^^^^^^^^^"
}

refused! {
    an_effect_with_two_targets, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ party = "union", driver = "front", shift = 0.1 }"#],
    r#"talks.toml:52:12: `leverage.embargo.effects.0`: an effect names a party, a stage, a driver, the channel or the clock, got `party` and `driver`
   |
52 | effects = [{ party = "union", driver = "front", shift = 0.1 }]
   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#
}

refused! {
    an_effect_that_shifts_nothing, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ party = "union" }"#],
    r#"talks.toml:52:12: `leverage.embargo.effects.0`: this effect shifts nothing of the party
   |
52 | effects = [{ party = "union" }]
   |            ^^^^^^^^^^^^^^^^^^^
   = add `reservation`, `round-cost`, `breach`, `weight`, `score` or `payment`"#
}

refused! {
    an_effect_on_a_driver_without_shift, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ driver = "front" }"#],
    r#"talks.toml:52:12: `leverage.embargo.effects.0.shift`: this effect needs `shift`
   |
52 | effects = [{ driver = "front" }]
   |            ^^^^^^^^^^^^^^^^^^^^
   = add `shift`: a number or a distribution"#
}

refused! {
    an_effect_with_a_key_of_another_target, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ driver = "front", shift = 1, reservation = 0.1 }"#],
    r#"talks.toml:52:12: `leverage.embargo.effects.0.reservation`: `reservation` cannot be used with `driver`
   |
52 | effects = [{ driver = "front", shift = 1, reservation = 0.1 }]
   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#
}

refused! {
    an_effect_on_a_channel_that_is_not_there, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ channel = "noise", shift = 0.1 }"#, "[protocol.shuttle]" => "[protocol.single-text]"],
    r#"talks.toml:52:24: `leverage.embargo.effects.0.channel`: only `shuttle` has a channel, not `single-text`
   |
52 | effects = [{ channel = "noise", shift = 0.1 }]
   |                        ^^^^^^^"#
}

refused! {
    a_use_that_ends_before_it_begins, BASE, [r#"use = "always""# => "use.rounds = { from = 5, until = 5 }"],
    r"talks.toml:53:34: `leverage.embargo.use.rounds.until`: `until` comes after `from`, got 5 after 5
   |
53 | use.rounds = { from = 5, until = 5 }
   |                                  ^"
}

refused! {
    a_use_that_waits_for_the_mediator, BASE, [r#"use = "always""# => r#"use.after-refusals = { party = "envoy", count = 2 }"#],
    r#"talks.toml:53:32: `leverage.embargo.use.after-refusals.party`: the party of `after-refusals` is a principal, but `envoy` is a mediator
   |
53 | use.after-refusals = { party = "envoy", count = 2 }
   |                                ^^^^^^^"#
}

refused! {
    a_stage_without_utility_and_reservation, BASE, ["[protocol.shuttle]" => r#"[[stage]]
id = "vote"
approval.logit = { lambda = 5 }

[protocol.shuttle]"#],
    r"talks.toml:55:1: `stage.vote.utility`: `vote` needs a utility, since it approves by `logit`
   |
55 | [[stage]]
   | ^^^^^^^^^
   = add `utility` with a weight and scores for every issue, or `party` to decide by that party's utility

talks.toml:55:1: `stage.vote.reservation`: a stage that decides by its utility needs `reservation`
   |
55 | [[stage]]
   | ^^^^^^^^^
   = add `reservation`: a number or a distribution"
}

refused! {
    a_body_of_a_party_without_utility, BASE, ["[protocol.shuttle]" => r#"[[stage]]
id = "vote"
party = "envoy"
reservation = 0.5
score-sd = 0.1
approval.vote = { lambda = 5 }

[protocol.shuttle]"#],
    r#"talks.toml:55:1: `stage.vote.utility`: a stage with spreads of its own needs `utility`
   |
55 | [[stage]]
   | ^^^^^^^^^
   = add `utility`: a table with the ids of issues as keys

talks.toml:57:9: `stage.vote.party`: `envoy` needs a utility, since its body decides by it
   |
57 | party = "envoy"
   |         ^^^^^^^
   = add `utility` with a weight and scores for every issue"#
}

refused! {
    shifts_of_what_a_body_does_not_have, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ stage = "vote", support = 0.1 }, { stage = "board", support = 0.1 }"#, "[protocol.shuttle]" => r#"[[stage]]
id = "vote"
approval.quota = { votes = { union = 1 }, needed = 1 }
loads = { front = 0.1 }

[[stage]]
id = "board"
party = "union"
approval = "threshold"
reservation = 0.4

[protocol.shuttle]"#],
    r#"talks.toml:52:30: `leverage.embargo.effects.0.support`: parties vote in `vote`, so it has neither a reservation value nor support of its own
   |
52 | effects = [{ stage = "vote", support = 0.1 }, { stage = "board", support = 0.1 }]
   |                              ^^^^^^^
   = leave it out, or act on the parties that vote

talks.toml:52:66: `leverage.embargo.effects.1.support`: `support` shifts the share of yes in a `vote` or the probability of a `logit`, but `board` approves by `threshold`
   |
52 | effects = [{ stage = "vote", support = 0.1 }, { stage = "board", support = 0.1 }]
   |                                                                  ^^^^^^^
   = shift its `reservation`

talks.toml:58:1: `stage.vote.loads`: parties vote in `vote`, so it has neither a reservation value nor support of its own
   |
58 | loads = { front = 0.1 }
   | ^^^^^
   = leave it out, or act on the parties that vote"#
}

refused! {
    shifts_that_do_not_fit_their_target, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ stage = "vote" }, { clock = "breakdown", support = 0.1 }, { stage = "vot", support = 0.1 }, { clock = "noise", shift = 1 }"#, "[protocol.shuttle]" => r#"[[stage]]
id = "vote"
party = "union"
approval = "threshold"
reservation = 0.4

[protocol.shuttle]"#],
    r#"talks.toml:52:12: `leverage.embargo.effects.0`: this effect shifts nothing of the stage
   |
52 | effects = [{ stage = "vote" }, { clock = "breakdown", support = 0.1 }, { stage = "vot", support = 0.1 }, { clock = "nois…
   |            ^^^^^^^^^^^^^^^^^^
   = add `reservation` or `support`

talks.toml:52:32: `leverage.embargo.effects.1.support`: `support` cannot be used with `clock`
   |
52 | effects = [{ stage = "vote" }, { clock = "breakdown", support = 0.1 }, { stage = "vot", support = 0.1 }, { clock = "nois…
   |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

talks.toml:52:32: `leverage.embargo.effects.1.shift`: this effect needs `shift`
   |
52 | effects = [{ stage = "vote" }, { clock = "breakdown", support = 0.1 }, { stage = "vot", support = 0.1 }, { clock = "nois…
   |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = add `shift`: a number or a distribution

talks.toml:52:82: `leverage.embargo.effects.2.stage`: there is no stage `vot`
   |
52 | …"vote" }, { clock = "breakdown", support = 0.1 }, { stage = "vot", support = 0.1 }, { clock = "noise", shift = 1 }]
   |                                                              ^^^^^
   = did you mean `vote`?

talks.toml:52:116: `leverage.embargo.effects.3.clock`: `noise` is none of the words allowed here
   |
52 | …upport = 0.1 }, { stage = "vot", support = 0.1 }, { clock = "noise", shift = 1 }]
   |                                                              ^^^^^^^
   = choose one of `breakdown` and `rounds`"#
}

refused! {
    uses_that_wait_for_nobody_at_home, BASE, [r#"use = "always""# => r#"use = "upon-signature"

[[leverage]]
id = "pledge"
actor = "union"
effects = [{ party = "union", reservation = -0.1 }]
use.once-refuses.stage = "vote""#],
    r#"talks.toml:59:26: `leverage.pledge.use.once-refuses.stage`: there is no stage `vote`
   |
59 | use.once-refuses.stage = "vote"
   |                          ^^^^^^
   = declare a stage `vote`"#
}

refused! {
    a_deadline_moved_before_a_rational_party, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy.concession = "rational""#, "[protocol.alternating-offers]" => r#"[[leverage]]
id = "stay"
actor = "buyer"
use = "always"
effects = [{ clock = "rounds", shift = 2 }]

[protocol.alternating-offers]"#],
    r#"talks.toml:28:22: `leverage.stay.effects.0.clock`: `rational` reckons back from the deadline, so no lever can move it
   |
28 | effects = [{ clock = "rounds", shift = 2 }]
   |                      ^^^^^^^^
   = leave it out, or use another concession rule"#
}

refused! {
    payments_without_a_date_and_dates_without_a_payment, BASE, [r#"{ party = "union", reservation = -0.1 }"# => r#"{ party = "union", payment = 0.1 }, { party = "union", reservation = 0.1, on = "agreement" }, { driver = "front", shift = 1, on = "agreement" }"#],
    r#"talks.toml:52:12: `leverage.embargo.effects.0.on`: a payment needs `on`
   |
52 | effects = [{ party = "union", payment = 0.1 }, { party = "union", reservation = 0.1, on = "agreement" }, { driver = "fro…
   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = add `on`: one of `agreement`

talks.toml:52:48: `leverage.embargo.effects.1.payment`: what is due on agreement needs `payment`
   |
52 | effects = [{ party = "union", payment = 0.1 }, { party = "union", reservation = 0.1, on = "agreement" }, { driver = "fro…
   |                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = add `payment`: a number or a distribution

talks.toml:52:106: `leverage.embargo.effects.2.on`: `on` cannot be used with `driver`
   |
52 | …, { party = "union", reservation = 0.1, on = "agreement" }, { driver = "front", shift = 1, on = "agreement" }]
   |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#
}

refused! {
    a_campaign_without_bodies, BASE, [r#"use = "always""# => r#"use = "upon-signature""#],
    r#"talks.toml:53:7: `leverage.embargo.use`: `upon-signature` waits for a deal that a body at home is asked about, but there is no stage
   |
53 | use = "upon-signature"
   |       ^^^^^^^^^^^^^^^^
   = add a `[[stage]]`, or use another rule"#
}

refused! {
    a_voter_without_utility, BASE, ["[protocol.shuttle]" => r#"[[stage]]
id = "vote"
approval.quota = { votes = { envoy = 1 }, needed = 1 }

[protocol.shuttle]"#],
    r"talks.toml:57:30: `stage.vote.approval.quota.votes.envoy`: `envoy` needs a utility, since it votes
   |
57 | approval.quota = { votes = { envoy = 1 }, needed = 1 }
   |                              ^^^^^
   = add `utility` with a weight and scores for every issue"
}

refused! {
    a_stage_that_forbids_everything, BASE, ["[protocol.shuttle]" => r#"[[stage]]
id = "vote"
approval.quota = { votes = { union = 1 }, needed = 1 }
forbid = [{ aid = ["none", "some"] }]

[protocol.shuttle]"#],
    r#"talks.toml:58:11: `stage.vote.forbid.0`: this names every option of every issue in it, so it forbids everything
   |
58 | forbid = [{ aid = ["none", "some"] }]
   |           ^^^^^^^^^^^^^^^^^^^^^^^^^^
   = leave out the options that are allowed"#
}

refused! {
    a_mediator_who_is_a_principal, BASE, [r#"mediator = "envoy""# => r#"mediator = "union""#],
    r#"talks.toml:56:12: `protocol.shuttle.mediator`: the mediator is no principal, but `union` is one
   |
56 | mediator = "union"
   |            ^^^^^^^"#
}

refused! {
    a_visit_to_the_mediator, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
visits = ["union", "envoy"]"#],
    r#"talks.toml:57:10: `protocol.shuttle.visits`: a mediator visits at least two principals, got 1
   |
57 | visits = ["union", "envoy"]
   |          ^^^^^^^^^^^^^^^^^^

talks.toml:57:20: `protocol.shuttle.visits.1`: `envoy` mediates and does not visit itself
   |
57 | visits = ["union", "envoy"]
   |                    ^^^^^^^
   = leave it out"#
}

refused! {
    a_visit_to_a_party_without_a_say, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
visits = ["union", "crown", "press"]

[[party]]
id = "press"
role = "observer""#],
    r#"talks.toml:57:29: `protocol.shuttle.visits.2`: a visited party is a principal, or some option needs its consent, but `press` is an observer and none needs its consent
   |
57 | visits = ["union", "crown", "press"]
   |                             ^^^^^^^
   = leave it out, or name it in `consent`"#
}

refused! {
    a_channel_from_a_party_that_is_not_visited, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
channel.envoy.noise = 0.3"#],
    r"talks.toml:57:9: `protocol.shuttle.channel.envoy`: the mediator does not visit `envoy`, so nothing is heard from it
   |
57 | channel.envoy.noise = 0.3
   |         ^^^^^
   = leave it out, or add the party to `visits`"
}

refused! {
    a_channel_from_nobody, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
channel.unoin = { noise = 1.3, bias = "none", reading-error = -1 }"#],
    r#"talks.toml:57:9: `protocol.shuttle.channel.unoin`: there is no party `unoin`
   |
57 | channel.unoin = { noise = 1.3, bias = "none", reading-error = -1 }
   |         ^^^^^
   = did you mean `union`?

talks.toml:57:27: `protocol.shuttle.channel.unoin.noise`: a probability lies between 0 and 1, got 1.3
   |
57 | channel.unoin = { noise = 1.3, bias = "none", reading-error = -1 }
   |                           ^^^

talks.toml:57:39: `protocol.shuttle.channel.unoin.bias`: expected a number or a distribution, got the text `none`
   |
57 | channel.unoin = { noise = 1.3, bias = "none", reading-error = -1 }
   |                                       ^^^^^^

talks.toml:57:63: `protocol.shuttle.channel.unoin.reading-error`: a standard deviation is not negative, got -1
   |
57 | channel.unoin = { noise = 1.3, bias = "none", reading-error = -1 }
   |                                                               ^^"#
}

refused! {
    a_channel_of_a_single_text, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
channel.union.noise = 0.3"#, "[protocol.shuttle]" => "[protocol.single-text]"],
    r"talks.toml:57:1: `protocol.single-text.channel`: `channel` is a key of a shuttle, not of a single text
   |
57 | channel.union.noise = 0.3
   | ^^^^^^^
   = write it under `[protocol.shuttle]`"
}

refused! {
    a_deadline_away_from_the_table, OFFERS, ["[protocol.alternating-offers]" => r#"[[party]]
id = "press"
role = "observer"
deadline = 4

[protocol.alternating-offers]"#],
    r"talks.toml:26:12: `party.press.deadline`: `press` is not at the table, so that its leaving would not end the talks
   |
26 | deadline = 4
   |            ^
   = leave `deadline` out, or name the party in `consent` or as the mediator"
}

refused! {
    a_single_visit, BASE, [r#"mediator = "envoy""# => r#"mediator = "envoy"
visits = ["union"]"#],
    r#"talks.toml:57:10: `protocol.shuttle.visits`: a mediator visits at least two principals, got 1
   |
57 | visits = ["union"]
   |          ^^^^^^^^^"#
}

refused! {
    a_speaker_who_is_an_observer, OFFERS, ["[protocol.alternating-offers]" => r#"[[party]]
id = "press"
role = "observer"

[protocol.alternating-offers]
order = ["buyer", "press"]"#],
    r#"talks.toml:28:19: `protocol.alternating-offers.order.1`: a speaker is a principal, but `press` is an observer
   |
28 | order = ["buyer", "press"]
   |                   ^^^^^^^"#
}

refused! {
    a_proposer_who_is_no_principal, BASE, [r#"[protocol.shuttle]
mediator = "envoy""# => r#"[protocol.ultimatum]
proposer = "envoy""#],
    r#"talks.toml:56:12: `protocol.ultimatum.proposer`: the proposer is a principal, but `envoy` is a mediator
   |
56 | proposer = "envoy"
   |            ^^^^^^^"#
}

refused! {
    a_parallel_agenda_without_mediator, OFFERS, ["[protocol.alternating-offers]" => r"[protocol.alternating-offers]
[agenda.parallel]"],
    r"talks.toml:24:9: `agenda.parallel`: packages close one by one only under `shuttle` or `single-text`, not `alternating-offers`
   |
24 | [agenda.parallel]
   |         ^^^^^^^^
   = use `single-undertaking`"
}

refused! {
    micro_under_a_mediator, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.concession = "micro""#],
    r#"talks.toml:29:10: `party.union.strategy.concession`: `micro` needs the offers of others, which `shuttle` does not have
   |
29 | strategy.concession = "micro"
   |          ^^^^^^^^^^"#
}

refused! {
    rational_under_a_mediator, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.concession = "rational""#],
    r#"talks.toml:29:10: `party.union.strategy.concession`: `rational` needs the offers of others, which `shuttle` does not have
   |
29 | strategy.concession = "rational"
   |          ^^^^^^^^^^"#
}

refused! {
    rational_before_a_stage, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy.concession = "rational""#, "[protocol.alternating-offers]" => r#"[[stage]]
id = "vote"
approval.quota = { votes = { buyer = 1 }, needed = 1 }

[protocol.alternating-offers]"#],
    r#"talks.toml:16:10: `party.buyer.strategy.concession`: `rational` plays talks that end with signature, so stages cannot be combined with it
   |
16 | strategy.concession = "rational"
   |          ^^^^^^^^^^
   = leave the stages out, or use another rule"#
}

refused! {
    rational_with_logit, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy = { concession = "rational", acceptance.logit = { lambda = 10 } }"#],
    r#"talks.toml:16:50: `party.buyer.strategy.acceptance.logit`: `rational` accepts by what its refusal is worth, so `logit` acceptance cannot be combined with it
   |
16 | strategy = { concession = "rational", acceptance.logit = { lambda = 10 } }
   |                                                  ^^^^^
   = use `next-offer`"#
}

refused! {
    rational_with_a_share_of_its_own, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy = { concession = "rational", acceptance.constant = { share = 1 } }"#],
    r#"talks.toml:16:50: `party.buyer.strategy.acceptance.constant`: `rational` accepts by what its refusal is worth, so `constant` acceptance cannot be combined with it
   |
16 | strategy = { concession = "rational", acceptance.constant = { share = 1 } }
   |                                                  ^^^^^^^^
   = use `next-offer`"#
}

refused! {
    nearest_with_rational, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy = { concession = "rational", choose = "nearest" }"#],
    r#"talks.toml:16:39: `party.buyer.strategy.choose`: `nearest` chooses among the deals that meet a target, but `rational` picks its offers itself
   |
16 | strategy = { concession = "rational", choose = "nearest" }
   |                                       ^^^^^^
   = leave it out"#
}

refused! {
    nearest_under_a_mediator, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.choose = "nearest""#],
    r#"talks.toml:29:10: `party.union.strategy.choose`: `nearest` needs the offers of others, which `shuttle` does not have
   |
29 | strategy.choose = "nearest"
   |          ^^^^^^"#
}

refused! {
    micro_with_logit, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy = { concession = "micro", acceptance.logit = { lambda = 10 } }"#],
    r#"talks.toml:16:47: `party.buyer.strategy.acceptance.logit`: `micro` accepts by rank, so `logit` acceptance cannot be combined with it
   |
16 | strategy = { concession = "micro", acceptance.logit = { lambda = 10 } }
   |                                               ^^^^^
   = use `next-offer`"#
}

refused! {
    zeuthen_under_a_mediator, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.concession.zeuthen = {}"],
    r"talks.toml:29:21: `party.union.strategy.concession.zeuthen`: `zeuthen` needs the offers of others, which `shuttle` does not have
   |
29 | strategy.concession.zeuthen = {}
   |                     ^^^^^^^"
}

refused! {
    bayesian_under_a_mediator, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.concession = "bayesian""#],
    r#"talks.toml:29:10: `party.union.strategy.concession`: `bayesian` needs the offers of others, which `shuttle` does not have
   |
29 | strategy.concession = "bayesian"
   |          ^^^^^^^^^^"#
}

refused! {
    tit_for_tat_that_nobody_carries, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r#"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.concession = "naive-tit-for-tat""#, "[protocol.shuttle]" => "[protocol.shuttle]
roles = { carrying = false }"],
    r#"talks.toml:29:10: `party.union.strategy.concession`: `naive-tit-for-tat` follows the others' wordings, which a mediator without `carrying` keeps to itself
   |
29 | strategy.concession = "naive-tit-for-tat"
   |          ^^^^^^^^^^
   = use `time-dependent`"#
}

refused! {
    nearest_with_a_rule_that_picks_its_offers, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy = { concession = "zeuthen", choose = "nearest" }"#],
    r#"talks.toml:16:38: `party.buyer.strategy.choose`: `nearest` chooses among the deals that meet a target, but `zeuthen` picks its offers itself
   |
16 | strategy = { concession = "zeuthen", choose = "nearest" }
   |                                      ^^^^^^
   = leave it out"#
}

refused! {
    a_reaction_inherited_by_a_type_that_plays_tit_for_tat, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy.react = 0.5
[[party.type]]
id = "even"
probability = 1
strategy.concession = "relative-tit-for-tat""#],
    r"talks.toml:16:18: `party.buyer.strategy.react`: `react` lowers what `time-dependent` concession asks, so it cannot be combined with `relative-tit-for-tat`
   |
16 | strategy.react = 0.5
   |                  ^^^
   = leave it out"
}

refused! {
    acceptance_that_has_no_time_to_fall, BASE, ["utility.aid = { weight = 0.3, scores = [0, 1] }" => r"utility.aid = { weight = 0.3, scores = [0, 1] }
strategy.acceptance.time-dependent = { start = 0.5 }", r#"[protocol.shuttle]
mediator = "envoy""# => r#"[protocol.ultimatum]
proposer = "union""#],
    r"talks.toml:29:21: `party.union.strategy.acceptance.time-dependent`: an ultimatum has one round, in which `time-dependent` acceptance has no time to fall
   |
29 | strategy.acceptance.time-dependent = { start = 0.5 }
   |                     ^^^^^^^^^^^^^^
   = use `constant`"
}

refused! {
    a_window_of_no_offers, OFFERS, ["[1, 0] }" => r"[1, 0] }
strategy.concession.naive-tit-for-tat = { window = 0, gain = -1 }"],
    r"talks.toml:16:52: `party.buyer.strategy.concession.naive-tit-for-tat.window`: a count lies between 1 and 10000, got 0
   |
16 | strategy.concession.naive-tit-for-tat = { window = 0, gain = -1 }
   |                                                    ^

talks.toml:16:62: `party.buyer.strategy.concession.naive-tit-for-tat.gain`: this number is not negative, got -1
   |
16 | strategy.concession.naive-tit-for-tat = { window = 0, gain = -1 }
   |                                                              ^^"
}

refused! {
    constant_acceptance_without_a_share, OFFERS, ["[1, 0] }" => r#"[1, 0] }
strategy.acceptance = "constant""#],
    r#"talks.toml:16:23: `party.buyer.strategy.acceptance`: `constant` needs settings
   |
16 | strategy.acceptance = "constant"
   |                       ^^^^^^^^^^
   = write it as a table with its settings"#
}

refused! {
    packages_in_force_alone_with_a_stage, BASE, ["[protocol.shuttle]" => r#"[[stage]]
id = "vote"
approval.quota = { votes = { union = 1 }, needed = 1 }

[agenda.parallel]
in-force.alone = { status-quo = "draft" }

[protocol.shuttle]"#],
    r#"talks.toml:60:10: `agenda.parallel.in-force.alone`: stages ratify whole deals, so packages cannot be in force alone
   |
60 | in-force.alone = { status-quo = "draft" }
   |          ^^^^^
   = use `in-force = "together"`, or leave the stages out"#
}

refused! {
    an_order_that_leaves_a_package_out, BASE, ["[protocol.shuttle]" => r#"[agenda.sequential]
order = ["land"]

[protocol.shuttle]"#],
    r#"talks.toml:56:9: `agenda.sequential.order`: the order names every package, `money` is missing
   |
56 | order = ["land"]
   |         ^^^^^^^^"#
}

refused! {
    an_assignment_out_of_range, BASE, set "party.union.reservation=1.4",
    "--set party.union.reservation=1.4: `party.union.reservation`: a utility lies between 0 and 1, got 1.4"
}

refused! {
    an_assignment_to_a_misspelt_party, BASE, set "party.onion.reservation=0.4",
    r"--set party.onion.reservation=0.4: `party.onion`: there is no party `onion`
 = did you mean `union`?"
}

refused! {
    an_assignment_to_a_misspelt_key, BASE, set "party.union.reservaton=0.4",
    r"--set party.union.reservaton=0.4: `party.union.reservaton`: a party has no key `reservaton`
 = did you mean `reservation`?"
}

refused! {
    an_assignment_to_an_unknown_issue, BASE, set "party.union.utility.boarder.weight=0.4",
    r"--set party.union.utility.boarder.weight=0.4: `party.union.utility.boarder`: there is no issue `boarder`
 = did you mean `border`?"
}

refused! {
    an_assignment_to_an_unknown_variant, BASE, set "agenda.paralel={}",
    r"--set agenda.paralel={}: `agenda.paralel`: `paralel` is not an agenda
 = did you mean `parallel`?"
}

refused! {
    an_assignment_to_a_score_that_is_not_there, BASE, set "party.union.utility.aid.scores.2=0.4",
    "--set party.union.utility.aid.scores.2=0.4: `party.union.utility.aid.scores.2`: the list has 2 entries, counted from 0"
}

refused! {
    an_assignment_below_a_text, BASE, set "title.first=x",
    "--set title.first=x: `title.first`: the path goes on below a value that has no parts"
}

refused! {
    an_assignment_below_a_number, BASE, set "party.union.reservation.mean=0.4",
    r"--set party.union.reservation.mean=0.4: `party.union.reservation.mean`: a number has no key `mean`
 = its keys are `value`, `uniform`, `normal`, `triangular`, `pert`, `beta`, `centre`, `range`, `source` and `assumption`"
}

refused! {
    an_assignment_without_path, BASE, set "=3",
    r"--set =3: this is no assignment
 = write `path=value`, as in `party.union.reservation=0.4`"
}

refused! {
    an_assignment_with_a_broken_path, BASE, set "party..reservation=3",
    r"--set party..reservation=3: this is no assignment
 = write `path=value`, as in `party.union.reservation=0.4`"
}

refused! {
    an_assignment_of_the_wrong_kind, BASE, set "party.union.reservation=[1, 2]",
    "--set party.union.reservation=[1, 2]: `party.union.reservation`: expected a number or a distribution, got a list\n = write `{ uniform = [1, 2] }`"
}

/// The format's long example as far as it is printed in the documents: it leaves out the other parties.
const UNFINISHED: &str = r#"format = 1
title = "Two rooms and a corridor"

[clock]
rounds = 26
round-length = "1 week"

[[package]]
id = "security"
title = "Security"

[[issue]]
id = "troop-cap"
title = "Peacetime size of forces"
package = "security"
options = [
  { id = "none", title = "No cap" },
  { id = "800k", title = "800,000", value = 800_000 },
  { id = "600k", title = "600,000", value = 600_000 },
]

[[party]]
id = "ukraine"
title = "Ukraine"
role = "principal"
reservation = { triangular = [0.50, 0.58, 0.68], assumption = "above the 28-point plan, below a freeze" }
discount = { uniform = [0.980, 0.995] }
never = [{ troop-cap = ["600k"] }]

[party.utility]
troop-cap = { weight = 0.2, scores = [1.0, 0.85, 0.35] }

[party.strategy]
concession.time-dependent = { exponent = 4.0 }
acceptance.logit = { lambda = 30.0 }

[[plan]]
id = "geneva"
title = "Counter-proposal"
options = { troop-cap = "800k" }

[[leverage]]
id = "suspend-deliveries"
actor = "us"
cost = { uniform = [0.0, 0.005] }
credibility = { uniform = [0.5, 0.9] }
half-life = { uniform = [8, 16] }
effects = [
  { party = "ukraine", reservation = { uniform = [-0.08, -0.02] } },
  { party = "russia", reservation = { uniform = [0.01, 0.05] } },
]
use.from-round = 2

[protocol.shuttle]
mediator = "us"
visits = ["ukraine", "russia"]
opening = "geneva"

[agenda.parallel]
in-force = "together"
"#;

#[test]
fn an_unfinished_file_is_told_what_it_lacks() {
    let expected = r#"talks.toml:22:1: `party`: a negotiation needs at least two parties, got 1
   |
22 | [[party]]
   | ^^^^^^^^^

talks.toml:44:9: `leverage.suspend-deliveries.actor`: there is no party `us`
   |
44 | actor = "us"
   |         ^^^^
   = there is only `ukraine`
   = the same on line 55

talks.toml:50:13: `leverage.suspend-deliveries.effects.1.party`: there is no party `russia`
   |
50 |   { party = "russia", reservation = { uniform = [0.01, 0.05] } },
   |             ^^^^^^^^
   = there is only `ukraine`
   = the same on line 56"#;
    assert_eq!(messages(UNFINISHED, &[]), expected);
    let rest = r#"
[[party]]
id = "russia"
role = "principal"
reservation = 0.4
utility.troop-cap = { weight = 1, scores = [0, 0.5, 1] }

[[party]]
id = "us"
role = "mediator"
"#;
    assert_eq!(messages(&format!("{UNFINISHED}{rest}"), &[]), "accepted");
}

#[test]
fn all_problems_are_told_at_once() {
    let text = edited(
        OFFERS,
        &[
            ("title = \"Sale\"", "titel = \"Sale\""),
            ("rounds = 10", "rounds = \"ten\""),
            ("scores = [1, 0]", "scores = [1, 2]"),
            (
                "[protocol.alternating-offers]",
                "[protocol.alternating-offers]\norder = [\"buyer\", \"sellr\"]",
            ),
        ],
    );
    let expected = r#"talks.toml:2:1: `titel`: a scenario has no key `titel`
  |
2 | titel = "Sale"
  | ^^^^^
  = did you mean `title`?

talks.toml:5:10: `clock.rounds`: expected a whole number, got the text `ten`
  |
5 | rounds = "ten"
  |          ^^^^^

talks.toml:15:44: `party.buyer.utility.price.scores.1`: a score lies between 0 and 1, got 2
   |
15 | utility.price = { weight = 1, scores = [1, 2] }
   |                                            ^

talks.toml:24:19: `protocol.alternating-offers.order.1`: there is no party `sellr`
   |
24 | order = ["buyer", "sellr"]
   |                   ^^^^^^^
   = did you mean `seller`?"#;
    assert_eq!(messages(&text, &[]), expected);
}

#[test]
fn a_concession_rule_in_an_ultimatum_is_a_warning() {
    let text = edited(
        OFFERS,
        &[
            ("[1, 0] }", "[1, 0] }\nstrategy.concession = \"hardliner\""),
            (
                "[protocol.alternating-offers]",
                "[protocol.ultimatum]\nproposer = \"buyer\"",
            ),
        ],
    );
    let loaded = scenario::parse("talks.toml", &text, &[]).expect("a warning is no error");
    let expected = r#"talks.toml:16:10: warning: `party.buyer.strategy.concession`: a concession rule is not used in an ultimatum
   |
16 | strategy.concession = "hardliner"
   |          ^^^^^^^^^^
   = leave it out, or use `alternating-offers`"#;
    assert_eq!(loaded.warnings.to_string(), expected);
}

/// A bargaining over so many issues of so many options, with extra lines for the buyer.
fn large(issues: usize, options: usize, buyer: &str, protocol: &str) -> String {
    let list = |items: &dyn Fn(usize) -> String, count| {
        (0..count).map(items).collect::<Vec<_>>().join(", ")
    };
    let option_list = list(&|option| format!("{{ id = \"o{option}\" }}"), options);
    let scores = list(&|_| "0.5".to_owned(), options);
    let issue_list = (0..issues)
        .map(|issue| format!("[[issue]]\nid = \"i{issue}\"\noptions = [{option_list}]\n"))
        .collect::<Vec<_>>()
        .concat();
    let utility = (0..issues)
        .map(|issue| format!("utility.i{issue} = {{ weight = 1, scores = [{scores}] }}\n"))
        .collect::<Vec<_>>()
        .concat();
    let party = |id: &str, extra: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.1\n{extra}\n{utility}"
        )
    };
    let (buyer, seller) = (party("buyer", buyer), party("seller", ""));
    format!(
        "format = 1\ntitle = \"Large\"\nclock.rounds = 2\n{protocol}\n{issue_list}{buyer}{seller}"
    )
}

/// The first line of the messages about a text.
fn first_line(text: &str) -> String {
    messages(text, &[])
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn sizes_are_limited() {
    let offers = "protocol.alternating-offers = {}";
    let micro = "strategy.concession = \"micro\"";
    let ties = "linkages = [{ when = { i0 = \"o0\", i1 = \"o0\", i2 = \"o0\" }, bonus = 0.1 }]";
    assert_eq!(
        first_line(&large(65, 2, "", offers)),
        "talks.toml:5:3: `issue`: there are at most 64 issues, got 65"
    );
    assert_eq!(
        first_line(&large(1, 1_025, "", offers)),
        "talks.toml:7:1: `issue.i0.options`: there are at most 1024 options, got 1025"
    );
    let observers = |count: usize| {
        let party = |place| format!("[[party]]\nid = \"o{place}\"\nrole = \"observer\"\n");
        (0..count).map(party).collect::<Vec<_>>().concat()
    };
    let many = |parties: usize| large(1, 1_024, "", offers) + &observers(parties - 2);
    assert_eq!(
        first_line(&many(65)),
        "talks.toml:8:3: `party`: there are at most 64 parties, got 65"
    );
    assert_eq!(messages(&many(64), &[]), "accepted");
    // 10³⁸ deals are no more work than a million.
    assert_eq!(messages(&large(64, 4, "", offers), &[]), "accepted");
    assert_eq!(messages(&large(64, 1_024, "", offers), &[]), "accepted");
    assert_eq!(
        first_line(&large(10, 4, micro, offers)),
        "talks.toml:5:3: `issue`: there are at most 1000000 deals with `micro`, got 1048576"
    );
    for (rule, limit) in [
        ("zeuthen", "1000000"),
        ("random", "1000000"),
        ("bayesian", "100000"),
    ] {
        assert_eq!(
            first_line(&large(
                10,
                4,
                &format!("strategy.concession = \"{rule}\""),
                offers
            )),
            format!(
                "talks.toml:5:3: `issue`: there are at most {limit} deals with `{rule}`, got 1048576"
            )
        );
    }
    assert_eq!(
        first_line(&large(10, 4, "strategy.concession = \"rational\"", offers)),
        "talks.toml:5:3: `issue`: there are at most 1000000 deals with `rational` and so many rounds, got 1048576"
    );
    assert_eq!(
        first_line(&large(
            10,
            4,
            "",
            "protocol.ultimatum = { proposer = \"buyer\" }"
        )),
        "talks.toml:5:3: `issue`: there are at most 1000000 deals in an ultimatum, got 1048576"
    );
    assert_eq!(
        first_line(&large(4, 64, ties, offers)),
        "talks.toml:5:3: `issue`: the issues `i0`, `i1` and `i2` are tied together and have 262144 combinations, \
         at most 65536 are allowed"
    );
    assert_eq!(messages(&large(10, 8, "", offers), &[]), "accepted");
}

#[test]
fn files_that_are_no_scenario_are_refused() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let told = |name: &str, bytes: Option<&[u8]>| {
        let path = folder.path().join(name);
        if let Some(bytes) = bytes {
            std::fs::write(&path, bytes).expect("the folder is writable");
        }
        let problems = scenario::load(&path, &[]).expect_err("no scenario");
        problems
            .to_string()
            .replace(&path.display().to_string(), name)
    };
    assert_eq!(
        told("missing.toml", None),
        "missing.toml: there is no such file\n = give the path of a scenario file"
    );
    assert_eq!(
        told("empty.toml", Some(b"")),
        "empty.toml: the file is empty\n = start from a template"
    );
    assert_eq!(
        told("blank.toml", Some(b" \n\n")),
        "blank.toml: the file is empty\n = start from a template"
    );
    assert_eq!(
        told("huge.toml", Some(&vec![b'#'; 4 * 1024 * 1024 + 1])),
        "huge.toml: a scenario has at most 4194304 bytes, got 4194305\n = a scenario holds numbers and names, not data"
    );
    assert_eq!(
        told("binary.toml", Some(b"format = 1\nti\0tle")),
        "binary.toml:2:3: this is not a text file: byte 13 is NUL\n  = save the scenario as plain text in UTF-8"
    );
    assert_eq!(
        told("latin.toml", Some(b"title = \"caf\xe9\"")),
        "latin.toml:1:13: the text is not UTF-8: byte 12 is 0xe9\n  = save the scenario as plain text in UTF-8"
    );
    let folder_problems = scenario::load(folder.path(), &[])
        .expect_err("no scenario")
        .to_string();
    assert!(
        folder_problems
            .ends_with(": this is a directory, not a scenario file\n = name a file in it")
    );
}

#[test]
fn nesting_never_exhausts_the_stack() {
    let lists = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let tables = format!("{}1{}", "a = { a = ".repeat(50_000), "}".repeat(50_000));
    let header = format!("[{}]\nb = 1", vec!["a"; 50_000].join("."));
    let mixed = (0..79).fold("1".to_owned(), |inner, _| {
        format!("{{ {} = {inner} }}", vec!["a"; 79].join("."))
    });
    for text in [lists, tables, header, format!("a = {mixed}")] {
        assert_ne!(messages(&text, &[]), "accepted");
        let assignment = format!("clock={}", text.trim_start_matches("a = "));
        assert_ne!(messages(BASE, &[&assignment]), "accepted");
    }
    let path = format!("{}=1", vec!["title"; 100_000].join("."));
    assert_ne!(messages(BASE, &[&path]), "accepted");
}

mod any_input {
    use super::{BASE, messages};
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
    use zopa::scenario;

    fn legal_text() -> impl Strategy<Value = String> {
        let texts: Vec<String> = scenario::templates()
            .iter()
            .map(|template| template.text.to_owned())
            .chain([BASE.to_owned()])
            .collect();
        proptest::sample::select(texts)
    }

    /// What one might write into a file by mistake.
    fn scrap() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            Just("\n".to_owned()),
            Just("-1".to_owned()),
            Just("nan".to_owned()),
            Just("[[".to_owned()),
            Just("}".to_owned()),
            Just("1e308".to_owned()),
            Just("\"\"".to_owned()),
            Just("{}".to_owned()),
            Just("[]".to_owned()),
            "[a-z\\[\\]{}=\".,0-9\n-]{0,6}",
            any::<char>().prop_map(String::from),
        ]
    }

    /// Puts a scrap in the place of a few characters.
    fn mutated(text: &str, place: usize, length: usize, scrap: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let start = place % (letters.len() + 1);
        let end = (start + length).min(letters.len());
        let before: String = letters[..start].iter().collect();
        let after: String = letters[end..].iter().collect();
        format!("{before}{scrap}{after}")
    }

    proptest! {
        #[test]
        fn bytes_never_panic(bytes: Vec<u8>) {
            messages(&String::from_utf8_lossy(&bytes), &[]);
        }

        #[test]
        fn cut_files_never_panic(text in legal_text(), place: usize) {
            let length = place % (text.chars().count() + 1);
            let cut: String = text.chars().take(length).collect();
            messages(&cut, &[]);
        }

        #[test]
        fn changed_files_never_panic(
            text in legal_text(),
            changes in proptest::collection::vec((any::<usize>(), 0_usize..12, scrap()), 1..4),
        ) {
            let changed = changes
                .iter()
                .fold(text, |text, (place, length, scrap)| mutated(&text, *place, *length, scrap));
            messages(&changed, &[]);
        }

        #[test]
        fn assignments_never_panic(
            path in "(party|issue|clock|agenda|protocol|title)(\\.(union|border|0|utility|scores|uniform|shuttle|reservation|weight|options|parallel|\"a.b\")){0,5}",
            value in scrap(),
        ) {
            let assignment = format!("{path}={value}");
            messages(BASE, &[&assignment]);
        }
    }
}
