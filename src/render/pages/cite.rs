//! How to cite an article.

use crate::dossier::ArticleId;
use crate::render::context::Cite;
use crate::render::room::Room;

impl Room<'_> {
    /// References to copy.
    pub(super) fn cite(&self, _id: ArticleId) -> Cite {
        Cite::default()
    }
}
