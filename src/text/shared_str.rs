//! Texts of thousands of pages in a few large pieces of memory.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text with memory of its own while it is written, and part of a larger one afterwards.
///
/// What lives long and what is let go of early then do not lie side by side: when the last part of a piece is dropped, the whole
/// piece goes back to the system. Strings of like size would keep each other's surroundings.
#[derive(Clone)]
pub struct SharedStr(Place);

#[derive(Clone)]
enum Place {
    Own(String),
    Part { whole: Arc<str>, start: u32, end: u32 },
}

impl SharedStr {
    /// The text to write on; a part is copied first.
    pub fn own(&mut self) -> &mut String {
        if let Place::Part { .. } = self.0 {
            self.0 = Place::Own(str::to_owned(self));
        }
        match &mut self.0 {
            Place::Own(text) => text,
            Place::Part { .. } => unreachable!("it was copied above"),
        }
    }

    /// Puts texts behind one another into one piece of memory, and makes each a part of it.
    ///
    /// # Panics
    ///
    /// If they have 4 GB or more together.
    pub fn join<'a>(texts: impl Iterator<Item = &'a mut Self>) {
        let texts: Vec<&mut Self> = texts.collect();
        let whole: Arc<str> = texts.iter().map(|text| &***text).collect::<Vec<&str>>().concat().into();
        let mut start = 0;
        for text in texts {
            let end = start + u32::try_from(text.len()).expect("less than 4 GB");
            text.0 = Place::Part { whole: whole.clone(), start, end };
            start = end;
        }
    }
}

impl Deref for SharedStr {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Place::Own(text) => text,
            Place::Part { whole, start, end } => &whole[*start as usize..*end as usize],
        }
    }
}

impl Default for SharedStr {
    fn default() -> Self {
        Self(Place::Own(String::new()))
    }
}

impl From<String> for SharedStr {
    fn from(text: String) -> Self {
        Self(Place::Own(text))
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<&str> for SharedStr {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_texts_say_what_they_said() {
        let words = ["Tōkyō", "", "Jane Doe", "ß"];
        let mut texts: Vec<SharedStr> = words.iter().map(|word| SharedStr::from((*word).to_owned())).collect();
        SharedStr::join(texts.iter_mut());
        assert_eq!(texts.iter().map(|text| &**text).collect::<Vec<_>>(), words);
        SharedStr::join(texts.iter_mut().skip(2));
        texts[0].own().push_str(" 2020");
        texts.remove(3);
        assert_eq!(texts.iter().map(|text| &**text).collect::<Vec<_>>(), ["Tōkyō 2020", "", "Jane Doe"]);
    }

    #[test]
    fn nothing_can_be_joined() {
        SharedStr::join(std::iter::empty());
        let mut empty = SharedStr::default();
        SharedStr::join(std::iter::once(&mut empty));
        assert_eq!(empty, "");
    }
}
