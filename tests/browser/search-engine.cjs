/* Answers queries with the engine of the search, without a browser.
   node tests/browser/search-engine.cjs SITE QUERIES.json
   SITE holds `search/`; QUERIES.json is a list of { q, filters?, sort? }, { fold: text } for the words of a text,
   { stem: word, language } for its keys, or { reference: text } for where it leads. Prints a JSON list: for each query the addresses of
   the pages, the words, the keys, or the address. With `relaxed` the pages that are shown instead come too. */
'use strict';
const fs = require('fs'), path = require('path');
const engine = require(path.join(__dirname, '../../themes/default/static/search.js'));

const [site, queries] = process.argv.slice(2);
let given;
globalThis.dossierShard = (payload) => { given = payload; };

async function load(name) {
  given = undefined;
  (0, eval)(fs.readFileSync(path.join(site, 'search', `${name}.js`), 'utf8'));
  return given;
}

(async () => {
  const search = new engine.Search(await engine.Index.open(load)), answers = [];
  for (const query of JSON.parse(fs.readFileSync(queries, 'utf8'))) {
    if (query.fold !== undefined) { answers.push(engine.foldedWords(query.fold)); continue; }
    if (query.stem !== undefined) { answers.push(await search.index.keys(query.language, query.stem)); continue; }
    if (query.reference !== undefined) { const place = await search.reference(query.reference); answers.push(place ? [place.url] : []); continue; }
    const answer = await search.answer(query.q, query), pages = [];
    if (query.relaxed || !answer.instead && !answer.some) for (const page of answer.pages) pages.push((await search.index.page(page)).url);
    answers.push(pages);
  }
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => { console.error(error); process.exit(1); });
