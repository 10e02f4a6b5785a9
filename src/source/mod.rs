//! From files to typed sources.
mod page;
pub use page::*;
