//! One full and one minimal instance of every type of page, for tests, previews and the contract's examples.
//! All of it is invented: a lake, its ferries, and people who are called Example.
#![allow(
    clippy::cast_precision_loss,
    clippy::wildcard_imports,
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value
)] // small numbers, every type of the contract, fields that are optional

mod found;
mod pages;
mod pieces;

pub(crate) use found::{found, search_input};
pub(crate) use pieces::cards;

use super::{PAGES, PageContext, Site};
use crate::config::Config;
use crate::kind::{Kind, Kinds};
use crate::theme::Theme;

/// A page to render.
pub(crate) struct Sample {
    /// Type of page.
    pub(crate) page: &'static str,
    /// Where it would be written.
    pub(crate) file: String,
    pub(crate) template: &'static str,
    pub(crate) value: tera::Value,
    pub(crate) json: serde_json::Value,
    /// Whether everything is filled in.
    pub(crate) full: bool,
}

fn sample<P: PageContext>(file: &str, page: &P, full: bool) -> Sample {
    let name = PAGES.iter().find(|(_, template)| *template == P::TEMPLATE).expect("every page is in the table").0;
    Sample {
        page: name,
        file: file.into(),
        template: P::TEMPLATE,
        value: tera::Value::from_serializable(page),
        json: serde_json::to_value(page).expect("a context is plain data"),
        full,
    }
}

/// All samples, over words in this language.
pub(crate) fn all(theme: &Theme) -> Vec<Sample> {
    pages::all(theme)
}

/// What the samples' pages share.
pub(crate) fn site(theme: &Theme) -> Site {
    pieces::site(theme)
}

/// The samples' dossier: the built-in kinds and one of its own.
pub(crate) fn config(language: &str) -> Config {
    let mut kinds = Kinds::default();
    kinds.0.push(Kind {
        name: "vessels".into(),
        singular: "Vessel".into(),
        plural: "Vessels".into(),
        schema_org: "Vehicle".into(),
        ftm: "Vessel".into(),
        mark: "other".into(),
        color: Some("#2f6f8f".into()),
        common_noun: false,
        person: false,
        folders: Vec::new(),
        tags: Vec::new(),
    });
    Config { language: language.into(), kinds, ..Config::default() }
}
