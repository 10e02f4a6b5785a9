//! Documents of LibreOffice and its kin: their text as HTML, which then becomes Markdown as every HTML does.
//!
//! Tracked deletions and comments are not in the document that readers see, and stay out.

use super::super::Refusal;
use super::super::draft::Draft;
use super::office::{self, Package, Writing};
use super::xml;
use roxmltree::Node;
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

/// A document.
pub(in super::super) fn read(bytes: &[u8]) -> Result<Draft, Refusal> {
    let mut package = Package::open(bytes)?;
    let Some(source) = package.text("content.xml")? else { return Err(Refusal::empty()) };
    let document = xml::parse(&source)?;
    let mut reader = Reader { styles: styles(document.root_element()), writing: Writing::default() };
    let text = xml::child(document.root_element(), "body").and_then(|body| xml::child(body, "text"));
    reader.blocks(text.ok_or_else(Refusal::empty)?, 0);
    let meta = package.text("meta.xml")?.unwrap_or_default();
    let meta = xml::parse(&meta).ok();
    let said = |name: &str| {
        let meta = xml::child(meta.as_ref()?.root_element(), "meta")?;
        xml::child_text(meta, name)
    };
    let (title, creator) = (said("title"), said("initial-creator").or_else(|| said("creator")));
    let mut parts = Vec::new();
    for path in reader.writing.pictures.clone() {
        if let Some(bytes) = package.bytes(&path)? {
            parts.push((path.clone(), path, bytes));
        }
    }
    Ok(office::draft(reader.writing, &parts, title, creator.as_deref()))
}

/// What a style makes of words.
#[derive(Debug, Clone, Copy, Default)]
struct Style {
    bold: bool,
    italic: bool,
    struck: bool,
    raised: bool,
    lowered: bool,
    hidden: bool,
}

struct Reader {
    styles: FxHashMap<String, Style>,
    writing: Writing,
}

impl Reader {
    fn blocks(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth > office::DEEPEST {
            return self.writing.paragraph(&office::escaped(&xml::text(node)));
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "h" => {
                    let level =
                        xml::attribute(child, "outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
                    let text = self.line(child, depth);
                    self.writing.heading(level, &text);
                }
                "p" => {
                    let style = xml::attribute(child, "style-name").unwrap_or_default().to_lowercase();
                    let text = self.line(child, depth);
                    match style.as_str() {
                        "title" => self.writing.title(&text),
                        "quotations" => self.writing.quote(&text),
                        _ => self.writing.paragraph(&text),
                    }
                }
                "list" => self.list(child, 0, depth + 1),
                "table" => self.table(child, depth + 1),
                "tracked-changes" | "sequence-decls" | "forms" | "annotation" | "note" => {}
                _ => self.blocks(child, depth + 1),
            }
        }
    }

    fn list(&mut self, node: Node<'_, '_>, level: usize, depth: usize) {
        if depth > office::DEEPEST {
            return self.writing.paragraph(&office::escaped(&xml::text(node)));
        }
        for item in node.children().filter(Node::is_element) {
            for child in item.children().filter(Node::is_element) {
                match child.tag_name().name() {
                    "list" => self.list(child, level + 1, depth + 1),
                    "p" | "h" => {
                        let text = self.line(child, depth + 1);
                        self.writing.item(level, false, &text);
                    }
                    _ => {}
                }
            }
        }
        if level == 0 {
            self.writing.close_lists(0);
        }
    }

    fn line(&mut self, node: Node<'_, '_>, depth: usize) -> String {
        let mut out = String::new();
        self.inline(node, &mut out, depth);
        out
    }

    fn inline(&mut self, node: Node<'_, '_>, out: &mut String, depth: usize) {
        if depth > office::DEEPEST {
            return out.push_str(&office::escaped(&xml::text(node)));
        }
        for child in node.children() {
            if child.is_text() {
                out.push_str(&office::escaped(child.text().unwrap_or_default()));
                continue;
            }
            match child.tag_name().name() {
                "s" | "tab" => out.push(' '),
                "line-break" => out.push_str("<br>"),
                "span" => {
                    let style = xml::attribute(child, "style-name").and_then(|name| self.styles.get(name)).copied();
                    let style = style.unwrap_or_default();
                    if style.hidden {
                        continue;
                    }
                    let mut inner = String::new();
                    self.inline(child, &mut inner, depth + 1);
                    let marks = [
                        ("b", style.bold),
                        ("i", style.italic),
                        ("s", style.struck),
                        ("sup", style.raised),
                        ("sub", style.lowered),
                    ];
                    office::push_marked(out, &inner, &marks);
                }
                "a" => {
                    let mut inner = String::new();
                    self.inline(child, &mut inner, depth + 1);
                    let href = office::escaped(xml::attribute(child, "href").unwrap_or_default());
                    let _ = write!(out, "<a href=\"{href}\">{inner}</a>");
                }
                "note" => {
                    let id = (self.writing.notes.len() + 1).to_string();
                    out.push_str(&office::note_mark(&id));
                    self.writing.notes.push((id, String::new()));
                    let at = self.writing.notes.len() - 1;
                    if let Some(body) = xml::child(child, "note-body") {
                        let paragraphs: Vec<String> = body
                            .children()
                            .filter(Node::is_element)
                            .map(|paragraph| format!("<p>{}</p>", self.line(paragraph, depth + 1)))
                            .collect();
                        self.writing.notes[at].1 = paragraphs.concat();
                    }
                }
                "image" => {
                    if let Some(path) = xml::attribute(child, "href") {
                        let about = child.parent().and_then(|frame| {
                            xml::child_text(frame, "desc").or_else(|| xml::child_text(frame, "title"))
                        });
                        out.push_str(&self.writing.picture(path, &about.unwrap_or_default()));
                    }
                }
                "annotation" | "annotation-end" | "title" | "desc" | "tracked-changes" => {}
                "p" => {
                    out.push(' ');
                    self.inline(child, out, depth + 1);
                    out.push(' ');
                }
                _ => self.inline(child, out, depth + 1),
            }
        }
    }

    fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        self.writing.close_lists(0);
        self.writing.html.push_str("<table>");
        self.rows(node, depth);
        self.writing.html.push_str("</table>");
    }

    fn rows(&mut self, node: Node<'_, '_>, depth: usize) {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "table-row" => {
                    self.writing.html.push_str("<tr>");
                    for cell in child.children().filter(|cell| cell.tag_name().name() == "table-cell") {
                        self.writing.html.push_str("<td>");
                        self.blocks(cell, depth + 1);
                        self.writing.html.push_str("</td>");
                    }
                    self.writing.html.push_str("</tr>");
                }
                "table-header-rows" | "table-rows" | "table-row-group" if depth < office::DEEPEST => {
                    self.rows(child, depth + 1);
                }
                _ => {}
            }
        }
    }
}

fn styles(root: Node<'_, '_>) -> FxHashMap<String, Style> {
    let all = xml::child(root, "automatic-styles").into_iter().flat_map(|styles| styles.children());
    all.filter(|node| node.tag_name().name() == "style")
        .filter_map(|style| {
            let properties = xml::child(style, "text-properties")?;
            let is =
                |name: &str, value: &str| xml::attribute(properties, name).is_some_and(|said| said.starts_with(value));
            let style_of = Style {
                bold: is("font-weight", "bold"),
                italic: is("font-style", "italic"),
                struck: xml::attribute(properties, "text-line-through-style").is_some_and(|style| style != "none"),
                raised: is("text-position", "super"),
                lowered: is("text-position", "sub"),
                hidden: is("display", "none"),
            };
            Some((xml::attribute(style, "name")?.to_owned(), style_of))
        })
        .collect()
}
