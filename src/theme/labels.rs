//! Interface words, numbers and dates in the dossier's language, from `i18n/LANG.toml`.

use super::errors;
use super::layers::{self, Layer};
use crate::date::PartialDate;
use crate::diagnostics::Diagnostic;
use crate::kind::{Kind, Kinds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The words of the interface in one language. What a language lacks is English.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// Language tag, as the dossier gives it.
    pub language: String,
    /// `[text]`: `t` in templates.
    pub texts: BTreeMap<String, String>,
    /// `[count]`: for each key one form, or two (for one and for more), with `{n}` for the number.
    pub counts: BTreeMap<String, Vec<String>>,
    /// `[kinds]`: words for one and for many of the built-in kinds.
    kinds: BTreeMap<String, (String, String)>,
    /// `[roles]`: for what one is to another, the label there, and the one at the other end: for anybody, for a man, for a woman.
    roles: BTreeMap<String, Vec<String>>,
    rules: Rules,
}

/// A date as a machine and as a reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DateText {
    /// `2016-01-07`, `2016-01` or `2016`, for `datetime`.
    pub iso: String,
    /// In the language of the dossier: `7 Jan 2016`.
    pub text: String,
    /// How exact it is: `day`, `month` or `year`.
    pub precision: String,
    /// Day of the month; empty if not known.
    pub day: String,
    /// Time of day as recorded, `14:20 UTC`; empty if none.
    pub time: String,
}

/// `[language]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    /// Ten digits, if they are not `0` to `9`.
    #[serde(default)]
    digits: String,
    /// What stands between thousands.
    #[serde(default)]
    thousands: String,
    /// Whether nought takes the form for one.
    #[serde(default)]
    nought_is_one: bool,
    /// Months, short, January first.
    months: Vec<String>,
    /// `{d} {m} {y}`.
    day: String,
    /// `{m} {y}`.
    month: String,
}

/// A file of words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Option<Rules>,
    #[serde(default)]
    text: BTreeMap<String, String>,
    #[serde(default)]
    count: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    kinds: BTreeMap<String, (String, String)>,
    #[serde(default)]
    roles: BTreeMap<String, Vec<String>>,
}

/// The words of a language: its own from the highest layer that has them, else English ones.
pub(super) fn load(chain: &[Layer], language: &str, diagnostics: &mut Vec<Diagnostic>) -> Labels {
    let mut labels = Labels { language: language.to_owned(), ..Labels::default() };
    let base = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let mut tags = vec!["en".to_owned(), base, language.to_owned()];
    tags.dedup();
    for tag in tags {
        for layer in chain.iter().rev() {
            let Some(source) = layer.text(&format!("i18n/{tag}.toml"), diagnostics) else { continue };
            match toml::from_str::<File>(&source.text) {
                Ok(file) => labels.add(file),
                Err(error) => diagnostics.push(errors::toml(&error, &source)),
            }
        }
    }
    labels
}

impl Labels {
    fn add(&mut self, file: File) {
        self.texts.extend(file.text);
        self.counts.extend(file.count);
        self.kinds.extend(file.kinds);
        self.roles.extend(file.roles);
        if let Some(rules) = file.language.filter(|rules| rules.months.len() == 12) {
            self.rules = rules;
        }
    }

    /// The English words of the default theme.
    pub fn english() -> Self {
        load(&[layers::embedded()], "en", &mut Vec::new())
    }

    /// A word or sentence; the key itself if no language has it, which shows on the page and is found at once.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// What `[roles]` says of a role, with or without its last word (`son` is `son of`): the label where it is recorded, and
    /// those at the other end.
    pub fn role(&self, role: &str) -> Option<&[String]> {
        let role = role.trim().to_lowercase();
        let whole = format!("{role}{}", self.text("role_of"));
        let found = self.roles.get(&role).or_else(|| self.roles.get(&whole));
        found.map(Vec::as_slice).filter(|labels| labels.len() > 1)
    }

    /// Months, and how a day and a month are written, for scripts that write dates as pages do.
    pub fn date_forms(&self) -> (&[String], &str, &str) {
        (&self.rules.months, &self.rules.day, &self.rules.month)
    }

    /// A sentence with its `{names}` filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.text(key).to_owned();
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// `3 mentions`.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.count_form(key, n).unwrap_or("{n}").replace("{n}", &self.number(n))
    }

    /// The form of a counted word, with `{n}` in it.
    pub(super) fn count_form(&self, key: &str, n: usize) -> Option<&str> {
        let forms = self.counts.get(key)?;
        let one = n == 1 || (n == 0 && self.rules.nought_is_one);
        let form = if one { forms.first() } else { forms.last() };
        form.map(String::as_str)
    }

    /// A number with the language's digits and its sign between thousands.
    pub fn number(&self, n: usize) -> String {
        let plain = n.to_string();
        let mut out = String::new();
        for (at, digit) in plain.char_indices() {
            if at > 0 && (plain.len() - at).is_multiple_of(3) {
                out.push_str(&self.rules.thousands);
            }
            out.push(digit);
        }
        if self.rules.digits.is_empty() { out } else { self.digits(&out) }
    }

    /// The same text with the language's digits.
    pub fn digits(&self, text: &str) -> String {
        if self.rules.digits.is_empty() {
            return text.to_owned();
        }
        let digit = |c: char| c.to_digit(10).and_then(|n| self.rules.digits.chars().nth(n as usize)).unwrap_or(c);
        text.chars().map(digit).collect()
    }

    /// A date for machines and readers.
    pub fn date(&self, date: &PartialDate) -> DateText {
        let year = date.year.to_string();
        let (text, precision) = match (date.month, date.day) {
            (Some(month), Some(day)) => (self.pattern(&self.rules.day, &day.to_string(), month, &year), "day"),
            (Some(month), None) => (self.pattern(&self.rules.month, "", month, &year), "month"),
            _ => (self.digits(&year), "year"),
        };
        let time = date.time.as_deref().map(clock).unwrap_or_default();
        let day = date.day.map(|day| self.digits(&day.to_string())).unwrap_or_default();
        DateText { iso: date.iso_date(), text, precision: precision.into(), day, time: self.digits(&time) }
    }

    /// `Jul 2015`, or the year alone.
    pub fn year_month(&self, year: i16, month: Option<i8>) -> String {
        match month {
            Some(month) => self.pattern(&self.rules.month, "", month, &year.to_string()),
            None => self.digits(&year.to_string()),
        }
    }

    /// Short name of a month, 1 to 12.
    pub fn month(&self, month: i8) -> &str {
        usize::try_from(month - 1).ok().and_then(|n| self.rules.months.get(n)).map_or("", String::as_str)
    }

    /// `2013–2016`, or one year.
    pub fn period(&self, first: i16, last: i16) -> String {
        let (first, last) = (self.digits(&first.to_string()), self.digits(&last.to_string()));
        if first == last { first } else { format!("{first}–{last}") }
    }

    /// Words for one and for many of a kind: the language's for a built-in kind that still has its English words, else
    /// those of dossier.toml.
    pub fn kind(&self, kind: &Kind) -> (String, String) {
        let own = (kind.singular.clone(), kind.plural.clone());
        let built_in = Kinds::default()
            .0
            .iter()
            .any(|known| known.name == kind.name && known.singular == own.0 && known.plural == own.1);
        let translated = self.kinds.get(&kind.name).filter(|_| built_in);
        translated.cloned().unwrap_or(own)
    }

    fn pattern(&self, pattern: &str, day: &str, month: i8, year: &str) -> String {
        // once through, since pages have dates by the hundred thousand
        let mut out = String::with_capacity(pattern.len() + 12);
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            match rest.get(at..at + 3) {
                Some("{d}") => out.push_str(day),
                Some("{m}") => out.push_str(self.month(month)),
                Some("{n}") => out.push_str(&month.to_string()),
                Some("{y}") => out.push_str(year),
                _ => {
                    out.push('{');
                    rest = &rest[at + 1..];
                    continue;
                }
            }
            rest = &rest[at + 3..];
        }
        out.push_str(rest);
        if self.rules.digits.is_empty() { out } else { self.digits(&out) }
    }
}

/// `T14:20:00Z` → `14:20 UTC`, `T09:12:44+01:00` → `09:12 +01:00`.
fn clock(time: &str) -> String {
    let time = time.trim_start_matches('T');
    let zone = time.find(['Z', '+', '-']).map_or("", |at| &time[at..]);
    let zone = if zone == "Z" { "UTC" } else { zone };
    format!("{} {zone}", time.get(..5).unwrap_or(time)).trim_end().to_owned()
}

/// Writing direction of a language tag: `ltr` or `rtl`.
pub fn direction(tag: &str) -> &'static str {
    const SCRIPTS: [&str; 8] = ["arab", "aran", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"];
    const LANGUAGES: [&str; 14] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];
    let tag = tag.to_lowercase();
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rtl = script.map_or(LANGUAGES.contains(&language), |script| SCRIPTS.contains(&script));
    if rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_language(tag: &str) -> Labels {
        let mut diagnostics = Vec::new();
        let labels = load(&[layers::embedded()], tag, &mut diagnostics);
        assert_eq!(diagnostics, []);
        labels
    }

    #[test]
    fn dates_and_numbers_follow_the_language() {
        let date = |tag: &str, text: &str| in_language(tag).date(&PartialDate::parse(text).unwrap()).text;
        for (tag, full, month, year, number) in [
            ("en", "7 Jan 2016", "Jan 2016", "2016", "13,400 mentions"),
            ("en-GB", "7 Jan 2016", "Jan 2016", "2016", "13,400 mentions"),
            ("de", "7. Jan. 2016", "Jan. 2016", "2016", "13.400 Erwähnungen"),
            ("fr-CA", "7 janv. 2016", "janv. 2016", "2016", "13\u{202f}400 mentions"),
            ("fa", "۷ ژانویهٔ ۲۰۱۶", "ژانویهٔ ۲۰۱۶", "۲۰۱۶", "۱۳٬۴۰۰ اشاره"),
            ("ko", "2016년 1월 7일", "2016년 1월", "2016", "언급 13,400회"),
            ("xx", "7 Jan 2016", "Jan 2016", "2016", "13,400 mentions"),
        ] {
            assert_eq!(date(tag, "2016-01-07"), full, "{tag}");
            assert_eq!(date(tag, "2016-01"), month, "{tag}");
            assert_eq!(date(tag, "2016"), year, "{tag}");
            assert_eq!(in_language(tag).count("mentions", 13_400), number, "{tag}");
        }
        let instant = in_language("en").date(&PartialDate::parse("2016-01-09T14:20:00Z").unwrap());
        assert_eq!((instant.iso.as_str(), instant.time.as_str()), ("2016-01-09", "14:20 UTC"));
        assert_eq!(in_language("fr").count("mentions", 0), "0 mention");
        assert_eq!(in_language("en").period(2013, 2016), "2013–2016");
    }

    #[test]
    fn every_language_has_every_word_and_the_same_names_in_braces() {
        let names = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        let parse = |tag: &str| -> File {
            let layer = layers::embedded();
            toml::from_str(std::str::from_utf8(&layer.files[&format!("i18n/{tag}.toml")]).unwrap()).unwrap()
        };
        let english = parse("en");
        for tag in ["de", "fr", "fa", "ko"] {
            let file = parse(tag);
            assert_eq!(file.text.keys().collect::<Vec<_>>(), english.text.keys().collect::<Vec<_>>(), "{tag}");
            assert_eq!(file.count.keys().collect::<Vec<_>>(), english.count.keys().collect::<Vec<_>>(), "{tag}");
            assert_eq!(file.kinds.keys().collect::<Vec<_>>(), english.kinds.keys().collect::<Vec<_>>(), "{tag}");
            for (key, text) in &file.text {
                assert_eq!(names(text), names(&english.text[key]), "{tag}: {key}");
            }
        }
    }

    #[test]
    fn every_word_that_a_template_asks_for_exists() {
        let english = Labels::english();
        for (name, text) in crate::theme::default_templates() {
            let words = |start: &'static str| {
                text.split(start)
                    .skip(1)
                    .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap().to_owned())
            };
            let asked = [" t.", "{t.", "(t."].into_iter().flat_map(words);
            for key in asked {
                assert!(english.texts.contains_key(&key), "{name} asks for `t.{key}`");
            }
            for key in words("of=\"") {
                assert!(english.counts.contains_key(&key), "{name} counts `{key}`");
            }
        }
    }

    #[test]
    fn kinds_keep_the_words_of_the_dossier() {
        let mut kinds = Kinds::default();
        let german = in_language("de");
        assert_eq!(german.kind(&kinds.0[0]), ("Person".into(), "Personen".into()));
        kinds.0[0].plural = "Witnesses".into();
        assert_eq!(german.kind(&kinds.0[0]), ("Person".into(), "Witnesses".into()));
    }

    #[test]
    fn direction_goes_by_script_then_by_language() {
        for (tag, expected) in [
            ("fa", "rtl"),
            ("ar-EG", "rtl"),
            ("en", "ltr"),
            ("az-Arab", "rtl"),
            ("ks-Deva", "ltr"),
            ("ko", "ltr"),
            ("", "ltr"),
            ("HE", "rtl"),
        ] {
            assert_eq!(direction(tag), expected, "{tag}");
        }
    }
}
