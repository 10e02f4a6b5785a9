/* The built site in Chromium, below a sub-path over HTTP and from disk: no error, no request to elsewhere, nothing wider than the window,
   nothing that axe (accessibility) or the HTML validator (where there is Java) object to.
   node tests/browser/site.mjs [SITE]      without SITE the sample dossier is built into a temporary folder. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';
import { serve } from './search-site.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..'), require = createRequire(import.meta.url);
/** Pages of each folder that are opened; the others differ from them in their words only. */
const OF_EACH_FOLDER = 2;

/** Faults that are known and wait to be mended: they are shown and fail nothing. A line that nothing meets any longer goes away. */
const KNOWN = [
];

const work = process.argv[2] ? undefined : fs.mkdtempSync(path.join(os.tmpdir(), 'dossier-site-'));
const site = path.resolve(process.argv[2] ?? path.join(work, 'site'));
if (work) {
  const { status } = spawnSync('cargo', ['run', '--quiet', '--', 'build', '--quiet', '--root', root, '--output', site], { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(1);
}

const all = fs.readdirSync(site, { recursive: true }).map((name) => name.split(path.sep).join('/')).filter((name) => name.endsWith('.html')).sort();
const seen = new Map();
const pages = all.filter((name) => {
  const folder = path.posix.dirname(name), count = (seen.get(folder) || 0) + 1;
  seen.set(folder, count);
  return folder === '.' || count <= OF_EACH_FOLDER || name.endsWith('/index.html');
});
const faults = [];
const fault = (page, text) => { faults.push(`${page}: ${text}`); };
if (!all.includes('index.html')) fault('index.html', 'is not there');

const server = await serve(site, '/some/project/'), browser = await launch();
try {
  for (const base of [server.address, `${pathToFileURL(site)}/`]) {
    for (const width of [1440, 390]) await open(base, width);
  }
  await accessible(server.address);
} finally {
  await browser.close();
  server.close();
}
validate();
if (work) fs.rmSync(work, { recursive: true });
const known = KNOWN.filter(([pattern]) => faults.some((text) => pattern.test(text)));
for (const [, reason] of known) console.log(`known: ${reason}`);
const unknown = [...new Set(faults)].filter((text) => !KNOWN.some(([pattern]) => pattern.test(text)));
if (unknown.length) { console.error(unknown.join('\n')); process.exit(1); }
console.log(`${pages.length} of ${all.length} pages opened at two widths over HTTP and from disk, no other fault`);

/** Loads the pages as a reader does, with the policy that they carry. */
async function open(base, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 } }), page = await context.newPage();
  let name;
  page.on('pageerror', (error) => fault(name, `script: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error') fault(name, `console: ${message.text()}`); });
  page.on('requestfailed', (request) => { if (request.failure().errorText !== 'net::ERR_ABORTED') fault(name, `${request.url()} ${request.failure().errorText}`); });
  page.on('request', (request) => { if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(base)) fault(name, `asks elsewhere: ${request.url()}`); });
  for (name of pages) {
    if (/http-equiv="?refresh/i.test(fs.readFileSync(path.join(site, name), 'utf8'))) continue; // old addresses lead on at once
    await page.goto(base + encodeURI(name), { waitUntil: 'load' });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) fault(name, `${wider} px wider than a window of ${width}`);
    if (!(await page.title())) fault(name, 'has no title');
  }
  await context.close();
}

/** Asks axe about every page; it must run script that the pages' policy forbids. */
async function accessible(base) {
  const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true, colorScheme, reducedMotion: 'reduce' }), page = await context.newPage();
    for (const name of pages) {
      if (/http-equiv="?refresh/i.test(fs.readFileSync(path.join(site, name), 'utf8'))) continue;
      await page.goto(base + encodeURI(name), { waitUntil: 'load' });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
      for (const { id, help, nodes } of violations) fault(name, `axe ${id} (${colorScheme}): ${help}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
    }
    await context.close();
  }
}

/** Asks the validator about all pages at once. */
function validate() {
  if (spawnSync('java', ['-version']).status !== 0) { console.log('skipped: the HTML validator, since there is no Java'); return; }
  const jar = path.join(path.dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const { stderr, status, error } = spawnSync('java', ['-Xss2m', '-jar', jar, '--errors-only', '--skip-non-html', '--format', 'json', site], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) { fault('vnu', error.message); return; }
  let messages = [];
  try { ({ messages } = JSON.parse(stderr)); } catch { if (status !== 0) fault('vnu', stderr.slice(0, 2000)); }
  for (const { url, lastLine, firstColumn, message } of messages) {
    fault(decodeURI((url || '').replace(`${pathToFileURL(site)}/`, '').replace(`file:${site}/`, '')), `${lastLine ?? ''}:${firstColumn ?? ''} ${message}`);
  }
}
