//! What documents of word processors and PDFs become, in whole.

use super::make::{docx_of, odt_of, pdf_of, zipped};
use dossier::import::{self, Draft, Options};
use dossier::kind::Kinds;

fn read(bytes: &[u8]) -> Draft {
    let options = Options { draft: true, ..Options::default() };
    let mut reading = import::read("a", bytes, &options, &Kinds::default()).expect("it is read");
    reading.drafts.remove(0)
}

#[test]
fn a_document_of_word_keeps_its_form() {
    let run =
        |marks: &str, text: &str| format!("<w:r><w:rPr>{marks}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let paragraph = |properties: &str, runs: &str| format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>");
    let list = |level: u8| format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>");
    let body = [
        paragraph("<w:pStyle w:val=\"T\"/>", &run("", "The quay &amp; the board")),
        paragraph("<w:pStyle w:val=\"Heading 2\"/>", &run("", "What it says")),
        paragraph(
            "",
            &[
                run("", "It "),
                run("<w:b/>", "sl"),
                run("<w:b/>", "ides"),
                run("<w:b w:val=\"0\"/>", ", "),
                run("<w:i/>", "she said"),
                run("<w:vanish/>", "hidden"),
                run("<w:vertAlign w:val=\"superscript\"/>", "2"),
                "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>.</w:t></w:r></w:ins>".into(),
                "<w:r><w:footnoteReference w:id=\"2\"/></w:r>".into(),
            ]
            .concat(),
        ),
        paragraph(&list(0), &run("", "one")),
        paragraph(&list(1), &run("", "one of one")),
        paragraph(&list(0), &run("", "two")),
        format!(
            "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{1}</w:tc></w:tr><w:tr><w:tc>{1}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>",
            paragraph("", &run("", "a | b")),
            paragraph("", &run("", "c"))
        ),
    ]
    .concat();
    let whole = docx_of(&body);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(whole)).expect("an archive");
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).expect("a part"), &mut bytes).expect("its bytes");
        bytes
    };
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>See annex *2*.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let (document, styles) = (part("word/document.xml"), part("word/styles.xml"));
    let styles = String::from_utf8(styles)
        .expect("UTF-8")
        .replace("</w:styles>", "<w:style w:styleId=\"Heading 2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>");
    let draft = read(&zipped(&[
        ("word/document.xml", &document),
        ("word/styles.xml", styles.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ]));
    assert_eq!(draft.title.as_deref(), Some("The quay & the board"));
    assert_eq!(
        draft.body,
        "## What it says\n\nIt **slides**, *she said*<sup>2</sup>.[^2]\n\n- one\n  - one of one\n- two\n\n\
         | a \\| b | c |\n| --- | --- |\n| c | a \\| b |\n\n[^2]: See annex \\*2\\*."
    );
}

#[test]
fn a_document_of_libreoffice_keeps_its_form() {
    let draft = read(&odt_of(
        "<text:tracked-changes>gone</text:tracked-changes><text:h text:outline-level=\"1\">The quay</text:h><text:p>It<text:s/>slides, \
         <text:a xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"https://a.example/b\">she said</text:a>.<text:note><text:note-citation>1</text:note-citation>\
         <text:note-body><text:p>See annex 2.</text:p></text:note-body></text:note><office:annotation>comment</office:annotation></text:p>\
         <text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
    ));
    assert_eq!(draft.title.as_deref(), Some("The quay"));
    assert_eq!(
        draft.body,
        "It slides, [she said](https://a.example/b).[^1]\n\n- one\n- two\n\n| a | b |\n| --- | --- |\n\n[^1]: See annex 2."
    );
}

#[test]
fn lines_of_a_pdf_are_paragraphs_again() {
    let line = |foot: f64, text: &str| (10.0, 60.0, foot, text.to_owned());
    let page = |number: usize, lines: Vec<(f64, f64, f64, String)>| {
        let mut all = vec![
            (8.0, 60.0, 815.0, "Papers on the Quay".to_owned()),
            (8.0, 280.0, 25.0, format!("16-0077 {number}/2")),
        ];
        all.extend(lines);
        all
    };
    let draft = read(&pdf_of(&[
        page(
            1,
            vec![
                (18.0, 60.0, 760.0, "Papers on".to_owned()),
                (18.0, 60.0, 738.0, "the Quay".to_owned()),
                line(700.0, "The board has never estab-"),
                line(688.0, "lished such a pact, in well-known"),
                line(676.0, "words, and it never will."),
                line(654.0, "The well-"),
                line(642.0, "known yard did not ask. The (old) quay is"),
            ],
        ),
        page(2, vec![line(770.0, "closed, and it slides."), line(748.0, "Nobody was hurt.")]),
    ]));
    assert_eq!(draft.title.as_deref(), Some("Papers on the Quay"));
    assert_eq!(
        draft.body,
        "The board has never established such a pact, in well-known words, and it never will.\n\n\
         The well-known yard did not ask. The (old) quay is closed, and it slides.\n\nNobody was hurt."
    );
    assert_eq!(draft.private_notes, ["on every page: Papers on the Quay / 16-0077 1/2"]);
}
