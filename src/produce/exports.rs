//! Files beside the pages: feeds, the sitemap, and the dossier as data.

use crate::citation::{Bibliography, Format};
use crate::dossier::Dossier;
use crate::feeds::{self, FeedInput};
use crate::publish::{PublishError, Sink};
use crate::site::{Site, absolute};

/// Feeds, sitemap, robots.txt, `.nojekyll`.
pub(super) fn feeds(dossier: &Dossier, site: &Site, made: &[String], sink: &dyn Sink) -> Result<(), PublishError> {
    let base_url = dossier.config.base_url.as_deref();
    let files = feeds::files(&FeedInput { dossier, site, base_url, made });
    files.into_iter().try_for_each(|(path, bytes)| sink.write(&path, &bytes))
}

/// `data/`: the small exports. The text and every mention are as large as the site itself; `dossier export` gives them.
pub(super) fn data(dossier: &Dossier, site: &Site, sink: &dyn Sink) -> Result<(), PublishError> {
    let url = |id| dossier.config.base_url.as_ref().map(|base| absolute(base, site.article(id)));
    let all = Bibliography::of(dossier, url);
    let formats = [(Format::Bibtex, "bib"), (Format::Ris, "ris"), (Format::CslJson, "csl.json")];
    formats
        .into_iter()
        .try_for_each(|(format, suffix)| sink.write(&format!("data/citations.{suffix}"), all.file(format).as_bytes()))
}
