//! From the model to finished pages.
//!
//! In: the [`Dossier`](crate::dossier::Dossier), the plan of the site, the theme. Out: HTML, handed page by page to whoever
//! takes it. `room` prepares what pages share, `pages` fills the structs of `context`, the theme's templates turn those into
//! HTML; `weave` sets links into texts and shows what they embed (`embeds`), `layout` places names in drawings and
//! `facts` counts, `frame` makes what pages have in common.

pub mod cards;
pub mod context;
mod embeds;
pub mod facts;
pub mod frame;
pub mod layout;
pub mod pages;
pub mod room;
pub mod weave;
