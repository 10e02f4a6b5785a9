//! Where terms stand, while pages are being read.
//!
//! All words of all pages are held until the last page is read, and numbers of eight bytes would be the most of what a build
//! takes: each term has its places as distances, in bytes of seven bits, written the moment the page has been read.

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

/// The places of one term so far, ascending: what is new (a page and its block, a block), then the distance to the position
/// before.
#[derive(Debug)]
struct List {
    last: Place,
    bytes: Vec<u8>,
}

impl List {
    /// Adds a place. What does not lie behind the last one is left out: only what lies beyond the largest block or position
    /// has no place of its own.
    #[inline]
    fn push(&mut self, place: Place) {
        let last = std::mem::replace(&mut self.last, place);
        if place.doc_and_block() == last.doc_and_block() {
            if place <= last && !self.bytes.is_empty() {
                self.last = last;
                return;
            }
            number(&mut self.bytes, (place.0 - last.0) << 1);
            return;
        }
        if place.doc() == last.doc() {
            number(&mut self.bytes, u64::from(place.block() - last.block()) << 2 | 1);
        } else {
            number(&mut self.bytes, u64::from(place.doc() - last.doc()) << 2 | 3);
            number(&mut self.bytes, u64::from(place.block()));
        }
        number(&mut self.bytes, u64::from(place.position()) << 1);
    }
}

#[inline]
fn number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The places of all terms of a run of pages, while it is being read.
#[derive(Debug, Default)]
pub(crate) struct Places {
    lists: Vec<List>,
}

impl Places {
    /// Makes room for the next term.
    pub(crate) fn add_term(&mut self) {
        self.lists.push(List { last: Place(0), bytes: Vec::new() });
    }

    /// Adds the place of a term; those of one term come in order.
    #[inline]
    pub(crate) fn push(&mut self, term: u32, place: Place) {
        self.lists[term as usize].push(place);
    }

    /// All of them in one piece.
    pub(crate) fn pack(self) -> Packed {
        let mut packed = Packed { starts: Vec::with_capacity(self.lists.len() + 1), bytes: Vec::new() };
        packed.bytes.reserve_exact(self.lists.iter().map(|list| list.bytes.len()).sum());
        for list in self.lists {
            packed.starts.push(packed.bytes.len() as u32);
            packed.bytes.extend(list.bytes);
        }
        packed.starts.push(packed.bytes.len() as u32);
        packed
    }
}

/// The places of all terms of a run of pages.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Where each term's bytes start; one more than terms.
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

impl Packed {
    fn bytes(&self, term: usize) -> &[u8] {
        &self.bytes[self.starts[term] as usize..self.starts[term + 1] as usize]
    }

    /// Whether a term stands nowhere.
    pub(crate) fn is_empty(&self, term: usize) -> bool {
        self.bytes(term).is_empty()
    }

    /// Appends the places of a term.
    pub(crate) fn unpack(&self, term: usize, out: &mut Vec<Place>) {
        let mut bytes = self.bytes(term);
        let mut place = Place(0);
        while let [first, rest @ ..] = bytes {
            let mut number = u64::from(*first);
            bytes = rest;
            if number > 0x7f {
                number = number & 0x7f | longer(&mut bytes) << 7;
            }
            match number & 3 {
                3 => place = Place::new(place.doc() + (number >> 2) as u32, longer(&mut bytes) as u32, 0),
                1 => place = Place::new(place.doc(), place.block() + (number >> 2) as u32, 0),
                _ => {
                    place.0 += number >> 1;
                    out.push(place);
                }
            }
        }
    }
}

/// The number with which these bytes begin.
#[inline]
fn longer(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    while let [byte, rest @ ..] = *bytes {
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_out_as_they_went_in() {
        let most = Place::new(120_000, u32::MAX, u32::MAX);
        let runs: [&[Place]; 5] = [
            &[Place::new(0, 0, 0)],
            &[],
            &[Place::new(0, 0, 3), Place::new(0, 2, 0), Place::new(0, 2, 70), Place::new(1, 0, 0)],
            &[Place::new(7, 1, 1), Place::new(300, 1, 0), Place::new(300, 200, 9), most],
            &[Place::new(1023, 0, 200)],
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
            let mut out = Vec::new();
            packed.unpack(term, &mut out);
            assert_eq!((out.as_slice(), packed.is_empty(term)), (*run, run.is_empty()));
        }
    }
}
