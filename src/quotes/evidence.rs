//! Whether what ascribes a span is evidence enough: who can speak, and does this page quote people at all.
//!
//! In: for each span the words that name its speaker, and whom they mean. Out: whether that holds. A verb of saying holds for
//! everyone who can speak; for a capitalised word that nothing explains only if the verb is one of speech. Without a verb only
//! known people and those introduced in full speak, and only whole sentences that their own sentence announces.

use super::attribution::{Rule, Said};
use super::clauses::Clauses;
use super::cues::Form;
use super::lexicon::Uses;
use super::marks::QuotedSpan;
use super::names::{Cast, Figure, Sort};
use super::phrases::Who;
use super::unsaid::Mood;

/// A page whose speakers are to be judged.
pub(super) struct Court<'a> {
    pub(super) clauses: Clauses<'a>,
    pub(super) cast: &'a Cast,
    /// The figure of each phrase.
    pub(super) figures: &'a [Option<usize>],
    pub(super) spans: &'a [QuotedSpan],
    /// The lexicon has the verbs of the page's language. In any other, the subject of the sentence that holds the words has said
    /// them if he has a page: no verb tells.
    pub(super) knows_verbs: bool,
    /// Its nouns have capitals: only a given name or a title makes a name.
    pub(super) capital_nouns: bool,
    /// It has all its words. Else only somebody with a page speaks, by a verb that nothing near it negates.
    pub(super) knows_all: bool,
}

/// How well a page knows a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Nobody: a pronoun without a person, a thing.
    None,
    /// Capitalised words that nothing explains.
    Capitals,
    /// A document.
    Paper,
    /// A role, or a body without a page.
    Someone,
    /// A person or body with a page, or introduced in full.
    Known,
}

/// What a page says of itself.
#[derive(Debug, Clone, Copy)]
struct World {
    /// Somebody known, or somebody in the past tense, says a sentence.
    quotes_people: bool,
    /// It tells its reader what to do.
    is_manual: bool,
}

/// Whether each of the attributions holds.
pub(super) fn holding(court: &Court<'_>, said: &[Option<Said>]) -> Vec<bool> {
    let each = || said.iter().enumerate();
    let world = World {
        quotes_people: each().any(|(number, said)| said.as_ref().is_some_and(|said| court.is_speech(number, said))),
        is_manual: court.addresses_reader(),
    };
    // `“…,” the sign says, “…”`: the verb behind the first part tells of speech
    let same_cue = |one: &Said, other: &Said| one.cue == other.cue && one.cue.is_some();
    let shared = |number: usize| {
        let last = number.checked_sub(1).and_then(|last| said[last].as_ref());
        last.zip(said[number].as_ref()).is_some_and(|(last, this)| same_cue(last, this))
    };
    let mut holds: Vec<bool> = Vec::with_capacity(said.len());
    for (number, said) in each() {
        let holding = said.as_ref().is_some_and(|said| {
            said.mood != Mood::Unsaid
                && match said.rule {
                    Rule::Run => said.from.is_some_and(|from| holds[from]) && court.goes_on(number, said),
                    Rule::Cue => court.cue_holds(number, said, shared(number), world),
                    Rule::Transcript => {
                        court.is_person_by_name(said) || (court.is_label(said) && court.is_whole(number))
                    }
                    Rule::Credit => {
                        court.standing(said) == Standing::Known
                            || (court.is_full(said) && (court.is_whole(number) || court.is_long(number)))
                    }
                    Rule::Before if said.cue.is_some() => {
                        court.is_announced(number, said)
                            || (court.after_colon(number) && court.cue_holds(number, said, shared(number), world))
                    }
                    Rule::Before | Rule::Subject if !court.knows_verbs => court.has_page(said),
                    Rule::Before | Rule::Subject => court.is_announced(number, said) && court.is_speaking(said),
                }
        });
        holds.push(holding);
    }
    holds
}

impl Court<'_> {
    fn has_page(&self, said: &Said) -> bool {
        self.figure(said).is_some_and(|figure| figure.entity.is_some())
    }

    /// Somebody with a page, or with a given name: before a colon stands all manner of words (`Implicit Message:`).
    fn is_person_by_name(&self, said: &Said) -> bool {
        self.figure(said)
            .is_some_and(|figure| figure.entity.is_some() || (figure.sort == Sort::Person && figure.gender.is_some()))
    }

    fn figure(&self, said: &Said) -> Option<&Figure> {
        self.figures[said.phrase].map(|row| &self.cast.figures[row])
    }

    fn standing(&self, said: &Said) -> Standing {
        match (self.figure(said), self.clauses.phrases[said.phrase].who) {
            (Some(figure), _) if figure.is_known() => Standing::Known,
            (Some(figure), _) if figure.sort == Sort::Group && !figure.acronym => Standing::Someone,
            (Some(_), _) => Standing::Capitals,
            (None, Who::Role(..) | Who::They) => Standing::Someone,
            (None, Who::Document(_)) => Standing::Paper,
            (None, _) => Standing::None,
        }
    }

    /// Starts with a capital letter and has some words.
    fn is_whole(&self, number: usize) -> bool {
        let inside = self.clauses.words.within(&self.spans[number].inner);
        inside.len() > 2 && self.clauses.words.all[inside.start].capital
    }

    fn is_long(&self, number: usize) -> bool {
        self.clauses.words.within(&self.spans[number].inner).len() >= 5
    }

    fn cue_is(&self, said: &Said, uses: Uses) -> bool {
        said.cue.as_ref().is_some_and(|cue| self.clauses.words.is(cue.start, uses))
    }

    /// Somebody known says a sentence: this page quotes people.
    fn is_speech(&self, number: usize, said: &Said) -> bool {
        let strong = self.cue_is(said, Uses::SPEAKING) || matches!(said.rule, Rule::Credit | Rule::Transcript);
        let standing = self.standing(said);
        let speaker = standing == Standing::Known || (standing == Standing::Someone && self.is_past(said));
        strong && speaker && (self.is_whole(number) || self.is_long(number))
    }

    fn cue_holds(&self, number: usize, said: &Said, shared: bool, world: World) -> bool {
        if !(self.knows_all && self.knows_verbs) {
            let cue = said.cue.as_ref().map_or(0, |cue| cue.start);
            let names =
                self.has_page(said) || (self.is_named(said) && self.cue_is(said, Uses::SAY.or(Uses::ACCORDING)));
            return names && self.knows_verbs && !self.is_negated_near(cue);
        }
        let says = self.cue_is(said, Uses::SPEAKING.or(Uses::ACCORDING));
        let ascribes =
            says || self.cue_is(said, Uses::SAY.or(Uses::DENY).or(Uses::NAMING).or(Uses::SPEECH_NOUN).or(Uses::PAIR));
        // `found that “…”`
        let that = said.cue.as_ref().is_some_and(|cue| self.clauses.words.one_of(cue.end, &["that"]));
        let ascribes = ascribes || that;
        let strong = says || self.cue_is(said, Uses::DENY.or(Uses::NAMING));
        let sentence = self.is_whole(number) || self.is_long(number);
        let acts = !self.cue_is(said, Uses::HANDLING);
        let World { quotes_people, is_manual } = world;
        let explains = !quotes_people && !shared && self.explains(number, said);
        match self.standing(said) {
            Standing::Known => ascribes || (acts && self.is_person(said)) || quotes_people,
            Standing::Someone | Standing::None if is_manual && !self.is_past(said) => false,
            Standing::Someone | Standing::None if explains && !self.is_listed(said) => false,
            Standing::Capitals if explains => false,
            Standing::Someone | Standing::None => {
                (quotes_people && acts && !is_manual) || (strong && (sentence || !is_manual)) || (ascribes && sentence)
            }
            Standing::Paper if self.shows(said) => quotes_people && says && sentence,
            Standing::Paper => ascribes && (quotes_people || says || sentence),
            Standing::Capitals if self.is_participle(said) => false,
            Standing::Capitals => {
                let told = quotes_people && !is_manual && (strong || that) && self.is_past(said);
                (says && (sentence || (quotes_people && !is_manual))) || (ascribes && quotes_people && sentence) || told
            }
        }
    }

    /// A word that negates stands by a verb: `sagte nicht`, `n’a jamais dit`.
    fn is_negated_near(&self, verb: usize) -> bool {
        const REACH: usize = 3;
        let words = self.clauses.words;
        (verb.saturating_sub(REACH)..=verb + REACH)
            .any(|word| words.is(word, Uses::NEGATION) && !words.all[word].quoted)
    }

    fn is_person(&self, said: &Said) -> bool {
        self.figure(said).is_some_and(|figure| figure.sort == Sort::Person)
    }

    fn is_past(&self, said: &Said) -> bool {
        let present = |verb: usize| self.clauses.is_bare(verb) || self.clauses.words.full(verb).ends_with('s');
        said.cue.as_ref().is_none_or(|cue| !present(cue.start))
    }

    /// The verb stands in the present tense before the words: so a text tells what a program does.
    fn explains(&self, number: usize, said: &Said) -> bool {
        let inside = self.clauses.words.within(&self.spans[number].inner);
        !self.is_past(said) && said.cue.as_ref().is_some_and(|cue| cue.end <= inside.start)
    }

    /// A list has the word for the speaker; of any other only the verb says that it is somebody.
    fn is_listed(&self, said: &Said) -> bool {
        match self.clauses.phrases[said.phrase].who {
            Who::Role(head, _) => self.clauses.words.is(head, Uses::ROLE.or(Uses::ROLES).or(Uses::ALONE)),
            _ => true,
        }
    }

    fn is_participle(&self, said: &Said) -> bool {
        said.cue.as_ref().is_some_and(|cue| self.clauses.cue(cue.start) == Some(Form::Ing))
    }

    /// A name of several words, which no word calls a body.
    fn is_full(&self, said: &Said) -> bool {
        self.figure(said).is_some_and(|figure| figure.sort == Sort::Person && figure.full > 0)
    }

    /// A name of several words in a language that is not known whole.
    fn is_named(&self, said: &Said) -> bool {
        self.is_full(said) && (!self.capital_nouns || self.standing(said) == Standing::Known)
    }

    /// A sign, a page, a button: words stand on it, and it says nothing.
    fn shows(&self, said: &Said) -> bool {
        self.clauses.phrases[said.phrase].words.clone().any(|word| self.clauses.words.is(word, Uses::SCREEN))
    }

    /// The narrator says *you* more than once.
    fn addresses_reader(&self) -> bool {
        let words = self.clauses.words;
        let you = |word: &usize| words.is(*word, Uses::YOU) && !words.all[*word].quoted;
        (0..words.all.len()).filter(you).nth(1).is_some()
    }

    fn after_colon(&self, number: usize) -> bool {
        self.clauses.words.text[..self.spans[number].outer.start].trim_end().ends_with(':')
    }

    /// A label in capitals, as in a transcript.
    fn is_label(&self, said: &Said) -> bool {
        let words = self.clauses.words;
        let phrase = &self.clauses.phrases[said.phrase].words;
        phrase.clone().all(|word| !words.full(word).contains(char::is_lowercase) && words.full(word).len() > 2)
    }

    /// The same speaker goes on; he does not speak of himself by name, nor answer his own question.
    fn goes_on(&self, number: usize, said: &Said) -> bool {
        !self.names_himself(number, said) && !self.answers(number, said)
    }

    fn names_himself(&self, number: usize, said: &Said) -> bool {
        let inner = &self.clauses.words.text[self.spans[number].inner.clone()];
        self.figure(said).is_some_and(|figure| inner.contains(&figure.name))
    }

    fn answers(&self, number: usize, said: &Said) -> bool {
        said.from.is_some_and(|from| {
            let (last, this) = (&self.spans[from], &self.spans[number]);
            last.block != this.block && !last.goes_on && self.clauses.words.text[last.inner.clone()].ends_with('?')
        })
    }

    /// The sentence before is about somebody known, and whole sentences follow.
    fn is_announced(&self, number: usize, said: &Said) -> bool {
        let paper = Uses::DOCUMENT.or(Uses::SPEECH_NOUN);
        let writes = self.clauses.phrases[said.phrase].words.clone().any(|word| self.clauses.words.is(word, paper));
        let known = self.standing(said) == Standing::Known && !writes;
        known && self.is_whole(number) && !self.names_himself(number, said)
    }

    /// Whether the sentence of the subject has a word of speech or ends in a colon.
    fn is_speaking(&self, said: &Said) -> bool {
        let words = self.clauses.words;
        let sentence = said.sentence.clone();
        let speech = Uses::SPEECH_NOUN.or(Uses::NAMING).or(Uses::MANNER).or(Uses::PAIR).or(Uses::SPEAKING);
        let Some(last) = sentence.end.checked_sub(1) else { return false };
        let colon = words.gap_after(last).trim_start().starts_with(':');
        let names_end = self.clauses.phrases[said.phrase].words.end == sentence.end;
        let passive = |word: usize| self.clauses.cue(word) == Some(Form::Passive);
        let negated = sentence.clone().any(|word| words.is(word, Uses::NEGATION));
        let speaks = sentence.clone().any(|word| words.is(word, speech) && !words.all[word].quoted);
        // `could not have been clearer:`
        let manner = colon && sentence.clone().any(|word| words.is(word, Uses::MANNER));
        (!negated || manner)
            && !sentence.clone().any(passive)
            && ((colon && (speaks || names_end)) || (speaks && said.rule == Rule::Before))
    }
}
