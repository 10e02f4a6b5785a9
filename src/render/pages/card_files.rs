//! The files of preview cards.

use super::series::Series;
use crate::diagnostics::Diagnostic;
use crate::entities::EntityId;
use crate::render::cards;
use crate::render::room::Room;

impl Room<'_> {
    /// Files with the cards of some entities each.
    pub(super) fn card_files(&self) -> Series<'_> {
        let entities = &self.dossier.gazetteer.entities;
        let count = cards::file_count(entities.len());
        let pages = self.site.entities.iter().map(|path| path.trim_end_matches(".html"));
        let groups = cards::groups(pages.zip((0..).map(EntityId)), count);
        let make = move |number: usize, out: &mut Vec<u8>| {
            let cards = groups[number].iter().map(|(id, entity)| Ok((*id, self.card(*entity)?)));
            out.extend_from_slice(&cards::file(number, &cards.collect::<Result<_, Diagnostic>>()?));
            Ok(())
        };
        Series::files((0..count).map(cards::path).collect(), make)
    }
}
