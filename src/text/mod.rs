//! What every room needs to know about text: folding for comparison, sentences, slugs.

pub mod fold;
pub mod sentences;
pub mod slug;
