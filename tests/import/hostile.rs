//! Files made to hurt whoever reads them: each is refused or read, in time and in little memory.

use super::make::{docx_of, odt_of, pdf_objects, zipped};
use dossier::import::{self, Options, Reading, Refusal};
use dossier::kind::Kinds;

fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    import::read(name, bytes, &Options { draft: true, ..Options::default() }, &Kinds::default())
}

fn why(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).expect_err("it is refused").why
}

#[test]
fn archives_that_unpack_to_too_much_are_refused() {
    let large = vec![b' '; 40 * 1024 * 1024];
    let bomb = zipped(&[("word/document.xml", &large)]);
    assert!(bomb.len() < 200_000);
    assert_eq!(why("a.docx", &bomb), "what it unpacks to is larger than 32 MiB");
    let bomb = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &large)]);
    assert_eq!(why("a.odt", &bomb), "what it unpacks to is larger than 32 MiB");
    assert_eq!(why("a.zip", &zipped(&[("../../etc/passwd", b"x")])), "it is an archive");
}

#[test]
fn declarations_never_expand() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><w:document xmlns:w=\"w\"><w:body>&b;</w:body></w:document>";
    let docx = zipped(&[("word/document.xml", bomb.as_bytes())]);
    assert!(why("a.docx", &docx).contains("document type"));
    let feed = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;</title></item></channel></rss>";
    assert!(why("a.xml", feed.as_bytes()).contains("document type"));
}

#[test]
fn depth_is_borne_in_every_format() {
    const DEEP: usize = 10_000;
    let nest = |open: &str, close: &str| format!("{}word{}", open.repeat(DEEP), close.repeat(DEEP));
    let word = |read: Result<Reading, Refusal>| read.is_ok_and(|reading| reading.drafts[0].body.contains("word"));
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", "</b>"),
        ("<ul><li>", "</li></ul>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<blockquote>", ""),
        ("<a href=x>", ""),
        ("<p><i>", ""),
    ] {
        let page = format!("<html><body>{}</body></html>", nest(open, close));
        assert!(word(read("a.html", page.as_bytes())), "{open}");
    }
    let body =
        format!("<w:p><w:r><w:t>word</w:t></w:r></w:p>{}", nest("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"));
    let made = read("a.docx", &docx_of(&body));
    assert!(made.as_ref().is_ok_and(|reading| reading.drafts[0].body.contains("word")), "{made:?}");
    assert!(word(read(
        "a.docx",
        &docx_of(&format!("<w:p>{}</w:p><w:p><w:r><w:t>word</w:t></w:r></w:p>", nest("<w:ins>", "</w:ins>")))
    )));
    let list = format!("<text:p>word</text:p>{}", nest("<text:list><text:list-item>", "</text:list-item></text:list>"));
    assert!(word(read("a.odt", &odt_of(&format!("<text:p>A title.</text:p>{list}")))));
    assert!(word(read("a.odt", &odt_of(&format!("<text:p>{}</text:p>", nest("<text:span>", "</text:span>"))))));
    // formats whose depth means nothing: whatever becomes of them, it ends
    for (name, text) in [
        ("a.json", nest("[", "]")),
        ("a.json", nest("{\"a\":", "}")),
        ("a.bib", format!("@misc{{k, title = {}}}", nest("{", "}"))),
        ("a.xml", format!("<rss><channel><item><title>{}</title></item></channel></rss>", nest("<x>", "</x>"))),
        ("a.rdf", format!("<rdf:RDF xmlns:rdf=\"r\">{}</rdf:RDF>", nest("<rdf:li>", "</rdf:li>"))),
        ("a.md", nest("> ", "")),
        (
            "a.eml",
            format!(
                "From: a\nSubject: b\nMIME-Version: 1.0\n{}\n\nword",
                nest("Content-Type: multipart/mixed; boundary=x\n\n--x\n", "")
            ),
        ),
        ("a.txt", nest(">", "")),
    ] {
        let _ = read(name, text.as_bytes());
    }
}

#[test]
fn long_lines_and_many_marks_are_borne() {
    const LONG: usize = 1_000_000;
    let line = "word ".repeat(LONG / 5);
    for (name, text) in [
        ("a.txt", line.clone()),
        ("a.md", line.clone()),
        ("a.html", format!("<html><body><p>{line}</p></body></html>")),
        ("a.csv", format!("title,text,url\na,\"{line}\",https://a.example/\n")),
        ("a.eml", format!("From: a@b.example\nSubject: x\nMIME-Version: 1.0\n\n{line}")),
        (
            "a.xml",
            format!("<rss><channel><item><title>x</title><description>{line}</description></item></channel></rss>"),
        ),
        ("a.json", format!("[{{\"title\":\"a\",\"url\":\"https://a.example/\",\"text\":\"{line}\"}}]")),
        ("a.ris", format!("TY  - X\nTI  - a\nAB  - {line}\nER  - \n")),
    ] {
        let drafts = read(name, text.as_bytes()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")).drafts;
        assert!(drafts[0].body.len() + drafts[0].title.as_ref().map_or(0, String::len) >= LONG - 5, "{name}");
    }
    for mark in [
        "*",
        "[",
        "`",
        "<",
        "&#x1f;",
        "![](a.png)",
        "<b>x</b>",
        "<img src=a.png>",
        "<!--",
        "]]>",
        "\u{fdd0}0\u{fdd1}",
        "$",
        "- ",
    ] {
        let many = mark.repeat(20_000 / mark.len());
        for name in ["a.html", "a.md", "a.txt"] {
            let text = if name == "a.html" {
                format!("<html><body><p>{many}</p></body></html>")
            } else {
                format!("A title\n\n{many}")
            };
            let _ = read(name, text.as_bytes());
        }
    }
}

#[test]
fn script_runs_nowhere() {
    let attack = "<script>alert(1)</script><img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">go</a><iframe src=\"javascript:alert(1)\"></iframe><svg onload=alert(1)></svg><form action=//x><input></form>words";
    for (name, text) in [
        ("a.html", format!("<html><body><p>{attack}</p></body></html>")),
        ("a.eml", format!("From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n{attack}")),
        (
            "a.xml",
            format!(
                "<rss><channel><item><title>x</title><description><![CDATA[{attack}]]></description></item></channel></rss>"
            ),
        ),
        ("a.csv", format!("title,text,url\na,\"{}\",javascript:alert(1)\n", attack.replace('"', "\"\""))),
    ] {
        let drafts = read(name, text.as_bytes()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")).drafts;
        let file = drafts[0].file("A1", true, &[]);
        let (_, body) = file.split_once("---\n\n").expect("a body");
        for part in ["<script", "onerror", "javascript:", "<iframe", "<svg", "<form"] {
            assert!(!body.contains(part), "{name}: {part}\n{file}");
        }
        assert!(body.contains("words"), "{name}\n{file}");
    }
}

#[test]
fn a_pdf_cannot_hurt() {
    // a form that draws itself twice, a page tree that is a loop, and a scan
    let form = |number: usize| {
        let stream = "q /X Do Q q /X Do Q";
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {number} 0 R >> >> /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        )
    };
    let page =
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>";
    let contents = "<< /Length 5 >>\nstream\n/X Do\nendstream";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page.to_owned(),
        contents.to_owned(),
    ];
    let itself = [objects.clone(), vec![form(5)]].concat();
    assert!(read("a.pdf", &pdf_objects(&itself)).is_err());
    // thirty forms, each of which draws the next one twice
    objects.extend((6..=35).map(form));
    objects.push(form(5));
    let _ = read("a.pdf", &pdf_objects(&objects));
    let looped =
        ["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), "<< /Type /Pages /Kids [2 0 R] /Count 1 >>".to_owned()];
    assert!(read("a.pdf", &pdf_objects(&looped)).is_err());
    let scan = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_owned(),
    ];
    assert_eq!(why("a.pdf", &pdf_objects(&scan)), "it has no text layer: its pages are pictures, as of a scan");
    assert_eq!(why("a.pdf", b"%PDF-1.4\nnothing"), "it is a damaged PDF");
}
