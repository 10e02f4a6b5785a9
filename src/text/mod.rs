//! Words and letters: pure functions on text that several rooms share.

pub mod slug;
