//! From the model to finished pages.

pub mod context;
pub mod weave;
