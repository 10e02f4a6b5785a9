//! Who is on the page: known entities, and names that only the page knows.
//!
//! In: the words, the mentions of known entities. Out: the [`Cast`]: one [`Figure`] for each name, and each place where it is named.
//! A name is a run of capitalised words; titles in front of it tell the gender, words like `Committee` that it is not a person.

use super::QuoteInput;
use super::capitals::{Found, begins_sentence, find, is_group, spelt, units};
use super::lexicon::Uses;
use super::words::Words;
use crate::entities::EntityId;
use crate::mentions::{Ambiguity, Undecided};
use crate::source::Gender;
use crate::text::fold::fold_name;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sort {
    /// Has a family name and is he or she.
    Person,
    /// An organisation, a country, an outlet.
    Group,
    /// A single capitalised word that nothing explains.
    #[default]
    Unclear,
}

/// Someone or something with a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Figure {
    /// The fullest name on the page, or the entity's.
    pub(super) name: String,
    /// For comparison.
    folded: String,
    /// Other full names by which the page calls a known entity, folded.
    also: Vec<String>,
    /// If it has a page.
    pub(super) entity: Option<EntityId>,
    /// What it is.
    pub(super) sort: Sort,
    /// For he and she.
    pub(super) gender: Option<Gender>,
    /// Words such as `senator` that stand beside the name, lower case.
    pub(super) roles: Vec<String>,
    /// Several have this name, and nothing tells who is meant.
    pub(super) undecided: bool,
    /// A title or role stands beside the name.
    pub(super) introduced: bool,
    /// How often the full name occurs.
    pub(super) full: u32,
    /// He or she, by what a pronoun seems to mean.
    pub(super) called: Option<Gender>,
    /// Nothing but capitals: `DNS` may be a body as well as a thing.
    pub(super) acronym: bool,
}

impl Figure {
    /// Has a page, or is introduced as a person: with a given name, a title or a role.
    pub(super) fn is_known(&self) -> bool {
        self.entity.is_some() || (self.sort == Sort::Person && (self.gender.is_some() || self.introduced))
    }

    /// He or she, if anything tells.
    pub(super) fn gender(&self) -> Option<Gender> {
        self.gender.or(self.called)
    }

    /// Whether one of the names fits.
    fn has(&self, fits: impl Fn(&str) -> bool) -> bool {
        !self.undecided && (fits(&self.folded) || self.also.iter().any(|name| fits(name)))
    }
}

/// A place where a figure is named.
#[derive(Debug, Clone)]
pub(super) struct Naming {
    /// Titles and name.
    pub(super) words: Range<usize>,
    /// Row in [`Cast::figures`].
    pub(super) figure: usize,
}

/// Everyone on the page.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// By first naming.
    pub(super) figures: Vec<Figure>,
    /// By place.
    pub(super) namings: Vec<Naming>,
}

/// `Joe Smith` of `Joe “Shorty” Smith`.
fn without_nickname(name: &str) -> Option<String> {
    const MARKS: &[char] = &['“', '”', '"', '‘', '’'];
    let (before, rest) = name.split_once(MARKS)?;
    let (_, after) = rest.split_once(MARKS)?;
    let (before, after) = (before.trim_end(), after.trim_start());
    (!before.is_empty() && !after.is_empty()).then(|| format!("{before} {after}"))
}

/// Finds all names of a page.
pub(super) fn cast(input: &QuoteInput<'_>, words: &Words<'_>) -> Cast {
    let found = find(input, words);
    let mut cast = Cast::default();
    let mut by_entity: FxHashMap<EntityId, usize> = FxHashMap::default();
    for mention in &input.mentions.mentions {
        // also those whom the page names only after its last quotation
        let entity = input.gazetteer.get(mention.entity);
        if input.kinds.get(entity.kind).person {
            by_entity.entry(mention.entity).or_insert_with(|| cast.add(known(input, mention.entity)));
        }
    }
    let mut whose: Vec<Option<usize>> = vec![None; found.len()];
    for (one, whose) in found.iter().zip(&mut whose) {
        if let Some(entity) = one.entity {
            let row = *by_entity.entry(entity).or_insert_with(|| cast.add(known(input, entity)));
            let figure = &mut cast.figures[row];
            // of a name of one word nothing is learnt
            if one.name.len() > 1 {
                let form = fold_name(&spelt(words, &one.name));
                if form != figure.folded && form.contains(' ') && !figure.also.contains(&form) {
                    figure.also.push(form);
                }
            }
            *whose = Some(row);
        }
    }
    // full names first: a headline may use the family name before the text gives the full one
    for (one, whose) in found.iter().zip(&mut whose) {
        if whose.is_none() && units(words, &one.name) > 1 {
            let known_person = without_nickname(&spelt(words, &one.name)).and_then(|name| {
                let person = |id: &EntityId| input.kinds.get(input.gazetteer.get(*id).kind).person;
                input.gazetteer.entity(&name, None).filter(person)
            });
            *whose = Some(match known_person {
                Some(entity) => *by_entity.entry(entity).or_insert_with(|| cast.add(known(input, entity))),
                None => cast.full_name(words, one),
            });
        }
        if let Some(figure) = *whose
            && (units(words, &one.name) > 1)
        {
            cast.figures[figure].full += 1;
        }
    }
    let undecided = undecided(input);
    for (one, whose) in found.iter().zip(&whose) {
        if let Some(figure) = *whose {
            describe(words, one, &mut cast.figures[figure]);
        }
    }
    for (one, whose) in found.iter().zip(&mut whose) {
        if whose.is_none() {
            let on_page = |id: &EntityId| by_entity.contains_key(id);
            *whose = match undecided.get(&*spelt(words, &one.name)) {
                // of several who may be meant the page speaks of one
                Some(ambiguity)
                    if ambiguity.why == Undecided::Several
                        && ambiguity.candidates.iter().filter(|id| on_page(id)).count() == 1 =>
                {
                    cast.short_name(words, one)
                }
                Some(Ambiguity { candidates, .. }) => {
                    let figure = if let Some(entity) = decided_by_title(input, words, one, candidates) {
                        *by_entity.entry(entity).or_insert_with(|| cast.add(known(input, entity)))
                    } else {
                        let person = candidates.iter().any(|id| input.kinds.get(input.gazetteer.get(*id).kind).person);
                        cast.undecided(words, one, person)
                    };
                    Some(figure)
                }
                None => cast.short_name(words, one),
            };
        }
    }
    for (one, figure) in found.iter().zip(whose) {
        if let Some(figure) = figure {
            describe(words, one, &mut cast.figures[figure]);
            cast.namings.push(Naming { words: one.titles.start..one.name.end, figure });
        }
    }
    cast
}

/// What the links leave undecided, by the words of the name.
fn undecided<'a>(input: &QuoteInput<'a>) -> FxHashMap<&'a str, &'a Ambiguity> {
    let all = input.mentions.ambiguities.iter().filter(|ambiguity| ambiguity.why != Undecided::Longer);
    let text = &*input.document.prose.text;
    all.rev()
        .map(|ambiguity| (&text[ambiguity.prose.start as usize..ambiguity.prose.end as usize], ambiguity))
        .collect()
}

/// `Mrs. Lee`, where of all who may be meant one is a woman.
fn decided_by_title(
    input: &QuoteInput<'_>,
    words: &Words<'_>,
    found: &Found,
    candidates: &[EntityId],
) -> Option<EntityId> {
    let gender = title_gender(words, &found.titles)?;
    let mut fitting = candidates.iter().filter(|id| known(input, **id).gender.is_none_or(|known| known == gender));
    fitting.next().copied().filter(|_| fitting.next().is_none() && candidates.len() > 1)
}

fn known(input: &QuoteInput<'_>, id: EntityId) -> Figure {
    let entity = input.gazetteer.get(id);
    let kind = input.kinds.get(entity.kind);
    let mut folded = fold_name(&entity.name);
    if entity.source.family_first
        && let Some((family, given)) = folded.split_once(' ')
    {
        folded = format!("{given} {family}");
    }
    let given = folded.split(' ').next().unwrap_or_default();
    let gender = entity.source.gender.or_else(|| gender_of(given)).filter(|_| kind.person);
    let sort = if kind.person { Sort::Person } else { Sort::Group };
    Figure { name: entity.name.clone(), folded, entity: Some(id), sort, gender, ..Figure::default() }
}

fn gender_of(given: &str) -> Option<Gender> {
    let uses = super::lexicon::uses(given);
    if uses.has(Uses::FEMALE) {
        Some(Gender::Female)
    } else if uses.has(Uses::MALE) {
        Some(Gender::Male)
    } else {
        None
    }
}

impl Cast {
    fn add(&mut self, figure: Figure) -> usize {
        self.figures.push(figure);
        self.figures.len() - 1
    }

    /// Whose a name of several words is: a figure known by it or a longer one, else a new one.
    fn full_name(&mut self, words: &Words<'_>, found: &Found) -> usize {
        let name = spelt(words, &found.name);
        let folded = fold_name(&name);
        let same =
            |figure: &Figure| figure.has(|full| full == folded || ends_in(full, &folded) || same_person(full, &folded));
        if let Some(figure) = self.figures.iter().position(same) {
            return figure;
        }
        let group = is_group(words, &found.name);
        let given = folded.split(' ').next().unwrap_or_default();
        let gender = gender_of(given).filter(|_| !group);
        let sort = if group { Sort::Group } else { Sort::Person };
        let name = name.into_owned();
        self.add(Figure { name, folded, sort, gender, ..Figure::default() })
    }

    /// Somebody of whom nothing tells who of several he is.
    fn undecided(&mut self, words: &Words<'_>, found: &Found, person: bool) -> usize {
        let name = spelt(words, &found.name).into_owned();
        let folded = fold_name(&name);
        let same = |figure: &Figure| figure.undecided && figure.folded == folded;
        if let Some(row) = self.figures.iter().position(same) {
            return row;
        }
        let gender = title_gender(words, &found.titles);
        self.add(Figure {
            name,
            folded,
            undecided: true,
            sort: if person { Sort::Person } else { Sort::Unclear },
            gender,
            ..Figure::default()
        })
    }

    /// Whose a single word is: the bearer of that family name whom the page names in full most often (of those the title
    /// allows), then of that given name; else someone of whom the page knows no more.
    fn short_name(&mut self, words: &Words<'_>, found: &Found) -> Option<usize> {
        let name = spelt(words, &found.name);
        let folded = fold_name(&name);
        if folded.chars().count() < 2 {
            return None;
        }
        let gender = title_gender(words, &found.titles);
        let fits =
            |figure: &&(usize, &Figure)| gender.is_none() || figure.1.gender.is_none() || figure.1.gender == gender;
        let best = |matches: fn(&str, &str) -> bool, known: bool| {
            self.figures
                .iter()
                .enumerate()
                .filter(|(_, figure)| figure.has(|full| matches(full, &folded)) && (!known || figure.is_known()))
                .filter(|figure| fits(&figure))
                .max_by_key(|(row, figure)| (figure.full, std::cmp::Reverse(*row)))
                .map(|(row, _)| row)
        };
        let known = best(|full, short| full == short || ends_in(full, short), false)
            // a title stands before a family name
            .or_else(|| {
                let given =
                    |full: &str, short: &str| full.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
                // `Low Water Report` is not whom `Low` means
                found.titles.is_empty().then(|| best(given, true)).flatten()
            });
        if known.is_some() {
            return known;
        }
        let group = is_group(words, &found.name);
        let after = found.name.end;
        let acts = words.is(after, Uses::CUE.or(Uses::AUXILIARY))
            || words.all[after - 1].possessive
            || words.gap_after(after - 1).starts_with(':');
        if found.titles.is_empty() && !group && !acts && begins_sentence(words, found.name.start) {
            return None; // any word is capitalised here
        }
        let sort = match (group, found.titles.is_empty()) {
            (true, _) => Sort::Group,
            (false, true) => Sort::Unclear,
            (false, false) => Sort::Person,
        };
        let acronym = group && !words.is(found.name.start, Uses::ORGANIZATION);
        Some(self.add(Figure { name: name.into_owned(), folded, sort, gender, acronym, ..Figure::default() }))
    }
}

/// `ann ros lehtinen` ends in `ros lehtinen`.
fn ends_in(full: &str, short: &str) -> bool {
    full.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

/// Same given and family name, whatever initials stand between.
fn same_person(one: &str, other: &str) -> bool {
    let ends = |name: &'_ str| -> Option<(usize, usize)> { Some((name.find(' ')?, name.rfind(' ')?)) };
    match (ends(one), ends(other)) {
        (Some((a, b)), Some((c, d))) => one[..a] == other[..c] && one[b..] == other[d..] && (a == b || c == d),
        _ => false,
    }
}

fn title_gender(words: &Words<'_>, titles: &Range<usize>) -> Option<Gender> {
    titles.clone().find_map(|word| {
        if words.is(word, Uses::FEMALE_WORD) {
            Some(Gender::Female)
        } else if words.is(word, Uses::MALE_WORD) {
            Some(Gender::Male)
        } else {
            None
        }
    })
}

/// Takes gender and roles from the titles before a name and from what follows a comma after it.
fn describe(words: &Words<'_>, found: &Found, figure: &mut Figure) {
    /// How far after a name its description may reach.
    const REACH: usize = 9;
    let mut add = |word: usize| {
        let letters = words.letters(word).to_lowercase();
        let role = match letters.as_str() {
            "sen" => "senator",
            "rep" => "representative",
            "gov" => "governor",
            "mr" | "mrs" | "ms" | "the" => return,
            other => other,
        };
        if !figure.roles.iter().any(|known| known == role) {
            figure.roles.push(role.to_owned());
        }
        if figure.sort != Sort::Group && figure.entity.is_none() {
            figure.gender = figure.gender.or_else(|| title_gender(words, &(word..word + 1)));
        }
    };
    found.titles.clone().for_each(&mut add);
    let mut introduced = found.titles.clone().any(|word| words.is(word, Uses::TITLE));
    let before = found.titles.start;
    for word in before.saturating_sub(3)..before {
        let near = (word..before).all(|at| words.gap_after(at) == " ");
        if near && words.all[word].block == words.all[found.name.start].block && words.is(word, Uses::ROLE) {
            introduced |= word + 1 == before;
            add(word);
        }
    }
    let last = found.name.end - 1;
    if words.gap_after(last).starts_with(", ") {
        let mut roles = Vec::new();
        for word in (found.name.end..words.all.len()).take(REACH) {
            if words.all[word].block != words.all[last].block || words.is(word, Uses::CUE) {
                // `to Lee, the board wrote` says nothing about her
                let parted = words.gap_before(word).contains([',', ')']);
                roles.truncate(if parted { roles.len() } else { 0 });
                break;
            }
            if words.is(word, Uses::ROLE) {
                roles.push(word);
            }
            if words.gap_after(word).contains(',') {
                break;
            }
        }
        introduced |= !roles.is_empty();
        roles.into_iter().for_each(&mut add);
    }
    figure.introduced |= introduced;
    if figure.sort == Sort::Unclear && !figure.undecided && !found.titles.is_empty() {
        figure.sort = Sort::Person;
    }
}
