//! Names of shortcodes, tags and functions that mean something in a text: `template_code.txt`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A box.
    Box,
    /// A box that is folded.
    Fold,
    /// An address.
    Target,
    /// A picture.
    Picture,
    /// Code.
    Code,
    /// A comment.
    Away,
    /// A thing on another site: the start of its address, and what to call it.
    Site(&'static str, &'static str),
    /// A link whose words stand between the tags.
    Button,
    /// Nothing that is missed.
    Silent,
}

/// What a name stands for, if it is known.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    static NAMES: LazyLock<FxHashMap<&'static str, Meaning>> = LazyLock::new(|| {
        let lines = include_str!("template_code.txt").lines().filter(|line| !line.starts_with('#'));
        let rows = lines.filter_map(|line| {
            let (class, names) = line.split_once(' ')?;
            let meaning = match class {
                "box" => Meaning::Box,
                "fold" => Meaning::Fold,
                "target" => Meaning::Target,
                "picture" => Meaning::Picture,
                "code" => Meaning::Code,
                "away" => Meaning::Away,
                "button" => Meaning::Button,
                "site" => {
                    let mut words = names.splitn(3, ' ');
                    let (name, address, title) = (words.next()?, words.next()?, words.next()?);
                    return Some(vec![(name, Meaning::Site(address, title))]);
                }
                _ => Meaning::Silent,
            };
            Some(names.split(' ').map(|name| (name, meaning)).collect())
        });
        rows.flatten().collect()
    });
    NAMES.get(name).copied()
}
