//! Workflows that publish a dossier from where its source is kept: which file, and what stands in it.
//!
//! They fetch a released program and check it against the list of checksums beside it; where there is none for the machine, the
//! program is compiled.

use crate::cli::CiHost;

/// Lines of shell that install the program.
const INSTALL: &str = include_str!("starter/ci/install.sh");

/// Where this very program was released from, as the address below which its tags lie; programs that were compiled by hand know
/// none. The release workflow sets it.
const RELEASES: Option<&str> = option_env!("DOSSIER_RELEASES");

/// Address of the repository that this very program was released from.
const REPOSITORY: Option<&str> = option_env!("DOSSIER_REPOSITORY");

/// Path below the dossier's folder, and text.
pub(super) fn file(host: CiHost) -> (&'static str, String) {
    let (path, template) = match host {
        CiHost::Github => (".github/workflows/pages.yml", include_str!("starter/ci/github.yml")),
        CiHost::Gitlab => (".gitlab-ci.yml", include_str!("starter/ci/gitlab.yml")),
        CiHost::Forgejo => (".forgejo/workflows/pages.yml", include_str!("starter/ci/forgejo.yml")),
    };
    (path, filled(template))
}

fn filled(template: &str) -> String {
    let mut text = String::with_capacity(template.len() + 2 * INSTALL.len());
    let install = install();
    for line in template.lines() {
        if line.trim() == "INSTALL" {
            let indent = &line[..line.len() - "INSTALL".len()];
            for line in install.lines() {
                text.extend([indent, line, "\n"]);
            }
        } else {
            text.extend([line, "\n"]);
        }
    }
    text
}

fn install() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let source = match REPOSITORY {
        Some(repository) => format!("--git {repository} --tag v{version}"),
        None => format!("{} --version {version}", env!("CARGO_PKG_NAME")),
    };
    INSTALL
        .replace("VERSION", version)
        .replace("RELEASES:-RELEASES", &format!("RELEASES:-{}", RELEASES.unwrap_or_default()))
        .replace("CRATE", &source)
}
