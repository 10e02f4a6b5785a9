//! Documents of Word: their text as HTML, which then becomes Markdown as every HTML does.
//!
//! What was deleted while changes were tracked, comments, and hidden text are not in the document that readers see, and stay out.

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
    let Some(source) = package.text("word/document.xml")? else { return Err(Refusal::empty()) };
    let styles = styles(&package.text("word/styles.xml")?.unwrap_or_default());
    let numbers = numbers(&package.text("word/numbering.xml")?.unwrap_or_default());
    let links = relations(&package.text("word/_rels/document.xml.rels")?.unwrap_or_default());
    let document = xml::parse(&source)?;
    let mut reader = Reader { styles, numbers, links, writing: Writing::default() };
    if let Some(body) = xml::child(document.root_element(), "body") {
        reader.blocks(body, 0);
    }
    for (file, mark) in [("word/footnotes.xml", ""), ("word/endnotes.xml", "e")] {
        let Some(source) = package.text(file)? else { continue };
        let notes = xml::parse(&source)?;
        for note in notes.root_element().children().filter(Node::is_element) {
            let Some(id) = xml::attribute(note, "id") else { continue };
            let start = reader.writing.html.len();
            reader.blocks(note, 0);
            let text = reader.writing.html.split_off(start);
            reader.writing.notes.push((format!("{mark}{id}"), text));
        }
    }
    let core = package.text("docProps/core.xml")?.unwrap_or_default();
    let core = xml::parse(&core).ok();
    let said = |name: &str| core.as_ref().and_then(|core| xml::child_text(core.root_element(), name));
    let (title, creator) = (said("title"), said("creator"));
    let pictures = reader.writing.pictures.clone();
    let mut parts = Vec::new();
    for target in pictures {
        let path =
            if target.starts_with('/') { target.trim_start_matches('/').to_owned() } else { format!("word/{target}") };
        if let Some(bytes) = package.bytes(&path)? {
            parts.push((target.clone(), target, bytes));
        }
    }
    Ok(office::draft(reader.writing, &parts, title, creator.as_deref()))
}

struct Reader {
    /// Names of styles by their ids.
    styles: FxHashMap<String, String>,
    /// Whether a list counts, by its id and level.
    numbers: FxHashMap<(String, String), bool>,
    /// Targets of links and pictures by id.
    links: FxHashMap<String, String>,
    writing: Writing,
}

impl Reader {
    fn blocks(&mut self, node: Node<'_, '_>, depth: usize) {
        if depth > office::DEEPEST {
            return self.writing.paragraph(&office::escaped(&xml::text(node)));
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => self.paragraph(child, depth),
                "tbl" => self.table(child, depth),
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => self.blocks(child, depth + 1),
                _ => {}
            }
        }
        self.writing.close_lists(0);
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = xml::child(node, "pPr");
        let value = |name: &str| xml::attribute(xml::child(properties?, name)?, "val");
        let style = value("pStyle").unwrap_or_default();
        let style = self.styles.get(style).map_or_else(|| style.to_lowercase(), |name| name.to_lowercase());
        let mut text = String::new();
        let mut boxes = Vec::new();
        self.runs(node, &mut text, &mut boxes, depth);
        let list = properties.and_then(|properties| xml::child(properties, "numPr")).map(|list| {
            let of = |name: &str| xml::child(list, name).and_then(|node| xml::attribute(node, "val")).unwrap_or("0");
            (of("numId").to_owned(), of("ilvl").to_owned())
        });
        let level = style.strip_prefix("heading ").and_then(|level| level.trim().parse::<usize>().ok());
        match (level, list) {
            _ if text.trim().is_empty() => {}
            (Some(level), _) => self.writing.heading(level, &text),
            _ if style == "title" => self.writing.title(&text),
            (None, Some((id, level))) if id != "0" => {
                let counts = self.numbers.get(&(id, level.clone())).copied().unwrap_or(false);
                self.writing.item(level.parse().unwrap_or(0), counts, &text);
            }
            _ if style.starts_with("list ") => self.writing.item(0, style.starts_with("list number"), &text),
            _ if style.contains("quote") => self.writing.quote(&text),
            _ => self.writing.paragraph(&text),
        }
        for inner in boxes {
            self.blocks(inner, depth + 1);
        }
    }

    /// Runs of a paragraph; boxes of text within it come after it.
    fn runs<'a, 'i>(&mut self, node: Node<'a, 'i>, out: &mut String, boxes: &mut Vec<Node<'a, 'i>>, depth: usize) {
        if depth > office::DEEPEST {
            return;
        }
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "r" => self.run(child, out, boxes),
                "hyperlink" => {
                    let target = xml::attribute(child, "id").and_then(|id| self.links.get(id)).cloned();
                    let mut inner = String::new();
                    self.runs(child, &mut inner, boxes, depth + 1);
                    match target {
                        Some(target) => {
                            let _ = write!(out, "<a href=\"{}\">{inner}</a>", office::escaped(&target));
                        }
                        None => out.push_str(&inner),
                    }
                }
                "ins" | "moveTo" | "smartTag" | "fldSimple" | "sdt" | "sdtContent" | "customXml" | "dir" | "bdo" => {
                    self.runs(child, out, boxes, depth + 1);
                }
                _ => {}
            }
        }
    }

    fn run<'a, 'i>(&mut self, node: Node<'a, 'i>, out: &mut String, boxes: &mut Vec<Node<'a, 'i>>) {
        let properties = xml::child(node, "rPr");
        let property = |name: &str| properties.and_then(|properties| xml::child(properties, name));
        let is_on = |name: &str| {
            property(name)
                .is_some_and(|node| !matches!(xml::attribute(node, "val"), Some("0" | "false" | "none" | "off")))
        };
        if is_on("vanish") {
            return;
        }
        let mut text = String::new();
        for child in node.descendants().filter(Node::is_element) {
            // an alternative for old programs says the same again
            let within = |name: &str| child.ancestors().take(12).any(|node| node.tag_name().name() == name);
            if within("Fallback") || (within("txbxContent") && child.tag_name().name() != "txbxContent") {
                continue;
            }
            match child.tag_name().name() {
                "t" => text.push_str(&office::escaped(child.text().unwrap_or_default())),
                "tab" if child.parent() == Some(node) => text.push(' '),
                "br" | "cr" => text.push_str("<br>"),
                "noBreakHyphen" => text.push('‑'),
                "footnoteReference" | "endnoteReference" => {
                    let mark = if child.tag_name().name() == "endnoteReference" { "e" } else { "" };
                    if let Some(id) = xml::attribute(child, "id") {
                        text.push_str(&office::note_mark(&format!("{mark}{id}")));
                    }
                }
                "blip" => {
                    if let Some(target) = xml::attribute(child, "embed").and_then(|id| self.links.get(id)) {
                        let inner =
                            child.ancestors().find(|node| matches!(node.tag_name().name(), "inline" | "anchor"));
                        let about = inner.and_then(|inner| xml::attribute(xml::child(inner, "docPr")?, "descr"));
                        text.push_str(&self.writing.picture(target, about.unwrap_or_default()));
                    }
                }
                "txbxContent" => boxes.push(child),
                _ => {}
            }
        }
        if text.is_empty() {
            return;
        }
        let position = property("vertAlign").and_then(|node| xml::attribute(node, "val"));
        let marks = [
            ("b", is_on("b")),
            ("i", is_on("i")),
            ("s", is_on("strike") || is_on("dstrike")),
            ("sup", position == Some("superscript") && !text.contains("<dossier-note")),
            ("sub", position == Some("subscript")),
        ];
        office::push_marked(out, &text, &marks);
    }

    fn table(&mut self, node: Node<'_, '_>, depth: usize) {
        self.writing.close_lists(0);
        self.writing.html.push_str("<table>");
        for row in node.children().filter(|node| node.tag_name().name() == "tr") {
            self.writing.html.push_str("<tr>");
            for cell in row.children().filter(|node| matches!(node.tag_name().name(), "tc" | "sdt")) {
                self.writing.html.push_str("<td>");
                self.blocks(cell, depth + 1);
                self.writing.html.push_str("</td>");
            }
            self.writing.html.push_str("</tr>");
        }
        self.writing.html.push_str("</table>");
    }
}

fn styles(source: &str) -> FxHashMap<String, String> {
    let Ok(document) = xml::parse(source) else { return FxHashMap::default() };
    let styles = document.root_element().children().filter(|node| node.tag_name().name() == "style");
    styles
        .filter_map(|style| {
            let name = xml::attribute(xml::child(style, "name")?, "val")?;
            Some((xml::attribute(style, "styleId")?.to_owned(), name.to_owned()))
        })
        .collect()
}

fn numbers(source: &str) -> FxHashMap<(String, String), bool> {
    let mut numbers = FxHashMap::default();
    let Ok(document) = xml::parse(source) else { return numbers };
    let root = document.root_element();
    let of = |name: &'static str| root.children().filter(move |node| node.tag_name().name() == name);
    for number in of("num") {
        let (Some(id), Some(kind)) = (
            xml::attribute(number, "numId"),
            xml::child(number, "abstractNumId").and_then(|node| xml::attribute(node, "val")),
        ) else {
            continue;
        };
        for kind in of("abstractNum").filter(|node| xml::attribute(*node, "abstractNumId") == Some(kind)) {
            for level in kind.children().filter(|node| node.tag_name().name() == "lvl") {
                let format = xml::child(level, "numFmt").and_then(|node| xml::attribute(node, "val"));
                let level = xml::attribute(level, "ilvl").unwrap_or("0");
                let counts = !matches!(format, None | Some("bullet" | "none"));
                numbers.insert((id.to_owned(), level.to_owned()), counts);
            }
        }
    }
    numbers
}

fn relations(source: &str) -> FxHashMap<String, String> {
    let Ok(document) = xml::parse(source) else { return FxHashMap::default() };
    let rows = document.root_element().children().filter(Node::is_element);
    rows.filter_map(|row| Some((row.attribute("Id")?.to_owned(), row.attribute("Target")?.to_owned()))).collect()
}
