//! Whether links to other sites still work: the only room that speaks to other hosts, and only for `check --external`.
//!
//! In: addresses. Out: what became of each. A dossier that was copied from somebody else may name any address, those of the author's own
//! network among them: so a name is looked up first, every address it has must be one of the open internet, and the connection is made to
//! just that address. The same holds for each redirect. No cookies, no credentials, no proxy, no body that is read; five redirects, ten
//! seconds. Which links a page has is the business of others.

mod policy;

pub use policy::is_public;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::{Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

/// Longest that an answer may take, redirects included.
const PATIENCE: Duration = Duration::from_secs(10);
const REDIRECTS: usize = 5;
/// Largest head of an answer; its body is not read.
const HEAD: usize = 64 * 1024;
/// Hosts that are asked at a time; each host is asked one question after the other.
const WORKERS: usize = 8;

/// What became of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It leads to a page.
    Works,
    /// The host answers, but not with a page: the status.
    Status(u16),
    /// It leads, at once or by redirects, to an address that is not of the open internet, or not of the web.
    Refused(String),
    /// More redirects than a browser would follow.
    Loops,
    /// No answer: the machine's words.
    Silent(String),
}

/// Which addresses may be connected to.
pub type Allow = fn(IpAddr) -> bool;

/// Asks for each address once; the answers are in the order of the addresses.
pub fn check(addresses: Vec<String>, allow: Allow) -> BTreeMap<String, Outcome> {
    let mut by_host: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for address in addresses {
        let host = Url::parse(&address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        by_host.entry(host).or_default().push(address);
    }
    let waiting = Mutex::new(by_host.into_values());
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                let agent = agent(allow);
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(addresses) = next else { return };
                    for address in addresses {
                        let outcome = ask(&agent, &address, PATIENCE);
                        done.lock().unwrap_or_else(PoisonError::into_inner).insert(address, outcome);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn agent(allow: Allow) -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .max_response_header_size(HEAD)
        .max_idle_connections(0)
        .user_agent(concat!("dossier/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Guarded { allow })
}

/// Follows an address to its end, which must come before `patience` is over, however many redirects lead there.
fn ask(agent: &Agent, address: &str, patience: Duration) -> Outcome {
    let Ok(mut url) = Url::parse(address) else { return Outcome::Refused("not an address".to_owned()) };
    let start = Instant::now();
    for _ in 0..=REDIRECTS {
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
            return Outcome::Refused(format!("leads to `{}`", url.scheme()));
        }
        url.set_fragment(None);
        let left = patience.saturating_sub(start.elapsed()).max(Duration::from_millis(1));
        let response = match agent.get(url.as_str()).config().timeout_global(Some(left)).build().call() {
            Ok(response) => response,
            Err(Error::Other(error)) if error.is::<NotPublic>() => {
                return Outcome::Refused(format!(
                    "`{}` is not an address of the open internet",
                    url.host_str().unwrap_or_default()
                ));
            }
            Err(error) => return Outcome::Silent(error.to_string()),
        };
        let status = response.status();
        if !status.is_redirection() {
            return if status.is_success() { Outcome::Works } else { Outcome::Status(status.as_u16()) };
        }
        let target = response.headers().get(header::LOCATION).and_then(|target| target.to_str().ok());
        match target.and_then(|target| url.join(target).ok()) {
            Some(next) => url = next,
            None => return Outcome::Status(status.as_u16()),
        }
    }
    Outcome::Loops
}

/// A resolver that gives permitted addresses only; the connection is made to what it gives, so that nothing can change in between.
#[derive(Debug)]
struct Guarded {
    allow: Allow,
}

#[derive(Debug, thiserror::Error)]
#[error("not an address of the open internet")]
struct NotPublic;

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        // one address of the inner network among others is no accident
        if found.iter().all(|address| (self.allow)(address.ip())) {
            Ok(found)
        } else {
            Err(Error::Other(Box::new(NotPublic)))
        }
    }
}

#[cfg(test)]
mod tests;
