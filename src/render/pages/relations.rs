//! What ties an entity to others, read from either end.
//!
//! In: relations as one of both files records them. Out: rows whose label is true where it stands. A role is a few words of
//! an author, and nothing in it says which way it reads: `Seat` of a body's file is the other's role, `Spokesman` of a
//! person's file the person's own. So the other end shows the author's `inverse`, else what the table of roles has for it,
//! else a noun that reads right there, else the name with the role behind it under a label that claims nothing.

use super::entity::together_by;
use crate::dossier::Dossier;
use crate::entities::{Entity, EntityId};
use crate::names::{Class, bare, lexicon};
use crate::render::context::Relation;
use crate::render::room::{Depth, Room};
use crate::source::{self, Gender};
use crate::theme::Labels;

impl Room<'_> {
    /// The entity's own relations, then those that others record with it, unless it records the same itself.
    pub(super) fn relations(&self, id: EntityId) -> Vec<Relation> {
        let entity = self.dossier.gazetteer.get(id);
        let own = entity.source.relations.iter().map(|relation| {
            let label = own_label(self.labels(), &relation.role);
            Relation { to: self.named(&relation.to.value), label, ..self.relation(relation) }
        });
        let mut rows: Vec<Relation> = own.collect();
        for &other in self.dossier.named_by(id) {
            for relation in &self.dossier.gazetteer.get(other).source.relations {
                if self.dossier.gazetteer.entity(&relation.to.value, None) != Some(id) {
                    continue;
                }
                let to = self.entity(other, Depth::Folder);
                let (label, role) = other_label(self.labels(), self.dossier, entity, other, relation);
                let same = |row: &Relation| row.to == to && row.label.to_lowercase() == label.to_lowercase();
                if !rows.iter().any(same) {
                    rows.push(Relation { to, label, role, ..self.relation(relation) });
                }
            }
        }
        together_by(rows, |relation| relation.label.clone(), |relation| relation.same_label = true)
    }

    /// What is the same at both ends.
    fn relation(&self, relation: &source::Relation) -> Relation {
        let (key, source) = self.source(relation.source.as_ref(), Depth::Folder);
        Relation {
            from: self.date(relation.from.as_ref()),
            until: self.date(relation.until.as_ref()),
            status: relation.status.clone().unwrap_or_default(),
            key,
            source,
            ..Relation::default()
        }
    }
}

/// The label in the file that records the role.
fn own_label(labels: &Labels, role: &str) -> String {
    labels.role(role).map_or_else(|| capital(role), |known| known[0].clone())
}

/// The label on the page of `here`, of which `other` records the relation, and what `other` is where the label does not say it.
fn other_label(
    labels: &Labels,
    dossier: &Dossier,
    here: &Entity,
    other: EntityId,
    relation: &source::Relation,
) -> (String, String) {
    let role = relation.role.trim();
    if let Some(inverse) = &relation.inverse {
        return (capital(inverse), String::new());
    }
    if let Some(known) = labels.role(role) {
        let by_gender = match here.source.gender {
            Some(Gender::Male) => known.get(2),
            Some(Gender::Female) => known.get(3),
            _ => None,
        };
        return (by_gender.unwrap_or(&known[1]).clone(), String::new());
    }
    // `Founder of` there is `Founder` here
    let of = labels.text("role_of");
    if let Some(noun) = role.strip_suffix(of).filter(|noun| !of.is_empty() && !noun.trim().is_empty()) {
        return (capital(noun), String::new());
    }
    let person = dossier.config.kinds.get(dossier.gazetteer.get(other).kind).person;
    let office = |word: &str| lexicon().is(&bare(word), Class::OFFICE.or(Class::TITLE).or(Class::JOB));
    if person && role.split(' ').any(office) {
        return (capital(role), String::new());
    }
    (labels.text("linked_from").to_owned(), role.to_owned())
}

/// A label begins with a capital.
fn capital(label: &str) -> String {
    let mut letters = label.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
