//! Files of the field, read into values of this crate: text alone, nothing is opened here.

pub mod normal_form;
