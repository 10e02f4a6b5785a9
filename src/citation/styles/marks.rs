//! Full stops, commas and quotation marks where they meet.

/// Characters after which no full stop follows.
const ENDS: [char; 8] = ['.', '?', '!', '…', '。', '？', '！', '؟'];

/// A text with a full stop, unless it ends in a character of that kind.
pub(super) fn stopped(text: &str) -> String {
    if text.ends_with(ENDS) { text.to_owned() } else { format!("{text}.") }
}

/// A title in double quotation marks, and the comma or full stop that follows it: within the marks, as Americans write.
pub(super) fn quoted(title: &str, mark: char) -> String {
    format!("“{}”", closed(&singled(title), mark))
}

/// A title and the comma or full stop that follows it: within quotation marks at its end. After `?` stands a comma, no stop.
pub(super) fn closed(text: &str, mark: char) -> String {
    let body = text.trim_end_matches(|c| match c {
        // else they are apostrophes, or inches
        '’' => text.contains('‘'),
        '”' => text.contains('“'),
        '"' => straight_pairs(text),
        _ => false,
    });
    if mark == '.' && body.ends_with(ENDS) {
        return text.to_owned();
    }
    format!("{body}{mark}{}", &text[body.len()..])
}

/// Quotation marks of a title that itself comes to stand between double ones.
fn singled(title: &str) -> String {
    // “ closes „, and then means something else
    let (curly, straight) = (!title.contains('„'), straight_pairs(title));
    let mut open = false;
    let single = title.chars().map(|c| match c {
        '“' if curly => '‘',
        '”' if curly => '’',
        '"' if straight => {
            open = !open;
            if open { '‘' } else { '’' }
        }
        c => c,
    });
    single.collect()
}

/// Quotation marks of a title that itself comes to stand between single ones.
pub(super) fn doubled(title: &str) -> String {
    let mut chars = title.chars().peekable();
    let (mut out, mut open) = (String::with_capacity(title.len()), false);
    while let Some(c) = chars.next() {
        let inside_word = chars.peek().is_some_and(|next| next.is_alphanumeric());
        out.push(match c {
            '‘' if !open => {
                open = true;
                '“'
            }
            '’' if open && !inside_word => {
                open = false;
                '”'
            }
            c => c,
        });
    }
    // an apostrophe that was typed as an opening mark: nothing is certain then
    if open { title.to_owned() } else { out }
}

/// Whether every `"` opens or closes a quotation, as against inches and seconds.
fn straight_pairs(text: &str) -> bool {
    let (mut open, mut before) = (false, ' ');
    for c in text.chars() {
        if c == '"' {
            if !open && before.is_alphanumeric() {
                return false;
            }
            open = !open;
        }
        before = c;
    }
    !open
}
