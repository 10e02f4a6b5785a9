/* The search in Chromium, as a reader uses it: below a sub-path over http and from disk, with the policy of the pages and without, on a
   dossier whose titles, names and texts try to run script.
   node tests/browser/search.mjs        playwright-core must be resolvable; CHROMIUM names the browser; cargo builds the index. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { layOut, serve } from './search-site.mjs';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'dossier-search-')), content = path.join(work, 'content');
const EVIL = `<img src=x onerror="window.ran=1"></script><script>window.ran=1</script>`;

function write(folder, name, front, body) {
  fs.mkdirSync(path.join(content, folder), { recursive: true });
  fs.writeFileSync(path.join(content, folder, `${name}.md`), `---\n${front}\n---\n\n${body}\n`);
}
write('people', 'zoe-maer', 'title: Zoë Maer\naliases:\n  - Z. Maer\ndescription: Keeps the gauge', 'Zoë Maer keeps the tide gauge.');
write('people', 'jan-oster', 'title: Jan Oster', 'Jan Oster mends walls.');
write('places', 'low-harbour', `title: Low Harbour\ndescription: ${EVIL}`, 'A harbour.');
for (let i = 0; i < 30; i++) {
  write('articles', `tide-${i}`, `title: ${i === 7 ? `Tide ${EVIL}` : `Tide number ${i}`}\ndate: ${2013 + i % 3}-0${1 + i % 9}-11\npeople:\n  - ${i % 2 ? 'Zoë Maer' : 'Jan Oster'}\nplaces:\n  - Low Harbour\nsource:\n  name: ${i % 5 ? 'Harbour Post' : `Mud & <b>Tide</b>`}`,
    `The tide reached mark ${i} at the low harbour, said Zoë Maer.\n\n## Heading ${i}\n\nAnother paragraph ${EVIL} with mudflats${i === 3 ? ' and a zeppelin over the quay' : ''}. “Boats stay in,” said ${i % 2 ? 'Zoë Maer' : 'Jan Oster'}.`);
}

const browser = await launch();
let checks = 0;
for (const policy of [true, false]) {
  const site = path.join(work, policy ? 'with' : 'without');
  execFileSync('cargo', ['bench', '--quiet', '--profile', 'dev', '--bench', 'search', '--', content, site], { stdio: ['ignore', 'ignore', 'inherit'], cwd: path.join(path.dirname(fileURLToPath(import.meta.url)), '../..') });
  layOut(site, { policy });
  const server = await serve(site, '/some/project/');
  for (const root of [server.address, `file://${site}/`]) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } }), page = await context.newPage(), errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('dialog', (dialog) => { errors.push('dialog'); dialog.dismiss(); });
    await use(page, root);
    assert.deepEqual(errors, [], `${root}, policy: ${policy}`);
    await context.close();
  }
  server.close();
}
await browser.close();
fs.rmSync(work, { recursive: true });
console.log(`${checks} checks hold`);

async function use(page, root) {
  const status = () => page.textContent('#status'), params = () => new URL(page.url()).searchParams;
  const becomes = async (text) => { await page.waitForFunction((text) => document.getElementById('status').textContent.startsWith(text), text, { timeout: 30_000 }).catch(async () => assert.fail(`${text} wanted, ${await status()} shown: ${root}`)); checks++; };
  const same = (a, b) => { assert.deepEqual(a, b); checks++; };
  const titles = async () => { await page.waitForFunction(() => document.querySelector('#results > li:not([aria-busy])')); return page.$$eval('#results > li:not([aria-busy]) h2', (all) => all.map((title) => title.textContent)); };
  const unharmed = async () => same(await page.evaluate(() => [window.ran, document.querySelectorAll('main img, main script, main b img').length]), [undefined, 0]);

  // a query by address, a phrase, marks and paragraph keys
  await page.goto(`${root}search.html?q=${encodeURIComponent('"over the quay"')}`);
  await becomes('1 result for "over the quay"');
  same(await titles(), ['Tide number 3']);
  same(await page.$$eval('#results mark', (all) => all.map((mark) => mark.textContent)), ['over the quay']);
  const link = await page.getAttribute('#results h2 a', 'href');
  assert.match(link, /^articles\/tide-3\.html\?mark=over%20the%20quay#p-[0-9a-f]{8}$/);
  await unharmed();

  // a reference is an address; a form that stands nowhere; no filter is given up
  await page.fill('input[name=q]', 'A4 ¶2');
  await becomes('1 result for A4 ¶2');
  same(await titles(), ['Tide number 11']);
  assert.match(await page.getAttribute('#results h2 a', 'href'), /^articles\/tide-11\.html#p-[0-9a-f]{8}$/);
  await page.fill('input[name=q]', 'reaching');
  await becomes('30 results for reaching');
  await page.fill('input[name=q]', 'zeppelin submarine after:2016');
  await becomes('No page matches zeppelin submarine after:2016');

  // typing, a misspelt name, a word that is none
  await page.fill('input[name=q]', 'zoe mear');
  await becomes('31 results for Zoë Maer');
  same((await titles())[0], 'Zoë Maer');
  assert.match(await page.textContent('#search-notes'), /Nothing matches zoe mear\. Showing Zoë Maer instead/);
  await page.fill('input[name=q]', 'year:soon tide');
  await becomes('31 results for year:soon tide');
  assert.match(await page.textContent('#search-notes'), /year:soon is not understood/);

  // choices: narrower, in the address, away again by the back button
  await page.fill('input[name=q]', 'tide ');
  await becomes('31 results for tide');
  await page.press('input[name=q]', 'Enter');
  await page.waitForFunction(() => document.querySelectorAll('#facets fieldset label').length > 8);
  await page.click('#facets label:has-text("2014")');
  await becomes('10 results');
  await page.click('#facets label:has-text("2015")');
  await becomes('20 results');
  await page.click('#facets fieldset:has(legend:text-is("People")) label:has-text("Jan Oster")');
  await becomes('10 results');
  same(params().getAll('year').sort(), ['2014', '2015']);
  same(params().get('people'), 'jan-oster');
  await page.reload();
  await becomes('10 results');
  same(await page.$$eval('#chips button', (all) => all.length), 4);
  await page.waitForFunction(() => /Jan Oster/.test(document.getElementById('chips').textContent));
  await page.goBack();
  await becomes('20 results');
  await page.click('#chips button:last-child');
  await becomes('31 results');
  await page.click('#sort button:last-child');
  await page.waitForFunction(() => new URLSearchParams(location.search).get('sort') === 'date');
  await page.waitForFunction(() => /2015/.test(document.querySelector('#results > li:not([aria-busy]) .m')?.textContent || ''));
  checks++;

  // keys
  await page.focus('input[name=q]');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement.closest('#results > li:first-child'));
  await page.keyboard.press('j');
  await page.waitForFunction(() => document.activeElement.closest('#results > li:nth-child(2)'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  same(await page.evaluate(() => document.activeElement.name), 'q');
  await page.keyboard.press('Escape');
  same(await page.inputValue('input[name=q]'), '');

  // queries that try something
  for (const query of [EVIL, '"><svg onload=window.ran=1>', 'javascript:window.ran=1', '((((', '\\', '"', '- -', 'OR OR', 'who:', 'who:<b>', '%00%ff', '__proto__ constructor toString', 'a'.repeat(5000), '𠀀'.repeat(300), '\u0000\u202e', 'kind:constructor', 'year:9999999999', '"a b" -"c" OR x who:zoe about:harbour']) {
    await page.goto(`${root}search.html?q=${encodeURIComponent(query)}&people=${encodeURIComponent(EVIL)}&${encodeURIComponent('__proto__')}=1&sort=${encodeURIComponent(EVIL)}`);
    await page.waitForFunction(() => !/^$|Searching/.test(document.getElementById('status').textContent));
    await page.goto(`${root}search.html?q=${encodeURIComponent(query)}`);
    await page.waitForTimeout(120);
    await unharmed();
  }
  await page.goto(`${root}search.html?q=onerror`);
  await becomes('30 results');
  await page.waitForTimeout(300);
  await unharmed();

  // the field of another page, and the marks there
  await page.goto(`${root}deep/page.html?mark=${encodeURIComponent('tide|(((|harbour|潮|<img src=x onerror=window.ran=1>')}`);
  same(await page.$$eval('main mark', (all) => all.map((mark) => mark.textContent)), ['tide', 'harbour', 'Tide', '潮']);
  await page.keyboard.press('/');
  await page.keyboard.type('zoe mae');
  await page.waitForSelector('#find-list [role=option]');
  same(await page.textContent('#find-list [role=option]:first-child bdi'), 'Zoë Maer');
  await page.keyboard.press('ArrowDown');
  same(await page.getAttribute('input[name=q]', 'aria-activedescendant'), 'find-0');
  const [request] = await Promise.all([page.waitForRequest((request) => request.isNavigationRequest()), page.keyboard.press('Enter')]);
  same(request.url(), `${root}people/zoe-maer.html`);
}
