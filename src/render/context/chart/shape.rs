//! Marks of kinds as parts of drawings: the same shapes as `.k-…::before` in the style sheet.

use super::tenth;
use crate::render::context::push_escaped;
use std::fmt::Write as _;

/// Appends the mark of a kind, so large that `r` is its radius or half its side.
pub fn push_shape(out: &mut String, mark: &str, (x, y): (f64, f64), r: f64) {
    let (left, top, side) = (tenth(x - r), tenth(y - r), tenth(2.0 * r));
    let (x, y, r) = (tenth(x), tenth(y), tenth(r));
    let element = if mark == "person" {
        "circle"
    } else if mark == "org" {
        "rect"
    } else {
        "path"
    };
    let _ = write!(out, "<{element} class=\"n-");
    push_escaped(out, mark);
    let _ = match mark {
        "person" => write!(out, "\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"),
        "org" => write!(out, "\" x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\"/>"),
        "place" => write!(out, "\" d=\"M{left} {top}h{side}l-{r} {side}z\"/>"),
        "topic" => write!(out, "\" d=\"M{x} {top}l{r} {r}l-{r} {r}l-{r} -{r}z\"/>"),
        "event" => write!(out, "\" d=\"M{x} {top}v{side}\"/>"),
        _ => {
            let half = r / 2.0;
            write!(out, "\" d=\"M{left} {y}l{half}-{r}h{r}l{half} {r}-{half} {r}h-{r}z\"/>")
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_shape_of_its_size() {
        let shape = |mark: &str| {
            let mut out = String::new();
            push_shape(&mut out, mark, (10.04, 20.0), 4.0);
            out
        };
        for (mark, expected) in [
            ("person", "<circle class=\"n-person\" cx=\"10\" cy=\"20\" r=\"4\"/>"),
            ("org", "<rect class=\"n-org\" x=\"6\" y=\"16\" width=\"8\" height=\"8\"/>"),
            ("place", "<path class=\"n-place\" d=\"M6 16h8l-4 8z\"/>"),
            ("topic", "<path class=\"n-topic\" d=\"M10 16l4 4l-4 4l-4 -4z\"/>"),
            ("event", "<path class=\"n-event\" d=\"M10 16v8\"/>"),
            ("x-ships", "<path class=\"n-x-ships\" d=\"M6 20l2-4h4l2 4-2 4h-4z\"/>"),
        ] {
            assert_eq!(shape(mark), expected);
        }
    }
}
