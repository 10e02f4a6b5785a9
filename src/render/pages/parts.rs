//! Long lists on several pages: the newest part stands on the first, everything by decade, year or month on pages of its own.
//!
//! In: rows with a date and what each weighs. Out: the [`Part`]s, and the ways from each to the others. A part depends on
//! nothing but the rows of its own time, so that a page of 2015 stays as it is whatever comes in 2016. Their addresses stand in
//! a folder with the name of the first page, where no article and no name has its own: `people/jane-doe/2015.html`.

use crate::date::PartialDate;
use crate::render::context::{Link, Parts};
use crate::site::relative;
use crate::theme::Labels;

/// Most bytes that the rows of one page weigh: with all that stands around them a page stays below 200 kB.
pub(super) const MOST: usize = 110_000;
/// Bytes of the newest rows, which stand on the first page too.
pub(super) const NEWEST: usize = 40_000;

/// What a row is put in a part by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Decade,
    Year,
    Month,
}

/// A row of a list before it has a page.
#[derive(Debug, Clone)]
pub(super) struct Row<T> {
    pub(super) item: T,
    /// Year and month; `None` without a date.
    pub(super) when: Option<(i16, Option<i8>)>,
    /// Bytes, roughly.
    pub(super) weight: usize,
}

/// A row with its name, folded.
pub(super) type NamedRow<T> = (String, Row<T>);

impl<T> Row<T> {
    pub(super) fn new(item: T, date: Option<&PartialDate>, weight: usize) -> Self {
        Self { item, when: date.map(PartialDate::year_month), weight }
    }
}

/// Rows of one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Part<T> {
    /// End of its address: `2010s`, `2015`, `2015-03`, `2015-03-2`, `undated`.
    pub(super) slug: String,
    span: Span,
    /// In the order in which they were given.
    pub(super) rows: Vec<T>,
    /// The part that this one is a piece of; it holds links to its pieces, and what has no date exact enough for any.
    whole: Option<usize>,
}

/// The time of a part, or the letters that its names begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Span {
    Letters(String),
    Undated,
    Decade(i16),
    Year(i16),
    Month(i16, i8),
}

impl By {
    fn span(self, when: Option<(i16, Option<i8>)>) -> Span {
        match (self, when) {
            (_, None) => Span::Undated,
            (Self::Decade, Some((year, _))) => Span::Decade(year.div_euclid(10) * 10),
            (Self::Year, Some((year, _))) | (Self::Month, Some((year, None))) => Span::Year(year),
            (Self::Month, Some((year, Some(month)))) => Span::Month(year, month),
        }
    }

    fn finer(self) -> Option<Self> {
        match self {
            Self::Decade => Some(Self::Year),
            Self::Year => Some(Self::Month),
            Self::Month => None,
        }
    }
}

impl Span {
    fn slug(&self) -> String {
        match self {
            Self::Letters(letters) => letters.to_lowercase(),
            Self::Undated => "undated".to_owned(),
            Self::Decade(year) => format!("{year}s"),
            Self::Year(year) => year.to_string(),
            Self::Month(year, month) => format!("{year}-{month:02}"),
        }
    }

    fn name(&self, labels: &Labels) -> String {
        match *self {
            Self::Letters(ref letters) => letters.clone(),
            Self::Undated => labels.text("no_date_heading").to_owned(),
            Self::Decade(year) => {
                let end = labels.digits(&format!("{:02}", (year + 9).rem_euclid(100)));
                format!("{}–{end}", labels.digits(&year.to_string()))
            }
            Self::Year(year) => labels.digits(&year.to_string()),
            Self::Month(year, month) => labels.year_month(year, Some(month)),
        }
    }
}

/// The parts of a list, newest first; none if one page holds it all.
pub(super) fn divide<T>(rows: Vec<Row<T>>, by: By) -> Vec<Part<T>> {
    let mut parts = Vec::new();
    if weight(&rows) > MOST {
        divide_into(&mut parts, rows, by, None);
    }
    parts
}

/// The parts of a list of names by their first letters, in its order; none if one page holds it all. The names are folded.
pub(super) fn divide_names<T>(rows: Vec<NamedRow<T>>) -> Vec<Part<T>> {
    let mut parts = Vec::new();
    if rows.iter().map(|row| row.1.weight).sum::<usize>() > MOST {
        divide_names_into(&mut parts, rows, 1, None);
    }
    parts
}

fn divide_names_into<T>(parts: &mut Vec<Part<T>>, rows: Vec<NamedRow<T>>, length: usize, whole: Option<usize>) {
    const LONGEST: usize = 3;
    let mut groups: Vec<(Span, Vec<NamedRow<T>>)> = Vec::new();
    for row in rows {
        let span = Span::Letters(first_letters(&row.0, length));
        match groups.last_mut() {
            Some(group) if group.0 == span => group.1.push(row),
            _ => groups.push((span, vec![row])),
        }
    }
    for (span, rows) in groups {
        if length < LONGEST && rows.iter().map(|row| row.1.weight).sum::<usize>() > MOST {
            let place = parts.len();
            parts.push(Part { slug: span.slug(), span, rows: Vec::new(), whole });
            divide_names_into(parts, rows, length + 1, Some(place));
            continue;
        }
        let rows = rows.into_iter().map(|row| row.1).collect();
        for (number, rows) in chunks(rows).into_iter().enumerate().rev() {
            parts.push(Part { slug: numbered(&span, number), span: span.clone(), rows, whole });
        }
    }
}

/// What a name is put in a part by, in capitals; `0-9` for digits, `other` for what begins with neither.
fn first_letters(name: &str, length: usize) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).take(length).collect();
    match letters.chars().next() {
        None => "other".to_owned(),
        Some(c) if c.is_numeric() => "0-9".to_owned(),
        Some(_) => letters.to_uppercase(),
    }
}

fn weight<T>(rows: &[Row<T>]) -> usize {
    rows.iter().map(|row| row.weight).sum()
}

fn divide_into<T>(parts: &mut Vec<Part<T>>, rows: Vec<Row<T>>, by: By, whole: Option<usize>) {
    let mut groups: Vec<(Span, Vec<Row<T>>)> = Vec::new();
    for row in rows {
        let span = by.span(row.when);
        match groups.iter_mut().find(|group| group.0 == span) {
            Some(group) => group.1.push(row),
            None => groups.push((span, vec![row])),
        }
    }
    let newest_first = |span: &Span| match *span {
        Span::Letters(_) | Span::Undated => (i16::MIN, 0),
        Span::Decade(year) | Span::Year(year) => (year, 0),
        Span::Month(year, month) => (year, month),
    };
    groups.sort_by_key(|group| std::cmp::Reverse(newest_first(&group.0)));
    for (span, rows) in groups {
        let dated = |row: &Row<T>| by.finer().is_some_and(|finer| finer.span(row.when) != span);
        if weight(&rows) <= MOST || span == Span::Undated || !rows.iter().any(dated) {
            for (number, rows) in chunks(rows).into_iter().enumerate().rev() {
                parts.push(Part { slug: numbered(&span, number), span: span.clone(), rows, whole });
            }
            continue;
        }
        let finer = by.finer().expect("rows that are dated by something finer");
        let (pieces, own): (Vec<Row<T>>, Vec<Row<T>>) = rows.into_iter().partition(dated);
        let place = parts.len();
        let mut own = chunks(own).into_iter().enumerate();
        let rows = own.next().map(|(_, rows)| rows).unwrap_or_default();
        parts.push(Part { slug: span.slug(), span: span.clone(), rows, whole });
        let numbered =
            |(number, rows)| Part { slug: numbered(&span, number), span: span.clone(), rows, whole: Some(place) };
        parts.extend(own.map(numbered));
        divide_into(parts, pieces, finer, Some(place));
    }
}

fn numbered(span: &Span, number: usize) -> String {
    if number == 0 { span.slug() } else { format!("{}-{}", span.slug(), number + 1) }
}

/// Rows as pages hold them, counted from the oldest, so that newer ones change none but the last.
fn chunks<T>(rows: Vec<Row<T>>) -> Vec<Vec<T>> {
    let mut chunks: Vec<Vec<T>> = vec![Vec::new()];
    let mut held = 0;
    for row in rows.into_iter().rev() {
        if held > 0 && held + row.weight > MOST {
            chunks.push(Vec::new());
            held = 0;
        }
        held += row.weight;
        chunks.last_mut().expect("there is one from the start").push(row.item);
    }
    for rows in &mut chunks {
        rows.reverse();
    }
    chunks
}

/// The newest rows, as many as the first page has room for.
pub(super) fn newest<T: Clone>(rows: &[Row<T>], room: usize) -> Vec<T> {
    let mut held = 0;
    let fits = |row: &&Row<T>| {
        held += row.weight;
        held <= room
    };
    rows.iter().take_while(fits).map(|row| row.item.clone()).collect()
}

/// A list with its parts, as its pages lead to one another.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'a, T> {
    /// Address of the first page.
    pub(super) first: &'a str,
    /// Folder of the parts.
    pub(super) folder: &'a str,
    /// What the list is.
    pub(super) title: &'a str,
    pub(super) parts: &'a [Part<T>],
}

impl<T> List<'_, T> {
    /// Addresses of all pages, the first of them first.
    pub(super) fn paths(&self) -> Vec<String> {
        std::iter::once(self.first.to_owned()).chain((0..self.parts.len()).map(|part| self.path(part))).collect()
    }

    pub(super) fn path(&self, part: usize) -> String {
        format!("{}/{}.html", self.folder, self.parts[part].slug)
    }

    fn link(&self, from: &str, part: usize, labels: &Labels) -> Link {
        Link { name: self.name(part, labels), url: relative(from, &self.path(part)) }
    }

    /// What a part holds, in words; a number tells apart those of one month.
    pub(super) fn name(&self, part: usize, labels: &Labels) -> String {
        let part = &self.parts[part];
        let name = part.span.name(labels);
        match part.slug.strip_prefix(&part.span.slug()).and_then(|rest| rest.strip_prefix('-')) {
            Some(number) => format!("{name} ({})", labels.digits(number)),
            None => name,
        }
    }

    /// The ways from the first page.
    pub(super) fn ways_from_first(&self, labels: &Labels) -> Parts {
        let divided = |part: usize| self.parts.iter().any(|other| other.whole == Some(part));
        // a divided decade stands there with its years; a year or a letter leads to its own pieces
        let decade = |part: usize| matches!(self.parts[part].span, Span::Decade(_));
        let shown = |part: &usize| match self.parts[*part].whole {
            None => !(decade(*part) && divided(*part)),
            Some(whole) => decade(whole),
        };
        let all = (0..self.parts.len()).filter(shown).map(|part| self.link(self.first, part, labels)).collect();
        Parts { all, ..Parts::default() }
    }

    /// The ways from a part.
    pub(super) fn ways_from_part(&self, part: usize, labels: &Labels) -> Parts {
        let from = self.path(part);
        let pieces = (0..self.parts.len()).filter(|other| self.parts[*other].whole == Some(part));
        let all: Vec<Link> = pieces.map(|piece| self.link(&from, piece, labels)).collect();
        let leaf = |other: &usize| !self.parts.iter().any(|piece| piece.whole == Some(*other));
        let beside = |other: Option<usize>| other.map_or_else(Link::default, |other| self.link(&from, other, labels));
        let earlier = (part + 1..self.parts.len()).find(leaf).filter(|_| all.is_empty());
        let later = (0..part).rev().find(leaf).filter(|_| all.is_empty());
        Parts {
            name: self.name(part, labels),
            first: Link { name: self.title.to_owned(), url: relative(&from, self.first) },
            all,
            earlier: beside(earlier),
            later: beside(later),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(i16, Option<i8>, usize)]) -> Vec<Row<usize>> {
        let row = |(item, &(year, month, weight)): (usize, &(i16, Option<i8>, usize))| Row {
            item,
            when: (year != 0).then_some((year, month)),
            weight,
        };
        of.iter().enumerate().map(row).collect()
    }

    fn shown(parts: &[Part<usize>]) -> Vec<(&str, Vec<usize>)> {
        parts.iter().map(|part| (part.slug.as_str(), part.rows.clone())).collect()
    }

    #[test]
    fn what_one_page_holds_is_not_divided() {
        assert!(divide(rows(&[(2015, Some(1), MOST)]), By::Year).is_empty());
        assert!(divide::<usize>(Vec::new(), By::Decade).is_empty());
    }

    #[test]
    fn a_time_that_is_too_much_for_a_page_is_divided_further() {
        let some = MOST / 3;
        let list = [
            (2021, Some(5), some),
            (2015, Some(3), MOST),
            (2015, Some(2), some),
            (2015, None, some),
            (2014, Some(1), some),
            (2001, Some(1), some),
            (0, None, some),
        ];
        let parts = divide(rows(&list), By::Decade);
        let expected = vec![
            ("2020s", vec![0]),
            ("2010s", vec![]),
            ("2015", vec![3]),
            ("2015-03", vec![1]),
            ("2015-02", vec![2]),
            ("2014", vec![4]),
            ("2000s", vec![5]),
            ("undated", vec![6]),
        ];
        assert_eq!(shown(&parts), expected);
        let labels = Labels::english();
        let list = List { first: "people/a.html", folder: "people/a", title: "A", parts: &parts };
        let names = |links: &[Link]| links.iter().map(|link| link.url.clone()).collect::<Vec<_>>().join(" ");
        let first = list.ways_from_first(&labels);
        assert_eq!(names(&first.all), "a/2020s.html a/2015.html a/2014.html a/2000s.html a/undated.html");
        let year = list.ways_from_part(2, &labels);
        assert_eq!((year.name.as_str(), year.first.url.as_str()), ("2015", "../a.html"));
        assert_eq!(names(&year.all), "2015-03.html 2015-02.html");
        let month = list.ways_from_part(3, &labels);
        assert_eq!((month.name.as_str(), month.later.url.as_str()), ("Mar 2015", "2020s.html"));
        assert_eq!(month.earlier, Link { name: "Feb 2015".into(), url: "2015-02.html".into() });
    }

    #[test]
    fn what_is_newer_changes_no_part_of_another_time() {
        let some = MOST / 2;
        let old: Vec<(i16, Option<i8>, usize)> =
            (0..40).map(|n| (2019 - n / 12, Some(i8::try_from(12 - n % 12).unwrap()), some)).collect();
        let before = divide(rows(&old), By::Year);
        let mut with_newer = vec![(2020, Some(1), some), (2019, Some(12), some)];
        with_newer.extend(&old);
        let after = divide(rows(&with_newer), By::Year);
        for part in before.iter().filter(|part| part.slug != "2019-12") {
            let kept = after.iter().find(|other| other.slug == part.slug).expect("an address stays");
            let shifted: Vec<usize> = part.rows.iter().map(|row| row + 2).collect();
            assert_eq!(kept.rows, shifted, "{}", part.slug);
        }
    }

    #[test]
    fn a_month_that_is_too_much_is_counted_from_its_oldest() {
        let parts = divide(rows(&[(2015, Some(3), MOST); 3]), By::Year);
        assert_eq!(
            shown(&parts),
            [("2015", vec![]), ("2015-03-3", vec![0]), ("2015-03-2", vec![1]), ("2015-03", vec![2])]
        );
        let list = List { first: "timeline.html", folder: "timeline", title: "", parts: &parts };
        assert_eq!(list.name(1, &Labels::english()), "Mar 2015 (3)");
    }

    #[test]
    fn names_are_divided_by_as_many_letters_as_it_takes() {
        let some = MOST / 2;
        let names = ["1abc", "adams", "baker", "bell", "bell", "bond", "łuk"];
        let row = |(item, name): (usize, &&str)| ((*name).to_owned(), Row { item, when: None, weight: some });
        let parts = divide_names(names.iter().enumerate().map(row).collect());
        let expected = vec![
            ("0-9", vec![0]),
            ("a", vec![1]),
            ("b", vec![]),
            ("ba", vec![2]),
            ("be", vec![3, 4]),
            ("bo", vec![5]),
            ("ł", vec![6]),
        ];
        assert_eq!(shown(&parts), expected);
        let list = List { first: "people/index.html", folder: "people/index", title: "People", parts: &parts };
        let all: Vec<String> = list.ways_from_first(&Labels::english()).all.into_iter().map(|link| link.name).collect();
        assert_eq!(all, ["0-9", "A", "B", "Ł"]);
    }

    #[test]
    fn the_newest_rows_are_as_many_as_fit() {
        assert_eq!(newest(&rows(&[(2015, None, 40), (2014, None, 40), (2013, None, 40)]), 100), [0, 1]);
    }
}
