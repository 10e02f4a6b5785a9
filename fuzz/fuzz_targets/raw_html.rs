//! Any text as raw HTML, in the places where authors put it: between paragraphs, in a line, in lists, quotes, cells, notes.
//! (`import` cleans saved pages by way of the same sanitiser.)
#![no_main]

use dossier::markdown::{MarkdownOptions, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let line = html.replace(['\n', '\r'], " ");
    for body in [
        format!("<div>\n{html}\n</div>\n"),
        format!("<table><tr><td>{html}"),
        format!("{html}\n\nText {line} and <i>{line}</i>.\n"),
        format!("- <div>{line}\n- x\n\n> <section>{line}\n\n[^1]: <p>{line}\n\nText[^1]\n"),
        format!("<details>\n<summary>{line}</summary>\n\n{html}\n\n</details>\n"),
    ] {
        fuzz::check_html(&parse(&body, &MarkdownOptions::default()).0.html);
    }
});
