//! All tests that look at the program from outside, in one binary: a binary for each would link the whole library again.
//!
//! `cargo test --test all` runs them, `cargo test --test all quotes_cases::` those of one file.

mod case_files;
mod commonmark;
mod floors;
mod import;
mod link_cases;
mod markdown_cases;
mod markdown_properties;
mod quotes_cases;
mod readme;
mod review_cases;
mod safety;
mod site;
mod statements_cases;
mod theme_lints;
