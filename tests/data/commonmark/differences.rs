// Where the HTML differs from the specifications on purpose: the example's number, the reason, and the HTML instead.

pub(crate) const DIFFERENCES: &[(u32, &str, &str)] = &[
    (21, "raw HTML is sanitised in pieces that are whole by themselves", "<div><a href=\"/bar\\/)\"> </a></div>"),
    (31, "raw HTML is sanitised in pieces that are whole by themselves", "<div><a href=\"öö.html\"> </a></div>"),
    (
        148,
        "raw HTML is sanitised in pieces that are whole by themselves",
        "<table><tbody><tr><td>
<pre>**Hello**,
</pre></td></tr></tbody></table>
<p><em>world</em>.
</p>",
    ),
    (150, "unknown elements are left out", "<div>\n*hello*\n</div>"),
    (
        152,
        "attributes beyond the allowed ones are left out",
        "<div>
<p><em>Markdown</em></p>
</div>",
    ),
    (153, "attributes beyond the allowed ones are left out", ""),
    (154, "attributes beyond the allowed ones are left out", ""),
    (163, "unknown elements are left out", "*bar*"),
    (
        164,
        "attributes beyond the allowed ones are left out",
        "<i>
*bar*
</i>",
    ),
    (167, "raw HTML is sanitised in pieces that are whole by themselves", "<p><em>foo</em></p>"),
    (
        169,
        "attributes beyond the allowed ones are left out",
        "<pre><code>
import Text.HTML.TagSoup

main :: IO ()
main = print $ parseTags tags
</code></pre>
<p>okay</p>",
    ),
    (170, "scripts and styles are left out", "<p>okay</p>"),
    (171, "forms are left out", ""),
    (172, "scripts and styles are left out", "<p>okay</p>"),
    (173, "scripts and styles are left out", ""),
    (176, "scripts and styles are left out", "<p><em>foo</em></p>"),
    (178, "scripts and styles are left out", "1. *bar*"),
    (187, "raw elements that are not closed are closed", "<p>Foo\n<a href=\"bar\">\nbaz</a></p>"),
    (190, "raw HTML is sanitised in pieces that are whole by themselves", "Hi"),
    (
        191,
        "raw HTML is sanitised in pieces that are whole by themselves",
        "<pre><code>&lt;td&gt;
  Hi
&lt;/td&gt;
</code></pre>",
    ),
    (
        201,
        "unknown elements are left out",
        "<p>[foo]: (baz)</p>
<p>[foo]</p>",
    ),
    (344, "raw elements that are not closed are closed", r#"<p><a href="`">`</a></p>"#),
    (475, "a picture always has alternative text", r#"<p>*<img src="foo" alt="" title="*"></p>"#),
    (476, "raw elements that are not closed are closed", r#"<p>**<a href="**"></a></p>"#),
    (477, "raw elements that are not closed are closed", r#"<p>__<a href="__"></a></p>"#),
    (491, "unknown elements are left out", "<p>[link]()</p>"),
    (
        494,
        "what is open at the end of a paragraph is closed there",
        "<p>[a](&lt;b)c
[a](&lt;b)c&gt;
[a](<b>c)</b></p>",
    ),
    (
        501,
        "a link to a place that the page does not have is text",
        r#"<p>link</p>
<p><a href="https://example.com#fragment" rel="noopener noreferrer nofollow" class="ext">link</a></p>
<p><a href="https://example.com?foo=3#frag" rel="noopener noreferrer nofollow" class="ext">link</a></p>"#,
    ),
    (524, "unknown elements are left out", "<p>[foo </p>"),
    (536, "unknown elements are left out", "<p>[foo </p>"),
    (596, "only http, https and mailto are linked", "<p>irc://foo.bar:2233/baz</p>"),
    (598, "only http, https and mailto are linked", "<p>a+b+c:d</p>"),
    (599, "only http, https and mailto are linked", "<p>made-up-scheme://foo,bar</p>"),
    (601, "only http, https and mailto are linked", "<p>localhost:5001/foo</p>"),
    (613, "a raw link without an address is left out", ""),
    (614, "a raw link without an address is left out", ""),
    (615, "a raw link without an address is left out", ""),
    (616, "a raw link without an address is left out", ""),
    (617, "unknown elements are left out", "<p>Foo </p>"),
    (623, "stray end tags are left out", ""),
    (629, "CDATA is left out", "<p>foo </p>"),
    (630, "raw elements that are not closed are closed", r#"<p>foo <a href="ö"></a></p>"#),
    (631, "raw elements that are not closed are closed", r#"<p>foo <a href="\*"></a></p>"#),
    (642, "raw elements that are not closed are closed", r#"<p><a href="foo  bar"></a></p>"#),
    (643, "raw elements that are not closed are closed", r#"<p><a href="foo\bar"></a></p>"#),
];

pub(crate) const GFM_DIFFERENCES: &[(u32, &str, &str)] = &[
    (
        2,
        "alignment is a class, since the pages allow no presentational attributes",
        r#"<table>
<thead>
<tr>
<th class="align-center">abc</th><th class="align-right">defghi</th></tr>
</thead>
<tbody>
<tr>
<td class="align-center">bar</td><td class="align-right">baz</td></tr>
</tbody>
</table>"#,
    ),
    (
        8,
        "a table without rows has no body",
        "<table>
<thead>
<tr>
<th>abc</th><th>def</th></tr>
</thead>
</table>",
    ),
];
