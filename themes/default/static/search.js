/* The search: reads the index of `search/` file by file, answers queries, and draws the search page.
   The first half is the engine and touches no page, so that it runs in Node too; its rules stand in src/search/QUERY.md. */
(function (global) {
  'use strict';

  // ---------------------------------------------------------------- words: the same rules as src/search/words.rs

  const SIGN = '\\u3005-\\u3007\\u3040-\\u3098\\u309b-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff' +
    '\\uff66-\\uff9d\\u{20000}-\\u{3134f}\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff';
  const SILENT = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff';
  const LETTER = '\\p{Alphabetic}\\p{N}';
  const PIECE = new RegExp(
    `(?=[${LETTER}\\p{M}])[${SIGN}](?:(?![${SIGN}])[\\p{M}${SILENT}])*` +
    `|(?![${SIGN}]|\\p{M})[${LETTER}](?:(?![${SIGN}])[${LETTER}\\p{M}${SILENT}])*`, 'gu');
  const IS_SIGN = new RegExp(`^[${SIGN}]`, 'u');
  const DROPPED = new RegExp(`[${SILENT}\\u0300-\\u036f\\u0591-\\u05bd\\u05bf-\\u05c7\\u064b-\\u065f\\u0670` +
    '\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f]', 'gu');
  const SPELLED = { 'ß': 'ss', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'ı': 'i', 'ħ': 'h', 'æ': 'ae', 'œ': 'oe', 'þ': 'th',
    'ς': 'σ', 'ي': 'ی', 'ى': 'ی', 'ك': 'ک', 'ـ': '' };
  const SPELLING = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'gu');
  const NO_WORD = new RegExp(`[^${LETTER}\\p{M}]`, 'gu');
  const LONGEST_WORD = 64;

  function fold(word) {
    if (/^[\0-\x7f]*$/.test(word)) return word.slice(0, LONGEST_WORD).toLowerCase();
    const bare = word.normalize('NFKD').replace(DROPPED, '').toLowerCase();
    const spelled = bare.replace(SPELLING, (c) => SPELLED[c]).replace(DROPPED, '').replace(NO_WORD, '').normalize('NFC');
    return spelled.length > LONGEST_WORD ? Array.from(spelled).slice(0, LONGEST_WORD).join('') : spelled;
  }

  /** The words and signs of a text: folded, with their places; `near`: nothing stands between it and the piece before. */
  function pieces(text) {
    const found = [];
    let end = -1;
    for (const match of text.matchAll(PIECE)) {
      const word = fold(match[0]);
      if (word) found.push({ word, sign: IS_SIGN.test(match[0]), start: match.index, end: match.index + match[0].length, near: match.index === end });
      end = match.index + match[0].length;
    }
    return found;
  }

  /** What a text looks for in the index: terms with their distances from the first. Signs are looked for in pairs. */
  function sequence(text) {
    const found = pieces(text), terms = [];
    found.forEach((piece, at) => {
      const next = found[at + 1];
      if (!piece.sign) terms.push({ term: piece.word, at });
      else if (next && next.sign && next.near) terms.push({ term: piece.word + next.word, at });
      else if (!(piece.near && at > 0 && found[at - 1].sign)) terms.push({ term: piece.word, at, prefix: true });
    });
    return terms;
  }

  const foldedWords = (text) => pieces(text).map((piece) => piece.word);

  // ---------------------------------------------------------------- bits: the same codes as src/search/bits.rs

  function bytesOf(base64) {
    const text = atob(base64), bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }

  class Bits {
    constructor(bytes, start) { this.bytes = bytes; this.at = (start || 0) * 8; }
    /** The next 25 bits or more, from the top of a 32-bit number. */
    window() {
      const b = this.bytes, i = this.at >> 3;
      return (b[i] << 24 | b[i + 1] << 16 | b[i + 2] << 8 | b[i + 3]) << (this.at & 7);
    }
    bits(width) {
      if (width > 24) return this.bits(width - 16) * 65536 + this.bits(16);
      if (width === 0) return 0;
      const value = this.window() >>> (32 - width);
      this.at += width;
      return value;
    }
    gamma() {
      let zeros = Math.clz32(this.window());
      if (zeros > 24) { zeros = 24; while (!(this.bytes[(this.at + zeros) >> 3] >> (7 - (this.at + zeros & 7)) & 1) && zeros < 32) zeros++; }
      this.at += zeros;
      return this.bits(zeros + 1);
    }
    rice(k) {
      let quotient = Math.clz32(~this.window());
      if (quotient < 20) this.at += quotient + 1;
      else { this.at += 20; quotient = 20 + this.gamma() - 1; }
      return quotient * 2 ** k + this.bits(k);
    }
  }

  const number36 = (text) => parseInt(text, 36);

  /** Undoes `front_coded` of src/search/shards.rs. */
  function unfronted(text) {
    let last = '';
    return text === '' ? [] : text.split(' ').map((entry) => (last = last.slice(0, number36(entry[0])) + entry.slice(1)));
  }

  function starts(lengths) {
    const all = [0];
    if (lengths !== '') for (const length of lengths.split(' ')) all.push(all[all.length - 1] + number36(length));
    return all;
  }

  // ---------------------------------------------------------------- the index

  /** What a match counts: the word as written, another form of it, a longer word. */
  const WRITTEN = 1, RELATED = 0.75, LONGER = 0.5;

  class Index {
    /** `load(name)` gives a promise of what the file `search/NAME.js` hands over. */
    static async open(load) { return new Index(load, await load('index')); }

    constructor(load, manifest) {
      this.m = manifest;
      this.files = new Map();
      this.get = (name) => {
        if (!this.files.has(name)) {
          const wait = load(name);
          wait.catch(() => this.files.delete(name)); // a file that did not arrive may arrive next time
          this.files.set(name, wait);
        }
        return this.files.get(name);
      };
      const split = (text) => { const all = []; for (let i = 0; i < text.length; i += manifest.letters) all.push(text.slice(i, i + manifest.letters)); return all; };
      this.kinds = manifest.kinds.map(([name, singular, plural, mark]) => ({ name, singular, plural, mark }));
      this.termFirsts = unfronted(manifest.terms[0]); this.termFiles = split(manifest.terms[1]);
      this.positionFirsts = unfronted(manifest.positions[0]); this.positionFiles = split(manifest.positions[1]);
      this.textFiles = split(manifest.texts[1]);
      this.textStarts = starts(manifest.texts[0]);
      this.lists = {};
      for (const list of ['mentions', 'statements']) this.lists[list] = { firsts: manifest[list][0], files: split(manifest[list][1]), sizes: manifest[list][2] };
      this.summaryFiles = split(manifest.summaries);
      this.parsed = new Map();
    }

    /** Loads a file and keeps what `parse` makes of it. */
    async read(name, parse) {
      const payload = await this.get(name);
      if (!this.parsed.has(name)) this.parsed.set(name, parse(payload));
      return this.parsed.get(name);
    }

    columns() {
      return this.read(this.m.columns, ([kinds, dates, lengths, sources, sourceColumn, boosts, entities]) => {
        const n = this.m.docs, c = { n, kind: new Uint8Array(n), start: new Int32Array(n).fill(-1), end: new Int32Array(n).fill(-1),
          exact: new Uint8Array(n), length: new Float32Array(n), source: new Int32Array(n), sources, boost: new Map(boosts), entities };
        let doc = 0;
        for (const [kind, count] of kinds) { c.kind.fill(kind, doc, doc + count); doc += count; }
        const bits = new Bits(bytesOf(dates)), k = bits.bits(5);
        let exact = 0, day = 0, total = 0;
        for (doc = 0; doc < n; doc++) {
          if (bits.bits(1)) exact = bits.bits(2);
          if (exact) {
            const zigzag = bits.rice(k);
            day += zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
            c.start[doc] = day;
            c.end[doc] = day + [0, 371, 30, 0][exact];
          }
          c.exact[doc] = exact;
          const level = lengths.charCodeAt(doc) - 97;
          total += c.length[doc] = level ? 2 ** ((level - 1) / 2) : 0;
        }
        c.average = total / Math.max(1, n) || 1;
        for (let at = doc = 0; doc < n; doc++) {
          if (sourceColumn[at] === '~') { const stop = sourceColumn.indexOf(';', at); c.source[doc] = number36(sourceColumn.slice(at + 1, stop)); at = stop + 1; }
          else c.source[doc] = sourceColumn.charCodeAt(at++) - 48;
        }
        return c;
      });
    }

    names() {
      return this.read(this.m.names, ([kinds, names, aliases, urls, mentions, articles, docs, strangers]) => {
        const lines = (text) => text.split('\n'), all = [];
        names = lines(names); aliases = lines(aliases); urls = lines(urls); mentions = lines(mentions); articles = lines(articles); docs = lines(docs);
        let at = 0, doc = 0;
        for (const [kind, count] of kinds) {
          for (const stop = at + count; at < stop; at++) {
            const own = names[at].split(' ');
            doc = docs[at] === '' ? doc + 1 : docs[at] === '-' ? doc : number36(docs[at]);
            all.push({
              id: at, kind, name: names[at], url: longAddress(urls[at], this.kinds[kind].name, names[at]),
              aliases: aliases[at] === '' ? [] : aliases[at].split('\t').map((alias) => alias.split(' ')
                .map((word) => /^[0-9]$/.test(word) ? own[word] : word[0] === '=' ? word.slice(1) : word).join(' ')),
              mentions: number36(mentions[at]), articles: number36(articles[at]), doc: docs[at] === '-' ? -1 : doc,
            });
          }
        }
        const entities = all.length;
        if (strangers !== '') for (const name of lines(strangers)) all.push({ id: all.length, kind: -1, name, aliases: [], mentions: 0, articles: 0, doc: -1 });
        for (const entry of all) entry.forms = [entry.name, ...entry.aliases].map(foldedWords).filter((words) => words.length);
        return { all, entities };
      });
    }

    termFile(at) {
      return this.read(this.termFiles[at], ([coded, lengths, data, distances, elsewhere]) => {
        const terms = unfronted(coded), family = new Int32Array(terms.length);
        distances.split(' ').forEach((distance, i) => { family[i] = distance === '' ? i : family[i - number36(distance)]; });
        return { terms, starts: starts(lengths), bytes: bytesOf(data), family, elsewhere: new Map(elsewhere), lists: new Map() };
      });
    }

    /** The files that can hold a term: first and last. */
    filesOf(firsts, term) {
      let low = 0, high = firsts.length;
      while (low < high) { const middle = (low + high) >> 1; if (firsts[middle] <= term) low = middle + 1; else high = middle; }
      let first = low - 1;
      while (first > 0 && firsts[first] === term && firsts[first - 1] === term) first--;
      return first < 0 ? [0, -1] : [first, low - 1];
    }

    /** The files that can hold terms with this beginning. */
    filesWith(prefix) {
      let [first, last] = this.filesOf(this.termFirsts, prefix);
      if (last < 0) { first = 0; last = -1; }
      while (last + 1 < this.termFirsts.length && this.termFirsts[last + 1].startsWith(prefix)) last++;
      return [Math.max(0, first), last];
    }

    /** Where a term stands in its files: pairs of file and row; none if it is unknown. */
    async rows(term) {
      const [first, last] = this.filesOf(this.termFirsts, term), wait = [];
      for (let at = first; at <= last; at++) wait.push(this.termFile(at));
      const found = [];
      for (const file of await Promise.all(wait)) { const row = find(file.terms, term); if (row >= 0) found.push([file, row]); }
      return found;
    }

    /** The blocks in which a term stands, in order: pages and blocks, pair by pair. */
    async blocks(term) {
      return joined((await this.rows(term)).map(([file, row]) => {
        if (!file.lists.has(row)) file.lists.set(row, blockList(file.bytes, file.starts[row], file.starts[row + 1]));
        return file.lists.get(row);
      }));
    }

    /** All forms of a word that the index knows, itself first; empty if it is unknown. */
    async forms(word) {
      const rows = await this.rows(word);
      if (!rows.length) return [];
      const [file, row] = rows[0], forms = new Set([word]), family = file.family[row];
      file.family.forEach((other, i) => { if (other === family) forms.add(file.terms[i]); });
      const elsewhere = file.elsewhere.get(family);
      if (elsewhere) elsewhere.split(' ').forEach((form) => forms.add(form));
      return Array.from(forms);
    }

    /** All terms with this beginning. */
    async termsWith(prefix) {
      const [first, last] = this.filesWith(prefix), wait = [], found = new Set();
      for (let at = first; at <= last; at++) wait.push(this.termFile(at));
      for (const file of await Promise.all(wait)) for (const term of file.terms) if (term.startsWith(prefix)) found.add(term);
      return Array.from(found);
    }

    /** For each of the `wanted` blocks the positions of a term in it. */
    async positions(term, wanted) {
      const { page, block } = await this.blocks(term), [first, last] = this.filesOf(this.positionFirsts, term), wait = [];
      for (let at = first; at <= last; at++) {
        wait.push(this.read(this.positionFiles[at], ([coded, lengths, data]) => ({ terms: unfronted(coded), starts: starts(lengths), bytes: bytesOf(data) })));
      }
      const found = Array.from({ length: wanted.page.length }, () => []);
      let at = 0, next = 0;
      for (const file of await Promise.all(wait)) {
        const row = find(file.terms, term);
        if (row < 0) continue;
        const bits = new Bits(file.bytes, file.starts[row]), count = bits.gamma(), k = bits.bits(5);
        for (let i = 0; i < count; i++, at++) {
          while (next < wanted.page.length && (wanted.page[next] < page[at] || wanted.page[next] === page[at] && wanted.block[next] < block[at])) next++;
          const keep = wanted.page[next] === page[at] && wanted.block[next] === block[at] ? found[next] : null;
          for (let n = bits.gamma(), position = 0; n > 0; n--) { position += bits.rice(k); if (keep) keep.push(position); position++; }
        }
      }
      return found;
    }

    /** The list of an entity (pages that mention it) or speaker (blocks). */
    async list(which, id) {
      const { firsts, files } = this.lists[which];
      let at = 0;
      while (at + 1 < firsts.length && firsts[at + 1] <= id) at++;
      if (id < 0 || !files.length) return NOTHING[which];
      const file = await this.read(files[at], ([lengths, data]) => ({ starts: starts(lengths), bytes: bytesOf(data) })), row = id - firsts[at];
      if (row + 1 >= file.starts.length) return NOTHING[which];
      return (which === 'mentions' ? pageList : blockList)(file.bytes, file.starts[row], file.starts[row + 1]);
    }

    /** One sentence on an entity. */
    async summary(id) {
      const size = 32, at = Math.floor(id / size);
      return at < this.summaryFiles.length ? (await this.get(this.summaryFiles[at]))[id % size] || '' : '';
    }

    /** A page as it is shown: title, address, key, blocks. */
    async page(doc) {
      let low = 0, high = this.textStarts.length - 1;
      while (low + 1 < high) { const middle = (low + high) >> 1; if (this.textStarts[middle] <= doc) low = middle; else high = middle; }
      const [table, group, columns] = await Promise.all([
        this.read(this.m.table, readTable),
        this.read(this.textFiles[low], ([words, separators, anchors, urls, keys, pageStarts, data]) => ({
          words: words === '' ? [] : words.split(' '), separators, anchors, urls: urls.split('\n'), keys: keys.split('\n'), starts: starts(pageStarts), bytes: bytesOf(data), pages: new Map(),
        })),
        this.columns(),
      ]);
      const row = doc - this.textStarts[low];
      if (!group.pages.has(row)) group.pages.set(row, readPage(table, group, row));
      const page = group.pages.get(row);
      return { doc, title: page.title, blocks: page.blocks, key: group.keys[row], url: longAddress(group.urls[row], this.kinds[columns.kind[doc]].name, page.title) };
    }
  }

  function find(sorted, term) {
    let low = 0, high = sorted.length;
    while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < term) low = middle + 1; else high = middle; }
    return sorted[low] === term ? low : -1;
  }

  const NO_BLOCKS = { page: new Int32Array(0), block: new Int32Array(0) };
  const NOTHING = { mentions: new Int32Array(0), statements: NO_BLOCKS };

  function blockList(bytes, start, end) {
    if (start === end) return NO_BLOCKS;
    const bits = new Bits(bytes, start), pages = bits.gamma(), pageK = bits.bits(5), blockK = bits.bits(5);
    let page = new Int32Array(pages * 2), block = new Int32Array(pages * 2), size = 0;
    const larger = (list) => { const copy = new Int32Array(list.length * 2); copy.set(list); return copy; };
    for (let i = 0, p = 0; i < pages; i++, p++) {
      p += bits.rice(pageK);
      for (let n = bits.gamma(), b = 0; n > 0; n--, b++) {
        b += bits.rice(blockK);
        if (size === page.length) { page = larger(page); block = larger(block); }
        page[size] = p;
        block[size++] = b;
      }
    }
    return { page: page.subarray(0, size), block: block.subarray(0, size) };
  }

  function pageList(bytes, start, end) {
    if (start === end) return NOTHING.mentions;
    const bits = new Bits(bytes, start), found = new Int32Array(bits.gamma()), k = bits.bits(5);
    for (let i = 0, page = 0; i < found.length; i++, page++) { page += bits.rice(k); found[i] = page; }
    return found;
  }

  /** Lists of blocks one after the other. */
  function joined(lists) {
    if (!lists.length) return NO_BLOCKS;
    if (lists.length === 1) return lists[0];
    const size = lists.reduce((sum, list) => sum + list.page.length, 0), all = { page: new Int32Array(size), block: new Int32Array(size) };
    lists.reduce((at, list) => { all.page.set(list.page, at); all.block.set(list.block, at); return at + list.page.length; }, 0);
    return all;
  }

  function longAddress(short, kind, title) {
    const stop = short.indexOf(' ');
    return `${kind}/${foldedWords(title).join('-')}`.slice(0, number36(short.slice(0, stop))) + short.slice(stop + 1);
  }

  const ESCAPE = '\u0001';

  function readTable([wordLengths, words, separatorLengths, separators]) {
    const alphabet = (lengths, symbols) => ({ lengths, symbols });
    return { words: alphabet(wordLengths, words.split(' ')), separators: alphabet(separatorLengths, separators) };
  }

  function readPage(table, group, row) {
    const bits = new Bits(group.bytes, group.starts[row]);
    const widthOf = (list) => list.length > 1 ? 32 - Math.clz32(list.length - 1) : 0;
    const widths = [widthOf(group.separators), widthOf(group.words)];
    const symbol = (alphabet, own, width) => {
      let code = 0, first = 0, index = 0;
      for (let length = 0; length < alphabet.lengths.length; length++) {
        code |= bits.bits(1);
        const count = alphabet.lengths[length];
        if (code - first < count) { const text = alphabet.symbols[index + code - first]; return text === ESCAPE ? own[bits.bits(width)] : text; }
        index += count; first = (first + count) << 1; code <<= 1;
      }
      throw new Error('search: broken text');
    };
    const block = () => {
      let text = '';
      for (;;) {
        const separator = symbol(table.separators, group.separators, widths[0]);
        if (separator.endsWith('\n')) return text + separator.slice(0, -1);
        text += separator + symbol(table.words, group.words, widths[1]);
      }
    };
    const count = bits.gamma(), title = block(), blocks = [];
    for (let i = 1, last = 0; i < count; i++) {
      const heading = bits.bits(1) === 1;
      let anchor;
      if (bits.bits(1)) anchor = group.anchors[bits.gamma() - 1];
      else { anchor = 'p-' + bits.bits(32).toString(16).padStart(8, '0'); const nth = bits.gamma(); if (nth > 1) anchor += '-' + nth; }
      let number = heading ? 0 : last + 1;
      if (!bits.bits(1)) number = Math.max(0, bits.gamma() - 2);
      blocks.push({ heading, anchor, number, text: '' });
      if (number) last = number;
      blocks[blocks.length - 1].text = block();
    }
    return { title, blocks };
  }

  // ---------------------------------------------------------------- queries

  const FIELDS = ['who', 'about', 'source', 'kind', 'year', 'before', 'after'];
  const QUOTES = { '"': '"”“', '“': '”“"', '”': '”"', '„': '“”"', '‟': '”"', '«': '»', '»': '«', '「': '」', '『': '』' };
  /** Shorter words are not taken as the beginning of longer ones. */
  const SHORTEST_PREFIX = 3;

  /** Reads a query into groups of alternatives, all of which must hold; what cannot be read is told in `notes`. */
  function parse(text) {
    const groups = [], notes = [];
    let at = 0, join = false;
    const space = () => { while (at < text.length && /\s/.test(text[at])) at++; };
    const value = () => {
      const closing = QUOTES[text[at]];
      if (closing) {
        let end = at + 1;
        while (end < text.length && !closing.includes(text[end])) end++;
        const inside = text.slice(at + 1, end);
        if (end === text.length) notes.push({ code: 'unclosed', text: inside });
        at = end + 1;
        return { text: inside, quoted: true };
      }
      const start = at;
      while (at < text.length && !/\s/.test(text[at]) && !(at > start && QUOTES[text[at]])) at++;
      return { text: text.slice(start, at), quoted: false };
    };
    for (space(); at < text.length; space()) {
      const or = /^(?:OR|\|)(?=\s|$)/.exec(text.slice(at));
      if (or) {
        at += or[0].length;
        if (groups.length && !groups[groups.length - 1].not) join = true; else notes.push({ code: 'or', text: or[0] });
        continue;
      }
      const not = /^[-−–](?=[^\s\-−–])/.test(text.slice(at));
      if (not) at++;
      const start = at, named = /^(\p{L}+)[:：](?=\S)/u.exec(text.slice(at));
      let atom;
      if (named && FIELDS.includes(named[1].toLowerCase())) {
        at += named[0].length;
        atom = field(named[1].toLowerCase(), value().text, text.slice(start, at), notes);
      } else {
        if (named && !/^https?$/.test(named[1])) notes.push({ code: 'field', text: named[1] });
        const { text: words, quoted } = value();
        const terms = sequence(words);
        if (quoted) atom = terms.length ? { type: 'phrase', terms, text: words } : null;
        else if (terms.length) {
          const open = at === text.length && !/[\s"”»」』]$/u.test(text), last = terms[terms.length - 1];
          const korean = /\p{Script=Hangul}$/u.test(last.term);
          if (!last.prefix && (open || korean) && (korean || Array.from(last.term).length >= SHORTEST_PREFIX)) last.prefix = true;
          atom = terms.length === 1 ? { type: 'word', terms, text: words } : { type: 'phrase', terms, text: words };
        }
        if (!atom && !terms.length && words) notes.push({ code: 'nothing', text: words });
      }
      if (!atom) continue;
      if (join && !not) groups[groups.length - 1].atoms.push(atom);
      else groups.push({ atoms: [atom], not });
      join = false;
    }
    if (join) notes.push({ code: 'or', text: 'OR' });
    return { text, groups, notes };
  }

  function field(name, value, written, notes) {
    if (name === 'year') {
      const years = /^(\d{4})(?:(?:-|–|\.\.)(\d{4})?)?$/.exec(value);
      if (!years) { notes.push({ code: 'year', text: written }); return null; }
      const from = +years[1], to = years[2] ? +years[2] : /\D$/.test(value) ? 9999 : from;
      return { type: 'year', from: Math.min(from, to), to: Math.max(from, to), text: written };
    }
    if (name === 'before' || name === 'after') {
      const date = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value);
      if (!date || date[2] && !(+date[2] >= 1 && +date[2] <= 12) || date[3] && !(+date[3] >= 1 && +date[3] <= 31)) { notes.push({ code: 'date', text: written }); return null; }
      const start = (+date[1] * 12 + (date[2] ? date[2] - 1 : 0)) * 31 + (date[3] ? date[3] - 1 : 0);
      return { type: name, start, end: start + (date[3] ? 0 : date[2] ? 30 : 371), text: written };
    }
    const words = foldedWords(value);
    if (!words.length) { notes.push({ code: 'empty', text: written }); return null; }
    return { type: name, words, text: written, value };
  }

  // ---------------------------------------------------------------- names

  /** Whether two words are the same but for one slip: a letter more, less, other, or two neighbours swapped. */
  function oneSlip(a, b) {
    if (a === b) return true;
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0, endA = a.length, endB = b.length;
    while (start < endA && start < endB && a[start] === b[start]) start++;
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
    const restA = endA - start, restB = endB - start;
    return restA + restB <= 2 && restA <= 1 && restB <= 1 || restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
  }

  /** How well words are a name: 0 not at all, up to 6 in full; 3 and less only with a slip. */
  function nameMatch(words, form, open) {
    const same = words.length === form.length && words.every((word, i) => word === form[i]);
    if (same) return 6;
    const rest = form.slice();
    let whole = true, slips = 0, begun = 0;
    words.forEach((word, i) => {
      let at = rest.indexOf(word);
      if (at < 0 && open && i === words.length - 1) { at = rest.findIndex((known) => known.startsWith(word)); if (at >= 0) begun++; }
      if (at < 0) { at = rest.findIndex((known) => word.length > 1 && known.length > 1 && oneSlip(word, known)); if (at >= 0) slips++; }
      if (at < 0) whole = false; else rest.splice(at, 1);
    });
    if (whole && !slips) return begun ? 4 : rest.length ? 4.5 : 5;
    if (whole && slips === 1 && !rest.length && words.join('').length > 3) return 3;
    if (words.join('').length > 5 && oneSlip(words.join(''), form.join(''))) return 2.5;
    if (whole && slips === 1 && words.some((word) => word.length > 3 && !form.includes(word))) return 1;
    return 0;
  }

  /** Entities (and speakers without a page, if wanted) whose names match, the best first. */
  function matchNames(names, words, { open = false, strangers = false, limit = 8 } = {}) {
    const found = [];
    if (!words.length || words.length > 8) return found;
    const all = strangers ? names.all.length : names.entities;
    for (let i = 0; i < all; i++) {
      const entry = names.all[i];
      let score = 0, form = null;
      entry.forms.forEach((words_, at) => { const s = nameMatch(words, words_, open) - (at ? 0.1 : 0); if (s > score && s > 0.5) { score = s; form = words_; } });
      if (score) found.push({ entry, score, form });
    }
    found.sort((a, b) => b.score - a.score || b.entry.mentions - a.entry.mentions || a.entry.id - b.entry.id);
    return found.slice(0, limit);
  }

  // ---------------------------------------------------------------- answers

  const K1 = 1.2, B = 0.5, TITLE = 6, HEADING = 2, TOGETHER = 0.6, ALL_IN_TITLE = 1;

  class Search {
    constructor(index) { this.index = index; }

    /**
     * Answers a query. `filters`: { kind: [name], year: [number], source: [name], people: [id] … }; several years, kinds or
     * sources widen, several entities narrow. Gives pages in order with what is needed to show them.
     */
    async answer(text, { filters = {}, sort = 'relevance' } = {}) {
      const query = parse(text);
      const [columns, names] = await Promise.all([this.index.columns(), this.index.names()]);
      let run = await this.run(query, columns, names);
      const answer = { query, notes: query.notes, cards: this.cards(query, names) };
      if (!run.found.length && query.groups.some((group) => !group.not)) {
        const other = await this.otherSpelling(query, names, run);
        if (other) {
          const second = await this.run(other.query, columns, names);
          if (second.found.length) { run = second; answer.instead = other.query.text; if (!answer.cards.length) answer.cards = this.cards(other.query, names); }
        }
        if (!run.found.length && query.groups.filter((group) => !group.not).length > 1) {
          const some = await this.run(query, columns, names, true);
          if (some.found.length) { run = some; answer.some = true; }
        }
      }
      answer.marks = run.marks;
      answer.run = run;
      answer.names = names;
      answer.columns = columns;
      await this.narrow(answer, filters, sort);
      return answer;
    }

    /** Which groups hold where, and how well. `some`: one positive group is enough. */
    async run(query, columns, names, some = false) {
      const marks = { terms: new Set(), prefixes: [], phrases: [] };
      const groups = await Promise.all(query.groups.map(async (group) => {
        const atoms = await Promise.all(group.atoms.map((atom) => this.atom(atom, columns, names, group.not ? null : marks)));
        const pages = new Uint8Array(columns.n), lists = [];
        for (const atom of atoms) {
          for (const page of atom.pages || []) pages[page] = 1;
          for (const entry of atom.lists || []) { lists.push(entry); const { page } = entry.list; for (let i = 0; i < page.length; i++) pages[page[i]] = 1; }
        }
        return { not: group.not, pages, lists, prefer: atoms.some((atom) => atom.prefer) };
      }));
      const positive = groups.filter((group) => !group.not), negative = groups.filter((group) => group.not);
      const pages = new Uint8Array(columns.n);
      if (groups.length) for (let page = 0; page < columns.n; page++) {
        pages[page] = (some ? positive.some((group) => group.pages[page]) : positive.every((group) => group.pages[page])) && !negative.some((group) => group.pages[page]) ? 1 : 0;
      }
      return { ...score(positive.filter((group) => group.lists.length), pages, columns), marks, groups: positive };
    }

    /** One word, phrase or field: pages, or lists of blocks with what a match in each counts. */
    async atom(atom, columns, names, marks) {
      const pagesWhere = (test) => { const pages = []; for (let page = 0; page < columns.n; page++) if (test(page)) pages.push(page); return { pages }; };
      switch (atom.type) {
        case 'year': return pagesWhere((page) => columns.exact[page] && Math.floor(columns.start[page] / 372) >= atom.from && Math.floor(columns.start[page] / 372) <= atom.to);
        case 'before': return pagesWhere((page) => columns.exact[page] && columns.end[page] < atom.start);
        case 'after': return pagesWhere((page) => columns.exact[page] && columns.start[page] > atom.end);
        case 'kind': {
          const wanted = this.index.kinds.map((kind) => [kind.name, kind.singular, kind.plural].some((label) => foldedWords(label).join(' ').startsWith(atom.words.join(' '))));
          return pagesWhere((page) => wanted[columns.kind[page]]);
        }
        case 'source': {
          const wanted = [false, ...columns.sources.map((source) => { const words = foldedWords(source); return atom.words.every((word) => words.includes(word)); })];
          return pagesWhere((page) => wanted[columns.source[page]]);
        }
        case 'about': {
          const lists = await Promise.all(this.whom(atom, names, false).map((id) => this.index.list('mentions', id)));
          return { pages: lists.reduce((all, list) => all.concat(Array.from(list)), []) };
        }
        case 'who': {
          const lists = await Promise.all(this.whom(atom, names, true).map((id) => this.index.list('statements', id)));
          return { lists: lists.map((list) => ({ list, weight: WRITTEN })), prefer: true };
        }
        default: {
          return { lists: atom.type === 'word' ? await this.word(atom, marks) : await this.phrase(atom, marks) };
        }
      }
    }

    /** Whom `who:` and `about:` mean: those whose name holds all the words; failing that, the nearest spelling. */
    whom(atom, names, strangers) {
      const found = matchNames(names, atom.words, { strangers, limit: Infinity });
      const exact = found.filter((match) => match.score > 4.2);
      atom.meant = exact.length ? null : found.length ? found[0].entry.name : null;
      const best = exact.length ? exact : found.slice(0, 1);
      return best.map((match) => match.entry.id);
    }

    async word(atom, marks) {
      const { term, prefix } = atom.terms[0];
      const [forms, longer] = await Promise.all([this.index.forms(term), prefix ? this.index.termsWith(term) : []]);
      atom.known = forms.length > 0 || longer.length > 0;
      atom.exact = forms.length > 0;
      const weights = new Map(longer.map((form) => [form, LONGER]));
      forms.forEach((form) => weights.set(form, form === term ? WRITTEN : RELATED));
      if (marks) for (const form of weights.keys()) marks.terms.add(form);
      return Promise.all(Array.from(weights, async ([form, weight]) => ({ list: await this.index.blocks(form), weight })));
    }

    async phrase(atom, marks) {
      if (marks) marks.phrases.push(atom.terms);
      const alternatives = await Promise.all(atom.terms.map(({ term, prefix }) => prefix ? this.index.termsWith(term) : [term]));
      const lists = await Promise.all(alternatives.map(async (terms) => union(await Promise.all(terms.map((term) => this.index.blocks(term))))));
      let common = lists[0];
      for (const list of lists.slice(1)) common = intersection(common, list);
      if (atom.terms.length > 1 && common.page.length) {
        const positions = await Promise.all(alternatives.map((terms) => Promise.all(terms.map((term) => this.index.positions(term, common)))));
        const places = (word, i) => positions[word].length === 1 ? positions[word][0][i] : positions[word].reduce((all, found) => all.concat(found[i]), []);
        common = kept(common, (i) => {
          let first = places(0, i);
          for (let word = 1; word < atom.terms.length && first.length; word++) {
            const here = places(word, i), distance = atom.terms[word].at - atom.terms[0].at;
            first = first.filter((place) => here.includes(place + distance));
          }
          return first.length > 0;
        });
      }
      atom.known = common.page.length > 0;
      return [{ list: common, weight: WRITTEN }];
    }

    /** Entities that the plain words of a query name; those found by a slip only if nothing matches as written. */
    cards(query, names) {
      const plain = query.groups.filter((group) => !group.not);
      if (!plain.length || plain.some((group) => group.atoms.length > 1 || group.atoms[0].terms === undefined)) return [];
      const words = plain.reduce((all, group) => all.concat(foldedWords(group.atoms[0].text)), []);
      const last = plain[plain.length - 1].atoms[0].terms, open = Boolean(last[last.length - 1].prefix);
      const found = matchNames(names, words, { open, limit: 12 });
      const written = found.filter((match) => match.score > 3.5);
      const full = written.filter((match) => match.score > 4.8);
      return (full.length ? full.concat(written.filter((match) => match.score <= 4.8)) : written.length ? written : found).slice(0, 3)
        .map((match) => ({ entry: match.entry, slip: match.score < 3.5, form: match.form }));
    }

    /** The query with the words put right that nothing is known of; null if there is nothing to put right. */
    async otherSpelling(query, names, run) {
      const plain = query.groups.filter((group) => !group.not && group.atoms.length === 1 && group.atoms[0].terms);
      const rest = query.groups.filter((group) => !plain.includes(group)).map(written).join(' ');
      const card = this.cards(query, names)[0];
      if (card && card.slip) {
        const name = card.entry.forms[0] === card.form ? card.entry.name : card.entry.aliases[card.entry.forms.indexOf(card.form) - 1] || card.entry.name;
        return { query: parse(`${name} ${rest}`.trim() + ' ') };
      }
      let changed = false;
      const words = await Promise.all(query.groups.map(async (group) => {
        const atom = group.atoms[0];
        if (!plain.includes(group) || atom.type !== 'word' || atom.known) return written(group);
        const near = await this.nearTerm(atom.terms[0].term);
        if (near) changed = true;
        return near || written(group);
      }));
      return changed ? { query: parse(words.join(' ') + ' ') } : null;
    }

    /** A known term one slip away, among those of the same file; the most frequent. */
    async nearTerm(word) {
      const [first, last] = this.index.filesOf(this.index.termFirsts, word);
      let best = null, most = 0;
      for (let at = first; at <= last; at++) {
        const file = await this.index.termFile(at);
        file.terms.forEach((term, row) => {
          const size = file.starts[row + 1] - file.starts[row];
          if (size > most && word.length > 3 && oneSlip(word, term)) { best = term; most = size; }
        });
      }
      return best;
    }

    /** Applies filters, counts facets, sorts. Facets of entities are counted by `countEntities`. */
    async narrow(answer, filters, sort) {
      const { columns, names } = answer, { found, scores } = answer.run;
      const kinds = new Set((filters.kind || []).map((name) => this.index.kinds.findIndex((kind) => kind.name === name)));
      const years = new Set((filters.year || []).map(Number)), sources = new Set((filters.source || []).map((name) => columns.sources.indexOf(name) + 1));
      const entities = this.index.kinds.reduce((all, kind) => all.concat(filters[kind.name] || []), []).map(Number).filter((id) => id >= 0 && id < names.entities);
      const any = answer.query.groups.length > 0 || kinds.size + years.size + sources.size + entities.length > 0;
      const pages = answer.query.groups.length ? found : any ? Array.from({ length: columns.n }, (_, page) => page) : [];
      const lists = await Promise.all(entities.map(async (id) => new Set(await this.index.list('mentions', id))));
      const yearOf = (page) => columns.exact[page] ? Math.floor(columns.start[page] / 372) : 0;
      const facets = { kind: new Map(), year: new Map(), source: new Map() };
      const count = (facet, value) => { if (value || facet === facets.kind) facet.set(value, (facet.get(value) || 0) + 1); };
      const kept = [];
      for (let i = 0; i < pages.length; i++) {
        const page = pages[i];
        if (!lists.every((list) => list.has(page))) continue;
        const kind = !kinds.size || kinds.has(columns.kind[page]), year = !years.size || years.has(yearOf(page)), source = !sources.size || sources.has(columns.source[page]);
        if (year && source) count(facets.kind, columns.kind[page]);
        if (kind && source) count(facets.year, yearOf(page));
        if (kind && year) count(facets.source, columns.source[page]);
        if (kind && year && source) kept.push(i);
      }
      const score = (i) => answer.query.groups.length ? scores[i] : 0;
      const byDate = (a, b) => columns.start[pages[b]] - columns.start[pages[a]];
      kept.sort(sort === 'date' || !answer.query.groups.length ? (a, b) => byDate(a, b) || score(b) - score(a) || a - b : (a, b) => score(b) - score(a) || byDate(a, b) || a - b);
      answer.pages = kept.map((i) => pages[i]);
      answer.facets = facets;
      answer.entities = entities;
    }

    /** How many of the pages mention each entity of a kind: pairs of entity and count, the most frequent first. */
    async countEntities(answer, kind) {
      const inside = new Uint8Array(answer.columns.n), { firsts, files } = this.index.lists.mentions, counts = [];
      for (const page of answer.pages) inside[page] = 1;
      const { all, entities } = answer.names;
      await Promise.all(files.map((file, at) => all[firsts[at]] && all[firsts[at]].kind === kind ? this.index.list('mentions', firsts[at]) : null));
      for (let id = 0; id < entities; id++) {
        if (all[id].kind !== kind) continue;
        let n = 0;
        const list = await this.index.list('mentions', id);
        for (let i = 0; i < list.length; i++) n += inside[list[i]];
        if (n) counts.push([all[id], n]);
      }
      return counts.sort((a, b) => b[1] - a[1] || a[0].id - b[0].id);
    }

    /** The blocks of a page that answer best, as numbers among its text blocks; -1 stands for its headings. */
    bestBlocks(answer, page, limit) {
      const sums = new Map();
      answer.run.groups.forEach((group, bit) => {
        for (const { list, weight } of group.lists) {
          for (let at = lowest(list.page, page); at < list.page.length && list.page[at] === page; at++) {
            const block = list.block[at], sum = sums.get(block) || { weight: 0, bits: 0 };
            if (block === 0) continue;
            sum.weight += (group.idf || 1) * weight * (group.prefer ? 3 : 1);
            sum.bits |= 1 << (bit & 31);
            sums.set(block, sum);
          }
        }
      });
      const order = Array.from(sums).filter(([block]) => block >= 2).sort((a, b) => b[1].weight - a[1].weight || a[0] - b[0]);
      const chosen = [];
      let seen = 0;
      for (const [block, sum] of order) {
        if (chosen.length && !(sum.bits & ~seen)) continue; // a further paragraph must add a word
        chosen.push(block - 2);
        seen |= sum.bits;
        if (chosen.length === limit) break;
      }
      return chosen.length ? chosen : sums.has(1) ? [-1] : [];
    }
  }

  const written = (group) => (group.not ? '-' : '') + group.atoms.map((atom) => atom.type === 'phrase' && /\s/.test(atom.text) ? `"${atom.text}"` : atom.text).join(' OR ');

  /** Those blocks of a list for which `test` holds. */
  function kept(list, test) {
    const page = new Int32Array(list.page.length), block = new Int32Array(list.page.length);
    let size = 0;
    for (let i = 0; i < list.page.length; i++) if (test(i)) { page[size] = list.page[i]; block[size++] = list.block[i]; }
    return { page: page.subarray(0, size), block: block.subarray(0, size) };
  }

  function intersection(a, b) {
    let j = 0;
    return kept(a, (i) => {
      while (j < b.page.length && (b.page[j] < a.page[i] || b.page[j] === a.page[i] && b.block[j] < a.block[i])) j++;
      return j < b.page.length && b.page[j] === a.page[i] && b.block[j] === a.block[i];
    });
  }

  /** Lists merged, each block once. */
  function union(lists) {
    if (lists.length < 2) return joined(lists);
    const all = joined(lists), keys = new Float64Array(all.page.length), BLOCKS = 2 ** 18;
    for (let i = 0; i < keys.length; i++) keys[i] = all.page[i] * BLOCKS + all.block[i];
    keys.sort();
    for (let i = 0; i < keys.length; i++) { all.page[i] = Math.floor(keys[i] / BLOCKS); all.block[i] = keys[i] % BLOCKS; }
    return kept(all, (i) => i === 0 || keys[i] !== keys[i - 1]);
  }

  function lowest(sorted, value) {
    let low = 0, high = sorted.length;
    while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < value) low = middle + 1; else high = middle; }
    return low;
  }

  /** BM25F with a bonus for words that stand together; see src/search/RANKING.md. */
  function score(groups, pages, columns) {
    let size = 0;
    for (let page = 0; page < columns.n; page++) size += pages[page];
    const found = new Int32Array(size), scores = new Float64Array(size);
    for (let page = 0, i = 0; page < columns.n; page++) if (pages[page]) found[i++] = page;
    const inTitle = new Uint8Array(size), titles = new Float64Array(size), single = new Float64Array(size);
    for (const group of groups) {
      let known = 0;
      for (let page = 0; page < columns.n; page++) known += group.pages[page];
      group.idf = Math.log(1 + (columns.n - known + 0.5) / (known + 0.5));
      const title = new Float64Array(size), weight = new Float64Array(size);
      for (const { list, weight: own } of group.lists) {
        const { page, block } = list;
        for (let at = 0, i = 0; at < page.length; at++) {
          if (!pages[page[at]]) continue;
          while (found[i] < page[at]) i++;
          if (block[at] > 1) weight[i] += own; else if (block[at]) title[i] += HEADING * own; else { title[i] += TITLE * own; inTitle[i] |= 128; }
        }
      }
      for (let i = 0; i < size; i++) {
        const sum = title[i] + weight[i] / (1 - B + B * columns.length[found[i]] / columns.average);
        scores[i] += group.idf * sum * (K1 + 1) / (sum + K1);
        if (sum && group.idf > single[i]) single[i] = group.idf;
        if (inTitle[i] & 128) { inTitle[i] = (inTitle[i] & 127) + 1; titles[i] += group.idf; }
      }
    }
    if (groups.length > 1) addTogether(groups, found, scores, single);
    for (let i = 0; i < size; i++) {
      if (groups.length && inTitle[i] === groups.length) scores[i] += ALL_IN_TITLE * titles[i];
      if (columns.boost.has(found[i])) scores[i] *= columns.boost.get(found[i]);
    }
    return { found, scores };
  }

  /** For each page, what its best paragraph holds beyond the one rarest word. */
  function addTogether(groups, found, scores, single) {
    const lists = groups.reduce((all, group, g) => all.concat(group.lists.map(({ list, weight }) => ({ list, worth: weight * group.idf, g, at: 0 }))), []);
    let sums = new Float64Array(256), last = new Int32Array(256).fill(-1);
    for (let i = 0; i < found.length; i++) {
      const page = found[i], used = [];
      for (const entry of lists) {
        const { page: pages, block: blocks } = entry.list;
        let at = entry.at;
        while (at < pages.length && pages[at] < page) at++;
        for (; at < pages.length && pages[at] === page; at++) {
          const block = blocks[at];
          if (block < 2) continue;
          if (block >= sums.length) {
            const size = 2 ** (32 - Math.clz32(block)), sums_ = new Float64Array(size), last_ = new Int32Array(size).fill(-1);
            sums_.set(sums); last_.set(last);
            sums = sums_; last = last_;
          }
          if (last[block] < 0) used.push(block);
          if (last[block] !== entry.g) { sums[block] += entry.worth; last[block] = entry.g; } // one form of each word counts
        }
        entry.at = at;
      }
      let best = 0;
      for (const block of used) { if (sums[block] > best) best = sums[block]; sums[block] = 0; last[block] = -1; }
      if (best > single[i]) scores[i] += TOGETHER * (best - single[i]);
    }
  }

  // ---------------------------------------------------------------- marks

  /** Where the words of a query stand in a text: pairs of start and end. */
  function markRanges(text, marks) {
    const found = pieces(text), on = new Uint8Array(found.length);
    const termAt = (i) => found[i].sign && found[i + 1] && found[i + 1].sign && found[i + 1].near ? found[i].word + found[i + 1].word : found[i].word;
    const fits = (i, { term, prefix }) => i < found.length && (prefix ? termAt(i).startsWith(term) : termAt(i) === term);
    found.forEach((piece, i) => {
      if (marks.terms.has(piece.word) || piece.sign && marks.terms.has(termAt(i))) on[i] = 1;
      for (const phrase of marks.phrases) {
        if (phrase.every((term) => fits(i + term.at - phrase[0].at, term))) {
          const last = phrase[phrase.length - 1], pair = last.prefix || !found[i + last.at - phrase[0].at].sign ? 0 : 1;
          for (let j = i; j <= i + last.at - phrase[0].at + pair; j++) on[j] = 1;
        }
      }
    });
    const ranges = [];
    found.forEach((piece, i) => {
      if (!on[i]) return;
      const last = ranges[ranges.length - 1];
      if (last && i > 0 && on[i - 1] && /^[\s\-‐-―'’]*$/u.test(text.slice(last[1], piece.start))) last[1] = piece.end; else ranges.push([piece.start, piece.end]);
    });
    return ranges;
  }

  /** A stretch of at most about `length` signs around the marked words: start and end. */
  function excerpt(text, ranges, length) {
    if (text.length <= length + 40) return [0, text.length];
    let best = 0, most = -1;
    ranges.forEach(([start], i) => {
      let n = 0;
      for (let j = i; j < ranges.length && ranges[j][1] <= start + length * 0.8; j++) n++;
      if (n > most) { most = n; best = start; }
    });
    let start = Math.max(0, Math.min(best - Math.round(length * 0.2), text.length - length)), end = Math.min(text.length, start + length);
    if (start > 0) { const space = text.indexOf(' ', start); if (space >= 0 && space < start + 30) start = space + 1; }
    if (end < text.length) { const space = text.lastIndexOf(' ', end); if (space > end - 30) end = space; }
    return [start, end];
  }

  const engine = { Index, Search, parse, fold, pieces, sequence, foldedWords, oneSlip, matchNames, markRanges, excerpt };
  global.dossierSearch = engine;
  if (typeof module === 'object' && module.exports) module.exports = engine;
})(typeof globalThis === 'object' ? globalThis : this);
