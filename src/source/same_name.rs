//! Files of one name: their folders go into their addresses, as far as that tells them apart.

use super::load::{Loaded, Page};
use super::place::{is_one_file, mark};
use super::{Head, PageId};
use crate::diagnostics::{Code, Diagnostic, Severity, Span};
use crate::text::slug::{MAX_BYTES, slugify};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// How many of the names are listed in the warning.
const LISTED: usize = 3;

/// Gives the pages that would meet at one address, for their files have one name, ids of their own. Two that say
/// the same `slug` in one folder stay as they are, and so do files that some systems hold to be one: those meet, and are reported
/// where addresses are made.
pub(super) fn tell_apart(files: &mut [Loaded]) -> Option<Diagnostic> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, file) in files.iter().enumerate() {
        if let Some(head) = head(file) {
            groups.entry(address(&head.id)).or_default().push(n);
        }
    }
    let mut taken: FxHashSet<String> = groups.keys().cloned().collect();
    groups.retain(|_, group| group.len() > 1);
    let (mut listed, mut names, mut pages, mut first) = (Vec::new(), 0, 0, None);
    for (shared, group) in groups {
        let (mut said, mut plain): (Vec<usize>, Vec<usize>) = group.into_iter().partition(|n| files[*n].own_slug);
        if said.len() > 1 {
            // A slug counts in its folder: the same in another folder is no mistake, in its own it is one.
            plain.append(&mut said);
        }
        let Some(slugs) = slugs(files, &plain, said.is_empty().then_some(&shared), &taken) else { continue };
        names += 1;
        pages += said.len() + plain.len();
        for (n, slug) in plain.into_iter().zip(slugs) {
            let Some(head) = head_mut(&mut files[n]) else { continue };
            let id = PageId(format!("{}/{slug}", head.id.folder()));
            if address(&id) == shared {
                continue;
            }
            head.id = id;
            taken.insert(address(&head.id));
            if names <= LISTED {
                listed.push((Span::file(&head.body.source), format!("becomes `{}`", head.id)));
            }
            first.get_or_insert_with(|| (Span::file(&head.body.source), shared.clone()));
        }
    }
    let (place, shared) = first?;
    let message = match names {
        1 => format!("{pages} pages would be `{shared}`; their folders are made part of their addresses"),
        names => format!(
            "{pages} pages would share {names} addresses, `{shared}` among them; their folders are made part of theirs"
        ),
    };
    let mut diagnostic = Diagnostic::new(Code::ADDRESS_TAKEN, message, place)
        .help("links find them as they are; for addresses of your own rename the files, or give them a `slug`");
    diagnostic.severity = Severity::Warning;
    diagnostic.related = listed;
    Some(diagnostic)
}

fn head(file: &Loaded) -> Option<&Head> {
    match file.page.as_ref()? {
        Page::Article(article) => Some(&article.head),
        Page::Entity(entity) => Some(&entity.head),
        Page::Free(page) => Some(&page.head),
        Page::Section(_) | Page::Held(_) | Page::Unclaimed(_) | Page::Bare(_) => None,
    }
}

fn head_mut(file: &mut Loaded) -> Option<&mut Head> {
    match file.page.as_mut()? {
        Page::Article(article) => Some(&mut article.head),
        Page::Entity(entity) => Some(&mut entity.head),
        Page::Free(page) => Some(&mut page.head),
        Page::Section(_) | Page::Held(_) | Page::Unclaimed(_) | Page::Bare(_) => None,
    }
}

/// What becomes of an id on the site, as far as it can clash.
fn address(id: &PageId) -> String {
    format!("{}/{}", id.folder(), slugify(id.name()))
}

/// The slugs of files that share one, in their order: as few of their folders as tell all of them apart, and where no folder
/// does, a mark that follows from the name. `shared` is the address they share if one of them may keep it; `None` if nothing is
/// gained.
fn slugs(files: &[Loaded], group: &[usize], shared: Option<&String>, taken: &FxHashSet<String>) -> Option<Vec<String>> {
    let heads: Vec<&Head> = group.iter().filter_map(|n| head(&files[*n])).collect();
    let folder = heads.first()?.id.folder();
    let is_free = |slug: &str| {
        let address = format!("{folder}/{slug}");
        Some(&address) == shared || !taken.contains(&address)
    };
    let deepest = group.iter().map(|n| files[*n].parents.len()).max()?;
    // A folder that all of them lie in tells nothing apart.
    let nearest = |n: usize, place: usize| files[n].parents.iter().rev().nth(place);
    let tells = |place: usize| group.len() == 1 || group.iter().any(|n| nearest(*n, place) != nearest(group[0], place));
    let with = |depth: usize| -> Vec<String> {
        let slug = |(n, head): (&usize, &&Head)| {
            let places = (0..depth).rev().filter(|place| tells(*place));
            let mut parts: Vec<&str> = places.filter_map(|place| nearest(*n, place)).map(String::as_str).collect();
            parts.push(head.id.name());
            slugify(&parts.join(" "))
        };
        group.iter().zip(&heads).map(slug).collect()
    };
    let mut best = with(0);
    for depth in 1..=deepest {
        best = with(depth);
        let mut seen = FxHashSet::default();
        if best.iter().all(|slug| is_free(slug) && seen.insert(slug)) {
            return Some(best);
        }
    }
    if group.iter().any(|n| files[*n].own_slug) {
        return None;
    }
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut changed = false;
    // The file whose name is nearest to its slug keeps it: `C.md` before `C++.md`.
    let mut order: Vec<usize> = (0..best.len()).collect();
    order.sort_by_key(|n| {
        (heads[*n].id.name().to_lowercase().replace([' ', '_'], "-") != slugify(heads[*n].id.name()), *n)
    });
    for (place, &n) in order.iter().enumerate() {
        let path = |n: usize| heads[n].body.source.path.as_str();
        let is_same = order[..place].iter().any(|&other| is_one_file(path(other), path(n)));
        if is_same || (is_free(&best[n]) && seen.insert(best[n].clone())) {
            continue;
        }
        let mark = mark(path(n).rsplit('/').next().unwrap_or_default());
        let mut slug = best[n].clone();
        let mut end = slug.len().min(MAX_BYTES - mark.len() - 1);
        while !slug.is_char_boundary(end) {
            end -= 1;
        }
        slug.truncate(end);
        best[n] = slugify(&format!("{slug} {mark}"));
        seen.insert(best[n].clone());
        changed = true;
    }
    (changed || deepest > 0).then_some(best)
}
