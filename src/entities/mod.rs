//! Who and what can be mentioned.
//!
//! In: public sources. Out: the [`Gazetteer`] (every entity, stubs for names that only front matter knows, look-up by name and id)
//! and the [`AliasMatcher`] (all names, ready to be found). This room does not read article text.

mod bodies;
mod boundaries;
mod case;
mod front_matter;
mod gazetteer;
mod hidden;
mod matcher;
mod patterns;
mod people;
mod search;

pub use gazetteer::{Entity, EntityId, Gazetteer, Target, assemble};
pub use matcher::{AliasMatcher, Candidate, Hit, Via};
