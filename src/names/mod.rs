//! What names look like: titles, particles, nicknames, and how the words around a name belong to it.
//!
//! In: words of a text. Out: what they are to a name. This room knows languages and word lists; it knows no dossier, and
//! decides nothing about links.

mod address;
mod around;
mod beside;
mod lexicon;
mod person;
mod spellings;

pub(crate) use address::in_address;
pub(crate) use around::{Left, Right, is_hyphen, is_title_case, left_of, opens_sentence, right_of};
pub(crate) use beside::{
    Front, family_goes_on, front_of, generation_behind, heads_partners, is_party, named_after, partners, seat_behind,
    year_behind,
};
pub(crate) use lexicon::{Class, bare, lexicon};
pub(crate) use person::{Compare, PersonName, family_comes_first, family_forms};
pub(crate) use spellings::spellings;
