//! Commented scenarios to start from.

/// A scenario to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All templates.
pub fn templates() -> &'static [Template] {
    &[
        Template {
            name: "two-party",
            about: "a buyer and a seller who make offers in turn",
            text: include_str!("templates/two-party.toml"),
        },
        Template {
            name: "mediation",
            about: "a mediator who carries one text between two sides, with packages, levers and ratification",
            text: include_str!("templates/mediation.toml"),
        },
        Template {
            name: "ultimatum",
            about: "one take-it-or-leave-it offer to a side whose type is not known",
            text: include_str!("templates/ultimatum.toml"),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::templates;

    #[test]
    fn every_template_is_a_scenario_with_sources() {
        for template in templates() {
            let name = template.name;
            match crate::scenario::parse(name, template.text, &[]) {
                Ok(loaded) => {
                    assert!(loaded.warnings.is_empty(), "{name}: {}", loaded.warnings);
                    assert!(
                        loaded.unsourced.is_empty(),
                        "{name}: {:?}",
                        loaded.unsourced
                    );
                }
                Err(problems) => panic!("{problems}"),
            }
        }
    }
}
