//! Follows every link of a finished site. Links are relative and stay inside, so what holds here holds at the root of a
//! host, under a sub-path and in a folder.

use super::run::Tree;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Attributes that hold an address.
const ADDRESSES: [(&str, &str); 7] = [
    ("a[href]", "href"),
    ("link[href]", "href"),
    ("script[src]", "src"),
    ("img[src]", "src"),
    ("form[action]", "action"),
    ("source[src], video[src], audio[src]", "src"),
    ("*[data-search]", "data-search"),
];

/// Everything wrong with the links of a site, one line each.
pub(crate) fn faults(site: &Tree) -> Vec<String> {
    let pages: BTreeMap<&str, Html> = site
        .iter()
        .filter(|(path, _)| has_suffix(path, "html"))
        .map(|(path, bytes)| (path.as_str(), Html::parse_document(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(path, page)| (*path, ids_of(page))).collect();
    let mut faults = Vec::new();
    for (path, page) in &pages {
        for (selector, attribute) in ADDRESSES {
            for element in page.select(&Selector::parse(selector).unwrap()) {
                let address = element.value().attr(attribute).unwrap_or_default();
                if attribute == "data-search" && address.is_empty() {
                    continue; // the mark of a search field
                }
                let outside = is_outside(address);
                let fault = match element.value().name() {
                    "a" if outside => loose(element.value().attr("rel").unwrap_or_default()),
                    "link" if outside && element.value().attr("rel") == Some("canonical") => None,
                    _ if outside => Some("asks another host".to_owned()),
                    _ => leads(path, address, site, &ids).err(),
                };
                faults.extend(fault.map(|fault| format!("{path}: {attribute}=\"{address}\" {fault}")));
            }
        }
    }
    for (path, bytes) in site.iter().filter(|(path, _)| has_suffix(path, "css")) {
        let css = String::from_utf8_lossy(bytes);
        for part in css.split("url(").skip(1) {
            let address = part.split(')').next().unwrap().trim_matches(['"', '\'']);
            if let Err(fault) = leads(path, address, site, &ids) {
                faults.push(format!("{path}: url({address}) {fault}"));
            }
        }
    }
    faults
}

fn ids_of(page: &Html) -> BTreeSet<String> {
    let any = Selector::parse("[id]").unwrap();
    page.select(&any).filter_map(|element| element.value().attr("id")).map(str::to_owned).collect()
}

fn is_outside(address: &str) -> bool {
    address.contains("://") || address.starts_with("mailto:") || address.starts_with("//")
}

fn loose(rel: &str) -> Option<String> {
    let words: Vec<&str> = rel.split_whitespace().collect();
    let tight = words.contains(&"noopener") && words.contains(&"noreferrer");
    (!tight).then(|| "leads outside without noopener and noreferrer".to_owned())
}

/// Whether an address leads to a file of the site, and its fragment to an element there.
fn leads(from: &str, address: &str, site: &Tree, ids: &BTreeMap<&str, BTreeSet<String>>) -> Result<(), String> {
    if address.starts_with('/') {
        return Err("is absolute".into());
    }
    if address.contains(':') {
        return Err("has a scheme".into());
    }
    let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = rest.split('?').next().unwrap_or_default();
    let target = if path.is_empty() { from.to_owned() } else { resolve(from, &decode(path))? };
    if !site.contains_key(&target) {
        return Err(format!("leads to {target}, which is not there"));
    }
    let fragment = decode(fragment);
    let found = fragment.is_empty() || ids.get(target.as_str()).is_some_and(|ids| ids.contains(&fragment));
    if found { Ok(()) } else { Err(format!("{target} has no #{fragment}")) }
}

fn resolve(from: &str, path: &str) -> Result<String, String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().ok_or("leaves the site")?),
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn has_suffix(path: &str, suffix: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, own)| own == suffix)
}
