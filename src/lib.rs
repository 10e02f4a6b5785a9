//! `dossier` turns a folder of Markdown articles into a cross-linked, searchable static dossier.

pub mod config;
pub mod date;
pub mod diagnostics;
pub mod kind;
pub mod markdown;
pub mod search;
pub mod source;
pub mod text;
