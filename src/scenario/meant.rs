//! What a value was meant to be that is not written as TOML writes it: `35%`, `0,98`, `True`, `0.3-0.45`.

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meant {
    /// This number.
    Number(String),
    /// This truth value.
    Truth(bool),
    /// Any number between two, or about one.
    Distribution(String),
    /// A list.
    List(String),
    /// No value.
    Nothing,
}

/// Fractions that are one letter.
const FRACTIONS: [(char, f64); 7] = [
    ('½', 0.5),
    ('¼', 0.25),
    ('¾', 0.75),
    ('⅓', 1.0 / 3.0),
    ('⅔', 2.0 / 3.0),
    ('⅕', 0.2),
    ('⅛', 0.125),
];

/// What some words were meant to be; none where they may be any text.
pub(crate) fn meant(words: &str) -> Option<Meant> {
    let words = words.trim();
    if let Some(truth) = truth(words) {
        return Some(Meant::Truth(truth));
    }
    let nothing = [
        "null",
        "nil",
        "none",
        "na",
        "n/a",
        "undefined",
        "nan",
        "infinity",
    ];
    if nothing.contains(&words.to_lowercase().as_str()) {
        return Some(Meant::Nothing);
    }
    let number = number(words).map(Meant::Number);
    number
        .or_else(|| distribution(words))
        .or_else(|| list(words))
}

fn truth(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// The number that some words stand for, as TOML writes it.
pub(crate) fn number(words: &str) -> Option<String> {
    let words = words.trim();
    let (sign, size) = match words.strip_prefix(['-', '−', '–', '—']) {
        Some(size) => ("-", size.trim_start()),
        None => ("", words.trim_start_matches('+')),
    };
    let size = size.trim_matches(['$', '€', '£', '¥']).trim();
    let percent = ["%", "percent", "per cent"]
        .iter()
        .find_map(|unit| size.strip_suffix(unit));
    if let Some(percent) = percent {
        let share = value(&plain(percent.trim())?)? / 100.0;
        return Some(format!("{sign}{}", rounded(share)));
    }
    if let Some((_, value)) = FRACTIONS
        .iter()
        .find(|(letter, _)| size == letter.to_string())
    {
        return Some(format!("{sign}{}", rounded(*value)));
    }
    if let Some((above, below)) = size.split_once('/') {
        let (above, below) = (value(&plain(above.trim())?)?, value(&plain(below.trim())?)?);
        return (below > 0.0).then(|| format!("{sign}{}", rounded(above / below)));
    }
    Some(format!("{sign}{}", plain(without_unit(size))?))
}

/// A number without the word behind it: `12 weeks`.
fn without_unit(words: &str) -> &str {
    match words.split_once(' ') {
        Some((number, unit)) if unit.trim().chars().all(char::is_alphabetic) => number,
        _ => words,
    }
}

/// Digits with points, commas and marks between thousands, as TOML writes them.
fn plain(digits: &str) -> Option<String> {
    let is_part = |letter: char| letter.is_ascii_digit() || ".,_' \u{a0}\u{202f}’".contains(letter);
    if !digits.chars().all(is_part) || !digits.contains(|letter: char| letter.is_ascii_digit()) {
        // An exponent that was begun and not finished.
        let begun = digits.strip_suffix(['e', 'E'])?;
        return begun.parse::<f64>().is_ok().then(|| begun.to_owned());
    }
    let separators: Vec<char> = digits
        .chars()
        .filter(|letter| !letter.is_ascii_digit())
        .collect();
    let is_grouped = |mark: char| {
        let mut groups = digits.split(mark);
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && first != "0" && groups.all(|group| group.len() == 3)
    };
    match separators.as_slice() {
        [] => Some(without_zeros(digits)),
        [first, rest @ ..]
            if *first != '.' && rest.iter().all(|mark| mark == first) && is_grouped(*first) =>
        {
            Some(digits.replace(*first, "_"))
        }
        [','] => Some(whole_and_part(&digits.replace(',', "."))),
        ['.'] => Some(whole_and_part(digits)),
        // Thousands set apart by one mark, and the other before the decimals.
        [rest @ .., last @ ('.' | ',')] if !rest.contains(last) => {
            let (whole, part) = digits.rsplit_once(*last)?;
            let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
            Some(whole_and_part(&format!("{whole}.{part}")))
        }
        _ => None,
    }
}

/// A number with a digit on each side of its point.
fn whole_and_part(digits: &str) -> String {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = if part.is_empty() { "0" } else { part };
    format!("{}.{part}", without_zeros(whole))
}

fn without_zeros(digits: &str) -> String {
    let kept = digits.trim_start_matches('0');
    if kept.is_empty() {
        "0".to_owned()
    } else {
        kept.to_owned()
    }
}

fn value(digits: &str) -> Option<f64> {
    digits.replace('_', "").parse().ok()
}

/// To ten decimals, which hides the error of dividing.
fn rounded(value: f64) -> f64 {
    (value * 1e10).round() / 1e10
}

/// `0.3-0.45`, `0.3 to 0.45`, `0.4 ± 0.1`, `uniform(0.3, 0.45)`.
fn distribution(words: &str) -> Option<Meant> {
    let pair = |between: &str| {
        let (one, other) = words.split_once(between)?;
        Some([number(one)?, number(other)?])
    };
    if let Some([mean, sd]) = pair("±").or_else(|| pair("+/-")).or_else(|| pair("+-")) {
        return Some(Meant::Distribution(format!(
            "{{ normal = [{mean}, {sd}] }}"
        )));
    }
    let marks = ["...", "..", " to ", " and ", "–", "—", "-", "~"];
    let ends = marks.into_iter().find_map(|mark| Some((mark, pair(mark)?)));
    if let Some((mark, [one, other])) = ends {
        return match value(&one)? - value(&other)? {
            // What does not rise is a sum to be done, or a range whose ends changed places.
            left if left >= 0.0 && matches!(mark, "–" | "—" | "-") => {
                Some(Meant::Number(rounded(left).to_string()))
            }
            left => {
                let (low, high) = if left > 0.0 {
                    (other, one)
                } else {
                    (one, other)
                };
                Some(Meant::Distribution(format!(
                    "{{ uniform = [{low}, {high}] }}"
                )))
            }
        };
    }
    let (name, parameters) = words.strip_suffix(')')?.split_once('(')?;
    let shape = shape(name.trim())?;
    let parameters = parameters
        .split(',')
        .map(number)
        .collect::<Option<Vec<_>>>()?;
    Some(Meant::Distribution(format!(
        "{{ {shape} = [{}] }}",
        parameters.join(", ")
    )))
}

/// `(1, 0)`.
fn list(words: &str) -> Option<Meant> {
    let inside = words.strip_prefix('(')?.strip_suffix(')')?;
    Some(Meant::List(format!("[{}]", inside.trim())))
}

/// The distribution that another name stands for.
pub(crate) fn shape(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "uniform" | "unif" | "flat" | "rectangular" | "between" | "range" | "interval" => "uniform",
        "normal" | "norm" | "gaussian" | "gauss" | "truncated-normal" | "truncnorm" => "normal",
        "triangular" | "triangle" | "tri" | "triang" => "triangular",
        "pert" | "betapert" | "beta-pert" => "pert",
        "beta" => "beta",
        "value" | "fixed" | "constant" | "const" | "point" => "value",
        _ => return None,
    })
}

/// Whether some words name a distribution that there is not, as in `lognormal(0.3, 0.45)`.
pub(crate) fn shape_elsewhere(words: &str) -> bool {
    const ELSEWHERE: [&str; 14] = [
        "lognormal",
        "lognorm",
        "exponential",
        "exp",
        "expon",
        "gamma",
        "weibull",
        "pareto",
        "poisson",
        "binomial",
        "cauchy",
        "student",
        "logistic",
        "laplace",
    ];
    let name = words.split('(').next().unwrap_or_default().trim();
    let name = name.to_lowercase().replace(['-', '_', ' '], "");
    ELSEWHERE.contains(&name.as_str())
}

/// The distribution whose numbers are named one by one, with the names in the order of its list.
pub(crate) fn shape_of_names(names: &[&str]) -> Option<(&'static str, Vec<usize>)> {
    const LOW: &[&str] = &["min", "minimum", "low", "lower", "least", "from", "a"];
    const HIGH: &[&str] = &["max", "maximum", "high", "upper", "greatest", "to", "b"];
    const MODE: &[&str] = &["mode", "most-likely", "likely", "peak", "c"];
    const MEAN: &[&str] = &["mean", "mu", "average", "centre", "center", "loc"];
    const SD: &[&str] = &["sd", "std", "stdev", "sigma", "standard-deviation", "scale"];
    let forms: [(&'static str, &[&[&str]]); 4] = [
        ("uniform", &[LOW, HIGH]),
        ("triangular", &[LOW, MODE, HIGH]),
        ("normal", &[MEAN, SD]),
        ("beta", &[&["alpha"], &["beta"]]),
    ];
    forms.into_iter().find_map(|(shape, parts)| {
        let place = |part: &&[&str]| names.iter().position(|name| part.contains(name));
        let places: Vec<usize> = parts.iter().filter_map(place).collect();
        (places.len() == parts.len() && names.len() == parts.len()).then_some((shape, places))
    })
}

#[cfg(test)]
mod tests {
    use super::{Meant, meant, number, shape_of_names};

    #[test]
    fn numbers_are_known_by_how_people_write_them() {
        for (words, right) in [
            ("0,98", "0.98"),
            ("80,000", "80_000"),
            ("1,234,567", "1_234_567"),
            ("0,985", "0.985"),
            ("12,5", "12.5"),
            ("80 000", "80_000"),
            ("80'000", "80_000"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("35%", "0.35"),
            ("40 %", "0.4"),
            ("12.5 per cent", "0.125"),
            ("-3%", "-0.03"),
            (".98", "0.98"),
            ("1.", "1.0"),
            ("−0.1", "-0.1"),
            ("012", "12"),
            ("1e", "1"),
            ("½", "0.5"),
            ("1/4", "0.25"),
            ("$80_000", "80_000"),
            ("12 weeks", "12"),
        ] {
            assert_eq!(number(words).as_deref(), Some(right), "{words}");
        }
        for words in ["Price", "", "1/0", "A used crane", "a1", "1e5x", "...", "%"] {
            assert_eq!(number(words), None, "{words}");
        }
    }

    #[test]
    fn ranges_and_calls_become_distributions() {
        for (words, right) in [
            ("0.3-0.45", "{ uniform = [0.3, 0.45] }"),
            ("0.3 – 0.45", "{ uniform = [0.3, 0.45] }"),
            ("0.3..0.45", "{ uniform = [0.3, 0.45] }"),
            ("30% to 45%", "{ uniform = [0.3, 0.45] }"),
            ("0.4 ± 0.1", "{ normal = [0.4, 0.1] }"),
            ("gaussian(0.4, 0.1)", "{ normal = [0.4, 0.1] }"),
        ] {
            assert_eq!(
                meant(words),
                Some(Meant::Distribution(right.to_owned())),
                "{words}"
            );
        }
        assert_eq!(meant("Off"), Some(Meant::Truth(false)));
        assert_eq!(meant("None"), Some(Meant::Nothing));
        assert_eq!(meant("(1, 0)"), Some(Meant::List("[1, 0]".to_owned())));
        assert_eq!(meant("800k"), None);
    }

    #[test]
    fn names_of_parameters_tell_the_distribution() {
        assert_eq!(
            shape_of_names(&["max", "min"]),
            Some(("uniform", vec![1, 0]))
        );
        assert_eq!(
            shape_of_names(&["mean", "sd"]),
            Some(("normal", vec![0, 1]))
        );
        assert_eq!(
            shape_of_names(&["min", "mode", "max"]),
            Some(("triangular", vec![0, 1, 2]))
        );
        assert_eq!(shape_of_names(&["min"]), None);
    }
}
