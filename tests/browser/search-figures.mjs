/* Figures of the search in Chromium: bytes, times, misspelt names, titles, and 300 random queries against a scan of all texts.
   node tests/browser/search-figures.mjs SITE
   SITE is what `cargo bench --bench search -- CONTENT SITE` writes. playwright-core must be resolvable; CHROMIUM names the browser. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { launch } from './browser.mjs';
import { layOut, serve, dice } from './search-site.mjs';

const site = path.resolve(process.argv[2]);
layOut(site);
const gzipped = new Map();
const size = (name) => { if (!gzipped.has(name)) gzipped.set(name, zlib.gzipSync(fs.readFileSync(path.join(site, name))).length); return gzipped.get(name); };
const files = fs.readdirSync(path.join(site, 'search')), sizes = files.map((name) => size(`search/${name}`));
const sum = (list) => list.reduce((a, b) => a + b, 0), median = (list) => list.slice().sort((a, b) => a - b)[list.length >> 1];
console.log(`index: ${files.length} files, ${(sum(sizes) / 1e6).toFixed(1)} MB gzip, largest ${(Math.max(...sizes) / 1e3).toFixed(1)} kB`);

const { pages, entities } = JSON.parse(fs.readFileSync(path.join(site, 'oracle.json'), 'utf8'));
const roll = dice(11), pick = (list) => list[roll(list.length)];
/** Initials with points between them are one word. */
const joined = (text) => text.replace(/(?<![\p{L}\p{N}])\p{L}(?:\.\p{L}(?![\p{L}\p{N}]))+/gu, (initials) => initials.replaceAll('.', ''));
const words = (text) => joined(text.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
const content = (page) => words(pick(page.blocks.filter((block) => block.length > 60)) || page.title).filter((word) => word.length > 4);
const articles = pages.filter((page) => page.id.startsWith('articles/')), people = entities.filter(([id]) => id.startsWith('people/'));

const browser = await launch();
const server = await serve(site);

// ---------------------------------------------------------------- bytes and times, as a reader meets them

const kinds = {
  name: () => pick(entities)[1], word: () => pick(content(pick(articles))), words: () => { const list = content(pick(articles)); return `${pick(list)} ${pick(list)}`; },
  title: () => pick(articles).title, phrase: () => { const list = words(pick(pick(articles).blocks)); const at = roll(Math.max(1, list.length - 2)); return `"${list.slice(at, at + 2).join(' ')}"`; },
};
const first = [], later = [], byKind = {};
for (let round = 0; round < 6; round++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } }), page = await context.newPage();
  page.setDefaultTimeout(120_000); // a busy machine must not decide what is measured
  let loaded = [];
  page.on('request', (request) => { const name = decodeURI(new URL(request.url()).pathname.slice(1)); if (/^(search\/|assets\/search)/.test(name)) loaded.push(name); });
  const ask = async (query, kind) => {
    loaded = [];
    await page.fill('input[name=q]', query);
    await page.press('input[name=q]', 'Enter');
    await page.waitForFunction((q) => new URLSearchParams(location.search).get('q') === q, query);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(150);
    const bytes = sum(loaded.map(size));
    if (kind) { later.push(bytes); (byKind[kind] = byKind[kind] || []).push(bytes); } else return bytes;
  };
  loaded = [];
  const start = kinds[pick(['name', 'word', 'words', 'title'])]();
  await page.goto(`${server.address}search.html?q=${encodeURIComponent(start)}`);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(200);
  first.push(sum(loaded.map(size)));
  for (const kind of ['name', 'word', 'words', 'title', 'name', 'words', 'word', 'phrase']) await ask(kinds[kind](), kind);
  await context.close();
}
const kB = (bytes) => (bytes / 1e3).toFixed(1);
console.log(`first query: ${first.map(kB).join(', ')} kB, median ${kB(median(first))}; scripts ${kB(size('assets/search.js') + size('assets/search-page.js'))}`);
console.log(`later queries: median ${kB(median(later))} kB; ${Object.entries(byKind).map(([kind, list]) => `${kind} ${kB(median(list))}`).join(', ')}`);

// ---------------------------------------------------------------- the engine alone, in the page

const context = await browser.newContext(), page = await context.newPage();
await page.goto(`${server.address}search.html`);
const timed = await page.evaluate(async (queries) => {
  const search = await window.dossierSearch.open(new URL('.', location)), times = [];
  for (const query of queries) { await search.answer(query); const start = performance.now(); const answer = await search.answer(query); for (const doc of answer.pages.slice(0, 1)) await search.shown(answer, doc, 2); times.push(performance.now() - start); }
  return times;
}, Array.from({ length: 200 }, (_, i) => kinds[Object.keys(kinds)[i % 5]]()));
console.log(`answers with their files there: median ${median(timed).toFixed(1)} ms, worst ${Math.max(...timed).toFixed(1)} ms`);

const slip = (name) => {
  const at = 1 + roll(name.length - 2), letters = Array.from(name), bare = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  for (let tries = 0; tries < 20; tries++) {
    const copy = letters.slice(), place = 1 + roll(copy.length - 2);
    switch (roll(6)) {
      case 0: copy.splice(place, 1); break;
      case 1: copy.splice(place, 0, copy[place]); break;
      case 2: [copy[place], copy[place + 1]] = [copy[place + 1], copy[place]]; break;
      case 3: copy[place] = pick('abcdefghijklmnopqrstuvwxyz'.split('')); break;
      case 4: copy.splice(0, copy.length, ...Array.from(bare(name))); return copy.join('');
      default: { const parts = name.split(' '); if (parts.length > 1) return parts.reverse().join(' '); }
    }
    if (letters[place] !== ' ' && copy[place] !== ' ' && bare(copy.join('')) !== bare(name)) return copy.join('');
  }
  return name + letters[at];
};
const misspelt = Array.from({ length: 500 }, () => { const [id, name] = pick(people.concat(entities)); return { id, name, q: slip(name) }; });
const titles = Array.from({ length: 500 }, () => { const { id, title } = pick(articles); return { id, q: words(title).join(' ') }; });
const found = await page.evaluate(async ([misspelt, titles]) => {
  const search = await window.dossierSearch.open(new URL('.', location)), hits = { names: [], titles: [] };
  const url = async (doc) => (await search.index.page(doc)).url;
  for (const { id, q } of misspelt) {
    const answer = await search.answer(q), urls = [];
    for (const card of answer.cards) urls.push((await search.card(card)).url);
    for (const doc of answer.pages.slice(0, 3)) urls.push(await url(doc));
    hits.names.push(urls.slice(0, 3).includes(`${id}.html`));
  }
  for (const { id, q } of titles) {
    const answer = await search.answer(q), urls = await Promise.all(answer.pages.slice(0, 3).map(url));
    hits.titles.push(urls.includes(`${id}.html`));
  }
  return hits;
}, [misspelt, titles]);
const share = (list) => `${(list.filter(Boolean).length / list.length * 100).toFixed(1)} %`;
console.log(`misspelt names among the first three: ${share(found.names)}; titles: ${share(found.titles)}`);
const missed = misspelt.filter((_, i) => !found.names[i]).slice(0, 12).map(({ name, q }) => `${name} as ${q}`);
if (missed.length) console.log(`  missed: ${missed.join('; ')}`);

// ---------------------------------------------------------------- the same sets as a scan, over http and from disk

/** Pages by the numbers that the index gives them. */
const numbers = new Map();
{
  const order = ['people', 'organizations', 'places', 'topics', 'articles'], kindOf = (page) => order.indexOf(page.id.split('/')[0]);
  const sorted = pages.slice().sort((a, b) => kindOf(a) - kindOf(b) || ((a.date || '') < (b.date || '') ? -1 : (a.date || '') > (b.date || '') ? 1 : 0) || (a.id < b.id ? -1 : 1));
  let next = 0, last = -1;
  for (const page of sorted) { if (last >= 0 && kindOf(page) !== last) next = Math.ceil(next / 1024) * 1024; numbers.set(next++, page); last = kindOf(page); }
}
const aliases = new Map(entities.map(([id, , list]) => [id, list]));
const scanned = new Map(Array.from(numbers, ([number, page]) => [number, [page.title, ...(aliases.get(page.id) || []), ...page.blocks].map((text) => ` ${words(text).join(' ')} `).join('|')]));
const holding = (text) => { const set = new Set(); for (const [number, scan] of scanned) if (scan.includes(` ${text} `)) set.add(number); return set; };
const cache = new Map(), scan = (text) => { if (!cache.has(text)) cache.set(text, holding(text)); return cache.get(text); };
const forms = (list) => page.evaluate(async (list) => { const { index } = await window.dossierSearch.open(new URL('.', location)); return Promise.all(list.map((word) => index.forms(word))); }, list);
const queries = [];
while (queries.length < 300) {
  const parts = [], wanted = [];
  for (let n = 1 + roll(3); n > 0; n--) {
    const block = words(pick(pick(articles).blocks)), at = roll(Math.max(1, block.length - 3)), run = block.slice(at, at + 1 + roll(3)).join(' '), word = pick(block);
    if (!run || !word) continue;
    switch (roll(6)) {
      case 0: case 1: parts.push(`"${run}"`); wanted.push(scan(run)); break;
      case 2: case 3: { const [all] = await forms([word]), set = new Set(); for (const form of all) for (const number of scan(form)) set.add(number); parts.push(word); wanted.push(set); break; }
      case 4: { if (!parts.length) continue; const set = scan(run); parts.push(`-"${run}"`); wanted.push(new Set(Array.from(numbers.keys()).filter((number) => !set.has(number)))); break; }
      default: { const year = 2012 + roll(14), set = new Set(), before = roll(2) === 0; for (const [number, { date }] of numbers) if (date && (before ? date < `${year}` : date > `${year}-99`)) set.add(number); parts.push(`${before ? 'before' : 'after'}:${year}`); wanted.push(set); }
    }
  }
  if (parts.length) queries.push({ q: `${parts.join(' ')} `, wanted: Array.from(wanted.reduce((a, b) => new Set(Array.from(a).filter((number) => b.has(number))))).sort((a, b) => a - b) });
}
for (const address of [server.address, `file://${site}/`]) {
  await page.goto(`${address}search.html`);
  const answers = await page.evaluate(async (queries) => {
    const search = await window.dossierSearch.open(new URL('.', location)), all = [];
    for (const q of queries) { const answer = await search.answer(q); all.push(answer.instead || answer.some ? [] : answer.pages.slice().sort((a, b) => a - b)); }
    return all;
  }, queries.map(({ q }) => q));
  const wrong = queries.filter(({ wanted }, i) => wanted.join() !== answers[i].join());
  console.log(`${new URL(address).protocol} ${queries.length - wrong.length} of ${queries.length} queries find what the scan finds (${queries.filter(({ wanted }) => wanted.length).length} find anything)`);
  for (const { q, wanted } of wrong.slice(0, 5)) console.log(`  ${q}: ${wanted.length} wanted, ${answers[queries.findIndex((query) => query.q === q)].length} found`);
  if (wrong.length) process.exitCode = 1;
}
await browser.close();
server.close();
