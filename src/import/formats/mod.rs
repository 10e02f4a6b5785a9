//! One file for each format: bytes or text in, drafts out.

mod bibliography;
pub(super) mod bibtex;
mod csl;
pub(super) mod docx;
mod entities;
pub(super) mod feed;
mod ftm;
pub(super) mod html;
pub(super) mod json;
pub(super) mod mail;
pub(super) mod markdown;
pub(super) mod mhtml;
pub(super) mod odt;
pub(super) mod office;
pub(super) mod pdf;
pub(super) mod ris;
pub(super) mod table;
pub(super) mod text;
mod xml;
pub(super) mod zotero;
