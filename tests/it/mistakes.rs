//! What people get wrong in TOML: each mistake is one problem, where it is, with the one thing to do.
//!
//! The messages are in `tests/mistakes.txt`, case by case. After a change that is meant to change words, write them anew and
//! read the difference:
//!
//! ```text
//! ZOPA_REWRITE=1 cargo test --test it mistakes::
//! ```

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use zopa::scenario::{self, Problems};

/// A sound scenario, in which every case below makes one mistake.
const BASE: &str = r#"format = 1
title = "A used crane"
assumption = "invented"

[clock]
rounds = 12

[[issue]]
id = "price"
title = "Price"
options = [
  { id = "80k", title = "80,000", value = 80_000 },
  { id = "85k", title = "85,000", value = 85_000 },
]

[[issue]]
id = "delivery"
options = [{ id = "week" }, { id = "month" }]

[[party]]
id = "buyer"
title = "Buyer"
role = "principal"
reservation = 0.4
discount = 0.98

[party.utility]
price = { weight = 0.6, scores = [1, 0] }
delivery = { weight = 0.4, scores = [0, 1] }

[party.strategy]
concession.time-dependent = { exponent = 2.0 }

[[party]]
id = "seller"
title = "Seller"
role = "principal"
reservation = { uniform = [0.3, 0.45] }

[party.utility]
price = { weight = 0.5, scores = [0, 1] }
delivery = { weight = 0.5, scores = [1, 0] }

[[leverage]]
id = "fine"
actor = "seller"
effects = [{ party = "buyer", reservation = -0.1 }]
use = "never"

[protocol.alternating-offers]
"#;

/// A mistake: what is replaced by what, each once.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// Mistakes in one place of a file.
const CASES: &[Case] = &[
    (
        "single brackets around each party",
        &[("[[party]]", "[party]"), ("[[party]]", "[party]")],
    ),
    (
        "single brackets around the first party",
        &[("[[party]]", "[party]")],
    ),
    (
        "single brackets around the second party",
        &[("[[party]]\nid = \"seller\"", "[party]\nid = \"seller\"")],
    ),
    (
        "a misspelt table of a party",
        &[(
            "[party.utility]\nprice = { weight = 0.6",
            "[party.utilty]\nprice = { weight = 0.6",
        )],
    ),
    (
        "a table that a party does not have",
        &[(
            "[party.strategy]\nconcession.time-dependent",
            "[party.manners]\nconcession.time-dependent",
        )],
    ),
    (
        "a list of options under a misspelt header",
        &[(
            "options = [{ id = \"week\" }, { id = \"month\" }]",
            "[[issue.option]]\nid = \"week\"\n[[issue.options]]\nid = \"month\"",
        )],
    ),
    (
        "a brace missing before the next option",
        &[("value = 80_000 },", "value = 80_000,")],
    ),
    ("no key in a table", &[("{ exponent = 2.0 }", "{ = 2.0 }")]),
    (
        "a sum of money in an option",
        &[("value = 80_000 }", "value = $80,000 }")],
    ),
    (
        "a difference for a range",
        &[("reservation = 0.4", "reservation = 1 - 0.01")],
    ),
    (
        "ends the wrong way round",
        &[("reservation = 0.4", "reservation = 0.45-0.3")],
    ),
    (
        "a list with its ends the wrong way round",
        &[("reservation = 0.4", "reservation = [0.45, 0.3]")],
    ),
    (
        "a path of Windows without quotes",
        &[("title = \"Price\"", "title = C:\\Users\\me\\x.toml")],
    ),
    (
        "quotes within a text without quotes",
        &[("title = \"Price\"", "title = He said \"hi\"")],
    ),
    (
        "scores in quotation marks",
        &[(
            "scores = [1, 0] }\ndelivery = { weight = 0.4",
            "scores = \"1, 0\" }\ndelivery = { weight = 0.4",
        )],
    ),
    (
        "no closing quote in a list of options",
        &[("title = \"80,000\"", "title = \"80,000")],
    ),
    (
        "no closing quote in the last option",
        &[("title = \"85,000\"", "title = \"85,000")],
    ),
    (
        "no opening quote before a comma",
        &[("title = \"80,000\"", "title = 80,000\"")],
    ),
    (
        "no brace before the second option",
        &[("  { id = \"85k\"", "  id = \"85k\"")],
    ),
    (
        "no brace before the first option",
        &[("  { id = \"80k\"", "  id = \"80k\"")],
    ),
    (
        "no brace before an option inline",
        &[("{ id = \"week\" }, {", "{ id = \"week\" }, ")],
    ),
    (
        "no braces around an effect",
        &[(
            "[{ party = \"buyer\", reservation = -0.1 }]",
            "[party = \"buyer\", reservation = -0.1]",
        )],
    ),
    (
        "three quotes that are not closed",
        &[("assumption = \"invented\"", "assumption = \"\"\"invented")],
    ),
    (
        "three quotes that are not closed before others",
        &[
            ("title = \"A used crane\"", "title = \"\"\"A used crane"),
            (
                "id = \"seller\"\ntitle = \"Seller\"",
                "id = \"seller\"\ntitle = \"\"\"\nSeller\"\"\"",
            ),
        ],
    ),
    (
        "three quotes closed by one",
        &[("title = \"Buyer\"", "title = \"\"\"Buyer\"")],
    ),
    (
        "quotes within quotes",
        &[("title = \"A used crane\"", "title = \"A \"used\" crane\"")],
    ),
    (
        "quotes within quotes at the end",
        &[(
            "title = \"A used crane\"",
            "title = \"The crane \"as is\"\"",
        )],
    ),
    (
        "quotes within quotes in an option",
        &[("title = \"80,000\"", "title = \"80 \"thousand\" euros\"")],
    ),
    (
        "single quotes within single quotes",
        &[("title = \"Price\"", "title = 'Price 'per' unit'")],
    ),
    (
        "an address with a part of its page",
        &[(
            "assumption = \"invented\"",
            "source = https://example.org/cranes#used",
        )],
    ),
    (
        "a distribution among the keys of a party",
        &[("reservation = 0.4", "uniform = [0.3, 0.5]")],
    ),
    (
        "a distribution below its number",
        &[(
            "reservation = 0.4",
            "reservation = 0.4\nnormal = [0.4, 0.1]",
        )],
    ),
    ("batna", &[("reservation = 0.4", "batna = 0.4")]),
    (
        "walk away",
        &[("reservation = { uniform", "walk_away = { uniform")],
    ),
    (
        "lognormal",
        &[("{ uniform = [0.3, 0.45] }", "{ lognormal = [0.3, 0.45] }")],
    ),
    (
        "lognormal as a call",
        &[("{ uniform = [0.3, 0.45] }", "LogNormal(0.3, 0.45)")],
    ),
    (
        "lognormal in quotes",
        &[("{ uniform = [0.3, 0.45] }", "\"lognormal(0.3, 0.45)\"")],
    ),
    (
        "gamma",
        &[("reservation = 0.4", "reservation = { gamma = [2, 0.2] }")],
    ),
    ("unclosed bracket", &[("\n]\n", "\n\n")]),
    (
        "unclosed bracket inline",
        &[(
            "options = [{ id = \"week\" }, { id = \"month\" }]",
            "options = [{ id = \"week\" }, { id = \"month\" }",
        )],
    ),
    (
        "unclosed brace",
        &[(
            "price = { weight = 0.6, scores = [1, 0] }",
            "price = { weight = 0.6, scores = [1, 0]",
        )],
    ),
    ("unclosed header", &[("[clock]", "[clock")]),
    ("unclosed header2", &[("[[party]]", "[[party]")]),
    (
        "unclosed quote",
        &[("title = \"Price\"", "title = \"Price")],
    ),
    (
        "unopened quote",
        &[("title = \"Price\"", "title = Price\"")],
    ),
    ("decimal comma", &[("discount = 0.98", "discount = 0,98")]),
    (
        "decimal comma list",
        &[("uniform = [0.3, 0.45]", "uniform = [0,3, 0,45]")],
    ),
    (
        "decimal comma inline",
        &[("weight = 0.6,", "weight = 0,6,")],
    ),
    ("thousands", &[("value = 80_000", "value = 80,000")]),
    ("thousands toplevel", &[("rounds = 12", "rounds = 1,200")]),
    ("thousands space", &[("value = 80_000", "value = 80 000")]),
    ("thousands apos", &[("value = 80_000", "value = 80'000")]),
    ("percent", &[("reservation = 0.4", "reservation = 35%")]),
    (
        "percent space",
        &[("reservation = 0.4", "reservation = 40 %")],
    ),
    (
        "percent list",
        &[("scores = [1, 0]", "scores = [100%, 0%]")],
    ),
    ("unquoted", &[("title = \"Price\"", "title = Price")]),
    (
        "unquoted words",
        &[("title = \"A used crane\"", "title = A used crane")],
    ),
    ("unquoted inline", &[("{ id = \"week\" }", "{ id = week }")]),
    (
        "unquoted list",
        &[(
            "{ party = \"buyer\", reservation = -0.1 }",
            "{ party = buyer, reservation = -0.1 }",
        )],
    ),
    ("smart quotes", &[("title = \"Price\"", "title = “Price”")]),
    ("smart single", &[("title = \"Price\"", "title = ‘Price’")]),
    ("german quotes", &[("title = \"Price\"", "title = „Price“")]),
    ("guillemets", &[("title = \"Price\"", "title = «Price»")]),
    (
        "unicode minus",
        &[("reservation = -0.1", "reservation = −0.1")],
    ),
    ("en dash", &[("reservation = -0.1", "reservation = –0.1")]),
    ("nbsp", &[("rounds = 12", "rounds\u{a0}= 12")]),
    ("nbsp after", &[("rounds = 12", "rounds =\u{a0}12")]),
    ("nbsp indent", &[("rounds = 12", "\u{a0}\u{a0}rounds = 12")]),
    ("zero width", &[("rounds = 12", "rounds = \u{200b}12")]),
    (
        "True",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\none-offer-per-round = True",
        )],
    ),
    (
        "TRUE",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\none-offer-per-round = TRUE",
        )],
    ),
    (
        "yes",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\none-offer-per-round = yes",
        )],
    ),
    (
        "no",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\none-offer-per-round = no",
        )],
    ),
    (
        "one",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\none-offer-per-round = 1",
        )],
    ),
    (
        "truequoted",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\none-offer-per-round = \"true\"",
        )],
    ),
    ("null", &[("discount = 0.98", "discount = null")]),
    ("nil", &[("discount = 0.98", "discount = nil")]),
    ("none", &[("discount = 0.98", "discount = none")]),
    ("None", &[("discount = 0.98", "discount = None")]),
    ("slashes", &[("rounds = 12", "rounds = 12 // weeks")]),
    (
        "slashes line",
        &[("rounds = 12", "// twelve weeks\nrounds = 12")],
    ),
    (
        "semicolon comment",
        &[("rounds = 12", "; twelve weeks\nrounds = 12")],
    ),
    ("semicolon end", &[("rounds = 12", "rounds = 12;")]),
    ("comma end", &[("rounds = 12", "rounds = 12,")]),
    ("c comment", &[("rounds = 12", "/* twelve */\nrounds = 12")]),
    ("dash comment", &[("rounds = 12", "-- twelve\nrounds = 12")]),
    (
        "html comment",
        &[("rounds = 12", "<!-- twelve -->\nrounds = 12")],
    ),
    ("colon", &[("title = \"Price\"", "title: \"Price\"")]),
    ("colon inline", &[("weight = 0.6", "weight: 0.6")]),
    (
        "colon equals",
        &[("title = \"Price\"", "title := \"Price\"")],
    ),
    ("arrow", &[("title = \"Price\"", "title => \"Price\"")]),
    ("double equals", &[("rounds = 12", "rounds == 12")]),
    ("missing equals", &[("rounds = 12", "rounds 12")]),
    ("missing value", &[("rounds = 12", "rounds =")]),
    ("key alone", &[("rounds = 12", "rounds")]),
    ("leading dot", &[("discount = 0.98", "discount = .98")]),
    ("trailing dot", &[("discount = 0.98", "discount = 1.")]),
    ("bad exp", &[("discount = 0.98", "discount = 1e")]),
    ("half char", &[("discount = 0.98", "discount = ½")]),
    ("fraction", &[("discount = 0.98", "discount = 1/2")]),
    (
        "dash range",
        &[("uniform = [0.3, 0.45]", "uniform = 0.3-0.45")],
    ),
    (
        "dash range bare",
        &[("reservation = 0.4", "reservation = 0.3-0.45")],
    ),
    (
        "dots range",
        &[("reservation = 0.4", "reservation = 0.3..0.45")],
    ),
    (
        "to range",
        &[("reservation = 0.4", "reservation = 0.3 to 0.45")],
    ),
    ("leading zero", &[("rounds = 12", "rounds = 012")]),
    (
        "plusminus",
        &[("reservation = 0.4", "reservation = 0.4 ± 0.1")],
    ),
    ("unit", &[("rounds = 12", "rounds = 12 weeks")]),
    ("currency", &[("value = 80_000", "value = $80_000")]),
    ("parens list", &[("scores = [1, 0]", "scores = (1, 0)")]),
    ("braces list", &[("scores = [1, 0]", "scores = {1, 0}")]),
    (
        "missing comma list",
        &[("scores = [1, 0]", "scores = [1 0]")],
    ),
    (
        "missing comma inline",
        &[("weight = 0.6, scores", "weight = 0.6 scores")],
    ),
    ("semicolon list", &[("scores = [1, 0]", "scores = [1; 0]")]),
    ("key space", &[("discount = 0.98", "round cost = 0.1")]),
    ("key umlaut", &[("title = \"Price\"", "größe = \"Price\"")]),
    (
        "backslash",
        &[("title = \"Price\"", "title = \"C:\\Users\\me\"")],
    ),
    (
        "multiline string",
        &[("title = \"Price\"", "title = \"Price\nof the crane\"")],
    ),
    (
        "crtl key",
        &[("title = \"Price\"", "title = \"Price\u{7}\"")],
    ),
    (
        "escape q",
        &[("title = \"Price\"", "title = \"The \\% price\"")],
    ),
    (
        "below utility",
        &[(
            "delivery = { weight = 0.4, scores = [0, 1] }\n",
            "delivery = { weight = 0.4, scores = [0, 1] }\nanticipate = 0.2\n",
        )],
    ),
    (
        "below utility2",
        &[
            ("reservation = 0.4\ndiscount = 0.98\n", ""),
            (
                "delivery = { weight = 0.4, scores = [0, 1] }\n",
                "delivery = { weight = 0.4, scores = [0, 1] }\nreservation = 0.4\ndiscount = 0.98\n",
            ),
        ],
    ),
    (
        "below strategy",
        &[
            ("discount = 0.98\n", ""),
            ("exponent = 2.0 }\n", "exponent = 2.0 }\ndiscount = 0.98\n"),
        ],
    ),
    (
        "below protocol",
        &[(
            "[protocol.alternating-offers]\n",
            "[protocol.alternating-offers]\nrounds = 3\n",
        )],
    ),
    (
        "discount in clock",
        &[("rounds = 12", "rounds = 12\ndiscount = 0.98")],
    ),
    (
        "title in clock",
        &[
            ("title = \"A used crane\"\n", ""),
            ("rounds = 12", "rounds = 12\ntitle = \"A used crane\""),
        ],
    ),
    (
        "discount top",
        &[("format = 1", "format = 1\ndiscount = 0.98")],
    ),
    (
        "discount protocol",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating-offers]\ndiscount = 0.98",
        )],
    ),
    (
        "reservation issue",
        &[("id = \"delivery\"", "id = \"delivery\"\nreservation = 0.5")],
    ),
    ("rounds top", &[("format = 1", "format = 1\nrounds = 12")]),
    (
        "quoted number",
        &[("reservation = 0.4", "reservation = \"0.4\"")],
    ),
    ("quoted whole", &[("rounds = 12", "rounds = \"12\"")]),
    (
        "quoted list",
        &[("scores = [1, 0]", "scores = [\"1\", \"0\"]")],
    ),
    (
        "quoted percent",
        &[("reservation = 0.4", "reservation = \"35%\"")],
    ),
    (
        "quoted comma",
        &[("reservation = 0.4", "reservation = \"0,4\"")],
    ),
    ("share 35", &[("reservation = 0.4", "reservation = 35")]),
    (
        "scores 100",
        &[
            ("scores = [1, 0]", "scores = [100, 0]"),
            ("scores = [0, 1]", "scores = [0, 100]"),
        ],
    ),
    (
        "scores 100 one",
        &[("scores = [1, 0]", "scores = [100, 40]")],
    ),
    ("scores 10", &[("scores = [1, 0]", "scores = [10, 4]")]),
    (
        "list range",
        &[("reservation = 0.4", "reservation = [0.3, 0.45]")],
    ),
    (
        "list three",
        &[("reservation = 0.4", "reservation = [0.3, 0.35, 0.45]")],
    ),
    ("list one", &[("reservation = 0.4", "reservation = [0.3]")]),
    (
        "gaussian",
        &[(
            "reservation = 0.4",
            "reservation = { gaussian = [0.3, 0.1] }",
        )],
    ),
    (
        "gauss",
        &[("reservation = 0.4", "reservation = { gauss = [0.3, 0.1] }")],
    ),
    (
        "minmax",
        &[(
            "reservation = 0.4",
            "reservation = { min = 0.3, max = 0.45 }",
        )],
    ),
    (
        "minmodemax",
        &[(
            "reservation = 0.4",
            "reservation = { min = 0.3, mode = 0.4, max = 0.45 }",
        )],
    ),
    (
        "lowhigh",
        &[(
            "reservation = 0.4",
            "reservation = { low = 0.3, high = 0.45 }",
        )],
    ),
    (
        "fromto",
        &[(
            "reservation = 0.4",
            "reservation = { from = 0.3, to = 0.45 }",
        )],
    ),
    (
        "meansd",
        &[(
            "reservation = 0.4",
            "reservation = { mean = 0.3, sd = 0.1 }",
        )],
    ),
    (
        "uniform table",
        &[(
            "reservation = 0.4",
            "reservation = { uniform = { min = 0.3, max = 0.45 } }",
        )],
    ),
    (
        "normal table",
        &[(
            "reservation = 0.4",
            "reservation = { normal = { mean = 0.3, sd = 0.1 } }",
        )],
    ),
    (
        "uniform func",
        &[("reservation = 0.4", "reservation = uniform(0.3, 0.45)")],
    ),
    (
        "dist type",
        &[(
            "reservation = 0.4",
            "reservation = { type = \"uniform\", min = 0.3, max = 0.45 }",
        )],
    ),
    (
        "lognormal",
        &[(
            "reservation = 0.4",
            "reservation = { lognormal = [0.3, 0.1] }",
        )],
    ),
    (
        "triangle",
        &[(
            "reservation = 0.4",
            "reservation = { triangle = [0.3, 0.35, 0.45] }",
        )],
    ),
    (
        "uniform swapped",
        &[("uniform = [0.3, 0.45]", "uniform = [0.45, 0.3]")],
    ),
    (
        "tri order",
        &[("uniform = [0.3, 0.45]", "triangular = [0.3, 0.45, 0.35]")],
    ),
    (
        "effects table",
        &[(
            "effects = [{ party = \"buyer\", reservation = -0.1 }]",
            "effects = { party = \"buyer\", reservation = -0.1 }",
        )],
    ),
    (
        "options table",
        &[(
            "options = [{ id = \"week\" }, { id = \"month\" }]",
            "options = { id = \"week\" }",
        )],
    ),
    (
        "options texts",
        &[(
            "options = [{ id = \"week\" }, { id = \"month\" }]",
            "options = [\"week\", \"month\"]",
        )],
    ),
    (
        "options keyed",
        &[(
            "options = [{ id = \"week\" }, { id = \"month\" }]",
            "options = { week = {}, month = {} }",
        )],
    ),
    ("rate discount", &[("discount = 0.98", "discount = 0.02")]),
    (
        "rate dist",
        &[("discount = 0.98", "discount = { uniform = [0.01, 0.03] }")],
    ),
    ("dup id party", &[("id = \"seller\"", "id = \"buyer\"")]),
    ("dup id issue", &[("id = \"delivery\"", "id = \"price\"")]),
    (
        "dup id option",
        &[("{ id = \"month\" }", "{ id = \"week\" }")],
    ),
    (
        "dup key",
        &[("reservation = 0.4", "reservation = 0.4\nreservation = 0.5")],
    ),
    (
        "dup clock",
        &[(
            "[clock]\nrounds = 12",
            "[clock]\nrounds = 12\n[clock]\nbreakdown = 0.1",
        )],
    ),
    (
        "issue single",
        &[("[[issue]]", "[issue]"), ("[[issue]]", "[issue]")],
    ),
    ("clock double", &[("[clock]", "[[clock]]")]),
    (
        "protocol double2",
        &[(
            "[protocol.alternating-offers]",
            "[[protocol.alternating-offers]]",
        )],
    ),
    (
        "protocol type",
        &[(
            "[protocol.alternating-offers]",
            "[protocol]\ntype = \"alternating-offers\"",
        )],
    ),
    (
        "protocol underscore",
        &[(
            "[protocol.alternating-offers]",
            "[protocol.alternating_offers]",
        )],
    ),
    (
        "protocol single",
        &[("[protocol.alternating-offers]", "[protocol]")],
    ),
    (
        "utility double",
        &[("[party.utility]", "[[party.utility]]")],
    ),
    ("lever single", &[("[[leverage]]", "[leverage]")]),
    (
        "parties",
        &[("[[party]]", "[[parties]]"), ("[[party]]", "[[parties]]")],
    ),
    (
        "Party",
        &[("[[party]]", "[[Party]]"), ("[[party]]", "[[Party]]")],
    ),
    (
        "id umlaut",
        &[
            ("id = \"buyer\"", "id = \"käufer\""),
            ("party = \"buyer\"", "party = \"käufer\""),
        ],
    ),
    (
        "id space",
        &[
            ("id = \"buyer\"", "id = \"the buyer\""),
            ("party = \"buyer\"", "party = \"the buyer\""),
        ],
    ),
    (
        "id dot",
        &[
            ("id = \"buyer\"", "id = \"u.s.\""),
            ("party = \"buyer\"", "party = \"u.s.\""),
        ],
    ),
    ("id upper", &[("id = \"buyer\"", "id = \"Buyer\"")]),
    ("id number", &[("id = \"week\"", "id = 7")]),
    (
        "issue umlaut",
        &[
            ("id = \"price\"", "id = \"größe\""),
            ("price = {", "\"größe\" = {"),
            ("price = {", "\"größe\" = {"),
        ],
    ),
    (
        "issue umlaut bare",
        &[
            ("id = \"price\"", "id = \"größe\""),
            ("price = {", "größe = {"),
            ("price = {", "größe = {"),
        ],
    ),
    (
        "issue cjk",
        &[
            ("id = \"price\"", "id = \"价格\""),
            ("price = {", "\"价格\" = {"),
            ("price = {", "\"价格\" = {"),
        ],
    ),
    (
        "strategy string",
        &[(
            "[party.strategy]\nconcession.time-dependent = { exponent = 2.0 }",
            "[party.strategy]\nconcession = \"boulware\"",
        )],
    ),
    (
        "underscores",
        &[("[[leverage]]", "[[leverage]]\nhalf_life = 3")],
    ),
    ("camel", &[("[[leverage]]", "[[leverage]]\nhalfLife = 3")]),
    ("round_cost", &[("discount = 0.98", "round_cost = 0.01")]),
    (
        "reserve price",
        &[("reservation = 0.4", "reservation-value = 0.4")],
    ),
    ("inf", &[("reservation = 0.4", "reservation = inf")]),
    ("nan", &[("reservation = 0.4", "reservation = nan")]),
    ("NaN", &[("reservation = 0.4", "reservation = NaN")]),
    ("rounds float", &[("rounds = 12", "rounds = 12.0")]),
    ("rounds frac", &[("rounds = 12", "rounds = 12.5")]),
    (
        "rounds dist",
        &[("rounds = 12", "rounds = { uniform = [5, 12] }")],
    ),
    ("rounds zero", &[("rounds = 12", "rounds = 0")]),
    ("rounds range list", &[("rounds = 12", "rounds = [5, 12]")]),
    (
        "weights list",
        &[(
            "price = { weight = 0.6, scores = [1, 0] }",
            "price = { weight = [0.6], scores = [1, 0] }",
        )],
    ),
    ("score scalar", &[("scores = [0, 1] }", "scores = 1 }")]),
    ("score short", &[("scores = [0, 1] }", "scores = [0] }")]),
    (
        "utility number",
        &[("price = { weight = 0.6, scores = [1, 0] }", "price = 0.6")],
    ),
    (
        "utility list",
        &[(
            "price = { weight = 0.6, scores = [1, 0] }",
            "price = [1, 0]",
        )],
    ),
    (
        "role caps",
        &[("role = \"principal\"", "role = \"Principal\"")],
    ),
    (
        "effect string",
        &[(
            "effects = [{ party = \"buyer\", reservation = -0.1 }]",
            "effects = \"buyer\"",
        )],
    ),
    ("discount pct", &[("discount = 0.98", "discount = 2")]),
    (
        "only comment",
        &[(
            "format = 1\ntitle = \"A used crane\"\nassumption = \"invented\"\n\n[clock]\nrounds = 12\n\n[[issue]]\nid = \"price\"\ntitle = \"Price\"\noptions = [\n  { id = \"80k\", title = \"80,000\", value = 80_000 },\n  { id = \"85k\", title = \"85,000\", value = 85_000 },\n]\n\n[[issue]]\nid = \"delivery\"\noptions = [{ id = \"week\" }, { id = \"month\" }]\n\n[[party]]\nid = \"buyer\"\ntitle = \"Buyer\"\nrole = \"principal\"\nreservation = 0.4\ndiscount = 0.98\n\n[party.utility]\nprice = { weight = 0.6, scores = [1, 0] }\ndelivery = { weight = 0.4, scores = [0, 1] }\n\n[party.strategy]\nconcession.time-dependent = { exponent = 2.0 }\n\n[[party]]\nid = \"seller\"\ntitle = \"Seller\"\nrole = \"principal\"\nreservation = { uniform = [0.3, 0.45] }\n\n[party.utility]\nprice = { weight = 0.5, scores = [0, 1] }\ndelivery = { weight = 0.5, scores = [1, 0] }\n\n[[leverage]]\nid = \"fine\"\nactor = \"seller\"\neffects = [{ party = \"buyer\", reservation = -0.1 }]\nuse = \"never\"\n\n[protocol.alternating-offers]\n",
            "# nothing\n",
        )],
    ),
];

/// Files that are something else from beginning to end.
const FILES: &[(&str, &str)] = &[
    (
        "JSON",
        "{\n  \"format\": 1,\n  \"clock\": { \"rounds\": 12 }\n}\n",
    ),
    ("a list in JSON", "[\n  {\"format\": 1}\n]\n"),
    (
        "YAML",
        "format: 1\ntitle: A used crane\nclock:\n  rounds: 12\nissue:\n  - id: price\n",
    ),
    ("YAML with dashes", "---\nformat: 1\n"),
    (
        "a web page",
        "<!DOCTYPE html>\n<html><body>404</body></html>\n",
    ),
    ("a table", "id,title,weight\nprice,Price,0.5\n"),
    ("prose", "This is a scenario about a crane.\n"),
    ("comments alone", "# nothing yet\n"),
    ("nothing", ""),
    ("a byte order mark alone", "\u{feff}"),
    ("old line ends", "format = 1\rtitle = \"A used crane\"\r"),
    (
        "a merge",
        "format = 1\n<<<<<<< HEAD\nrounds = 12\n=======\nrounds = 13\n>>>>>>> other\ntitle = \"A\"\n",
    ),
    (
        "a sweep",
        "format = 1\nscenario = \"crane.toml\"\n[design.full-factorial]\n[[factor]]\nid = \"r\"\n",
    ),
    (
        "a sweep with a bracket open",
        "format = 1\nscenario = \"crane.toml\"\n[[factor]]\nlevels = [1, 2\n[design]\n",
    ),
];

fn edited((name, edits): &Case) -> String {
    edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{name}: the base has no {from}");
        text.replacen(from, to, 1)
    })
}

fn problems(text: &str) -> Problems {
    match scenario::parse("crane.toml", text, &[]) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    }
}

fn cases() -> impl Iterator<Item = (&'static str, String)> {
    let edited = CASES.iter().map(|case| (case.0, edited(case)));
    edited.chain(FILES.iter().map(|(name, text)| (*name, (*text).to_owned())))
}

#[test]
fn quoted_names_in_headers_are_legal() {
    let text = BASE.replacen("[party.utility]", "[party.\"utility\"]", 1);
    assert_ne!(text, BASE);
    assert!(scenario::parse("crane.toml", &text, &[]).is_ok());
}

#[test]
fn every_mistake_has_its_message() {
    assert!(problems(BASE).is_empty(), "{}", problems(BASE));
    let mut found = String::new();
    for (name, text) in cases() {
        let _ = writeln!(found, "# {name}\n\n{}\n", problems(&text));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes.txt");
    if std::env::var_os("ZOPA_REWRITE").is_some() {
        std::fs::write(&file, &found).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&file).expect("the file is there");
    for (found, expected) in found.split("\n\n# ").zip(expected.split("\n\n# ")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn every_mistake_is_one_problem_with_something_to_do() {
    for (name, text) in cases() {
        let problems = problems(&text);
        // Two keys that have slipped into another table are two mistakes.
        let expected = if name == "below utility2" { 2 } else { 1 };
        assert_eq!(problems.len(), expected, "{name}:\n{problems}");
        for problem in &problems {
            let says_what_to_do = problem.fault.remedy().is_some() || DESCRIBED.contains(&name);
            assert!(says_what_to_do, "{name}:\n{problem}");
        }
    }
}

/// Cases whose message says by itself what would be right.
const DESCRIBED: &[&str] = &[
    "inf",
    "nan",
    "rounds frac",
    "rounds zero",
    "rounds range list",
    "score short",
    "effect string",
];

/// A way to spoil a line that holds a key with its whole value.
type Spoil = fn(&str) -> Option<String>;

/// Each with what it is called.
const SPOILS: &[(&str, Spoil)] = &[
    ("a bracket left open", |line| {
        line.strip_suffix(']').map(str::to_owned)
    }),
    ("a brace left open", |line| {
        line.strip_suffix('}').map(str::to_owned)
    }),
    ("a colon", |line| Some(line.replacen(" =", ":", 1))),
    ("two equals signs", |line| Some(line.replacen('=', "==", 1))),
    ("no equals sign", |line| Some(line.replacen(" = ", " ", 1))),
    ("a semicolon", |line| Some(format!("{line};"))),
    ("a comma", |line| Some(format!("{line},"))),
    ("slashes", |line| Some(format!("{line} // as before"))),
    ("a no-break space", |line| {
        Some(line.replacen(" =", "\u{a0}=", 1))
    }),
    ("typographic quotes", |line| {
        let mut parts = line.splitn(3, '"');
        Some(format!(
            "{}“{}”{}",
            parts.next()?,
            parts.next()?,
            parts.next()?
        ))
    }),
    ("no closing quotes", |line| {
        line.strip_suffix('"').map(str::to_owned)
    }),
    ("a percentage", |line| {
        let (key, value) = line.split_once(" = ")?;
        value.parse::<f64>().ok()?;
        Some(format!("{key} = {value}%"))
    }),
    ("a decimal comma", |line| {
        let (key, value) = line.split_once(" = ")?;
        let (whole, part) = value.split_once('.')?;
        let is_number = value.parse::<f64>().is_ok();
        is_number.then(|| format!("{key} = {whole},{part}"))
    }),
];

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).expect("the folder is there");
    let paths = files.map(|file| file.expect("it can be listed").path());
    let is_file = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let mut paths: Vec<PathBuf> = paths.filter(is_file).collect();
    paths.sort();
    paths
}

/// Wherever one of these mistakes is made in a scenario, it is one problem, on its line.
#[test]
fn a_mistake_is_found_on_its_line_wherever_it_is_made() {
    let mut tried = 0;
    for path in scenarios() {
        let text = std::fs::read_to_string(&path).expect("it is text");
        let lines: Vec<&str> = text.lines().collect();
        // One line in seven, so that the test takes a second.
        for (place, line) in lines.iter().enumerate().skip(3).step_by(7) {
            let is_whole = scenario::parse("", &format!("{line}\n"), &[])
                .err()
                .is_some_and(|problems| {
                    !problems
                        .iter()
                        .any(|problem| problem.to_string().contains("never closed"))
                });
            let begins = line.starts_with(|letter: char| letter.is_ascii_lowercase());
            if !begins
                || !is_whole
                || line.contains(['#', '\''])
                || line.contains("\"\"\"")
                || !line.contains(" = ")
            {
                continue;
            }
            for (name, spoil) in SPOILS {
                let Some(spoiled) = spoil(line).filter(|spoiled| spoiled != line) else {
                    continue;
                };
                let mut lines = lines.clone();
                lines[place] = &spoiled;
                let problems = problems(&lines.join("\n"));
                let shown = format!(
                    "{}:{}: {name}: `{spoiled}`:\n{problems}",
                    path.display(),
                    place + 1
                );
                assert_eq!(problems.len(), 1, "{shown}");
                let first = problems.iter().next().expect("there is one");
                let line = first.position.map(|(line, _)| line);
                assert_eq!(line, Some(place + 1), "{shown}");
                assert!(first.fault.remedy().is_some(), "{shown}");
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "only {tried}");
}

/// The warnings of the base with these weights of the buyer.
fn warned(price: &str, delivery: &str) -> String {
    let text = BASE
        .replacen("weight = 0.6", &format!("weight = {price}"), 1)
        .replacen("weight = 0.4", &format!("weight = {delivery}"), 1);
    match scenario::parse("crane.toml", &text, &[]) {
        Ok(loaded) => loaded.warnings.to_string(),
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn weights_that_look_like_shares_and_miss_one_are_warned_of() {
    for (price, delivery, sum) in [
        ("0.5", "0.4", "0.9"),
        ("0.6", "0.44", "1.04"),
        ("0.333", "0.665", "0.998"),
        ("{ uniform = [0.4, 0.6] }", "0.4", "0.9"),
        ("0.45", "0.1", "0.55"),
    ] {
        let warning = warned(price, delivery);
        let line = "crane.toml:27:8: warning: `party.buyer.utility`: these weights look like shares, but sum to ";
        assert!(
            warning.starts_with(&format!("{line}{sum}")),
            "{price}, {delivery}: {warning}"
        );
    }
    for (price, delivery) in [
        ("0.6", "0.4"),
        ("0.6", "0.4005"),
        ("3", "2"),
        ("10", "90"),
        ("1", "0.5"),
        ("0.01", "0.02"),
    ] {
        assert_eq!(warned(price, delivery), "", "{price}, {delivery}");
    }
}

/// The weights of a type and of a body at home are judged like those of a party.
#[test]
fn weights_of_types_and_bodies_are_judged_too() {
    let of_type = "\n[[party.type]]\nid = \"a\"\nprobability = 0.5\n[[party.type]]\nid = \"b\"\nprobability = 0.5\n\
                   utility.price = { weight = 0.5 }\n";
    let text = BASE.replacen(
        "\n[[party]]\nid = \"seller\"",
        &format!("{of_type}\n[[party]]\nid = \"seller\""),
        1,
    );
    let found = problems(&text).to_string();
    assert!(
        found.contains("`party.buyer.type.b.utility`") && found.contains("sum to 0.9"),
        "{found}"
    );
    assert_eq!(problems(&text).len(), 1, "{found}");
    let of_body = "\n[[stage]]\nid = \"board\"\napproval = \"threshold\"\nreservation = 0.3\n[stage.utility]\n\
                   price = { weight = 0.7, scores = [0, 1] }\ndelivery = { weight = 0.2, scores = [1, 0] }\n";
    let found = problems(&format!("{BASE}{of_body}")).to_string();
    assert!(
        found.contains("`stage.board.utility`") && found.contains("sum to 0.9"),
        "{found}"
    );
}

/// A sequence of numbers that look random and are the same each time (Knuth's MMIX generator).
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }
}

/// Whatever is typed into a file, the answer is a scenario or problems with places in it, never a panic.
#[test]
fn any_text_is_answered() {
    const TYPED: &[&str] = &[
        "[", "]", "{", "}", "[[", "]]", "\"", "'", "\"\"\"", "=", ",", ".", "#", "\n", "\r", "\\",
        ":", ";", " ", "\t", "-", "%", "“", "−", "\u{a0}", "ß", "½", "(", ")", "0,5", "true",
        "party", "[party]", "id = 1", "\u{feff}", "\u{0}", "😀",
    ];
    let mut noise = Noise(7);
    let mut refused = 0;
    for _ in 0..1_500 {
        let mut letters: Vec<char> = BASE.chars().collect();
        for _ in 0..=noise.below(3) {
            let at = noise.below(letters.len());
            let until = (at + noise.below(4)).min(letters.len());
            let typed = TYPED[noise.below(TYPED.len())];
            letters.splice(at..until, typed.chars());
        }
        let text: String = letters.into_iter().collect();
        let Err(problems) = scenario::parse("crane.toml", &text, &[]) else {
            continue;
        };
        refused += 1;
        let lines = text.lines().count().max(1);
        assert!(
            !problems.is_empty() && problems.len() < 40,
            "{text}\n{problems}"
        );
        for problem in &problems {
            let line = problem.position.map_or(1, |(line, _)| line);
            assert!((1..=lines + 1).contains(&line), "{text}\n{problem}");
        }
    }
    assert!(refused > 500, "only {refused}");
}
