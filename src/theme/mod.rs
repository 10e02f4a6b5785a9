//! The look of the site: templates, static files and interface words, inherited layer by layer.
//!
//! In: the folder of the dossier (`templates/`, `themes/NAME/`) and the default theme, which the binary carries. Out: a
//! [`Theme`] that turns a page's context into HTML, the [`Asset`]s to write, and the [`Labels`] in the dossier's language.
//! What a page shows is the business of `render::context`; nothing here knows a page type.
//!
//! Layers, the first that has a file wins: `templates/` of the dossier (templates only), `themes/NAME/`, what it extends,
//! the default theme. Templates reach nothing but their context: no file, no environment, no network.

mod assets;
mod errors;
mod escape;
mod filters;
mod labels;
mod layers;
mod letters;
mod manifest;
pub mod pieces;

pub use assets::{Asset, mark};
pub(crate) use escape::Special;
pub use escape::push_escaped;
pub use labels::{DateText, Labels, direction};
pub use letters::{Letters, Sizes};
pub use manifest::CONTRACT_VERSION;

use crate::config::Config;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceText};
use layers::Layer;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A loaded theme. Rendering takes `&self` and may run on many threads.
#[derive(Clone)]
pub struct Theme {
    tera: tera::Tera,
    /// Interface words and dates in the dossier's language.
    pub labels: Arc<Labels>,
    /// Static files under their final names, by path.
    pub assets: Vec<Asset>,
    /// Options of the theme, as the dossier sets them.
    pub options: BTreeMap<String, serde_json::Value>,
    /// How wide letters are in drawings.
    pub letters: Letters,
    /// Components that code fills.
    pub pieces: pieces::Pieces,
    /// Template name → its text, for messages.
    sources: Arc<BTreeMap<String, Arc<SourceText>>>,
}

/// The interface words that scripts say, as a script; empty if they say none.
fn script_words(chain: &[Layer], labels: &Labels) -> String {
    let names = manifest::script_words(chain);
    let words: BTreeMap<&str, &str> = names.iter().map(|name| (name.as_str(), labels.text(name))).collect();
    if words.is_empty() {
        return String::new();
    }
    format!("window.dossierWords = {};\n", serde_json::to_string(&words).expect("texts only"))
}

impl Theme {
    /// Loads the theme that the configuration names.
    ///
    /// A theme with mistakes is replaced by the default one, so that the content can still be checked in the same run; the
    /// diagnostics say what is wrong. The error is the machine's: a file that cannot be read.
    pub fn load(root: &Path, config: &Config) -> anyhow::Result<Checked<Self>> {
        let mut diagnostics = Vec::new();
        let chain = layers::chain(&config.theme, &mut |path| read_folder(root, config, path), &mut diagnostics)?;
        let theme = Self::build(&chain, config, &mut diagnostics);
        if let Some(theme) = theme {
            return Ok(Checked { value: theme, diagnostics });
        }
        Ok(Checked { value: Self::embedded(config), diagnostics })
    }

    /// The default theme as the binary carries it.
    pub fn embedded(config: &Config) -> Self {
        let mut diagnostics = Vec::new();
        let theme = Self::build(&[layers::embedded()], config, &mut diagnostics);
        theme.unwrap_or_else(|| panic!("the default theme has no mistakes, but: {diagnostics:?}"))
    }

    /// A theme of these layers, the highest first; `None` if a template does not parse.
    fn build(chain: &[Layer], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let options = manifest::options(chain, config, diagnostics);
        let labels = Arc::new(labels::load(chain, &config.language, diagnostics));
        let system_fonts = options.get("fonts").is_some_and(|value| value == "system");
        let assets = assets::collect(chain, &config.kinds, system_fonts, &script_words(chain, &labels));
        let sources = layers::templates(chain, diagnostics);
        let letters = letters::load(chain, diagnostics);

        let mut tera = tera::Tera::default();
        tera.autoescape_on([""]);
        filters::register(&mut tera, &labels);
        let prefixes = chain.iter().filter(|layer| !layer.prefix.is_empty()).map(|layer| layer.prefix.clone());
        tera.set_fallback_prefixes(prefixes).expect("no template was added yet");
        let by_name = sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        if let Err(error) = tera.add_raw_templates(by_name) {
            diagnostics.extend(errors::diagnostics(&error, &sources));
            return None;
        }
        let global = tera.global_context();
        global.insert("t", &labels.texts);
        global.insert("option", &options);
        let by_name: BTreeMap<&str, &str> = assets.iter().map(|a| (a.name.as_str(), a.path.as_str())).collect();
        global.insert("asset", &by_name);
        let sources = Arc::new(sources);
        let pieces = pieces::Pieces::new(&tera, &sources);
        Some(Self { tera, labels, assets, options, letters, pieces, sources })
    }

    /// The same theme with what all pages share, as `site` in every template.
    #[must_use]
    pub fn with_site(mut self, site: &impl Serialize) -> Self {
        self.tera.global_context().insert("site", site);
        self.pieces = pieces::Pieces::new(&self.tera, &self.sources);
        self
    }

    /// Everything that pages may say without any content: words of the interface and the texts of templates.
    pub fn own_words(&self) -> impl Iterator<Item = &str> {
        let labels = self.labels.texts.values().chain(self.labels.counts.values().flatten()).map(String::as_str);
        labels.chain(self.sources.values().map(|source| source.text.as_str()))
    }

    /// The bytes of a font, by its name in the theme: `fonts/dossier-sans.woff2`; that of the default theme if pages load none.
    pub fn font(&self, name: &str) -> Vec<u8> {
        let own = self.assets.iter().find(|asset| asset.name == name).map(|asset| asset.bytes.clone());
        own.or_else(|| layers::embedded().files.remove(&format!("static/{name}"))).unwrap_or_default()
    }

    /// Path of a static file in the output, by its name in the theme: `search.js`.
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.iter().find(|asset| asset.name == name).map(|asset| asset.path.as_str())
    }

    /// A page: the template with this name, over this context.
    pub fn render(&self, template: &str, page: &impl Serialize) -> Result<String, Diagnostic> {
        let mut out = Vec::new();
        self.render_to(template, page, &mut out)?;
        Ok(String::from_utf8(out).expect("templates and what they print are text"))
    }

    /// The same into a buffer, which grows once and is used again, behind what is in it.
    pub fn render_to(&self, template: &str, page: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        if let Some(mistake) = self.pieces.failure() {
            return Err(mistake);
        }
        let context = tera::Context::from_serialize(page);
        context.and_then(|context| self.tera.render_to(template, &context, out)).map_err(|error| {
            let first = errors::diagnostics(&error, &self.sources).into_iter().next();
            first.unwrap_or_else(|| {
                errors::without_place(Code::TEMPLATE, format!("`{template}` cannot be rendered: {error}"))
            })
        })
    }
}

/// The files of a folder of themes, or of the dossier's own templates, which may lie elsewhere than in `templates/`.
fn read_folder(root: &Path, config: &Config, path: &str) -> anyhow::Result<Option<layers::Files>> {
    layers::read_folder(root, if path == "templates" { &config.templates_dir } else { path })
}

/// The interface words of the theme that the configuration names, for what is written before there is a theme. Mistakes in
/// its files are said when the theme itself is loaded.
pub fn words(root: &Path, config: &Config) -> Labels {
    let mut unsaid = Vec::new();
    let chain = layers::chain(&config.theme, &mut |path| read_folder(root, config, path), &mut unsaid);
    labels::load(&chain.unwrap_or_else(|_| vec![layers::embedded()]), &config.language, &mut unsaid)
}

/// Whether the binary carries a theme of this name, so that a dossier needs no folder for it.
pub fn is_carried(name: &str) -> bool {
    name == "default" || layers::carried(name).is_some()
}

/// Names and texts of the default theme's templates.
#[cfg(test)]
pub(crate) fn default_templates() -> Vec<(String, String)> {
    let sources = layers::templates(&[layers::embedded()], &mut Vec::new());
    sources.into_iter().map(|(name, source)| (name, source.text.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render::{Format, render};

    fn layer(name: &str, files: &[(&str, &str)]) -> Layer {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        if name.is_empty() { Layer::site(files) } else { Layer::theme(name, format!("themes/{name}"), files) }
    }

    fn built(chain: &[Layer]) -> Result<Theme, String> {
        let mut diagnostics = Vec::new();
        let theme = Theme::build(chain, &Config::default(), &mut diagnostics);
        let text = render(&diagnostics, Format::Short, false);
        if text.is_empty() { Ok(theme.unwrap()) } else { Err(text) }
    }

    #[derive(Serialize)]
    struct Page {
        title: &'static str,
    }
    const PAGE: Page = Page { title: "<i>" };

    #[test]
    fn a_file_comes_from_the_highest_layer_that_has_it() {
        let theme = built(&[
            layer(
                "",
                &[(
                    "templates/page.html",
                    "{% extends \"low/page.html\" %}{% block a %}site {{ super() }}{% endblock %}",
                )],
            ),
            layer("high", &[("templates/foot.html", "high foot {{ title }}")]),
            layer(
                "low",
                &[
                    ("templates/page.html", "{% block a %}low{% endblock %}|{% include \"foot.html\" %}"),
                    ("templates/foot.html", "low foot"),
                    ("templates/feed.xml", "{{ title }}{{ t.articles }}"),
                    ("i18n/en.toml", "[text]\narticles = \"Articles\""),
                ],
            ),
        ])
        .unwrap();
        assert_eq!(theme.render("page.html", &PAGE).unwrap(), "site low|high foot &lt;i&gt;");
        assert_eq!(theme.render("feed.xml", &PAGE).unwrap(), "&lt;i&gt;Articles");
    }

    #[test]
    fn mistakes_in_templates_name_their_place_and_the_fields() {
        let parse = built(&[layer("low", &[("templates/a.html", "one\n  {{ title | upcase }}\n{{ 1 | shout }}")])]);
        assert_eq!(
            parse.err().unwrap(),
            "themes/low/templates/a.html:2:14: error[D050]: unknown filter `upcase`\n\
             themes/low/templates/a.html:3:8: error[D050]: unknown filter `shout`\n"
        );
        let syntax = built(&[layer("low", &[("templates/a.html", "{% if %}")])]);
        assert!(syntax.err().unwrap().starts_with("themes/low/templates/a.html:1:"));
        let theme = built(&[layer("low", &[("templates/a.html", "<p>{{ titel }}</p>")])]).unwrap();
        let diagnostic = theme.render("a.html", &PAGE).unwrap_err();
        let text = render(&[diagnostic], Format::Short, false);
        assert!(text.starts_with("themes/low/templates/a.html:1:7: error[D050]: "), "{text}");
        assert!(text.contains("titel") && text.contains("title"), "{text}");
        assert!(theme.render("missing.html", &PAGE).unwrap_err().message.contains("missing.html"));
    }

    #[test]
    fn the_plain_theme_needs_no_folder_and_inherits() {
        let root = tempfile::tempdir().unwrap();
        let config = Config { theme: "plain".into(), ..Config::default() };
        let plain = Theme::load(root.path(), &config).unwrap();
        assert_eq!(render(&plain.diagnostics, Format::Short, false), "");
        let theme = plain.value;
        assert!(theme.asset("plain.css").is_some() && theme.asset("dossier.css").is_some());
        assert_eq!(theme.options["fonts"], "system");
        assert!(!theme.assets.iter().any(|asset| asset.name.contains(".woff")));
        assert_eq!(theme.labels.text("how_to_read"), "Marks and underlines");
        assert!(is_carried("default") && is_carried("plain") && !is_carried("paper"));
    }

    #[test]
    fn a_theme_is_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Theme::embedded(&Config::default()));
    }

    #[test]
    fn templates_reach_nothing_but_their_context() {
        for call in ["get_env(name=\"HOME\")", "load_data(path=\"/etc/passwd\")", "now()"] {
            let text = built(&[layer("low", &[("templates/a.html", &format!("{{{{ {call} }}}}"))])]).err().unwrap();
            assert!(text.contains("unknown function"), "{text}");
        }
    }

    #[test]
    fn the_embedded_theme_stands_alone_and_a_broken_one_is_reported() {
        let root = tempfile::tempdir().unwrap();
        let config = Config { theme: "mine".into(), ..Config::default() };
        let missing = Theme::load(root.path(), &config).unwrap();
        assert_eq!(
            render(&missing.diagnostics, Format::Short, false),
            "error[D051]: theme `mine` does not exist; help: create `themes/mine/theme.toml`, or set `theme = \"default\"`\n"
        );
        assert!(missing.value.asset("dossier.css").is_some());
        std::fs::create_dir_all(root.path().join("themes/mine/templates")).unwrap();
        std::fs::write(
            root.path().join("themes/mine/theme.toml"),
            "name = \"Mine\"\ncontract = 1\nextnds = \"default\"\n",
        )
        .unwrap();
        std::fs::write(root.path().join("themes/mine/templates/404.html"), "{% endblock %}").unwrap();
        let broken = Theme::load(root.path(), &config).unwrap();
        let text = render(&broken.diagnostics, Format::Short, false);
        assert!(
            text.contains(
                "themes/mine/theme.toml:3:1: error[D051]: unknown key `extnds`; help: did you mean `extends`?"
            ),
            "{text}"
        );
        assert!(text.contains("themes/mine/templates/404.html:1:"), "{text}");
    }
}
