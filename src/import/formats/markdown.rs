//! Markdown: what browser clippers save, and notes of other tools.

use super::super::draft::{Draft, Origin, Picture};
use super::super::{Refusal, escape, header, pictures, text_lines};
use crate::config::Config;
use crate::diagnostics::Severity;
use crate::source::{HeldBackReason, LoadOptions, load_text};
use regex::Regex;
use std::sync::LazyLock;

/// Pictures in Markdown, as wikilinks and in HTML, with their addresses.
static PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"!\[\[([^\]\[|#\n]+)[^\]\n]*\]\]|!\[([^\]\n]*)\]\(<?([^)\s<>]+)>?[^)\n]*\)|<img\s[^>]*>";
    Regex::new(pattern).expect("a pattern of ours")
});

/// The address of a picture in HTML.
static SRC: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\ssrc\s*=\s*["']?([^"'\s>]+)"#).expect("a pattern of ours"));

/// A file of Markdown as an article. A header of a clipper is put in order; any other valid one stays as it is, but for `draft` and
/// `source`; one that is not valid is read line by line and kept in `private_notes`.
pub(in super::super) fn read(text: &str, stem: &str, draft: bool, own: bool) -> Result<Draft, Refusal> {
    let Some(found) = header::split(text) else {
        let title = header::first_heading(text).unwrap_or_else(|| stem.to_owned());
        let mut made = Draft { title: Some(title), body: text.trim_start_matches('\n').to_owned(), ..Draft::default() };
        take_pictures(&mut made);
        text_lines::take_head(&mut made);
        return Ok(made);
    };
    let (mut made, is_whole) = header::read(found.inner(text));
    let body = found.body(text);
    made.title = made.title.or_else(|| header::first_heading(body));
    body.clone_into(&mut made.body);
    let forced = header::with_draft(text, &found, true);
    if !is_draft(&forced) {
        made.title = made.title.or_else(|| Some(stem.to_owned()));
        made.held = true;
        made.private_notes.push(found.inner(text).to_owned());
        made.notes.push(
            "its header is not valid front matter: it was read line by line, and stands whole in `private_notes`"
                .into(),
        );
        take_pictures(&mut made);
        take_excerpt(&mut made);
        text_lines::take_head(&mut made);
        return Ok(made);
    }
    take_pictures(&mut made);
    if is_whole {
        made.title = made.title.or_else(|| Some(stem.to_owned()));
        take_excerpt(&mut made);
        text_lines::take_head(&mut made);
        return Ok(made);
    }
    // private notes of a valid header stay private where they are
    let whole = if draft { forced } else { text.trim_start_matches('\n').to_owned() };
    let whole = if own { whole } else { header::with_source(&whole) };
    let whole = header::without_tool_tags(&whole);
    let Some(again) = header::split(&whole) else { return Err(Refusal::empty()) };
    made.header = Some(whole[..whole.len() - again.body(&whole).len()].to_owned());
    made.title = made.title.or_else(|| Some(stem.to_owned()));
    Ok(made)
}

/// Whether a file is read as a draft, without a mistake in its front matter.
pub(super) fn is_draft(text: &str) -> bool {
    let today = jiff::civil::date(9999, 12, 31);
    let loaded = load_text(
        "content/articles/import.md",
        text.as_bytes().to_vec(),
        &Config::default(),
        LoadOptions { drafts: false, today },
    );
    let held = loaded.value.held_back.iter().any(|held| held.reason == HeldBackReason::Draft);
    held && loaded.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
}

/// MarkDownload puts the summary of a page into a quotation at the top of its text, with a rule below.
fn take_excerpt(draft: &mut Draft) {
    const START: &str = "> ## Excerpt\n> ";
    let Some(at) = draft.body.find(START).filter(|at| draft.body[..*at].lines().count() <= 3) else { return };
    let rest = &draft.body[at + START.len()..];
    let (excerpt, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    if rest.starts_with("> ") {
        return;
    }
    if draft.summary.is_none() {
        draft.summary = Some(excerpt.to_owned());
    } else if draft.summary.as_deref() != Some(excerpt) {
        return;
    }
    let rest = rest.trim_start_matches('\n');
    let rest = rest.strip_prefix("---\n").unwrap_or(rest);
    draft.body = format!("{}{}", &draft.body[..at], rest.trim_start_matches('\n'));
}

/// Makes marks of the pictures whose files may lie beside the text, or that it holds itself.
fn take_pictures(draft: &mut Draft) {
    let body = std::mem::take(&mut draft.body);
    let mut out = String::with_capacity(body.len());
    let mut end = 0;
    for found in PICTURE.captures_iter(&body) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&body[end..whole.start()]);
        end = whole.end();
        let address = found.get(1).or_else(|| found.get(3)).map(|found| found.as_str().to_owned());
        let address =
            address.or_else(|| SRC.captures(whole.as_str()).and_then(|src| Some(src.get(1)?.as_str().to_owned())));
        let alt = found.get(2).map(|alt| alt.as_str().to_owned()).unwrap_or_default();
        let picture = address.and_then(|address| picture(&address, alt, whole.as_str()));
        match picture {
            Some(picture) => out.push_str(&Draft::add_picture(&mut draft.pictures, picture)),
            None => out.push_str(whole.as_str()),
        }
    }
    out.push_str(&body[end..]);
    draft.body = out;
}

fn picture(address: &str, alt: String, written: &str) -> Option<Picture> {
    let address = address.trim();
    if let Some((name, bytes)) = pictures::of_data_url(address) {
        return Some(Picture { otherwise: escape::text(&alt), alt, origin: Origin::Within(name, bytes) });
    }
    let path = pictures::path_beside(address)?;
    // `![[Some note]]` shows a note
    let suffix = path.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase())?;
    let is_picture = ["png", "jpg", "jpeg", "gif", "webp"].contains(&suffix.as_str());
    is_picture.then(|| Picture { otherwise: written.to_owned(), alt, origin: Origin::Beside(path) })
}
