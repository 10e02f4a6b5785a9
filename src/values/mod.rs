//! Values with places: YAML, TOML and JSON as one tree.
//!
//! In: a span of a file. Out: [`Node`]s that remember which bytes they were read from, what was written there
//! (`007` stays `007` where text is wanted), and typed access that notes every mistake and goes on ([`Reader`],
//! [`Table`]). The room knows no key by name: what a key means is the business of `config` and `source`.

#[cfg(test)]
pub(crate) mod cases;
mod json;
mod reader;
mod table;
mod toml;
mod yaml;
mod yaml_help;
mod yaml_repair;

pub(crate) use json::json;
pub(crate) use reader::{Codes, Reader, clip};
pub(crate) use table::{Table, date_mistake, inner, language_by_name, suggest, yes_or_no};
pub(crate) use toml::toml;
pub(crate) use yaml::yaml;

use rustc_hash::FxHashMap;
use std::ops::Range;

/// Deepest nesting of lists and tables; nobody needs more, and recursion stays harmless.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value and the bytes of the file that hold it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The value.
    pub(crate) value: Value,
    /// Bytes of the file.
    pub(crate) span: Range<usize>,
}

/// What the three formats have in common.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing: `key:`, `~`, `null`.
    Null,
    /// A single value: its type, and the text as it was written (quotes and escapes resolved).
    Scalar(Scalar, String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file, each key once.
    Table(Vec<Entry>),
}

/// Type of a single value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A date or time of TOML, which alone has such a type.
    Date,
    /// Everything else.
    Text,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) key_span: Range<usize>,
    /// What it holds.
    pub(crate) node: Node,
}

impl Value {
    /// What a message calls a value of this type.
    pub(crate) fn described(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar(Scalar::Bool(_), _) => "a boolean",
            Self::Scalar(Scalar::Int(_) | Scalar::Float(_), _) => "a number",
            Self::Scalar(Scalar::Date, _) => "a date",
            Self::Scalar(Scalar::Text, _) => "text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    /// The value as JSON, for what themes get as it is. Dates become text, numbers that JSON lacks become `null`.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Scalar(Scalar::Bool(value), _) => (*value).into(),
            Self::Scalar(Scalar::Int(value), _) => (*value).into(),
            Self::Scalar(Scalar::Float(value), _) => (*value).into(),
            Self::Scalar(Scalar::Date | Scalar::Text, text) => text.as_str().into(),
            Self::List(items) => items.iter().map(|node| node.value.to_json()).collect(),
            Self::Table(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.node.value.to_json())).collect()
            }
        }
    }
}

/// Of rows with one key keeps the last, as most readers of YAML and JSON do; each is noted.
fn without_double_keys(reader: &Reader, entries: Vec<Entry>) -> Vec<Entry> {
    /// Fewer rows than this are compared one by one.
    const FEW: usize = 24;
    if entries.len() < FEW
        && entries.iter().enumerate().all(|(n, entry)| entries[..n].iter().all(|earlier| earlier.key != entry.key))
    {
        return entries;
    }
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(&at) = places.get(entry.key.as_str()) {
            let earlier = std::mem::replace(&mut kept[at], entry);
            reader.double_key(&kept[at], &earlier);
        } else {
            places.insert(entry.key.clone(), kept.len());
            kept.push(entry);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceText;
    use crate::diagnostics::render::{Format, render};
    use std::fmt::Write as _;

    /// `key=Type(text)@place`, one row a line, deeper rows indented.
    fn dump(text: &str, node: &Node, indent: usize, out: &mut String) {
        let pad = " ".repeat(indent);
        let place = text[node.span.clone()].lines().next().unwrap_or_default();
        match &node.value {
            Value::Null => writeln!(out, "{pad}null"),
            Value::Scalar(kind, words) => writeln!(out, "{pad}{kind:?} {words:?} <{place}>"),
            Value::List(items) => {
                let _ = writeln!(out, "{pad}[");
                for item in items {
                    dump(text, item, indent + 1, out);
                }
                writeln!(out, "{pad}]")
            }
            Value::Table(entries) => {
                for entry in entries {
                    let _ = writeln!(out, "{pad}{} <{}>:", entry.key, &text[entry.key_span.clone()]);
                    dump(text, &entry.node, indent + 1, out);
                }
                Ok(())
            }
        }
        .expect("writing to a string never fails");
    }

    type Parse = fn(&Reader, Range<usize>) -> Option<Node>;

    fn parsed(parse: Parse, text: &str) -> String {
        let source = SourceText::new("a.md", text);
        let reader = Reader::new(&source, Codes::FRONT_MATTER);
        let node = parse(&reader, 0..text.len());
        let mut out = String::new();
        if let Some(node) = &node {
            dump(text, node, 0, &mut out);
        }
        out + &render(&reader.finish(), Format::Short, false)
    }

    #[test]
    fn one_table_in_three_formats_gives_one_tree() {
        let yaml_text = "title: \"é 1\"\nyear: 2016\nflag: true\nlist: [a, 1.5]\nsub:\n  x: y\n";
        let toml_text = "title = \"é 1\"\nyear = 2016\nflag = true\nlist = [\"a\", 1.5]\n[sub]\nx = \"y\"\n";
        let json_text = "{\"title\": \"\\u00e9 1\", \"year\": 2016, \"flag\": true, \"list\": [\"a\", 1.5], \"sub\": {\"x\": \"y\"}}";
        let plain = |parse: Parse, text: &str| {
            let source = SourceText::new("a.md", text);
            let reader = Reader::new(&source, Codes::FRONT_MATTER);
            parse(&reader, 0..text.len()).expect("it is valid").value.to_json()
        };
        let expected =
            serde_json::json!({"title": "é 1", "year": 2016, "flag": true, "list": ["a", 1.5], "sub": {"x": "y"}});
        assert_eq!(plain(yaml, yaml_text), expected);
        assert_eq!(plain(toml, toml_text), expected);
        assert_eq!(plain(json, json_text), expected);
    }

    #[test]
    fn yaml_has_the_types_of_version_1_2_and_exact_places() {
        for (text, expected) in [
            ("a: NO\n", "a <a>:\n Text \"NO\" <NO>\n"),
            ("a: True\n", "a <a>:\n Bool(true) \"True\" <True>\n"),
            ("a: yes\n", "a <a>:\n Text \"yes\" <yes>\n"),
            ("a: 'true'\n", "a <a>:\n Text \"true\" <'true'>\n"),
            ("a: 007\n", "a <a>:\n Int(7) \"007\" <007>\n"),
            ("a: 1.10\n", "a <a>:\n Float(1.1) \"1.10\" <1.10>\n"),
            ("a: 0x1F\n", "a <a>:\n Int(31) \"0x1F\" <0x1F>\n"),
            ("a: 1e3\n", "a <a>:\n Float(1000.0) \"1e3\" <1e3>\n"),
            ("a: 1_000\n", "a <a>:\n Text \"1_000\" <1_000>\n"),
            ("a: 2016-01-07\n", "a <a>:\n Text \"2016-01-07\" <2016-01-07>\n"),
            ("a:\nb: ~\n", "a <a>:\n null\nb <b>:\n null\n"),
            ("é: \"ü \\u00e9\" # c\nb: ö  \n", "é <é>:\n Text \"ü é\" <\"ü \\u00e9\">\nb <b>:\n Text \"ö\" <ö>\n"),
            ("a:\n- x\n- 'y'\n", "a <a>:\n [\n  Text \"x\" <x>\n  Text \"y\" <'y'>\n ]\n"),
            ("a: {b: [c]}\n", "a <a>:\n b <b>:\n  [\n   Text \"c\" <c>\n  ]\n"),
            ("a: |\n  one\n  two\nb: x\n", "a <a>:\n Text \"one\\ntwo\\n\" <one>\nb <b>:\n Text \"x\" <x>\n"),
            ("a: one\n  two\nb: x\n", "a <a>:\n Text \"one two\" <one>\nb <b>:\n Text \"x\" <x>\n"),
            ("a: é\r\nb: ü\r\n", "a <a>:\n Text \"é\" <é>\nb <b>:\n Text \"ü\" <ü>\n"),
            ("", "null\n"),
            ("# only a comment\n", "null\n"),
        ] {
            assert_eq!(parsed(yaml, text), expected, "{text:?}");
        }
    }

    #[test]
    fn toml_keeps_dates_and_the_order_of_the_file() {
        assert_eq!(
            parsed(toml, "z = 2016-01-07\na = 1_000\n[t]\nb = 07:32:00\n[[k]]\nn = 'é'\n"),
            "z <z>:\n Date \"2016-01-07\" <2016-01-07>\na <a>:\n Int(1000) \"1_000\" <1_000>\n\
             t <t>:\n b <b>:\n  Date \"07:32:00\" <07:32:00>\nk <k>:\n [\n  n <n>:\n   Text \"é\" <'é'>\n ]\n"
        );
    }

    #[test]
    fn mistakes_have_their_place_and_a_way_out() {
        cases::check("values.txt", |format, text| match format {
            "yaml" => parsed(yaml, text),
            "toml" => parsed(toml, text),
            _ => parsed(json, text),
        });
    }
}

#[cfg(test)]
mod hostile {
    use super::*;
    use crate::diagnostics::SourceText;
    use proptest::prelude::*;

    fn survives(text: &str) {
        let source = SourceText::new("a.md", text);
        for parse in [yaml, toml, json] {
            let reader = Reader::new(&source, Codes::FRONT_MATTER);
            let node = parse(&reader, 0..text.len());
            let found = reader.finish();
            assert!(
                node.is_some() || !found.is_empty() || text.trim().is_empty(),
                "nothing read and nothing said: {text:?}"
            );
            crate::diagnostics::render::render(&found, crate::diagnostics::render::Format::Human, false);
        }
    }

    #[test]
    fn depth_aliases_and_long_lines_end_soon() {
        for text in [
            "[".repeat(100_000),
            "{\"a\":".repeat(40_000),
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}", "{a=".repeat(80_000)),
            format!("{} = 1", "a.".repeat(100_000) + "a"),
            format!("[{}]", "a.".repeat(100_000) + "a"),
            format!("[[{}]]", "\"a\" . ".repeat(30_000) + "a"),
            format!("a = {{ {} = 1 }}", "a.".repeat(100_000) + "a"),
            (0..60_000).flat_map(|n| [" ".repeat(n % 300), "- \n".into()]).collect::<String>(),
            "- ".repeat(100_000),
            "? ".repeat(100_000),
            "a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n".to_owned(),
            format!("a: {}\n", "x ".repeat(500_000)),
            format!("a: \"{}\"\n", "é ".repeat(250_000)),
            (0..30_000).flat_map(|n| ["k".into(), n.to_string(), ": v\n".to_owned()]).collect::<String>(),
            format!("a: [{}]", "x,".repeat(100_000)),
        ] {
            survives(&text);
        }
    }

    proptest! {
        #[test]
        fn no_soup_makes_a_parser_panic(text in "[ \\-:#'\"\\[\\]{}a=.,|>&*!%@?\n\r\té\\\\0\u{feff}~<]{0,80}") {
            survives(&text);
        }

        #[test]
        fn places_slice_to_what_was_read(key in "k[a-zé]{0,4}", value in "[a-zéß ]{0,9}[a-z東]", comment in "[a-z é\"]{0,9}") {
            let text = format!("# {comment}é\n{key}: '{value}' # {comment}\r\nq:\n  - \"{value}\"\n  - {value}\n");
            let source = SourceText::new("a.md", text.as_str());
            let reader = Reader::new(&source, Codes::FRONT_MATTER);
            let node = yaml(&reader, 0..text.len()).expect("it is valid");
            let Value::Table(entries) = &node.value else { panic!("a table") };
            prop_assert_eq!(&text[entries[0].key_span.clone()], &key);
            prop_assert_eq!(&text[entries[0].node.span.clone()], format!("'{value}'"));
            if let Some(Entry { node: Node { value: Value::List(items), .. }, .. }) = entries.get(1) {
                prop_assert_eq!(&text[items[0].span.clone()], format!("\"{value}\""));
                prop_assert_eq!(&text[items[1].span.clone()], value.trim());
            }
        }
    }
}
