//! Raw requests, as an attacker would send them.

use super::*;
use crate::publish::{MemorySite, Sink as _};
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

struct Served {
    address: SocketAddr,
    snapshots: Sender<Arc<Snapshot>>,
    _stop: tokio::sync::oneshot::Sender<()>,
}

impl Site for MemorySite {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        if path.ends_with("broken.html") || path.ends_with("broken.js") {
            return Err("\u{1b}[31merror\u{1b}[0m: <b>".to_owned());
        }
        Ok(Self::get(self, path).map(|bytes| bytes.to_vec()))
    }

    fn has(&self, path: &str) -> bool {
        Self::get(self, path).is_some()
    }
}

fn site(files: &[(&str, &str)]) -> Arc<dyn Site> {
    let site = MemorySite::new();
    for (path, text) in files {
        site.write(path, text.as_bytes()).unwrap();
    }
    Arc::new(site)
}

fn start() -> Served {
    let site = site(&[
        ("index.html", "<body>Home</body>"),
        ("people/index.html", "<body>People</body>"),
        ("people/köln.html", "<body>Köln</body>"),
        ("assets/site.css", "p{}"),
        ("404.html", "<body>Lost</body>"),
        ("two words/index.html", "<body>Two</body>"),
    ]);
    let listener = listen(Ipv4Addr::LOCALHOST.into(), 0).unwrap();
    let address = listener.local_addr().unwrap();
    let (snapshots, current) =
        tokio::sync::watch::channel(Arc::new(Snapshot { site: Some(site), errors: None, version: 1 }));
    let (stop, stopped) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(server::run(listener, current, async {
            let _ = stopped.await;
        }))
    });
    Served { address, snapshots, _stop: stop }
}

impl Served {
    fn send(&self, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request).unwrap();
        stream
    }

    /// The whole answer; `PORT` in the request stands for ours.
    fn ask(&self, request: &str) -> String {
        let request = request.replace("PORT", &self.address.port().to_string());
        let mut answer = Vec::new();
        let _ = self.send(request.as_bytes()).read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n"))
    }
}

fn status(answer: &str) -> u16 {
    answer.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[test]
fn pages_are_served_with_every_header() {
    let served = start();
    let answer = served.get("/").to_lowercase();
    assert_eq!(status(&answer), 200);
    for header in [
        "content-type: text/html; charset=utf-8\r\n",
        "x-content-type-options: nosniff\r\n",
        "cache-control: no-store\r\n",
        "cross-origin-resource-policy: same-origin\r\n",
        "frame-ancestors 'none'\r\n",
        "require-trusted-types-for 'script'; trusted-types dossier-search dossier-search-index dossier-cards;",
    ] {
        assert!(answer.contains(header), "{header}: {answer}");
    }
    assert!(!answer.contains("access-control"), "{answer}");
    assert!(answer.ends_with("<body>home<script src=\"/~dossier/reload.js\" data-version=\"1\"></script>\n</body>"));
    assert!(served.get("/~dossier/reload.js").contains("EventSource"));
}

#[test]
fn the_policy_is_that_of_the_pages() {
    let page = include_str!("../../../themes/default/templates/base.html");
    let meta = page.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(format!("{}; frame-ancestors 'none'", meta.unwrap()), respond::POLICY);
}

#[test]
fn addresses_lead_to_files_of_the_site_only() {
    let served = start();
    for (path, expected, text) in [
        ("/index.html", 200, "Home"),
        ("/?q=x", 200, "Home"),
        ("/people/", 200, "People"),
        ("/people/k%C3%B6ln.html", 200, "Köln"),
        ("/people/ko%CC%88ln.html", 200, "Köln"),
        ("/assets/site.css?v=1", 200, "\r\n\r\np{}"),
        ("/people", 307, "location: /people/\r\n"),
        ("/two%20words?q=1", 307, "location: /two%20words/?q=1\r\n"),
        ("//people", 404, "Lost"),
        ("//example.org/people", 404, "Lost"),
        ("/nothing", 404, "Lost"),
        ("/people/../index.html", 400, ""),
        ("/..%2f..%2fetc/passwd", 400, ""),
        ("/%2e%2e/%2e%2e/etc/passwd", 400, ""),
        ("/..%5c..%5cx", 400, ""),
        ("/%00", 400, ""),
        ("/%zz", 400, ""),
        ("/%ff", 400, ""),
        ("/%", 400, ""),
        ("/etc/passwd", 404, "Lost"),
        ("/file:///etc/passwd", 404, "Lost"),
    ] {
        let answer = served.get(path);
        assert_eq!(status(&answer), expected, "{path}: {answer}");
        assert!(answer.contains(text), "{path}: {answer}");
    }
}

#[test]
fn only_our_own_names_are_answered() {
    let served = start();
    for (head, expected) in [
        ("Host: 127.0.0.1:PORT", 200),
        ("Host: localhost:PORT", 200),
        ("Host: [::1]:PORT", 200),
        ("Host: localhost:PORT\r\nOrigin: http://localhost:PORT", 200),
        ("Host: localhost:PORT\r\nOrigin: http://127.0.0.1:PORT", 200),
        ("Host: 127.0.0.1", 403),
        ("Host: localhost", 403),
        ("Host: 127.0.0.1:1", 403),
        ("Host: attacker.example:PORT", 403),
        ("Host: 127.0.0.1.nip.io:PORT", 403),
        ("Host: localhost.:PORT", 403),
        ("Host: localhost:PORT.attacker.example", 403),
        ("Host: user@localhost:PORT", 403),
        ("Host: 0.0.0.0:PORT", 403),
        ("Host: 2130706433:PORT", 403),
        ("Host:", 403),
        ("X-Forwarded-Host: localhost:PORT", 400),
        ("Host: localhost:PORT\r\nHost: attacker.example", 400),
        ("Host: localhost:PORT\r\nHost: localhost:PORT", 400),
        ("Host: localhost:PORT\r\nOrigin: https://attacker.example", 403),
        ("Host: localhost:PORT\r\nOrigin: http://localhost", 403),
        ("Host: localhost:PORT\r\nOrigin: https://localhost:PORT", 403),
        ("Host: localhost:PORT\r\nOrigin: null", 403),
        ("Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\nOrigin: http://attacker.example", 403),
    ] {
        for path in ["/", "/~dossier/reload.js", "/nothing"] {
            let answer = served.ask(&format!("GET {path} HTTP/1.1\r\n{head}\r\nConnection: close\r\n\r\n"));
            let expected = if path == "/nothing" && expected == 200 { 404 } else { expected };
            assert_eq!(status(&answer), expected, "{path} {head}: {answer}");
            assert!(expected != 403 || !answer.contains("Home"), "{head}");
        }
    }
    let absolute = "GET http://attacker.example/ HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&served.ask(absolute)), 403);
    assert_eq!(status(&served.ask("GET / HTTP/1.0\r\n\r\n")), 400);
}

#[test]
fn pages_can_only_be_read() {
    let served = start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X"] {
        let answer = served.ask(&format!("{method} / HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n"));
        assert_eq!(status(&answer), 405, "{method}: {answer}");
        assert!(answer.contains("allow: GET, HEAD\r\n"), "{answer}");
        assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
    }
    let answer = served.ask("HEAD / HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&answer), 200);
    assert!(answer.ends_with("\r\n\r\n") && answer.contains("content-length: "), "{answer}");
}

#[test]
fn broken_clients_do_not_end_it() {
    let served = start();
    let long = format!("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    assert_eq!(status(&served.ask(&long)), 431);
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "x".repeat(100_000));
    assert!(matches!(status(&served.ask(&long)), 0 | 414 | 431));
    for garbage in [
        &b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"[..],
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        drop(served.send(garbage));
    }
    // Connections that say nothing do not keep others out.
    let silent: Vec<_> = (0..100).map(|_| served.send(b"GET / HT")).collect();
    assert_eq!(status(&served.get("/")), 200);
    drop(silent);
    assert_eq!(status(&served.get("/")), 200);
}

#[test]
fn a_slow_head_loses_its_connection() {
    let served = start();
    let start = std::time::Instant::now();
    let mut rest = Vec::new();
    let _ = served.send(b"GET / HTTP/1.1\r\nHost: loc").read_to_end(&mut rest);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

#[test]
fn listeners_hear_of_each_build_unless_they_are_strangers() {
    let served = start();
    let request = |extra: &str| {
        format!("GET /~dossier/reload HTTP/1.1\r\nHost: localhost:{}\r\n{extra}\r\n", served.address.port())
    };
    let mut stream = served.send(request("Sec-Fetch-Site: same-origin\r\n").as_bytes());
    let mut heard = String::new();
    let mut listen_for = |text: &str| {
        let mut buffer = [0; 1024];
        while !heard.contains(text) {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "the stream ended: {heard}");
            heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    };
    listen_for("content-type: text/event-stream");
    listen_for("data: 1\n\n");
    served.snapshots.send(Arc::new(Snapshot { site: None, errors: Some("x".into()), version: 2 })).unwrap();
    listen_for("data: 2\n\n");
    for stranger in ["Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n", "Origin: http://x\r\n"] {
        let answer = served.ask(&request(&format!("{stranger}Connection: close\r\n")));
        assert_eq!(status(&answer), 403, "{stranger}");
    }
}

#[test]
fn errors_are_shown_over_the_last_good_site() {
    let served = start();
    let broken = |site| Arc::new(Snapshot { site, errors: Some("a.md:1:1: error: <b>".into()), version: 2 });
    served.snapshots.send(broken(Some(site(&[("index.html", "<body>Good</body>")])))).unwrap();
    let answer = served.get("/");
    assert_eq!(status(&answer), 200);
    for text in ["<body>Good", "The dossier has errors", "a.md:1:1: error: &lt;b&gt;", "reload.js"] {
        assert!(answer.contains(text), "{text}: {answer}");
    }
    served.snapshots.send(broken(None)).unwrap();
    let answer = served.get("/people/");
    assert_eq!(status(&answer), 500);
    assert!(answer.contains("The dossier has errors") && answer.contains("data-version=\"2\""), "{answer}");
}

#[test]
fn what_is_wrong_with_a_page_stands_in_its_place() {
    let served = start();
    let answer = served.get("/people/broken.html");
    assert_eq!(status(&answer), 500);
    for text in ["The dossier has errors", "error: &lt;b&gt;", "reload.js", "data-version=\"1\""] {
        assert!(answer.contains(text), "{text}: {answer}");
    }
    let answer = served.get("/search/broken.js");
    assert_eq!(status(&answer), 500);
    assert!(answer.contains("text/plain") && answer.ends_with("error: <b>\n"), "{answer}");
}

#[test]
fn a_failed_build_keeps_the_last_site() {
    let good = next(&mut || Ok(site(&[])), &Snapshot { site: None, errors: None, version: 0 });
    assert!(good.site.is_some() && good.errors.is_none());
    let bad = next(&mut || Err("\u{1b}[31merror\u{1b}[0m: x".into()), &good);
    assert!(bad.site.is_some());
    assert_eq!(bad.errors.as_deref(), Some("error: x"));
    let again = next(&mut || Ok(site(&[])), &bad);
    assert_eq!((again.errors, again.version), (None, 3));
}

#[test]
fn a_taken_port_is_passed_over() {
    let first = listen(Ipv4Addr::LOCALHOST.into(), 0).unwrap();
    let port = first.local_addr().unwrap().port();
    if let Ok(second) = listen(Ipv4Addr::LOCALHOST.into(), port) {
        assert!(second.local_addr().unwrap().port() > port);
    }
    let elsewhere = listen("192.0.2.1".parse().unwrap(), 8080).unwrap_err().to_string();
    assert!(elsewhere.starts_with("cannot listen on 192.0.2.1:8080: "), "{elsewhere}");
}

#[test]
fn changes_are_built_and_the_output_is_not_watched() {
    let dir = tempfile::tempdir().unwrap();
    let root = std::fs::canonicalize(dir.path()).unwrap();
    std::fs::create_dir_all(root.join("content/articles")).unwrap();
    let (report, changes) = mpsc::channel();
    let options = ServeOptions {
        root: root.clone(),
        config: "dossier.toml".into(),
        content: "content".into(),
        output: "output".into(),
        interface: IpAddr::from([127, 0, 0, 1]),
        port: 0,
        open: false,
        quiet: true,
    };
    let watcher = watch::Watcher::start(&options, report).unwrap();
    let (snapshots, mut current) =
        tokio::sync::watch::channel(Arc::new(Snapshot { site: None, errors: None, version: 0 }));
    std::thread::spawn(move || follow(watcher, &changes, &snapshots, Box::new(|| Ok(site(&[])))));
    let mut wait = |seconds| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async { tokio::time::timeout(Duration::from_secs(seconds), current.changed()).await.is_ok() })
    };
    std::fs::create_dir(root.join("output")).unwrap();
    std::fs::write(root.join("output/index.html"), "x").unwrap();
    assert!(!wait(1), "the output is not watched");
    std::fs::write(root.join("content/articles/a.md"), "x").unwrap();
    assert!(wait(20), "a new article");
    std::fs::write(root.join("dossier.toml"), "").unwrap();
    assert!(wait(20), "new settings");
    std::fs::create_dir(root.join("static")).unwrap();
    assert!(wait(20), "a new folder");
    while wait(1) {}
    std::fs::write(root.join("static/x.css"), "x").unwrap();
    assert!(wait(20), "a file in the new folder");
}
