//! What holds for every body, however broken: exact maps, whole HTML, nothing that could act in a browser.

#[path = "markdown/safe.rs"]
mod safe;

use dossier::markdown::{Document, Labels, MarkdownOptions, SlotTarget, parse};
use proptest::prelude::*;
use safe::{assert_balanced, check_again_sanitised, check_tree};
use scraper::Html;

/// Pieces from which Markdown trouble is made.
const PIECES: &[&str] = &[
    "<a href=https:dl//a.example>",
    "<a href=\"\u{14}https://a.example\">",
    "a",
    "Ada Lovelace",
    "é",
    "東京",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\t",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "> ",
    ">",
    "- ",
    "* ",
    "1. ",
    "12) ",
    "# ",
    "## ",
    "###### ",
    "===\n",
    "---\n",
    "==",
    "===",
    "[",
    "]",
    "[[",
    "]]",
    "![[",
    "![",
    "](",
    ")",
    "[x](#a)",
    "[x](#)",
    "](b.md \"t\")",
    "](javascript:alert(1))",
    "](//h)",
    "[~",
    "[[~A]]",
    "[[A|",
    "|",
    "| a | b |\n|---|:-:|\n",
    "\\",
    "\\|",
    "\\*",
    "\\\n",
    "&amp;",
    "&lt;",
    "&acE;",
    "&#0;",
    "&#13;",
    "&nbsp;",
    "&",
    "<",
    ">",
    "<b>",
    "</b>",
    "<i lang=\"fr\">",
    "</i>",
    "<a href=\"http://x.example\">",
    "</a>",
    "<a name=x>",
    "<span onclick=alert(1)>",
    "<br>",
    "<br/>",
    "<rt>",
    "<ruby>",
    "</ruby>",
    "<script>",
    "</script>",
    "<svg onload=alert(1)>",
    "<math><mi//xlink:href=\"data:x,<script>\">",
    "<!-- more -->",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<details>\n",
    "</details>\n",
    "<details open>\n<summary>S</summary>\n",
    "<div>\n",
    "</div>\n",
    "<section>",
    "<li>",
    "<dd>x",
    "<table><tr><td>",
    "</table>",
    "<p>",
    "</p>",
    "<style>",
    "<img src=x onerror=alert(1)>",
    "<iframe src=//h>",
    "<form><input>",
    "<title>",
    "<textarea>",
    "<a href=\"javascript:alert(1)\">",
    "<base href=//h>",
    "<q cite=\"javascript:alert(1)\">",
    "<div><del cite=\"data:text/html,x\">",
    "http://a.example/b?c=d&e",
    "https://a.example/x--y...z",
    "www.example.org",
    "me@example.org",
    "\"",
    "'",
    "--",
    "---",
    "...",
    "$",
    "$$",
    "$x$",
    "$5",
    "[^1]",
    "[^1]: ",
    "[^b]",
    "[^b]: note\n",
    "[x]: http://x.example\n",
    "[x]",
    "- [ ] ",
    "- [x] ",
    ": ",
    "Term\n: ",
    "> [!NOTE]\n> ",
    "{#id}",
    "{.c}",
    "\0",
    "\u{200b}",
    "\u{a0}",
    "\u{202e}",
    "=",
    "!",
    "^",
    "#a",
    "    ",
    "/",
    "> [!quote]- Title\n> ",
    "> [!x]\n",
    "[!note] ",
    ":::note T\n",
    "\n:::\n",
    "\n\n::: {.tip}\n",
    "!!! note \"T\"\n    ",
    "\n    !!! tip\n",
    "\n=== \"T\"\n    ",
    "??? note\n",
    "{{< figure src=\"a.png\" caption=\"c\" alt='x' >}}",
    "{{< notice tip \"T\" >}}\n",
    "\n{{< /notice >}}\n",
    "{{",
    "}}",
    "{% highlight x %}\n",
    "\n{% endhighlight %}\n",
    "{% comment %}",
    "{% endcomment %}",
    "{{< ref \"b.md\" >}}",
    "{{ x | y }}",
    "{{< button href=\"b.md\" >}}",
    "{{< /button >}}",
    "{{< youtube a >}}",
    "](",
    "<a href=\"{{ x }}/b\">",
    "<% x %>",
    " ^id\n",
    "\n^id\n\n",
    "^[",
    "^[a *note*]",
    "#tag",
    " #a/b--c ",
    "#[[a b]]",
    "key:: value\n",
    "\nid:: x\n",
    "[k:: v]",
    "((01234567-0123-0123-0123-0123456789ab))",
    "- TODO ",
    "- LATER a",
    "- DOING ",
    "* DONE ",
    "| [[A|b]] | c |\n|---|---|\n",
    "[[A|b]]",
    "\\(a^2\\)",
    "\\[",
    "\\]",
    "{: .c #i}",
    "{.c}",
    " {: #i}\n",
    "*[A]: b\n",
    "\n[TOC]\n",
    "x^2^",
    "H~2~O",
    "++ctrl+a++",
    ":smile:",
    "12\"",
    "--8<-- \"a\"\n",
    "\u{7f}",
    "$x^2$",
    "$$\n\\frac{a}{b}\n$$",
    "![a|100x20](b.png)",
    "![[p.png|100]]",
    "\"onmouseover=\"alert(1)",
];

fn bodies() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat()),
        prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

fn option_sets() -> [MarkdownOptions<'static>; 3] {
    let all = MarkdownOptions::default();
    [
        all,
        MarkdownOptions { drop_leading_title: Some("a"), permalinks: false, ..all },
        MarkdownOptions {
            extensions: false,
            smart_punctuation: false,
            block_ids: false,
            labels: Labels::ENGLISH,
            ..all
        },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_body_keeps_the_contract(body in bodies()) {
        for options in option_sets() {
            let (document, problems) = parse(&body, &options);
            check_prose(&body, &document);
            check_segments(&body, &document);
            check_places(&body, &document);
            check_tree(&document.html);
            check_again_sanitised(&document.html);
            for problem in problems {
                prop_assert!(body.get(problem.source.clone()).is_some(), "{problem:?}");
            }
        }
    }
}

fn slice(text: &str, start: u32, len: u32) -> &str {
    text.get(start as usize..(start + len) as usize).unwrap_or_else(|| panic!("{start}+{len} is no slice of {text:?}"))
}

/// The prose is its blocks, joined by a blank line.
fn check_prose(body: &str, document: &Document) {
    let text: &str = &document.prose.text;
    let joined: Vec<&str> =
        document.blocks.iter().map(|b| slice(text, b.prose.start, b.prose.end - b.prose.start)).collect();
    assert_eq!(joined.join("\n\n"), text, "{body:?}");
    assert!(joined.iter().all(|block| !block.is_empty()), "{body:?}");
    assert!(!text.contains('\0'), "{body:?}");
    let mut end = 0;
    for closed in &document.prose.closed {
        assert!(
            closed.prose.start >= end && closed.prose.end > closed.prose.start,
            "{body:?} {:?}",
            document.prose.closed
        );
        slice(text, closed.prose.start, closed.prose.end - closed.prose.start);
        end = closed.prose.end;
    }
}

/// Segments ascend, cover all prose but the joints, and are exact.
fn check_segments(body: &str, document: &Document) {
    let (mut prose_end, mut html_end) = (0, 0);
    for segment in &document.prose.segments {
        let prose = slice(&document.prose.text, segment.prose, segment.prose_len);
        let html = slice(&document.html, segment.html, segment.html_len);
        let source = slice(body, segment.source, segment.source_len);
        assert!(segment.prose == prose_end || segment.prose == prose_end + 2, "gap in the prose of {body:?}");
        assert!(segment.html >= html_end, "{body:?}");
        (prose_end, html_end) = (segment.prose + segment.prose_len, segment.html + segment.html_len);
        let exact = segment.prose_len == segment.html_len && segment.prose_len == segment.source_len;
        if exact {
            assert_eq!((prose, prose), (source, html), "{body:?}");
        } else if segment.html_len > 0 && !has_display_marks(source) {
            assert_eq!(unescaped(html), prose, "{body:?}");
        }
        assert!(!html.contains(['<', '>']), "{html:?} in {body:?}");
    }
    assert_eq!(prose_end as usize, document.prose.text.len(), "{body:?}");
}

fn has_display_marks(source: &str) -> bool {
    source.starts_with(['"', '\'', '-', '.'])
}

fn unescaped(html: &str) -> String {
    let tree = Html::parse_fragment(html);
    tree.root_element().text().collect()
}

/// Blocks, slots, headings and the summary's end lie where they say.
fn check_places(body: &str, document: &Document) {
    let html = |range: &std::ops::Range<u32>| slice(&document.html, range.start, range.end - range.start);
    for (index, block) in document.blocks.iter().enumerate() {
        slice(body, block.source.start, block.source.end - block.source.start);
        assert_balanced(html(&block.html), body);
        if block.html.is_empty() {
            continue;
        }
        let anchor = document.anchor(index).expect("every block that is shown has an anchor").to_string();
        let is_id = document.html.contains(&format!(
            " id=\"{}\"",
            anchor.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
        ));
        assert!(is_id || !document.html.contains(" id=\"p-"), "no {anchor} in {:?} of {body:?}", document.html);
    }
    let mut start = 0;
    for slot in &document.slots {
        assert!(slot.html.start >= start, "{body:?}");
        start = slot.html.start;
        assert_balanced(html(&slot.html), body);
        slice(&document.prose.text, slot.prose.start, slot.prose.end - slot.prose.start);
        slice(body, slot.source.start, slot.source.end - slot.source.start);
        if matches!(slot.target, SlotTarget::Image { .. } | SlotTarget::Embed { .. }) {
            assert!(slot.html.is_empty());
        }
    }
    if let Some(more) = document.more {
        assert_balanced(&document.html[..more], body);
        assert_balanced(&document.html[more..], body);
    }
}
