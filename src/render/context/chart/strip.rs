//! The timeline strip: articles per month as columns, main events as labelled leaders.

use super::{Bucket, Counted, TimeAxis, tenth};
use crate::render::context::EntityRef;
use crate::theme::Labels;
use jiff::civil::Date;
use serde::Serialize;

/// Articles per month and main events: `viewBox="0 0 1344 176"`, base line at 150.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Strip {
    /// Months that have articles, in order of time.
    pub bars: Vec<StripBar>,
    /// Where years (or groups of years) begin.
    pub ticks: Vec<StripTick>,
    /// Events, in order of time.
    pub events: Vec<StripEvent>,
    /// Period in words: `2013–2016`.
    pub period: String,
}

/// A column of a [`Strip`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StripBar {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// `Feb 2013: 1 article`.
    pub title: String,
}

/// Where a year begins.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StripTick {
    /// Place on the axis.
    pub x: f64,
    /// Where its label begins.
    pub label_x: f64,
    /// `2013`.
    pub label: String,
}

/// An event on a [`Strip`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StripEvent {
    /// The event.
    pub entity: EntityRef,
    /// When, in words.
    pub date: String,
    /// Place on the axis.
    pub x: f64,
    /// Left edge of its mark on the axis, which is 3 wide.
    pub mark_x: f64,
    /// Top of its leader; 0 if there was no room for its name, which then stands in the title alone.
    pub leader_y: f64,
    /// Where its name starts or ends.
    pub label_x: f64,
    /// Base line of its name.
    pub label_y: f64,
    /// `start` or `end`.
    pub anchor: String,
}

const WIDTH: f64 = 1344.0;
const BASE: f64 = 150.0;
const LEVELS: [f64; 4] = [70.0, 40.0, 10.0, 100.0];
/// Average advance of a letter at 13 px.
const LETTER: f64 = 6.7;

impl Strip {
    /// Fewest months with articles for which the strip says something.
    pub const FEWEST: usize = 3;

    /// Draws articles per month, and events with their first day, the most important first: those get a name while there is
    /// room. `None` if fewer than three months have articles.
    pub fn draw(axis: &TimeAxis, articles: &[Counted], events: &[(EntityRef, Date, String)], labels: &Labels) -> Option<Self> {
        let sums = axis.sums(articles);
        if sums.iter().filter(|sum| **sum > 0).count() < Self::FEWEST {
            return None;
        }
        let column_width = WIDTH / sums.len() as f64;
        let unit = (66.0 / sums.iter().copied().max().unwrap_or(1) as f64).min(11.0);
        let bars = sums
            .iter()
            .enumerate()
            .filter(|(_, sum)| **sum > 0)
            .map(|(column, &sum)| {
                let height = tenth((sum as f64 * unit).max(2.0));
                StripBar {
                    x: tenth((column as f64 + 0.15) * column_width),
                    y: tenth(BASE - height),
                    width: tenth(column_width * 0.7),
                    height,
                    title: format!("{}: {}", axis.column_name(column, labels), labels.count("articles", sum)),
                }
            })
            .collect();
        let ticks = axis
            .groups()
            .enumerate()
            .map(|(n, year)| {
                let x = tenth((n * axis.columns_per_label()) as f64 * column_width);
                StripTick { x, label_x: x + 6.0, label: axis.label(year, labels) }
            })
            .collect();
        let period = labels.period(axis.first_year, axis.last_year);
        Some(Self { bars, ticks, events: place_all(axis, events), period })
    }
}

/// Where on the strip a day lies; `None` outside the axis.
fn day_x(axis: &TimeAxis, day: Date) -> Option<f64> {
    let month = (axis.bucket == Bucket::Month).then(|| day.month());
    let column = axis.column(day.year(), month)? as f64;
    let part = match axis.bucket {
        Bucket::Month => f64::from(day.day() - 1) / 31.0,
        Bucket::Year => f64::from(day.day_of_year() - 1) / 366.0,
    };
    Some((column + part) * WIDTH / axis.columns() as f64)
}

/// A rectangle that is taken, as left, right, top, bottom.
type Taken = (f64, f64, f64, f64);

fn place_all(axis: &TimeAxis, events: &[(EntityRef, Date, String)]) -> Vec<StripEvent> {
    let mut taken: Vec<Taken> = Vec::new();
    let mut placed: Vec<StripEvent> = events
        .iter()
        .filter_map(|(entity, day, date)| {
            let x = day_x(axis, *day)?;
            let mut event = StripEvent {
                entity: entity.clone(),
                date: date.clone(),
                x: tenth(x),
                mark_x: tenth(x - 1.5),
                ..StripEvent::default()
            };
            label(&mut event, x, &mut taken);
            Some(event)
        })
        .collect();
    placed.sort_by(|a, b| a.x.total_cmp(&b.x).then_with(|| a.entity.name.cmp(&b.entity.name)));
    placed
}

/// Gives the event the first place where neither its name nor its leader crosses another.
fn label(event: &mut StripEvent, x: f64, taken: &mut Vec<Taken>) {
    let width = event.entity.name.chars().count() as f64 * LETTER;
    for top in LEVELS {
        for (anchor, left) in [("start", x + 6.0), ("end", x - 6.0 - width)] {
            let name = (left - 2.0, left + width + 2.0, top - 2.0, top + 14.0);
            let leader = (x - 1.0, x + 1.0, top, BASE);
            let inside = left >= 0.0 && left + width <= WIDTH;
            if inside && !taken.iter().any(|other| overlap(*other, name) || overlap(*other, leader)) {
                taken.extend([name, leader]);
                event.leader_y = top;
                event.label_x = tenth(if anchor == "start" { x + 6.0 } else { x - 6.0 });
                event.label_y = top + 10.0;
                event.anchor = anchor.into();
                return;
            }
        }
    }
}

fn overlap(a: Taken, b: Taken) -> bool {
    a.0 < b.1 && b.0 < a.1 && a.2 < b.3 && b.2 < a.3
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_never_overlap_and_the_most_important_come_first() {
        let labels = Labels::english();
        let axis = TimeAxis::new(2020, 2021);
        let articles = [(2020, Some(1), 1), (2020, Some(2), 9), (2021, Some(3), 2)];
        let events: Vec<_> = (0..20)
            .map(|n| {
                let entity = EntityRef { name: format!("Event number {n:02}"), ..EntityRef::default() };
                (entity, date(2020 + n / 12, i8::try_from(n % 12 + 1).unwrap(), 1), String::new())
            })
            .collect();
        let strip = Strip::draw(&axis, &articles, &events, &labels).unwrap();
        assert_eq!((strip.bars.len(), strip.ticks.len(), strip.period.as_str()), (3, 2, "2020–2021"));
        assert!(strip.events[0].leader_y > 0.0);
        let named: Vec<_> = strip.events.iter().filter(|event| event.leader_y > 0.0).collect();
        assert!(named.len() > 3 && named.len() < 20, "{}", named.len());
        for (n, a) in named.iter().enumerate() {
            for b in &named[n + 1..] {
                assert!(a.label_y.to_bits() != b.label_y.to_bits() || a.anchor != b.anchor || (a.label_x - b.label_x).abs() > 100.0);
            }
        }
        assert_eq!(Strip::draw(&axis, &articles[..2], &events, &labels), None);
    }
}
