//! SVG: a drawing is a program for a browser; what is left of it shows the drawing, runs nothing, asks nobody and leads nowhere.
//!
//! The sanitiser knows elements, attributes and styles. What it leaves that tells of the author's machine goes here: addresses of
//! other files, descriptions, data of editors.

use super::AssetError;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use svg_hush::Filter;
use svg_hush::data_url_filter::{DataUrl, DataUrlFilterResult};

/// Larger drawings take longer to be cleaned than a page to be made.
const LARGEST: usize = 4 * 1024 * 1024;

/// Elements whose content shows nothing, or leads somewhere.
const LEFT_OUT: [&str; 2] = ["desc", "color-profile"];

/// Whether bytes look like a drawing: its element comes first, after what XML may begin with.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(&bytes[..bytes.len().min(LARGEST)]) else { return false };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => return tag.local_name().as_ref() == "svg",
            Ok(Event::Decl(_) | Event::Comment(_) | Event::DocType(_) | Event::PI(_)) => {}
            Ok(Event::Text(text)) if text.trim_ascii().is_empty() => {}
            _ => return false,
        }
    }
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, AssetError> {
    if bytes.len() > LARGEST {
        return Err(AssetError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| AssetError::WrongType)?.trim_start_matches('\u{feff}');
    // entities are the bombs of XML, and no drawing needs any
    if text.contains("<!ENTITY") || text.contains('\0') {
        return Err(AssetError::Active);
    }
    let mut filter = Filter::new();
    filter.set_data_url_filter(raster);
    let mut safe = Vec::with_capacity(bytes.len());
    filter.filter(text.as_bytes(), &mut safe).map_err(|_| AssetError::Damaged)?;
    without_traces(&safe).ok_or(AssetError::Damaged)
}

/// A picture in the drawing, as clean as one beside it.
fn raster(url: &DataUrl<'_>) -> DataUrlFilterResult {
    let mime = url.mime_type();
    let Some(bytes) = (mime.type_ == "image").then(|| url.decode_to_vec().ok()).flatten() else {
        return DataUrlFilterResult::Drop;
    };
    let path = format!("picture.{}", mime.subtype);
    match super::clean(&path, bytes.0) {
        Ok(picture) if picture.ending != "svg" && super::is_picture(&path) => {
            let subtype = if picture.ending == "jpg" { "jpeg" } else { picture.ending };
            DataUrlFilterResult::Rewrite { mime_type: format!("image/{subtype}"), data: picture.bytes }
        }
        _ => DataUrlFilterResult::Drop,
    }
}

/// Takes out what names other files, and what nobody sees.
fn without_traces(svg: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader::from_reader(svg);
    let mut writer = Writer::new(Vec::with_capacity(svg.len()));
    let mut left_out = 0usize;
    let mut in_style = false;
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) if left_out > 0 || LEFT_OUT.contains(&tag.local_name().as_ref()) => left_out += 1,
            Event::End(_) if left_out > 0 => left_out -= 1,
            _ if left_out > 0 => {}
            Event::Text(css) if in_style && names_files(css) => {}
            Event::Empty(tag) if LEFT_OUT.contains(&tag.local_name().as_ref()) => {}
            Event::Start(tag) => {
                in_style = tag.local_name().as_ref() == "style";
                writer.write_event(Event::Start(plain(tag)?)).ok()?;
            }
            Event::Empty(tag) => writer.write_event(Event::Empty(plain(tag)?)).ok()?,
            _ => writer.write_event(event).ok()?,
        }
    }
    Some(writer.into_inner())
}

/// A tag without addresses of other files and data of editors.
fn plain(tag: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let mut out = tag.to_owned().into_owned();
    out.clear_attributes();
    for attribute in tag.attributes() {
        let attribute: Attribute<'_> = attribute.ok()?;
        let name = attribute.key.local_name();
        let value = &*attribute.value;
        let stays = match name.as_ref() {
            "href" => is_inner(value),
            name if name.starts_with("data-") => false,
            _ => !loads(value),
        };
        if stays {
            out.push_attribute(attribute);
        }
    }
    Some(out)
}

/// Whether an address leads to a part of the drawing itself.
fn is_inner(address: &str) -> bool {
    let address = address.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    address.starts_with('#') || address.starts_with("data:image/")
}

/// Whether a style names another file.
fn names_files(css: &str) -> bool {
    css.contains("//") || css.to_ascii_lowercase().contains("@import") || loads(css)
}

/// Whether a value has `url(…)` with an address of another file.
fn loads(value: &str) -> bool {
    value.to_ascii_lowercase().split("url(").skip(1).any(|address| !is_inner(address))
}

#[allow(clippy::cast_sign_loss)] // within the range that is asked for
pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut reader = Reader::from_reader(bytes);
    loop {
        let tag = match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::Eof => return None,
            _ => continue,
        };
        let value = |name: &str| {
            let attribute = tag.try_get_attribute(name).ok()??;
            Some(attribute.value.into_owned())
        };
        let length = |name: &str| value(name)?.trim().trim_end_matches("px").parse::<f64>().ok();
        let view_box = || {
            let numbers: Vec<f64> = value("viewBox")?.split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
            numbers.get(2).copied().zip(numbers.get(3).copied())
        };
        let (width, height) = length("width").zip(length("height")).or_else(view_box)?;
        let pixels = |length: f64| (1.0..=100_000.0).contains(&length).then_some(length.round() as u32);
        return pixels(width).zip(pixels(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(inner: &str) -> Result<String, AssetError> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inner}</svg>"
        );
        clean(svg.as_bytes()).map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn what_is_seen_stays() {
        let out = cleaned(
            "<style>.a{fill:red}</style><g transform=\"scale(2)\"><rect class=\"a\" width=\"3\" height=\"4\"/></g>\
             <defs><linearGradient id=\"g\"/></defs><path d=\"M0 0L1 1\" fill=\"url(#g)\"/><text x=\"1\">Tide &amp; time</text>\
             <use href=\"#g\"/>",
        );
        let out = out.expect("a drawing");
        for part in [".a{fill:red}", "scale(2)", "d=\"M0 0L1 1\"", "url(#g)", "Tide &amp; time", "href=\"#g\""] {
            assert!(out.contains(part), "{part} is not in {out}");
        }
    }

    #[test]
    fn what_runs_asks_leads_or_tells_goes() {
        for inner in [
            "<script>zwo()</script>",
            "<rect onload=\"zwo()\"/>",
            "<a href=\"https://zwo.example/\"><text>x</text></a>",
            "<a xlink:href=\"javascript:zwo()\"><text>x</text></a>",
            "<image href=\"https://zwo.example/a.png\"/>",
            "<image xlink:href=\"file:///home/zwo/a.png\"/>",
            "<use href=\"zwo.svg#a\"/>",
            "<rect fill=\"url(https://zwo.example/#a)\"/>",
            "<rect style=\"fill:url('zwo.svg#a')\"/>",
            "<style>@import url(//zwo.example/a.css); a{background:url(https://zwo.example/a)}</style>",
            "<foreignObject><p>zwo</p></foreignObject>",
            "<metadata>zwo</metadata>",
            "<!-- zwo -->",
            "<desc>zwo</desc>",
            "<rect data-name=\"zwo\"/>",
            "<?php zwo ?>",
            "<image href=\"data:image/svg+xml,zwo\"/>",
            "<image href=\"data:text/html,zwo\"/>",
        ] {
            let out = cleaned(&format!("{inner}<rect/>")).expect("a drawing");
            assert!(
                !out.contains("zwo") && !out.contains("https:") && !out.replace("url(#", "").contains("url("),
                "{inner}: {out}"
            );
        }
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&b;</text></svg>";
        for (bytes, error) in [
            (bomb.as_bytes(), AssetError::Active),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g>", AssetError::Damaged),
            (b"<html/>", AssetError::Damaged),
            (b"\xff\xfe<", AssetError::WrongType),
        ] {
            assert_eq!(clean(bytes), Err(error));
        }
    }

    #[test]
    fn sizes() {
        for (attributes, size) in [
            ("width=\"30\" height=\"40px\"", Some((30, 40))),
            ("viewBox=\"0 0 30.4 40\"", Some((30, 40))),
            ("width=\"100%\" height=\"100%\" viewBox=\"0,0,3,4\"", Some((3, 4))),
            ("width=\"3em\"", None),
            ("", None),
        ] {
            assert_eq!(dimensions(format!("<svg {attributes}/>").as_bytes()), size, "{attributes}");
        }
    }
}
