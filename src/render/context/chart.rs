//! Numbers for drawings: each struct is a finished geometry that a template turns into SVG without arithmetic.
//!
//! Bars of one page share one [`TimeAxis`], so that they can be compared by eye. Each drawing has its own vertical scale;
//! the count always stands beside it in words.
#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // counts and columns are far below 2^52 and never negative

mod shape;
mod strip;

pub use shape::shape;
pub use strip::{Strip, StripBar, StripEvent, StripTick};

use super::SafeHtml;
use super::pieces::{ChartBar, ChartHeld, Spark};
use crate::theme::pieces::Shown;
use crate::theme::{Labels, Theme};
use serde::Serialize;
use std::fmt::Write as _;

/// A time axis: over whole decades for the drawings that pages share, over the dossier's own years for its strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TimeAxis {
    /// First year shown.
    pub first_year: i16,
    /// Last year shown.
    pub last_year: i16,
    /// What one column stands for.
    pub bucket: Bucket,
    /// Years between two labels: 1, 2, 5, 10 and so on.
    pub step: i16,
}

/// What one column of a time axis stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    /// A month, on an axis of at most 15 years.
    Month,
    /// A year.
    Year,
}

/// Something counted, at the year and month in which it happened.
pub type Counted = (i16, Option<i8>, usize);

impl TimeAxis {
    /// An axis over the decades of these years, which moves once in ten years: hundreds of pages have it.
    pub fn decades(first_year: i16, last_year: i16) -> Self {
        let decade = |year: i16| year.div_euclid(10) * 10;
        let axis = Self::exact(decade(first_year), decade(last_year.max(first_year)) + 9);
        // beyond a century groups are of twenty years and more
        let group = |year: i16| year.div_euclid(axis.step) * axis.step;
        Self::exact(group(axis.first_year), group(axis.last_year) + axis.step - 1)
    }

    /// An axis over these years and no others. At most eleven labels: beyond ten years, they stand for groups of years, of
    /// which the first and the last may be cut short.
    pub fn exact(first_year: i16, last_year: i16) -> Self {
        let last_year = last_year.max(first_year);
        let count = last_year - first_year + 1;
        let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| count <= step * 10).unwrap_or(500);
        let bucket = if count <= 15 { Bucket::Month } else { Bucket::Year };
        Self { first_year, last_year, bucket, step }
    }

    /// Number of columns.
    pub fn columns(self) -> usize {
        self.columns_of(usize::try_from(self.last_year - self.first_year + 1).unwrap_or(1))
    }

    fn columns_of(self, years: usize) -> usize {
        if self.bucket == Bucket::Month { years * 12 } else { years }
    }

    /// Column of a date; `None` if it lies outside or lacks the month that a column needs.
    pub fn column(self, year: i16, month: Option<i8>) -> Option<usize> {
        let year = usize::try_from(year.checked_sub(self.first_year)?).ok()?;
        let column = match self.bucket {
            Bucket::Month => year * 12 + usize::try_from(month? - 1).ok()?,
            Bucket::Year => year,
        };
        (column < self.columns()).then_some(column)
    }

    /// First column of a year.
    fn start_of(self, year: i16) -> usize {
        self.column(year, Some(1)).unwrap_or(0)
    }

    /// Label of a group of years: `2016`, `2010–14`.
    fn label((first, last): (i16, i16), labels: &Labels) -> String {
        let start = labels.digits(&first.to_string());
        if first == last {
            return start;
        }
        format!("{start}–{}", labels.digits(&format!("{:02}", last.rem_euclid(100))))
    }

    /// First and last years of all groups.
    fn groups(self) -> impl Iterator<Item = (i16, i16)> {
        let ends = move |year: i16| {
            let first = year.div_euclid(self.step) * self.step;
            (first.max(self.first_year), (first + self.step - 1).min(self.last_year))
        };
        let next = move |group: &(i16, i16)| (group.1 < self.last_year).then(|| ends(group.1 + 1));
        std::iter::successors(Some(ends(self.first_year)), next)
    }

    /// First and last column with something in it, for a line from one to the other: what lies outside is not a zero but unknown.
    fn held(sums: &[usize]) -> Option<(usize, usize)> {
        let first = sums.iter().position(|&sum| sum > 0)?;
        Some((first, sums.iter().rposition(|&sum| sum > 0).unwrap_or(first)))
    }

    /// Sums per column.
    fn sums(self, counted: &[Counted]) -> Vec<usize> {
        let mut sums = vec![0; self.columns()];
        for &(year, month, count) in counted {
            if let Some(column) = self.column(year, month) {
                sums[column] += count;
            }
        }
        sums
    }

    /// Sums per group of years; dates without a month count here.
    fn spans(self, counted: &[Counted], labels: &Labels) -> Vec<Span> {
        let years = || counted.iter().filter(|(.., count)| *count > 0).map(|(year, ..)| *year);
        let (earliest, latest) = (years().min(), years().max());
        self.groups()
            .map(|(first, last)| Span {
                label: Self::label((first, last), labels),
                count: counted.iter().filter(|(y, ..)| (first..=last).contains(y)).map(|c| c.2).sum(),
                held: earliest.is_some_and(|year| year <= last) && latest.is_some_and(|year| first <= year),
            })
            .collect()
    }

    /// Name of a column: `Jul 2015` or `2015`.
    fn column_name(self, column: usize, labels: &Labels) -> String {
        let (years, month) = match self.bucket {
            Bucket::Month => (column / 12, i8::try_from(column % 12 + 1).ok()),
            Bucket::Year => (column, None),
        };
        labels.year_month(self.first_year + i16::try_from(years).unwrap_or(0), month)
    }
}

/// A group of years and what was counted in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Span {
    /// `2016`, or `2010–14` on a long axis.
    pub label: String,
    /// The sum.
    pub count: usize,
    /// Whether it lies between the first and the last group with anything in it: 0 says something only there.
    pub held: bool,
}

/// A small chart of counts on the axis, three units a column on a base line at 21. The counts stand in its label in words, for
/// readers who do not see it; dates without a month are in the words only.
pub fn spark(axis: TimeAxis, counted: &[Counted], theme: &Theme) -> SafeHtml {
    let (labels, sums) = (&theme.labels, axis.sums(counted));
    let highest = sums.iter().copied().max().unwrap_or(0).max(1);
    let (mut columns, mut peak) = (String::new(), String::new());
    for (column, &sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        let top = 21 - (sum * 20).div_ceil(highest).max(3);
        let path = if sum == highest { &mut peak } else { &mut columns };
        let _ = write!(path, "M{}.2 21V{top}", column * 3 + 1);
    }
    let width = sums.len() * 3;
    let mut label = String::new();
    for (n, span) in axis.spans(counted, labels).iter().filter(|span| span.count > 0).enumerate() {
        let between = if n == 0 { "" } else { ", " };
        let _ = write!(label, "{between}{}: {}", span.label, labels.digits(&span.count.to_string()));
    }
    let mut path = format!("M0 21.5h{width}");
    for (first, _) in axis.groups().skip(1) {
        let _ = write!(path, "M{} 18v4", axis.start_of(first) * 3);
    }
    let held = TimeAxis::held(&sums).map(|(first, last)| format!("M{} 21.5H{}", first * 3, last * 3 + 3));
    SafeHtml(theme.pieces.html(&Spark {
        width: Shown(width),
        label: &label,
        axis: &path,
        held: held.as_deref().unwrap_or_default(),
        columns: &columns,
        peak: &peak,
    }))
}

/// Mentions by month (by year on a long axis): `viewBox="0 0 {{ width }} 60"`, bars of width 8 on the base line 60.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MonthChart {
    /// Width of the view box: ten units a column.
    pub width: usize,
    /// Columns that are not empty, in order of time, each a `chart_bar`, and over it one for the part that is statements.
    pub bars: SafeHtml,
    /// Sums below the axis, in order of time; they divide the width equally.
    pub spans: Vec<Span>,
    /// The highest count.
    pub peak: usize,
    /// When it was reached first: `Jul 2015`; empty if nothing has a date.
    pub peak_label: String,
    /// Whether any bar has a part for statements.
    pub with_statements: bool,
}

impl MonthChart {
    /// Draws mentions, and statements as the lower part of each bar; `None` if no mention has a place on the axis.
    pub fn draw(axis: TimeAxis, mentions: &[Counted], statements: &[Counted], theme: &Theme) -> Option<Self> {
        let labels = &theme.labels;
        let sums = axis.sums(mentions);
        let said = axis.sums(statements);
        let peak = sums.iter().copied().max().filter(|&peak| peak > 0)?;
        let scale = 58.0 / peak as f64;
        let mut bars = String::new();
        let mut with_statements = false;
        for (column, (&sum, &said)) in sums.iter().zip(&said).enumerate().filter(|(_, (sum, _))| **sum > 0) {
            let mut bar = |height: f64, title: &str| {
                let height = tenth(height);
                let (x, y, height) = (Shown(column * 10 + 1), Shown(tenth(60.0 - height)), Shown(height));
                theme.pieces.push(&mut bars, &ChartBar { x, y, height, title });
            };
            let title = format!("{}: {}", axis.column_name(column, labels), labels.count("mentions", sum));
            bar(sum as f64 * scale, &title);
            if said > 0 {
                with_statements = true;
                bar(said.min(sum) as f64 * scale, "");
            }
        }
        if let Some((first, last)) = TimeAxis::held(&sums) {
            let path = &format!("M{} 59.5H{}", first * 10, last * 10 + 10);
            theme.pieces.push(&mut bars, &ChartHeld { path });
        }
        let peak_column = sums.iter().position(|&sum| sum == peak).unwrap_or(0);
        Some(Self {
            width: sums.len() * 10,
            with_statements,
            bars: SafeHtml(bars),
            spans: axis.spans(mentions, labels),
            peak,
            peak_label: axis.column_name(peak_column, labels),
        })
    }
}

/// A row of a ranking with a bar: `viewBox="0 0 100 4"`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BarRow {
    /// What is ranked.
    pub name: String,
    /// Its page; empty if it has none.
    pub url: String,
    /// The number.
    pub count: usize,
    /// `count` in per cent of the highest of the list, from 1 to 100.
    pub percent: usize,
}

/// To one decimal: sharp enough for a drawing, short enough for a page.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axis_groups_years_so_that_ten_labels_suffice() {
        for (first, last, expected) in [
            (2013, 2016, (2010, 2019, Bucket::Month, 1, 120)),
            (2020, 2020, (2020, 2029, Bucket::Month, 1, 120)),
            (2003, 2016, (2000, 2019, Bucket::Year, 2, 20)),
            (1979, 2016, (1970, 2019, Bucket::Year, 5, 50)),
            (1850, 2016, (1840, 2019, Bucket::Year, 20, 180)),
        ] {
            let axis = TimeAxis::decades(first, last);
            assert_eq!((axis.first_year, axis.last_year, axis.bucket, axis.step, axis.columns()), expected);
            assert!(axis.groups().count() <= 10);
        }
        // no year of the decade moves it
        assert!((2010..2020).all(|last| TimeAxis::decades(2010, last) == TimeAxis::decades(2012, 2019)));
    }

    #[test]
    fn an_exact_axis_shows_no_year_that_is_not_asked_for() {
        let labels = Labels::english();
        for (first, last, columns, names) in [
            (1994, 2016, 23, "1994 1995–99 2000–04 2005–09 2010–14 2015–16"),
            (2003, 2014, 144, "2003 2004–05 2006–07 2008–09 2010–11 2012–13 2014"),
            (2015, 2016, 24, "2015 2016"),
        ] {
            let axis = TimeAxis::exact(first, last);
            let groups: Vec<String> = axis.groups().map(|group| TimeAxis::label(group, &labels)).collect();
            assert_eq!((axis.columns(), groups.join(" ").as_str()), (columns, names));
        }
    }

    #[test]
    fn spark_and_chart_share_columns_and_speak() {
        let theme = Theme::embedded(&crate::config::Config::default());
        let axis = TimeAxis::exact(2020, 2021);
        let counted = [(2020, Some(1), 4), (2021, Some(12), 1), (2021, None, 2)];
        assert_eq!(
            spark(axis, &counted, &theme).0,
            "<svg class=\"spark\" viewBox=\"0 0 72 22\" preserveAspectRatio=\"none\" role=\"img\" \
             aria-label=\"Mentions by year: 2020: 4, 2021: 3\"><path class=\"ax\" d=\"M0 21.5h72M36 18v4\"/>\
             <path class=\"on\" d=\"M0 21.5H72\"/>\
             <path d=\"M70.2 21V16\"/><path class=\"mx\" d=\"M1.2 21V1\"/></svg>"
        );
        let chart = MonthChart::draw(axis, &counted, &[(2020, Some(1), 1)], &theme).unwrap();
        assert_eq!((chart.width, chart.peak, chart.peak_label.as_str(), chart.spans[1].count), (240, 4, "Jan 2020", 3));
        assert_eq!(
            chart.bars.0,
            "<rect x=\"1\" y=\"2\" width=\"8\" height=\"58\"><title>Jan 2020: 4 mentions</title></rect>\
             <rect class=\"st-b\" x=\"1\" y=\"45.5\" width=\"8\" height=\"14.5\"/>\
             <rect x=\"231\" y=\"45.5\" width=\"8\" height=\"14.5\"><title>Dec 2021: 1 mention</title></rect>\
             <path class=\"on\" d=\"M0 59.5H240\"/>"
        );
        assert_eq!(MonthChart::draw(axis, &[(2021, None, 2)], &[], &theme), None);
    }
}
