//! What a file is, by what stands in it. Names are asked only where content cannot tell.

use super::formats::office;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Mhtml,
    Mail,
    Mailbox,
    Feed,
    ZoteroRdf,
    Bibtex,
    Ris,
    Json,
    JsonLines,
    Table(u8),
    Docx,
    Odt,
    Pdf,
    Markdown,
    Text,
    /// A picture, which can only come with a text.
    Picture,
    /// Something that we do not read; what it is, and what can be done.
    Other(&'static str, &'static str),
}

/// What the bytes of a file are, as far as they tell.
pub(super) fn binary(bytes: &[u8]) -> Option<Kind> {
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Some(Kind::Pdf);
    }
    if super::pictures::suffix(bytes).is_some() {
        return Some(Kind::Picture);
    }
    match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => return Some(office::kind(bytes)),
        [0x1f, 0x8b, ..]
        | [b'B', b'Z', b'h', ..]
        | [0xfd, b'7', b'z', ..]
        | [b'7', b'z', ..]
        | [b'R', b'a', b'r', b'!', ..] => {
            return Some(Kind::Other("a compressed archive", "unpack it, and import the folder"));
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Some(Kind::Other("an old office document", "save it as .docx or .odt, and import that"));
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => {
            return Some(Kind::Other("a document in RTF", "save it as .docx or .odt, and import that"));
        }
        [b'I' | b'M', b'I' | b'M', 0 | 42, 0 | 42, ..]
        | [0, 0, 1, 0, ..]
        | [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => return Some(Kind::Picture),
        [_, _, _, _, b'f', b't', b'y', b'p', ..]
        | [b'I', b'D', b'3', ..]
        | [b'O', b'g', b'g', b'S', ..]
        | [b'R', b'I', b'F', b'F', ..] => {
            return Some(Kind::Other("a recording", "import its transcript"));
        }
        [b'S', b'Q', b'L', b'i', b't', b'e', b' ', ..] => {
            return Some(Kind::Other("a database", "export what you need of it as CSV"));
        }
        [b'b', b'p', b'l', b'i', b's', b't', ..] => {
            return Some(Kind::Other("a web archive of Safari", "open it, and save the page as HTML or PDF"));
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return None,
        _ => {}
    }
    head.contains(&0)
        .then_some(Kind::Other("a file that holds no text", "save its text as Markdown, plain text or HTML"))
}

/// What a text is. `name` is asked where its content is that of any text.
pub(super) fn text(name: &str, text: &str) -> Kind {
    let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase()).unwrap_or_default();
    let start = text.trim_start();
    if start.starts_with('<')
        && let Some(kind) = markup(start, &suffix)
    {
        return kind;
    }
    if let Some(kind) = mail(text) {
        return kind;
    }
    if start.starts_with(['{', '['])
        && let Some(kind) = json(start)
    {
        return kind;
    }
    if is_ris(start) {
        return Kind::Ris;
    }
    if is_bibtex(start) {
        return Kind::Bibtex;
    }
    let is_markdown = matches!(suffix.as_str(), "md" | "markdown" | "mdown" | "mkd");
    if let Some(kind) = super::formats::table::sniff(text, &suffix).filter(|_| !is_markdown) {
        return kind;
    }
    if is_markdown || is_front_matter(start) || (suffix != "txt" && suffix != "text" && has_markdown(text)) {
        return Kind::Markdown;
    }
    Kind::Text
}

/// HTML, feeds and other XML, by the first element.
fn markup(start: &str, suffix: &str) -> Option<Kind> {
    let mut rest = start;
    let mut is_xml = false;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            is_xml |= rest.starts_with("<?xml ");
            rest.find("?>").map(|at| at + 2)
        } else if rest.len() >= 9 && rest.is_char_boundary(9) && rest[..9].eq_ignore_ascii_case("<!doctype") {
            let name = rest[9..].trim_start().get(..4).unwrap_or_default();
            if name.eq_ignore_ascii_case("html") {
                return Some(Kind::Html);
            }
            // a document type may hold declarations
            let end = rest.find('>')?;
            if rest[..end].contains('[') { rest.find("]>").map(|at| at + 2) } else { Some(end + 1) }
        } else {
            break;
        };
        rest = &rest[end?..];
    }
    let name: String = rest
        .strip_prefix('<')?
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_'))
        .take(40)
        .collect();
    let local = name.rsplit(':').next().unwrap_or(&name).to_ascii_lowercase();
    let head = &rest[..rest.char_indices().nth(4_000).map_or(rest.len(), |(at, _)| at)];
    match local.as_str() {
        "html" | "head" | "body" => Some(Kind::Html),
        "rss" | "feed" => Some(Kind::Feed),
        "rdf" if head.contains("purl.org/rss/") || head.contains("my.netscape.com/rdf") => Some(Kind::Feed),
        "rdf" => Some(Kind::ZoteroRdf),
        _ if is_xml && local != "svg" => {
            Some(Kind::Other("XML that is neither a page nor a feed", "save its text as HTML, Markdown or plain text"))
        }
        "svg" => Some(Kind::Picture),
        "p" | "div" | "article" | "section" | "main" | "h1" | "h2" | "table" | "ul" | "ol" | "meta" | "title"
        | "link" | "center" | "span" | "img" | "a" | "figure" | "blockquote" | "script" | "style" | "header"
            if !matches!(suffix, "md" | "markdown" | "mdown" | "mkd" | "txt" | "text") =>
        {
            Some(Kind::Html)
        }
        _ => None,
    }
}

/// Messages, mailboxes and pages saved as one message, by their headers.
fn mail(text: &str) -> Option<Kind> {
    let (is_box, text) = match text.strip_prefix("From ") {
        Some(rest) => (true, rest.split_once('\n')?.1),
        None => (false, text),
    };
    let mut names = Vec::new();
    let mut related = false;
    for line in text.lines().take(200) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let (name, value) = line.split_once(':')?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        let name = name.to_ascii_lowercase();
        related |= name == "content-type" && value.trim().to_ascii_lowercase().starts_with("multipart/related");
        names.push(name);
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if is_box {
        return (names.len() >= 2).then_some(Kind::Mailbox);
    }
    let is_page = has("snapshot-content-location")
        || (related && has("mime-version") && has("subject") && !has("message-id") && !has("received") && !has("to"));
    if is_page {
        return Some(Kind::Mhtml);
    }
    let marks =
        ["message-id", "mime-version", "received", "return-path", "delivered-to", "content-type", "to", "x-mailer"];
    let known = marks.iter().filter(|mark| has(mark)).count();
    (known >= 1 && has("from") && (has("date") || has("subject"))).then_some(Kind::Mail)
}

fn json(start: &str) -> Option<Kind> {
    let mut values = serde_json::Deserializer::from_str(start).into_iter::<serde::de::IgnoredAny>();
    let first = values.next()?;
    if first.is_err() {
        return None;
    }
    let rest = start[values.byte_offset()..].trim_start();
    if rest.is_empty() {
        return Some(Kind::Json);
    }
    // a second value on the next line; otherwise it is front matter, and a text follows
    let second = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>().next();
    (rest.starts_with('{') && second.is_some_and(|value| value.is_ok())).then_some(Kind::JsonLines)
}

fn is_ris(start: &str) -> bool {
    start.starts_with("TY  -") || start.starts_with("TY -")
}

fn is_bibtex(start: &str) -> bool {
    // text before the first entry is a comment
    let entry = start.lines().take(400).find(|line| line.trim_start().starts_with('@'));
    let Some(entry) = entry.map(str::trim_start) else { return false };
    let kind: String = entry[1..].chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = entry[1 + kind.len()..].trim_start();
    let kinds = [
        "article",
        "book",
        "booklet",
        "inbook",
        "incollection",
        "inproceedings",
        "conference",
        "manual",
        "mastersthesis",
        "misc",
        "phdthesis",
        "proceedings",
        "techreport",
        "unpublished",
        "online",
        "report",
        "thesis",
        "www",
        "electronic",
        "collection",
        "periodical",
        "newspaper",
        "magazine",
        "string",
        "comment",
        "preamble",
        "patent",
        "dataset",
        "legislation",
        "jurisdiction",
        "letter",
        "software",
        "video",
        "audio",
        "artwork",
        "mvbook",
        "set",
    ];
    kinds.contains(&kind.to_ascii_lowercase().as_str()) && rest.starts_with(['{', '('])
}

fn is_front_matter(start: &str) -> bool {
    super::header::split(start).is_some() || (start.starts_with('{') && start.contains("\n}\n"))
}

/// Whether a text is full of what only Markdown has.
fn has_markdown(text: &str) -> bool {
    let mut characters = 0;
    for line in text.lines().take(2_000) {
        let line = line.trim_start();
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        characters += usize::from((1..=6).contains(&hashes) && line[hashes..].starts_with(' '));
        characters += usize::from(line.contains("](http") || line.contains("](/") || line.contains("[["));
        characters += usize::from(line.starts_with("```") || line.starts_with("> "));
    }
    characters >= 2
}
