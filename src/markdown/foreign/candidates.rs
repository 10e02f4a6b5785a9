//! Where something written for another tool may begin: a byte, and a look at its neighbour.

use memchr::memmem;

/// How a construct begins, and whether it may go on with a byte.
type Opening = (&'static [u8], fn(u8) -> bool);

/// Bytes at which a construct may begin, ascending.
pub(super) fn candidates(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(b'\n');
    let before = |at: usize| at.checked_sub(1).map_or(b'\n', |before| bytes[before]);
    let mut found = Vec::new();
    found.extend(memchr::memchr3_iter(b'{', b'^', b'#', bytes).filter(|&at| match bytes[at] {
        b'{' => matches!(next(at), b'{' | b'%' | b'#' | b':' | b'.' | b' ' | b'/') || next(at).is_ascii_alphabetic(),
        b'^' => next(at) == b'[' || next(at).is_ascii_alphanumeric(),
        _ => matches!(before(at), b' ' | b'\n' | b'\t' | b'(') && !matches!(next(at), b'#' | b' ' | b'\n' | b'\r'),
    }));
    found.extend(memchr::memchr3_iter(b':', b'"', b'\\', bytes).filter(|&at| match bytes[at] {
        b':' => next(at) == b':' || (next(at).is_ascii_lowercase() && !before(at).is_ascii_alphanumeric()),
        b'"' => before(at).is_ascii_digit(),
        _ => matches!(next(at), b'(' | b'['),
    }));
    let is_word = |at: usize| before(at).is_ascii_alphanumeric() && next(at).is_ascii_alphanumeric();
    found.extend(memchr::memchr_iter(b'~', bytes).filter(|&at| is_word(at)));
    // tags of components, where something in the text looks like their attributes
    if [&b"={"[..], b" @", b" :", b" #", b" {"].iter().any(|mark| memmem::find(bytes, mark).is_some()) {
        found.extend(memchr::memchr_iter(b'<', bytes).filter(|&at| next(at).is_ascii_alphabetic()));
    }
    for word in ["import ", "export "] {
        found.extend(memmem::find_iter(bytes, word).filter(|&at| before(at) == b'\n'));
    }
    let pairs: [Opening; 10] = [
        (b"<%", |_| true),
        (b"<<< ", |byte| byte == b'@' || byte == b'.'),
        (b"((", |byte| byte.is_ascii_hexdigit()),
        (b"*[", |byte| byte.is_ascii_alphanumeric()),
        (b"[!", |byte| byte.is_ascii_alphabetic()),
        (b"!!!", |byte| byte == b' '),
        (b"???", |byte| matches!(byte, b' ' | b'+')),
        (b"===", |byte| byte == b' '),
        (b"++", |byte| byte.is_ascii_lowercase()),
        (b"-8<", |_| true),
    ];
    for (pair, follows) in pairs {
        let after = |at: &usize| bytes.get(at + pair.len()).is_some_and(|byte| follows(*byte));
        found.extend(memmem::find_iter(bytes, pair).filter(after));
    }
    if memchr::memchr(b'[', bytes).is_some() {
        for words in ["[TOC]", "[toc]", "[[_TOC_]]", "[[toc]]", "[[TOC]]"] {
            found.extend(memmem::find_iter(bytes, words));
        }
        if memchr::memchr(b'|', bytes).is_some() {
            found.extend(memmem::find_iter(bytes, "[["));
        }
    }
    // a list that begins with a tab is read anew (`lines`)
    for words in [b"\t- ", b"\t* "] {
        found.extend(memmem::find(bytes, words));
    }
    for words in ["- TODO ", "- DONE ", "- DOING ", "- LATER ", "* TODO ", "* DONE "] {
        found.extend(memmem::find_iter(bytes, words));
    }
    found.sort_unstable();
    found.dedup();
    found
}
