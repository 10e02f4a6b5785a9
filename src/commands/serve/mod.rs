//! `dossier serve`: the site on this machine, each page made when it is asked for, the content read again on every change.
//!
//! In: a function that gives a [`Site`]. Out: pages over HTTP on a loopback address. It never writes to disk.
//! Web pages that are open in the author's browser count as attackers: see [`respond`] for what they are refused.

mod overlay;
mod respond;
mod server;
mod watch;

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

/// A site that can be asked for its files, by many threads at once.
pub trait Site: Send + Sync {
    /// The file at a path, if there is one; the error is what is to be shown in its place.
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, String>;

    /// Whether there is a file at a path that was known before anything was made.
    fn has(&self, path: &str) -> bool;
}

/// Reads the content, or says what is wrong with it.
pub type Read = dyn FnMut() -> Result<Arc<dyn Site>, String> + Send;

/// What is served at a moment.
struct Snapshot {
    /// The last site that could be read.
    site: Option<Arc<dyn Site>>,
    /// What was wrong at the last reading, as plain text, if it failed.
    errors: Option<String>,
    /// Different for each reading, also after a restart.
    version: u64,
}

/// How many ports are tried before giving up.
const PORTS: u16 = 100;

/// Serves until interrupted (Ctrl-C).
///
/// `read` is called at once and after each change of the dossier's files, never twice at a time. When it fails, its text is shown
/// over the last good site, which stays.
pub fn run(options: &ServeOptions, mut read: Box<Read>) -> Result<(), ServeError> {
    let listener = listen(options.interface, options.port)?;
    let address = listener.local_addr().map_err(|source| ServeError::Io { action: "listen", source })?;
    // The watch begins before the first reading, so that no change falls between them.
    let (report, changes) = mpsc::channel();
    let watcher = watch::Watcher::start(options, report);

    let start = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_secs());
    let first = next(&mut *read, &Snapshot { site: None, errors: None, version: start << 20 });
    let (snapshots, current) = tokio::sync::watch::channel(Arc::new(first));
    announce(options, address, watcher.as_ref().err());
    if let Ok(watcher) = watcher {
        std::thread::spawn(move || follow(watcher, &changes, &snapshots, read));
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
    let served = runtime.block_on(server::run(listener, current, stop)).map_err(io);
    // a page that is being made is of no use to anybody now
    runtime.shutdown_background();
    served
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

/// Reads after each change, until the server is gone.
fn follow(
    mut watcher: watch::Watcher,
    changes: &mpsc::Receiver<watch::Change>,
    snapshots: &Sender<Arc<Snapshot>>,
    mut read: Box<Read>,
) {
    while let Ok(change) = changes.recv() {
        // What came in during the last reading is one change.
        let waiting: Vec<_> = std::iter::once(change).chain(changes.try_iter()).collect();
        watcher.follow(&waiting);
        let snapshot = next(&mut *read, &snapshots.borrow());
        if snapshots.send(Arc::new(snapshot)).is_err() {
            return;
        }
    }
}

/// Reads once. A failure keeps the last good site.
fn next(read: &mut Read, last: &Snapshot) -> Snapshot {
    let version = last.version + 1;
    match read() {
        Ok(site) => Snapshot { site: Some(site), errors: None, version },
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
