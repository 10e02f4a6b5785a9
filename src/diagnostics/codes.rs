//! The table of mistakes: a stable code, its severity and one sentence of explanation each.

use super::Severity;

/// Stable name of a kind of mistake, printed as `D012`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal, $severity:ident;)*) => {
        impl Code {
            $($(#[doc = $doc])+ pub const $name: Code = Code($number);)*

            /// The severity that diagnostics of this code have.
            pub fn severity(self) -> Severity {
                match self.0 {
                    $($number => Severity::$severity,)*
                    _ => Severity::Error,
                }
            }
        }

        /// Every code with its explanation, in the order of their numbers.
        pub const ALL: &[(Code, &str)] = &[$((Code($number), concat!($($doc),+)),)*];
    };
}

codes! {
    /// dossier.toml cannot be read as TOML, or a value in it has the wrong type.
    CONFIG = 1, Error;
    /// dossier.toml holds a key that does not exist.
    CONFIG_UNKNOWN_KEY = 2, Error;
    /// The lines between the fences at the top of a file cannot be read as YAML, TOML or JSON, or have no end. What they say may be private, so the
    /// page stays back. Example: `title: Tides: a guide` has a second colon; write `title: "Tides: a guide"`.
    FRONT_MATTER = 10, Error;
    /// A key of the front matter holds a value that cannot be read, such as `date: 03/04/2020`, which may be March or April. The value is left out, the
    /// page is published without it. A day that no calendar has (`2020-02-30`) is an error.
    FRONT_MATTER_VALUE = 11, Warning;
    /// A key of the front matter is unknown; what it says never reaches the site. Example: `titel: Tides` where `title` is meant. Values for a theme of
    /// your own go below `extra`.
    FRONT_MATTER_UNKNOWN_KEY = 12, Warning;
    /// A key of the front matter stands twice in one table; the last one counts. Take the other out.
    FRONT_MATTER_DUPLICATE_KEY = 13, Warning;
    /// It is not clear whether a page may be published: a value such as `private: ture` is neither yes nor no, or a key such as `privat` is nearly one
    /// that hides. The page stays back until the line is corrected or taken out.
    PRIVACY_UNCLEAR = 14, Error;
    /// A private block or comment is opened and never closed.
    PRIVACY_UNCLOSED = 15, Error;
    /// A `::: statement` block is not closed, empty, or stands where it cannot.
    STATEMENT = 16, Error;
    /// A file is not valid UTF-8, holds a NUL, is too large, or is not a regular file. Save it as plain text in UTF-8.
    UNREADABLE = 20, Error;
    /// Two pages would have the same address.
    ADDRESS_TAKEN = 21, Error;
    /// A slug cannot be an address.
    BAD_SLUG = 22, Error;
    /// A file in `content/` that is not used for anything.
    UNUSED_FILE = 23, Warning;
    /// A picture's bytes do not match its type, or the type is not published.
    BAD_ASSET = 24, Error;
    /// The Markdown is nested deeper than the limit.
    TOO_DEEP = 25, Error;
    /// There are Markdown files, and none of them would be published: no setting says what they are.
    NOTHING_PUBLISHED = 27, Error;
    /// A `[[wikilink]]` names no page, title or alias; its words are shown without a link. Add a page with this name, or write `[[~Name]]` for plain text.
    DEAD_WIKILINK = 30, Warning;
    /// A relative link leads to no page or file.
    DEAD_LINK = 31, Warning;
    /// A link or a name leads to a page that is not published (a draft, a private page). The words stay, the link goes. Publish that page, or
    /// take the link out.
    HIDDEN_LINK = 32, Warning;
    /// A link with a scheme that is not published (`javascript:`, `data:`, `file:`).
    FOREIGN_SCHEME = 33, Warning;
    /// An embed cannot be resolved or embeds itself.
    BAD_EMBED = 34, Warning;
    /// A footnote is defined twice, or defined and never referred to.
    FOOTNOTE = 35, Warning;
    /// `denies` or `supports` of a statement names no statement.
    DEAD_STATEMENT = 36, Warning;
    /// Two statements of an article have the same id.
    STATEMENT_TAKEN = 37, Error;
    /// A link to another site leads to no page. Only `check --external` says so.
    DEAD_ADDRESS = 38, Warning;
    /// A row of `quotes` speaks of no quotation of the page.
    DEAD_QUOTE = 39, Warning;
    /// A name stands for two entities, and nothing on the page says which is meant, so it is not linked. Example: two people named John Smith. Name one
    /// of them in the page's `people`, or write `links: {"John Smith": "people/john-smith-judge"}`.
    AMBIGUOUS_NAME = 40, Warning;
    /// Two entities have the same name or alias.
    ALIAS_COLLISION = 41, Warning;
    /// A `links:` override, relation or reference names an entity that does not exist.
    UNKNOWN_ENTITY = 42, Warning;
    /// Two articles have the same key.
    KEY_TAKEN = 43, Error;
    /// Two entities have nearly the same name. Only `check` says so.
    NEAR_DUPLICATE = 44, Warning;
    /// A page of an entity is there, and no published article mentions it; drafts count with `check --drafts`. Only `check` says so.
    NEVER_MENTIONED = 45, Warning;
    /// A known name is part of a longer one that is not known. Only `check` says so.
    LONGER_NAME = 46, Warning;
    /// A name looks like a known one and is spelt with letters of several scripts. Only `check` says so.
    LOOK_ALIKE = 47, Warning;
    /// Where a text comes from is not known: its `source` says `unknown`, or neither outlet, address nor author. Only `check` says so. Example: write
    /// `source: {name: The Quay Gazette, url: https://…}`; take the line out if the text is your own.
    UNKNOWN_SOURCE = 48, Warning;
    /// A template cannot be read or rendered.
    TEMPLATE = 50, Error;
    /// A theme, or a file of it, is missing or broken.
    THEME = 51, Error;
    /// Code of a template language, or a key of an outline, is left out of a text.
    TEMPLATE_CODE = 55, Warning;
    /// A formula cannot be read, and is shown as it was written.
    FORMULA = 56, Warning;
    /// An element of HTML is left out, or written as a link.
    HTML_LEFT_OUT = 57, Warning;
    /// A comment hides more than a paragraph.
    LONG_COMMENT = 58, Warning;
    /// A page that the last build wrote has another address now, or is gone; links to it would lead nowhere. The page that takes its place keeps them:
    /// `redirects: [/articles/old-name.html]` in its front matter.
    ADDRESS_GONE = 59, Warning;
    /// The finished site would show something that is held back.
    LEAK = 60, Error;
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "D{:03}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_ascending() {
        assert!(ALL.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
