//! Numbers of articles: by date, and such that an added article, back-dated or not, changes the numbers of few others.
//!
//! Time is an axis of blocks, each some days long, with about twelve times as many numbers as articles. Within the block of its day
//! an article has the number that the hash of its key gives, or the next free one: a day on which many articles came is as roomy as
//! any other, and an added article seldom moves one. (A moved article is dear: each file that holds a word of it has another
//! name.) What does not fit where very many came at once lies behind the axis, by hash, too. So a number depends on the date, the
//! key and a neighbour or two; on how many there are in all only through the length of the axis and of its blocks, which move in
//! large steps.

use super::SearchPage;
use super::tables::days;

/// Numbers of a block of days, and how many articles it takes: the rest lies behind the axis. The reader knows it, too.
const BLOCK: u32 = 128;
const TAKEN: usize = 96;
/// How many articles a block has on average, at most.
const WANTED: i64 = 11;
/// The axis begins and ends at a multiple of so many blocks.
const STEP: i32 = 8;

/// How the numbers of the articles are laid out; what the reader has to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Axis {
    /// The first number, and day.
    pub(crate) base: u32,
    first: i32,
    /// Days of a block.
    days: i32,
    blocks: u32,
    /// Numbers behind the axis.
    behind: u32,
}

impl Axis {
    /// An axis for articles of these dates, as their first days.
    fn new(base: u32, dated: &[i32]) -> Self {
        let (Some(min), Some(max)) = (dated.iter().min(), dated.iter().max()) else {
            return Self { base, first: 0, days: 1, blocks: 0, behind: 0 };
        };
        let most = (i64::from(dated.len() as u32) / WANTED).max(1);
        let fits = |days: &i32| i64::from(max - min) / i64::from(*days) < most;
        let mut steps = (0..24).flat_map(|power| [1 << power, 3 << power >> 1]).filter(|days| *days > 0);
        let days = steps.find(fits).unwrap_or(1 << 24);
        let first = min.div_euclid(days * STEP) * days * STEP;
        let blocks = ((max - first) / days + 1).cast_unsigned().next_multiple_of(STEP.cast_unsigned());
        Self { base, first, days, blocks, behind: 0 }
    }

    /// The first number behind the axis.
    pub(crate) fn end(&self) -> u32 {
        self.base + self.blocks * BLOCK
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> u32 {
        self.blocks * BLOCK + self.behind
    }

    /// The day to which a number on the axis belongs.
    pub(crate) fn day(&self, number: u32) -> i32 {
        self.first + ((i64::from(number - self.base) * i64::from(self.days)) / i64::from(BLOCK)) as i32
    }

    /// What a reader needs to know: the first day, days of a block, blocks.
    pub(crate) fn row(&self) -> [i64; 3] {
        [self.first.into(), self.days.into(), self.blocks.into()]
    }
}

/// An article on its way to its number.
struct Placed {
    index: usize,
    hash: u32,
}

/// The numbers of articles, ascending, each with the article's index.
pub(crate) fn of_articles(pages: &[&SearchPage<'_>], base: u32) -> (Axis, Vec<(u32, usize)>) {
    let placed = |(index, page): (usize, &&SearchPage<'_>)| {
        // the key stays when the file gets another name
        let name = if page.key.is_empty() { page.id } else { page.key };
        let [a, b, c, d, ..] = *blake3::hash(name.as_bytes()).as_bytes();
        (page.date.map(|date| days(date).1), index, u32::from_be_bytes([a, b, c, d]))
    };
    let all: Vec<_> = pages.iter().enumerate().map(placed).collect();
    let dated: Vec<i32> = all.iter().filter_map(|(day, ..)| *day).collect();
    let mut axis = Axis::new(base, &dated);
    let mut behind: Vec<Placed> = Vec::new();
    let mut blocks: Vec<Vec<Placed>> = Vec::new();
    blocks.resize_with(axis.blocks as usize, Vec::new);
    for (day, index, hash) in all {
        match day {
            Some(day) => {
                blocks[((day - axis.first) / axis.days).cast_unsigned() as usize].push(Placed { index, hash });
            }
            None => behind.push(Placed { index, hash }),
        }
    }
    let mut numbers = Vec::with_capacity(pages.len());
    for (start, block) in (0..).map(|block| base + block * BLOCK).zip(&mut blocks) {
        block.sort_by_key(|page| (page.hash, page.index));
        behind.extend(block.drain(block.len().min(TAKEN)..));
        numbers.extend(spread(block, start, BLOCK));
    }
    behind.sort_by_key(|page| (page.hash, page.index));
    axis.behind = if behind.is_empty() { 0 } else { (behind.len() as u32 * 2).next_power_of_two().max(16) };
    numbers.extend(spread(&behind, axis.end(), axis.behind));
    (axis, numbers)
}

/// Gives each the number of its hash, or the next that is free; `pages` are in the order of their hashes and fit in.
fn spread(pages: &[Placed], start: u32, size: u32) -> Vec<(u32, usize)> {
    let home = |page: &Placed| ((u64::from(page.hash) * u64::from(size)) >> 32) as u32;
    let mut numbers: Vec<(u32, usize)> = Vec::with_capacity(pages.len());
    let mut next = 0;
    for page in pages {
        let number = home(page).max(next);
        numbers.push((number, page.index));
        next = number + 1;
    }
    let mut end = size;
    for (number, _) in numbers.iter_mut().rev() {
        *number = (*number).min(end - 1);
        end = *number;
    }
    numbers.iter().map(|(number, index)| (start + number, *index)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{SearchAnchor, SearchBlock};
    use super::*;
    use crate::date::PartialDate;
    use std::collections::BTreeMap;

    fn numbers(articles: &[(String, Option<PartialDate>)]) -> BTreeMap<&str, u32> {
        let page = |(id, date): &'_ (String, Option<PartialDate>)| -> (String, Option<PartialDate>) {
            (id.clone(), date.clone())
        };
        let owned: Vec<_> = articles.iter().map(page).collect();
        let pages: Vec<SearchPage<'_>> = owned
            .iter()
            .map(|(id, date)| SearchPage {
                id,
                url: "",
                title: "",
                kind: 0,
                lang: "en",
                date: date.as_ref(),
                key: "",
                source: "",
                boost: 1.0,
                blocks: vec![SearchBlock { text: "", anchor: SearchAnchor::Name(""), number: None, heading: false }],
                entities: Vec::new(),
                statements: Vec::new(),
            })
            .collect();
        let (axis, given) = of_articles(&pages.iter().collect::<Vec<_>>(), 1024);
        assert!(given.windows(2).all(|pair| pair[0].0 < pair[1].0), "ascending, each once");
        assert!(given.iter().all(|(number, _)| (1024..1024 + axis.len()).contains(number)));
        assert_eq!(given.len(), articles.len());
        given.into_iter().map(|(number, index)| (articles[index].0.as_str(), number)).collect()
    }

    fn many(count: usize) -> Vec<(String, Option<PartialDate>)> {
        // any day of seven years, as good as by chance
        let date = |n: usize| {
            let day = n * 7919 % 2352;
            PartialDate::parse(&format!("{}-{:02}-{:02}", 2010 + day / 336, 1 + day % 336 / 28, 1 + day % 28))
        };
        (0..count).map(|n| (format!("articles/a{n}"), if n % 50 == 49 { None } else { date(n) })).collect()
    }

    #[test]
    fn an_article_more_changes_the_numbers_of_few() {
        for count in [0, 1, 5, 60, 700] {
            let before = many(count);
            let old = numbers(&before);
            let mut moved = Vec::new();
            for added in 0..20 {
                let mut after = before.clone();
                let date = format!("{}-0{}-1{}", 2011 + added % 5, 1 + added % 9, added % 10);
                after.insert(count / 2, (format!("articles/new-{added}"), PartialDate::parse(&date)));
                let new = numbers(&after);
                moved.push(old.iter().filter(|(id, number)| new[*id] != **number).count());
            }
            moved.sort_unstable();
            // the length of the axis may move by one step, now and then: often where there are very few
            assert!(moved[16] <= 4, "of {count}: {moved:?}");
            assert!(count < 60 || moved[12] == 0, "most move none, of {count}: {moved:?}");
        }
    }

    #[test]
    fn articles_of_one_day_all_have_a_number() {
        let one_day: Vec<_> = (0..500).map(|n| (format!("articles/a{n}"), PartialDate::parse("2016-01-07"))).collect();
        assert_eq!(numbers(&one_day).len(), 500);
        let far =
            ["0001-01-01", "9999-12-31", "2016"].map(|date| (format!("articles/{date}"), PartialDate::parse(date)));
        assert_eq!(numbers(&far).len(), 3);
    }
}
