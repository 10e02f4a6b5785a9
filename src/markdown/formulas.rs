//! Formulas: MathML, made while the page is written.
//!
//! A crate reads the TeX. What it gives back goes through an allow-list of our own: elements and attributes of MathML Core that
//! show something, no styles, no links, no content of other languages. A formula that cannot be read stays as it was written.

use super::tags::Tags;
use super::writer::Writer;
use super::{ClosedBy, Problem};
use crate::diagnostics::Code;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

const ELEMENTS: &[&str] = &[
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mmultiscripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "displaystyle",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
];

/// Characters that may open a level of a formula: more is a program and no formula.
const MOST_LEVELS: usize = 1000;
/// So many are read where we stand; for more the reader, which calls itself for each level, gets room of its own.
const FEW_LEVELS: usize = 16;
const ROOM: usize = 64 << 20;

impl Writer<'_> {
    /// Writes a formula whose text stands at `inner`.
    pub(super) fn formula(&mut self, tex: &str, inner: Range<usize>, display: bool) {
        let start = self.out.prose_len();
        if let Some(math) = mathml(tex, display) {
            let class = if display { "math-display" } else { "math-inline" };
            self.out.markup(&format!("<span class=\"math {class}\">"));
            self.out.hidden(&tex.replace('\0', "\u{fffd}").replace('\r', "\n"), inner);
            self.out.markup(&math);
            self.out.markup("</span>");
        } else {
            self.unread_formulas += 1;
            if self.unread_formulas == 1 {
                self.problems.push(Problem {
                    code: Code::FORMULA,
                    message: "this formula cannot be read, and is shown as it was written".into(),
                    source: inner.clone(),
                    help: Some("formulas are TeX, without packages; in prose write `\\$` for the sign".into()),
                });
            }
            self.out.markup("<code class=\"tex\">");
            self.out.plain_or_decoded(self.covered.original.get(inner.clone()).filter(|own| *own == tex), tex, inner);
            self.out.markup("</code>");
        }
        self.out.close_since(start, ClosedBy::Math);
    }
}

/// A formula as MathML; `None` if it cannot be read.
fn mathml(tex: &str, display: bool) -> Option<String> {
    let levels = tex.bytes().filter(|byte| matches!(byte, b'\\' | b'{' | b'^' | b'_' | b'\'' | b'[')).count();
    if levels > MOST_LEVELS || tex.len() > MOST_LEVELS * 8 || tex.trim().is_empty() {
        return None;
    }
    let math = if levels <= FEW_LEVELS {
        convert(tex, display)?
    } else {
        let tex = tex.to_owned();
        let room = std::thread::Builder::new().stack_size(ROOM);
        room.spawn(move || convert(&tex, display)).ok()?.join().ok()??
    };
    allowed(&math)
}

fn convert(tex: &str, display: bool) -> Option<String> {
    static READER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
        let macros = [("boxed", "{#1}"), ("label", "{}"), ("mathds", "\\mathbb{#1}")];
        let macros = macros.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        LatexToMathML::new(MathCoreConfig { macros, ..MathCoreConfig::default() }).ok()
    });
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    READER.as_ref()?.convert_with_local_state(tex, display).ok().map(|result| result.mathml)
}

/// MathML with nothing in it but what is allowed; `None` if an element is not.
fn allowed(math: &str) -> Option<String> {
    // `Tags` sees no HTML in `<math>`, as a browser does
    let (start, inner) = math.strip_suffix("</math>")?.split_once('>')?;
    let math = inner;
    let display = if start.contains("block") { " display=\"block\"" } else { "" };
    let mut out = format!("<math{display}>");
    let mut done = 0;
    for tag in Tags::new(math) {
        out.push_str(&math[done..tag.range.start]);
        let source = &math[tag.range.clone()];
        done = tag.range.end;
        if matches!(tag.name, "b" | "i" | "tt") {
            continue; // words in a text, whose look is not worth an element of HTML
        }
        if !ELEMENTS.contains(&tag.name) {
            return None;
        }
        if tag.is_end {
            let _ = write!(out, "</{}>", tag.name);
            continue;
        }
        let _ = write!(out, "<{}", tag.name);
        for (name, value) in attributes(&source[1 + tag.name.len()..source.len() - 1]) {
            if ATTRIBUTES.contains(&name) && !value.contains(['<', '>', '&', '"']) {
                let _ = write!(out, " {name}=\"{value}\"");
            } else if name == "style" && tag.name == "mtd" {
                // policies forbid styles
                if value.contains("text-align: left") {
                    out.push_str(" class=\"to-left\"");
                } else if value.contains("text-align: right") {
                    out.push_str(" class=\"to-right\"");
                }
            }
        }
        out.push('>');
        if source.ends_with("/>") {
            let _ = write!(out, "</{}>", tag.name);
        }
    }
    out.push_str(&math[done..]);
    out.push_str("</math>");
    Some(out)
}

/// `name="value"`, as the crate writes it.
fn attributes(mut rest: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        found.push((name.trim(), value));
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_many_kinds_are_read() {
        for tex in [
            r"e^{i\pi} = -1",
            r"\frac{a}{b} + \sqrt[3]{x}",
            r"\sum_{i=0}^N x_i",
            r"\int_0^\infty e^{-x}\,dx",
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
            r"\begin{cases} 1 & x>0 \\ 0 & \text{otherwise} \end{cases}",
            r"\begin{align} a &= b \\ c &= d \end{align}",
            r"\mathbb{R}^n \to \mathcal{O}(n \log n)",
            r"\left( \frac{a}{b} \right) \cdot \overline{AB}",
            r"\boxed{x = 1} \label{a}",
            r"\textbf{a} < \text{b c}",
        ] {
            let math = mathml(tex, true).unwrap_or_else(|| panic!("{tex} is not read"));
            assert!(math.starts_with("<math") && !math.contains(" style="), "{math}");
        }
    }

    #[test]
    fn what_is_no_formula_is_not_read() {
        for tex in ["", r"\undefined", r"\frac{a", r"\href{javascript:alert(1)}{x}", r"\html{<script>}"] {
            assert_eq!(mathml(tex, false), None, "{tex}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        for tex in [r"\sqrt", "{", r"\frac a", r"\left(", "a_{", r"\hat", r"\begin{matrix}", r"\mathbb "] {
            for count in [15, 100, 400, 900, 5000] {
                let _ = mathml(&tex.repeat(count), false);
                let _ = mathml(&format!("{}x{}", tex.repeat(count), "}".repeat(count)), false);
            }
        }
    }
}
