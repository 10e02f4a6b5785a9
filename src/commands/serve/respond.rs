//! From a request to a response.
//!
//! The gate stands before everything else: only a request that names this very server as its host, and comes from no
//! other origin, is answered at all. So a web page in the author's browser can neither read the site by a name that
//! it has pointed to this machine, nor listen to reloads. Only `GET` and `HEAD`, only files of the built site.

use super::{Snapshot, overlay};
use crate::text::plain::encode_ascii_path;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use percent_encoding::percent_decode_str;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::net::SocketAddr;
use unicode_normalization::UnicodeNormalization as _;

pub(super) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// The policy that pages state in their own `<meta>`, and who may frame them, which only a header can say.
/// `'self'` covers the script for reloading.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
    frame-src 'none'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types dossier-search \
    dossier-search-index dossier-cards; \
    frame-ancestors 'none'";

/// What to answer.
pub(super) enum Answer {
    /// A complete response.
    Whole(Response<Body>),
    /// A response whose body is the stream of versions.
    Stream,
}

/// Answers a request that came in at `local`.
pub(super) fn answer(request: &Parts, local: SocketAddr, snapshot: &Snapshot) -> Answer {
    Answer::Whole(match gate(request, local) {
        Err(refusal) => refuse(refusal),
        Ok(path) => match path.as_str() {
            overlay::STREAM_PATH if is_foreign_fetch(&request.headers) => {
                plain(StatusCode::FORBIDDEN, "only the site's own pages may listen")
            }
            overlay::STREAM_PATH if request.method == Method::GET => return Answer::Stream,
            overlay::STREAM_PATH => response(StatusCode::OK, "text/event-stream", Vec::new()),
            overlay::SCRIPT_PATH => response(StatusCode::OK, content_type("x.js"), overlay::SCRIPT.into()),
            overlay::STYLE_PATH => response(StatusCode::OK, content_type("x.css"), overlay::STYLE.into()),
            path => file(path, request.uri.query(), snapshot),
        },
    })
}

/// Why a request is not let through.
type Refusal = (StatusCode, &'static str);

/// Lets a request through with the path that it asks for, decoded and without the slash at the start.
fn gate(request: &Parts, local: SocketAddr) -> Result<String, Refusal> {
    let hosts = hosts(local);
    let allowed = |host: &str| hosts.iter().any(|known| known == host);
    let mut named = request.headers.get_all(header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default(),
        _ => return Err((StatusCode::BAD_REQUEST, "one host must be named")),
    };
    if !allowed(host) || request.uri.authority().is_some_and(|authority| !allowed(authority.as_str())) {
        return Err((StatusCode::FORBIDDEN, "this server has another name"));
    }
    let foreign = |origin: &HeaderValue| {
        let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        !origin.is_some_and(allowed)
    };
    if request.headers.get_all(header::ORIGIN).iter().any(foreign) {
        return Err((StatusCode::FORBIDDEN, "other sites may not read this one"));
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "pages can only be read"));
    }
    let path = request.uri.path().strip_prefix('/').and_then(decode);
    path.ok_or((StatusCode::BAD_REQUEST, "the address cannot be read"))
}

fn refuse((status, reason): Refusal) -> Response<Body> {
    let mut response = plain(status, reason);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// The names of this server, each with its port. The address that the client connected to is one of them: an address
/// in figures cannot be pointed elsewhere.
fn hosts(local: SocketAddr) -> Vec<String> {
    let port = local.port();
    let local = SocketAddr::new(local.ip().to_canonical(), port);
    let mut hosts =
        vec![format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}"), local.to_string()];
    if port == 80 {
        // Browsers leave out the usual port.
        let bare: Vec<_> = hosts.iter().filter_map(|host| host.strip_suffix(":80").map(str::to_owned)).collect();
        hosts.extend(bare);
    }
    hosts
}

/// Whether the browser says that another site's page asks.
fn is_foreign_fetch(headers: &HeaderMap) -> bool {
    headers.get_all("sec-fetch-site").iter().any(|site| site != "same-origin" && site != "none")
}

/// `%41` to `A`; `None` for what is neither text nor the name of a file.
fn decode(path: &str) -> Option<String> {
    // the crate leaves what is not encoded rightly as it is
    let rest_is_encoded =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    if !path.split('%').skip(1).all(rest_is_encoded) {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    let strange = path.contains(|c: char| c.is_control() || c == '\\') || path.split('/').any(|part| part == "..");
    (!strange).then_some(path)
}

fn file(path: &str, query: Option<&str>, snapshot: &Snapshot) -> Response<Body> {
    let Some(site) = &snapshot.site else { return broken("x.html", snapshot.errors.as_deref(), snapshot) };
    let path: String = path.nfc().collect();
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    match site.get(&name) {
        Ok(Some(bytes)) => return found(StatusCode::OK, &name, &bytes, snapshot),
        Ok(None) => {}
        Err(errors) => return broken(&name, Some(&anstream::adapter::strip_str(&errors).to_string()), snapshot),
    }
    if site.has(&format!("{name}/index.html")) {
        return redirect(&name, query);
    }
    match site.get("404.html") {
        Ok(Some(bytes)) => found(StatusCode::NOT_FOUND, "404.html", &bytes, snapshot),
        Ok(None) => plain(StatusCode::NOT_FOUND, "there is no such page"),
        Err(errors) => broken("404.html", Some(&anstream::adapter::strip_str(&errors).to_string()), snapshot),
    }
}

/// What is wrong, in place of a file.
fn broken(name: &str, errors: Option<&str>, snapshot: &Snapshot) -> Response<Body> {
    if !content_type(name).starts_with("text/html") {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, errors.unwrap_or_default());
    }
    let page = overlay::error_page(errors, snapshot.version);
    response(StatusCode::INTERNAL_SERVER_ERROR, content_type("x.html"), page)
}

fn found(status: StatusCode, name: &str, bytes: &[u8], snapshot: &Snapshot) -> Response<Body> {
    let kind = content_type(name);
    let bytes = if kind.starts_with("text/html") { overlay::page(bytes, snapshot) } else { bytes.to_vec() };
    response(status, kind, bytes)
}

/// To the folder's address with a slash, without which its relative links would lead elsewhere. `name` is that of a
/// folder of the site, so this leads to no other server.
fn redirect(name: &str, query: Option<&str>) -> Response<Body> {
    let mut location = format!("/{}/", encode_ascii_path(name));
    if let Some(query) = query {
        let _ = write!(location, "?{query}");
    }
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "a folder");
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// The answer to a request on which we stumbled.
pub(super) fn failure() -> Response<Body> {
    plain(StatusCode::INTERNAL_SERVER_ERROR, "this cannot be answered: a fault in dossier")
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    response(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
}

fn response(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    with_headers(status, kind, Full::new(Bytes::from(bytes)).boxed_unsync())
}

/// A response with the headers that every response has.
pub(super) fn with_headers(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn content_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" | "geojson" => "application/json",
        "jsonl" | "ndjson" => "application/jsonl; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "xml" | "gexf" | "graphml" => "application/xml",
        "atom" => "application/atom+xml",
        "txt" | "md" | "bib" | "ris" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" | "apng" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "m4a" => "audio/mp4",
        "mp4" | "m4v" => "video/mp4",
        "ogv" => "video/ogg",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
