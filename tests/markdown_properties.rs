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
    text.get(start as usize..(start + len) as usize)
        .unwrap_or_else(|| panic!("{start}+{len} is not a slice of {text:?}"))
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

/// Words of which no six in a row are alike by chance.
fn paragraph() -> impl Strategy<Value = String> {
    (any::<u32>(), 6..40usize).prop_map(|(seed, words)| {
        let word = |n: usize| format!("w{}", (u64::from(seed) + 1) * 1_000 + n as u64);
        (0..words).map(word).collect::<Vec<_>>().join(" ")
    })
}

/// Ids of the blocks by their texts.
fn ids(paragraphs: &[String]) -> Vec<String> {
    let (document, _) = parse(&paragraphs.join("\n\n"), &MarkdownOptions::default());
    let ids: Vec<String> = (0..document.blocks.len()).map(|n| document.anchor(n).unwrap().to_string()).collect();
    for id in &ids {
        let written = |before: &str| document.html.matches(&format!("{before}{id}\"")).count();
        assert_eq!((written("id=\""), written("href=\"#")), (1, 1), "{id} in {}", document.html);
    }
    ids
}

proptest! {
    /// A copied link leads to its paragraph whatever is added and taken away around it, and whatever is edited after its first words.
    #[test]
    fn a_paragraph_keeps_its_id(
        before in prop::collection::vec(paragraph(), 0..5),
        mut own in paragraph(),
        after in prop::collection::vec(paragraph(), 0..5),
        taken in any::<prop::sample::Index>(),
        added in prop::collection::vec(paragraph(), 0..4),
        edit in "[a-z0-9 ]{0,40}",
    ) {
        let mut page = [before.clone(), vec![own.clone()], after.clone()].concat();
        let id = ids(&page)[before.len()].clone();
        let mut place = before.len();
        let gone = taken.index(page.len());
        if gone != place {
            page.remove(gone);
            place -= usize::from(gone < place);
        }
        own = format!("{} {edit}", own.split(' ').take(6).collect::<Vec<_>>().join(" "));
        page[place] = own;
        for (n, paragraph) in added.into_iter().enumerate() {
            let at = n * 7 % (page.len() + 1);
            page.insert(at, paragraph);
            place += usize::from(at <= place);
        }
        prop_assert_eq!(&ids(&page)[place], &id);
    }

    /// Of paragraphs that begin alike, none takes the id that another had; each keeps its own when others come and go.
    #[test]
    fn paragraphs_that_begin_alike_keep_apart(
        opening in paragraph(),
        ends in prop::collection::hash_set("[a-z]{3,9}", 3..8),
        alone in any::<prop::sample::Index>(),
        gone in any::<prop::sample::Index>(),
    ) {
        let mut page: Vec<String> = ends.iter().map(|end| format!("{opening} {end}")).collect();
        page.sort();
        let known = ids(&page);
        prop_assert_eq!(known.iter().collect::<std::collections::HashSet<_>>().len(), page.len());
        let at = alone.index(page.len());
        let single = ids(&page[at..=at]);
        prop_assert!(!known.contains(&single[0]), "the short id is nobody's where several begin alike");
        let at = gone.index(page.len());
        page.remove(at);
        let mut left = known;
        left.remove(at);
        prop_assert_eq!(ids(&page), left);
    }
}

#[test]
fn equal_paragraphs_are_counted_and_short_ones_keep_their_id() {
    let texts = |texts: &[&str]| ids(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
    let first = texts(&["Yes."])[0].clone();
    assert_eq!(texts(&["Yes.", "No.", "Yes!"])[..], [first.clone(), texts(&["No."])[0].clone(), format!("{first}-2")]);
    // what stands in lists, quotes, footnotes and tables is called by the same rule
    let body = "- one two three four five six seven\n- one two three four five six eight\n\n\
                > one two three four five six nine[^n]\n\n[^n]: one two three four five six ten\n";
    let (document, _) = parse(body, &MarkdownOptions::default());
    let ids: std::collections::BTreeSet<String> =
        (0..document.blocks.len()).map(|n| document.anchor(n).unwrap().to_string()).collect();
    assert_eq!(ids.len(), 4);
    for id in ids {
        assert_eq!(document.html.matches(&format!("id=\"{id}\"")).count(), 1, "{}", document.html);
    }
    // scripts without spaces
    let page = |end: &str| texts(&[&format!("東京都は二〇一六年一月七日に発表した{end}")])[0].clone();
    assert_eq!(page("と述べた"), page("とは述べていない"));
}
