//! `dossier` turns a folder of Markdown articles into a cross-linked, searchable static dossier.

pub mod asset;
pub mod citation;
pub mod cli;
pub mod commands;
pub mod config;
pub mod date;
pub mod diagnostics;
pub mod dossier;
pub mod entities;
pub mod export;
pub mod feeds;
pub mod kind;
pub mod markdown;
pub mod mentions;
pub mod pipeline;
pub mod produce;
pub mod publish;
pub mod quotes;
pub mod render;
pub mod search;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
mod values;
