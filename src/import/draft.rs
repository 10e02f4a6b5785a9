//! What one article or one entity that comes in consists of, whatever it was before, and its file.

use super::words;
use crate::date::PartialDate;
use crate::text::plain::yaml_string;
use crate::text::slug::slugify;
use std::fmt::Write as _;

/// An article or an entity that was something else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The kind of an entity, as the table of kinds calls it; `None`: an article.
    pub kind: Option<String>,
    /// Its title or name.
    pub title: Option<String>,
    /// Day, month or year that it stands under.
    pub date: Option<String>,
    /// Language tag.
    pub lang: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// Where it comes from.
    pub record: Record,
    /// Whether it is a note of whoever imports it, for which no source is asked.
    pub own: bool,
    /// Whether it tells of a text and is not that text: an entry of a bibliography.
    pub about: bool,
    /// Further front matter, by key.
    pub keys: Vec<(String, Field)>,
    /// What stays in the file and is never published.
    pub private_notes: Vec<String>,
    /// The text, as Markdown; [`Picture`]s stand in it as marks.
    pub body: String,
    /// Pictures of the text, in its order.
    pub pictures: Vec<Picture>,
    /// Front matter that is kept as it stands, with its fences.
    pub header: Option<String>,
    /// Whether it stays a draft whatever is asked: what its header said of privacy could not be read.
    pub held: bool,
    /// What the author should look at.
    pub notes: Vec<String>,
}

/// The source of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Address of the original.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it; several with semicolons.
    pub author: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Day on which it was saved.
    pub retrieved: Option<String>,
    /// Address of an archived copy.
    pub archive_url: Option<String>,
    /// Day of that copy.
    pub archive_date: Option<String>,
    /// Language tag of the original.
    pub language: Option<String>,
    /// Licence of the text.
    pub license: Option<String>,
    /// Hash of the file that it was read from.
    pub sha256: Option<String>,
}

/// A value of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Text; written so that it stays text.
    Text(String),
    /// A number, or yes or no, as YAML writes it.
    Plain(String),
    /// Several.
    List(Vec<Field>),
    /// By key.
    Table(Vec<(String, Field)>),
}

/// A picture of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows.
    pub alt: String,
    /// Where its bytes are.
    pub origin: Origin,
    /// What stands in the text if there is no file of it.
    pub otherwise: String,
}

/// Where the bytes of a picture are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a file, by its path from the folder of the text.
    Beside(String),
    /// In the text itself: a name for its file, and its bytes.
    Within(String, Vec<u8>),
}

/// A file of a picture that a draft gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// First and last character of the mark of a picture.
const MARK: (char, char) = ('\u{fdd0}', '\u{fdd1}');

impl Draft {
    /// The mark of the next picture, which stands in the body for it.
    pub(super) fn add_picture(pictures: &mut Vec<Picture>, picture: Picture) -> String {
        pictures.push(picture);
        format!("{}{}{}", MARK.0, pictures.len() - 1, MARK.1)
    }

    /// Marks of other drafts' pictures in a text, made marks of this one, which gets the pictures.
    pub(super) fn adopt(&mut self, body: &str, pictures: &[Picture]) -> String {
        let first = self.pictures.len();
        self.pictures.extend_from_slice(pictures);
        replace_marks(body, |at| format!("{}{}{}", MARK.0, first + at, MARK.1))
    }

    /// The name of its file without suffix: the day of publication and the title.
    pub fn slug(&self, stem: &str) -> String {
        let title = self.title.as_deref().unwrap_or_default();
        let words = [title, stem, "imported"].into_iter().map(slugify).find(|slug| !slug.is_empty());
        let words = words.unwrap_or_default();
        if self.kind.is_some() || self.header.is_some() {
            return words;
        }
        let day = self.date.as_deref().and_then(PartialDate::parse).filter(|date| date.day.is_some());
        match day {
            Some(date) if !words.starts_with(&date.first_day().to_string()) => {
                slugify(&format!("{}-{words}", date.first_day()))
            }
            _ => words,
        }
    }

    /// The words of its text, for comparison.
    pub(super) fn words(&self) -> Vec<String> {
        words::of(&replace_marks(&self.body, |_| String::new()))
    }

    /// The text with its pictures. `files` has for each picture the address of its file, if there is one.
    fn body(&self, files: &[Option<String>]) -> String {
        replace_marks(&self.body, |at| {
            let Some(picture) = self.pictures.get(at) else { return String::new() };
            match files.get(at).and_then(Option::as_deref) {
                Some(address) => format!("![{}]({address})", super::escape::text(&picture.alt)),
                None => picture.otherwise.clone(),
            }
        })
    }

    /// The whole file. `key` is the stable key of an article; `draft` whether it stays unpublished.
    pub fn file(&self, key: &str, draft: bool, files: &[Option<String>]) -> String {
        let mut text = match &self.header {
            Some(header) => with_key(header, key),
            None => format!("---\n{}---\n", self.front_matter(key, draft || self.held)),
        };
        let body = self.body(files);
        if self.header.is_none() && !body.starts_with('\n') && !body.is_empty() {
            text.push('\n');
        }
        text.push_str(&body);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    fn front_matter(&self, key: &str, draft: bool) -> String {
        let mut text = String::new();
        let mut put = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                let _ = writeln!(text, "{key}: {}", yaml_string(value));
            }
        };
        let is_article = self.kind.is_none();
        put("title", self.title.as_deref());
        put("date", self.date.as_deref());
        put("key", Some(key).filter(|_| is_article));
        put("lang", self.lang.as_deref());
        put("summary", self.summary.as_deref());
        if draft {
            text.push_str("draft: true\n");
        }
        self.put_source(&mut text);
        if !self.tags.is_empty() {
            let tags: Vec<String> = self.tags.iter().map(|tag| yaml_string(tag)).collect();
            let _ = writeln!(text, "tags: [{}]", tags.join(", "));
        }
        for (key, value) in &self.keys {
            put_field(&mut text, key, value, 0);
        }
        if !self.private_notes.is_empty() {
            let _ = writeln!(text, "private_notes: {}", yaml_string(&self.private_notes.join("\n")));
        }
        text
    }

    fn put_source(&self, text: &mut String) {
        let rows = self.record.rows();
        let tells = rows.iter().any(|(key, value)| *key != "sha256" && *key != "language" && value.is_some());
        if self.kind.is_some() || self.own || self.keys.iter().any(|(key, _)| key == "source") {
            return;
        }
        if !tells {
            text.push_str("source: unknown\n");
            return;
        }
        text.push_str("source:\n");
        for (key, value) in rows {
            if let Some(value) = value {
                let _ = writeln!(text, "  {key}: {}", yaml_string(value));
            }
        }
    }
}

impl Record {
    /// Keys of front matter and their values, in the order in which they are written.
    fn rows(&self) -> [(&'static str, Option<&str>); 10] {
        [
            ("name", self.outlet.as_deref()),
            ("url", self.url.as_deref()),
            ("author", self.author.as_deref()),
            ("published", self.published.as_deref()),
            ("retrieved", self.retrieved.as_deref()),
            ("archive_url", self.archive_url.as_deref()),
            ("archive_date", self.archive_date.as_deref()),
            ("license", self.license.as_deref()),
            ("language", self.language.as_deref()),
            ("sha256", self.sha256.as_deref()),
        ]
    }

    /// How many of its fields are known.
    pub(super) fn known(&self) -> usize {
        self.rows().iter().filter(|(_, value)| value.is_some()).count()
    }

    /// Takes what it lacks from another record of the same text; gives the names of what it took.
    pub(super) fn complete(&mut self, other: &Record) -> Vec<&'static str> {
        let mut taken = Vec::new();
        let mut take = |name, mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() && theirs.is_some() {
                mine.clone_from(theirs);
                taken.push(name);
            }
        };
        take("address", &mut self.url, &other.url);
        take("outlet", &mut self.outlet, &other.outlet);
        take("author", &mut self.author, &other.author);
        take("date", &mut self.published, &other.published);
        take("day of retrieval", &mut self.retrieved, &other.retrieved);
        take("archived copy", &mut self.archive_url, &other.archive_url);
        take("licence", &mut self.license, &other.license);
        take("language", &mut self.language, &other.language);
        if self.archive_url == other.archive_url && self.archive_date.is_none() {
            self.archive_date.clone_from(&other.archive_date);
        }
        taken
    }
}

/// A header with the key of the article in its second line, if it has none.
fn with_key(header: &str, key: &str) -> String {
    let has_key = header.lines().any(|line| line.split([':', '=']).next().is_some_and(|name| name.trim_end() == "key"));
    match header.split_once('\n') {
        Some(("---", rest)) if !has_key => format!("---\nkey: {}\n{rest}", yaml_string(key)),
        Some(("+++", rest)) if !has_key => format!("+++\nkey = {}\n{rest}", yaml_string(key)),
        _ => header.to_owned(),
    }
}

/// Writes a value as YAML, by the encoder at every leaf.
fn put_field(text: &mut String, key: &str, value: &Field, indent: usize) {
    let _ = write!(text, "{:indent$}{}:", "", plain_key(key));
    put_value(text, value, indent);
}

fn put_value(text: &mut String, value: &Field, indent: usize) {
    match value {
        Field::Text(value) => {
            let _ = writeln!(text, " {}", yaml_string(value));
        }
        Field::Plain(value) => {
            let _ = writeln!(text, " {value}");
        }
        Field::List(items) if items.iter().all(|item| matches!(item, Field::Text(_) | Field::Plain(_))) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| match item {
                    Field::Text(value) => yaml_string(value),
                    Field::Plain(value) => value.clone(),
                    Field::List(_) | Field::Table(_) => String::new(),
                })
                .collect();
            let _ = writeln!(text, " [{}]", items.join(", "));
        }
        Field::List(items) => {
            text.push('\n');
            for item in items {
                let _ = write!(text, "{:indent$}  -", "");
                match item {
                    Field::Table(rows) if !rows.is_empty() => {
                        for (at, (key, value)) in rows.iter().enumerate() {
                            let _ = if at == 0 {
                                write!(text, " {}:", plain_key(key))
                            } else {
                                write!(text, "{:indent$}    {}:", "", plain_key(key))
                            };
                            put_value(text, value, indent + 4);
                        }
                    }
                    item => put_value(text, item, indent + 4),
                }
            }
        }
        Field::Table(rows) => {
            text.push('\n');
            for (key, value) in rows {
                put_field(text, key, value, indent + 2);
            }
        }
    }
}

/// A key as it may stand before a colon.
fn plain_key(key: &str) -> String {
    let is_plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) && !key.is_empty();
    if is_plain && !key.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        key.to_owned()
    } else {
        yaml_string(key)
    }
}

/// A text with each mark of a picture replaced by what is said for its number.
fn replace_marks(text: &str, with: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(MARK.0) {
        out.push_str(&rest[..start]);
        let inner = &rest[start + MARK.0.len_utf8()..];
        let end = inner.find(MARK.1).unwrap_or(inner.len());
        if let Ok(at) = inner[..end].parse() {
            out.push_str(&with(at));
        }
        rest = inner.get(end + MARK.1.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
