//! The timeline strip: articles per month as columns, main events as labelled leaders.

use super::{Bucket, Counted, TimeAxis, tenth};
use crate::render::context::{EntityRef, Shared};
use crate::theme::{Letters, Theme};
use jiff::civil::Date;
use serde::Serialize;

/// Articles per month and main events: 1344 wide, base line at 150, bottom at 176.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Strip {
    /// Months that have articles, in order of time.
    pub bars: Vec<StripBar>,
    /// Where years (or groups of years) begin.
    pub ticks: Vec<StripTick>,
    /// Events, in order of time.
    pub events: Vec<StripEvent>,
    /// Top of the view box: what no name needs is cut off.
    pub top: f64,
    /// Height of the view box.
    pub height: f64,
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
    pub entity: Shared<EntityRef>,
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
/// Most events that a strip can tell apart.
const MOST_EVENTS: usize = 60;

impl Strip {
    /// Fewest months with articles for which the strip says something.
    pub const FEWEST: usize = 3;

    /// Draws articles per month, and events with their first day, the most important first: those get a name while there is
    /// room. `None` if fewer than three months have articles.
    pub fn draw(
        axis: TimeAxis,
        articles: &[Counted],
        events: &[(Shared<EntityRef>, Date, String)],
        theme: &Theme,
    ) -> Option<Self> {
        let (labels, letters) = (&theme.labels, &theme.letters);
        let sums = axis.sums(articles);
        if sums.iter().filter(|sum| **sum > 0).count() < Self::FEWEST {
            return None;
        }
        let column_width = WIDTH / sums.len() as f64;
        let unit = (66.0 / sums.iter().copied().max().unwrap_or(1) as f64).min(11.0);
        let bars: Vec<StripBar> = sums
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
            .map(|group| {
                let x = tenth(axis.start_of(group.0) as f64 * column_width);
                let label = TimeAxis::label(group, labels);
                // a group that the period cuts short may have no room for its years
                let years = usize::try_from(group.1 - group.0 + 1).unwrap_or(1);
                let room = (axis.columns_of(years) as f64) * column_width - 12.0;
                let label = if letters.name_width(&label) <= room { label } else { String::new() };
                StripTick { x, label_x: x + 6.0, label }
            })
            .collect();
        let period = labels.period(axis.first_year, axis.last_year);
        let events = place_all(axis, events, &bars, letters);
        let highest_name = events.iter().filter(|event| event.leader_y > 0.0).map(|event| event.leader_y);
        let highest_bar = bars.iter().map(|bar| bar.y);
        let top = highest_name.chain(highest_bar).fold(BASE, f64::min) - 10.0;
        Some(Self { bars, ticks, events, top, height: 176.0 - top, period })
    }
}

/// Where on the strip a day lies; `None` outside the axis.
fn day_x(axis: TimeAxis, day: Date) -> Option<f64> {
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

/// Places the names in several ways and keeps the one that leaves the most, and the most important, with a name.
fn place_all(
    axis: TimeAxis,
    events: &[(Shared<EntityRef>, Date, String)],
    bars: &[StripBar],
    letters: &Letters,
) -> Vec<StripEvent> {
    let mut placed: Vec<(usize, StripEvent)> = events
        .iter()
        .filter_map(|(entity, day, date)| {
            let x = day_x(axis, *day)?;
            let (entity, date) = (entity.clone(), date.clone());
            Some(StripEvent { entity, date, x: tenth(x), mark_x: tenth(x - 1.5), ..StripEvent::default() })
        })
        .take(MOST_EVENTS)
        .enumerate()
        .collect();
    let bars: Vec<Taken> = bars.iter().map(|bar| (bar.x, bar.x + bar.width, bar.y, BASE)).collect();
    let weigh = |all: &[(usize, StripEvent)]| -> usize {
        all.iter().filter(|(_, event)| event.leader_y > 0.0).map(|(rank, _)| 2 * MOST_EVENTS - rank).sum()
    };
    let mut best: Option<(usize, Vec<(usize, StripEvent)>)> = None;
    for levels in [[70.0, 40.0, 10.0, 100.0], [10.0, 40.0, 70.0, 100.0], [40.0, 70.0, 10.0, 100.0]] {
        for order in [Order::Rank, Order::Left, Order::Right] {
            placed.sort_by(|(a_rank, a), (b_rank, b)| match order {
                Order::Rank => a_rank.cmp(b_rank),
                Order::Left => a.x.total_cmp(&b.x).then(a_rank.cmp(b_rank)),
                Order::Right => b.x.total_cmp(&a.x).then(a_rank.cmp(b_rank)),
            });
            let mut taken = Vec::new();
            let mut attempt = placed.clone();
            for (_, event) in &mut attempt {
                name(event, levels, &bars, &mut taken, letters);
            }
            let weight = weigh(&attempt);
            if best.as_ref().is_none_or(|(most, _)| weight > *most) {
                best = Some((weight, attempt));
            }
        }
    }
    let mut events: Vec<StripEvent> =
        best.map(|(_, all)| all.into_iter().map(|(_, event)| event).collect()).unwrap_or_default();
    events.sort_by(|a, b| a.x.total_cmp(&b.x).then_with(|| a.entity.name.cmp(&b.entity.name)));
    events
}

/// In which order names are placed.
#[derive(Clone, Copy)]
enum Order {
    Rank,
    Left,
    Right,
}

/// Gives the event the first place where neither its name nor its leader crosses another, and the name no column.
fn name(event: &mut StripEvent, levels: [f64; 4], bars: &[Taken], taken: &mut Vec<Taken>, letters: &Letters) {
    let x = event.x;
    let width = letters.name_width(&event.entity.name);
    for top in levels {
        for (anchor, left) in [("end", x - 6.0 - width), ("start", x + 6.0)] {
            let name = (left - 2.0, left + width + 2.0, top - 2.0, top + 14.0);
            let leader = (x - 1.0, x + 1.0, top, BASE);
            let inside = left >= 0.0 && left + width <= WIDTH;
            let free = !taken.iter().any(|other| overlap(*other, name) || overlap(*other, leader));
            if inside && free && !bars.iter().any(|bar| overlap(*bar, name)) {
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
        let theme = Theme::embedded(&crate::config::Config::default());
        let axis = TimeAxis::exact(2020, 2021);
        let articles = [(2020, Some(1), 1), (2020, Some(2), 9), (2021, Some(3), 2)];
        let events: Vec<_> = (0..20)
            .map(|n| {
                let entity = EntityRef { name: format!("Event number {n:02}"), ..EntityRef::default() };
                (Shared::new(entity), date(2020 + n / 12, i8::try_from(n % 12 + 1).unwrap(), 1), String::new())
            })
            .collect();
        let strip = Strip::draw(axis, &articles, &events, &theme).unwrap();
        assert_eq!((strip.bars.len(), strip.ticks.len(), strip.period.as_str()), (3, 2, "2020–2021"));
        assert!(strip.events[0].leader_y > 0.0);
        let named: Vec<_> = strip.events.iter().filter(|event| event.leader_y > 0.0).collect();
        assert!(named.len() > 3 && named.len() < 20, "{}", named.len());
        for (n, a) in named.iter().enumerate() {
            for b in &named[n + 1..] {
                assert!(
                    a.label_y.to_bits() != b.label_y.to_bits()
                        || a.anchor != b.anchor
                        || (a.label_x - b.label_x).abs() > 100.0
                );
            }
        }
        assert_eq!(Strip::draw(axis, &articles[..2], &events, &theme), None);
    }
}
