//! What every room needs to know about text: folding for comparison, words, slugs.

pub mod fold;
pub mod slug;
