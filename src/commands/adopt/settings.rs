//! Settings of other tools, read for a handful of keys: as what they are where that works, else line by line.

use crate::diagnostics::SourceText;
use crate::values::{Codes, Reader, json, toml, yaml};
use serde_json::Value;

/// A settings file.
pub(super) struct Settings {
    text: String,
    /// `Null` where the file is a program, or more than the reader understands.
    tree: Value,
}

impl Settings {
    /// Reads a file by the ending of its name. What cannot be parsed is looked through line by line.
    pub(super) fn read(name: &str, text: String) -> Self {
        let source = SourceText::new(name, text.as_str());
        let reader = Reader::new(&source, Codes::FRONT_MATTER);
        let all = 0..text.len();
        let node = match name.rsplit('.').next() {
            Some("toml") => toml(&reader, all),
            Some("yaml" | "yml") => yaml(&reader, all),
            Some("json") => json(&reader, all),
            _ => None,
        };
        let tree = node.filter(|_| reader.finish().is_empty()).map_or(Value::Null, |node| node.value.to_json());
        Self { text, tree }
    }

    /// The value at a path of keys, which are compared without regard to case (Hugo's are).
    pub(super) fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(&self.tree, |value, key| {
            let table = value.as_object()?;
            table.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
        })
    }

    /// What a pattern captures anywhere in the file.
    pub(super) fn find(&self, pattern: &regex::Regex) -> Option<String> {
        Some(pattern.captures(&self.text)?.get(1)?.as_str().to_owned())
    }

    /// One line of text.
    pub(super) fn text(&self, path: &[&str]) -> Option<String> {
        let found = match (&self.tree, self.at(path)) {
            (Value::Null, _) => self.after(path.last()?).and_then(|rest| first_scalar(&rest)),
            (_, Some(Value::String(text))) => Some(text.clone()),
            _ => None,
        };
        found.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    }

    /// Lines of text: a list, or the lines of one text.
    pub(super) fn list(&self, path: &[&str]) -> Vec<String> {
        let lines = match (&self.tree, self.at(path)) {
            (Value::Null, _) => path.last().and_then(|key| self.after(key)).map_or_else(Vec::new, |rest| items(&rest)),
            (_, Some(Value::String(text))) => text.lines().map(str::to_owned).collect(),
            (_, Some(Value::Array(items))) => {
                items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        lines.into_iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    /// Whether words stand in a line that is no comment.
    pub(super) fn mentions(&self, words: &str) -> bool {
        let comment =
            |line: &str| ["//", "#", ";", "*", "/*"].iter().any(|character| line.trim_start().starts_with(character));
        self.text.lines().any(|line| !comment(line) && line.contains(words))
    }

    /// What follows a key at the beginning of a line, and the lines below.
    fn after(&self, key: &str) -> Option<String> {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let words = line.trim_start();
            let bare = words.trim_start_matches(['"', '\'']);
            if let Some(rest) = bare.strip_prefix(key)
                && let rest = rest.trim_start_matches(['"', '\'']).trim_start()
                && let Some(rest) = rest.strip_prefix([':', '=']).or_else(|| key.starts_with(':').then_some(rest))
            {
                let start = at + line.len() - rest.len();
                return Some(self.text[start..].to_owned());
            }
            at += line.len();
        }
        None
    }
}

/// The rest of a line as a value: without quotes, comma and comment.
fn first_scalar(rest: &str) -> Option<String> {
    let line = rest.lines().next()?.trim();
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    if let Some(quote) = quote {
        return line[1..].split(quote).next().map(str::to_owned);
    }
    let line = line.split(" #").next().unwrap_or_default().trim_end_matches([',', '}']).trim();
    (!line.is_empty() && !line.starts_with(['[', '{', '|', '>', '!'])).then(|| line.to_owned())
}

/// A list in brackets, below dashes, or as the lines of a block.
fn items(rest: &str) -> Vec<String> {
    let first = rest.lines().next().unwrap_or_default().trim();
    if rest.trim_start().starts_with('[') {
        let inner = rest.trim_start()[1..].split(']').next().unwrap_or_default();
        if inner.contains(['"', '\'']) {
            let mut parts = inner.split(['"', '\'']);
            return std::iter::from_fn(|| {
                parts.next()?;
                parts.next().map(str::to_owned)
            })
            .collect();
        }
        return inner.split([',', ' ', '\n']).map(str::to_owned).collect();
    }
    let is_block = first.starts_with(['|', '>']);
    let mut lines = Vec::new();
    let mut inside = 0;
    for line in rest.lines().skip(1) {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        inside = if lines.is_empty() { indent } else { inside };
        if is_block && indent > 0 && indent >= inside {
            lines.push(words.to_owned());
        } else if let Some(item) = words.strip_prefix("- ").filter(|_| !is_block && indent >= inside) {
            lines.push(first_scalar(item).unwrap_or_default());
        } else if words.starts_with('#') {
        } else {
            break;
        }
    }
    if lines.is_empty() { first_scalar(rest).into_iter().collect() } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_do_not_parse_are_looked_through() {
        let yaml = "site_name: Field notes\ndocs_dir: 'text'\nexclude_docs: |\n  drafts/\n  *.tmp.md\nnav:\n  - A: a.md\nx: !!python/name:y.z\n";
        let settings = Settings::read("mkdocs.yml", yaml.into());
        assert_eq!(settings.text(&["site_name"]).as_deref(), Some("Field notes"));
        assert_eq!(settings.text(&["docs_dir"]).as_deref(), Some("text"));
        assert_eq!(settings.list(&["exclude_docs"]), ["drafts/", "*.tmp.md"]);
        let program = "const config = {\n  configuration: {\n    pageTitle: \"Field \\u2014 notes\",\n    ignorePatterns: [\n      \"private\",\n      'templates',\n    ],\n  },\n  // Plugin.ExplicitPublish()\n}\n";
        let settings = Settings::read("quartz.config.ts", program.into());
        assert_eq!(settings.list(&["ignorePatterns"]), ["private", "templates"]);
        assert!(!settings.mentions("ExplicitPublish") && settings.mentions("configuration"));
        let edn = "{:hidden [\"script\" \"README.md\"]\n :all-pages-public? true}\n";
        assert_eq!(
            Settings::read("config.edn", edn.replace("{:", "{\n :")).list(&[":hidden"]),
            ["script", "README.md"]
        );
    }

    #[test]
    fn files_that_parse_are_read_by_their_keys() {
        let settings =
            Settings::read("hugo.toml", "title = \"A\"\nignorefiles = [\"x\"]\n[params]\ntitle = \"B\"\n".into());
        assert_eq!(settings.text(&["title"]).as_deref(), Some("A"));
        assert_eq!(settings.list(&["ignoreFiles"]), ["x"]);
        let settings = Settings::read("_config.yml", "title: A\nexclude:\n  - vendor\n  - b\n".into());
        assert_eq!(settings.list(&["exclude"]), ["vendor", "b"]);
    }
}
