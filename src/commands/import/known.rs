//! What the dossier has already, so that nothing comes in twice.

use super::super::session::Session;
use crate::config::{self, Config};
use crate::import::batch::Existing;
use crate::source::{self, Head, LoadOptions};
use jiff::civil::Date;

/// The dossier as far as an import has to know it.
pub(super) struct Known {
    pub(super) config: Config,
    pub(super) existing: Vec<Existing>,
    /// Keys of its articles.
    pub(super) keys: Vec<String>,
}

/// Reads settings and pages; drafts too. Mistakes in them are a matter for `check`.
pub(super) fn look(session: &Session, named: bool, today: Date) -> anyhow::Result<Known> {
    let request = session.request(named, LoadOptions { drafts: true, today })?;
    let mut ignored = Vec::new();
    let config = match &request.config {
        Some((text, path)) => config::load(text, path).take(&mut ignored),
        None => Config::default(),
    };
    let mut known = Known { config, existing: Vec::new(), keys: Vec::new() };
    let Ok(sources) = source::load(request.root, &known.config, &request.load) else { return Ok(known) };
    let sources = sources.take(&mut ignored);
    let titles = |head: &Head| head.title.iter().cloned().chain(Some(head.stem.clone())).collect::<Vec<_>>();
    for article in &sources.articles {
        let record = article.source.as_ref();
        known.keys.extend(article.key.as_ref().map(|key| key.value.clone()));
        known.existing.push(Existing {
            path: article.head.body.source.path.clone(),
            kind: None,
            names: titles(&article.head),
            url: record.and_then(|record| record.url.clone()),
            day: record.and_then(|record| record.published.as_ref()).map(ToString::to_string),
            text: article.head.body.text().into_owned(),
        });
    }
    for entity in &sources.entities {
        let mut all = titles(&entity.head);
        all.extend(entity.aliases.iter().map(|alias| alias.value.clone()));
        known.existing.push(Existing {
            path: entity.head.body.source.path.clone(),
            kind: Some(known.config.kinds.get(entity.kind).name.clone()),
            names: all,
            ..Existing::default()
        });
    }
    Ok(known)
}
