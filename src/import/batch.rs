//! Many files together: which texts are the same, which copy stays, and what is there already.

use super::draft::{Draft, Record};
use super::duplicates::{Print, firsts};
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;

/// An article or an entity that the dossier has.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    /// Its file, for messages.
    pub path: String,
    /// Its kind; `None`: an article.
    pub kind: Option<String>,
    /// Title, and the aliases of an entity.
    pub names: Vec<String>,
    /// Address of its source.
    pub url: Option<String>,
    /// Day of publication.
    pub day: Option<String>,
    /// Its text.
    pub text: String,
}

/// What becomes of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It gets a file.
    Kept,
    /// It is the text of another draft, by its number, which took these fields from it.
    Same(usize, Vec<&'static str>),
    /// The dossier has it, in this file.
    Known(String),
}

/// Decides for each draft, in the order in which they came; those that are kept take what their copies know.
pub fn decide(drafts: &mut [&mut Draft], existing: &[Existing]) -> Vec<Fate> {
    let mut fates = vec![Fate::Kept; drafts.len()];
    entities(drafts, existing, &mut fates);
    articles(drafts, existing, &mut fates);
    fates
}

/// An entity is the same by its name or its id at Wikidata.
fn entities(drafts: &mut [&mut Draft], existing: &[Existing], fates: &mut [Fate]) {
    let mut known: FxHashMap<(String, String), String> = FxHashMap::default();
    for entity in existing {
        let Some(kind) = &entity.kind else { continue };
        for name in &entity.names {
            known.entry((kind.clone(), fold_name(name))).or_insert_with(|| entity.path.clone());
        }
    }
    let mut seen: FxHashMap<(String, String), usize> = FxHashMap::default();
    for at in 0..drafts.len() {
        let (Some(kind), Some(title)) = (drafts[at].kind.clone(), drafts[at].title.clone()) else { continue };
        let key = (kind, fold_name(&title));
        if let Some(path) = known.get(&key) {
            fates[at] = Fate::Known(path.clone());
        } else if let Some(&first) = seen.get(&key) {
            let copy = std::mem::take(drafts[at]);
            for (key, value) in &copy.keys {
                if !drafts[first].keys.iter().any(|(known, _)| known == key) {
                    drafts[first].keys.push((key.clone(), value.clone()));
                }
            }
            *drafts[at] = copy;
            fates[at] = Fate::Same(first, Vec::new());
        } else {
            seen.insert(key, at);
        }
    }
}

fn articles(drafts: &mut [&mut Draft], existing: &[Existing], fates: &mut [Fate]) {
    let old: Vec<&Existing> = existing.iter().filter(|existing| existing.kind.is_none()).collect();
    let mut prints: Vec<Print> = old
        .iter()
        .map(|old| {
            let title = old.names.first().map_or("", String::as_str);
            Print::new(title, old.url.as_deref(), old.day.as_deref(), &super::words::of(&old.text))
        })
        .collect();
    let new: Vec<usize> = (0..drafts.len()).filter(|at| drafts[*at].kind.is_none()).collect();
    let words: Vec<Vec<String>> = new.iter().map(|at| drafts[*at].words()).collect();
    for (at, words) in new.iter().zip(&words) {
        let Draft { title, record: Record { url, published, .. }, .. } = &*drafts[*at];
        prints.push(Print::new(title.as_deref().unwrap_or_default(), url.as_deref(), published.as_deref(), words));
    }
    let firsts = firsts(&prints);
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (n, at) in new.iter().enumerate() {
        let first = firsts[old.len() + n];
        match old.get(first) {
            Some(known) => fates[*at] = Fate::Known(known.path.clone()),
            None => groups.entry(first).or_default().push(n),
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort();
    for group in groups {
        let longest = group.iter().map(|n| words[*n].len()).max().unwrap_or(0);
        // the richest of those that have the whole text; the first of equally rich ones
        let rank = |n: usize| {
            let draft = &drafts[new[n]];
            let structure = draft.body.matches("](").count().min(20) + draft.body.matches("\n## ").count().min(20);
            (!draft.about, draft.record.known() * 4 + structure.min(3), std::cmp::Reverse(n))
        };
        let whole = group.iter().copied().filter(|n| words[*n].len() * 10 >= longest * 8);
        let Some(best) = whole.max_by_key(|n| rank(*n)) else { continue };
        for n in group {
            if n == best {
                continue;
            }
            let copy = std::mem::take(drafts[new[n]]);
            let taken = take(drafts[new[best]], &copy);
            *drafts[new[n]] = copy;
            fates[new[n]] = Fate::Same(new[best], taken);
        }
    }
}

/// Gives a draft what a copy of it knows; what it took.
fn take(draft: &mut Draft, copy: &Draft) -> Vec<&'static str> {
    if draft.header.is_some() {
        return Vec::new();
    }
    let mut taken = draft.record.complete(&copy.record);
    let mut fill = |name, mine: &mut Option<String>, theirs: &Option<String>| {
        if mine.is_none() && theirs.is_some() {
            mine.clone_from(theirs);
            if !taken.contains(&name) {
                taken.push(name);
            }
        }
    };
    fill("date", &mut draft.date, &copy.date);
    fill("language", &mut draft.lang, &copy.lang);
    fill("summary", &mut draft.summary, &copy.summary);
    if draft.date.is_none() {
        draft.date.clone_from(&draft.record.published);
    }
    for tag in &copy.tags {
        if !draft.tags.iter().any(|known| fold_name(known) == fold_name(tag)) {
            draft.tags.push(tag.clone());
            if !taken.contains(&"tags") {
                taken.push("tags");
            }
        }
    }
    for (key, value) in &copy.keys {
        if !draft.keys.iter().any(|(known, _)| known == key) {
            draft.keys.push((key.clone(), value.clone()));
        }
    }
    // notes that somebody wrote on a text are not in the text
    if copy.about && !copy.body.trim().is_empty() {
        let body = copy.body.clone();
        let notes = draft.adopt(&body, &copy.pictures);
        draft.body = format!("{}\n\n{notes}", draft.body.trim_end());
        taken.push("notes");
    }
    for note in &copy.private_notes {
        if !draft.private_notes.contains(note) {
            draft.private_notes.push(note.clone());
        }
    }
    taken
}
