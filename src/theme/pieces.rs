//! Pieces of pages that stand there by the hundred thousand: rows of lists, keys, linked names.
//!
//! In: a component of the theme, and values. Out: its HTML. Their markup is Tera's, as that of all else, but the engine spends five
//! to nine microseconds on one, which on a large site is more than all the rest of its making. So it runs once for each *shape* of
//! a piece: which of its values are there. It is given marks in the place of texts; what comes back is cut at the marks into a
//! [`Form`], into which the values of each row of that shape are written.
//!
//! So a component can ask whether a text is there, and what a word or an answer is (yes or no), and print each value where it likes.
//! It cannot look into a text, which is not there yet: a filter over one is an error, which [`Pieces::push`] keeps for the page.

use super::escape::push_escaped;
use super::{DateText, errors};
use crate::diagnostics::{Code, Diagnostic, SourceText};
use rustc_hash::FxHasher;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Write as _};
use std::hash::Hasher as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Values of a piece at most, those within others counted.
const MOST: usize = 36;
/// Shapes that are remembered, a power of two. The default theme has some two hundred on a large site.
const FORMS: usize = 4096;

/// What a component shows, as a struct whose fields are its values.
pub trait Piece {
    /// Name of the component; its one parameter is `row`.
    const COMPONENT: &'static str;

    /// Gives the values, always in one order.
    fn fill<'s>(&'s self, slots: &mut Slots<'s>);
}

/// A value of a piece.
pub trait Value {
    /// Appends it under this name.
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>);
}

/// The values of one row.
pub struct Slots<'s> {
    values: [Slot<'s>; MOST],
    len: usize,
    /// Which values are there, a bit for each.
    bits: u64,
    /// Which words they are.
    words: FxHasher,
    /// Where the names go, for the making of a form.
    names: Option<Names>,
}

#[derive(Clone, Copy)]
enum Slot<'s> {
    None,
    Text(&'s str),
    Html(&'s str),
    Shown(&'s dyn Display),
    Flag(bool),
    Word(&'s str),
    /// The same text as the slot before.
    Again,
}

/// The names of slots: parents joined by dots.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    within: Vec<&'static str>,
}

impl<'s> Slots<'s> {
    fn of(piece: &'s impl Piece, names: Option<Names>) -> Self {
        let mut slots = Self { values: [Slot::None; MOST], len: 0, bits: 1, words: FxHasher::default(), names };
        piece.fill(&mut slots);
        slots
    }

    fn push(&mut self, name: &'static str, slot: Slot<'s>, is_there: bool) {
        self.bits = self.bits << 1 | u64::from(is_there);
        if let Some(names) = &mut self.names {
            let path: Vec<&str> = names.within.iter().copied().chain([name]).collect();
            names.all.push(path.join("."));
        }
        self.values[self.len] = slot;
        self.len += 1;
    }

    /// A text, which is escaped.
    pub fn text(&mut self, name: &'static str, text: &'s str) {
        self.push(name, if text.is_empty() { Slot::None } else { Slot::Text(text) }, !text.is_empty());
    }

    /// Finished HTML.
    pub fn html(&mut self, name: &'static str, html: &'s str) {
        self.push(name, if html.is_empty() { Slot::None } else { Slot::Html(html) }, !html.is_empty());
    }

    /// Something that is not empty when it is shown; it is escaped.
    pub fn shown(&mut self, name: &'static str, value: &'s dyn Display) {
        self.push(name, Slot::Shown(value), true);
    }

    /// The text of the value before: to the component they are one.
    pub fn again(&mut self, name: &'static str) {
        self.push(name, Slot::Again, false);
        self.words.write_u8(1);
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &'static str, flag: bool) {
        self.push(name, Slot::Flag(flag), flag);
    }

    /// One of a few words, into which the component can look.
    pub fn word(&mut self, name: &'static str, word: &'s str) {
        self.push(name, Slot::Word(word), !word.is_empty());
        self.words.write(word.as_bytes());
    }

    /// A value that holds others.
    pub fn holding(&mut self, name: &'static str, fill: impl FnOnce(&mut Self)) {
        if let Some(names) = &mut self.names {
            names.within.push(name);
        }
        fill(self);
        if let Some(names) = &mut self.names {
            names.within.pop();
        }
    }

    /// A value that holds others, or nothing.
    pub fn perhaps<T: Value>(&mut self, name: &'static str, value: Option<&'s T>) {
        match value {
            None => self.push(name, Slot::None, false),
            Some(value) => {
                self.bits = self.bits << 1 | 1;
                value.fill(name, self);
            }
        }
    }

    fn shape(&self, component: &'static str) -> Shape {
        Shape { component, bits: self.bits, words: self.words.finish() }
    }
}

/// Two rows of one shape have the same form.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    component: &'static str,
    bits: u64,
    words: u64,
}

impl Shape {
    /// Where to begin to look for it.
    fn place(self) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(self.component.as_bytes());
        hasher.write_u64(self.bits);
        hasher.write_u64(self.words);
        hasher.finish() as usize % FORMS
    }
}

impl Value for &str {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.text(name, self);
    }
}

impl Value for String {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.text(name, self);
    }
}

impl Value for bool {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.flag(name, *self);
    }
}

impl<T: Value> Value for Option<T> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.perhaps(name, self.as_ref());
    }
}

impl<T: Value> Value for &T {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        (*self).fill(name, slots);
    }
}

/// One of a few words, into which a component can look: `explicit`.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a>(pub &'a str);

impl Value for Word<'_> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.word(name, self.0);
    }
}

/// Finished HTML.
#[derive(Debug, Clone, Copy)]
pub struct Html<'a>(pub &'a str);

impl Value for Html<'_> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.html(name, self.0);
    }
}

/// A number or another value that is never empty, as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<T>(pub T);

impl<T: Display> Value for Shown<T> {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.shown(name, &self.0);
    }
}

/// A component with the shape of its values known: texts, and the numbers of the slots between them.
struct Form {
    shape: Shape,
    /// Each text with the slot behind it.
    parts: Vec<(String, usize)>,
    last: String,
}

/// The components that are filled by code, as the theme has them.
#[derive(Clone)]
pub struct Pieces {
    tera: Arc<tera::Tera>,
    sources: Arc<BTreeMap<String, Arc<SourceText>>>,
    /// An open hash table that is read without a lock: all threads ask it for each row.
    forms: Arc<[OnceLock<Form>]>,
    failed: Arc<Mutex<Option<Diagnostic>>>,
}

impl Pieces {
    pub(super) fn new(tera: &tera::Tera, sources: &Arc<BTreeMap<String, Arc<SourceText>>>) -> Self {
        Self {
            tera: Arc::new(tera.clone()),
            sources: Arc::clone(sources),
            forms: (0..FORMS).map(|_| OnceLock::new()).collect(),
            failed: Arc::default(),
        }
    }

    /// Appends a piece. A mistake in its component leaves it out, and no page can be rendered any more.
    pub fn push<P: Piece>(&self, out: &mut String, piece: &P) {
        let slots = Slots::of(piece, None);
        let shape = slots.shape(P::COMPONENT);
        let mut at = shape.place();
        for _ in 0..FORMS {
            let form = self.forms[at].get_or_init(|| self.form(piece, shape));
            if form.shape == shape {
                return form.write(out, &slots);
            }
            at = (at + 1) % FORMS;
        }
        // a theme with more shapes than that is slow, not wrong
        self.form(piece, shape).write(out, &slots);
    }

    /// The piece alone.
    pub fn html(&self, piece: &impl Piece) -> String {
        let mut out = String::new();
        self.push(&mut out, piece);
        out
    }

    /// The mistake that was found first, if there was any.
    pub(super) fn failure(&self) -> Option<Diagnostic> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn form<P: Piece>(&self, piece: &P, shape: Shape) -> Form {
        let slots = Slots::of(piece, Some(Names::default()));
        // two kinds of marks, which differ in all that a component could ask of a text
        let made = self.cut(P::COMPONENT, &slots, "qXz").and_then(|cut| {
            let other = self.cut(P::COMPONENT, &slots, "a longer qJx")?;
            if cut == other { Ok(cut) } else { Err(looks_into(P::COMPONENT)) }
        });
        let (parts, last) = made.unwrap_or_else(|diagnostic| {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(diagnostic);
            Default::default()
        });
        Form { shape, parts, last }
    }

    /// The component's HTML over marks, cut at them.
    fn cut(
        &self,
        component: &str,
        slots: &Slots<'_>,
        mark: &str,
    ) -> Result<(Vec<(String, usize)>, String), Diagnostic> {
        let mut context = tera::Context::new();
        context.insert("row", &slots.marked(mark));
        let call = format!("{{{{ <{component} row={{row}}/> }}}}");
        let html = self.tera.render_str(&call, &context, true).map_err(|error| {
            let first = errors::diagnostics(&error, &self.sources).into_iter().next();
            first.unwrap_or_else(|| errors::without_place(Code::TEMPLATE, error.to_string()))
        })?;
        let start = format!("{OPEN}{mark}");
        let (first, marked) =
            html.split_once(&start).map_or((html.as_str(), None), |(first, rest)| (first, Some(rest)));
        let (mut parts, mut text) = (Vec::new(), first.to_owned());
        for rest in marked.iter().flat_map(|rest| rest.split(&start)) {
            let (number, rest) = rest.split_once(CLOSE).ok_or_else(|| looks_into(component))?;
            parts.push((text, number.parse().map_err(|_| looks_into(component))?));
            text = String::from(rest);
        }
        let spoilt = |text: &str| {
            let text = text.to_lowercase();
            text.contains(OPEN) || text.contains(CLOSE) || text.contains(&mark.to_lowercase())
        };
        if parts.iter().any(|(text, _)| spoilt(text)) || spoilt(&text) {
            return Err(looks_into(component));
        }
        Ok((parts, text))
    }
}

/// Around the marks: characters that no theme's text has.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

fn looks_into(component: &str) -> Diagnostic {
    let message = format!("component `{component}` looks into a text that is filled in later");
    errors::without_place(Code::TEMPLATE, message)
        .help("print the values of `row` without filters, and ask of them only whether they are there")
}

impl Slots<'_> {
    /// The values as a template sees them, with marks in place of what is filled in later.
    fn marked(&self, mark: &str) -> tera::Value {
        let mut root = serde_json::Map::new();
        let names = self.names.as_ref().map_or(&[][..], |names| &names.all);
        for (number, (name, slot)) in names.iter().zip(&self.values).enumerate() {
            let marked = |number: usize| serde_json::Value::from(format!("{OPEN}{mark}{number}{CLOSE}"));
            let value = match slot {
                Slot::None => "".into(),
                Slot::Text(_) | Slot::Html(_) | Slot::Shown(_) => marked(number),
                Slot::Again => marked(number - 1),
                Slot::Flag(flag) => (*flag).into(),
                Slot::Word(word) => (*word).into(),
            };
            insert(&mut root, name, value);
        }
        tera::Value::from_serializable(&root)
    }
}

/// Puts a value at a name whose parents are joined by dots.
fn insert(object: &mut serde_json::Map<String, serde_json::Value>, name: &str, value: serde_json::Value) {
    let Some((parent, child)) = name.split_once('.') else {
        object.insert(name.to_owned(), value);
        return;
    };
    if let Some(inner) = object.entry(parent).or_insert_with(|| serde_json::Map::new().into()).as_object_mut() {
        insert(inner, child, value);
    }
}

impl Form {
    fn write(&self, out: &mut String, slots: &Slots<'_>) {
        for (text, slot) in &self.parts {
            out.push_str(text);
            match slots.values[*slot] {
                Slot::Text(text) => push_escaped(out, text),
                Slot::Html(html) => out.push_str(html),
                Slot::Shown(value) => {
                    let _ = write!(Escaping(out), "{value}");
                }
                Slot::None | Slot::Flag(_) | Slot::Word(_) | Slot::Again => {}
            }
        }
        out.push_str(&self.last);
    }
}

struct Escaping<'a>(&'a mut String);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_escaped(self.0, text);
        Ok(())
    }
}

impl Value for DateText {
    fn fill<'s>(&'s self, name: &'static str, slots: &mut Slots<'s>) {
        slots.holding(name, |slots| {
            slots.text("iso", &self.iso);
            slots.text("text", &self.text);
            slots.word("precision", &self.precision);
            slots.text("day", &self.day);
            slots.text("time", &self.time);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::theme::Theme;

    struct Row<'a> {
        title: &'a str,
        html: Html<'a>,
        kind: Word<'a>,
        is_new: bool,
        date: Option<DateText>,
        n: Shown<usize>,
    }

    impl Piece for Row<'_> {
        const COMPONENT: &'static str = "row";

        fn fill<'s>(&'s self, slots: &mut Slots<'s>) {
            self.title.fill("title", slots);
            self.html.fill("html", slots);
            self.kind.fill("kind", slots);
            self.is_new.fill("is_new", slots);
            self.date.fill("date", slots);
            self.n.fill("n", slots);
        }
    }

    fn row(title: &str) -> Row<'_> {
        Row { title, html: Html("<b>"), kind: Word("a"), is_new: false, date: None, n: Shown(3) }
    }

    fn written(component: &str, rows: &[Row<'_>]) -> Result<Vec<String>, String> {
        let mut tera = tera::Tera::default();
        tera.autoescape_on([""]);
        let parts = format!(
            "{{% component time(d) %}}{{{{ d.iso }}}}{{% endcomponent %}}\n{{% component row(row) %}}{component}{{% endcomponent %}}"
        );
        tera.add_raw_templates([("parts.html", parts.as_str())]).unwrap();
        let pieces = Pieces::new(&tera, &Arc::default());
        let out = rows.iter().map(|row| pieces.html(row)).collect();
        pieces.failure().map_or(Ok(out), |mistake| Err(mistake.message))
    }

    #[test]
    fn each_shape_is_written_with_the_values_of_each_row() {
        let component = "{% if row.title %}[{{ row.title }}]{% else %}none{% endif %} {{ row.html }}{{ row.n }}{{ row.title }}\
            {% if row.kind == \"a\" %}A{% else %}{{ row.kind }}{% endif %}{% if row.is_new %}!{% endif %}\
            {% if row.date %} {{ <time d={row.date}/> }} {{ row.date.precision }}{% endif %}";
        let date = DateText { iso: "2016".into(), precision: "year".into(), ..DateText::default() };
        let rows = [
            row("<i>"),
            row(""),
            Row { kind: Word("b"), is_new: true, ..row("x") },
            Row { date: Some(date), html: Html(""), ..row("y") },
            row("z"),
        ];
        assert_eq!(
            written(component, &rows).unwrap(),
            ["[&lt;i&gt;] <b>3&lt;i&gt;A", "none <b>3A", "[x] <b>3xb!", "[y] 3yA 2016 year", "[z] <b>3zA"]
        );
    }

    #[test]
    fn what_looks_into_a_text_is_a_mistake() {
        for looking in [
            "{{ row.title | upper }}",
            "{{ row.title | truncate(length=3) }}",
            "{{ row.title | length }}",
            "{% if row.title | length > 12 %}long{% endif %}",
            "{{ row.title | reverse }}",
        ] {
            let mistake = written(looking, &[row("a title")]).unwrap_err();
            assert_eq!(mistake, "component `row` looks into a text that is filled in later", "{looking}");
        }
        assert!(written("{{ row.titel }}", &[row("a")]).is_err());
        // words, answers and everything that is no value of the row can be asked
        assert!(written("{{ row.kind | upper }}{{ \"a\" ~ \"b\" | upper }}", &[row("a")]).is_ok());
    }

    #[test]
    fn a_mistake_is_told_by_the_next_page() {
        let mut theme = Theme::embedded(&Config::default());
        theme.tera.add_raw_template("x.html", "{% component row(row) %}{{ row.nothing }}{% endcomponent %}").unwrap();
        theme = theme.with_site(&0);
        assert_eq!(theme.pieces.html(&row("a")), "");
        assert!(theme.render("404.html", &0).unwrap_err().message.contains("nothing"));
    }
}
