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
#[derive(Debug)]
struct List {
    last: Place,
    numbers: Vec<u32>,
}

const LONG_DISTANCE: u32 = (1 << 12) - 1;

impl List {
    /// Adds a place. What does not lie behind the last one is left out: only what lies beyond the largest block or position
    /// has no place of its own.
    #[inline]
    fn push(&mut self, place: Place) {
        let (last, first) = (self.last, self.numbers.is_empty());
        if place <= last && !first {
            return;
        }
        self.last = place;
        let (distance, block, position) = (place.doc() - last.doc(), place.block(), place.position());
        if place.doc_and_block() == last.doc_and_block() && !first {
            self.numbers.push((position - last.position() - 1) << 1);
        } else if distance == 0 && !first && block - last.block() <= 1 << 12 && position < 1 << 18 {
            self.numbers.push(position << 14 | (block - last.block() - 1) << 2 | 1);
        } else if (distance > 0 || first) && distance < LONG_DISTANCE && block < 1 << 8 && position < 1 << 10 {
            self.numbers.push(position << 22 | block << 14 | distance << 2 | 3);
        } else {
            self.numbers.extend([LONG_DISTANCE << 2 | 3, distance, block, position]);
        }
    }
}

/// The places of all terms of a run of pages, while it is being read.
#[derive(Debug, Default)]
pub(crate) struct Places {
    lists: Vec<List>,
}

impl Places {
    /// Makes room for the next term.
    pub(crate) fn add_term(&mut self) {
        self.lists.push(List { last: Place(0), numbers: Vec::new() });
    }

    /// Asks memory for the ends of the lists of these terms, all at once: when places are added, what comes next depends on
    /// what a list ends with, and each would be waited for alone.
    pub(crate) fn fetch(&self, terms: &[u32]) {
        let ends = terms.iter().map(|term| self.lists[*term as usize].numbers.last().copied().unwrap_or_default());
        std::hint::black_box(ends.fold(0, std::ops::BitXor::bitxor));
    }

    /// Adds the place of a term; those of one term come in order.
    #[inline]
    pub(crate) fn push(&mut self, term: u32, place: Place) {
        self.lists[term as usize].push(place);
    }

    /// All of them in one piece.
    pub(crate) fn pack(self) -> Packed {
        let mut packed = Packed { starts: Vec::with_capacity(self.lists.len() + 1), numbers: Vec::new() };
        packed.numbers.reserve_exact(self.lists.iter().map(|list| list.numbers.len()).sum());
        for list in self.lists {
            packed.starts.push(packed.numbers.len() as u32);
            packed.numbers.extend(list.numbers);
        }
        packed.starts.push(packed.numbers.len() as u32);
        packed
    }
}

/// The places of all terms of a run of pages.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Where each term's numbers start; one more than terms.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Packed {
    fn numbers(&self, term: usize) -> &[u32] {
        &self.numbers[self.starts[term] as usize..self.starts[term + 1] as usize]
    }

    /// Whether a term stands nowhere.
    pub(crate) fn is_empty(&self, term: usize) -> bool {
        self.numbers(term).is_empty()
    }

    /// Appends the places of a term.
    pub(crate) fn unpack(&self, term: usize, out: &mut Unpacked) {
        let (mut doc, mut next_block) = (0, 0);
        let mut numbers = self.numbers(term).iter().copied();
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
        let runs: [&[Place]; 6] = [
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
        let packed = places.pack();
        for (term, run) in runs.iter().enumerate() {
            let mut out = Unpacked::default();
            packed.unpack(term, &mut out);
            let (mut blocks, mut skips) = (out.blocks.into_iter(), out.skips.into_iter());
            let mut places = Vec::new();
            for (doc, count) in out.pages {
                let mut block = 0;
                for (skipped, count) in blocks.by_ref().take(count as usize) {
                    block += skipped;
                    let mut position = 0;
                    for skipped in skips.by_ref().take(count as usize) {
                        position += skipped;
                        places.push(Place::new(doc, block, position));
                        position += 1;
                    }
                    block += 1;
                }
            }
            assert_eq!((places.as_slice(), packed.is_empty(term)), (*run, run.is_empty()));
        }
    }
}
