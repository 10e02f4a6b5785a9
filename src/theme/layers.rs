//! The files of a theme and of what it inherits from.

use super::{errors, manifest};
use crate::diagnostics::{Code, Diagnostic, SourceText, Span};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Files by their path within the layer: `templates/base.html`.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// One layer: the dossier's own templates, a theme, or what it extends.
pub(super) struct Layer {
    /// What a template's name begins with: `default/`; empty for the dossier's own.
    pub(super) prefix: String,
    /// Where its files lie, for messages: `themes/default`; empty for the dossier's own.
    pub(super) folder: String,
    pub(super) files: Files,
}

#[derive(rust_embed::RustEmbed)]
#[folder = "themes/default"]
struct DefaultTheme;

#[derive(rust_embed::RustEmbed)]
#[folder = "themes/plain"]
struct PlainTheme;

/// Largest file of a theme, in bytes.
const MAX_BYTES: u64 = 32 << 20;

impl Layer {
    /// The dossier's own templates.
    pub(super) fn site(files: Files) -> Self {
        Self { prefix: String::new(), folder: String::new(), files }
    }

    /// A theme.
    pub(super) fn theme(name: &str, folder: String, files: Files) -> Self {
        Self { prefix: format!("{name}/"), folder, files }
    }

    /// Name for messages: `themes/default/i18n/en.toml`.
    pub(super) fn path(&self, file: &str) -> String {
        if self.folder.is_empty() { file.to_owned() } else { format!("{}/{file}", self.folder) }
    }

    /// A file as text, under its name for messages; `None` if there is none or it is not UTF-8, which is reported.
    pub(super) fn text(&self, file: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<SourceText>> {
        let bytes = self.files.get(file)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(SourceText::new(self.path(file), text)),
            Err(error) => {
                let message = format!("not UTF-8 at byte {}", error.valid_up_to());
                diagnostics.push(Diagnostic::new(
                    Code::THEME,
                    message,
                    Span::file(&SourceText::new(self.path(file), "")),
                ));
                None
            }
        }
    }
}

/// The layers of a theme, the highest first, ending with the default theme.
pub(super) fn chain(
    theme: &str,
    read: &mut dyn FnMut(&str) -> anyhow::Result<Option<Files>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Layer>> {
    let own = read("templates")?.unwrap_or_default();
    let own = own.into_iter().map(|(path, bytes)| (format!("templates/{path}"), bytes)).collect();
    let mut layers = vec![Layer::site(own)];
    let mut name = theme.to_owned();
    while name != "default" {
        let folder = format!("themes/{name}");
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let Some(files) = (if plain { read(&folder)?.or_else(|| carried(&name)) } else { None }) else {
            let message = format!("theme `{name}` does not exist");
            let help = format!("create `{folder}/theme.toml`, or set `theme = \"default\"`");
            diagnostics.push(errors::without_place(Code::THEME, message).help(help));
            break;
        };
        let layer = Layer::theme(&name, folder, files);
        let parent = manifest::parent(&layer, diagnostics);
        layers.push(layer);
        if layers.iter().any(|known| known.prefix == format!("{parent}/")) {
            let message = format!("theme `{name}` extends `{parent}`, which extends it in turn");
            diagnostics.push(errors::without_place(Code::THEME, message).help("let one of them extend `default`"));
            break;
        }
        name = parent;
    }
    let mut lowest = embedded();
    if let Some(files) = read("themes/default")? {
        lowest.files.extend(files);
    }
    layers.push(lowest);
    Ok(layers)
}

/// The default theme as the binary carries it.
pub(super) fn embedded() -> Layer {
    Layer::theme("default", "themes/default".into(), files_of::<DefaultTheme>())
}

/// A theme beside the default one that the binary carries.
pub(super) fn carried(name: &str) -> Option<Files> {
    (name == "plain").then(files_of::<PlainTheme>)
}

fn files_of<T: rust_embed::RustEmbed>() -> Files {
    T::iter().filter_map(|path| T::get(&path).map(|file| (path.into_owned(), file.data.into_owned()))).collect()
}

/// All templates of the layers by their full names, `default/base.html`.
pub(super) fn templates(chain: &[Layer], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<SourceText>> {
    let mut templates = BTreeMap::new();
    for layer in chain.iter().rev() {
        for path in layer.files.keys() {
            let Some(name) = path.strip_prefix("templates/") else { continue };
            if let Some(source) = layer.text(path, diagnostics) {
                templates.insert(format!("{}{name}", layer.prefix), source);
            }
        }
    }
    templates
}

/// All regular files below a folder of the dossier, dot files left out, links not followed; `None` if it does not exist.
pub(super) fn read_folder(root: &Path, folder: &str) -> anyhow::Result<Option<Files>> {
    let base = root.join(folder);
    match base.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => bail!("cannot read {folder}: it is not a folder"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {folder}")),
    }
    let mut files = Files::new();
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in walkdir::WalkDir::new(&base).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.with_context(|| format!("cannot read {folder}"))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let relative = entry.path().strip_prefix(&base).expect("a walk stays below its start");
        let names: Option<Vec<&str>> = relative.iter().map(|name| name.to_str()).collect();
        let Some(path) = names.map(|names| names.join("/")) else {
            bail!("cannot read {folder}: the name of {} is not UTF-8", relative.display());
        };
        let size = entry.metadata().with_context(|| format!("cannot read {folder}/{path}"))?.len();
        if size > MAX_BYTES {
            bail!("cannot read {folder}/{path}: {size} bytes are more than a theme's file may have ({MAX_BYTES})");
        }
        let bytes = std::fs::read(entry.path()).with_context(|| format!("cannot read {folder}/{path}"))?;
        files.insert(path, bytes);
    }
    Ok(Some(files))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render::{Format, render};

    fn names(theme: &str, themes: &[(&str, &str)]) -> (Vec<String>, String) {
        let mut diagnostics = Vec::new();
        let mut read = |folder: &str| {
            let found = themes.iter().find(|(name, _)| folder == format!("themes/{name}"));
            Ok(found.map(|(_, manifest)| Files::from([("theme.toml".to_owned(), manifest.as_bytes().to_vec())])))
        };
        let chain = chain(theme, &mut read, &mut diagnostics).unwrap();
        let prefixes = chain.into_iter().map(|layer| layer.prefix).collect();
        (prefixes, render(&diagnostics, Format::Short, false))
    }

    #[test]
    fn every_chain_ends_with_the_default_theme() {
        let themes = [
            ("a", "extends = \"b\""),
            ("b", "name = \"B\""),
            ("x", "extends = \"y\""),
            ("y", "extends = \"x\""),
            ("z", "extends = \"z\""),
        ];
        assert_eq!(names("default", &[]), (vec![String::new(), "default/".into()], String::new()));
        assert_eq!(names("a", &themes).0, ["", "a/", "b/", "default/"]);
        assert_eq!(names("x", &themes).0, ["", "x/", "y/", "default/"]);
        assert!(names("x", &themes).1.contains("theme `y` extends `x`, which extends it in turn"));
        assert!(names("z", &themes).1.contains("theme `z` extends `z`"));
        assert!(names("../a", &themes).1.contains("theme `../a` does not exist"));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_dot_files_are_no_part_of_a_theme() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("themes/t/static");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.css"), "a").unwrap();
        std::fs::write(folder.join(".secret"), "b").unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.join("c.css")).unwrap();
        let files = read_folder(root.path(), "themes/t").unwrap().unwrap();
        assert_eq!(files.into_keys().collect::<Vec<_>>(), ["static/a.css"]);
        assert_eq!(read_folder(root.path(), "themes/u").unwrap(), None);
        std::os::unix::fs::symlink("/etc", root.path().join("themes/v")).unwrap();
        assert!(read_folder(root.path(), "themes/v").is_err());
    }
}
