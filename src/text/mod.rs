//! What every room needs to know about text: folding for comparison, plain lines, sentences, slugs, and how XML is written.

pub(crate) mod ascii;
pub mod fold;
pub mod plain;
pub mod portable;
pub mod sentences;
pub mod shared_str;
pub mod slug;
pub(crate) mod xml;
