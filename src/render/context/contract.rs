//! `themes/CONTRACT.md` from the doc comments of this folder, and the test that holds it to them.

use super::PAGES;
use super::samples::{self, Sample};
use crate::theme::Theme;
use serde_json::Value;
use std::fmt::Write as _;

/// Struct files in the order of the contract; pages first.
const SOURCES: [&str; 15] = [
    include_str!("home.rs"),
    include_str!("article.rs"),
    include_str!("entity.rs"),
    include_str!("lists.rs"),
    include_str!("timeline.rs"),
    include_str!("network.rs"),
    include_str!("statements.rs"),
    include_str!("sources.rs"),
    include_str!("simple.rs"),
    include_str!("meta.rs"),
    include_str!("site.rs"),
    include_str!("parts.rs"),
    include_str!("../../theme/labels.rs"),
    include_str!("chart.rs"),
    include_str!("chart/strip.rs"),
];

/// Structs of those files that no template sees.
const INTERNAL: [&str; 4] = ["Labels", "Rules", "File", "TimeAxis"];

struct Described {
    name: String,
    doc: String,
    /// Name, type, meaning.
    fields: Vec<(String, String, String)>,
}

/// Reads `///` comments and `pub` fields line by line; the files are formatted, so that a line is a declaration.
fn structs(source: &str) -> Vec<Described> {
    let mut all: Vec<Described> = Vec::new();
    let (mut doc, mut inside) = (String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc = format!("{doc} {}", text.trim()).trim().to_owned();
        } else if let Some(rest) = line.strip_prefix("pub struct ").filter(|rest| rest.ends_with('{')) {
            all.push(Described {
                name: rest.trim_end_matches('{').trim().into(),
                doc: std::mem::take(&mut doc),
                fields: Vec::new(),
            });
            inside = true;
        } else if inside && line.starts_with("pub ") && line.ends_with(',') {
            let (name, kind) = line["pub ".len()..line.len() - 1].split_once(": ").expect("a field has a type");
            let fields = &mut all.last_mut().expect("a field stands in a struct").fields;
            fields.push((name.trim_start_matches("r#").into(), kind.into(), std::mem::take(&mut doc)));
        } else if line == "}" {
            inside = false;
            doc.clear();
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    all.retain(|found| !INTERNAL.contains(&found.name.as_str()));
    all
}

/// The components that code fills, with the fields of their one parameter: read in the same way, from `pieces! { … }`.
fn pieces() -> Vec<Described> {
    let source = include_str!("pieces.rs").replace("\r\n", "\n");
    let listed = source.split("\npieces! {\n").nth(1).and_then(|rest| rest.split("\n}\n").next()).expect("a list");
    let (mut all, mut doc) = (Vec::<Described>::new(), String::new());
    for line in listed.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc = format!("{doc} {}", text.trim()).trim().to_owned();
        } else if let Some((_, rest)) = line.split_once(" = \"") {
            let name = rest.trim_end_matches("\" {").to_owned();
            all.push(Described { name, doc: std::mem::take(&mut doc), fields: Vec::new() });
        } else if let Some((name, kind)) = line.trim_end_matches(',').split_once(": ") {
            let fields = &mut all.last_mut().expect("a field stands in a piece").fields;
            fields.push((name.to_owned(), plain_type(kind), std::mem::take(&mut doc)));
        }
    }
    all
}

/// A type of a piece's field as the structs of pages would have it.
fn plain_type(kind: &str) -> String {
    if let Some(inner) = kind.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("Option<{}>", plain_type(inner));
    }
    let name = kind.trim_start_matches("&'a ").trim_end_matches("<'a>");
    match name {
        "str" | "Joined" => "String",
        "Html" => "SafeHtml",
        "Shown<usize>" | "Shown<u32>" | "Shown<f64>" => "usize",
        "KeyAt" => "KeyRef",
        name => name,
    }
    .to_owned()
}

fn type_name(rust: &str, known: &[String]) -> String {
    if let Some(inner) = rust.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("list of {}", type_name(inner, known));
    }
    if let Some(inner) = rust.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("{} or none", type_name(inner, known));
    }
    if let Some(inner) = rust.strip_prefix("Shared<").and_then(|rest| rest.strip_suffix('>')) {
        return type_name(inner, known);
    }
    let name = rust.rsplit("::").next().expect("a split has a part");
    match name {
        "String" => "text".into(),
        "usize" | "u32" | "u8" | "f64" => "number".into(),
        "bool" => "yes or no".into(),
        "SafeHtml" => "HTML".into(),
        "Value" => "free".into(),
        "Word" => "word".into(),
        "Count" => "number as `shown` and as `value`".into(),
        name if known.iter().any(|known| known == name) => format!("[{name}](#{})", name.to_lowercase()),
        name => panic!("the contract does not know the type {name}"),
    }
}

/// A sample short enough to read: one entry of each list, the beginning of each text.
fn cut(value: &Value) -> Value {
    match value {
        Value::Array(all) => Value::Array(all.first().map(cut).into_iter().collect()),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), cut(value))).collect(),
        Value::String(text) if text.chars().count() > 60 => {
            format!("{}…", text.chars().take(60).collect::<String>()).into()
        }
        other => other.clone(),
    }
}

fn section(out: &mut String, found: &Described, known: &[String], level: &str) {
    let _ = writeln!(out, "{level} {}\n\n{}\n\n| field | type | meaning |\n|---|---|---|", found.name, found.doc);
    for (name, kind, doc) in &found.fields {
        assert!(!doc.is_empty(), "{}.{name} has no doc comment", found.name);
        let _ = writeln!(
            out,
            "| `{name}` | {} | {} |",
            type_name(kind, known),
            doc.replace('|', "\\|").replace("`None`", "none")
        );
    }
    out.push('\n');
}

fn contract(samples: &[Sample]) -> String {
    let all: Vec<Described> = SOURCES.iter().flat_map(|source| structs(&source.replace("\r\n", "\n"))).collect();
    let known: Vec<String> = all.iter().map(|found| found.name.clone()).collect();
    let mut out = include_str!("contract.md").replace("\r\n", "\n");
    out.push_str("## Types of page\n\n");
    for (page, template) in PAGES {
        let found = all.iter().find(|found| found.name == *page).expect("every page is a struct of these files");
        let _ = writeln!(out, "Template `{template}`:\n");
        section(&mut out, found, &known, "###");
        let sample =
            samples.iter().find(|sample| sample.page == *page && sample.full).expect("every page has a full sample");
        let mut json = cut(&sample.json);
        if let Some(fields) = json.as_object_mut().filter(|_| *page != "HomePage") {
            fields.shift_remove("page");
        }
        let text = serde_json::to_string_pretty(&json).expect("a sample is plain data");
        let _ = writeln!(out, "<details><summary>Sample</summary>\n\n```json\n{text}\n```\n\n</details>\n");
    }
    out.push_str("## Types of part\n\n");
    for found in all.iter().filter(|found| !PAGES.iter().any(|(page, _)| *page == found.name)) {
        section(&mut out, found, &known, "###");
    }
    out.push_str(include_str!("pieces.md").replace("\r\n", "\n").as_str());
    for found in pieces() {
        section(&mut out, &found, &known, "###");
    }
    format!("{}\n", out.trim_end())
}

#[test]
fn contract_is_up_to_date() {
    let theme = Theme::embedded(&samples::config("en"));
    let theme = {
        let site = samples::site(&theme);
        theme.with_site(&site)
    };
    let expected = contract(&samples::all(&theme));
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/CONTRACT.md");
    if std::env::var_os("DOSSIER_BLESS").is_some() {
        std::fs::write(&path, &expected).expect("the repository can be written");
    }
    let actual = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(actual == expected, "themes/CONTRACT.md is out of date: run `DOSSIER_BLESS=1 cargo test --lib contract`");
}

#[test]
fn every_field_is_used_or_offered_on_purpose() {
    /// For themes other than the default one.
    const OFFERED: [&str; 4] = ["extra", "lon", "base_url", "byline"];
    let templates: String = crate::theme::default_templates().into_iter().map(|(_, text)| text).collect();
    let mut unused = Vec::new();
    for found in SOURCES.iter().flat_map(|source| structs(source)) {
        for (name, ..) in &found.fields {
            let used = templates.contains(&format!(".{name}"))
                || templates.contains(&format!("{name} "))
                || templates.contains(&format!(" {name}."))
                || templates.contains(&format!("{{{name}"));
            if !used && !OFFERED.contains(&name.as_str()) {
                unused.push(format!("{}.{name}", found.name));
            }
        }
    }
    for found in pieces() {
        let start = format!("{{% component {}(row", found.name);
        let of_this = templates.split(&start).nth(1).and_then(|rest| rest.split("{% endcomponent %}").next());
        let component = of_this.unwrap_or_else(|| panic!("the default theme has no component `{}`", found.name));
        // components within it are given the row, or a value of it
        let shared = component.contains("={row}") || component.contains("{{ <key k={row}");
        let used = |name: &str| {
            component.contains(&format!("row.{name}"))
                || shared && ["row", "s"].iter().any(|row| templates.contains(&format!("{row}.{name}")))
        };
        let names = found.fields.iter().map(|(name, ..)| name).filter(|name| !used(name) && found.name != "key_row");
        unused.extend(names.map(|name| format!("{}.{name}", found.name)));
    }
    assert_eq!(unused, Vec::<String>::new());
}
