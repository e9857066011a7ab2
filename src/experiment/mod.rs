//! Many cells: designs over parameters, and what can be learned from runs that differ in them.

pub mod design;
