//! Words: small ones of English, large ones that are made up, drawn as often as ranks of words are in real texts.

use fastrand::Rng;
use std::collections::BTreeSet;

/// A part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Noun,
    Adjective,
    Verb,
    Adverb,
    Determiner,
    Preposition,
    Conjunction,
    Auxiliary,
    Pronoun,
}

/// Parts whose words are made up: how many there are, and how they end.
const OPEN: [(Part, usize, &str); 4] = [
    (Part::Noun, 9_000, "   tion ment er ness ity age ance or ism"),
    (Part::Adjective, 5_000, "al ive ous ful ic ed ent ish y less"),
    (Part::Verb, 4_500, "ed"),
    (Part::Adverb, 1_500, "ly"),
];

/// The small words of English, with which each sentence is held together.
const CLOSED: [(Part, &str); 5] = [
    (Part::Determiner, "the a an this that its their his her our every each some any no such most many few both"),
    (
        Part::Preposition,
        "of in to for on with at by from about after under between during against before without over near since",
    ),
    (Part::Conjunction, "and but or because while although as if when that which who where whether so unless"),
    (Part::Auxiliary, "was were is are had has have will would could should may might must can did"),
    (Part::Pronoun, "it they he she we i you them him us this those one someone nobody everything"),
];

const ONSETS: &str = "b bl br c ch cr d dr f fl g gr h j k l m n p pl pr r s sh st str t th tr v w";
const NUCLEI: &str = "a a e e i i o o u ai ea oa ou";
const CODAS: &str = "    n r l s t m d nd nt st rk ng ll rn";

/// All words, the most frequent of each part first.
#[derive(Debug)]
pub(crate) struct Words(Vec<(Part, Ranked<String>)>);

/// Values that are drawn the oftener, the earlier they stand.
#[derive(Debug)]
pub(crate) struct Ranked<T> {
    values: Vec<T>,
    /// Sums of the weights up to each value.
    sums: Vec<f64>,
}

impl<T> Ranked<T> {
    /// Weights by the law of Zipf as Mandelbrot has it: `(rank + shift)` to the power of `-exponent`.
    pub(crate) fn new(values: Vec<T>, exponent: f64, shift: f64) -> Self {
        let mut sum = 0.0;
        let sums = (0..values.len())
            .map(|rank| {
                sum += libm::pow(rank as f64 + 1.0 + shift, -exponent);
                sum
            })
            .collect();
        Self { values, sums }
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> &T {
        let all = self.sums.last().copied().unwrap_or_default();
        let at = rng.f64() * all;
        &self.values[self.sums.partition_point(|sum| *sum <= at).min(self.values.len() - 1)]
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }
}

impl Words {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = rng(seed, "words");
        let mut taken: BTreeSet<String> =
            CLOSED.iter().flat_map(|(_, words)| words.split(' ')).map(str::to_owned).collect();
        let mut parts: Vec<(Part, Ranked<String>)> = CLOSED
            .iter()
            .map(|(part, words)| (*part, Ranked::new(words.split(' ').map(str::to_owned).collect(), 1.2, 1.5)))
            .collect();
        for (part, count, endings) in OPEN {
            let mut words = Vec::with_capacity(count);
            while words.len() < count {
                // frequent words are short
                let rank = words.len() as f64 / count as f64;
                let syllables = 1 + usize::from(rng.f64() < 0.25 + rank) + usize::from(rng.f64() < rank * 0.7);
                let word = format!("{}{}", syllables_of(&mut rng, syllables), one_of(&mut rng, endings));
                if word.len() > 2 && taken.insert(word.clone()) {
                    words.push(word);
                }
            }
            parts.push((part, Ranked::new(words, 1.0, 1.5)));
        }
        Self(parts)
    }

    fn of(&self, part: Part) -> &Ranked<String> {
        let found = self.0.iter().find(|(own, _)| *own == part);
        &found.expect("every part has words").1
    }

    pub(crate) fn draw(&self, part: Part, rng: &mut Rng) -> &str {
        self.of(part).draw(rng)
    }

    /// The words of a part, the most frequent first.
    pub(crate) fn all(&self, part: Part) -> &[String] {
        self.of(part).values()
    }
}

/// A stream of numbers of its own for everything that is made, so that it does not depend on what was made before.
pub(crate) fn rng(seed: u64, stream: &str) -> Rng {
    let hash = blake3::hash(format!("{seed}/{stream}").as_bytes());
    Rng::with_seed(u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes")))
}

pub(crate) fn one_of<'a>(rng: &mut Rng, words: &'a str) -> &'a str {
    let words: Vec<&str> = words.split(' ').collect();
    words[rng.usize(..words.len())]
}

/// So many syllables, as a word.
pub(crate) fn syllables_of(rng: &mut Rng, count: usize) -> String {
    let mut word = String::new();
    for _ in 0..count {
        word.push_str(one_of(rng, ONSETS));
        word.push_str(one_of(rng, NUCLEI));
    }
    word + one_of(rng, CODAS)
}
