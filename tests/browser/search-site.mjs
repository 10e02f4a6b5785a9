/* What the browser checks of the search share: a bare site around an index, a server, a generator of random numbers. */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const statics = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../themes/default/static');

/** The policy of the published pages, as the theme has it: what the scripts may do must be enough for them. */
const POLICY = /Content-Security-Policy" content="([^"]+)"/u.exec(fs.readFileSync(path.join(statics, '../templates/base.html'), 'utf8'))[1];

/** Writes the pages and scripts that a search needs into a folder that holds `search/`, in the columns of the default theme, so that as
    many results are in view. `policy: false` leaves the second net away. */
export function layOut(site, { policy = true } = {}) {
  fs.mkdirSync(path.join(site, 'assets'), { recursive: true });
  for (const name of ['search.js', 'search-page.js', 'search-box.js', 'search.css', 'dossier.css']) fs.copyFileSync(path.join(statics, name), path.join(site, 'assets', name));
  const head = (title, root) => `<!doctype html><html lang="en"><head><meta charset="utf-8">${policy ? `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` : ''}<title>${title}</title>` +
    `<link rel="icon" href="data:,"><link rel="stylesheet" href="${root}assets/dossier.css"><link rel="stylesheet" href="${root}assets/search.css">`;
  fs.writeFileSync(path.join(site, 'search.html'), `${head('Search', '')}<script src="assets/search.js" defer></script><script src="assets/search-page.js" defer></script></head>
<body><header class="mast"><div class="wrap mast-top"><a class="brand" href="search.html">Search</a></div><nav class="nav wrap"><ul><li><a href="search.html">Search</a></li></ul></nav></header>
<main id="main" class="wrap"><div class="sg"><div class="sg-q"><form class="find" id="search-form" role="search" action="search.html"><input name="q" type="search" aria-label="Search" data-search></form></div>
<aside class="fac"><div id="facets"></div></aside><div class="sg-r"><div class="res-h"><p id="status" role="status"></p></div><ol class="res" id="results"></ol></div><aside class="side"><div id="years"></div></aside></div></main></body></html>`);
  fs.mkdirSync(path.join(site, 'deep'), { recursive: true });
  fs.writeFileSync(path.join(site, 'deep/page.html'), `${head('Page', '../')}<script src="../assets/search-box.js" data-search="../assets/search.js" defer></script></head>
<body><header><form class="find" role="search" action="../search.html"><input name="q" type="search" aria-label="Search" data-search></form></header>
<main id="main"><p>Low <b>tide</b> at the harbour; tides, Tide and tideless. 潮水</p></main></body></html>`);
}

/** A server of plain files on a free port, below a sub-path as on GitHub Pages if `base` says so. */
export function serve(site, base = '/') {
  const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml' };
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname), file = path.join(site, path.normalize(name.slice(base.length - 1)));
    if (!name.startsWith(base) || !fs.existsSync(file) || !fs.statSync(file).isFile()) { response.writeHead(404).end(); return; }
    response.writeHead(200, { 'content-type': types[path.extname(file)] || 'application/octet-stream' }).end(fs.readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ address: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() })));
}

/** A generator of random numbers below a limit; the same in every run. */
export function dice(seed) {
  let state = BigInt(seed);
  return (limit) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 33n) % limit;
  };
}
