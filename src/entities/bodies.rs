//! What belongs to an organisation and says so by its name: `Grain Union Price Council`.

use super::patterns::Builder;
use super::{EntityId, Gazetteer};
use crate::kind::Kinds;
use crate::source::MatchMode;
use rustc_hash::FxHashMap;

/// Entities whose names begin with the name of an organisation and go on with two words or more. What begins with a place
/// (`Tarn Supreme Court`) may be meant without it on any page about another place: those stay out.
pub(super) fn bodies(
    gazetteer: &Gazetteer,
    kinds: &Kinds,
    builder: &Builder,
    places: &[bool],
) -> FxHashMap<EntityId, Vec<(String, EntityId)>> {
    let mut bodies: FxHashMap<EntityId, Vec<(String, EntityId)>> = FxHashMap::default();
    for (number, entity) in (0..).zip(&gazetteer.entities) {
        let id = EntityId(number);
        if kinds.get(entity.kind).person || places[id.index()] || entity.source.match_mode == MatchMode::Exact {
            continue;
        }
        let spaces: Vec<usize> = entity.name.match_indices(' ').map(|(at, _)| at).collect();
        for &space in spaces.iter().rev().skip(1) {
            let [owner] = builder.bearers(&entity.name[..space]) else { continue };
            let owner = owner.candidate.entity;
            let rest = &entity.name[space + 1..];
            let person = kinds.get(gazetteer.get(owner).kind).person;
            if owner != id && !person && !places[owner.index()] && rest.starts_with(char::is_uppercase) {
                bodies.entry(owner).or_default().push((rest.to_owned(), id));
            }
        }
    }
    bodies
}
