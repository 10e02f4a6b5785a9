//! `theme.toml`: name, contract, what the theme extends, options.

use super::errors;
use super::layers::Layer;
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, SourceText, Span, nearest};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Version of `themes/CONTRACT.md`. It rises when a field goes away or changes its meaning.
pub const CONTRACT_VERSION: i64 = 1;

const KEYS: [&str; 8] =
    ["name", "description", "license", "homepage", "contract", "extends", "options", "script_words"];

/// Which theme this one extends; `default` unless it says otherwise. Mistakes in the file are reported here, once.
pub(super) fn parent(layer: &Layer, diagnostics: &mut Vec<Diagnostic>) -> String {
    let Some((source, table)) = read(layer, diagnostics) else { return "default".into() };
    for key in table.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        let diagnostic = Diagnostic::new(Code::THEME, format!("unknown key `{key}`"), key_span(&source, key));
        diagnostics.push(match nearest(key, KEYS) {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic.help(format!("known keys are {}", KEYS.map(|key| format!("`{key}`")).join(", "))),
        });
    }
    let contract = table.get("contract").filter(|contract| contract.as_integer() != Some(CONTRACT_VERSION));
    if let Some(contract) = contract {
        let message = format!("the theme is made for contract `{contract}`, this is {CONTRACT_VERSION}");
        let diagnostic = Diagnostic::new(Code::THEME, message, key_span(&source, "contract"));
        diagnostics.push(diagnostic.help("compare themes/CONTRACT.md, then set `contract` to it"));
    }
    match table.get("extends") {
        None => "default".into(),
        Some(toml::Value::String(name)) => name.clone(),
        Some(_) => {
            let span = key_span(&source, "extends");
            diagnostics.push(
                Diagnostic::new(Code::THEME, "`extends` is not a text", span).help("write `extends = \"default\"`"),
            );
            "default".into()
        }
    }
}

/// Options of all layers, as `[extra.theme]` of dossier.toml sets them.
pub(super) fn options(chain: &[Layer], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Value> {
    let mut options = BTreeMap::new();
    for layer in chain.iter().rev() {
        // what is wrong with the file was said when the chain was made
        let Some((_, table)) = read(layer, &mut Vec::new()) else { continue };
        if let Some(toml::Value::Table(own)) = table.get("options") {
            options
                .extend(own.iter().filter_map(|(key, value)| Some((key.clone(), serde_json::to_value(value).ok()?))));
        }
    }
    let Some(Value::Object(set)) = config.extra.get("theme") else { return options };
    for (key, value) in set {
        if options.contains_key(key) {
            options.insert(key.clone(), value.clone());
            continue;
        }
        let diagnostic = errors::without_place(
            Code::THEME,
            format!("the theme has no option `{key}` (`[extra.theme]` in dossier.toml)"),
        );
        let known: Vec<&str> = options.keys().map(String::as_str).collect();
        diagnostics.push(match nearest(key, known.iter().copied()) {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic.help(format!("its options are: {}", known.join(", "))),
        });
    }
    options
}

/// Names of the interface words that scripts of any layer say.
pub(super) fn script_words(chain: &[Layer]) -> BTreeSet<String> {
    let own = |layer: &Layer| {
        let (_, table) = read(layer, &mut Vec::new())?;
        let names = table.get("script_words")?.as_array()?.iter();
        Some(names.filter_map(|name| name.as_str().map(str::to_owned)).collect::<Vec<_>>())
    };
    chain.iter().filter_map(own).flatten().collect()
}

fn read(layer: &Layer, diagnostics: &mut Vec<Diagnostic>) -> Option<(Arc<SourceText>, toml::Table)> {
    let source = layer.text("theme.toml", diagnostics)?;
    match source.text.parse::<toml::Table>() {
        Ok(table) => Some((source, table)),
        Err(error) => {
            diagnostics.push(errors::toml(&error, &source));
            None
        }
    }
}

/// Where a key of the top level stands.
fn key_span(source: &Arc<SourceText>, key: &str) -> Span {
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', '.'])) {
            let indent = line.len() - line.trim_start().len();
            return Span::new(source, start + indent, start + indent + key.len());
        }
        start += line.len();
    }
    Span::file(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render::{Format, render};

    #[test]
    fn options_are_inherited_and_set_by_the_dossier() {
        let layer = |name: &str, text: &str| {
            Layer::theme(name, format!("themes/{name}"), [("theme.toml".to_owned(), text.as_bytes().to_vec())].into())
        };
        let chain = [
            layer("a", "[options]\nfonts = \"own\""),
            layer("default", "[options]\nfonts = \"embedded\"\nnumbers = true"),
        ];
        let extra = serde_json::json!({"theme": {"fonts": "system", "font": 1}});
        let config = Config { extra, ..Config::default() };
        let mut diagnostics = Vec::new();
        let options = options(&chain, &config, &mut diagnostics);
        assert_eq!(serde_json::to_string(&options).unwrap(), r#"{"fonts":"system","numbers":true}"#);
        assert_eq!(
            render(&diagnostics, Format::Short, false),
            "error[D051]: the theme has no option `font` (`[extra.theme]` in dossier.toml); help: did you mean `fonts`?\n"
        );
        let mut diagnostics = Vec::new();
        parent(&layer("a", "contract = 99\nextends = 3\n"), &mut diagnostics);
        assert_eq!(
            render(&diagnostics, Format::Short, false),
            "themes/a/theme.toml:1:1: error[D051]: the theme is made for contract `99`, this is 1; help: compare themes/CONTRACT.md, then set `contract` to it\n\
             themes/a/theme.toml:2:1: error[D051]: `extends` is not a text; help: write `extends = \"default\"`\n"
        );
    }
}
