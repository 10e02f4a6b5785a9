//! Spellings of one name that no reader tells apart: `&` and `and`, full stops of abbreviations, `Corp.` and `Corporation`.

use super::lexicon::bare;

/// Words that are written with a full stop and without one.
const ABBREVIATIONS: [&str; 12] = ["st", "ste", "mt", "ft", "dr", "jr", "sr", "corp", "inc", "co", "ltd", "bros"];

/// Legal forms, long and short.
const LEGAL: [(&str, &str); 4] =
    [("Corporation", "Corp"), ("Company", "Co"), ("Incorporated", "Inc"), ("Limited", "Ltd")];

/// Acronyms up to so many letters are also written with full stops.
const LONGEST_DOTTED: usize = 4;

/// The other spellings of a name; mostly none.
pub(crate) fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    for rule in [ampersand, legal_form, without_stops, with_stops] {
        for at in 0..all.len() {
            if let Some(other) = rule(&all[at])
                && !all.contains(&other)
            {
                all.push(other);
            }
        }
    }
    all.extend(storms(name));
    all.remove(0);
    all
}

/// `Hurricane Otto` as `Storm Otto`, `tropical storm Otto` …
fn storms(name: &str) -> Vec<String> {
    let words = || include_str!("words/en/storms.txt").lines().filter(|line| !line.starts_with('#'));
    let Some((kind, own)) = name.rsplit_once(' ').filter(|(_, own)| own.starts_with(char::is_uppercase)) else {
        return Vec::new();
    };
    let kind = kind.to_lowercase();
    if !words().any(|word| word == kind) {
        return Vec::new();
    }
    words().filter(|word| *word != kind).map(|word| format!("{word} {own}")).collect()
}

fn ampersand(name: &str) -> Option<String> {
    if name.contains(" & ") {
        Some(name.replace(" & ", " and "))
    } else {
        name.contains(" and ").then(|| name.replace(" and ", " & "))
    }
}

fn legal_form(name: &str) -> Option<String> {
    let (head, last) = name.rsplit_once(' ')?;
    let plain = last.trim_end_matches('.');
    LEGAL.iter().find_map(|(long, short)| {
        let other = if plain == *long {
            short
        } else if plain == *short {
            long
        } else {
            return None;
        };
        Some(format!("{head} {other}"))
    })
}

/// `St. Ives` as `St Ives`, `U.S. Steel` as `US Steel`, `J. K. Rowling` as `J K Rowling`.
fn without_stops(name: &str) -> Option<String> {
    name.contains('.').then_some(())?;
    let words: Vec<String> = name
        .split(' ')
        .map(|word| {
            let stops = is_abbreviation(word) || word.split('.').all(|part| part.chars().count() <= 1);
            if stops && word.len() > 1 { word.replace('.', "") } else { word.to_owned() }
        })
        .collect();
    let other = words.join(" ");
    (other != name).then_some(other)
}

/// `St Ives` as `St. Ives`, `UN` as `U.N.`
fn with_stops(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(' ')
        .map(|word| {
            let length = word.chars().count();
            if is_abbreviation(word) && !word.ends_with('.') {
                format!("{word}.")
            } else if (2..=LONGEST_DOTTED).contains(&length) && word.chars().all(|c| c.is_ascii_uppercase()) {
                word.chars().flat_map(|c| [c, '.']).collect()
            } else {
                word.to_owned()
            }
        })
        .collect();
    let other = words.join(" ");
    (other != name).then_some(other)
}

fn is_abbreviation(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && ABBREVIATIONS.contains(&bare(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_two_ways() {
        for (name, expected) in [
            ("Jane Doe", &[][..]),
            ("Doe & Sons", &["Doe and Sons"]),
            ("Arts and Letters", &["Arts & Letters"]),
            ("St. Ives", &["St Ives"]),
            ("St Ives", &["St. Ives"]),
            ("UN", &["U.N."]),
            ("U.N.", &["UN"]),
            ("Imbra Corporation", &["Imbra Corp", "Imbra Corp."]),
            ("Imbra Corp.", &["Imbra Corporation", "Imbra Corp"]),
            ("Louis C.K.", &["Louis CK"]),
            ("Jane Doe vs. Tarn", &[]),
            (
                "Hurricane Otto",
                &["storm Otto", "tropical storm Otto", "typhoon Otto", "cyclone Otto", "tropical cyclone Otto"],
            ),
            ("Storm", &[]),
            ("storm surge", &[]),
        ] {
            assert_eq!(spellings(name), expected, "{name}");
        }
    }
}
