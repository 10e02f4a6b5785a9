//! What every room needs to know about text: folding for comparison, words, plain lines, sentences, slugs, how XML is written, and
//! where the texts of thousands of pages lie in memory.

pub(crate) mod ascii;
pub mod curl;
pub(crate) mod fence;
pub mod fold;
pub mod plain;
pub mod portable;
pub mod sentences;
pub mod shared_str;
pub mod slug;
pub(crate) mod xml;
