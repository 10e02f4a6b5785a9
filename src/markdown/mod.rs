//! From Markdown to a [`Document`].
mod document;
pub use document::*;
