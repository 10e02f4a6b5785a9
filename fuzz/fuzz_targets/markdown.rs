//! Any text as a body: a browser reads the HTML as it was written, and a sanitiser finds nothing in it.
#![no_main]

use dossier::markdown::{MarkdownOptions, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| {
    let all = MarkdownOptions::default();
    let plain = MarkdownOptions { extensions: false, smart_punctuation: false, block_ids: false, ..all };
    for options in [all, plain] {
        let (document, problems) = parse(body, &options);
        fuzz::check_html(&document.html);
        for problem in problems {
            assert!(body.get(problem.source.clone()).is_some());
        }
        for segment in &document.prose.segments {
            let (start, end) = (segment.html as usize, (segment.html + segment.html_len) as usize);
            assert!(!document.html[start..end].contains(['<', '>']));
        }
    }
});
