//! From files to typed sources, through two gates: one for files, one for privacy.
//!
//! In: the dossier's folder. Out: [`PublicSources`] — front matter as typed values and the text below it, of published
//! pages only — and a diagnostic for each mistake. Above this room nobody can name a hidden page: what is a draft, private
//! or under embargo, and every private span of text, ends here. Markdown is not parsed and names are not resolved.
//!
//! The way of a file: `files` reads it, `front_matter` finds its table of values, `privacy` decides whether it goes
//! on, `strip` takes private spans out of its text, and `article` or `entity` read the keys (`gate` is this way, `load` walks all
//! files along it); `gather` puts the pages in order.

mod article;
mod below;
mod body;
mod code;
mod entity;
mod files;
mod front_matter;
mod gate;
mod gather;
mod head;
mod hiding;
mod keys;
mod language;
mod lines;
mod listing;
mod load;
mod names;
mod page;
mod place;
mod privacy;
mod same_name;
mod statement;
mod strip;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_hostile;

pub use body::Body;
pub use files::{ReadCause, ReadError, Root, find_root};
pub use load::{LoadOptions, Loads, load, load_again, load_text, read_asset, read_static};
pub use page::*;
