//! What a folder was made with: recognised by the settings that lie in it, which say what its own tool shows and what it hides.

use super::settings::Settings;
use super::{is_markdown, literal};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What is known of a folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Make {
    /// As it is called in a sentence: `an Obsidian vault`.
    pub(super) name: &'static str,
    /// Name of the site or vault, if it has one.
    pub(super) title: Option<String>,
    /// Language tag, as it is written there.
    pub(super) language: Option<String>,
    /// The folder of the content, below the root; `.` for the root.
    pub(super) dir: String,
    /// Folders of articles.
    pub(super) articles: Vec<String>,
    /// Whether the built-in folder `pages` means nothing of its own there.
    pub(super) no_pages: bool,
    /// Lines for `ignore`.
    pub(super) ignore: Vec<String>,
    /// Patterns of hidden files that are no globs but regular expressions over paths from the root.
    pub(super) hidden_by_regex: Vec<String>,
    /// A key that a page must have to be shown.
    pub(super) publish_key: Option<String>,
    /// Whether folders are chapters of a site, and say nothing about what their pages are.
    pub(super) is_site: bool,
}

/// Looks at the settings in a folder.
pub(super) fn recognise(root: &Path) -> Make {
    let make = [
        quartz,
        docusaurus,
        vitepress,
        astro,
        eleventy,
        pelican,
        mdbook,
        gitbook,
        hugo_or_zola,
        mkdocs,
        dendron,
        logseq,
        obsidian,
        foam,
        hexo,
        jekyll,
    ];
    let mut make = make.iter().find_map(|make| make(root)).unwrap_or_else(|| Make {
        name: "a folder of Markdown",
        dir: ".".into(),
        ..Make::default()
    });
    if make.articles.is_empty() {
        make.articles.push(".".into());
    }
    // A vault may lie in a site of another make, or be its content.
    let vault = if make.dir == "." { root.to_owned() } else { root.join(&make.dir) };
    let folders = if vault == root { vec![root] } else { vec![root, &vault] };
    for folder in folders {
        hidden_in_vault(folder, &mut make);
    }
    let mut seen = BTreeSet::new();
    make.ignore.retain(|line| seen.insert(line.clone()));
    make
}

fn read(root: &Path, names: &[&str]) -> Option<Settings> {
    names.iter().find_map(|name| {
        let text = fs::read_to_string(root.join(name)).ok()?;
        Some(Settings::read(name, text))
    })
}

fn exists(root: &Path, name: &str) -> bool {
    root.join(name).exists()
}

/// A folder of settings as a path below the root, without `./` and slashes at the ends.
fn folder(text: Option<String>, default: &str) -> String {
    let text = text.unwrap_or_else(|| default.to_owned());
    let text = text.trim_start_matches("./").trim_matches('/');
    if text.is_empty() || text.split('/').any(|part| part == "..") { default.to_owned() } else { text.to_owned() }
}

fn quartz(root: &Path) -> Option<Make> {
    let names = ["quartz.config.ts", "quartz.config.yaml", "quartz.config.yml", "quartz.config.js"];
    let settings = read(root, &names)?;
    Some(Make {
        name: "a Quartz site",
        title: settings.text(&["configuration", "pageTitle"]),
        language: settings.text(&["configuration", "locale"]),
        dir: "content".into(),
        ignore: settings.list(&["configuration", "ignorePatterns"]),
        publish_key: settings.mentions("ExplicitPublish(").then(|| "publish".to_owned()),
        ..Make::default()
    })
}

fn hugo_or_zola(root: &Path) -> Option<Make> {
    const HUGO: &[&str] = &[
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config/_default/hugo.toml",
        "config/_default/hugo.yaml",
        "config/_default/config.toml",
        "config/_default/config.yaml",
        "config/_default/config.yml",
    ];
    let (settings, is_hugo) = if let Some(settings) = read(root, HUGO) {
        (settings, true)
    } else {
        let settings = read(root, &["config.toml", "zola.toml", "config.yaml", "config.yml", "config.json"])?;
        let is_zola = settings.at(&["base_url"]).is_some();
        let is_hugo =
            !is_zola && (settings.at(&["baseURL"]).is_some() || exists(root, "archetypes") || exists(root, "layouts"));
        if !is_zola && !is_hugo {
            return None;
        }
        (settings, is_hugo)
    };
    let language = |keys: &[&str]| keys.iter().find_map(|key| settings.text(&[key]));
    let title = settings.text(&["title"]);
    Some(if is_hugo {
        Make {
            name: "a Hugo site",
            title,
            language: language(&["languageCode", "locale", "defaultContentLanguage"]),
            dir: folder(settings.text(&["contentDir"]), "content"),
            hidden_by_regex: settings.list(&["ignoreFiles"]),
            no_pages: true,
            is_site: true,
            ..Make::default()
        }
    } else {
        Make {
            name: "a Zola site",
            title,
            language: language(&["default_language"]),
            dir: "content".into(),
            ignore: settings.list(&["ignored_content"]),
            no_pages: true,
            is_site: true,
            ..Make::default()
        }
    })
}

fn mkdocs(root: &Path) -> Option<Make> {
    let settings = read(root, &["mkdocs.yml", "mkdocs.yaml", "zensical.toml", "properdocs.yml"])?;
    let at = |key: &'static str| settings.list(&[key]);
    Some(Make {
        name: "an MkDocs site",
        title: settings.text(&["site_name"]).or_else(|| settings.text(&["project", "site_name"])),
        language: settings.text(&["theme", "language"]).filter(|language| language.len() < 8),
        dir: folder(settings.text(&["docs_dir"]), "docs"),
        ignore: [at("exclude_docs"), at("draft_docs")].concat(),
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

fn docusaurus(root: &Path) -> Option<Make> {
    let settings = read(root, &["docusaurus.config.ts", "docusaurus.config.js", "docusaurus.config.mjs"])?;
    let mut articles: Vec<String> = ["blog", "docs", "i18n", "src/pages", "versioned_docs"].map(str::to_owned).into();
    articles.retain(|folder| exists(root, folder));
    Some(Make {
        name: "a Docusaurus site",
        title: settings.text(&["title"]),
        language: settings.text(&["i18n", "defaultLocale"]),
        dir: ".".into(),
        articles,
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

/// VitePress and `VuePress`, whose settings lie in the folder of the content.
fn vitepress(root: &Path) -> Option<Make> {
    let dirs = [".", "docs", "src", "site", "content", "website"];
    let tools = [(".vitepress", "a VitePress site"), (".vuepress", "a VuePress site")];
    let found = dirs.iter().flat_map(|dir| tools.iter().map(move |tool| (*dir, tool)));
    let (dir, (folder, name)) = found.into_iter().find(|(dir, (folder, _))| root.join(dir).join(folder).is_dir())?;
    let at = root.join(dir).join(folder);
    let settings = ["config.ts", "config.mts", "config.js", "config.mjs", "config/index.ts", "config/index.js"];
    let settings = read(&at, &settings);
    let text = |key: &str| settings.as_ref().and_then(|settings| settings.text(&[key]));
    Some(Make {
        name,
        title: text("title"),
        language: text("lang"),
        dir: dir.into(),
        ignore: settings.as_ref().map_or_else(Vec::new, |settings| settings.list(&["srcExclude"])),
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

fn astro(root: &Path) -> Option<Make> {
    read(root, &["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts"])?;
    let mut articles: Vec<String> = ["content", "pages"].map(str::to_owned).into();
    articles.retain(|folder| exists(root, &format!("src/{folder}")));
    Some(Make { name: "an Astro site", dir: "src".into(), articles, no_pages: true, is_site: true, ..Make::default() })
}

fn eleventy(root: &Path) -> Option<Make> {
    let names = [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"];
    let settings = read(root, &names)?;
    let input = regex::Regex::new(r#"\binput\s*:\s*["']([^"']+)["']"#).ok()?;
    let dir = folder(settings.find(&input), ".");
    let ignore = hidden_by_data(&root.join(&dir));
    Some(Make { name: "an Eleventy site", dir, ignore, no_pages: true, is_site: true, ..Make::default() })
}

/// Folders whose data (`posts/posts.json`) hides what lies in them.
fn hidden_by_data(dir: &Path) -> Vec<String> {
    let files = super::paths(dir, |entry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|end| end == "json")
    });
    let hides = |path: &String| {
        let settings = read(dir, &[path])?;
        let is = |key: &str, word: &str| {
            settings.at(&[key]).is_some_and(|value| value.to_string().trim_matches('"') == word)
        };
        (is("permalink", "false") || is("draft", "true") || is("eleventyExcludeFromCollections", "true")).then_some(())
    };
    let data = files.filter_map(|path| {
        let (folder, name) = path.rsplit_once('/')?;
        let own = folder.rsplit('/').next()?;
        let is_data =
            name.strip_suffix(".json").is_some_and(|stem| stem == own || stem.strip_suffix(".11tydata") == Some(own));
        let folder = folder.to_owned();
        (is_data && hides(&path).is_some()).then(|| format!("{}/", literal(&folder)))
    });
    data.collect()
}

fn pelican(root: &Path) -> Option<Make> {
    let text = fs::read_to_string(root.join("pelicanconf.py")).ok()?;
    let value = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
        let line = line.split('#').next().unwrap_or_default().trim().trim_start_matches(['u', 'r']);
        line.starts_with(['\'', '"'])
            .then(|| line.trim_matches(['\'', '"']).to_owned())
            .filter(|value| !value.is_empty())
    };
    Some(Make {
        name: "a Pelican site",
        title: value("SITENAME"),
        language: value("DEFAULT_LANG"),
        dir: folder(value("PATH"), "content"),
        is_site: true,
        ..Make::default()
    })
}

/// The list of chapters is no page.
const SUMMARY: &str = "/SUMMARY.md";

fn mdbook(root: &Path) -> Option<Make> {
    let settings = read(root, &["book.toml"])?;
    Some(Make {
        name: "an mdBook",
        title: settings.text(&["book", "title"]),
        language: settings.text(&["book", "language"]),
        dir: folder(settings.text(&["book", "src"]), "src"),
        ignore: vec![SUMMARY.to_owned()],
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

fn gitbook(root: &Path) -> Option<Make> {
    let settings = read(root, &[".gitbook.yaml", "book.json"]);
    let dir = folder(settings.as_ref().and_then(|settings| settings.text(&["root"])), ".");
    if !root.join(&dir).join("SUMMARY.md").is_file() || settings.is_none() && !exists(root, ".gitbook") {
        return None;
    }
    Some(Make {
        name: "a GitBook",
        title: settings.and_then(|settings| settings.text(&["title"])),
        dir,
        ignore: vec![SUMMARY.to_owned()],
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

/// Its settings have the name of Jekyll's; the content lies in a folder of its own.
fn hexo(root: &Path) -> Option<Make> {
    let settings = read(root, &["_config.yml", "_config.yaml"])?;
    let dir = folder(settings.text(&["source_dir"]), "source");
    let is_hexo = settings.at(&["source_dir"]).is_some() || exists(root, "scaffolds");
    (is_hexo && root.join(&dir).is_dir()).then(|| Make {
        name: "a Hexo site",
        title: settings.text(&["title"]),
        language: settings.list(&["language"]).into_iter().next().or_else(|| settings.text(&["language"])),
        ignore: settings.list(&["exclude"]),
        dir,
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

fn jekyll(root: &Path) -> Option<Make> {
    let settings = read(root, &["_config.yml", "_config.yaml", "_config.toml"])?;
    let mut articles = vec![".".to_owned()];
    if let Some(Value::Object(collections)) = settings.at(&["collections"]) {
        let shown = collections.iter().filter(|(_, options)| options.get("output") == Some(&Value::Bool(true)));
        articles.extend(shown.map(|(name, _)| format!("_{name}")));
    }
    articles.extend(settings.list(&["include"]).into_iter().filter(|name| exists(root, name) && name.starts_with('_')));
    articles.sort();
    articles.dedup();
    // Without front matter a file is copied as it is and no page.
    let is_page = |name: &str| fs::read_to_string(root.join(name)).is_ok_and(|text| text.starts_with("---"));
    let mut ignore: Vec<String> = settings.list(&["exclude"]).iter().map(|line| anchored(line)).collect();
    ignore
        .extend(["vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"].iter().map(|line| anchored(line)));
    ignore.retain(|line| line.contains(['*', '?']) || hides_notes(&root.join(line.trim_matches('/'))));
    ignore.extend(markdown_at_top(root).into_iter().filter(|name| !is_page(name)).map(|name| literal(&name)));
    Some(Make {
        name: "a Jekyll site",
        title: settings.text(&["title"]),
        language: settings.text(&["lang"]),
        dir: folder(settings.text(&["source"]), "."),
        articles,
        ignore,
        no_pages: true,
        is_site: true,
        ..Make::default()
    })
}

/// Whether a path is a folder or a Markdown file.
fn hides_notes(path: &Path) -> bool {
    path.is_dir() || path.is_file() && is_markdown(path)
}

/// A path from the root of the content, as `.gitignore` writes it.
fn anchored(line: &str) -> String {
    let (not, line) = line.strip_prefix('!').map_or(("", line), |line| ("!", line));
    if line.trim_end_matches('/').contains('/') || line.contains('*') {
        format!("{not}{line}")
    } else {
        format!("{not}/{line}")
    }
}

fn markdown_at_top(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| is_markdown(Path::new(name))).collect();
    names.sort();
    names
}

fn dendron(root: &Path) -> Option<Make> {
    let settings = read(root, &["dendron.yml"])?;
    let vaults = settings.at(&["workspace", "vaults"]).or_else(|| settings.at(&["vaults"]));
    let vaults: Vec<(String, bool)> = vaults.and_then(Value::as_array).map_or_else(Vec::new, |vaults| {
        let vault = |vault: &Value| {
            let path = vault.get("fsPath").and_then(Value::as_str).map(|path| folder(Some(path.to_owned()), "."));
            path.map(|path| (path, vault.get("visibility").and_then(Value::as_str) == Some("private")))
        };
        vaults.iter().filter_map(vault).collect()
    });
    let public: Vec<String> = vaults.iter().filter(|(_, private)| !private).map(|(path, _)| path.clone()).collect();
    let (dir, articles) = match public.as_slice() {
        [] => (".".to_owned(), Vec::new()),
        [only] => (only.clone(), Vec::new()),
        _ => (".".to_owned(), public.clone()),
    };
    let mut ignore: Vec<String> = Vec::new();
    let hierarchies = settings.list(&["publishing", "siteHierarchies"]);
    let is_all = hierarchies.is_empty() || hierarchies.iter().any(|name| name == "root");
    if !is_all {
        ignore.push("*.md".into());
        ignore.extend(hierarchies.iter().flat_map(|name| [format!("!{name}.md"), format!("!{name}.*.md")]));
    }
    if let Some(Value::Object(rules)) = settings.at(&["publishing", "hierarchy"]) {
        let hidden = rules.iter().filter(|(_, rule)| rule.get("publishByDefault") == Some(&Value::Bool(false)));
        let hidden = hidden.filter(|(name, _)| *name != "root");
        ignore.extend(hidden.flat_map(|(name, _)| [format!("{name}.md"), format!("{name}.*.md")]));
    }
    if dir == "." {
        let private = vaults.iter().filter(|(_, private)| *private);
        ignore.extend(private.map(|(path, _)| format!("/{path}/")));
    }
    Some(Make {
        name: "a Dendron workspace",
        title: settings.text(&["publishing", "seo", "title"]),
        dir,
        articles,
        ignore,
        no_pages: true,
        ..Make::default()
    })
}

fn logseq(root: &Path) -> Option<Make> {
    let text = fs::read_to_string(root.join("logseq/config.edn")).ok()?;
    // The table's first key may stand in the line of its bracket.
    let settings = Settings::read("config.edn", text.replacen('{', "{\n", 1));
    let hidden = settings.list(&[":hidden"]).into_iter().map(|line| literal(line.trim_matches('/')));
    Some(Make {
        name: "a Logseq graph",
        dir: ".".into(),
        ignore: std::iter::once("/logseq/".to_owned()).chain(hidden).collect(),
        no_pages: true,
        ..Make::default()
    })
}

fn obsidian(root: &Path) -> Option<Make> {
    exists(root, ".obsidian").then(|| Make { name: "an Obsidian vault", dir: ".".into(), ..Make::default() })
}

fn foam(root: &Path) -> Option<Make> {
    let settings = read(root, &[".vscode/settings.json"]).filter(|settings| settings.mentions("foam."));
    if settings.is_none() && !exists(root, ".foam") {
        return None;
    }
    let list = |key: &str| settings.as_ref().map_or_else(Vec::new, |settings| settings.list(&[key]));
    let lines = ["foam.files.ignore", "foam.files.exclude"].iter().flat_map(|key| list(key));
    Some(Make {
        name: "a Foam workspace",
        dir: ".".into(),
        // `**/.vscode/**/*` and the like say what is never read here
        ignore: lines.filter(|line| !line.contains("/.") && !line.contains("node_modules")).collect(),
        ..Make::default()
    })
}

/// Adds what the settings of an Obsidian vault hide: templates, excluded files, pages that are not marked for a digital garden.
fn hidden_in_vault(folder: &Path, make: &mut Make) {
    let settings = folder.join(".obsidian");
    let text = |name: &str, key: &str| read(&settings, &[name]).and_then(|settings| settings.text(&[key]));
    let below = if make.dir == "." || folder.ends_with(&make.dir) { String::new() } else { format!("{}/", make.dir) };
    let mut add = |path: &str, is_folder: bool| {
        let path = path.trim_matches('/');
        if let Some(path) = path.strip_prefix(below.as_str()).filter(|path| !path.is_empty()) {
            make.ignore.push(if is_folder { format!("{}/", literal(path)) } else { literal(path) });
        }
    };
    let templates = [("templates.json", "folder"), ("plugins/templater-obsidian/data.json", "templates_folder")];
    for folder in templates.iter().filter_map(|(file, key)| text(file, key)) {
        add(&folder, true);
    }
    if let Some(note) = text("daily-notes.json", "template") {
        add(&if is_markdown(Path::new(&note)) { note } else { format!("{note}.md") }, false);
    }
    let app = read(&settings, &["app.json"]);
    for filter in app.map_or_else(Vec::new, |app| app.list(&["userIgnoreFilters"])) {
        match filter.strip_prefix('/').and_then(|filter| filter.strip_suffix('/')).filter(|filter| !filter.is_empty()) {
            Some(regex) => make.hidden_by_regex.push(regex.to_owned()),
            None => make.ignore.push(literal(filter.trim_start_matches('/'))),
        }
    }
    for path in read(&settings, &["publish.json"]).map_or_else(Vec::new, |publish| publish.list(&["excluded"])) {
        make.ignore.push(literal(path.trim_matches('/')));
    }
    if settings.join("plugins/digitalgarden").exists() {
        make.publish_key = make.publish_key.take().or_else(|| Some("dg-publish".to_owned()));
    }
}
