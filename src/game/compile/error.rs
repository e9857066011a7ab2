//! What only compiling finds wrong.

/// Limits a scenario exceeds only when it is compiled.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CompileError {
    /// A block has more than [`crate::game::BLOCK_COMBOS_MAX`] combinations.
    #[error(
        "issues tied by linkages, red lines or a breach table have {0} combinations, at most 65536 can be handled"
    )]
    BlockTooLarge(f64),
    /// A package in force alone has more than [`crate::game::WORDINGS_MAX`] wordings.
    #[error("a package in force alone has {0} wordings, at most 100000 can be handled")]
    PackageTooLarge(f64),
    /// More than [`crate::game::CONDITIONAL_CONSENTERS_MAX`] parties are needed by some deals only.
    #[error("{0} parties must consent to some deals only, at most 16 can be handled")]
    TooManyConsenters(u32),
}
