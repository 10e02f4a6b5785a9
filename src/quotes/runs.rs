//! Which stretches are one quotation: interrupted by its attribution (`“A,” she said, “B.”`), or over several paragraphs.

use super::attribution::{Rule, Said};
use super::marks::Stretch;
use super::words::Words;

/// Whether a stretch is part of the same quotation as the one before it.
pub(super) fn joins_last(words: &Words<'_>, last: (&Stretch, Option<&Said>), this: (&Stretch, Option<&Said>)) -> bool {
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
