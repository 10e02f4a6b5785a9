/* The built site in Chromium, below a sub-path over HTTP and from disk: no error, no request to elsewhere, nothing wider than the window
   at twelve widths, nothing that axe (accessibility) or the HTML validator (where there is Java) object to.
   node tests/browser/site.mjs [SITE]      without SITE the sample dossier is built into a temporary folder. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';
import { sample } from './sample.mjs';
import { serve } from './search-site.mjs';
import { validate } from './validate.mjs';

const require = createRequire(import.meta.url);
/** Pages of each folder that are opened; the others differ from them in their words only. All pages are validated. */
const OF_EACH_FOLDER = 2;
const WIDTHS = [320, 360, 390, 480, 600, 819, 820, 999, 1240, 1440, 1920, 2560];

const { site, remove } = sample(process.argv[2]);
const all = fs.readdirSync(site, { recursive: true }).map((name) => name.split(path.sep).join('/')).filter((name) => name.endsWith('.html')).sort();
const seen = new Map();
const pages = all.filter((name) => {
  const folder = path.posix.dirname(name), count = (seen.get(folder) || 0) + 1;
  seen.set(folder, count);
  const leadsOn = /http-equiv="?refresh/i.test(fs.readFileSync(path.join(site, name), 'utf8')); // old addresses lead on at once
  return !leadsOn && (folder === '.' || count <= OF_EACH_FOLDER || name.endsWith('/index.html'));
});
const faults = new Set();
const fault = (page, text) => { faults.add(`${page}: ${text}`); };
if (!all.includes('index.html')) fault('index.html', 'is not there');

const server = await serve(site, '/some/project/'), browser = await launch();
try {
  await open(server.address, WIDTHS);
  await open(`${pathToFileURL(site)}/`, [1440]);
  await accessible(server.address);
} finally {
  await browser.close();
  server.close();
}
for (const message of validate(site)) faults.add(message);
remove();
if (faults.size) { console.error([...faults].join('\n')); process.exit(1); }
console.log(`${pages.length} of ${all.length} pages opened over HTTP and from disk, at ${WIDTHS.length} widths, no fault`);

/** Loads the pages as a reader does, with the policy that they carry. */
async function open(base, widths) {
  const context = await browser.newContext({ viewport: { width: widths[0], height: 900 } }), page = await context.newPage();
  let name;
  page.on('pageerror', (error) => fault(name, `script: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error') fault(name, `console: ${message.text()}`); });
  page.on('requestfailed', (request) => { if (request.failure().errorText !== 'net::ERR_ABORTED') fault(name, `${request.url()} ${request.failure().errorText}`); });
  page.on('request', (request) => { if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(base)) fault(name, `asks elsewhere: ${request.url()}`); });
  for (name of pages) {
    await page.goto(base + encodeURI(name), { waitUntil: 'load' });
    if (!(await page.title())) fault(name, 'has no title');
    for (const width of widths) {
      if (widths.length > 1) await page.setViewportSize({ width, height: 900 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wider > 0) fault(name, `${wider} px wider than a window of ${width}`);
    }
  }
  await context.close();
}

/** Asks axe about every page: WCAG 2.0 to 2.2, A and AA, and what it calls best practice. It must run script that the pages' policy forbids. */
async function accessible(base) {
  const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' }), page = await context.newPage();
  for (const name of pages) {
    await page.goto(base + encodeURI(name), { waitUntil: 'load' });
    await page.evaluate(axe);
    for (const [width, colorScheme] of [[1440, 'light'], [1440, 'dark'], [390, 'light'], [390, 'dark']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      // a change of colours needs no second look at the structure
      const only = colorScheme === 'light' ? { runOnly: tags } : { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block', 'target-size'] } };
      const { violations } = await page.evaluate((options) => globalThis.axe.run(document, { ...options, resultTypes: ['violations'] }), only);
      for (const { id, help, nodes } of violations) fault(name, `axe ${id} (${width} px, ${colorScheme}): ${help}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
    }
  }
  await context.close();
}
