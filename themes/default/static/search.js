/* The engine of the search: reads the index of `search/` file by file and answers queries. It touches no page, so that it runs in
   Node too; search-page.js and search-box.js draw what it finds. Its rules stand in src/search/QUERY.md. */
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
  const NON_JOINER = '\u200c';
  const ENDS_IN_ARABIC = new RegExp(`[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe][${SILENT}]*$`, 'u');
  const INITIAL = /^\p{Alphabetic}$/u;

  function fold(word) {
    if (/^[\0-\x7f]*$/.test(word)) return word.slice(0, LONGEST_WORD).toLowerCase();
    const bare = word.normalize('NFKD').replace(DROPPED, '').toLowerCase();
    const spelled = bare.replace(SPELLING, (c) => SPELLED[c]).replace(DROPPED, '').replace(NO_WORD, '').normalize('NFC');
    return spelled.length > LONGEST_WORD ? Array.from(spelled).slice(0, LONGEST_WORD).join('') : spelled;
  }

  /** The words and signs of a text: folded, with their places; `near`: nothing stands between it and the piece before. Initials with
      points between them are one word. */
  function pieces(text) {
    const found = [];
    let end = -1, last = null;
    PIECE.lastIndex = 0;
    for (let match; (match = PIECE.exec(text));) {
      const start = match.index, sign = IS_SIGN.test(match[0]);
      let written = match[0];
      for (let at = sign ? -1 : written.indexOf(NON_JOINER); at > 0; at = written.indexOf(NON_JOINER, at + 1)) {
        if (ENDS_IN_ARABIC.test(written.slice(0, at))) { written = written.slice(0, at); PIECE.lastIndex = start + at; break; }
      }
      const word = fold(written), initial = !sign && INITIAL.test(written);
      if (initial && last && last.initial && text.slice(end, start) === '.') { last.word += word; last.written = ''; last.end = start + written.length; }
      else if (word) found.push({ word, written, sign, start, end: start + written.length, near: start === end, initial });
      last = word ? found[found.length - 1] : null;
      end = start + written.length;
    }
    return found;
  }

  /** What a text looks for in the index: terms with their distances from the first. Signs are looked for in pairs. */
  function sequence(text) {
    const found = pieces(text), terms = [];
    found.forEach((piece, at) => {
      const next = found[at + 1];
      if (!piece.sign) terms.push({ term: piece.word, at, written: piece.written });
      else if (next && next.sign && next.near) terms.push({ term: piece.word + next.word, at });
      else if (!(piece.near && at > 0 && found[at - 1].sign)) terms.push({ term: piece.word, at, prefix: true });
    });
    return terms;
  }

  const foldedWords = (text) => pieces(text).map((piece) => piece.word);

  // ---------------------------------------------------------------- stems: the same rules as src/search/stems.rs

  const LONGEST_STEMMED = 35, LATIN = /^[a-z\u00c0-\u024f\u1e00-\u1eff]+$/;
  const LETTERS = { ar: /^[\u0600-\u06ff]+$/, el: /^[\u0370-\u03ff\u1f00-\u1fff]+$/, ru: /^[\u0400-\u04ff]+$/, ta: /^[\u0b80-\u0bff]+$/ };
  const isWordOf = (language, plain) => plain.length <= LONGEST_STEMMED && (LETTERS[language] || LATIN).test(plain);

  function stemsOf(language, plain, stemmer) {
    const stems = [stemmer(plain)];
    if (language === 'ar') stems.push(withoutParticles(plain));
    return Array.from(new Set(stems.map(fold).filter(Boolean))).sort();
  }

  /** An Arabic word without conjunction, preposition and article at its beginning. */
  function withoutParticles(word) {
    const clear = word.replace(/[\u0640\u064b-\u0652\u0670]/g, ''), joined = clear.replace(/^[وف]/, ''), bare = /^(?:[بك]?ال|لل)(.{3,})$/.exec(joined);
    return bare ? bare[1] : /^[أإآ]/.test(joined) ? joined : clear;
  }

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

  function split(text, length) {
    const all = [];
    for (let i = 0; i < text.length; i += length) all.push(text.slice(i, i + length));
    return all;
  }

  /** Undoes `front_coded` of src/search/shards.rs: a sign for what a term shares with the one before, then the rest. */
  const SHARED = " !#$%'()*+,-./:;=?@[]^_`{|}";

  function unfronted(text) {
    const all = [];
    let last = '', start = 1;
    if (text !== '') for (let at = 1; at <= text.length; at++) {
      if (at < text.length && !SHARED.includes(text[at])) continue;
      all.push(last = last.slice(0, SHARED.indexOf(text[start - 1])) + text.slice(start, at));
      start = at + 1;
    }
    return all;
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
      const carried = new Map(Object.entries(manifest.files || {}));
      this.get = (name) => {
        if (!this.files.has(name)) {
          // what a small index carries comes in a task of its own, as a file would: the page stays quick
          const wait = carried.has(name) ? new Promise((resolve) => { setTimeout(resolve, 0, carried.get(name)); }) : load(name);
          wait.catch(() => this.files.delete(name)); // a file that did not arrive may arrive next time
          this.files.set(name, wait);
        }
        return this.files.get(name);
      };
      this.kinds = manifest.kinds.map(([name, singular, plural, mark]) => ({ name, singular, plural, mark }));
      this.termFirsts = unfronted(manifest.terms[0]); this.termFiles = split(manifest.terms[1], manifest.letters);
      this.lists = {};
      for (const list of ['mentions', 'statements']) this.lists[list] = { firsts: manifest[list][0], files: split(manifest[list][1], manifest.letters), sizes: manifest[list][2] };
      this.cardFiles = split(manifest.cards, manifest.letters);
      this.parsed = new Map();
    }

    /** Loads a file and keeps what `parse` makes of it. */
    async read(name, parse) {
      const payload = await this.get(name);
      if (!this.parsed.has(name)) this.parsed.set(name, parse(payload));
      return this.parsed.get(name);
    }

    /** What is known of every page; arrays by the number of the page. */
    columns() {
      return this.read(this.m.columns, ([kinds, dates, lengths, sources, sourceColumn, boosts, entityRuns, known]) => {
        const last = kinds[kinds.length - 1], n = last ? last[2] + (last[4] || last[1]) : 0;
        const c = { n, pages: this.m.pages, exists: new Uint8Array(n), groups: [], all: [], rank: new Int32Array(n), row: new Int32Array(n), kind: new Uint8Array(n), start: new Int32Array(n).fill(-1), end: new Int32Array(n).fill(-1),
          exact: new Uint8Array(n), length: new Float32Array(n), source: new Int32Array(n), sources, boost: new Map(boosts), entity: new Int32Array(n).fill(-1), known: new Uint8Array(n) };
        const bits = new Bits(bytesOf(dates)), skips = bits.bits(5), apart = [bits.bits(5), bits.bits(5)];
        let row = 0, at = 0, exact = 0, day = 0, total = 0;
        kinds.forEach(([kind, count, first, axis], i) => {
          // articles lie on an axis of days, with room between them: see src/search/numbers.rs
          const [from, days, blocks] = axis || [0, 0, 0], size = this.m.texts[0][i];
          for (let page = first, stop = row + count; row < stop; page++, row++) {
            if (axis) page += bits.rice(skips);
            c.exists[page] = 1; c.kind[page] = kind;
            c.row[page] = c.all.push(page) - 1;
            if (bits.bits(1)) exact = bits.bits(2);
            const near = page - first < blocks * BLOCK;
            if (near) day = from + Math.floor((page - first) * days / BLOCK);
            if (exact) {
              const zigzag = bits.rice(apart[near ? 1 : 0]);
              day += zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
              c.start[page] = day;
              c.end[page] = day + SPANS[exact];
            }
            c.exact[page] = exact;
            const level = lengths.charCodeAt(row) - 97;
            total += c.length[page] = level ? 2 ** ((level - 1) / 2) : 0;
            if (sourceColumn[at] === '~') { const stop = sourceColumn.indexOf(';', at); c.source[page] = number36(sourceColumn.slice(at + 1, stop)); at = stop + 1; }
            else c.source[page] = sourceColumn.charCodeAt(at++) - 48;
          }
          // where the files of the texts begin
          if (!axis) for (let page = first; page < first + count; page += size) c.groups.push(page);
          else for (const letter of size) { const empty = letter < 'a'; if (!empty) c.groups.push(first); first += 2 ** (letter.charCodeAt(0) - (empty ? 65 : 97)); }
        });
        // pages of a kind by date: of equals, the later one comes first
        c.byDate = c.all.slice().sort((a, b) => (c.kind[a] === c.kind[b] ? c.start[a] - c.start[b] || c.exact[a] - c.exact[b] : 0) || a - b);
        c.byDate.forEach((page, i) => { c.rank[page] = i; });
        row = 0;
        for (const [first, entity, count] of entityRuns) for (let i = 0; i < count; i++) { c.entity[first + i] = entity + i; c.known[first + i] = known.charCodeAt(row++) - 97; }
        c.average = total / Math.max(1, c.pages) || 1;
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
            all[at].slug = all[at].url.replace(/^.*\//, '').replace(/\.html$/, '');
          }
        }
        const entities = all.length;
        if (strangers !== '') for (const name of lines(strangers)) all.push({ id: all.length, kind: -1, name, aliases: [], mentions: 0, articles: 0, doc: -1 });
        for (const entry of all) entry.forms = [entry.name, ...entry.aliases].map(foldedWords).filter((words) => words.length);
        return { all, entities };
      });
    }

    termFile(at) {
      return this.read(this.termFiles[at], ([coded, lengths, data, relatives]) => {
        const terms = unfronted(coded), languages = new Map();
        for (const [language, endings, elsewhere] of relatives) {
          const keys = endings.split(' ').map((coded, i) => coded === '-' ? [] : coded.split(',').map((ending) => ending === '' ? terms[i] : terms[i].slice(0, terms[i].length - number36(ending[0])) + ending.slice(1)));
          languages.set(language, { keys, elsewhere: new Map(elsewhere) });
        }
        return { terms, starts: starts(lengths), bytes: bytesOf(data), languages, lists: new Map() };
      });
    }

    /** The files that can hold terms with this beginning. */
    filesWith(prefix) {
      let [first, last] = filesOf(this.termFirsts, prefix);
      if (last < 0) { first = 0; last = -1; }
      while (last + 1 < this.termFirsts.length && this.termFirsts[last + 1].startsWith(prefix)) last++;
      return [Math.max(0, first), last];
    }

    /** Where a term stands in its files: pairs of file and row; none if it is unknown. */
    async rows(term) {
      const [first, last] = filesOf(this.termFirsts, term), wait = [];
      for (let at = first; at <= last; at++) wait.push(this.termFile(at));
      const found = [];
      for (const file of await Promise.all(wait)) { const row = find(file.terms, term); if (row >= 0) found.push([file, row]); }
      return found;
    }

    /** The pages on which a term stands. */
    async pages(term) {
      return joined((await this.rows(term)).map(([file, row]) => {
        if (!file.lists.has(row)) {
          const bits = new Bits(file.bytes, file.starts[row]);
          file.lists.set(row, bits.bits(1) ? readBlocks(bits) : readCounts(bits));
        }
        return file.lists.get(row);
      }));
    }

    /** The keys that a word has in a language of the pages, as the stemmer has them. */
    async keys(language, written) {
      const plain = written.normalize('NFC').toLowerCase(), stemmer = this.m.stems.find(([code]) => code === language);
      return stemmer && isWordOf(language, plain) ? stemsOf(language, plain, await this.get(stemmer[1])) : [];
    }

    /** All forms of a word that the index knows, itself first if it is among them: in each language the words that share a key with
        it. A word that stands there has the keys of its spellings; the stemmer gives those of others, by the word as it was typed. */
    async forms(word, written = word) {
      const rows = await this.rows(word), forms = new Set(rows.length ? [word] : []);
      const add = ({ terms, languages }, language, key) => {
        const here = languages.get(language);
        if (!here) return;
        here.keys.forEach((keys, i) => { if (keys.includes(key)) forms.add(terms[i]); });
        const others = here.elsewhere.get(key);
        if (others) others.split(' ').forEach((form) => forms.add(form));
      };
      await Promise.all(this.m.stems.map(async ([language]) => {
        const known = rows.length ? rows[0][0].languages.get(language) : null, own = known ? known.keys[rows[0][1]] : [];
        for (const key of own) add(rows[0][0], language, key);
        if (own.length || !this.termFirsts.length) return;
        for (const key of await this.keys(language, written)) {
          const [, last] = filesOf(this.termFirsts, key);
          add(await this.termFile(Math.max(0, last)), language, key);
        }
      }));
      return Array.from(forms);
    }

    /** All terms with this beginning. */
    async termsWith(prefix) {
      const [first, last] = this.filesWith(prefix), wait = [], found = new Set();
      for (let at = first; at <= last; at++) wait.push(this.termFile(at));
      for (const file of await Promise.all(wait)) for (const term of file.terms) if (term.startsWith(prefix)) found.add(term);
      return Array.from(found);
    }

    /** All places of a term on the `wanted` pages, ascending, each as one number. */
    async places(term, wanted) {
      const files = await this.read(this.m.positions, ([firsts, letters, names]) => ({ firsts: unfronted(firsts), names: split(names, letters) }));
      const list = await this.pages(term), [first, last] = filesOf(files.firsts, term), wait = [], found = [], rowOf = (await this.columns()).row;
      for (let at = first; at <= last; at++) {
        wait.push(this.read(`p-${files.names[at]}`, ([coded, lengths, data]) => ({ terms: unfronted(coded), starts: starts(lengths), bytes: bytesOf(data) })));
      }
      let row = 0;
      for (const file of await Promise.all(wait)) {
        const at = find(file.terms, term);
        if (at < 0) continue;
        const bits = new Bits(file.bytes, file.starts[at]), pages = bits.gamma(), positionK = bits.bits(5), blockK = bits.bits(5);
        for (let i = 0; i < pages; i++, row++) {
          const page = list.page[row], keep = wanted[page], blocks = list.at ? list.at[row + 1] - list.at[row] : bits.gamma();
          for (let b = 0, block = 0; b < blocks; b++, block++) {
            if (list.at) block = list.block[list.at[row] + b]; else block += bits.rice(blockK);
            for (let n = bits.gamma(), position = 0; n > 0; n--, position++) { position += bits.rice(positionK); if (keep) found.push((rowOf[page] * BLOCKS + block) * POSITIONS + position); }
          }
        }
      }
      return Float64Array.from(found);
    }

    /** The list of an entity (pages that mention it) or speaker (blocks). */
    async list(which, id) {
      const { firsts, files } = this.lists[which];
      let at = 0;
      while (at + 1 < firsts.length && firsts[at + 1] <= id) at++;
      if (id < 0 || !files.length) return NOTHING[which];
      const file = await this.read(files[at], ([lengths, data]) => ({ starts: starts(lengths), bytes: bytesOf(data) })), row = id - firsts[at];
      if (row + 1 >= file.starts.length) return NOTHING[which];
      if (file.starts[row] === file.starts[row + 1]) return NOTHING[which];
      return (which === 'mentions' ? readPages : readBlocks)(new Bits(file.bytes, file.starts[row]));
    }

    /** The pages whose key this is, in capitals or small letters. */
    async keyed(key) {
      const [runs, { all }] = await Promise.all([this.get(this.m.keys), this.columns()]), wanted = key.normalize('NFC').toLowerCase(), found = [];
      for (const [before, keys] of runs) keys.split('\n').forEach((key, i) => { if (key.normalize('NFC').toLowerCase() === wanted) found.push(all[before + i]); });
      return found;
    }

    /** Of a speaker the dates of what is said in a block, where they are not those of the page: pairs of day and exactness. */
    said() {
      return this.read(this.m.said, (speakers) => new Map(speakers.map(([speaker, rows]) => [speaker,
        new Map(rows.map(([page, block, ...dates]) => [page * BLOCKS + block, dates.map((date) => [Math.floor(date / 4), date % 4])]))])));
    }

    listsSize(which) { return this.lists[which].sizes.reduce((sum, size) => sum + size, 0); }

    /** Whether pages of this kind are pages of entities: `articles` and `pages` are not. */
    hasEntities(name) { return name !== 'articles' && name !== 'pages'; }

    /** What the card of an entity says: [summary, mentions, articles]. */
    async card(id) {
      const size = 32, at = Math.floor(id / size);
      return at < this.cardFiles.length ? (await this.get(this.cardFiles[at]))[id % size] : ['', 0, 0];
    }

    /** A page as it is shown: title, address, key, blocks. */
    async page(doc) {
      const columns = await this.columns(), versions = this.m.texts[1], { groups } = columns;
      let number = 0, high = groups.length, row = 0;
      while (number + 1 < high) { const middle = (number + high) >> 1; if (groups[middle] <= doc) number = middle; else high = middle; }
      for (let page = groups[number]; page < doc; page++) row += columns.exists[page];
      const [table, group] = await Promise.all([
        this.read(this.m.table, readTable),
        this.read(`${groups[number].toString(36)}-${versions.slice(3 * number, 3 * number + 3)}`, ([words, separators, anchors, urls, keys, pageStarts, data]) => ({
          words: unfronted(words), separators, anchors, urls: urls.split('\n'), keys: keys.split('\n'), starts: starts(pageStarts), bytes: bytesOf(data), pages: new Map(),
        })),
      ]);
      if (!group.pages.has(row)) group.pages.set(row, readPage(table, group, row));
      const page = group.pages.get(row);
      return { doc, title: page.title, blocks: page.blocks, key: group.keys[row], url: longAddress(group.urls[row], this.kinds[columns.kind[doc]].name, page.title) };
    }
  }

  /** The files that can hold a term: first and last. */
  function filesOf(firsts, term) {
    let low = 0, high = firsts.length;
    while (low < high) { const middle = (low + high) >> 1; if (firsts[middle] <= term) low = middle + 1; else high = middle; }
    let first = low - 1;
    while (first > 0 && firsts[first] === term && firsts[first - 1] === term) first--;
    return first < 0 ? [0, -1] : [first, low - 1];
  }

  function find(sorted, term) {
    let low = 0, high = sorted.length;
    while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < term) low = middle + 1; else high = middle; }
    return sorted[low] === term ? low : -1;
  }

  /** How many days, of months of 31, lie between the first and the last of a date that is a year, a month, a day. */
  const SPANS = [0, 371, 30, 0];
  const NO_PAGES = { page: new Int32Array(0), text: new Int32Array(0), flags: new Uint8Array(0), at: null, block: null };
  const NOTHING = { mentions: NO_PAGES.page, statements: NO_PAGES };
  const IN_TITLE = 2, IN_HEADING = 1;
  /** A place is a page by its row (its number would be too large), a block of it and a position in that, in one number. */
  const BLOCKS = 2 ** 16, POSITIONS = 2 ** 20;
  /** Numbers of a block of days. */
  const BLOCK = 128;

  /** Pages with their blocks: `text` counts those of the text, `at` says where the blocks of each page start. */
  function readBlocks(bits) {
    const pages = bits.gamma(), pageK = bits.bits(5), blockK = bits.bits(5), list = listOf(pages), blocks = [];
    list.at = new Int32Array(pages + 1);
    for (let i = 0, page = 0; i < pages; i++, page++) {
      page += bits.rice(pageK);
      list.page[i] = page;
      for (let n = bits.gamma(), block = 0; n > 0; n--, block++) {
        block += bits.rice(blockK);
        addBlock(list, i, block);
        blocks.push(block);
      }
      list.at[i + 1] = blocks.length;
    }
    list.block = Int32Array.from(blocks);
    return list;
  }

  const listOf = (pages) => ({ page: new Int32Array(pages), text: new Int32Array(pages), flags: new Uint8Array(pages), at: null, block: null });

  function addBlock(list, row, block) {
    if (block > 1) list.text[row]++; else list.flags[row] |= block ? IN_HEADING : IN_TITLE;
  }

  /** Pages of a frequent term: only in how many blocks it stands. */
  function readCounts(bits) {
    const pages = bits.gamma(), pageK = bits.bits(5), textK = bits.bits(5), list = listOf(pages);
    for (let i = 0, page = 0; i < pages; i++, page++) { page += bits.rice(pageK); list.page[i] = page; list.text[i] = bits.rice(textK); }
    const special = bits.gamma() - 1, rowK = bits.bits(5);
    for (let i = 0, row = 0; i < special; i++, row++) { row += bits.rice(rowK); list.flags[row] = bits.bits(2); }
    return list;
  }

  function readPages(bits) {
    const found = new Int32Array(bits.gamma()), k = bits.bits(5);
    for (let i = 0, page = 0; i < found.length; i++, page++) { page += bits.rice(k); found[i] = page; }
    return found;
  }

  /** The pieces of a frequent term's list one after the other. */
  function joined(lists) {
    if (lists.length < 2) return lists[0] || NO_PAGES;
    const all = listOf(lists.reduce((sum, list) => sum + list.page.length, 0));
    lists.reduce((at, list) => { all.page.set(list.page, at); all.text.set(list.text, at); all.flags.set(list.flags, at); return at + list.page.length; }, 0);
    return all;
  }

  /** A list of the pages and blocks of places, which are in order. */
  function listFrom(places, { all }) {
    const pages = [], blocks = [];
    for (const place of places) {
      const block = Math.floor(place / POSITIONS), page = Math.floor(block / BLOCKS);
      if (blocks.length && blocks[blocks.length - 1] === block) continue;
      if (!pages.length || pages[pages.length - 1] !== page) pages.push(page);
      blocks.push(block);
    }
    const list = listOf(pages.length);
    list.page.set(pages.map((row) => all[row]));
    list.at = new Int32Array(pages.length + 1);
    list.block = new Int32Array(blocks.length);
    let row = 0;
    blocks.forEach((block, i) => {
      if (Math.floor(block / BLOCKS) !== pages[row]) row++;
      list.block[i] = block % BLOCKS;
      list.at[row + 1] = i + 1;
      addBlock(list, row, list.block[i]);
    });
    return list;
  }

  function longAddress(short, kind, title) {
    const stop = short.indexOf(' ');
    return `${kind}/${foldedWords(title).join('-')}`.slice(0, number36(short.slice(0, stop))) + short.slice(stop + 1);
  }

  const ESCAPE = '\u0001';

  /** The codes of words and separators, which are one code: `symbols` in the order of their codes, `words` of each length before
      the separators of that length. */
  function readTable([wordLengths, words, separatorLengths, separators]) {
    const lengths = [], symbols = [], all = unfronted(words);
    let word = 0, separator = 0;
    for (let length = 0; length < Math.max(wordLengths.length, separatorLengths.length); length++) {
      const count = wordLengths[length] || 0, others = separatorLengths[length] || 0;
      lengths.push([count, others]);
      symbols.push(...all.slice(word, word += count), ...separators.slice(separator, separator += others));
    }
    return { lengths, symbols };
  }

  function readPage({ lengths, symbols }, group, row) {
    const bits = new Bits(group.bytes, group.starts[row]);
    const widthOf = (list) => list.length > 1 ? 32 - Math.clz32(list.length - 1) : 0;
    const widths = [widthOf(group.words), widthOf(group.separators)];
    let separates = 0;
    const symbol = () => {
      let code = 0, first = 0, index = 0;
      for (const [words, separators] of lengths) {
        code |= bits.bits(1);
        if (code - first < words + separators) {
          const text = symbols[index + code - first];
          separates = code - first < words ? 0 : 1;
          return text === ESCAPE ? (separates ? group.separators : group.words)[bits.bits(widths[separates])] : text;
        }
        index += words + separators; first = (first + words + separators) << 1; code <<= 1;
      }
      throw new Error('search: broken text');
    };
    const block = () => {
      let text = '', separator = ''; // what is expected is not written: nothing at the start, then spaces
      for (;;) {
        const next = symbol();
        if (!separates) { text += separator + next; separator = ' '; }
        else if (next.endsWith('\n')) return text + next.slice(0, -1);
        else separator = next;
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

  const FIELDS = ['who', 'about', 'source', 'kind', 'year', 'before', 'after', 'key'];
  /** A key and a paragraph of its page: `A17 ¶3`. */
  const REFERENCE = /^([^\s¶§:"“”]+)\s*[¶§]\s*(\d+)(?=\s|$)/u;
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
      const reference = REFERENCE.exec(text.slice(at));
      let atom;
      if (reference) {
        at += reference[0].length;
        atom = { type: 'key', key: reference[1], paragraph: +reference[2], text: reference[0] };
      } else if (named && FIELDS.includes(named[1].toLowerCase())) {
        at += named[0].length;
        const inside = value().text, paragraph = named[1].toLowerCase() === 'key' ? /^\s*[¶§]\s*\d+(?=\s|$)/u.exec(text.slice(at)) : null;
        if (paragraph) at += paragraph[0].length;
        atom = field(named[1].toLowerCase(), inside + (paragraph || ''), text.slice(start, at), notes);
      } else {
        if (named && !/^https?$/.test(named[1])) notes.push({ code: 'field', text: named[1] });
        const { text: words, quoted } = value();
        const terms = sequence(words);
        if (quoted) atom = terms.length ? { type: 'phrase', terms, text: words, quoted } : null;
        else if (terms.length) {
          const open = at === text.length && !/[\s"”»」』.]$/u.test(text), last = terms[terms.length - 1];
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
    joinPersian(groups);
    return { text, groups, notes };
  }

  /** What Persian writes before or after a word with U+200C, with a space, or joined to it. */
  const BEFORE = ['می', 'نمی'], AFTER = ['ها', 'های', 'هایی', 'هایم', 'هایت', 'هایش', 'هایمان', 'هایتان', 'هایشان', 'تر', 'ترین', 'ایم', 'اید', 'اند'];

  /** Adds the other ways of writing a Persian word to its item, as `also`: joined to its beginning or ending, or apart. */
  function joinPersian(groups) {
    const also = (atom, type, words) => { atom.also = [...(atom.also || []), { type, terms: words.map((term, at) => ({ term, at })), text: words.join(' ') }]; };
    const only = (group) => group && !group.not && group.atoms.length === 1 && group.atoms[0].type === 'word' ? group.atoms[0].terms[0].term : '';
    for (const { atoms } of groups) for (const atom of atoms) {
      const words = (atom.terms || []).map(({ term }) => term);
      if (!words.length || atom.quoted || !words.every((word) => ENDS_IN_ARABIC.test(word))) continue;
      if (atom.type === 'phrase' && atom.text.split(NON_JOINER).length === words.length) also(atom, 'word', [words.join('')]);
      if (atom.type !== 'word') continue;
      for (const part of BEFORE) if (words[0].startsWith(part) && words[0].length > part.length + 1) also(atom, 'phrase', [part, words[0].slice(part.length)]);
      for (const part of AFTER) if (words[0].endsWith(part) && words[0].length > part.length + 1) also(atom, 'phrase', [words[0].slice(0, -part.length), part]);
    }
    groups.forEach((group, i) => {
      const next = groups[i + 1], words = [only(group), only(next)];
      if (words[0] && words[1] && (BEFORE.includes(words[0]) || AFTER.includes(words[1]) && ENDS_IN_ARABIC.test(words[0]))) for (const { atoms: [atom] } of [group, next]) also(atom, 'word', [words.join('')]);
    });
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
    if (name === 'key' && value.trim()) {
      const [, key, paragraph] = /^\s*(.*?)\s*(?:[¶§]\s*(\d+)\s*)?$/u.exec(value);
      return { type: 'key', key, paragraph: +(paragraph || 0), text: written };
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

  const K1 = 1.2, B = 0.5, TITLE = 6, HEADING = 2, TOGETHER = 0.6, ALL_IN_TITLE = 1, FIRST = 1e4;

  class Search {
    constructor(index) { this.index = index; }

    /**
     * Answers a query. `filters`: { kind: [name], year: [number], source: [name], people: [id] … }; several years, kinds or
     * sources widen, several entities narrow. Gives pages in order with what is needed to show them.
     */
    async answer(text, { filters = {}, sort = 'relevance' } = {}) {
      const query = await this.asReference(parse(text));
      // the files of the words come beside the columns, not after them; whoever needs one waits for it and hears if it is missing
      for (const group of query.groups) for (const atom of group.atoms) for (const { term, prefix } of atom.terms || []) (prefix ? this.index.termsWith(term) : this.index.rows(term)).catch(() => {});
      const columns = await this.index.columns();
      let run = await this.run(query, columns);
      const answer = { query, notes: query.notes, columns, cards: this.titleCards(query, run, columns) };
      // a derived key may look like any word
      const [only] = query.groups.length === 1 && !run.found.length ? plainGroups(query) : [];
      if (only && (await this.index.keyed(only.atoms[0].text.trim())).length) {
        only.atoms.push({ type: 'key', key: only.atoms[0].text.trim(), paragraph: 0, plain: true, text: '' });
        run = await this.run(query, columns);
      }
      if (!run.found.length || !answer.cards.length && plainGroups(query).some((group) => !group.atoms[0].exact)) {
        const names = await this.index.names();
        if (!answer.cards.length) answer.cards = this.nameCards(query, names);
        if (!run.found.length && query.groups.some((group) => !group.not)) {
          const other = await this.otherSpelling(query, answer.cards[0]), second = other && await this.run(other, columns);
          if (second && second.found.length) { run = second; answer.instead = other.text.trim(); }
          else if (query.groups.filter(isWords).length > 1) {
            const some = await this.run(query, columns, true);
            if (some.found.length) { run = some; answer.some = true; }
          }
        }
      }
      for (const group of query.groups) for (const atom of group.atoms) if (atom.unknown) query.notes.push({ code: 'unknown', text: atom.text });
      answer.run = run;
      answer.references = query.groups.filter((group) => !group.not).reduce((all, group) => all.concat(group.atoms.filter((atom) => atom.type === 'key')), []);
      answer.filters = filters;
      await this.narrow(answer, filters, sort);
      return answer;
    }

    /** The query with what is an address as a whole taken as one: `A17` beside the word, `A17 3` instead of the words if
        the page has that paragraph. */
    async asReference(query) {
      const [, key, paragraph] = /^\s*(?:key:)?([^\s¶§:"“”]+)(?:\s+(\d+))?\s*$/iu.exec(query.text) || [], field = /^\s*key:/i.test(query.text);
      if (!key || field && !paragraph || !field && !(/\p{L}/u.test(key) && /\d/.test(key))) return query;
      const [doc] = await this.index.keyed(key);
      if (doc === undefined || paragraph && !(await this.index.page(doc)).blocks.some(({ number }) => number === +paragraph)) return query;
      const atom = { type: 'key', key, paragraph: +(paragraph || 0), plain: true, text: query.text.trim() };
      return { ...query, notes: [], groups: [{ atoms: paragraph ? [atom] : [...query.groups.reduce((all, group) => all.concat(group.atoms), []), atom], not: false }] };
    }

    /** Where a text leads that is a reference and nothing else: { title, key, paragraph, page, url }; null if it is none. */
    async reference(text) {
      const query = await this.asReference(parse(text)), atoms = query.groups.length === 1 && !query.groups[0].not ? query.groups[0].atoms.filter((atom) => atom.type === 'key') : [];
      const [doc] = atoms.length === 1 ? await this.index.keyed(atoms[0].key) : [];
      if (doc === undefined) return null;
      const page = await this.index.page(doc), block = page.blocks.find(({ number }) => number && number === atoms[0].paragraph);
      return { title: page.title, key: page.key, paragraph: block ? block.number : 0, page: doc, url: page.url + (block && block.anchor ? `#${block.anchor}` : '') };
    }

    /** Which groups hold where, and how well. `some`: of the words one is enough; all else must hold as ever. */
    async run(query, columns, some = false) {
      const byDay = query.groups.some(isWho) ? query.groups.filter(isDates) : [];
      const fits = byDay.length ? (day, exact) => byDay.every((group) => group.atoms.some((atom) => fitsDate(atom, day, exact)) !== group.not) : null;
      const groups = await Promise.all(query.groups.filter((group) => !byDay.includes(group)).map(async (group) => {
        const marks = { terms: new Set(), phrases: [] };
        const atoms = await Promise.all(group.atoms.concat(...group.atoms.map((atom) => atom.also || [])).map((atom) => this.atom(atom, columns, marks, isWho(group) ? fits : null)));
        const pages = new Uint8Array(columns.n), lists = [];
        for (const atom of atoms) {
          for (const page of atom.pages || []) pages[page] = 1;
          for (const entry of atom.lists || []) { lists.push(entry); const { page } = entry.list; for (let i = 0; i < page.length; i++) pages[page[i]] = 1; }
        }
        return { not: group.not, words: isWords(group), pages, lists, marks, speakers: atoms.some((atom) => atom.speakers) };
      }));
      const positive = groups.filter((group) => !group.not), negative = groups.filter((group) => group.not);
      const one = some ? positive.filter((group) => group.words) : [], each = some ? positive.filter((group) => !group.words) : positive;
      const pages = new Uint8Array(columns.n);
      if (groups.length) for (let page = 0; page < columns.n; page++) {
        if (columns.exists[page] && each.every((group) => group.pages[page]) && (!some || one.some((group) => group.pages[page])) && !negative.some((group) => group.pages[page])) pages[page] = 1;
      }
      const told = positive.filter((group) => group.lists.length);
      return { ...score(told, pages, columns), groups: told };
    }

    /** One word, phrase or field: pages, or lists of blocks with what a match in each counts. */
    async atom(atom, columns, marks, fits) {
      const pagesWhere = (test) => { const pages = []; for (let page = 0; page < columns.n; page++) if (columns.exists[page] && test(page)) pages.push(page); return { pages }; };
      switch (atom.type) {
        case 'year': case 'before': case 'after': return pagesWhere((page) => fitsDate(atom, columns.start[page], columns.exact[page]));
        case 'key': {
          atom.pages = await this.index.keyed(atom.key);
          atom.unknown = !atom.pages.length && !atom.plain;
          return { pages: atom.pages };
        }
        case 'kind': {
          const wanted = this.index.kinds.map((kind) => [kind.name, kind.singular, kind.plural].some((label) => foldedWords(label).join(' ').startsWith(atom.words.join(' '))));
          atom.unknown = !wanted.includes(true);
          return pagesWhere((page) => wanted[columns.kind[page]]);
        }
        case 'source': {
          const wanted = [false, ...columns.sources.map((source) => { const words = foldedWords(source); return atom.words.every((word) => words.includes(word)); })];
          atom.unknown = !wanted.includes(true);
          return pagesWhere((page) => wanted[columns.source[page]]);
        }
        case 'about': {
          const lists = await Promise.all(this.whom(atom, await this.index.names(), false).map((id) => this.index.list('mentions', id)));
          return { pages: lists.reduce((all, list) => all.concat(Array.from(list)), []) };
        }
        case 'who': {
          const ids = this.whom(atom, await this.index.names(), true), said = fits ? await this.index.said() : null;
          const lists = await Promise.all(ids.map(async (id) => {
            const list = await this.index.list('statements', id);
            return fits ? saidWhen(list, said.get(id), columns, fits) : list;
          }));
          return { lists: lists.map((list) => ({ list, weight: WRITTEN })), speakers: true };
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
      atom.unknown = !found.length;
      const best = exact.length ? exact : found.slice(0, 1);
      return best.map((match) => match.entry.id);
    }

    async word(atom, marks) {
      const { term, prefix, written } = atom.terms[0];
      const [forms, longer] = await Promise.all([this.index.forms(term, written), prefix ? this.index.termsWith(term) : []]);
      atom.known = forms.length > 0 || longer.length > 0;
      atom.exact = forms.includes(term);
      const weights = new Map(longer.map((form) => [form, LONGER]));
      forms.forEach((form) => weights.set(form, form === term ? WRITTEN : RELATED));
      for (const form of weights.keys()) marks.terms.add(form);
      return Promise.all(Array.from(weights, async ([form, weight]) => ({ list: await this.index.pages(form), weight })));
    }

    async phrase(atom, marks) {
      marks.phrases.push(atom.terms);
      const alternatives = await Promise.all(atom.terms.map(({ term, prefix }) => prefix ? this.index.termsWith(term) : [term]));
      const lists = await Promise.all(alternatives.map((terms) => Promise.all(terms.map((term) => this.index.pages(term)))));
      if (lists.length === 1) {
        atom.exact = lists[0].some((list) => list.page.length > 0);
        return lists[0].map((list) => ({ list, weight: WRITTEN }));
      }
      const { n } = await this.index.columns(), all = new Uint8Array(n);
      lists.forEach((forms, word) => { for (const { page } of forms) for (let i = 0; i < page.length; i++) if (all[page[i]] === word) all[page[i]]++; });
      for (let page = 0; page < n; page++) all[page] = all[page] === lists.length ? 1 : 0;
      if (!all.includes(1)) return [];
      const places = await Promise.all(alternatives.map(async (terms) => {
        const found = await Promise.all(terms.map((term) => this.index.places(term, all)));
        return found.length === 1 ? found[0] : Float64Array.from(found.reduce((sum, list) => sum.concat(Array.from(list)), [])).sort();
      }));
      let first = places[0];
      for (let word = 1; word < places.length; word++) {
        const distance = atom.terms[word].at - atom.terms[0].at, here = places[word];
        let j = 0;
        first = first.filter((place) => { while (j < here.length && here[j] < place + distance) j++; return here[j] === place + distance; });
      }
      atom.exact = first.length > 0;
      return [{ list: listFrom(first, await this.index.columns()), weight: WRITTEN }];
    }

    /** Entities whose names hold all words of the query, the best known first. */
    titleCards(query, run, columns) {
      if (!plainGroups(query).length || plainGroups(query).length !== query.groups.length) return [];
      const found = [];
      run.found.forEach((page, i) => { if (columns.entity[page] >= 0 && run.inTitle[i] === run.groups.length) found.push(page); });
      found.sort((a, b) => columns.known[b] - columns.known[a] || a - b);
      return found.slice(0, 3).map((page) => ({ id: columns.entity[page], page, slip: false }));
    }

    /** Entities whose names are like the words of the query. */
    nameCards(query, names) {
      const plain = plainGroups(query);
      if (!plain.length || plain.length !== query.groups.length) return [];
      const words = plain.reduce((all, group) => all.concat(foldedWords(group.atoms[0].text)), []);
      const last = plain[plain.length - 1].atoms[0].terms, found = matchNames(names, words, { open: Boolean(last[last.length - 1].prefix), limit: 3 });
      return found.map(({ entry, score, form }) => ({ id: entry.id, page: entry.doc, entry, slip: score < 3.5, name: form === entry.forms[0] ? entry.name : entry.aliases[entry.forms.indexOf(form) - 1] || entry.name }));
    }

    /** What a card shows. */
    async card(card) {
      const [summary, mentions, articles] = await this.index.card(card.id);
      if (card.entry) return { title: card.entry.name, url: card.entry.url, kind: card.entry.kind, summary, mentions, articles };
      const [page, columns] = await Promise.all([this.index.page(card.page), this.index.columns()]);
      return { title: page.title, url: page.url, kind: columns.kind[card.page], summary, mentions, articles };
    }

    /** The query with the words put right that nothing is known of; null if there is nothing to put right. */
    async otherSpelling(query, card) {
      const plain = plainGroups(query);
      if (card && card.slip) return parse(card.name + ' ');
      let changed = false;
      const words = await Promise.all(query.groups.map(async (group) => {
        const atom = group.atoms[0];
        if (!plain.includes(group) || atom.type !== 'word' || atom.known) return written(group);
        const near = await this.nearTerm(atom.terms[0].term);
        if (near) changed = true;
        return near || written(group);
      }));
      return changed ? parse(words.join(' ') + ' ') : null;
    }

    /** A known term one slip away, among those of the same file; the most frequent. */
    async nearTerm(word) {
      const [first, last] = filesOf(this.index.termFirsts, word);
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
      const { columns } = answer, { found, scores } = answer.run, asked = answer.query.groups.length > 0;
      const kinds = new Set((filters.kind || []).map((name) => this.index.kinds.findIndex((kind) => kind.name === name)));
      const years = new Set((filters.year || []).map(Number)), sources = new Set((filters.source || []).map((name) => columns.sources.indexOf(name) + 1));
      const chosen = this.index.kinds.filter((kind) => filters[kind.name]), entities = [];
      for (const kind of chosen) for (const slug of filters[kind.name]) entities.push(await this.entityOf(kind.name, slug));
      const any = asked || kinds.size + years.size + sources.size + entities.length > 0;
      let pages = asked ? found : [];
      if (!asked && any) { pages = []; for (let page = 0; page < columns.n; page++) if (columns.exists[page]) pages.push(page); }
      const lists = await Promise.all(entities.map(async (id) => new Set(await this.index.list('mentions', id))));
      const yearOf = (page) => columns.exact[page] ? Math.floor(columns.start[page] / 372) : 0;
      const facets = { kind: new Map(), year: new Map(), source: new Map() };
      const count = (facet, value) => { if (value || facet === facets.kind) facet.set(value, (facet.get(value) || 0) + 1); };
      const first = new Set(answer.references.reduce((all, atom) => all.concat(atom.pages || []), [])); // a reference comes before all words
      const order = new Float64Array(pages.length), byDate = sort === 'date' || !asked, ROWS = 2 ** 20;
      let size = 0;
      for (let i = 0; i < pages.length; i++) {
        const page = pages[i];
        if (!lists.every((list) => list.has(page))) continue;
        const kind = !kinds.size || kinds.has(columns.kind[page]), year = !years.size || years.has(yearOf(page)), source = !sources.size || sources.has(columns.source[page]);
        if (year && source) count(facets.kind, columns.kind[page]);
        if (kind && source) count(facets.year, yearOf(page));
        if (kind && year) count(facets.source, columns.source[page]);
        if (kind && year && source) order[size++] = (byDate ? columns.start[page] + 1 : Math.round((scores[i] + (first.has(page) ? FIRST : 0)) * 1e4)) * ROWS + columns.rank[page];
      }
      answer.pages = Array.from(order.subarray(0, size).sort().reverse(), (key) => columns.byDate[key % ROWS]);
      answer.facets = facets;
      answer.entities = entities;
    }

    hasFacet(name) { return ['kind', 'year', 'source'].includes(name) || this.index.kinds.some((kind) => kind.name === name); }

    /** The number of an entity by its kind and slug; -1 if there is none. */
    async entityOf(kind, slug) {
      const entry = (await this.index.names()).all.find((entry) => entry.kind >= 0 && entry.slug === slug && this.index.kinds[entry.kind].name === kind);
      return entry ? entry.id : -1;
    }

    /** How a chosen value of a facet is called. */
    async valueName(facet, value) {
      const kind = this.index.kinds.find((kind) => kind.name === (facet === 'kind' ? value : facet));
      if (facet === 'kind') return kind ? kind.singular : value;
      if (!kind) return value;
      const id = await this.entityOf(facet, value);
      return id < 0 ? value : (await this.index.names()).all[id].name;
    }

    /** How many of the pages mention each entity of a kind: pairs of entity and count, the most frequent first. */
    async countEntities(answer, name) {
      const kind = this.index.kinds.findIndex((kind) => kind.name === name);
      const inside = new Uint8Array(answer.columns.n), { firsts, files } = this.index.lists.mentions, counts = [];
      for (const page of answer.pages) inside[page] = 1;
      const { all, entities } = await this.index.names();
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

    /** The blocks of a page that answer best, in reading order, with the stretches to be marked. */
    async shown(answer, doc, limit) {
      const page = await this.index.page(doc), chosen = [];
      const spoken = new Set();
      for (const group of answer.run.groups) if (group.speakers) for (const { list } of group.lists) {
        const row = find(list.page, doc);
        if (row >= 0) for (let i = list.at[row]; i < list.at[row + 1]; i++) spoken.add(list.block[i] - 2);
      }
      const asked = answer.references.find((atom) => atom.paragraph && atom.pages && atom.pages.includes(doc));
      let text = 0;
      const blocks = page.blocks.map((block, i) => {
        const found = pieces(block.text), number = block.heading ? -1 : text++, said = spoken.has(number);
        if (asked && block.number === asked.paragraph) return { ...block, i, worth: 1e6, groups: 0 };
        let worth = said ? 10 : 0, groups = said ? 2 ** 31 : 0;
        answer.run.groups.forEach((group, bit) => {
          const hits = marked(found, group.marks).reduce((sum, on) => sum + on, 0);
          if (hits) { worth += group.idf * (1 + Math.min(hits, 4) / 10); groups += 2 ** (bit % 31); }
        });
        return { ...block, i, worth: block.heading ? worth / 100 : worth, groups };
      });
      let seen = new Set();
      for (const block of blocks.filter((block) => block.worth > 0).sort((a, b) => b.worth - a.worth || a.i - b.i)) {
        const bits = bitsOf(block.groups);
        if (chosen.length && bits.every((bit) => seen.has(bit))) continue; // a further paragraph must add a word
        bits.forEach((bit) => seen.add(bit));
        chosen.push(block);
        if (chosen.length === limit) break;
      }
      if (asked && chosen.length) chosen.length = 1; // the paragraph that was asked for, and no other
      chosen.sort((a, b) => a.i - b.i);
      return { ...page, shown: chosen.map((block) => ({ ...block, ranges: markRanges(block.text, answer.run.groups) })), titleRanges: markRanges(page.title, answer.run.groups) };
    }
  }

  const bitsOf = (number) => { const bits = []; for (let bit = 0; bit < 32; bit++) if (Math.floor(number / 2 ** bit) % 2) bits.push(bit); return bits; };

  /** The groups of a query that are a single word or phrase and must hold. */
  const plainGroups = (query) => query.groups.filter((group) => !group.not && group.atoms.length === 1 && group.atoms[0].terms);

  const isWho = (group) => !group.not && group.atoms.every((atom) => atom.type === 'who');
  const isDates = (group) => group.atoms.every((atom) => ['year', 'before', 'after'].includes(atom.type));

  /** Whether a date, given by its first day and how exact it is, is such as an item asks for. */
  function fitsDate(atom, day, exact) {
    if (!exact) return false;
    if (atom.type === 'year') return Math.floor(day / 372) >= atom.from && Math.floor(day / 372) <= atom.to;
    return atom.type === 'before' ? day + SPANS[exact] < atom.start : day > atom.end;
  }

  /** What of a speaker's blocks was said when it fits: on the date of the statement, failing that of the page. */
  function saidWhen(list, own, columns, fits) {
    const places = [];
    for (let row = 0; row < list.page.length; row++) for (let i = list.at[row]; i < list.at[row + 1]; i++) {
      const place = list.page[row] * BLOCKS + list.block[i], page = [[columns.start[list.page[row]], columns.exact[list.page[row]]]];
      if ((own && own.get(place) || page).some(([day, exact]) => fits(day, exact))) places.push((columns.row[list.page[row]] * BLOCKS + list.block[i]) * POSITIONS);
    }
    return listFrom(places, columns);
  }

  /** Whether a group asks for words and for nothing else: only such may be given up when nothing is found. */
  const isWords = (group) => !group.not && group.atoms.every((atom) => atom.terms);

  const written = (group) => (group.not ? '-' : '') + group.atoms.map((atom) => atom.type === 'phrase' && /\s/.test(atom.text) ? `"${atom.text}"` : atom.text).join(' OR ');

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
      group.idf = Math.log(1 + (columns.pages - known + 0.5) / (known + 0.5));
      const title = new Float64Array(size), weight = new Float64Array(size), named = new Uint8Array(size);
      for (const { list, weight: own } of group.lists) {
        for (let at = 0, i = 0; at < list.page.length; at++) {
          if (!pages[list.page[at]]) continue;
          while (found[i] < list.page[at]) i++;
          weight[i] += own * list.text[at];
          const flags = list.flags[at];
          if (flags & IN_HEADING) title[i] += HEADING * own;
          if (flags & IN_TITLE) { title[i] += TITLE * own; named[i] = 1; }
        }
      }
      for (let i = 0; i < size; i++) {
        const sum = title[i] + weight[i] / (1 - B + B * columns.length[found[i]] / columns.average);
        scores[i] += group.idf * sum * (K1 + 1) / (sum + K1);
        if (sum && group.idf > single[i]) single[i] = group.idf;
        if (named[i]) { inTitle[i]++; titles[i] += group.idf; }
      }
    }
    if (groups.length > 1) addTogether(groups, found, scores, single);
    for (let i = 0; i < size; i++) {
      if (groups.length && inTitle[i] === groups.length) scores[i] += ALL_IN_TITLE * titles[i];
      if (columns.boost.has(found[i])) scores[i] *= columns.boost.get(found[i]);
    }
    return { found, scores, inTitle };
  }

  /** For each page, what its best paragraph holds beyond the one rarest word. */
  function addTogether(groups, found, scores, single) {
    const lists = [];
    groups.forEach((group, g) => { for (const { list, weight } of group.lists) if (list.at) lists.push({ list, worth: weight * group.idf, g, row: 0 }); });
    let sums = new Float64Array(256), last = new Int32Array(256).fill(-1);
    for (let i = 0; i < found.length; i++) {
      const page = found[i], used = [];
      for (const entry of lists) {
        const { page: pages, at, block: blocks } = entry.list;
        while (entry.row < pages.length && pages[entry.row] < page) entry.row++;
        if (pages[entry.row] !== page) continue;
        for (let j = at[entry.row]; j < at[entry.row + 1]; j++) {
          const block = blocks[j];
          if (block < 2) continue;
          if (block >= sums.length) {
            const size = 2 ** (32 - Math.clz32(block)), sums_ = new Float64Array(size), last_ = new Int32Array(size).fill(-1);
            sums_.set(sums); last_.set(last);
            sums = sums_; last = last_;
          }
          if (last[block] < 0) used.push(block);
          if (last[block] !== entry.g) { sums[block] += entry.worth; last[block] = entry.g; } // one form of each word counts
        }
      }
      let best = 0;
      for (const block of used) { if (sums[block] > best) best = sums[block]; sums[block] = 0; last[block] = -1; }
      if (best > single[i]) scores[i] += TOGETHER * (best - single[i]);
    }
  }

  // ---------------------------------------------------------------- marks

  /** Which pieces of a text a group looks for: 1 or 0 for each. */
  function marked(found, marks) {
    const on = new Uint8Array(found.length);
    const termAt = (i) => found[i].sign && found[i + 1] && found[i + 1].sign && found[i + 1].near ? found[i].word + found[i + 1].word : found[i].word;
    const fits = (i, { term, prefix }) => i < found.length && (prefix ? termAt(i).startsWith(term) : termAt(i) === term);
    found.forEach((piece, i) => {
      if (marks.terms.has(piece.word) || piece.sign && marks.terms.has(termAt(i))) on[i] = 1;
      for (const phrase of marks.phrases) {
        if (phrase.every((term) => fits(i + term.at - phrase[0].at, term))) {
          const last = phrase[phrase.length - 1], end = i + last.at - phrase[0].at, pair = last.prefix || !found[end].sign ? 0 : 1;
          for (let j = i; j <= end + pair; j++) on[j] = 1;
        }
      }
    });
    return on;
  }

  /** Where the words of a query stand in a text: pairs of start and end. */
  function markRanges(text, groups) {
    const found = pieces(text), on = new Uint8Array(found.length), ranges = [];
    for (const group of groups) marked(found, group.marks).forEach((hit, i) => { if (hit) on[i] = 1; });
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
  if (typeof document === 'undefined') return;

  // ---------------------------------------------------------------- in the browser

  /** Loads files of the index by script elements, which work from disk too. Only files of `base` can be named. */
  engine.scriptLoader = (base) => {
    const given = new WeakMap();
    global.dossierShard = (payload) => given.set(document.currentScript, payload);
    const address = (name) => { if (!/^[a-z0-9-]+$/.test(name)) throw new Error('search: bad file name'); return `${base}${name}.js`; };
    const policy = global.trustedTypes && global.trustedTypes.createPolicy('dossier-search-index', { createScriptURL: address });
    return (name) => new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = policy ? policy.createScriptURL(name) : address(name);
      script.onload = () => { script.remove(); if (given.has(script)) resolve(given.get(script)); else reject(new Error(`search: ${name} is empty`)); };
      script.onerror = () => { script.remove(); reject(new Error(`search: ${name} cannot be read`)); };
      document.head.append(script);
    });
  };

  /** The search over the index beside the page at `root`; one for each document. */
  engine.open = (root) => {
    if (!engine.opened) {
      engine.opened = Index.open(engine.scriptLoader(new URL('search/', root).href)).then((index) => new Search(index));
      engine.opened.catch(() => { engine.opened = null; });
    }
    return engine.opened;
  };

  /** What the search says; a theme translates it by `template#search-text`, one element with `data-name` for each. {n}, {q} … are
      filled in. */
  const TEXT = {
    results: '{n} results for {q}', result: '1 result for {q}', all: '{n} pages', none: 'No page matches {q}.', one: '1 page',
    instead: 'Nothing matches {q}. Showing {other} instead.', some: 'No page has all of these words. Showing pages with some of them.',
    advice: 'Check the spelling, use fewer words, or remove a filter. The indexes list everything:', failed: 'The search index cannot be read.',
    searching: 'Searching…', meant: '{q} is taken as {other}.', mentions: 'Mentions: {n}, articles: {m}', more: 'Show {n} more', moreValues: '{n} more',
    relevance: 'Relevance', date: 'Date', clear: 'Clear', remove: 'remove', kind: 'Kind', year: 'Year', source: 'Source', show: 'Show', sort: 'Sort by', years: 'Results by year',
    unclosed: 'The quotation mark before {q} is never closed.', or: '{q} needs a word on both sides.', field: '{q}: is no field; its words are searched as they stand.',
    yearNote: '{q} is not understood; write year:2015 or year:2015-2016.', dateNote: '{q} is not understood; write a date such as 2015, 2015-06 or 2015-06-30.',
    empty: '{q} needs a name.', unknown: 'Nothing here is called so: {q}.', nothing: '{q} holds no letters or digits.', allResults: 'All results for {q}',
  };
  const custom = document.getElementById('search-text');
  if (custom) for (const { dataset, textContent } of custom.content.children) if (textContent) TEXT[dataset.name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())] = textContent;
  const say = (key, values = {}) => TEXT[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const locale = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang || undefined;
  // made once: they take longer than all that they write
  const numbers = new Intl.NumberFormat(locale), number = (n) => numbers.format(n);

  /** An element with properties, classes and children; text is always text. */
  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name === 'class') element.className = value; else if (name in element && name !== 'list') element[name] = value; else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
    return element;
  }
  Object.assign(engine, { say, make, number, locale, TEXT });
})(typeof globalThis === 'object' ? globalThis : this);
