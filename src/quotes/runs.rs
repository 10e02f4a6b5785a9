//! Which spans are one quotation: interrupted by its attribution (`“A,” she said, “B.”`), or over several paragraphs.

use super::attribution::{Rule, Said};
use super::marks::QuotedSpan;
use super::words::Words;
use super::{Certainty, Evidence, Quote};

/// Whether a span seems to be part of the same quotation as the one before it.
pub(super) fn joins_last(
    words: &Words<'_>,
    last: (&QuotedSpan, Option<&Said>),
    this: (&QuotedSpan, Option<&Said>),
) -> bool {
    if last.0.goes_on {
        return this.1.is_none_or(|said| said.rule != Rule::Transcript);
    }
    let (Some(before), Some(said)) = (last.1, this.1) else { return false };
    if before.phrase != said.phrase || last.0.block != this.0.block {
        return false;
    }
    let cue_between = before.cue.as_ref().is_some_and(|cue| {
        let place = words.bytes(cue);
        last.0.outer.end <= place.start && place.end <= this.0.outer.start
    });
    cue_between || said.rule == Rule::Run
}

/// What decides, beside its speaker, where a quotation belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// It seems to go on with the one before.
    pub(super) joins: bool,
    /// Neither the text nor the author says anything of its speaker. A speaker that is hidden, undecided or said nothing of the
    /// kind is not a vacancy: nobody else may take the words.
    pub(super) vacant: bool,
}

/// Numbers the quotations; `parts` has a row for each. A quotation has one speaker: where two are known, two quotations begin;
/// where one is, he says the vacant parts.
pub(super) fn number(quotes: &mut [Quote], parts: &[Part]) {
    let (mut group, mut first) = (0, 0);
    for at in 0..quotes.len() {
        let (before, rest) = quotes.split_at_mut(at);
        let (earlier, this) = (&mut before[first..], &mut rest[0]);
        let joins = parts[at].joins;
        match earlier.last() {
            Some(last) if joins && last.speaker == this.speaker => {}
            Some(last) if joins && parts[at].vacant => give(last, this),
            Some(_) if joins && parts[first..at].iter().all(|part| part.vacant) => {
                for part in earlier {
                    give(this, part);
                }
            }
            _ => (group, first) = (group + 1, at),
        }
        this.group = group;
    }
}

/// The speaker of one part says another.
fn give(from: &Quote, to: &mut Quote) {
    to.speaker = from.speaker.clone();
    to.speaker_name.clone_from(&from.speaker_name);
    to.speaker_words.clone_from(&from.speaker_words);
    to.evidence = from.evidence.map(|evidence| match evidence {
        Evidence::Marked => Evidence::Marked,
        _ => Evidence::Continued,
    });
    to.certainty = from.certainty.map(|certainty| match certainty {
        Certainty::Explicit => Certainty::Explicit,
        Certainty::Adjacent | Certainty::Resolved => Certainty::Resolved,
    });
}
