//! The whole search against a scan of every word: an invented dossier in ten languages, hundreds of random queries, and the engine
//! of the theme run by Node. The rules are written down in `QUERY.md`.

use super::words::{self, fold};
use super::*;
use crate::date::PartialDate;
use crate::markdown::BlockId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::process::Command;

/// A small generator of random numbers; the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

const LANGUAGES: &[(&str, &str)] = &[
    (
        "en",
        "the harbour harbours harboured tide tides tidal run runs running ran U.S. don’t well-known co-operate Café naïve over land landing landed 1,695 2016 X",
    ),
    (
        "en",
        "boat boats boating the the the a of of in and mud muddy gauge gauges gauging connection connected connects",
    ),
    ("de", "das Häuser Haus Häusern Straße Strassen größer über Fluß läuft laufen gelaufen Öl"),
    ("fr", "l’eau nationale nationaux œuvre œuvres été étés garçon à où marée marées"),
    ("ru", "ракета ракеты ракету ёлка Ёлки война войны мой"),
    ("fa", "می\u{200c}خواهم روحانی روحاني كتاب کتاب تهران آب"),
    ("ar", "الكتاب كتاب كُتُب المدينة مدن مدينة"),
    ("el", "ΟΔΟΣ οδός οδοί Αθήνα"),
    ("ko", "김정은은 김정은 서울에서 서울 바다"),
    ("zh", "習近平主席 北京大学 海 港口 习近平 潮水 東京タワー がぎ 水位2016年"),
    ("th", "ทะเล น้ำขึ้น เรือ"),
    ("tr", "İzmir ırmak IRMAK çay çaylar"),
];

struct Invented {
    id: String,
    url: String,
    title: String,
    kind: usize,
    lang: &'static str,
    date: Option<PartialDate>,
    source: &'static str,
    blocks: Vec<(String, bool, u32)>,
    entities: Vec<u32>,
    statements: Vec<(Result<u32, &'static str>, usize)>,
}

const NAMES: &[(&str, &[&str])] = &[
    ("Ada Harbour", &["A. Harbour", "Countess of Tides"]),
    ("Zoë Kim", &["Kim"]),
    ("김정은", &["Kim Jong Un"]),
    ("Łukasz Østergård", &[]),
    ("習近平", &["Xi Jinping"]),
];
const SOURCES: &[&str] = &["", "Harbour Post", "The Tide & Sons", "Le Monde <b>", "海報"];
const STRANGERS: &[&str] = &["Jo Mudd", "Anna Harbour"];

fn invent(dice: &mut Dice) -> Vec<Invented> {
    let mut pages = Vec::new();
    for (number, (name, _)) in NAMES.iter().enumerate() {
        let mut page = invent_page(dice, 1, &format!("people/p{number}"), (*name).to_owned());
        page.date = None;
        pages.push(page);
    }
    for number in 0..120 {
        let words: Vec<&str> = LANGUAGES[number % LANGUAGES.len()].1.split(' ').collect();
        let title = (0..=dice.below(5)).map(|_| dice.pick(&words)).collect::<Vec<_>>().join(" ");
        pages.push(invent_page(dice, 0, &format!("articles/a{number}"), title));
    }
    pages
}

fn invent_page(dice: &mut Dice, kind: usize, id: &str, title: String) -> Invented {
    let (lang, words) = LANGUAGES[dice.below(LANGUAGES.len())];
    let words: Vec<&str> = words.split(' ').collect();
    let other: Vec<&str> = dice.pick(LANGUAGES).1.split(' ').collect();
    let blocks: Vec<(String, bool, u32)> = (0..dice.below(7))
        .map(|at| {
            let mut text = String::new();
            for _ in 0..dice.below(14) {
                let source = if dice.chance(6) { &other } else { &words };
                text.push_str(dice.pick(source));
                text.push_str(dice.pick(&[
                    " ",
                    " ",
                    " ",
                    " ",
                    ", ",
                    ". ",
                    "\n",
                    "—",
                    " “",
                    "",
                    "’s ",
                    " </script><b> ",
                ]));
            }
            // some neighbours share an anchor, like cells of a table
            (text, dice.chance(5), if dice.chance(4) { 7 } else { at as u32 + 100 })
        })
        .collect();
    let date = ["", "2013", "2014-05", "2015-02-28", "2016-12-31", "2016", "2017-01-01"];
    let statements = (0..blocks.len())
        .filter_map(|block| {
            let speaker = if dice.chance(4) { Err(dice.pick(STRANGERS)) } else { Ok(dice.below(NAMES.len()) as u32) };
            dice.chance(3).then_some((speaker, block))
        })
        .collect();
    Invented {
        id: id.to_owned(),
        url: format!("{id}.html"),
        title,
        kind,
        lang,
        date: PartialDate::parse(dice.pick(&date)),
        source: dice.pick(SOURCES),
        blocks,
        entities: (0..NAMES.len() as u32).filter(|_| dice.chance(4)).collect(),
        statements,
    }
}

fn input(pages: &[Invented]) -> SearchInput<'_> {
    SearchInput {
        kinds: vec![
            SearchKind { name: "articles", singular: "Article", plural: "Articles", mark: "article" },
            SearchKind { name: "people", singular: "Person", plural: "People", mark: "person" },
        ],
        pages: pages
            .iter()
            .map(|page| SearchPage {
                id: &page.id,
                url: &page.url,
                title: &page.title,
                kind: page.kind,
                lang: page.lang,
                date: page.date.as_ref(),
                key: "K<1>",
                source: page.source,
                boost: 1.0,
                blocks: page
                    .blocks
                    .iter()
                    .map(|(text, heading, anchor)| SearchBlock {
                        text,
                        anchor: SearchAnchor::Block(BlockId { hash: *anchor, nth: 1 }),
                        number: None,
                        heading: *heading,
                    })
                    .collect(),
                entities: page.entities.clone(),
                statements: page
                    .statements
                    .iter()
                    .map(|(speaker, block)| SearchStatement {
                        speaker: speaker.map_or_else(Speaker::Named, Speaker::Entity),
                        block: *block,
                    })
                    .collect(),
            })
            .collect(),
        entities: NAMES
            .iter()
            .zip(pages)
            .map(|((name, aliases), page)| SearchEntity {
                id: &page.id,
                url: &page.url,
                name,
                kind: 1,
                aliases: aliases.to_vec(),
                summary: "",
                mentions: 1,
                articles: 1,
            })
            .collect(),
    }
}

/// A word of a text; `near`: a sign right after another.
#[derive(Debug, Clone, PartialEq)]
struct Token {
    word: String,
    sign: bool,
    near: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut empty_before = false;
    words::walk(text, |before, piece| {
        let word = fold(piece.text).into_owned();
        let near = before.is_empty() && !empty_before && piece.sign && tokens.last().is_some_and(|last| last.sign);
        empty_before = word.is_empty();
        if !word.is_empty() {
            tokens.push(Token { word, sign: piece.sign, near });
        }
    });
    tokens
}

/// What a query asks for, beside its words.
enum Atom {
    /// Related forms count; `open`: so do longer words.
    Word {
        token: Token,
        open: bool,
    },
    /// As written, one after the other; `open` for the last.
    Run {
        tokens: Vec<Token>,
        open: bool,
    },
    Who(Vec<String>),
    About(Vec<String>),
    Source(Vec<String>),
    Kind(&'static str),
    Year(i16, i16),
    Before(PartialDate),
    After(PartialDate),
}

struct Scan<'a> {
    pages: &'a [Invented],
    /// Segments of each page.
    segments: Vec<Vec<Vec<Token>>>,
    /// For each term, all terms of its family.
    families: HashMap<String, BTreeSet<String>>,
}

impl<'a> Scan<'a> {
    fn new(pages: &'a [Invented]) -> Self {
        let segments: Vec<Vec<Vec<Token>>> = pages
            .iter()
            .enumerate()
            .map(|(number, page)| {
                let names = NAMES.get(number).map_or(&[][..], |(_, aliases)| aliases).iter().map(|alias| tokens(alias));
                std::iter::once(tokens(&page.title))
                    .chain(names)
                    .chain(page.blocks.iter().map(|block| tokens(&block.0)))
                    .collect()
            })
            .collect();
        Self { pages, families: families(pages), segments }
    }

    fn holds(&self, page: usize, atom: &Atom) -> bool {
        let here = &self.pages[page];
        let day = |date: &PartialDate| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        let last = |date: &PartialDate| (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31));
        match atom {
            Atom::Word { token, open } => self.segments[page].iter().flatten().any(|other| {
                other.word == token.word
                    || self.families.get(&token.word).is_some_and(|family| family.contains(&other.word) && !other.sign)
                    || *open && other.word.starts_with(&token.word)
            }),
            Atom::Run { tokens, open } => self.segments[page].iter().any(|segment| {
                segment.windows(tokens.len()).any(|window| {
                    window.iter().zip(tokens).enumerate().all(|(at, (here, wanted))| {
                        let fits = if *open && at + 1 == tokens.len() {
                            here.word.starts_with(&wanted.word)
                        } else {
                            here.word == wanted.word
                        };
                        fits && here.sign == wanted.sign && (at == 0 || !wanted.near || here.near)
                    })
                })
            }),
            Atom::Who(words) => here.statements.iter().any(|(speaker, _)| {
                let names = match speaker {
                    Ok(entity) => names_of(*entity as usize),
                    Err(name) => vec![*name],
                };
                named(&names, words)
            }),
            Atom::About(words) => {
                let own = (page < NAMES.len()).then_some(page as u32);
                here.entities.iter().copied().chain(own).any(|entity| named(&names_of(entity as usize), words))
            }
            Atom::Source(words) => !here.source.is_empty() && named(&[here.source], words),
            Atom::Kind(kind) => (*kind == "people") == (here.kind == 1),
            Atom::Year(from, to) => here.date.as_ref().is_some_and(|date| (*from..=*to).contains(&date.year)),
            Atom::Before(limit) => here.date.as_ref().is_some_and(|date| last(date) < day(limit)),
            Atom::After(limit) => here.date.as_ref().is_some_and(|date| day(date) > last(limit)),
        }
    }
}

fn names_of(entity: usize) -> Vec<&'static str> {
    std::iter::once(NAMES[entity].0).chain(NAMES[entity].1.iter().copied()).collect()
}

fn named(names: &[&str], words: &[String]) -> bool {
    names.iter().any(|name| {
        let known: Vec<String> = tokens(name).into_iter().map(|token| token.word).collect();
        words.iter().all(|word| known.contains(word))
    })
}

/// Words are related if a stemmer of a language in which both occur gives the same stem, or through words between them.
fn families(pages: &[Invented]) -> HashMap<String, BTreeSet<String>> {
    let mut by_stem: BTreeMap<(u32, String), BTreeSet<String>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let bit = stems::language_bit(page.lang);
        let names = NAMES.get(number).map_or(&[][..], |(_, aliases)| aliases);
        let texts = std::iter::once(page.title.as_str())
            .chain(names.iter().copied())
            .chain(page.blocks.iter().map(|block| block.0.as_str()));
        for text in texts {
            words::walk(text, |_, piece| {
                if !piece.sign {
                    for stem in stems::stems(piece.text, bit) {
                        by_stem.entry(stem).or_default().insert(fold(piece.text).into_owned());
                    }
                }
            });
        }
    }
    let mut families: HashMap<String, BTreeSet<String>> = HashMap::new();
    loop {
        let before: usize = families.values().map(BTreeSet::len).sum();
        for group in by_stem.values() {
            let all: BTreeSet<String> =
                group.iter().flat_map(|term| families.get(term).into_iter().flatten().chain([term])).cloned().collect();
            for term in &all {
                families.entry(term.clone()).or_default().extend(all.iter().cloned());
            }
        }
        if families.values().map(BTreeSet::len).sum::<usize>() == before {
            return families;
        }
    }
}

type Group = (bool, Vec<Atom>);

/// A random query: its text and what it asks for.
fn query(dice: &mut Dice, scan: &Scan<'_>) -> (String, Vec<Group>) {
    let count = 1 + dice.below(3);
    let mut text = String::new();
    let mut groups: Vec<Group> = Vec::new();
    for at in 0..count {
        let end = at + 1 == count;
        let not = at > 0 && dice.chance(5);
        let or = !not && groups.last().is_some_and(|(not, _)| !not) && dice.chance(5);
        let trailing = end && dice.chance(2);
        let (written, atom) = atom(dice, scan, end && !trailing);
        let Some(atom) = atom else { continue };
        if or {
            text.push_str("OR ");
            groups.last_mut().expect("an alternative has something before it").1.push(atom);
        } else {
            text.push_str(if not { "-" } else { "" });
            groups.push((not, vec![atom]));
        }
        text.push_str(&written);
        if !end || trailing {
            text.push(' ');
        }
    }
    (text, groups)
}

fn atom(dice: &mut Dice, scan: &Scan<'_>, last: bool) -> (String, Option<Atom>) {
    let hangul = |word: &str| word.chars().last().is_some_and(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
    match dice.below(14) {
        0..=6 => {
            let written = word(dice);
            let tokens = tokens(&written);
            let Some(final_token) = tokens.last().cloned() else { return (written, None) };
            let open =
                !final_token.sign && (hangul(&final_token.word) || last && final_token.word.chars().count() >= 3);
            let atom = if tokens.len() == 1 && !final_token.sign {
                Atom::Word { token: final_token, open }
            } else {
                Atom::Run { tokens, open }
            };
            (written, Some(atom))
        }
        7..=9 => {
            let page = dice.below(scan.segments.len());
            let segment = &scan.segments[page][dice.below(scan.segments[page].len())];
            if segment.is_empty() {
                return (String::new(), None);
            }
            let start = dice.below(segment.len());
            let end = (start + 1 + dice.below(4)).min(segment.len());
            let written = segment[start..end].iter().fold(String::new(), |text, token| {
                let space = if text.is_empty() || token.near { "" } else { " " };
                text + space + &token.word
            });
            let tokens = tokens(&written);
            (format!("\"{written}\""), Some(Atom::Run { tokens, open: false }))
        }
        10 => {
            let name = dice.pick(&["harbour", "kim", "Ada Harbour", "김정은", "ostergard", "xi", "mudd"]);
            let words = tokens(name).into_iter().map(|token| token.word).collect();
            if dice.chance(2) && name != "mudd" {
                (format!("about:\"{name}\""), Some(Atom::About(words)))
            } else {
                (format!("who:“{name}”"), Some(Atom::Who(words)))
            }
        }
        11 => {
            let name = dice.pick(&["harbour", "the tide", "monde", "海報"]);
            (
                format!("source:\"{name}\""),
                Some(Atom::Source(tokens(name).into_iter().map(|token| token.word).collect())),
            )
        }
        12 => match dice.below(4) {
            0 => ("kind:person".into(), Some(Atom::Kind("people"))),
            1 => ("kind:articles".into(), Some(Atom::Kind("articles"))),
            2 => ("year:2016".into(), Some(Atom::Year(2016, 2016))),
            _ => ("year:2014-2016".into(), Some(Atom::Year(2014, 2016))),
        },
        _ => {
            let date = dice.pick(&["2013", "2015", "2015-02", "2016", "2016-12-31", "2017-01-01"]);
            let limit = PartialDate::parse(date).expect("a date");
            if dice.chance(2) {
                (format!("before:{date}"), Some(Atom::Before(limit)))
            } else {
                (format!("after:{date}"), Some(Atom::After(limit)))
            }
        }
    }
}

/// A word as somebody may type it: whole, in capitals, without accents, or its beginning.
fn word(dice: &mut Dice) -> String {
    let words: Vec<&str> = dice.pick(LANGUAGES).1.split(' ').collect();
    let word = dice.pick(&words);
    match dice.below(6) {
        0 => word.to_uppercase(),
        1 => fold(word).into_owned(),
        2 => word.chars().take(3 + dice.below(4)).collect(),
        3 => format!("{word}{}", dice.pick(&words)),
        _ => word.to_owned(),
    }
}

/// Runs the engine; `None` where there is no Node.
fn ask(files: &[SearchFile], queries: &[Value]) -> Option<Vec<Vec<String>>> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    std::fs::create_dir(folder.path().join("search")).expect("a folder for the index");
    for file in files {
        std::fs::write(folder.path().join(&file.path), &file.bytes).expect("a file of the index");
    }
    let asked = folder.path().join("queries.json");
    std::fs::write(&asked, Value::from(queries.to_vec()).to_string()).expect("a file of queries");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/search-engine.cjs");
    let output = match Command::new("node").arg(script).arg(folder.path()).arg(&asked).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("the search is not tested: node: {error}");
            return None;
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("the engine prints JSON"))
}

#[test]
fn the_engine_finds_what_a_scan_of_all_words_finds() {
    // lists so short that every way of cutting and of writing them occurs
    let tiny =
        Limits { terms_file: 200, positions_file: 300, list: 40, blocks: 12, entities_file: 8, group: 2, whole: 0 };
    for (seed, limits) in [(6, LIMITS), (7, tiny), (8, Limits { blocks: 0, ..tiny }), (9, Limits { list: 8, ..tiny })] {
        let mut dice = Dice(seed);
        let pages = invent(&mut dice);
        let scan = Scan::new(&pages);
        let queries: Vec<(String, Vec<Group>)> = std::iter::repeat_with(|| query(&mut dice, &scan))
            .filter(|(_, groups)| !groups.is_empty())
            .take(400)
            .collect();
        let asked: Vec<Value> = queries.iter().map(|(text, _)| json!({"q": text})).collect();
        let Some(answers) = ask(&build_within(&input(&pages), &limits), &asked) else { return };
        let mut found = 0;
        for ((text, groups), answer) in queries.iter().zip(answers) {
            let wanted: BTreeSet<&str> = (0..pages.len())
                .filter(|page| {
                    groups.iter().all(|(not, atoms)| atoms.iter().any(|atom| scan.holds(*page, atom)) != *not)
                })
                .map(|page| pages[page].url.as_str())
                .collect();
            found += usize::from(!wanted.is_empty());
            assert_eq!(answer.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{text}");
        }
        assert!(found > 200, "only {found} queries find anything");
    }
}

#[test]
fn the_engine_folds_as_the_index_does() {
    let mut texts: Vec<String> = LANGUAGES.iter().map(|(_, words)| (*words).to_owned()).collect();
    texts.extend(
        [
            "ǅungla ŉ ﬁ ½ ² Ⅳ ⓐ ㎏ ﷺ",
            "e\u{301}e\u{327}\u{301}",
            "\u{301}x x\u{ad}y a\u{200d}b",
            "ÆSIR ıI İi ẞß",
            "ｱﾞ が ガ",
            "นํ้า ພາສາລາວ မြန်မာ ខ្មែរ",
        ]
        .map(String::from),
    );
    // every letter of the first planes that both sides can know
    for block in (0x20..0x3000u32).step_by(64) {
        texts.push((block..block + 64).filter_map(char::from_u32).flat_map(|c| [c, 'a', ' ']).collect());
    }
    let asked: Vec<Value> = texts.iter().map(|text| json!({"fold": text})).collect();
    let Some(answers) = ask(&build(&SearchInput::default()), &asked) else { return };
    for (text, answer) in texts.iter().zip(answers) {
        assert_eq!(answer, words::folded_words(text), "{text}");
    }
}
