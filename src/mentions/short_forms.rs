//! Short forms: whom a family name means on this page, and which names are parts of longer, unknown ones.
//!
//! A family name means the person whom the page names in full, unless the page knows another bearer.

use super::bearers::{Bearers, Meant};
use super::find::{Doubt, Spot, leftmost_longest};
use super::longer::{self, Strangers};
use super::{PageInput, block_of, parts};
use crate::entities::{AliasMatcher, Candidate, EntityId, Gazetteer, Hit, Via};
use crate::names::{
    Class, Compare, Left, Right, bare, front_of, generation_behind, heads_partners, is_hyphen, is_party, is_title_case,
    left_of, lexicon, partners, right_of,
};
use crate::text::fold::fold_name;
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// A page while its names are settled.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) page: PageInput<'a>,
    pub(super) text: &'a str,
    pub(super) matcher: &'a AliasMatcher,
    /// Full names, by place, not overlapping.
    pub(super) full: &'a [Hit],
    /// What was asked before.
    pub(super) asked: &'a Asked<'a>,
}

/// What is asked about the same block or word again and again: a page of nothing but names would otherwise be read once for
/// each of them.
#[derive(Debug, Default)]
pub(super) struct Asked<'a> {
    /// Blocks that are written like headlines.
    headlines: RefCell<FxHashMap<u32, bool>>,
    /// Runs of letters and digits in the text.
    words: OnceCell<FxHashSet<&'a str>>,
}

/// How a family name is used at one place.
enum Use {
    /// By itself, perhaps with a title.
    Alone,
    /// With given names that fit one person or several: a full name.
    Fuller { start: usize, end: usize, who: Vec<EntityId> },
    /// With an initial that fits one person or several, and others, too.
    Initial { start: usize, letter: String, who: Vec<EntityId> },
    /// With the right given name and a middle name more than is known.
    Perhaps { start: usize, who: Vec<EntityId> },
    /// With given names that fit nobody.
    Stranger,
    /// Part of another name, or of nobody in particular.
    Other,
}

struct Short {
    hit: Hit,
    left: Left,
    used: Use,
    /// The family name, folded.
    family: String,
}

/// Takes full names and family names as they were found; gives what may be linked, by place.
pub(super) fn settle(page: PageInput<'_>, gazetteer: &Gazetteer, matcher: &AliasMatcher, hits: Vec<Hit>) -> Vec<Spot> {
    let text = &*page.document.prose.text;
    let forms = parts::forms(text, gazetteer, matcher, &hits);
    let (full, short) = split(hits);
    let full = leftmost_longest(full);
    let asked = Asked::default();
    let reading = Reading { page, text, matcher, full: &full, asked: &asked };
    let mut strangers = Strangers::default();
    let mut spots = longer::check(reading, &mut strangers);
    let mut shorts: Vec<Short> = Vec::new();
    let mut bearers = Bearers::default();
    for hit in leftmost_longest(short) {
        let near = &full[full.partition_point(|f| f.end <= hit.start)..];
        let mut near = near.iter().take_while(|f| f.start < hit.end);
        if near.any(|f| (f.start, f.end) != (hit.start, hit.end)) {
            continue;
        }
        let (left, right) = (left_of(text, hit.start), right_of(text, hit.end));
        let used = reading.usage(&hit, &left, &right);
        let family = fold_name(&text[hit.start..hit.end]);
        match &used {
            Use::Fuller { who, .. } if who.len() == 1 => bearers.name(who[0], hit.start),
            Use::Stranger => bearers.stranger(&family, left.words.first().map_or("", String::as_str), hit.start),
            Use::Alone => bearers.alone(&family, hit.start),
            _ => {}
        }
        shorts.push(Short { hit, left, used, family });
    }
    for Spot { hit, doubt } in &spots {
        for candidate in hit.candidates.iter().filter(|c| c.via != Via::Not) {
            let Some(person) = matcher.person(candidate.entity) else { continue };
            if *doubt == Doubt::None {
                bearers.name(candidate.entity, hit.start);
            } else if !reading.is_named_after(hit) {
                // `Mary Jane Doe`: another one of the family
                person.families().for_each(|family| bearers.stranger(&family, "", hit.start));
            }
        }
    }
    page.about.iter().filter(|id| matcher.person(**id).is_some()).for_each(|id| bearers.list(*id));
    // an office and a family name that only one person of the dossier has are as good as a full name
    for short in shorts.iter().filter(|short| matches!(short.used, Use::Alone) && short.left.office) {
        if let [only] = short.hit.candidates[..]
            && !bearers.has_stranger(&short.family)
        {
            bearers.name(only.entity, short.hit.start);
        }
    }
    bearers.sort();
    // of the decided ones the later wins, and all of them win over what was there before
    let mut decided: Vec<Spot> = Vec::with_capacity(shorts.len());
    let mut taken: Vec<Range<usize>> = Vec::with_capacity(shorts.len());
    for short in shorts {
        if let Some(spot) = reading.decide(short, &bearers, &strangers) {
            while decided.pop_if(|last| spot.hit.start < last.hit.end && last.hit.start < spot.hit.end).is_some() {}
            taken.push(spot.hit.start..spot.hit.end);
            decided.push(spot);
        }
    }
    let taken = Spans::new(taken);
    spots.retain(|spot| !taken.overlap(spot.hit.start, spot.hit.end));
    spots.append(&mut decided);
    parts::add(reading, forms, &mut spots);
    strangers.mark(text, &mut spots);
    spots.sort_by_key(|spot| (spot.hit.start, spot.hit.end));
    spots
}

/// Spans of text that can be asked whether one of them overlaps another.
pub(super) struct Spans {
    /// By start; with the greatest end so far.
    by_start: Vec<(usize, usize)>,
}

impl Spans {
    pub(super) fn new(mut spans: Vec<Range<usize>>) -> Self {
        spans.sort_unstable_by_key(|span| span.start);
        let mut greatest = 0;
        let by_start = spans.into_iter().map(|span| {
            greatest = span.end.max(greatest);
            (span.start, greatest)
        });
        Self { by_start: by_start.collect() }
    }

    pub(super) fn overlap(&self, start: usize, end: usize) -> bool {
        let before = self.by_start.partition_point(|span| span.0 < end);
        before.checked_sub(1).is_some_and(|last| self.by_start[last].1 > start)
    }
}

/// Full names and family names; a string may be both.
fn split(hits: Vec<Hit>) -> (Vec<Hit>, Vec<Hit>) {
    let (mut full, mut short) = (Vec::with_capacity(hits.len()), Vec::new());
    let is_family = |candidate: &Candidate| candidate.via == Via::ShortForm;
    for mut hit in hits {
        match hit.candidates.iter().filter(|candidate| is_family(candidate)).count() {
            0 => full.push(hit),
            count if count == hit.candidates.len() => short.push(hit),
            _ => {
                let families = hit.candidates.extract_if(.., |candidate| is_family(candidate)).collect();
                short.push(Hit { candidates: families, ..hit });
                full.push(hit);
            }
        }
    }
    (full, short)
}

impl Reading<'_> {
    /// Whether the words of English mean what they say there.
    pub(super) fn is_english(&self) -> bool {
        self.page.lang.starts_with("en")
    }

    /// Whether a family name is part of something that is called after somebody: a firm, a case at court, a fort; or the common
    /// word that it also is, behind an article.
    fn is_part(&self, hit: &Hit) -> bool {
        let (text, start, end) = (self.text, hit.start, hit.end);
        let front = front_of(text, start).map(|front| front.class);
        front.is_some_and(|class| class.any(Class::KIND_FRONT.or(Class::SITE_FRONT.without(Class::COMMON))))
            || partners(text, start, end).is_some()
            || heads_partners(text, end)
            || (self.is_english() && (is_party(text, start, end) || self.is_common_word(start, end)))
    }

    /// `The King came`, `a Bishop`, `King of Tarnia`: a title that is also a family name.
    fn is_common_word(&self, start: usize, end: usize) -> bool {
        let before = self.text[..start].trim_end();
        let article = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if !matches!(article, "the" | "The" | "a" | "A" | "an" | "An") && !self.text[end..].starts_with(" of ") {
            return false;
        }
        let class = lexicon().class(&bare(&self.text[start..end]));
        class.any(Class::TITLE.or(Class::COMMON)) && !class.any(Class::GIVEN)
    }

    /// Whether a longer name is not that of another person but of a thing: `Jane Doe Street`.
    fn is_named_after(&self, hit: &Hit) -> bool {
        let last = self.text[..hit.end].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let first = self.text[hit.start..hit.end].split(' ').next().unwrap_or_default();
        lexicon().is(&bare(last), Class::ORG.or(Class::SITE).or(Class::WORK).or(Class::PARTNERS))
            || lexicon().is(&bare(first), Class::KIND_FRONT.or(Class::SITE_FRONT))
    }

    /// Whether the block around a place is written like a headline.
    pub(super) fn in_title_case(&self, at: usize) -> bool {
        block_of(self.page.document, at as u32).is_some_and(|number| {
            *self.asked.headlines.borrow_mut().entry(number).or_insert_with(|| {
                let block = &self.page.document.blocks[number as usize].prose;
                is_title_case(&self.text[block.start as usize..block.end as usize])
            })
        })
    }

    /// Whether a known full name ends right before a place, white space or a hyphen apart.
    pub(super) fn follows_full_name(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        let before = before.strip_suffix(is_hyphen).unwrap_or(before).len();
        let after = self.full.partition_point(|hit| hit.start < at);
        after.checked_sub(1).is_some_and(|i| self.full[i].end == before)
    }

    /// Whether a known full name starts at a place.
    pub(super) fn precedes_full_name(&self, at: usize) -> bool {
        self.full.binary_search_by_key(&at, |hit| hit.start).is_ok()
    }

    fn usage(&self, hit: &Hit, left: &Left, right: &Right) -> Use {
        let people = || hit.candidates.iter().filter_map(|c| Some((c.entity, self.matcher.person(c.entity)?)));
        let fitting = |given: &[String], family_first: bool| -> (Compare, Vec<EntityId>) {
            let all: Vec<(Compare, EntityId)> = people()
                .filter(|(_, person)| !family_first || person.family_first)
                .map(|(id, person)| (person.compare(given), id))
                .collect();
            let best = all.iter().map(|(compare, _)| *compare).max().unwrap_or(Compare::Other);
            (best, all.into_iter().filter(|(compare, _)| *compare == best).map(|(_, id)| id).collect())
        };
        if runs_on(&self.text[..hit.end], &self.text[hit.end..]) || self.is_part(hit) {
            return Use::Other;
        }
        if let Some((_, generation)) = generation_behind(self.text, hit.end)
            && !people().any(|(_, person)| person.is_called(&generation))
        {
            return Use::Stranger;
        }
        let family_first = people().any(|(_, person)| person.family_first);
        if family_first && !right.words.is_empty() {
            let (best, who) = fitting(&right.words, true);
            if best >= Compare::Like {
                return Use::Fuller { start: hit.start, end: right.end, who };
            }
        }
        for (at, &start) in left.starts.iter().enumerate() {
            let (best, who) = fitting(&left.words[at..], false);
            let initial = left.words[at..].len() == 1 && left.words[at].chars().count() == 1;
            match best {
                Compare::Like if initial => return Use::Initial { start, letter: left.words[at].clone(), who },
                Compare::Same | Compare::Like => return Use::Fuller { start, end: hit.end, who },
                Compare::Perhaps => return Use::Perhaps { start, who },
                Compare::Other => {}
            }
        }
        let headline = (!left.words.is_empty() || !right.words.is_empty()) && self.in_title_case(hit.start);
        if !left.words.is_empty() && (left.given || (!headline && !self.follows_full_name(hit.start))) {
            return if left.given || self.is_name(left) { Use::Stranger } else { Use::Alone };
        }
        if right.lower.as_deref().is_some_and(|word| lexicon().is(word, Class::FAMILY)) {
            return Use::Other;
        }
        if right.words.is_empty() || self.precedes_full_name(right.start) || (headline && !family_first) {
            return Use::Alone;
        }
        let surface = fold_name(&self.text[hit.start..hit.end]);
        let given = lexicon().is(&surface, Class::GIVEN) && !lexicon().is(&right.words[0], Class::COMMON);
        if family_first || given { Use::Stranger } else { Use::Other }
    }

    /// Whether capitalised words before a name are capitalised because they are names: not at the start of a sentence,
    /// or nowhere on the page in small letters.
    pub(super) fn is_name(&self, left: &Left) -> bool {
        !left.opens || !left.words.iter().any(|word| self.occurs(word))
    }

    /// [`occurs`], without a look through the page for each word.
    fn occurs(&self, word: &str) -> bool {
        let all = self.asked.words.get_or_init(|| self.text.split(|c: char| !c.is_alphanumeric()).collect());
        let known = |part: &str| all.contains(part);
        let whole = word.chars().all(char::is_alphanumeric);
        if whole {
            word.len() > 1 && known(word)
        } else {
            word.split(|c: char| !c.is_alphanumeric()).all(known) && occurs(self.text, word)
        }
    }

    fn decide(&self, short: Short, bearers: &Bearers, strangers: &Strangers) -> Option<Spot> {
        let Short { mut hit, left, used, family } = short;
        match used {
            Use::Stranger | Use::Other => return None,
            Use::Fuller { start, end, who } => {
                hit.candidates.retain(|candidate| who.contains(&candidate.entity));
                (hit.start, hit.end) = (start, end);
                return Some(Spot { hit, doubt: Doubt::None });
            }
            Use::Perhaps { start, who } => {
                hit.candidates.retain(|candidate| who.contains(&candidate.entity) && bearers.named(candidate.entity));
                hit.start = start;
                return (hit.candidates.len() == 1).then_some(Spot { hit, doubt: Doubt::None });
            }
            Use::Initial { start, letter, who } => {
                hit.start = start;
                hit.candidates.retain(|candidate| who.contains(&candidate.entity));
                let named = |candidate: &Candidate| bearers.named(candidate.entity);
                let known = hit.candidates.iter().any(named);
                if known {
                    hit.candidates.retain(named);
                }
                // other languages inflect full names, so that few of them are found
                let sure = (known || !self.is_english()) && !bearers.has_stranger_like(&family, &letter);
                return Some(Spot { hit, doubt: if sure { Doubt::None } else { Doubt::Stranger } });
            }
            Use::Alone => {}
        }
        let all = hit.candidates.clone();
        hit.candidates.retain(|candidate| bearers.named(candidate.entity));
        if hit.candidates.is_empty() && left.office && all.len() > 1 {
            return Some(Spot { hit: Hit { candidates: all, ..hit }, doubt: Doubt::None });
        }
        let person = |candidate: &Candidate| self.matcher.person(candidate.entity);
        if let Some(gender) = left.gender {
            hit.candidates.retain(|c| person(c).and_then(|person| person.gender).is_none_or(|known| known == gender));
        }
        if hit.candidates.is_empty() {
            return None;
        }
        // few families share many family-first names: another known bearer is enough, named here or not
        let family_first = |c: &Candidate| person(c).is_some_and(|person| person.family_first);
        if hit.candidates.iter().any(family_first) && all.iter().filter(|c| family_first(c)).count() > 1 {
            hit.candidates = all.into_iter().filter(family_first).collect();
            return Some(Spot { hit, doubt: Doubt::Contested });
        }
        let same_block =
            |a: usize, b: usize| block_of(self.page.document, a as u32) == block_of(self.page.document, b as u32);
        let mut doubt = Doubt::None;
        match bearers.meant(&family, &hit.candidates, hit.start, same_block) {
            Meant::One(entity) => hit.candidates.retain(|candidate| candidate.entity == entity),
            Meant::Several => {}
            Meant::Stranger => doubt = Doubt::Stranger,
        }
        let equal = self.full.binary_search_by_key(&hit.start, |full| full.start).ok().map(|at| &self.full[at]);
        let equal = equal.filter(|full| full.end == hit.end);
        if let Some(full) = equal.filter(|_| !left.title) {
            if full.candidates.iter().any(|c| c.via == Via::Override) || left.lower.as_deref().is_some_and(is_where) {
                return None;
            }
            hit.candidates.splice(0..0, full.candidates.iter().copied());
            doubt = doubt.max(Doubt::Contested);
        }
        if strangers.bear(&self.text[hit.start..hit.end]) {
            doubt = Doubt::Stranger;
        }
        Some(Spot { hit, doubt })
    }
}

/// Words before the name of a place rather than of a person.
pub(super) fn is_where(word: &str) -> bool {
    matches!(word, "in" | "near" | "at" | "around" | "outside" | "throughout" | "across" | "into")
}

/// Whether Chinese characters follow that are not a title: a given name, or another word.
fn runs_on(before: &str, after: &str) -> bool {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    before.chars().next_back().is_some_and(han)
        && after.chars().next().is_some_and(han)
        && !include_str!("../names/words/zh/titles.txt").lines().any(|title| after.starts_with(title))
}

/// Whether a word stands in the text as it is, at word boundaries, and not in an address (`www.acme.com`).
pub(super) fn occurs(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '@' | '/' | '_');
    word.len() > 1
        && memmem::find_iter(text.as_bytes(), word).any(|at| {
            let (before, after) = (&text[..at], &text[at + word.len()..]);
            let in_address = before.ends_with('.')
                || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            !in_address && !before.chars().next_back().is_some_and(inside) && !after.chars().next().is_some_and(inside)
        })
}
