//! Who published the articles.

use super::{Article, ArticleId};
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use rustc_hash::FxHashMap;

/// A publisher and its articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// As most of its articles spell it.
    pub name: String,
    /// Last part of its address, unique.
    pub slug: String,
    /// Newest first.
    pub articles: Vec<ArticleId>,
}

/// Groups articles by `source.name`, spellings folded; the result is sorted by folded name.
pub(super) fn collect(articles: &[Article], by_date: &[ArticleId]) -> (Vec<Outlet>, Vec<Option<u32>>) {
    let mut rows: FxHashMap<String, Vec<ArticleId>> = FxHashMap::default();
    for &id in by_date {
        if let Some(name) = name_of(&articles[id.index()]) {
            rows.entry(fold_name(name)).or_default().push(id);
        }
    }
    let mut rows: Vec<(String, Vec<ArticleId>)> = rows.into_iter().collect();
    rows.sort();
    let mut outlet_of = vec![None; articles.len()];
    let mut slugs: FxHashMap<String, u32> = FxHashMap::default();
    let mut outlets = Vec::with_capacity(rows.len());
    for (_, ids) in rows {
        for id in &ids {
            outlet_of[id.index()] = Some(outlets.len() as u32);
        }
        let name = most_common(ids.iter().filter_map(|id| name_of(&articles[id.index()])));
        let slug = Some(slugify(&name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "outlet".to_owned());
        let same = slugs.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(1);
        let slug = if *same > 1 { format!("{slug}-{same}") } else { slug };
        outlets.push(Outlet { name, slug, articles: ids });
    }
    (outlets, outlet_of)
}

fn name_of(article: &Article) -> Option<&str> {
    article.source.source.as_ref()?.name.as_deref().filter(|name| !name.trim().is_empty())
}

/// The most frequent spelling; of equally frequent ones the first in code point order.
fn most_common<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    let best = names.chunk_by(|a, b| a == b).max_by_key(|same| (same.len(), std::cmp::Reverse(same[0])));
    best.map_or(String::new(), |same| same[0].to_owned())
}
