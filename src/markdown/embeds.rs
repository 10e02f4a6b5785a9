//! What stands behind the bar of an embed or a picture: words, and perhaps a size (`|100`, `|low tide|100x200`).

use super::PictureSize;

/// Words and size of what is written in a picture's place for words.
pub(super) fn sized(label: &str) -> (&str, Option<PictureSize>) {
    let (words, last) = match label.rsplit_once('|') {
        Some((words, last)) => (words.trim_end(), last),
        None => ("", label),
    };
    match size(last.trim()) {
        Some(size) => (words, Some(size)),
        None => (label, None),
    }
}

/// `100` or `100x200`, in pixels.
pub(super) fn size(text: &str) -> Option<PictureSize> {
    let number = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=5).contains(&text.len());
        text.parse().ok().filter(|number: &u32| digits && *number > 0)
    };
    match text.split_once('x') {
        Some((width, height)) => Some(PictureSize { width: number(width)?, height: Some(number(height)?) }),
        None => Some(PictureSize { width: number(text)?, height: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_stand_behind_the_last_bar() {
        for (label, words, width, height) in [
            ("100", "", 100, 0),
            ("100x200", "", 100, 200),
            ("low tide|100", "low tide", 100, 0),
            ("a|b|1x2", "a|b", 1, 2),
            ("low tide", "low tide", 0, 0),
            ("0", "0", 0, 0),
            ("1x", "1x", 0, 0),
            ("2020 report", "2020 report", 0, 0),
            ("a|b", "a|b", 0, 0),
        ] {
            let size = (width > 0).then_some(PictureSize { width, height: (height > 0).then_some(height) });
            assert_eq!(sized(label), (words, size), "{label}");
        }
    }
}
