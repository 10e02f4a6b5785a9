//! Where terms stand, while pages are being read.
//!
//! All words of all pages are held until the last page is read, and numbers of eight bytes would be the most of what a build
//! takes: each term has its places as distances, mostly of four bytes, written the moment the page has been read.

// 53 bits with pages up to 2^17: the browser holds a place in one floating-point number
const BLOCK_BITS: u32 = 16;
const POSITION_BITS: u32 = 20;
/// Where a term stands: page, block and position in one number, so that they sort together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u64);

impl Place {
    pub(crate) fn new(doc: u32, block: u32, position: u32) -> Self {
        let block = block.min((1 << BLOCK_BITS) - 1);
        let position = position.min((1 << POSITION_BITS) - 1);
        Self(
            (u64::from(doc) << (BLOCK_BITS + POSITION_BITS))
                | (u64::from(block) << POSITION_BITS)
                | u64::from(position),
        )
    }

    pub(crate) fn doc(self) -> u32 {
        (self.0 >> (BLOCK_BITS + POSITION_BITS)) as u32
    }

    pub(crate) fn block(self) -> u32 {
        (self.0 >> POSITION_BITS) as u32 & ((1 << BLOCK_BITS) - 1)
    }

    /// The place so many words on.
    #[inline]
    pub(crate) fn after(self, words: u32) -> Self {
        Self(self.0 - u64::from(self.position()) + u64::from((self.position() + words).min((1 << POSITION_BITS) - 1)))
    }

    /// Page and block in one number.
    pub(crate) fn doc_and_block(self) -> u64 {
        self.0 >> POSITION_BITS
    }

    pub(crate) fn position(self) -> u32 {
        self.0 as u32 & ((1 << POSITION_BITS) - 1)
    }
}

/// The places of one term so far, ascending. Each is a number whose lowest bits say what is new:
///
/// - `0`: nothing but the position; how many positions were skipped;
/// - `01`: the block; how many blocks were skipped (12 bits), the position (18 bits);
/// - `11`: the page; its distance (12 bits), the block (8 bits), the position (10 bits). With the largest distance three numbers
///   follow instead, whatever their size.
#[derive(Debug, Clone, Copy)]
struct List {
    last: Place,
    /// Where its first number stands, and where the next one will: the same as long as there is none.
    first: u32,
    end: u32,
}

const LONG_DISTANCE: u32 = (1 << 12) - 1;

/// The numbers of all lists, in chunks of a line of the processor's cache. The last number of a chunk says where the list goes on;
/// zero: nowhere yet. A list for itself would be moved each time it is full, half a million times for ten thousand articles.
#[derive(Debug, Default)]
struct Chunks {
    numbers: Vec<u32>,
}

const CHUNK: usize = 16;
/// Chunks that a list gets at once, side by side, when its first is full.
const MORE_CHUNKS: usize = 2;

impl Chunks {
    /// Adds chunks that follow each other; gives where they start.
    #[cold]
    fn add(&mut self, count: usize) -> u32 {
        let start = self.numbers.len();
        self.numbers.resize(start + count * CHUNK, 0);
        for next in (1..count).map(|chunk| start + chunk * CHUNK) {
            self.numbers[next - 1] = next as u32;
        }
        start as u32
    }

    /// Adds a number to a list.
    #[inline]
    fn push(&mut self, list: &mut List, number: u32) {
        if list.first == list.end {
            list.first = self.add(1);
            list.end = list.first;
        }
        let mut at = list.end as usize;
        if at % CHUNK == CHUNK - 1 {
            if self.numbers[at] == 0 {
                self.numbers[at] = self.add(MORE_CHUNKS);
            }
            at = self.numbers[at] as usize;
        }
        self.numbers[at] = number;
        list.end = at as u32 + 1;
    }

    fn list(&self, list: List) -> impl Iterator<Item = u32> {
        let mut at = list.first as usize;
        std::iter::from_fn(move || {
            if at == list.end as usize {
                return None;
            }
            if at % CHUNK == CHUNK - 1 {
                at = self.numbers[at] as usize;
            }
            at += 1;
            Some(self.numbers[at - 1])
        })
    }
}

/// The places of all terms of a run of pages.
#[derive(Debug, Default)]
pub(crate) struct Places {
    lists: Vec<List>,
    chunks: Chunks,
}

impl Places {
    /// With room for about so many places: what is not used takes no memory.
    pub(crate) fn with_capacity(places: usize) -> Self {
        Self { lists: Vec::new(), chunks: Chunks { numbers: Vec::with_capacity(places) } }
    }

    /// Makes room for the next term.
    pub(crate) fn add_term(&mut self) {
        self.lists.push(List { last: Place(0), first: 0, end: 0 });
    }

    /// Asks memory for the ends of the lists of these terms, all at once: when places are added, what comes next depends on
    /// what a list ends with, and each would be waited for alone.
    pub(crate) fn fetch(&self, terms: &[u32]) {
        let end = |term: &u32| self.chunks.numbers.get(self.lists[*term as usize].end as usize).copied();
        std::hint::black_box(terms.iter().map(|term| end(term).unwrap_or_default()).fold(0, std::ops::BitXor::bitxor));
    }

    /// Adds the place of a term; those of one term come in order. What does not lie behind the last one is left out: only what
    /// lies beyond the largest block or position has no place of its own.
    #[inline]
    pub(crate) fn push(&mut self, term: u32, place: Place) {
        let Self { lists, chunks } = self;
        let list = &mut lists[term as usize];
        let (before, empty) = (list.last, list.first == list.end);
        if place <= before && !empty {
            return;
        }
        list.last = place;
        let (distance, block, position) = (place.doc() - before.doc(), place.block(), place.position());
        if place.doc_and_block() == before.doc_and_block() && !empty {
            chunks.push(list, (position - before.position() - 1) << 1);
        } else if distance == 0 && !empty && block - before.block() <= 1 << 12 && position < 1 << 18 {
            chunks.push(list, position << 14 | (block - before.block() - 1) << 2 | 1);
        } else if (distance > 0 || empty) && distance < LONG_DISTANCE && block < 1 << 8 && position < 1 << 10 {
            chunks.push(list, position << 22 | block << 14 | distance << 2 | 3);
        } else {
            for number in [LONG_DISTANCE << 2 | 3, distance, block, position] {
                chunks.push(list, number);
            }
        }
    }

    /// Whether a term stands nowhere.
    pub(crate) fn is_empty(&self, term: usize) -> bool {
        self.lists[term].first == self.lists[term].end
    }

    /// Appends the places of a term.
    pub(crate) fn unpack(&self, term: usize, out: &mut Unpacked) {
        let (mut doc, mut next_block) = (0, 0);
        let mut numbers = self.chunks.list(self.lists[term]);
        while let Some(number) = numbers.next() {
            if number & 1 == 0 {
                out.skips.push(number >> 1);
                out.blocks.last_mut().expect("a list begins with a block").1 += 1;
                continue;
            }
            let (new, mut block) = (number >> 2 & LONG_DISTANCE, number >> 14 & 0xff);
            let (mut distance, mut position) = (new, number >> 22);
            if number & 2 == 0 {
                (distance, block, position) = (0, next_block + new, number >> 14);
            } else if new == LONG_DISTANCE {
                let mut next = || numbers.next().expect("three numbers follow");
                (distance, block, position) = (next(), next(), next());
            }
            if distance > 0 || next_block == 0 {
                doc += distance;
                next_block = 0;
                out.pages.push((doc, 0));
            }
            out.pages.last_mut().expect("a list begins with a page").1 += 1;
            out.blocks.push((block - next_block, 1));
            out.skips.push(position);
            next_block = block + 1;
        }
    }
}

/// The places of one term, as they are written.
#[derive(Debug, Default, Clone)]
pub(crate) struct Unpacked {
    /// The pages on which it stands, ascending, and in how many blocks of each.
    pub(crate) pages: Vec<(u32, u32)>,
    /// For each of these blocks how many lie between it and the one before on its page, and how often the term stands in it.
    pub(crate) blocks: Vec<(u32, u32)>,
    /// For each place how many positions lie between it and the one before in its block.
    pub(crate) skips: Vec<u32>,
}

impl Unpacked {
    pub(crate) fn clear(&mut self) {
        self.pages.clear();
        self.blocks.clear();
        self.skips.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_out_as_they_went_in() {
        let most = Place::new(120_000, u32::MAX, u32::MAX);
        let far = [
            Place::new(5, 3, 1 << 18),
            Place::new(5, 3 + (1 << 12), 1),
            Place::new(5, 9000, 1),
            Place::new(5, 9001, 1 << 18),
        ];
        let many: Vec<Place> = (0..300).map(|number| Place::new(number / 7, number, number)).collect();
        let runs: [&[Place]; 7] = [
            &many,
            &[Place::new(0, 0, 0)],
            &[],
            &[Place::new(0, 0, 3), Place::new(0, 2, 0), Place::new(0, 2, 70), Place::new(1, 0, 0)],
            &[Place::new(7, 1, 1), Place::new(300, 1, 0), Place::new(300, 200, 9), most],
            &far,
            &[Place::new(1023, 0, 200), Place::new(1023 + LONG_DISTANCE, 0, 0), Place::new(9000, 255, 1023)],
        ];
        let mut places = Places::default();
        for (term, run) in (0..).zip(runs) {
            places.add_term();
            for place in run {
                places.push(term, *place);
                places.push(term, *place); // what has no place of its own is left out
            }
        }
        for (term, run) in runs.iter().enumerate() {
            let mut out = Unpacked::default();
            places.unpack(term, &mut out);
            let (mut blocks, mut skips) = (out.blocks.into_iter(), out.skips.into_iter());
            let mut again = Vec::new();
            for (doc, count) in out.pages {
                let mut block = 0;
                for (skipped, count) in blocks.by_ref().take(count as usize) {
                    block += skipped;
                    let mut position = 0;
                    for skipped in skips.by_ref().take(count as usize) {
                        position += skipped;
                        again.push(Place::new(doc, block, position));
                        position += 1;
                    }
                    block += 1;
                }
            }
            assert_eq!((again.as_slice(), places.is_empty(term)), (*run, run.is_empty()));
        }
    }
}
