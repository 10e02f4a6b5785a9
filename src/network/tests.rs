//! Against servers of this machine: the policy of the tests lets `127.0.0.1` pass and no other address.

use super::*;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn only_one(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::LOCALHOST)
}

/// A server on `127.0.0.1` (or another address) that answers each path as `answer` says, and counts requests.
fn serve(host: &str, answer: fn(&str, u16) -> String) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((host, 0)).expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut bytes = vec![0; 4096];
            let read = stream.read(&mut bytes).unwrap_or(0);
            let request = String::from_utf8_lossy(&bytes[..read]).into_owned();
            assert!(
                !request.to_ascii_lowercase().contains("\r\ncookie:")
                    && !request.to_ascii_lowercase().contains("\r\nauthorization:"),
                "{request}"
            );
            seen.fetch_add(1, Ordering::SeqCst);
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            let _ = stream.write_all(answer(&path, port).as_bytes());
        }
    });
    (port, count)
}

fn answer(path: &str, port: u16) -> String {
    let head = |status: &str, more: &str| {
        format!("HTTP/1.1 {status}\r\nSet-Cookie: a=b\r\nConnection: close\r\n{more}Content-Length: 0\r\n\r\n")
    };
    let to = |target: &str| head("302 Found", &format!("Location: {target}\r\n"));
    match path {
        "/gone" => head("404 Not Found", ""),
        "/moved" => to("/ok"),
        "/loop" => to("/loop"),
        "/five" => to("/four"),
        "/four" => to("/three"),
        "/three" => to("/two"),
        "/two" => to("/moved"),
        "/inner" => to(&format!("http://127.0.0.2:{port}/ok")),
        "/mapped" => to(&format!("http://[::ffff:127.0.0.1]:{port}/ok")),
        "/metadata" => to("http://169.254.169.254/latest/meta-data/"),
        "/file" => to("file:///etc/passwd"),
        "/script" => to("javascript:alert(1)"),
        "/user" => to(&format!("http://user:word@127.0.0.1:{port}/ok")),
        "/slow" => {
            std::thread::sleep(Duration::from_millis(400));
            to("/slow")
        }
        "/endless" => format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(200_000)),
        "/broken" => "hello".into(),
        _ => head("200 OK", ""),
    }
}

#[test]
fn each_link_has_its_outcome() {
    let (port, count) = serve("127.0.0.1", answer);
    let at = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let addresses: Vec<String> =
        ["/ok", "/ok#part", "/gone", "/moved", "/five", "/loop", "/file", "/script", "/user", "/endless", "/broken"]
            .map(at)
            .into();
    let found = check(addresses.clone(), only_one);
    assert_eq!(found.len(), addresses.len());
    for (path, expected) in [
        ("/ok", Outcome::Works),
        ("/ok#part", Outcome::Works),
        ("/gone", Outcome::Status(404)),
        ("/moved", Outcome::Works),
        ("/five", Outcome::Works),
        ("/loop", Outcome::Loops),
    ] {
        assert_eq!(found[&at(path)], expected, "{path}");
    }
    for path in ["/file", "/script", "/user"] {
        assert!(matches!(found[&at(path)], Outcome::Refused(_)), "{path}: {:?}", found[&at(path)]);
    }
    for path in ["/endless", "/broken"] {
        assert!(matches!(found[&at(path)], Outcome::Silent(_)), "{path}: {:?}", found[&at(path)]);
    }
    assert_eq!(count.load(Ordering::SeqCst), 2 + 1 + 2 + 6 + 6 + 3 + 2);
}

#[test]
fn redirects_share_one_time() {
    let (port, count) = serve("127.0.0.1", answer);
    let found = ask(&agent(only_one), &format!("http://127.0.0.1:{port}/slow"), Duration::from_secs(1));
    assert!(matches!(found, Outcome::Silent(_)), "{found:?}");
    assert!(count.load(Ordering::SeqCst) <= 3, "a second is over after three answers");
}

#[test]
fn other_networks_are_never_asked() {
    let (port, count) = serve("127.0.0.1", answer);
    // the same port on another address of this machine: nobody may come by
    let other = TcpListener::bind(("127.0.0.2", port)).expect("the port is free there");
    other.set_nonblocking(true).expect("it can wait");
    let at = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let addresses = vec![
        at("/inner"),
        at("/mapped"),
        at("/metadata"),
        format!("http://127.0.0.2:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.2]:{port}/"),
        format!("http://2130706434:{port}/"), // 127.0.0.2 as one number
        format!("http://0x7f.2:{port}/"),
        format!("http://0:{port}/"),
        "http://10.0.0.1/".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        format!("http://user@127.0.0.1:{port}/"),
    ];
    for (address, outcome) in check(addresses, only_one) {
        assert!(matches!(outcome, Outcome::Refused(_)), "{address}: {outcome:?}");
    }
    assert!(other.accept().is_err(), "somebody came by");
    assert_eq!(count.load(Ordering::SeqCst), 3);
    let (port, count) = serve("127.0.0.1", answer);
    for address in [format!("http://127.0.0.1:{port}/"), format!("http://localhost:{port}/")] {
        let found = check(vec![address.clone()], is_public);
        assert!(matches!(found[&address], Outcome::Refused(_)), "{found:?}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}
