//! Writes one report in the format of each program that saves reports.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A report, as its outlet published it.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) title: &'static str,
    pub(crate) outlet: &'static str,
    pub(crate) host: &'static str,
    pub(crate) author: &'static str,
    /// As `2019-03-04`.
    pub(crate) date: &'static str,
    /// The same, as the outlet writes it.
    pub(crate) written: &'static str,
    pub(crate) lang: &'static str,
    pub(crate) paragraphs: Vec<String>,
}

impl Report {
    pub(crate) fn url(&self) -> String {
        let words: Vec<&str> =
            self.title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        format!("https://{}/{}/{}", self.host, self.date.replace('-', "/"), words.join("-").to_lowercase())
    }

    /// Several authors as a byline has them.
    fn byline(&self) -> String {
        self.author.replace("; ", " and ")
    }

    fn authors(&self) -> Vec<&str> {
        self.author.split("; ").collect()
    }
}

/// A format: the suffix of its files, how a report is written in it, and what it can say of the title, date, address, author.
pub(crate) struct Format {
    pub(crate) suffix: &'static str,
    pub(crate) write: fn(&Report) -> Vec<u8>,
    pub(crate) says: [bool; 4],
}

/// All formats, each with the programs that write it.
pub(crate) const FORMATS: &[(&str, Format)] = &[
    ("page with JSON-LD", Format { suffix: "html", write: json_ld, says: [true; 4] }),
    ("page with Open Graph", Format { suffix: "htm", write: open_graph, says: [true; 4] }),
    ("page of a journal", Format { suffix: "html", write: citation, says: [true; 4] }),
    ("page with microdata", Format { suffix: "html", write: microdata, says: [true; 4] }),
    ("page with Dublin Core", Format { suffix: "xhtml", write: dublin_core, says: [true; 4] }),
    ("page that only readers understand", Format { suffix: "html", write: visible, says: [true; 4] }),
    ("SingleFile", Format { suffix: "html", write: single_file, says: [true; 4] }),
    ("MHTML", Format { suffix: "mhtml", write: mhtml, says: [true; 4] }),
    ("Web Clipper", Format { suffix: "md", write: web_clipper, says: [true; 4] }),
    ("MarkDownload", Format { suffix: "md", write: mark_download, says: [true, false, true, true] }),
    ("text", Format { suffix: "txt", write: text, says: [true; 4] }),
    ("text without an address", Format { suffix: "", write: bare_text, says: [true, true, false, true] }),
    ("message", Format { suffix: "eml", write: message, says: [true, true, false, true] }),
    ("RSS", Format { suffix: "xml", write: rss, says: [true; 4] }),
    ("Atom", Format { suffix: "atom", write: atom, says: [true; 4] }),
    ("BibTeX", Format { suffix: "bib", write: bibtex, says: [true; 4] }),
    ("RIS", Format { suffix: "ris", write: ris, says: [true; 4] }),
    ("CSL-JSON", Format { suffix: "json", write: csl, says: [true; 4] }),
    ("table", Format { suffix: "csv", write: table, says: [true; 4] }),
    ("JSON Lines", Format { suffix: "jsonl", write: json_lines, says: [true; 4] }),
    ("Word", Format { suffix: "docx", write: docx, says: [true, true, false, true] }),
    ("LibreOffice", Format { suffix: "odt", write: odt, says: [true, true, false, true] }),
    ("PDF", Format { suffix: "pdf", write: pdf, says: [true, true, false, true] }),
    ("PDF printed by a browser", Format { suffix: "pdf", write: printed, says: [true; 4] }),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn paragraphs(report: &Report) -> String {
    report.paragraphs.iter().fold(String::new(), |mut out, text| {
        let _ = writeln!(out, "<p>{}</p>", escaped(text));
        out
    })
}

fn page(report: &Report, head: &str, top: &str, attributes: &str) -> Vec<u8> {
    let (title, outlet) = (escaped(report.title), escaped(report.outlet));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title} | {outlet}</title>\n{head}\n\
         <style>p {{ margin: 0 }}</style><script>track('nobody')</script></head><body>\n\
         <nav><a href=\"/\">Home</a><a href=\"/ports\">Ports and everything about them</a></nav>\n\
         <main><article {attributes}><h1>{title}</h1>{top}\n<div class=\"body\">{}</div></article></main>\n\
         <aside class=\"related\"><h3>More</h3><a href=\"/1\">Another story that is not this one</a></aside>\n\
         <footer>All rights reserved by nobody at all</footer></body></html>",
        report.lang,
        paragraphs(report)
    )
    .into_bytes()
}

fn json_ld(report: &Report) -> Vec<u8> {
    let authors: Vec<_> =
        report.authors().iter().map(|name| serde_json::json!({"@type": "Person", "name": name})).collect();
    let data = serde_json::json!({"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Something else", "url": "https://elsewhere.example/"},
        {"@type": "NewsArticle", "headline": report.title, "datePublished": format!("{}T23:30:00-05:00", report.date),
         "author": authors, "publisher": {"@id": "#o"}, "mainEntityOfPage": {"@id": report.url()}},
        {"@id": "#o", "@type": "NewsMediaOrganization", "name": report.outlet}]});
    let data = data.to_string().replace('<', "\\u003c");
    page(report, &format!("<script type=\"application/ld+json\">{data}</script>"), "", "")
}

fn open_graph(report: &Report) -> Vec<u8> {
    let head = format!(
        "<meta property=\"og:title\" content=\"{}\"><meta property=\"og:site_name\" content=\"{}\"><meta property=\"og:url\" content=\"{}?utm_source=feed\">\
         <meta property=\"article:published_time\" content=\"{}T10:00:00+00:00\"><meta name=\"author\" content=\"By: {} @desk\">",
        escaped(report.title),
        escaped(report.outlet),
        report.url(),
        report.date,
        report.byline()
    );
    page(report, &head, "", "")
}

fn citation(report: &Report) -> Vec<u8> {
    let mut head = format!(
        "<link rel=\"canonical\" href=\"{}\"><meta name=\"citation_title\" content=\"{}\"><meta name=\"citation_journal_title\" content=\"{}\">\
         <meta name=\"citation_publication_date\" content=\"{}\">",
        report.url(),
        escaped(report.title),
        escaped(report.outlet),
        report.date.replace('-', "/")
    );
    for name in report.authors() {
        let (given, family) = name.rsplit_once(' ').expect("two names");
        let _ = write!(head, "<meta name=\"citation_author\" content=\"{family}, {given}\">");
    }
    page(report, &head, "", "")
}

fn microdata(report: &Report) -> Vec<u8> {
    let names = report.authors().into_iter().fold(String::new(), |mut out, name| {
        let _ = write!(out, "<span itemprop=\"author\" itemscope><span itemprop=\"name\">{name}</span></span> ");
        out
    });
    let top = format!(
        "<div>{names}<time itemprop=\"datePublished\" datetime=\"{}\">{}</time><span itemprop=\"publisher\" itemscope><meta itemprop=\"name\" content=\"{}\"></span></div>",
        report.date,
        report.written,
        escaped(report.outlet)
    );
    let head = format!("<link rel=\"canonical\" href=\"{}\">", report.url());
    page(report, &head, &top, "itemscope itemtype=\"https://schema.org/NewsArticle\"")
}

fn dublin_core(report: &Report) -> Vec<u8> {
    let mut head = format!(
        "<meta name=\"DC.title\" content=\"{}\"/><meta name=\"DC.publisher\" content=\"{}\"/><meta name=\"DC.date.issued\" content=\"{}\"/><meta name=\"DC.identifier\" content=\"{}\"/>",
        escaped(report.title),
        escaped(report.outlet),
        report.date,
        report.url()
    );
    for name in report.authors() {
        let _ = write!(head, "<meta name=\"DC.creator\" content=\"{name}\"/>");
    }
    let mut out = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_vec();
    out.extend(page(report, &head, "", ""));
    out
}

fn visible(report: &Report) -> Vec<u8> {
    let top = format!("<p class=\"byline\">By {}</p><p class=\"when\">{}</p>", report.byline(), report.written);
    let mut out = format!("<!-- saved from url=({:04}){} -->\n", report.url().len(), report.url()).into_bytes();
    out.extend(page(report, "", &top, ""));
    out
}

fn single_file(report: &Report) -> Vec<u8> {
    let top = format!(
        "<img alt=\"The quay\" src=\"data:image/png;base64,{}\"><p>By {}</p>",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        report.byline()
    );
    let head = format!("<meta name=date content={}>", report.date);
    let made = String::from_utf8(page(report, &head, &top, "")).expect("UTF-8");
    made.replacen(
        "<head>",
        &format!(
            "<!--\n Page saved with SingleFile \n url: {} \n saved date: Mon Apr 01 2019 10:00:00 GMT+0100 (Central European Standard Time)\n--><head>",
            report.url()
        ),
        1,
    )
    .into_bytes()
}

fn mhtml(report: &Report) -> Vec<u8> {
    let head = format!("<meta name=\"author\" content=\"{}\">", report.byline());
    let top = format!("<time datetime=\"{}\">{}</time>", report.date, report.written);
    let body = String::from_utf8(page(report, &head, &top, "")).expect("UTF-8");
    let quoted = body.replace('=', "=3D").bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "={byte:02X}");
        }
        out
    });
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {0}\r\nSubject: =?utf-8?Q?A=20page?=\r\nDate: Mon, 1 Apr 2019 10:00:00 -0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n\r\n------b\r\n\
         Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {0}\r\n\r\n{1}\r\n------b--\r\n",
        report.url(),
        quoted.replace('\n', "\r\n")
    )
    .into_bytes()
}

fn web_clipper(report: &Report) -> Vec<u8> {
    let authors = report.authors().iter().fold(String::new(), |mut out, name| {
        let _ = writeln!(out, "  - \"[[{name}]]\"");
        out
    });
    format!(
        "---\ntitle: {}\nsource: \"{}\"\nauthor:\n{authors}published: {}\ncreated: 2019-04-01\ndescription: \"In short\"\ntags:\n  - \"clippings\"\n---\n{}\n",
        serde_json::Value::from(report.title),
        report.url(),
        report.date,
        report.paragraphs.join("\n\n")
    )
    .into_bytes()
}

fn mark_download(report: &Report) -> Vec<u8> {
    format!(
        "---\ncreated: 2019-04-01T09:12:44 (UTC +01:00)\ntags: [ports: all,#quay]\nsource: {}\nauthor: By: {}\n---\n\n# {}\n\n> ## Excerpt\n> In short\n\n---\n{}\n",
        report.url(),
        report.byline(),
        report.title,
        report.paragraphs.join("\n\n")
    )
    .into_bytes()
}

fn text(report: &Report) -> Vec<u8> {
    format!(
        "{}\n\nBy {}\n{} | {}\n\n{}\n\n{}\n",
        report.title,
        report.byline(),
        report.outlet,
        report.written,
        report.paragraphs.join("\n\n"),
        report.url()
    )
    .into_bytes()
}

fn bare_text(report: &Report) -> Vec<u8> {
    format!(
        "{}\n\nThe old quay\nThe old quay, seen from the breakwater / Norland Press\n{}\nBy {}\n\n{}\n",
        report.title,
        report.written,
        report.byline(),
        report.paragraphs.join("\n\n")
    )
    .into_bytes()
}

fn message(report: &Report) -> Vec<u8> {
    let day = jiff::civil::Date::strptime("%Y-%m-%d", report.date).expect("a day");
    format!(
        "From: \"{}\" <desk@{}>\r\nTo: reader@example.org\r\nSubject: Fwd: {}\r\nDate: {}\r\nMessage-ID: <1@example.org>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>{}</body></html>\r\n",
        report.authors()[0],
        report.host,
        report.title,
        day.strftime("%a, %d %b %Y 10:00:00 +0000"),
        paragraphs(report)
    )
    .into_bytes()
}

fn rss(report: &Report) -> Vec<u8> {
    let day = jiff::civil::Date::strptime("%Y-%m-%d", report.date).expect("a day");
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:c=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel><title>{}</title><link>https://{}/</link><item><title>{}</title><link>{}?utm_medium=rss</link><pubDate>{}</pubDate>\
         <dc:creator>{}</dc:creator><c:encoded><![CDATA[{}]]></c:encoded></item></channel></rss>",
        escaped(report.outlet),
        report.host,
        escaped(report.title),
        report.url(),
        day.strftime("%a, %d %b %Y 10:00:00 GMT"),
        report.byline(),
        paragraphs(report)
    )
    .into_bytes()
}

fn atom(report: &Report) -> Vec<u8> {
    let authors = report.authors().iter().fold(String::new(), |mut out, name| {
        let _ = write!(out, "<author><name>{name}</name></author>");
        out
    });
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{}</title><entry><title>{}</title><link href=\"{}\"/><published>{}T10:00:00Z</published>{authors}\
         <content type=\"html\">{}</content></entry></feed>",
        escaped(report.outlet),
        escaped(report.title),
        report.url(),
        report.date,
        escaped(&paragraphs(report))
    )
    .into_bytes()
}

fn bibtex(report: &Report) -> Vec<u8> {
    let title = report.title.replace('&', "\\&");
    format!(
        "@online{{k1,\n  title = {{{{{title}}}}},\n  author = {{{}}},\n  journaltitle = {{{}}},\n  date = {{{}}},\n  url = {{{}}},\n  urldate = {{2019-04-01}},\n  annotation = {{{}}}\n}}\n",
        report.author.replace("; ", " and "),
        report.outlet,
        report.date,
        report.url(),
        report.paragraphs.join("\n\n").replace('&', "\\&").replace('%', "\\%").replace('$', "\\$").replace('#', "\\#")
    )
    .into_bytes()
}

fn ris(report: &Report) -> Vec<u8> {
    let authors = report.authors().iter().fold(String::new(), |mut out, name| {
        let (given, family) = name.rsplit_once(' ').expect("two names");
        let _ = write!(out, "AU  - {family}, {given}\r\n");
        out
    });
    format!(
        "TY  - NEWS\r\nTI  - {}\r\nT2  - {}\r\n{authors}DA  - {}/\r\nUR  - {}\r\nAB  - {}\r\nER  - \r\n",
        report.title,
        report.outlet,
        report.date.replace('-', "/"),
        report.url(),
        report.paragraphs.join(" ")
    )
    .into_bytes()
}

fn csl(report: &Report) -> Vec<u8> {
    let authors: Vec<_> = report
        .authors()
        .iter()
        .map(|name| {
            let (given, family) = name.rsplit_once(' ').expect("two names");
            serde_json::json!({"family": family, "given": given})
        })
        .collect();
    let parts: Vec<u16> = report.date.split('-').map(|part| part.parse().expect("a number")).collect();
    serde_json::json!([{"id": "k1", "type": "article-newspaper", "title": report.title, "container-title": report.outlet,
        "author": authors, "issued": {"date-parts": [parts]}, "URL": report.url(), "abstract": report.paragraphs.join("\n\n")}])
    .to_string()
    .into_bytes()
}

fn table(report: &Report) -> Vec<u8> {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    format!(
        "title,url,source,author,date,text\r\n{},{},{},{},{},{}\r\n",
        cell(report.title),
        report.url(),
        cell(report.outlet),
        cell(report.author),
        report.date,
        cell(&report.paragraphs.join("\n\n"))
    )
    .into_bytes()
}

fn json_lines(report: &Report) -> Vec<u8> {
    let row = serde_json::json!({"headline": report.title, "url": report.url(), "publisher": report.outlet, "authors": report.authors(),
        "published_at": format!("{}T10:00:00Z", report.date), "content": report.paragraphs.join("\n\n")});
    let other = serde_json::json!({"headline": "Another one", "url": "https://elsewhere.example/1", "content": "Of other things."});
    format!("{row}\n{other}\n").into_bytes()
}

/// An archive of files.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a file in an archive");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A document of Word around the elements of its body.
pub(crate) fn docx_of(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{body}</w:body></w:document>"
    );
    let styles = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let core = "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Template 3</dc:title><dc:creator>Office User</dc:creator></cp:coreProperties>";
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

fn docx(report: &Report) -> Vec<u8> {
    let paragraph = |style: &str, text: &str| {
        // words of one paragraph come in several runs, as Word has them
        let (first, second) = text.split_at(text.find(' ').unwrap_or(text.len()));
        format!(
            "<w:p>{style}<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:rPr><w:lang w:val=\"en\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escaped(first),
            escaped(second)
        )
    };
    let mut body = paragraph("<w:pPr><w:pStyle w:val=\"T\"/></w:pPr>", report.title);
    body += &paragraph("", &format!("By {}", report.byline()));
    body += &paragraph("", report.written);
    report.paragraphs.iter().for_each(|text| body += &paragraph("", text));
    docx_of(&body)
}

/// A document of LibreOffice around the elements of its text.
pub(crate) fn odt_of(text: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

fn odt(report: &Report) -> Vec<u8> {
    let mut text = format!("<text:h text:outline-level=\"1\">{}</text:h>", escaped(report.title));
    let _ = write!(text, "<text:p>By {}<text:line-break/>{}</text:p>", report.byline(), report.written);
    for paragraph in &report.paragraphs {
        let _ = write!(text, "<text:p text:style-name=\"Standard\">{}</text:p>", escaped(paragraph));
    }
    odt_of(&text)
}

/// What stands on a page of a PDF: size, distance from the left and from the foot, text.
type Placed = (f64, f64, f64, String);

/// A PDF in Helvetica, with the given lines on its pages.
pub(crate) fn pdf_of(pages: &[Vec<Placed>]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut kids = String::new();
    for page in pages {
        let mut stream = String::from("BT\n");
        for (size, left, foot, text) in page {
            let _ = writeln!(stream, "/F1 {size} Tf 1 0 0 1 {left} {foot} Tm ({}) Tj", pdf_string(text));
        }
        stream.push_str("ET");
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            number + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    pdf_objects(&objects)
}

/// A file of numbered objects.
pub(crate) fn pdf_objects(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

/// Characters of WinAnsi as escapes.
fn pdf_string(text: &str) -> String {
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    bytes.iter().fold(String::new(), |mut out, byte| {
        match byte {
            b'(' | b')' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            0x20..=0x7e => out.push(char::from(*byte)),
            byte => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
        out
    })
}

/// The lines of a text, at most 80 characters each; the last word of the first line is broken with a hyphen where it is long.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("a line");
        if line.len() + word.len() < 80 {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
            continue;
        }
        if lines.len() == 1 && word.len() > 8 && word.is_ascii() && word.chars().all(char::is_alphabetic) {
            let line = lines.last_mut().expect("a line");
            let _ = write!(line, " {}-", &word[..4]);
            lines.push(word[4..].to_owned());
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn set(report: &Report, head: &str, foot: impl Fn(usize) -> String) -> Vec<u8> {
    let top = |pages: &mut Vec<Vec<Placed>>| {
        let number = pages.len() + 1;
        pages.push(vec![(8.0, 60.0, 815.0, head.to_owned()), (8.0, 60.0, 25.0, foot(number))]);
        770.0
    };
    let mut pages: Vec<Vec<Placed>> = Vec::new();
    let mut y: f64 = top(&mut pages);
    let mut put = |pages: &mut Vec<Vec<Placed>>, size: f64, text: String, gap: f64| {
        if y < 90.0 {
            y = top(pages);
        }
        pages.last_mut().expect("a page").push((size, 60.0, y, text));
        y -= gap;
    };
    let title = wrapped(report.title);
    for line in title {
        put(&mut pages, 20.0, line, 24.0);
    }
    put(&mut pages, 10.0, format!("By {}", report.byline()), 20.0);
    put(&mut pages, 10.0, report.written.to_owned(), 24.0);
    for paragraph in &report.paragraphs {
        let lines = wrapped(paragraph);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            put(&mut pages, 10.0, line, if at + 1 == count { 22.0 } else { 12.5 });
        }
    }
    // at least two pages, so that what they repeat can be seen
    if pages.len() < 2 {
        top(&mut pages);
    }
    pdf_of(&pages)
}

fn pdf(report: &Report) -> Vec<u8> {
    set(report, report.outlet, |number| format!("16-0077 {number}/2"))
}

fn printed(report: &Report) -> Vec<u8> {
    let url = report.url();
    set(report, &format!("{} | {}", report.title, report.outlet), |number| format!("{url} {number}/2"))
}
