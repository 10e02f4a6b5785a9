//! Known names that are parts of longer, unknown ones: the `Canada` of `Environment Canada`, the `Paris` of `Ada Paris`, the
//! `Jane Doe` of `Jane Doe Street`.

use super::find::{Doubt, Spot};
use super::short_forms::{Reading, is_where};
use crate::entities::{Hit, Via};
use crate::names::{
    Class, Front, bare, family_goes_on, front_of, generation_behind, is_hyphen, is_party, left_of, lexicon,
    named_after, partners, right_of, seat_behind, year_behind,
};
use crate::text::fold::fold_name;
use memchr::memmem;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Names that somebody outside the dossier bears on this page, folded.
#[derive(Debug, Default)]
pub(super) struct Strangers(FxHashSet<String>);

impl Strangers {
    pub(super) fn add(&mut self, name: &str) {
        self.0.insert(fold_name(name));
    }

    pub(super) fn bear(&self, name: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold_name(name))
    }

    /// Puts in doubt what a stranger is called, too; `in Paris` is not a person.
    pub(super) fn mark(&self, text: &str, spots: &mut [Spot]) {
        if self.0.is_empty() {
            return;
        }
        for spot in spots {
            let plain = spot.doubt < Doubt::Stranger
                && spot.hit.candidates.iter().all(|c| !matches!(c.via, Via::Override | Via::Not));
            let surface = &text[spot.hit.start..spot.hit.end];
            if plain && self.bear(surface) && !left_of(text, spot.hit.start).lower.as_deref().is_some_and(is_where) {
                spot.doubt = Doubt::Stranger;
            }
        }
    }
}

/// The full names that stand for themselves.
pub(super) fn check(reading: Reading<'_>, strangers: &mut Strangers) -> Vec<Spot> {
    let mut spots = Vec::with_capacity(reading.full.len());
    let mut suspects: Vec<String> = Vec::new();
    for hit in reading.full {
        let found = sure(reading, hit).or_else(|| perhaps(reading, hit, strangers, &mut suspects));
        let (range, doubt) = found.map_or((hit.start..hit.end, Doubt::None), |longer| (longer, Doubt::Longer));
        let hit = Hit { start: range.start, end: range.end, candidates: hit.candidates.clone() };
        spots.push(Spot { hit, doubt });
    }
    // `Ada Paris` may be a street or a person; if `Paris` alone speaks, it is the person
    if !suspects.is_empty() {
        let speaks = |spot: &&Spot| {
            spot.doubt == Doubt::None
                && right_of(reading.text, spot.hit.end).lower.is_some_and(|word| lexicon().is(&word, Class::SPEECH))
        };
        let name = |spot: &Spot| fold_name(&reading.text[spot.hit.start..spot.hit.end]);
        let speakers: FxHashSet<String> = spots.iter().filter(speaks).map(name).collect();
        suspects.iter().filter(|name| speakers.contains(*name)).for_each(|name| strangers.add(name));
    }
    spots
}

fn is_explicit(hit: &Hit) -> bool {
    hit.candidates.iter().any(|c| matches!(c.via, Via::Override | Via::Not))
}

/// The longer name that words or punctuation right beside a name make of it, in headlines too.
fn sure(reading: Reading<'_>, hit: &Hit) -> Option<Range<usize>> {
    let (text, start, end) = (reading.text, hit.start, hit.end);
    if is_explicit(hit) || !text[start..].starts_with(char::is_uppercase) || !has_neighbour(text, start, end) {
        return None;
    }
    let people = || hit.candidates.iter().filter_map(|c| reading.matcher.person(c.entity));
    let person = people().next().is_some();
    let several = text[start..end].contains(char::is_whitespace);
    if person
        && let Some((end, generation)) = generation_behind(text, end)
        && !people().any(|person| person.is_called(&generation))
    {
        return Some(start..end);
    }
    if reading.is_english() && is_party(text, start, end) {
        return Some(start..end);
    }
    if let Some((from, to)) = partners(text, start, end) {
        let both_known = reading.follows_full_name(text[..start].trim_end_matches([' ', '&']).len())
            || reading.precedes_full_name(end + " & ".len());
        // `Jane Doe & Ann Roe` are two people
        if !both_known && (!several || ends_as_firm(&text[..to])) {
            return Some(from..to);
        }
    }
    if let Some(front) = front_of(text, start).filter(|_| !reading.follows_full_name(start))
        && is_front(reading, hit, &front, person)
    {
        return Some(front.start..end);
    }
    if person {
        let particles = reading.is_english().then(|| family_goes_on(text, end)).flatten();
        return particles.filter(|_| several).map(|end| start..end);
    }
    let after = named_after(text, start).filter(|_| reading.is_english());
    after.filter(|&from| is_place(reading, hit) || !text[from..start].contains(" of ")).map(|from| from..end)
}

/// Whether anything beside a name can make another name of it: almost all names stand between small words.
fn has_neighbour(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches(is_gap);
    let after = text[end..].trim_start_matches(is_gap);
    let word = before.rfind(|c: char| c.is_whitespace()).map_or(before, |at| &before[at..]).trim_start();
    let front = before.len() < start
        && (word.starts_with(|c: char| c.is_uppercase())
            || matches!(word, "of" | "the" | "on" | "for" | "&" | "v" | "v."));
    let behind = after.len() < text.len() - end
        && (after.starts_with(|c: char| c.is_uppercase() || c == '&')
            || ["v", "d", "a", "b", "t", "z", "l"].iter().any(|letter| after.starts_with(letter)));
    front || behind
}

/// Whether a look at the punctuation and small words beside a name shows that none of them belongs to it, as with almost all names:
/// [`left_of`] and [`right_of`] would find nothing there, and take longer.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let nothing_before = match before.chars().next_back() {
        Some(c) if c.is_whitespace() => {
            let word = before.trim_end().rsplit(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
            let whole = before.trim_end();
            let whole = whole[..whole.len() - word.len()].ends_with(char::is_whitespace);
            whole && !word.is_empty() && !lexicon().is(word, Class::PARTICLE)
        }
        Some(c) => !is_hyphen(c),
        None => true,
    };
    nothing_before
        && match after.chars().next() {
            Some(c) if c.is_whitespace() => {
                let word = after.trim_start();
                word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.starts_with("of ")
            }
            Some(c) => !is_hyphen(c),
            None => true,
        }
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\n' | ',') || is_hyphen(c)
}

fn ends_as_firm(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    lexicon().is(&bare(word), Class::PARTNERS.or(Class::ORG))
}

fn is_place(reading: Reading<'_>, hit: &Hit) -> bool {
    hit.candidates.iter().all(|c| reading.matcher.is_place(c.entity))
}

/// Whether the word before a name is the first of a longer name: `USS Jane Doe`, `Mary Jane Doe`, `North Tarnia`, `Fort Tarnia`,
/// `Captain Tarnia`.
fn is_front(reading: Reading<'_>, hit: &Hit, front: &Front, person: bool) -> bool {
    let text = reading.text;
    if front.class.any(Class::KIND_FRONT) {
        return true;
    }
    let given = front.class.any(Class::GIVEN);
    if person {
        let several = text[hit.start..hit.end].contains(char::is_whitespace);
        let site = front.class.any(Class::SITE_FRONT) && !front.class.any(Class::COMMON);
        let headline = !text[front.start..hit.start].contains(char::is_lowercase)
            && text[hit.start..hit.end].contains(char::is_lowercase);
        // `Grant Jane Doe a day`: what can begin a sentence is not a given name there
        let is_given = given && !front.class.any(Class::TITLE) && !(front.opens && front.class.any(Class::COMMON));
        return several
            && !headline
            && (is_given || site || front.hyphen && !front.class.any(Class::COMMON.or(Class::TITLE)))
            && reading.is_name(&left_of(text, hit.start));
    }
    if !is_place(reading, hit) || front.hyphen || !reading.is_english() {
        return false;
    }
    if text[hit.start..hit.end].chars().all(|c| !c.is_lowercase()) && text[hit.start..hit.end].len() > 3 {
        return false; // a dateline
    }
    let title = front.class.any(Class::TITLE) && !front.class.any(Class::JOB) && !given;
    if title || front.class.any(Class::COMPASS) {
        return true;
    }
    if !front.class.any(Class::SITE_FRONT) {
        return false;
    }
    if !front.class.any(Class::COMMON) || !(front.opens || reading.in_title_case(hit.start)) {
        return true;
    }
    if front.class.any(Class::REGION) {
        return front.opens && !is_said_small(text, front.start, hit.end);
    }
    // `New Tarnia sanctions` may begin a sentence about Tarnia, `New Tarnia lies` does not
    let right = right_of(text, hit.end);
    front.opens && right.words.is_empty() && right.lower.is_none_or(|word| lexicon().is(&word, Class::FUNCTION))
}

/// Whether the page writes the first word of a name small elsewhere: where `southern Tarnia` stands, `Southern Tarnia` at the
/// start of a sentence is a part of Tarnia and no other place.
fn is_said_small(text: &str, start: usize, end: usize) -> bool {
    let name = &text[start..end];
    let first = name.chars().next().map_or(0, char::len_utf8);
    memmem::find(text.as_bytes(), (name[..first].to_lowercase() + &name[first..]).as_bytes()).is_some()
}

/// The longer name, unknown to the dossier, that capitalised words around a name make of it, where capitals tell something.
fn perhaps(
    reading: Reading<'_>,
    hit: &Hit,
    strangers: &mut Strangers,
    suspects: &mut Vec<String>,
) -> Option<Range<usize>> {
    let text = reading.text;
    let surface = &text[hit.start..hit.end];
    if is_explicit(hit) || !surface.starts_with(char::is_uppercase) {
        return None;
    }
    let person = hit.candidates.iter().any(|c| reading.matcher.person(c.entity).is_some());
    if let Some(end) = year_behind(text, hit.end).filter(|_| is_place(reading, hit)) {
        return (!reading.in_title_case(hit.start)).then_some(hit.start..end);
    }
    if let Some(start) = owner_before(text, hit.start).filter(|_| !person) {
        return (!reading.in_title_case(hit.start)).then_some(start..hit.end);
    }
    if surface.contains(char::is_whitespace) {
        return goes_on(reading, hit, person).map(|end| hit.start..end);
    }
    if stands_alone(text, hit.start, hit.end) {
        return None;
    }
    let (left, right) = (left_of(text, hit.start), right_of(text, hit.end));
    let before = !left.words.is_empty() && !reading.follows_full_name(hit.start) && reading.is_name(&left);
    let behind = !right.words.is_empty() && !reading.precedes_full_name(right.start);
    if !(before || behind || right.of.is_some() || left.modifier) || reading.in_title_case(hit.start) {
        return None;
    }
    if before && !person {
        if left.given {
            strangers.add(surface);
        } else if !surface.chars().all(char::is_uppercase) {
            suspects.push(fold_name(surface));
        }
    }
    let start = if before { left.starts[0] } else { hit.start };
    let end = if behind { right.end } else { right.of.unwrap_or(hit.end) };
    Some(start..end)
}

/// Where a longer name ends that goes on behind a name of several words: `New Tarn Times`, `Jane Doe Street`, `Jane Doe-Roe`.
fn goes_on(reading: Reading<'_>, hit: &Hit, person: bool) -> Option<usize> {
    let text = reading.text;
    let after = text[hit.end..].trim_start_matches(is_gap);
    if !after.starts_with(char::is_uppercase) {
        return seat_behind(text, hit.start, hit.end).filter(|_| !person && !reading.in_title_case(hit.start));
    }
    let right = right_of(text, hit.end);
    if right.words.is_empty() || reading.precedes_full_name(right.start) || reading.in_title_case(hit.start) {
        return None;
    }
    let lexicon = lexicon();
    let named = |class: Class| right.words.iter().any(|word| lexicon.is(word, class));
    let longer = if person {
        let behind = &text[right.start..right.end];
        let surface = &text[hit.start..hit.end];
        // `Jane Doe MP`: letters behind a name; `Jane Doe⏎In May`: another line; `Prime Minister Jane Doe`: not a person's name
        let plain = behind.contains(char::is_lowercase)
            && reading.is_english()
            && !lexicon.is(&right.words[0], Class::COMMON.or(Class::FUNCTION))
            && !surface.rsplit(' ').next().is_some_and(|last| lexicon.is(&bare(last), Class::TITLE));
        plain || named(Class::ORG.or(Class::SITE).or(Class::WORK))
    } else {
        is_place(reading, hit) && !right.hyphen && named(Class::ORG.or(Class::SITE).or(Class::WORK))
    };
    longer.then_some(right.end)
}

/// Where `People’s` begins, if it stands right before a name: `Democratic People’s Republic of Tarn` is another state.
fn owner_before(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].strip_suffix([' ', '\u{a0}'])?;
    let word = before.rsplit(char::is_whitespace).next()?;
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"))?;
    let large = owner.chars().next().is_some_and(char::is_uppercase);
    (large && lexicon().is(&bare(owner), Class::OWNER)).then(|| before.len() - word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_alone_has_nothing_beside_it() {
        let mut alone = 0;
        for before in
            ["", "the ", "The ", "de ", "Jean de ", "North ", "north-", "in\n", "a.\n\n", "said, ", "(", "b. "]
        {
            for after in
                ["", " said", " of Quarn", " of it", " Times", "-Quarn", "’s", ".", ", Quarn", "\n\nThe", " 2012"]
            {
                let text = format!("{before}Tarn{after}");
                let (start, end) = (before.len(), before.len() + "Tarn".len());
                if stands_alone(&text, start, end) {
                    let (left, right) = (left_of(&text, start), right_of(&text, end));
                    assert!(left.words.is_empty() && !left.modifier, "{text}");
                    assert!(right.words.is_empty() && right.of.is_none(), "{text}");
                    alone += 1;
                }
            }
        }
        assert!(alone >= 10, "{alone}");
    }
}
