//! What `serve` adds to pages: the script that reloads them, and what was wrong at the last reading.

use super::Snapshot;
use std::fmt::Write as _;

pub(super) const SCRIPT_PATH: &str = "~dossier/reload.js";
pub(super) const STREAM_PATH: &str = "~dossier/reload";
pub(super) const STYLE_PATH: &str = "~dossier/overlay.css";

/// Reloads the page when the content has another version than the page's. Works under the page's own policy.
pub(super) const SCRIPT: &str = r#"(function () {
  "use strict";
  var version = document.currentScript.dataset.version;
  var events = new EventSource("/~dossier/reload");
  events.onmessage = function (event) {
    if (event.data !== version) {
      events.close();
      location.reload();
    }
  };
})();
"#;

pub(super) const STYLE: &str = "\
#dossier-errors { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 70vh; overflow: auto;
  margin: 0; padding: 1rem 1.5rem; border-top: 4px solid #c62828; background: #fff; color: #1a1a1a;
  font: 15px/1.5 system-ui, sans-serif; text-align: left; direction: ltr; }
#dossier-errors h1 { margin: 0 0 .5rem; font-size: 1.1rem; color: #c62828; }
#dossier-errors pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; background: none; color: inherit;
  font: 13px/1.45 ui-monospace, monospace; }
";

/// A page of the site with the script and, if the last reading failed, its errors.
pub(super) fn page(html: &[u8], snapshot: &Snapshot) -> Vec<u8> {
    let at = body_end(html);
    let added = additions(snapshot.errors.as_deref(), snapshot.version);
    [&html[..at], added.as_bytes(), &html[at..]].concat()
}

/// The page that is shown in place of one that cannot be made, and as long as no reading has succeeded.
pub(super) fn error_page(errors: Option<&str>, version: u64) -> Vec<u8> {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>The dossier has errors</title>\n\
         </head>\n<body>\n{}</body>\n</html>\n",
        additions(errors, version)
    )
    .into_bytes()
}

fn additions(errors: Option<&str>, version: u64) -> String {
    let mut added = match errors {
        None => String::new(),
        Some(errors) => format!(
            "<link rel=\"stylesheet\" href=\"/{STYLE_PATH}\">\n<aside id=\"dossier-errors\" role=\"alert\">\
             <h1>The dossier has errors</h1>\n<pre>\n{}</pre></aside>\n",
            escape(errors)
        ),
    };
    let _ = writeln!(added, "<script src=\"/{SCRIPT_PATH}\" data-version=\"{version}\"></script>");
    added
}

/// Where the last `</body` begins, or the end.
fn body_end(html: &[u8]) -> usize {
    memchr::memrchr_iter(b'<', html)
        .find(|at| html[*at..].get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case(b"</body")))
        .unwrap_or(html.len())
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_get_the_script_and_the_errors() {
        let script = "<script src=\"/~dossier/reload.js\" data-version=\"7\"></script>\n";
        let good = Snapshot { site: None, errors: None, version: 7 };
        for (html, expected) in [
            ("<body>x</body></html>", format!("<body>x{script}</body></html>")),
            ("a</BODY >b</body>", format!("a</BODY >b{script}</body>")),
            ("no body", format!("no body{script}")),
            ("", script.to_owned()),
        ] {
            assert_eq!(String::from_utf8(page(html.as_bytes(), &good)).unwrap(), expected);
        }
        let bad = Snapshot { errors: Some("a.md:1:1: `<script>` & \u{1b}[31m'\"".into()), ..good };
        let page = String::from_utf8(page(b"<body></body>", &bad)).unwrap();
        assert!(page.contains("<h1>The dossier has errors</h1>"), "{page}");
        assert!(page.contains("a.md:1:1: `&lt;script&gt;` &amp; \u{fffd}[31m&#39;&quot;</pre>"), "{page}");
        assert!(String::from_utf8(error_page(bad.errors.as_deref(), bad.version)).unwrap().contains(script));
    }
}
