//! An invented dossier in ten languages.

use crate::date::PartialDate;
use crate::markdown::BlockId;
use crate::search::{
    SearchAnchor, SearchBlock, SearchEntity, SearchInput, SearchKind, SearchPage, SearchStatement, Speaker,
};

/// A small generator of random numbers; the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    pub(super) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

pub(super) const LANGUAGES: &[(&str, &str)] = &[
    (
        "en",
        "the harbour harbours harboured tide tides tidal run runs running ran U.S. don’t well-known co-operate Café naïve over land landing landed 1,695 2016 X US N.H.A. NHA",
    ),
    (
        "en",
        "boat boats boating the the the a of of in and mud muddy gauge gauges gauging connection connected connects",
    ),
    ("de", "das Häuser Haus Häusern Straße Strassen größer über Fluß läuft laufen gelaufen Öl"),
    ("fr", "l’eau nationale nationaux œuvre œuvres été étés garçon à où marée marées"),
    ("ru", "ракета ракеты ракету ёлка Ёлки война войны мой"),
    ("fa", "می\u{200c}خواهم میخواهم می خواهم کتاب\u{200c}ها کتابها ها روحانی روحاني كتاب کتاب تهران آب"),
    ("ar", "الكتاب كتاب كُتُب المدينة مدن مدينة"),
    ("el", "ΟΔΟΣ οδός οδοί Αθήνα"),
    ("ko", "김정은은 김정은 서울에서 서울 바다"),
    ("zh", "習近平主席 北京大学 海 港口 习近平 潮水 東京タワー がぎ 水位2016年"),
    ("th", "ทะเล น้ำขึ้น เรือ"),
    ("tr", "İzmir ırmak IRMAK çay çaylar"),
];

pub(super) struct Invented {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) kind: usize,
    pub(super) lang: &'static str,
    pub(super) date: Option<PartialDate>,
    pub(super) source: &'static str,
    pub(super) blocks: Vec<(String, bool, u32)>,
    pub(super) entities: Vec<u32>,
    pub(super) key: String,
    /// Speaker, block, and the date if it is not that of the page.
    pub(super) statements: Vec<(Result<u32, &'static str>, usize, Option<PartialDate>)>,
}

pub(super) const NAMES: &[(&str, &[&str])] = &[
    ("Ada Harbour", &["A. Harbour", "Countess of Tides"]),
    ("Zoë Kim", &["Kim"]),
    ("김정은", &["Kim Jong Un"]),
    ("Łukasz Østergård", &[]),
    ("習近平", &["Xi Jinping"]),
];
const SOURCES: &[&str] = &["", "Harbour Post", "The Tide & Sons", "Le Monde <b>", "海報"];
const STRANGERS: &[&str] = &["Jo Mudd", "Anna Harbour"];

pub(super) fn invent(dice: &mut Dice) -> Vec<Invented> {
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
            let own = dice.chance(2).then(|| dice.pick(&date)).and_then(PartialDate::parse);
            dice.chance(3).then_some((speaker, block, own))
        })
        .collect();
    Invented {
        key: if kind == 0 { format!("K<{}>", dice.below(200)) } else { String::new() },
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

pub(super) fn input(pages: &[Invented]) -> SearchInput<'_> {
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
                key: &page.key,
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
                    .map(|(speaker, block, date)| SearchStatement {
                        speaker: speaker.map_or_else(Speaker::Named, Speaker::Entity),
                        block: *block,
                        date: date.as_ref(),
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
