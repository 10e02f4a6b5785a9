//! What it would cost to read raw HTML as a browser does.
//!
//! The sanitiser builds a tree by the rules that browsers follow, and for some broken HTML those take the square of its
//! length: elements that are opened again in each paragraph, tags that tables throw out one by one, tags with thousands
//! of attributes. Which HTML that is cannot be told from its tags without building the tree, so a tree is built: one
//! without content, which counts what the builder asks for and is given up as soon as that is too much.

use super::writer::NESTING_LIMIT;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Steps that any HTML may take, and steps for each byte. Ordinary HTML takes about five for a byte.
const STEPS: usize = 20_000;
const STEPS_PER_BYTE: usize = 40;

/// What an element costs beside being asked for.
const STEPS_PER_ELEMENT: usize = 30;

/// How many attributes a tag may have: each is compared with all before it.
const ATTRIBUTES: usize = 500;

/// Whether a tree can be built from this HTML in time that grows with its length, and is no deeper than our own blocks.
pub(super) fn is_bearable(html: &str) -> bool {
    is_bearable_to(html, NESTING_LIMIT)
}

/// The same with another depth, for those who do more with a tree than to clean it.
pub(super) fn is_bearable_to(html: &str, allowed: usize) -> bool {
    let sink = Counter { most: STEPS + STEPS_PER_BYTE * html.len(), allowed, ..Counter::default() };
    // As the sanitiser parses.
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let mut parser = html5ever::parse_fragment(sink, ParseOpts::default(), context, Vec::new(), false);
    let mut open = Open::Nothing;
    for piece in Pieces(html) {
        match (&mut open, piece.as_bytes()) {
            (Open::Tag(tag), _) => tag.read(piece),
            (Open::Nothing, [b'<', b'a'..=b'z' | b'A'..=b'Z', ..] | [b'<', b'/', b'a'..=b'z' | b'A'..=b'Z', ..]) => {
                let mut tag = TagReader::default();
                tag.read(piece);
                open = Open::Tag(tag);
            }
            (Open::Nothing, _) => open = Open::Other,
            (Open::Other, _) => {}
        }
        if matches!(&open, Open::Tag(tag) if tag.attributes > ATTRIBUTES) {
            return false;
        }
        let before = parser.tokenizer.sink.sink.steps.get();
        parser.process(StrTendril::from_slice(piece));
        let counter = &parser.tokenizer.sink.sink;
        if counter.is_over() {
            return false;
        }
        if counter.steps.get() > before {
            // A token ended here.
            open = Open::Nothing;
        }
    }
    !parser.finish()
}

/// Spans of HTML from one `<` up to the next. Tokens begin where spans begin, but not all spans begin tokens.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'<', &self.0.as_bytes()[1..]).map_or(self.0.len(), |at| at + 1);
        let (piece, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(piece)
    }
}

/// What the tokeniser has begun and not yet given to the tree.
enum Open {
    Nothing,
    Tag(TagReader),
    /// A comment, a declaration.
    Other,
}

/// Counts attributes of a tag as a tokeniser finds them.
#[derive(Default)]
struct TagReader {
    at: Part,
    attributes: usize,
}

#[derive(Clone, Copy, Default)]
enum Part {
    #[default]
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Value,
    Quoted(u8),
    /// Behind the `>`.
    End,
}

impl TagReader {
    fn read(&mut self, piece: &str) {
        for byte in piece.bytes() {
            let is_space = byte.is_ascii_whitespace();
            self.at = match (self.at, byte) {
                (Part::End, _) => return,
                (Part::Quoted(quote), _) if byte != quote => self.at,
                (Part::Quoted(_), _) => Part::BeforeName,
                (Part::BeforeValue, b'"' | b'\'') => Part::Quoted(byte),
                (_, b'>') => Part::End,
                (Part::BeforeValue, _) if is_space => Part::BeforeValue,
                (Part::BeforeValue, _) => Part::Value,
                (Part::Value, _) if !is_space => Part::Value,
                (Part::Name | Part::AfterName, b'=') => Part::BeforeValue,
                (Part::TagName | Part::Name, _) if !is_space && byte != b'/' => self.at,
                (Part::Name | Part::AfterName, _) if is_space => Part::AfterName,
                (_, _) if is_space || byte == b'/' => Part::BeforeName,
                (_, _) => {
                    self.attributes += 1;
                    Part::Name
                }
            };
        }
    }
}

/// A tree of names only.
#[derive(Default)]
struct Counter {
    steps: Cell<usize>,
    most: usize,
    /// How deep elements may lie in each other.
    allowed: usize,
    deepest: Cell<usize>,
    document: Handle,
}

type Handle = Rc<Node>;

#[derive(Default)]
struct Node {
    name: Option<QualName>,
    is_integration_point: bool,
    template: Option<Handle>,
    depth: Cell<usize>,
    /// How many nodes stand in this one; shared with them, who may move to another parent all at once.
    children: RefCell<Siblings>,
    siblings: RefCell<Option<Siblings>>,
}

type Siblings = Rc<Cell<usize>>;

impl Counter {
    fn take(&self, steps: usize) {
        self.steps.set(self.steps.get() + steps);
    }

    fn is_over(&self) -> bool {
        self.steps.get() > self.most || self.deepest.get() > self.allowed
    }

    /// A search among the node's siblings.
    fn take_siblings(&self, node: &Handle) {
        self.take(node.siblings.borrow().as_ref().map_or(0, |siblings| siblings.get()));
    }

    fn put(&self, child: &NodeOrText<Handle>, siblings: &Siblings, depth: usize) {
        self.take(1);
        siblings.set(siblings.get() + 1);
        if let NodeOrText::AppendNode(node) = child {
            node.depth.set(depth);
            self.deepest.set(self.deepest.get().max(depth));
            *node.siblings.borrow_mut() = Some(Rc::clone(siblings));
        }
    }
}

impl TreeSink for Counter {
    type Handle = Handle;
    /// Whether it was too much.
    type Output = bool;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> bool {
        self.is_over()
    }

    fn parse_error(&self, _: Cow<'static, str>) {
        self.take(1);
    }

    fn get_document(&self) -> Handle {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        const NONE: ExpandedName<'static> = ExpandedName { ns: &ns!(), local: &local_name!("") };
        self.take(1);
        target.name.as_ref().map_or(NONE, QualName::expanded)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let bytes: usize = attributes.iter().map(|attribute| attribute.value.len()).sum();
        self.take(STEPS_PER_ELEMENT * (1 + attributes.len()) + bytes);
        Rc::new(Node {
            name: Some(name),
            is_integration_point: flags.mathml_annotation_xml_integration_point,
            template: flags.template.then(Handle::default),
            ..Node::default()
        })
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.take(1);
        Handle::default()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.take(1);
        Handle::default()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(&child, &parent.children.borrow(), parent.depth.get() + 1);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.take_siblings(sibling);
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        if let Some(siblings) = &*sibling.siblings.borrow() {
            self.put(&child, siblings, sibling.depth.get());
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        if element.siblings.borrow().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {
        self.take(1);
    }

    fn pop(&self, _: &Handle) {
        self.take(1);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        self.take(1);
        let contents = target.template.as_ref().map(Rc::clone).unwrap_or_default();
        contents.depth.set(target.depth.get());
        contents
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        self.take(1);
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &Handle, attributes: Vec<Attribute>) {
        self.take(STEPS_PER_ELEMENT * (1 + attributes.len()));
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.take_siblings(target);
        if let Some(siblings) = target.siblings.take() {
            siblings.set(siblings.get().saturating_sub(1));
        }
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let children = node.children.take();
        self.take(children.get());
        children.set(children.get() + parent.children.borrow().get());
        *parent.children.borrow_mut() = children;
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        self.take(1);
        handle.is_integration_point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_the_square_of_its_length_is_not_borne() {
        let attributes = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(" a");
        let formats = ["<b id=", &(0..60).map(|n| n.to_string()).collect::<Vec<_>>().join("><b id="), ">"].concat();
        let mut broken = vec![
            format!("<div a{}>", attributes(5000)),
            format!("<!-- x --></div x='>' a{}>", attributes(5000)),
            format!("<script><!--</script><p =\" a{}>", attributes(5000)),
            format!("<b c=\"<!--\" a{}>", attributes(5000)),
            format!("<p>{formats}{}", "<p>a".repeat(2000)),
            format!("<p><b title='{}'>{}", "long ".repeat(5000), "<p>a".repeat(2000)),
            format!("<table>{}", "<b>x".repeat(5000)),
            format!("<table><tr>{}", "<div>x</div>".repeat(5000)),
        ];
        let pieces = ["<div>", "<b>", "<li>a<dd>b", "<li>a<dd>b</dt>", "<li><dt></dl>", "<dd><li></ul>"];
        broken.extend(pieces.map(|piece| piece.repeat(500)));
        let pieces = ["<form><math><mtext></form>", "<template><div>", "<object><span>", "<svg><desc><p>"];
        broken.extend(pieces.map(|piece| piece.repeat(500)));
        for html in broken {
            assert!(!is_bearable(&html), "{}", &html[..100]);
        }
    }

    #[test]
    fn what_is_only_long_is_borne() {
        for piece in [
            "<li>a",
            "<li>a<dl><dd>b</dl>",
            "<ul><li>a</ul><dl><dd>b</dl>",
            "<li>a</li><dd>b</dd>",
            "<dt>a<dd>b",
            "<p>a<br>",
            "<p><font size=2>a</p>",
            "<p>a <b>b <i>c</b> d</i>",
            "<table><tr><td>a<td>b</table>",
            "<tr><td>a<p>b</tr>",
            "<svg viewBox='0 0 8 8'><g><path d='M0 0h8v8z'/><path d='M1 1z'/></g></svg>",
            "<img src='data:image/png;base64,iVBORw0KGgo/AAA/BBB/CCC/DDD/EEE/FFF' alt='a b c'>",
            "<!-- a comment <b of many words, with a = \" and more -->",
            "<script>if (a <b && c) { d = \"e\"; }</script>",
            "text &amp; more of it ",
        ] {
            for (before, after) in [("", ""), ("<div>", "</div>"), ("<table><tr><td>", "</table>")] {
                let html = [before, &piece.repeat(5000), after].concat();
                assert!(is_bearable(&html), "{before}{piece}");
            }
            let deep = ["<div><blockquote>".repeat(30), piece.repeat(5000)].concat();
            assert!(is_bearable(&deep), "deep {piece}");
        }
        for html in [
            format!("<img src='data:image/png;base64,{}'>", "abc/+ d".repeat(50_000)),
            format!("<!-- {} -->", "a <b word ".repeat(50_000)),
            "<p>a".repeat(100_000),
        ] {
            assert!(is_bearable(&html), "{}", &html[..20]);
        }
    }
}
