/* The pages for readers who have set larger text: at default sizes of 24 and 32 px and widths of 320 to 2560 px nothing is wider than
   the window, no column is so narrow that words stand letter by letter, and the site's title can be read.
   node tests/browser/scale.mjs [SITE]      without SITE the sample dossier is built into a temporary folder. */
import fs from 'node:fs';
import path from 'node:path';
import { launch } from './browser.mjs';
import { sample } from './sample.mjs';
import { serve } from './search-site.mjs';

const FONTS = [24, 32], WIDTHS = [320, 390, 600, 768, 1024, 1230, 1440, 1640, 1920, 2560];
/** Names narrower than this have a word to a line. */
const NARROWEST = 8;

const { site, remove } = sample(process.argv[2]);
const first = (folder) => `${folder}/${fs.readdirSync(path.join(site, folder)).filter((name) => name.endsWith('.html') && name !== 'index.html').sort()[0]}`;
const folders = ['articles', 'people', 'organizations', 'places', 'topics', 'events', 'sources'].filter((folder) => fs.existsSync(path.join(site, folder)));
const pages = ['index.html', 'statements.html', 'statements-by-topic.html', 'timeline.html', 'network.html', 'sources.html', 'search.html', 'search.html?q=the', '404.html', 'articles/index.html', 'people/index.html', 'events/index.html', ...folders.map(first)]
  .filter((name) => fs.existsSync(path.join(site, name.split('?')[0])));
const faults = new Set();

const server = await serve(site, '/some/project/');
try {
  for (const font of FONTS) {
    const browser = await launch([`--blink-settings=defaultFontSize=${font}`]);
    const page = await (await browser.newContext({ viewport: { width: 390, height: 900 } })).newPage();
    for (const name of pages) {
      await page.goto(server.address + name, { waitUntil: 'load' });
      if (name.includes('?')) await page.waitForSelector('#results li:not([aria-busy])');
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const text of await page.evaluate(look, NARROWEST)) faults.add(`${name}: ${text} (default font ${font} px, window ${width} px)`);
      }
    }
    await browser.close();
  }
} finally {
  server.close();
}
remove();
if (faults.size) { console.error([...faults].join('\n')); process.exit(1); }
console.log(`${pages.length} pages at default fonts of ${FONTS.join(' and ')} px and ${WIDTHS.length} widths, no fault`);

/** What is wrong with the page as it stands. */
function look(narrowest) {
  const found = [], root = document.documentElement, em = parseFloat(getComputedStyle(root).fontSize);
  if (root.scrollWidth > window.innerWidth) {
    const wide = Array.from(document.querySelectorAll('body *')).filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1 && !each.closest('.vh, .tw, pre')).pop();
    found.push(`${root.scrollWidth - window.innerWidth} px wider than the window: ${wide ? `${wide.tagName.toLowerCase()}.${wide.className} ${wide.textContent.trim().slice(0, 30)}` : ''}`);
  };
  const least = Math.min(narrowest * em, window.innerWidth * 0.3);
  for (const name of document.querySelectorAll('main :is(p, h1, h2, h3, blockquote, .t, .nm, li > a:first-child)')) {
    if (!name.textContent.trim() || name.closest('.vh, .prt, svg, .facts, .chips, dialog, .chart, .tl-m h3, .aka')) continue;
    const range = document.createRange();
    range.selectNodeContents(name);
    const lines = new Set(Array.from(range.getClientRects(), (box) => Math.round(box.top))).size, width = name.getBoundingClientRect().width;
    if (width > 1 && width < least && lines > 3 && lines > name.textContent.trim().split(/\s+/).length) found.push(`a column of ${Math.round(width)} px: ${name.textContent.trim().slice(0, 40)}`);
  }
  const brand = document.querySelector('.brand > span');
  if (brand && brand.getBoundingClientRect().width < 3 * em) found.push('the title of the site has no room');
  return found;
}
