//! What a text says of its own origin, cleaned: titles without the outlet, authors who are somebody, days, addresses.

use crate::date::PartialDate;
use crate::text::fold::fold_name;
use crate::text::plain::{line, percent_decode};
use url::Url;

/// The day (month, year) that a text means; one with a time keeps the day of its own place.
pub(super) fn day(text: &str) -> Option<String> {
    let text = line(text);
    let date = PartialDate::read(&text).ok().or_else(|| {
        let day = text.get(..10)?;
        PartialDate::parse(day).filter(|date| date.day.is_some())
    })?;
    Some(PartialDate { time: None, ..date }.to_string())
}

/// A title: one line, without the name of the outlet at its end or start.
pub(super) fn title(text: &str, outlet: Option<&str>) -> String {
    let mut title = line(&decoded(text));
    let Some(outlet) = outlet.map(squeezed).filter(|outlet| !outlet.is_empty()) else { return title };
    for character in SEPARATORS {
        if let Some((before, after)) = title.rsplit_once(character)
            && squeezed(after) == outlet
            && !before.trim().is_empty()
        {
            title = String::from(before.trim());
        }
        if let Some((before, after)) = title.split_once(character)
            && squeezed(before) == outlet
            && !after.trim().is_empty()
        {
            title = String::from(after.trim());
        }
    }
    title
}

/// What stands between a title and the name of its outlet.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · ", " • ", " ‹ ", " / "];

/// The name of the outlet at the end of a page's title, if the page's host bears that name.
pub(super) fn outlet_in_title(title: &str, host: &str) -> Option<String> {
    let host = squeezed(host);
    SEPARATORS.iter().find_map(|character| {
        let (_, last) = title.rsplit_once(character)?;
        let name = squeezed(last);
        (name.len() >= 4 && host.contains(&name)).then(|| line(last))
    })
}

/// A name without spaces, points, `the` and the end of a domain, for comparison.
pub(super) fn squeezed(name: &str) -> String {
    let folded = fold_name(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    let folded = folded.strip_suffix(".com").or_else(|| folded.strip_suffix(".org")).unwrap_or(folded);
    let folded = folded.strip_prefix("www.").unwrap_or(folded);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Names of HTML decoded, which JSON within pages often has.
fn decoded(text: &str) -> String {
    if text.contains('&') && text.contains(';') && text.len() < 10_000 {
        return dom_query::Document::fragment(text.replace('<', "&lt;")).text().to_string();
    }
    text.to_owned()
}

/// Everybody whom a byline names, with semicolons between them; nobody if it names nobody.
pub(super) fn author(byline: &str, outlet: Option<&str>) -> Option<String> {
    let byline = line(&decoded(byline)).replace("[[", "").replace("]]", "");
    let byline = without_by(&byline);
    let byline = byline.split([']', '|', '•', '·', '(', '<', '\u{2003}']).next().unwrap_or_default();
    let byline = byline.split(" – ").next().unwrap_or_default().split(" — ").next().unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    // `Lee, Ann; Vogt, Karl`: where semicolons part the names, commas stand within them
    let is_inverted = byline.contains(';');
    let mut parts = byline.replace(" and ", ";").replace(" & ", ";").replace(" und ", ";").replace(" et ", ";");
    if parts.contains(';') && !is_inverted {
        parts = parts.replace(", ", ";");
    } else {
        // `Ann Lee, Karl Vogt` are two, `Ann Lee, staff writer` is one; `Lee, Ann` is one too
        let whole = |name: &&str| name.split(' ').count() >= 2 && name.starts_with(char::is_uppercase);
        let parted = parts.split(';').map(|part| {
            let pieces: Vec<&str> = part.split(',').map(str::trim).collect();
            if pieces.len() > 1 && pieces.iter().all(whole) { pieces.join(";") } else { part.to_owned() }
        });
        parts = parted.collect::<Vec<_>>().join(";");
    }
    for part in parts.split(';') {
        let name = one_author(part, outlet);
        if let Some(name) = name.filter(|name| !names.contains(name)) {
            names.push(name);
        }
    }
    Some(names.join("; ")).filter(|names| !names.is_empty())
}

fn one_author(name: &str, outlet: Option<&str>) -> Option<String> {
    const NOBODY: &str = include_str!("no-authors.txt");
    let name = without_by(name.trim());
    // an account, an address, or a post after the name
    let name: Vec<&str> = name.split(' ').take_while(|word| !word.contains('@')).collect();
    let name = name.join(" ");
    let name = match name.split_once(',') {
        // `van der Berg, Jan`: a family name of several words begins with a small one
        Some((family, given))
            if (!family.contains(' ') || family.starts_with(char::is_lowercase))
                && given.trim().split(' ').count() <= 2 =>
        {
            let folded = fold_name(given.trim());
            if NOBODY.lines().any(|line| line == folded) {
                family.to_owned()
            } else {
                format!("{} {family}", given.trim())
            }
        }
        Some((name, _)) => name.to_owned(),
        None => name,
    };
    let name = name.trim().trim_matches([',', '.', ':', ';', '-', '*', '_', '"']).trim();
    let folded = fold_name(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    let words = name.split(' ').count();
    let is_somebody = name.chars().count() > 2
        && name.chars().any(char::is_alphabetic)
        && words <= 7
        && !name.contains("://")
        && !name.contains("www.")
        && !NOBODY.lines().any(|line| line == folded)
        && outlet.is_none_or(|outlet| squeezed(outlet) != squeezed(name));
    if !is_somebody {
        return None;
    }
    let shouts = words > 1 && name.chars().all(|c| !c.is_lowercase());
    Some(if shouts { capitals(name) } else { name.to_owned() })
}

/// `JANE DOE` as `Jane Doe`.
fn capitals(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut starts = true;
    for c in name.chars() {
        if starts {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        starts = !c.is_alphabetic();
    }
    out
}

/// A byline without the word that says that it is one.
fn without_by(byline: &str) -> &str {
    let mut byline = byline.trim();
    for word in ["written by", "posted by", "reported by", "story by", "by", "von", "par", "por", "author", "autor"] {
        let Some(start) = byline.get(..word.len()) else { continue };
        let rest = &byline[word.len()..];
        if start.eq_ignore_ascii_case(word) && rest.starts_with([' ', ':']) {
            byline = rest.trim_start_matches([':', ' ']);
        }
    }
    byline
}

/// Whether a line is a byline: `By Jane Doe`, and no sentence.
pub(super) fn byline(text: &str, outlet: Option<&str>) -> Option<String> {
    let text = line(text);
    let lower = text.to_lowercase();
    let says_by = ["by ", "by: ", "written by ", "author: ", "von ", "par ", "por "];
    let is_byline = text.len() <= 120
        && says_by.iter().any(|word| lower.starts_with(word))
        && !text.ends_with(['!', '?', ':'])
        && text.split(' ').count() <= 14;
    if !is_byline {
        return None;
    }
    let rest = without_by(&text);
    // names have capitals; `By the time she arrived, Ann Lee` is not a byline
    let first = rest.split(' ').next()?;
    if !first.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase())) {
        return None;
    }
    let rest = rest.split(" | ").next().unwrap_or(rest);
    let small = ["the", "a", "an", "to", "in", "on", "was", "is", "were", "has", "had", "that", "this"];
    if rest.split(' ').any(|word| small.contains(&word)) {
        return None;
    }
    author(rest, outlet)
}

/// Whether a line is a date and nothing else; `Published: January 7, 2016, 5:00 am` is one, too.
pub(super) fn dateline(text: &str) -> Option<String> {
    let text = line(text);
    if text.len() > 80 || !text.bytes().any(|b| b.is_ascii_digit()) && text.is_ascii() {
        return None;
    }
    let lower = text.to_lowercase();
    let words = ["published on", "published", "posted on", "posted", "date", "publication date", "veröffentlicht am"];
    let rest = words.iter().find_map(|word| {
        let rest = lower.strip_prefix(word)?;
        let rest = rest.trim_start_matches([':', ' ']);
        Some(&text[text.len() - rest.len()..])
    });
    // lower case may be of another length; then the words stay, and it is not a date
    let rest = rest.unwrap_or(&text);
    let date = PartialDate::read(rest).ok()?;
    let is_number = rest.bytes().all(|b| b.is_ascii_digit());
    (date.day.is_some() && !is_number).then(|| PartialDate { time: None, ..date }.to_string())
}

/// An address of the web without what only counts readers.
pub(super) fn address(text: &str) -> Option<String> {
    let text = line(text);
    if text.contains(' ') || text.len() > 2_000 {
        return None;
    }
    let mut url = Url::parse(&text).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(|host| !host.contains('.')) {
        return None;
    }
    // an address may carry a password, which belongs into no dossier
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if !url.fragment().is_some_and(|fragment| fragment.starts_with(['!', '/'])) {
        url.set_fragment(None);
    }
    let counts =
        |key: &str| key.starts_with("utm_") || matches!(key, "fbclid" | "gclid" | "mc_cid" | "mc_eid" | "igshid");
    if let Some(query) = url.query()
        && query.split('&').any(|pair| counts(pair.split('=').next().unwrap_or_default()))
    {
        let kept: Vec<&str> =
            query.split('&').filter(|pair| !counts(pair.split('=').next().unwrap_or_default())).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    }
    Some(url.to_string())
}

/// Two addresses of one page have one of these.
pub(super) fn address_key(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("www.").or_else(|| url.strip_prefix("m.")).unwrap_or(url);
    let url = url.split('#').next().unwrap_or_default();
    let url = url.trim_end_matches('/');
    let url = url.strip_suffix("/index.html").or_else(|| url.strip_suffix("/amp")).unwrap_or(url);
    percent_decode(url).to_lowercase()
}

/// The host of an address, without `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The original and the day of a copy in a web archive, if an address is of one: `https://web.archive.org/web/2016…/http…`.
pub(super) fn archived(url: &str) -> Option<(String, Option<String>)> {
    let rest = url.split_once("://")?.1;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = match host {
        "web.archive.org" => path.strip_prefix("web/")?,
        "archive.today" | "archive.ph" | "archive.is" | "archive.li" | "archive.vn" | "archive.md" | "archive.fo" => {
            path
        }
        _ => return None,
    };
    let (stamp, original) = path.split_once('/')?;
    let digits: String = stamp.chars().filter(char::is_ascii_digit).take(8).collect();
    let date = (digits.len() == 8).then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8]));
    let original = if original.contains("://") { original.to_owned() } else { format!("http://{original}") };
    // some programs join slashes
    let original = match original.split_once(":/") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.trim_start_matches('/')),
        None => original,
    };
    Some((address(&original)?, date.and_then(|date| day(&date))))
}

/// The date that an address has in its path: `/2016/01/07/`, `/2016-01-07-`.
pub(super) fn day_in_address(url: &str) -> Option<String> {
    let path = Url::parse(url).ok()?.path().to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let is_number = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    for three in parts.windows(3) {
        if is_number(three[0], 4) && is_number(three[1], 2) && is_number(three[2], 2) {
            return plausible(&three.join("-"));
        }
    }
    parts.iter().find_map(|part| {
        let start = part.get(..10)?;
        (start.as_bytes()[4] == b'-' && start.as_bytes()[7] == b'-').then(|| plausible(start))?
    })
}

fn plausible(day: &str) -> Option<String> {
    PartialDate::parse(day).filter(|date| (1990..=2100).contains(&date.year)).map(|date| date.to_string())
}

/// A language tag as front matter has it.
pub(super) fn language(text: &str) -> Option<String> {
    let text = line(text);
    if let Some(tag) = crate::values::language_by_name(&text) {
        return Some(tag.to_owned());
    }
    let tag = text.split([',', ';', '.', ' ']).next().unwrap_or_default().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let is_tag = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    is_tag.then_some(tag).filter(|tag| !matches!(tag.to_lowercase().as_str(), "und" | "zxx" | "xx"))
}

/// Topics: without the marks of tools and the tags that programs give to whatever they save.
pub(super) fn tags<'a>(tags: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    const OF_TOOLS: &[&str] =
        &["clippings", "clipping", "clipped", "web-clip", "webclip", "readwise", "unread", "inbox"];
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        let tag = line(tag);
        let tag = tag.trim_matches(['"', '\'', '#', '[', ']', ' ']).to_owned();
        let is_new = !kept.iter().any(|other| other.to_lowercase() == tag.to_lowercase());
        if is_new && tag.chars().any(char::is_alphanumeric) && !OF_TOOLS.contains(&tag.to_lowercase().as_str()) {
            kept.push(tag);
        }
    }
    kept
}
