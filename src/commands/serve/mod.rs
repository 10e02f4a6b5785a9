//! `dossier serve`: the site from memory, on this machine, built again on every change.
//!
//! In: a function that builds a [`MemorySite`]. Out: pages over HTTP on a loopback address. It never writes to disk.
//! Web pages that are open in the author's browser count as attackers: see [`respond`] for what they are refused.

mod overlay;
mod respond;
mod server;
mod watch;

use crate::publish::MemorySite;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::SystemTime;
use tokio::sync::watch::Sender;

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeOptions {
    /// The dossier's folder.
    pub root: PathBuf,
    /// Its settings file.
    pub config: PathBuf,
    /// The folder of its content, relative to the root.
    pub content: String,
    /// The folder of its output, which is not watched.
    pub output: String,
    /// Address to listen on.
    pub interface: IpAddr,
    /// Port to listen on; if it is taken, one of the next.
    pub port: u16,
    /// Whether to open the site in the browser.
    pub open: bool,
    /// Whether to print errors only.
    pub quiet: bool,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// No port is free, or the address is not one of this machine.
    #[error("cannot listen on {address}: {source}\nhelp: choose another one with `--port` or `--interface`")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The machine's words.
        source: io::Error,
    },
    /// The machine refuses.
    #[error("cannot {action}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The machine's words.
        source: io::Error,
    },
}

/// What is served at a moment.
#[derive(Debug)]
struct Snapshot {
    /// The last site that could be built.
    site: Option<Arc<MemorySite>>,
    /// What the last build had to complain about, as plain text, if it failed.
    errors: Option<String>,
    /// Different for each build, also after a restart.
    version: u64,
}

/// How many ports are tried before giving up.
const PORTS: u16 = 100;

/// Serves until interrupted (Ctrl-C).
///
/// `build` is called at once and after each change of the dossier's files, never twice at a time, with the last good site. When
/// it fails, its text is shown over that site, which stays.
pub fn run(
    options: &ServeOptions,
    build: impl Fn(Option<Arc<MemorySite>>) -> Result<MemorySite, String> + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let listener = listen(options.interface, options.port)?;
    let address = listener.local_addr().map_err(|source| ServeError::Io { action: "listen", source })?;
    // The watch begins before the first build, so that no change falls between them.
    let (report, changes) = mpsc::channel();
    let watcher = watch::Watcher::start(options, report);

    let start = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_secs());
    let first = next(&build, &Snapshot { site: None, errors: None, version: start << 20 });
    let (snapshots, current) = tokio::sync::watch::channel(Arc::new(first));
    announce(options, address, watcher.as_ref().err());
    if let Ok(watcher) = watcher {
        std::thread::spawn(move || rebuild(watcher, &changes, &snapshots, build));
        serve(listener, current)
    } else {
        let served = serve(listener, current);
        drop(snapshots);
        served
    }
}

fn serve(listener: TcpListener, current: tokio::sync::watch::Receiver<Arc<Snapshot>>) -> Result<(), ServeError> {
    let io = |source| ServeError::Io { action: "start the server", source };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(io)?;
    let stop = async {
        // Without signals there is no way to stop but to be killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    runtime.block_on(server::run(listener, current, stop)).map_err(io)
}

/// The first free port from `port` on; `0` is any.
fn listen(interface: IpAddr, port: u16) -> Result<TcpListener, ServeError> {
    let mut taken = None;
    for port in port..=port.saturating_add(PORTS) {
        match TcpListener::bind((interface, port)) {
            Ok(listener) => return Ok(listener),
            Err(source) if source.kind() == io::ErrorKind::AddrInUse => taken = taken.or(Some(source)),
            Err(source) => return Err(ServeError::Listen { address: (interface, port).into(), source }),
        }
    }
    let source = taken.unwrap_or_else(|| io::ErrorKind::AddrInUse.into());
    Err(ServeError::Listen { address: (interface, port).into(), source })
}

fn announce(options: &ServeOptions, address: SocketAddr, blind: Option<&notify_debouncer_full::notify::Error>) {
    let url = format!("http://{address}/");
    if !address.ip().is_loopback() {
        say("warning: everyone in the network can read this site, drafts included");
    }
    if let Some(error) = blind {
        say(&format!("warning: cannot watch the dossier's files, so changes will not be seen: {error}"));
    }
    if !options.quiet {
        if options.port != 0 && address.port() != options.port {
            say(&format!("port {} is taken", options.port));
        }
        say(&format!("serving {url} (stop with Ctrl-C)"));
    }
    if options.open
        && let Err(error) = open::that_detached(&url)
    {
        say(&format!("warning: cannot open the browser: {error}"));
    }
}

/// Builds after each change, until the server is gone.
fn rebuild(
    mut watcher: watch::Watcher,
    changes: &mpsc::Receiver<watch::Change>,
    snapshots: &Sender<Arc<Snapshot>>,
    build: impl Fn(Option<Arc<MemorySite>>) -> Result<MemorySite, String>,
) {
    while let Ok(change) = changes.recv() {
        // What came in during the last build is one change.
        let waiting: Vec<_> = std::iter::once(change).chain(changes.try_iter()).collect();
        watcher.follow(&waiting);
        let snapshot = next(&build, &snapshots.borrow());
        if snapshots.send(Arc::new(snapshot)).is_err() {
            return;
        }
    }
}

/// Builds once. A failure keeps the last good site.
fn next(build: &impl Fn(Option<Arc<MemorySite>>) -> Result<MemorySite, String>, last: &Snapshot) -> Snapshot {
    let version = last.version + 1;
    match build(last.site.clone()) {
        Ok(site) => Snapshot { site: Some(Arc::new(site)), errors: None, version },
        Err(errors) => {
            say(errors.trim_end());
            let plain = anstream::adapter::strip_str(&errors).to_string();
            Snapshot { site: last.site.clone(), errors: Some(plain), version }
        }
    }
}

/// A line on standard error. That nobody reads it is no reason to stop.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

#[cfg(test)]
mod tests;
