//! A tree of HTML as Markdown.
//!
//! Written here and not by a crate, since the Markdown has to be that of a dossier, in which `%%` hides, `[[` links and `#word` is a
//! tag: what a text shows must be what its draft shows. Nothing that is shown is lost; forms, scripts and players are not shown.

use super::draft::{Draft, Origin, Picture};
use super::escape;
use super::inline::Inline;
use dom_query::NodeRef;
use std::fmt::Write as _;
use url::Url;

/// How deep elements may lie in each other; what is deeper comes as its bare text.
const DEEPEST: usize = 120;

/// What the addresses of a page are relative to, and which of them are files beside it.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The address of the page.
    pub(super) base: Option<Url>,
    /// Pictures that came with the page, by the address that the page uses: a name and the bytes.
    pub(super) parts: Vec<(String, String, Vec<u8>)>,
}

/// What a span of HTML became.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) body: String,
    pub(super) pictures: Vec<Picture>,
}

/// The children of a node as Markdown.
pub(super) fn markdown(node: &NodeRef<'_>, addresses: &Addresses) -> Written {
    let mut writer = Writer { addresses, pictures: Vec::new() };
    let blocks = writer.blocks(node, 0);
    Written { body: blocks.join("\n\n"), pictures: writer.pictures }
}

struct Writer<'a> {
    addresses: &'a Addresses,
    pictures: Vec<Picture>,
}

/// What an element is to a reader.
enum Role {
    Hidden,
    Block,
    Inline,
}

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "noscript" | "template" | "head" | "title" | "meta" | "link" | "input" | "select"
        | "textarea" | "button" | "svg" | "canvas" | "object" | "embed" | "audio" | "video" | "map" | "dialog"
        | "datalist" | "progress" | "meter" => Role::Hidden,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav" | "figure"
        | "figcaption" | "blockquote" | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "table" | "pre" | "h1" | "h2"
        | "h3" | "h4" | "h5" | "h6" | "hr" | "form" | "fieldset" | "address" | "details" | "summary" | "center"
        | "body" | "html" | "iframe" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption" | "hgroup"
        | "menu" | "search" | "legend" | "xmp" | "listing" | "plaintext" | "frameset" | "noframes" => Role::Block,
        _ => Role::Inline,
    }
}

impl Writer<'_> {
    /// The blocks below a node.
    fn blocks(&mut self, node: &NodeRef<'_>, depth: usize) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut line = Inline::default();
        self.collect(node, &mut line, &mut blocks, depth);
        flush(&mut line, &mut blocks);
        blocks
    }

    /// Adds the children of a node to the paragraph that is open, or as blocks.
    fn collect(&mut self, node: &NodeRef<'_>, line: &mut Inline, blocks: &mut Vec<String>, depth: usize) {
        if depth > DEEPEST {
            return line.text(&node.text());
        }
        for child in node.children_it(false) {
            let name = child.node_name();
            match name.as_deref().map(role) {
                None if child.is_text() => line.text(&child.text()),
                None | Some(Role::Hidden) => {}
                Some(Role::Block) => {
                    flush(line, blocks);
                    self.block(&child, name.as_deref().unwrap_or_default(), blocks, depth + 1);
                }
                // an inline element around blocks, as the web has them, lets them be blocks
                Some(Role::Inline) if has_blocks(&child, depth) => self.collect(&child, line, blocks, depth + 1),
                Some(Role::Inline) => self.inline(&child, line, depth + 1),
            }
        }
    }

    fn block(&mut self, node: &NodeRef<'_>, name: &str, blocks: &mut Vec<String>, depth: usize) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let text = self.paragraph(node, depth).replace("\\\n", " ").replace("\n\n", " ");
                if !text.is_empty() {
                    let level = usize::from(name.as_bytes()[1] - b'0').max(2);
                    blocks.push(format!("{} {text}", "#".repeat(level)));
                }
            }
            "hr" => blocks.push("* * *".into()),
            "blockquote" => {
                let inner = self.blocks(node, depth);
                if !inner.is_empty() {
                    blocks.push(prefixed(&inner.join("\n\n"), "> ", "> "));
                }
            }
            "ul" | "ol" | "menu" => self.list(node, name == "ol", blocks, depth),
            "dl" => self.definitions(node, blocks, depth),
            "table" => self.table(node, blocks, depth),
            "pre" | "xmp" | "listing" | "plaintext" => {
                let text = node.text();
                let text = text.trim_matches('\n').trim_end();
                if !text.trim().is_empty() {
                    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
                    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                    let fence = "`".repeat(longest.max(2) + 1);
                    blocks.push(format!("{fence}\n{text}\n{fence}"));
                }
            }
            "iframe" => {
                if let Some(address) = node.attr("src").and_then(|src| self.address(&src)) {
                    let title = node.attr("title").map(|title| title.trim().to_owned()).unwrap_or_default();
                    let title = if title.is_empty() { "Embedded page" } else { &title };
                    blocks.push(format!("[{}]({address})", escape::text(&crate::text::plain::line(title))));
                }
            }
            _ => blocks.extend(self.blocks(node, depth)),
        }
    }

    /// Everything in a node as one paragraph.
    fn paragraph(&mut self, node: &NodeRef<'_>, depth: usize) -> String {
        let mut line = Inline::default();
        self.inline_children(node, &mut line, depth);
        line.take()
    }

    fn inline_children(&mut self, node: &NodeRef<'_>, line: &mut Inline, depth: usize) {
        if depth > DEEPEST {
            return line.text(&node.text());
        }
        for child in node.children_it(false) {
            match child.node_name().as_deref().map(role) {
                None if child.is_text() => line.text(&child.text()),
                None | Some(Role::Hidden) => {}
                Some(Role::Block) => {
                    line.text(" ");
                    self.inline_children(&child, line, depth + 1);
                    line.text(" ");
                }
                Some(Role::Inline) => self.inline(&child, line, depth + 1),
            }
        }
    }

    fn inline(&mut self, node: &NodeRef<'_>, line: &mut Inline, depth: usize) {
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "br" => line.line_break(),
            "em" | "i" | "cite" | "dfn" | "var" => {
                line.emphasis("*", |line| self.inline_children(node, line, depth));
            }
            "strong" | "b" => line.emphasis("**", |line| self.inline_children(node, line, depth)),
            "del" | "s" | "strike" => line.emphasis("~~", |line| self.inline_children(node, line, depth)),
            "sup" | "sub" if node.text().trim().is_empty() => {}
            "sup" => line.emphasis("<sup>", |line| self.inline_children(node, line, depth)),
            "sub" => line.emphasis("<sub>", |line| self.inline_children(node, line, depth)),
            "q" => {
                line.text("“");
                self.inline_children(node, line, depth);
                line.text("”");
            }
            "code" | "kbd" | "samp" | "tt" => code(&node.text(), line),
            "wbr" => {}
            // of our own office documents
            "dossier-note" => {
                let mark = node.attr("n").unwrap_or_default();
                if !mark.is_empty() && mark.len() < 12 && mark.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    line.markdown(format!("[^{mark}]"));
                }
            }
            "img" => self.picture(node, line),
            "a" => {
                let address = node.attr("href").and_then(|href| self.address(&href));
                match address {
                    Some(address) => line.link(&address, |line| self.inline_children(node, line, depth)),
                    None => self.inline_children(node, line, depth),
                }
            }
            _ => self.inline_children(node, line, depth),
        }
    }

    /// An address as a reader of the draft can open it: of the web, or to write to. Within the page there is nothing to lead to.
    fn address(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let url = match Url::parse(href) {
            Ok(url) => url,
            Err(_) => self.addresses.base.as_ref()?.join(href).ok()?,
        };
        if !matches!(url.scheme(), "http" | "https" | "mailto") {
            return None;
        }
        Some(bare(url.as_str()))
    }

    fn picture(&mut self, node: &NodeRef<'_>, line: &mut Inline) {
        if let Some(mark) = self.mark_of_picture(node) {
            line.markdown(mark);
        }
    }

    fn mark_of_picture(&mut self, node: &NodeRef<'_>) -> Option<String> {
        /// Smaller ones are dots and lines of a layout.
        const SMALLEST: u32 = 8;
        let size = |name| node.attr(name).and_then(|value| value.trim().parse::<u32>().ok());
        if size("width").is_some_and(|n| n < SMALLEST) || size("height").is_some_and(|n| n < SMALLEST) {
            return None;
        }
        let alt = crate::text::plain::line(&node.attr("alt").unwrap_or_default());
        let sources: Vec<String> = ["src", "data-src", "data-original", "data-lazy-src"]
            .into_iter()
            .filter_map(|name| node.attr(name).map(|value| value.trim().to_owned()))
            .filter(|value| !value.is_empty())
            .collect();
        let remote = sources.iter().find_map(|source| self.address(source)).filter(|url| url.starts_with("http"));
        let words = escape::text(if alt.is_empty() { "Picture" } else { &alt });
        let otherwise = match &remote {
            Some(url) => format!("[{words}]({url})"),
            None => escape::text(&alt),
        };
        for source in &sources {
            if let Some((_, name, bytes)) = self.addresses.parts.iter().find(|(address, ..)| address == source) {
                let origin = Origin::Within(name.clone(), bytes.clone());
                return Some(Draft::add_picture(&mut self.pictures, Picture { alt, origin, otherwise }));
            }
            if let Some((name, bytes)) = super::pictures::of_data_url(source) {
                let origin = Origin::Within(name, bytes);
                return Some(Draft::add_picture(&mut self.pictures, Picture { alt, origin, otherwise }));
            }
        }
        if let Some(path) = sources.first().and_then(|source| super::pictures::path_beside(source)) {
            let origin = Origin::Beside(path);
            return Some(Draft::add_picture(&mut self.pictures, Picture { alt, origin, otherwise }));
        }
        (!otherwise.is_empty()).then_some(otherwise)
    }

    fn list(&mut self, node: &NodeRef<'_>, numbered: bool, blocks: &mut Vec<String>, depth: usize) {
        let first = node.attr("start").and_then(|start| start.trim().parse::<u32>().ok()).unwrap_or(1).min(999_999);
        let (mut items, mut is_tight) = (Vec::new(), true);
        let mut loose = Vec::new();
        for child in node.children_it(false) {
            if child.has_name("li") {
                let inner = self.blocks(&child, depth + 1);
                is_tight &= inner.iter().enumerate().all(|(at, block)| at == 0 || block.starts_with(['-', '1']));
                if !inner.is_empty() {
                    items.push(inner);
                }
            } else if child.is_element() {
                // a list right within a list belongs to the item before it
                let mut inner = Vec::new();
                let name = child.node_name().unwrap_or_default();
                match role(&name) {
                    Role::Hidden => continue,
                    Role::Block => self.block(&child, &name, &mut inner, depth + 1),
                    Role::Inline => inner.extend(Some(self.paragraph(&child, depth + 1)).filter(|p| !p.is_empty())),
                }
                match items.last_mut() {
                    Some(last) => last.extend(inner),
                    None => loose.extend(inner),
                }
            } else if child.is_text() && !child.text().trim().is_empty() {
                let mut line = Inline::default();
                line.text(&child.text());
                items.push(vec![line.take()]);
            }
        }
        blocks.extend(loose);
        if items.is_empty() {
            return;
        }
        let mut list = String::new();
        for (at, item) in items.iter().enumerate() {
            let mark = if numbered { format!("{}. ", first + at as u32) } else { "- ".to_owned() };
            let text = item.join(if is_tight { "\n" } else { "\n\n" });
            if at > 0 {
                list.push_str(if is_tight { "\n" } else { "\n\n" });
            }
            list.push_str(&prefixed(&text, &mark, &" ".repeat(mark.len())));
        }
        // two lists after each other would be one
        if blocks.last().is_some_and(|last| last.starts_with("- ") || last.starts_with(|c: char| c.is_ascii_digit())) {
            blocks.push("<!-- -->".into());
        }
        blocks.push(list);
    }

    fn definitions(&mut self, node: &NodeRef<'_>, blocks: &mut Vec<String>, depth: usize) {
        for child in node.children_it(false) {
            if child.has_name("dt") {
                let term = self.paragraph(&child, depth + 1);
                if !term.is_empty() {
                    blocks.push(format!("**{}**", term.replace("**", "")));
                }
            } else if child.has_name("dd") {
                blocks.extend(self.blocks(&child, depth + 1));
            } else if child.has_name("div") {
                if depth < DEEPEST {
                    self.definitions(&child, blocks, depth + 1);
                }
            } else if child.is_element() {
                let name = child.node_name().unwrap_or_default();
                if !matches!(role(&name), Role::Hidden) {
                    blocks.extend(self.blocks(&child, depth + 1));
                }
            }
        }
    }

    fn table(&mut self, node: &NodeRef<'_>, blocks: &mut Vec<String>, depth: usize) {
        /// A larger one is rather a layout or an attack.
        const MOST_CELLS: usize = 20_000;
        let mut rows: Vec<Vec<NodeRef<'_>>> = Vec::new();
        let mut captions = Vec::new();
        table_rows(node, &mut rows, &mut captions, 0);
        for caption in captions {
            blocks.extend(Some(self.paragraph(&caption, depth + 1)).filter(|text| !text.is_empty()));
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let is_layout = width < 2
            || width * rows.len() > MOST_CELLS
            || rows
                .iter()
                .flatten()
                .any(|cell| has_name_below(cell, &["table", "ul", "ol", "blockquote", "h2", "pre"]))
            || rows.iter().flatten().any(|cell| count_below(cell, "p") > 2);
        if is_layout {
            for cell in rows.iter().flatten() {
                blocks.extend(self.blocks(cell, depth + 1));
            }
            return;
        }
        let mut table = String::new();
        for (at, row) in rows.iter().enumerate() {
            table.push('|');
            for column in 0..width {
                let text = row.get(column).map(|cell| self.paragraph(cell, depth + 1)).unwrap_or_default();
                let text = text.replace("\\\n", " ").replace('\n', " ");
                let _ = write!(table, " {text} |");
            }
            if at == 0 {
                let _ = write!(table, "\n|{}", " --- |".repeat(width));
            }
            if at + 1 < rows.len() {
                table.push('\n');
            }
        }
        if !table.is_empty() {
            blocks.push(table);
        }
    }
}

fn flush(line: &mut Inline, blocks: &mut Vec<String>) {
    let text = line.take();
    if !text.is_empty() {
        blocks.push(text);
    }
}

fn code(text: &str, line: &mut Inline) {
    let text = crate::text::plain::line(text);
    if text.is_empty() {
        return;
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    line.markdown(format!("{fence}{space}{text}{space}{fence}"));
}

/// An address as it may stand in parentheses.
fn bare(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Every line of a text with something before it.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let prefix = if at == 0 { first } else { others };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

/// Whether any element below is a block. Looked at only so far: what is deeper is cut anyway.
fn has_blocks(node: &NodeRef<'_>, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    node.children_it(false).any(|child| {
        child.node_name().is_some_and(|name| match role(&name) {
            Role::Block => true,
            Role::Hidden => false,
            Role::Inline => has_blocks(&child, depth + 1),
        })
    })
}

fn has_name_below(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.descendants_it().any(|below| below.node_name().is_some_and(|name| names.contains(&&*name)))
}

fn count_below(node: &NodeRef<'_>, name: &str) -> usize {
    node.descendants_it().filter(|below| below.has_name(name)).count()
}

/// Rows and captions of a table, those in its groups included.
fn table_rows<'a>(node: &NodeRef<'a>, rows: &mut Vec<Vec<NodeRef<'a>>>, captions: &mut Vec<NodeRef<'a>>, depth: usize) {
    for child in node.children_it(false) {
        match child.node_name().as_deref() {
            Some("tr") => rows.push(child.children_it(false).filter(dom_query::NodeRef::is_element).collect()),
            Some("thead" | "tbody" | "tfoot") if depth < 2 => table_rows(&child, rows, captions, depth + 1),
            Some("caption") => captions.push(child),
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
}
