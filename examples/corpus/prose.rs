//! Texts: sentences by patterns of parts of speech, paragraphs, articles.

use crate::names::{Entity, World, capitalised, slug};
use crate::words::{Part, rng};
use fastrand::Rng;
use std::fmt::Write as _;

/// N: noun phrase, V: verb, P: phrase with a preposition, C: conjunction, A: adverb, X: auxiliary, R: pronoun.
const SENTENCES: [&str; 12] = [
    "N V N P",
    "N X A V P",
    "N V P P",
    "P , N V N",
    "N V N C N V N",
    "R X V N P",
    "N V C N X V P",
    "A , N V N P P",
    "N X V N",
    "N V N , C R V P",
    "N , N , V N P",
    "C N V N , N X A V N P",
];
/// How many of the noun phrases are names.
const NAMED: f64 = 0.2;
/// How many entities of each kind an article has, at least and below.
const CAST: [std::ops::Range<usize>; 4] = [2..8, 1..5, 1..4, 1..4];
/// Words of half of the articles, at most.
const MEDIAN: f64 = 600.0;

/// An entity of an article.
struct Role<'a> {
    entity: &'a Entity,
    /// Whether front matter lists it.
    listed: bool,
    /// Whether it has been named.
    known: bool,
}

/// Writes from a stream of numbers of its own.
pub(crate) struct Writer<'a> {
    world: &'a World,
    rng: Rng,
    cast: [Vec<Role<'a>>; 4],
    words: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(world: &'a World, stream: &str) -> Self {
        Self { world, rng: rng(world.seed, stream), cast: Default::default(), words: 0 }
    }

    fn choose_cast(&mut self) {
        for (kind, size) in CAST.into_iter().enumerate() {
            for _ in 0..self.rng.usize(size) {
                let number = *self.world.popular[kind].draw(&mut self.rng);
                let entity = &self.world.entities[kind][number];
                if !self.cast[kind].iter().any(|role| std::ptr::eq(role.entity, entity)) {
                    let listed = self.rng.f64() < 0.85;
                    self.cast[kind].push(Role { entity, listed, known: false });
                }
            }
        }
    }

    fn draw(&mut self, part: Part) -> &'a str {
        self.world.words.draw(part, &mut self.rng)
    }

    /// A name of a kind, in the form that is due.
    fn named(&mut self, kind: usize) -> String {
        if self.cast[kind].is_empty() {
            return self.plain_noun_phrase();
        }
        let number = self.rng.usize(..self.cast[kind].len());
        let role = &mut self.cast[kind][number];
        let forms = if role.known { &role.entity.later } else { &role.entity.first };
        role.known = true;
        forms[self.rng.usize(..forms.len())].clone()
    }

    fn noun(&mut self) -> String {
        let noun = self.draw(Part::Noun);
        if self.rng.f64() < 0.3 { format!("{noun}s") } else { noun.to_owned() }
    }

    pub(crate) fn plain_noun_phrase(&mut self) -> String {
        let determiner = self.draw(Part::Determiner);
        let adjective = if self.rng.f64() < 0.4 { self.draw(Part::Adjective) } else { "" };
        let space = if adjective.is_empty() { "" } else { " " };
        format!("{determiner} {adjective}{space}{}", self.noun())
    }

    fn noun_phrase(&mut self) -> String {
        if self.rng.f64() >= NAMED {
            return self.plain_noun_phrase();
        }
        let kind = [0, 0, 0, 1, 1, 3][self.rng.usize(..6)];
        self.named(kind)
    }

    pub(crate) fn place_phrase(&mut self) -> String {
        if self.rng.f64() < NAMED * 0.7 {
            return format!("in {}", self.named(2));
        }
        format!("{} {}", self.draw(Part::Preposition), self.plain_noun_phrase())
    }

    fn clause(&mut self) -> String {
        let pattern = SENTENCES[self.rng.usize(..SENTENCES.len())];
        let mut text = String::new();
        for slot in pattern.split(' ') {
            if slot == "," {
                text.push(',');
                continue;
            }
            let words = match slot {
                "N" => self.noun_phrase(),
                "P" => self.place_phrase(),
                "V" => self.draw(Part::Verb).to_owned(),
                "A" => self.draw(Part::Adverb).to_owned(),
                "C" => self.draw(Part::Conjunction).to_owned(),
                "X" => self.draw(Part::Auxiliary).to_owned(),
                _ => self.draw(Part::Pronoun).to_owned(),
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&words);
        }
        self.words += text.split(' ').count();
        capitalised(&text)
    }

    fn quotation(&mut self) -> String {
        let speaker = self.named(0);
        self.words += 2;
        if self.rng.bool() {
            return format!("“{},” said {speaker}.", self.clause());
        }
        format!("“{},” {speaker} said. “{}.”", self.clause(), self.clause())
    }

    fn address(&mut self) -> String {
        let outlet = slug(&self.world.outlets[self.rng.usize(..self.world.outlets.len())]);
        let year = self.rng.usize(2012..2026);
        format!("https://{outlet}.example/{year}/{}-{}", self.draw(Part::Noun), self.draw(Part::Noun))
    }

    fn sentence(&mut self) -> String {
        let roll = self.rng.f64();
        if roll < 0.07 {
            return self.quotation();
        }
        let clause = self.clause();
        match roll {
            ..0.09 => format!("{clause}, according to [{}]({}).", self.plain_noun_phrase(), self.address()),
            ..0.10 => format!("{clause}. *{}.*", self.clause()),
            ..0.11 => format!("{clause}. **{}.**", self.clause()),
            ..0.14 => {
                let (whole, tenth, year) = (self.rng.u32(1..100), self.rng.u32(..10), self.rng.u32(1990..2026));
                format!("{clause}, up {whole}.{tenth}% since {year}.")
            }
            _ => format!("{clause}."),
        }
    }

    pub(crate) fn paragraph(&mut self) -> String {
        let count = self.rng.usize(2..7);
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    fn list(&mut self) -> String {
        let counts = self.rng.f64() < 0.3;
        let items = self.rng.usize(3..6);
        let item = |number: usize| if counts { format!("{number}.") } else { "-".to_owned() };
        (1..=items).map(|number| format!("{} {}", item(number), self.clause())).collect::<Vec<_>>().join("\n")
    }

    fn table(&mut self) -> String {
        let columns = self.rng.usize(3..5);
        let head: Vec<String> = (0..columns).map(|_| capitalised(self.draw(Part::Noun))).collect();
        let mut lines = vec![format!("| {} |", head.join(" | ")), format!("|{}", " --- |".repeat(columns))];
        for _ in 0..self.rng.usize(3..8) {
            let figures = (1..columns).map(|_| self.rng.u32(1..100_000).to_string()).collect::<Vec<_>>();
            lines.push(format!("| {} | {} |", self.draw(Part::Noun), figures.join(" | ")));
        }
        self.words += columns * (lines.len() - 1);
        lines.join("\n")
    }

    fn heading(&mut self) -> String {
        let level = if self.rng.f64() < 0.2 { "###" } else { "##" };
        format!("{level} {} {} {}", capitalised(self.draw(Part::Adjective)), self.noun(), self.draw(Part::Verb))
    }

    fn title(&mut self) -> String {
        let mut text = format!("{} {} ", self.draw(Part::Adjective), self.noun());
        let _ = write!(text, "{} {} {}", self.draw(Part::Verb), self.draw(Part::Preposition), self.noun());
        if self.rng.bool() {
            let _ = write!(text, " as {} {}", self.draw(Part::Noun), self.draw(Part::Verb));
        }
        match self.cast[0].first() {
            Some(role) if self.rng.f64() < 0.35 => format!("{}: {text}", role.entity.name),
            _ => capitalised(&text),
        }
    }

    /// A length in words: log-normal, with a standard deviation of 0.6. The sum of twelve draws is as good as normal.
    fn length(&mut self) -> usize {
        let normal: f64 = (0..12).map(|_| self.rng.f64()).sum::<f64>() - 6.0;
        (MEDIAN * libm::exp(0.6 * normal)).clamp(80.0, 6_000.0) as usize
    }
}

/// An article.
pub(crate) struct Article<'a> {
    pub(crate) title: String,
    /// `2016-01-07`.
    pub(crate) day: String,
    pub(crate) slug: String,
    /// Markdown; the first is its lead.
    pub(crate) blocks: Vec<String>,
    /// By kind, what front matter lists.
    pub(crate) listed: [Vec<&'a Entity>; 4],
    pub(crate) outlet: &'a str,
    pub(crate) url: String,
    pub(crate) author: &'a str,
}

impl<'a> Article<'a> {
    /// Article `number` of `all`: later numbers are later days, so that the archive grows as real ones do.
    pub(crate) fn new(world: &'a World, number: usize, all: usize) -> Self {
        let mut writer = Writer::new(world, &format!("articles/{number}"));
        writer.choose_cast();
        let title = writer.title();
        let day = day((14 * 365 * number + writer.rng.usize(..14 * 365)) / all);
        let slug = format!("{}-{number:x}", slug(&title));
        let target = writer.length();
        let count = [0, 0, 1, 2, 2, 3, 4][writer.rng.usize(..7)];
        let mut headings: Vec<usize> = (0..count).map(|_| target * writer.rng.usize(15..90) / 100).collect();
        headings.sort_unstable_by(|a, b| b.cmp(a));
        let mut blocks = vec![writer.paragraph()];
        while writer.words < target {
            if headings.pop_if(|at| *at < writer.words).is_some() {
                blocks.push(writer.heading());
            }
            blocks.push(match writer.rng.f64() {
                ..0.04 => writer.list(),
                ..0.07 => format!("> {}. {}.", writer.clause(), writer.clause()),
                ..0.08 => writer.table(),
                _ => writer.paragraph(),
            });
        }
        let listed = writer
            .cast
            .each_ref()
            .map(|roles| roles.iter().filter(|role| role.listed && role.known).map(|role| role.entity).collect());
        let outlet = &world.outlets[writer.rng.usize(..world.outlets.len())];
        let author = &world.reporters[writer.rng.usize(..world.reporters.len())];
        let url = format!("https://{}.example/{}/{slug}", crate::names::slug(outlet), &day[..4]);
        Self { title, day, slug, blocks, listed, outlet, url, author }
    }
}

/// The day so many days after the first of 2012.
fn day(after: usize) -> String {
    let first = jiff::civil::date(2012, 1, 1);
    let after = i32::try_from(after).expect("fourteen years have few days");
    first.checked_add(jiff::Span::new().days(after)).map_or_else(|_| first.to_string(), |day| day.to_string())
}
