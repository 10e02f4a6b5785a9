//! What every room needs to know about text: folding for comparison, plain lines, sentences, slugs.

pub mod fold;
pub mod plain;
pub mod sentences;
pub mod slug;
