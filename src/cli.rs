//! The command line: what can be typed, and the help for it.
//!
//! In: arguments. Out: one [`Cli`], checked as far as that is possible without a dossier. A mistake here is a usage
//! error: clap prints it and exits with 2. Nothing is read or decided.

use crate::diagnostics::Code;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use jiff::civil::Date;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Turns a folder of Markdown articles into a cross-linked, searchable static dossier.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(
    name = "dossier",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 the content has errors, 2 wrong usage, 3 could not read or write.\n\
                  Messages go to standard error, data to standard output. NO_COLOR is honoured."
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Folder of the dossier [default: the nearest one upwards with a dossier.toml, or with content/]
    #[arg(short, long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// Settings file [default: dossier.toml in the dossier's folder]
    #[arg(short, long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more about what is done
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colours in messages
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorChoice,
    /// Number of threads [default: one for each processor]; the result is the same with any number
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

/// When messages are coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Start a dossier: settings, examples of pages, a workflow for GitHub Pages. A folder that holds Markdown already (an Obsidian
    /// vault, a Hugo, Zola, Jekyll, Quartz or MkDocs site) gets settings made for it and nothing else
    Init(Init),
    /// Start a page: an article, or an entity of some kind
    New(New),
    /// Build the site
    Build(Build),
    /// Build in memory, show the site in the browser, and rebuild on every change
    Serve(Serve),
    /// Report mistakes and undecided names without building
    Check(Check),
    /// List the people, organisations and places that the articles name and the dossier lacks
    Suggest(Suggest),
    /// Make drafts of saved pages and texts: Markdown of browser clippers, plain text
    Import(Import),
    /// Write the dossier's data: text, mentions, quotes, entities, citations
    Export(Export),
    /// Build, say what changes for readers, and send the site to a branch or a folder
    Publish(Publish),
    /// Delete what the last build wrote
    Clean(Clean),
    /// Print a completion script for a shell
    Completions(Completions),
}

/// `dossier init`
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Init {
    /// Folder to start in; made if it is not there
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    /// Theme to name in the settings: `default`, `plain`, or one of your own in themes/, which is started if it is not there
    #[arg(long, value_name = "NAME", value_parser = theme_name)]
    pub theme: Option<String>,
    /// Begin with a copy of the notes in this folder, a vault or a site of another make; the folder itself stays as it is
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub from: Option<PathBuf>,
    /// Write the workflow that publishes on this host [default: github; none in a folder that holds Markdown already]
    #[arg(long, value_name = "HOST", value_enum)]
    pub ci: Option<CiHost>,
}

/// Hosts whose workflows `init` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CiHost {
    /// GitHub Actions and GitHub Pages
    Github,
    /// GitLab CI and GitLab Pages
    Gitlab,
    /// Forgejo Actions, pushing to the branch `pages`
    Forgejo,
}

/// `dossier new`
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct New {
    /// `article`, `page`, or a kind of entity: `person`, `organization`, `place`, `topic`, `event`, or one of your own
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Title, or full name
    #[arg(value_name = "TITLE", value_parser = title)]
    pub title: String,
}

/// `dossier build`
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct Build {
    /// Folder for the site [default: output_dir of the settings, or `output`]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Address where the site will be published, for feeds and canonical links; overrides the settings
    #[arg(short = 'u', long, value_name = "URL", value_hint = ValueHint::Url, value_parser = base_url)]
    pub base_url: Option<String>,
    /// Build drafts too
    #[arg(long)]
    pub drafts: bool,
    /// The day that counts as today for embargoes [default: SOURCE_DATE_EPOCH, else the current day in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Leave pages with errors out, name them, and publish the rest
    #[arg(long)]
    pub keep_going: bool,
    /// Leave out what HTML does not need
    #[arg(long)]
    pub minify: bool,
    /// Make everything anew, and note nothing for the next build
    #[arg(long)]
    pub no_cache: bool,
}

/// `dossier serve`
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Serve {
    /// Port to listen on; if it is taken, the next free one
    #[arg(short, long, value_name = "PORT", default_value_t = 1111)]
    pub port: u16,
    /// Address to listen on; any other than a loopback address lets others in the network read the site, drafts too
    #[arg(short, long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub interface: IpAddr,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Build drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Leave pages with errors out, name them, and show the rest
    #[arg(long)]
    pub keep_going: bool,
}

/// `dossier check`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args)]
pub struct Check {
    /// Also ask the web whether links to other sites still work; the only command that does
    #[arg(long)]
    pub external: bool,
    /// Check drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Pages with errors stay out: only what would stop `build --keep-going` makes the check fail
    #[arg(long)]
    pub keep_going: bool,
    /// Read everything anew, and note nothing for the next check
    #[arg(long)]
    pub no_cache: bool,
    /// Say what a code of a message means, and check nothing
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub explain: Option<Code>,
    /// Form of the report; `human` says the same mistake in many files once, with --verbose all in full
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// Form of a report of mistakes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// With the line and a mark under the place
    #[default]
    Human,
    /// One line each, for editors
    Short,
    /// One JSON object a line
    Json,
    /// Annotations for GitHub Actions
    Github,
}

/// `dossier suggest`
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Suggest {
    /// What to look for
    #[arg(value_enum, default_value_t)]
    pub what: SuggestWhat,
    /// Only names that are likely this: `person`, `organization`, `place`. With `--write`: what the name is, any kind of the dossier
    #[arg(long = "type", value_name = "KIND")]
    pub kind: Option<String>,
    /// Number of names or statements to list; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Number of sentences to show for each name
    #[arg(short, long, value_name = "N", default_value_t = 1)]
    pub sentences: usize,
    /// Make a page for this name, or put the statement of this id into its article; may be given several times
    #[arg(short, long, value_name = "NAME|ID")]
    pub write: Vec<String>,
    /// Make a page for every name; a page that is there is never touched
    #[arg(long, conflicts_with = "write")]
    pub write_all: bool,
    /// With `--write-all`: only names that stand in the articles more often than this
    #[arg(long, value_name = "N", default_value_t = 0, requires = "write_all")]
    pub above: usize,
    /// Never suggest this name or statement again; kept in `suggest.toml`
    #[arg(long, value_name = "NAME|ID", conflicts_with_all = ["write", "write_all"])]
    pub reject: Vec<String>,
}

/// What `suggest` looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SuggestWhat {
    /// People, organisations and places that have no page
    #[default]
    Names,
    /// Sentences of reported speech, as `::: statement` blocks
    Statements,
}

/// `dossier import`
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = IMPORT_FORMATS)]
pub struct Import {
    /// Files and folders to import; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Who published all of these texts, whatever they say
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// When they were saved
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub retrieved: Option<Date>,
    /// Their language, such as `en`
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// What they are: `article`, `note` (your own, which has no source), or the kind that the rows of a table are: `person`, `place`
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// `--draft=false` publishes them with the next build
    #[arg(long, value_name = "true|false", default_value_t = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", action = clap::ArgAction::Set)]
    pub draft: bool,
    /// Only say what would be written
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// What `import` can read, for its help.
const IMPORT_FORMATS: &str = "\
Read are, by what stands in them and not by their names:
  saved web pages       HTML with its folder of pictures, SingleFile, MHTML
  documents             DOCX, ODT, PDF with a text layer, Markdown, plain text
  messages              .eml, .mbox
  feeds                 RSS, Atom
  bibliographies        BibTeX, RIS, CSL-JSON, Zotero RDF, with their notes
  tables                CSV, TSV, JSON Lines; FollowTheMoney entities
Nothing is fetched, no file is overwritten, and what comes in is a draft.";

/// `dossier export`
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Export {
    /// What to write
    #[arg(value_name = "WHAT", value_enum)]
    pub what: ExportWhat,
    /// Form to write it in [default: the first that suits WHAT]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<ExportFormat>,
    /// File to write to [default: standard output]
    #[arg(short = 'O', long = "to", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub to: Option<PathBuf>,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// The plain text of all articles, by paragraph
    Text,
    /// Every place where an entity is mentioned
    Mentions,
    /// Every quotation, with its speaker
    Quotes,
    /// Names that the articles have and the dossier lacks, best first
    Names,
    /// People, organisations, places, topics, events, with their facts
    Entities,
    /// Entities and what ties them to each other
    Graph,
    /// Articles as bibliographic records
    Citations,
}

/// Forms of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values
    Csv,
    /// FollowTheMoney entities
    Ftm,
    /// GEXF, for Gephi
    Gexf,
    /// GraphML
    Graphml,
    /// BibTeX
    Bibtex,
    /// RIS, for reference managers
    Ris,
    /// CSL-JSON
    CslJson,
}

/// `dossier publish`
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct Publish {
    /// Where to: `branch:gh-pages`, `branch:NAME@REMOTE` or `folder:PATH` [default: `to` below `[publish]` in the settings]
    #[arg(long, value_name = "PLACE")]
    pub to: Option<String>,
    /// Only show what would change
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Publish without asking
    #[arg(short, long, conflicts_with = "dry_run")]
    pub yes: bool,
    /// On a branch, replace everything but CNAME, whoever put it there
    #[arg(long)]
    pub replace: bool,
    /// Form of what is said about the changes; JSON goes to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: PublishFormat,
    /// Address where the site will be published, for feeds and canonical links; overrides the settings
    #[arg(short = 'u', long, value_name = "URL", value_hint = ValueHint::Url, value_parser = base_url)]
    pub base_url: Option<String>,
    /// The day that counts as today for embargoes [default: SOURCE_DATE_EPOCH, else the current day in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<Date>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Leave pages with errors out, name them, and publish the rest
    #[arg(long)]
    pub keep_going: bool,
    /// Leave out what HTML does not need
    #[arg(long)]
    pub minify: bool,
}

/// Form of what `publish` says about changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PublishFormat {
    /// Lines of text
    #[default]
    Human,
    /// One JSON object
    Json,
}

/// `dossier clean`
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct Clean {
    /// Folder of the site [default: output_dir of the settings, or `output`]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// Delete what dossier noted of its last runs, and leave the site alone
    #[arg(long, conflicts_with = "output")]
    pub cache: bool,
}

/// `dossier completions`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

fn day(text: &str) -> Result<Date, String> {
    let shape = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = if shape { text.parse().ok() } else { None };
    date.ok_or_else(|| "expected a day such as 2016-01-07".to_owned())
}

/// `D040`, `d40` or `40`.
fn code(text: &str) -> Result<Code, String> {
    let digits = text.trim().trim_start_matches(['D', 'd']);
    digits.parse().map(Code).map_err(|_| "a code looks like D040".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let strange = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}?#".contains(c);
    if host.is_empty() || host.contains('@') || text.contains(strange) {
        return Err("expected an address such as https://example.org/dossier".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn title(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text {
        "" => Err("a title must not be empty".to_owned()),
        _ if text.contains(char::is_control) => Err("a title must be one line without control characters".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

fn theme_name(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !text.is_empty() && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("expected the name of a folder below themes/: letters, digits, `-`, `_`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("dossier").chain(line.split_whitespace()))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_are_understood() {
        let Ok(Cli { global, command: Command::Build(build) }) = parse(
            "-r site build -o out -u https://example.org/x/ --drafts --today 2016-01-07 --threads 2 -v --color never",
        ) else {
            panic!("not understood")
        };
        assert_eq!(
            global,
            Global {
                root: Some("site".into()),
                verbose: true,
                color: ColorChoice::Never,
                threads: NonZeroUsize::new(2),
                ..Global::default()
            }
        );
        assert_eq!(
            build,
            Build {
                output: Some("out".into()),
                base_url: Some("https://example.org/x".into()),
                drafts: true,
                today: Some(jiff::civil::date(2016, 1, 7)),
                ..Build::default()
            }
        );
        let Ok(Cli { command: Command::Serve(serve), .. }) = parse("serve") else { panic!("not understood") };
        let expected = Serve {
            port: 1111,
            interface: IpAddr::V4(Ipv4Addr::LOCALHOST),
            open: false,
            drafts: false,
            keep_going: false,
        };
        assert_eq!(serve, expected);
        let Ok(Cli { command: Command::Export(export), .. }) = parse("export citations --format csl-json -O refs.json")
        else {
            panic!("not understood")
        };
        let expected =
            Export { what: ExportWhat::Citations, format: Some(ExportFormat::CslJson), to: Some("refs.json".into()) };
        assert_eq!(export, expected);
    }

    #[test]
    fn every_command_parses() {
        for line in [
            "init",
            "init my-dossier --theme paper",
            "init my-dossier --from notes --ci gitlab",
            "new article Title",
            "build --strict --minify --no-cache",
            "serve -p 8080 -i 0.0.0.0 -O --drafts",
            "serve -i ::1",
            "suggest --type person -n 0",
            "suggest --write-all --above 5",
            "suggest statements --write 0a1b2c3d",
            "suggest --reject Reuters",
            "import a.md b.txt",
            "import --outlet Gazette --retrieved 2016-01-07 --lang en --kind person --draft=false -n folder -",
            "check --external --format github",
            "export text",
            "export quotes --format jsonl --to -",
            "clean -q",
            "clean --cache",
            "check --no-cache",
            "publish --dry-run --format json",
            "publish -y --to branch:gh-pages@../site.git --replace",
            "completions bash",
        ] {
            assert!(parse(line).is_ok(), "{line}: {:?}", parse(line));
        }
    }

    #[test]
    fn mistakes_are_usage_errors() {
        for line in [
            "",
            "biuld",
            "build --dratfs",
            "build --today yesterday",
            "build --today 2016-02-30",
            "build --today 2016-01",
            "build -u ftp://example.org",
            "build -u https://",
            "build -u https://example.org/?q=1",
            "build --threads 0",
            "build -q -v",
            "serve -p 70000",
            "serve -i everywhere",
            "check --format xml",
            "export everything",
            "new article",
            "init --theme ../x",
            "completions cmd",
        ] {
            assert_eq!(parse(line).map_err(|error| error.exit_code()), Err(2), "{line}");
        }
        assert_eq!(parse("--version").map_err(|error| error.exit_code()), Err(0));
    }
}
