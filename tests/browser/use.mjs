/* What readers do with the pages, in Chromium: with keys alone, with a mouse, by touch, on paper, without script, from disk and below a
   sub-path, in both themes and in other colours than ours.
   node tests/browser/use.mjs [SITE]      without SITE the sample dossier is built into a temporary folder. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import zlib from 'node:zlib';
import { launch } from './browser.mjs';
import { build, sample } from './sample.mjs';
import { serve } from './search-site.mjs';

const { site, remove } = sample(process.argv[2]);
const server = await serve(site, '/some/project/'), browser = await launch();
const base = server.address;
/** An article with names, quotations and notes; a person; both as their address. */
const article = first('articles', (html) => html.includes('class="mn') && html.includes('class="e e-person"'));
const speaker = first('people', (html) => html.includes('id="st"') && html.includes('class="st"') && !html.includes('ent-t'));
const person = first('people', (html) => html.includes('id="co"'));

function first(folder, wanted) {
  const names = fs.readdirSync(path.join(site, folder)).filter((name) => name !== 'index.html' && name.endsWith('.html')).sort();
  const found = names.find((name) => wanted(fs.readFileSync(path.join(site, folder, name), 'utf8')));
  assert.ok(found, `no page in ${folder} has everything that is tried`);
  return `${folder}/${found}`;
}

const checks = {
  async 'keys alone reach the text, the search and a result'(page) {
    await page.goto(`${base}index.html`);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
    await page.keyboard.type('missile');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#results li h2 a');
    assert.match(page.url(), /search\.html\?q=missile/);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await Promise.all([page.waitForURL((url) => !url.pathname.endsWith('search.html')), page.keyboard.press('Enter')]);
    assert.ok(await page.locator('h1').isVisible());
  },

  async 'every control of an article can be reached and is seen when it is'(page) {
    await page.goto(base + article);
    const controls = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, summary')].filter((x) => x.checkVisibility() && x.tabIndex >= 0 && !x.closest('.skip')).length);
    let reached = 0, hidden = 0;
    for (let n = 0; n < controls + 20; n++) {
      await page.keyboard.press('Tab');
      const state = await page.evaluate(() => {
        const x = document.activeElement;
        if (x === document.body) return 'end';
        const style = getComputedStyle(x);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? 'seen' : `unseen ${x.outerHTML.slice(0, 80)}`;
      });
      if (state === 'end') break;
      reached++;
      if (state !== 'seen') hidden = state;
    }
    assert.ok(reached >= controls, `${reached} of ${controls} controls reached`);
    assert.equal(hidden, 0);
  },

  async 'single keys switch the theme, show the list of keys, and can be turned off'(page) {
    await page.goto(`${base}index.html`);
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await page.keyboard.press('t');
    assert.equal(await theme(), 'dark');
    await page.goto(base + article);
    assert.equal(await theme(), 'dark', 'the next page remembers it');
    await page.click('[data-theme-toggle]');
    assert.equal(await theme(), 'light');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
    await page.locator('dialog input[type=checkbox]').uncheck();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await page.keyboard.press('t');
    assert.equal(await theme(), 'light', 'single keys are off');
  },

  async 'a card opens under a resting pointer, stays while pointed at, and Escape closes it'(page) {
    await page.goto(base + article);
    const name = page.locator('.prose a.e-person').first(), card = page.locator('.pv');
    await name.scrollIntoViewIfNeeded();
    await name.hover();
    await page.waitForTimeout(150);
    assert.equal(await card.count(), 0, 'not at once');
    await card.waitFor();
    assert.equal(await name.getAttribute('aria-describedby'), 'pv-card');
    const box = await card.boundingBox(), view = page.viewportSize();
    assert.ok(box.x >= 0 && box.x + box.width <= view.width && box.y >= 0 && box.y + box.height <= view.height, 'in view');
    await card.hover();
    await page.waitForTimeout(400);
    assert.equal(await card.count(), 1, 'it stays while it is pointed at');
    await page.mouse.move(2, 2);
    await card.waitFor({ state: 'detached' });
    await name.hover();
    await card.waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await card.count(), 0);
    await page.mouse.move(2, 2);
    await page.keyboard.press('Tab'); // focus that the keyboard moves opens it
    await page.evaluate(() => document.querySelector('.prose .pn').focus());
    for (let n = 0; n < 30 && !(await page.evaluate(() => document.activeElement.matches('.prose a.e'))); n++) await page.keyboard.press('Tab');
    await card.waitFor();
    const title = await page.evaluate(() => document.activeElement.getAttribute('href').replace('../', '').replace('.html', ''));
    assert.equal(await card.locator('[data-for]').getAttribute('data-for'), title);
    for (const link of await card.locator('a').all()) assert.ok(fs.existsSync(path.join(site, decodeURI(new URL(await link.evaluate((a) => a.href)).pathname).replace('/some/project/', ''))));
  },

  async 'a copied link leads to its paragraph, by its number too, and to the nearest place when it is gone'(page) {
    const place = (hash) => page.evaluate((to) => { location.hash = to; }, hash).then(() => page.waitForTimeout(100));
    const top = (selector) => page.evaluate((one) => document.querySelector(one).getBoundingClientRect().top, selector);
    await page.goto(base + article);
    const third = await page.evaluate(() => document.querySelectorAll('.prose .pn')[2].getAttribute('href'));
    await place(third);
    assert.ok(Math.abs(await top(third)) < 200, 'the paragraph itself');
    await place('#3');
    assert.ok(Math.abs(await top(third)) < 200, 'by its number');
    assert.equal(await page.locator('.toast').count(), 0, 'nothing to say');
    await place(`${third}-7`);
    assert.ok(Math.abs(await top(third)) < 200, 'what is left of equal ones');
    assert.match(await page.locator('.toast').first().textContent(), /rewritten or taken out/);
    await page.goto(`${base}${article}#p-00000000`);
    await page.reload();
    assert.match(await page.locator('.toast').textContent(), /nearest place/);
  },

  async 'a touch follows the link and opens no card'() {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }), page = await context.newPage();
    await page.goto(base + article);
    const name = page.locator('.prose a.e-person').first();
    await name.scrollIntoViewIfNeeded();
    const target = await name.getAttribute('href');
    await Promise.all([page.waitForURL((url) => url.pathname.endsWith(target.replace('../', ''))), name.tap()]);
    assert.equal(await page.locator('.pv').count(), 0);
    await context.close();
  },

  async 'the menu opens on small screens, with and without script, and Escape closes it'() {
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled }), page = await context.newPage();
      await page.goto(base + article);
      const link = page.locator('#nav a[href$="timeline.html"]');
      assert.equal(await link.isVisible(), false);
      await page.click('.menu-b');
      assert.ok(await link.isVisible());
      await page.keyboard.press('Escape');
      assert.equal(await link.isVisible(), false);
      await page.click('.menu-b');
      await Promise.all([page.waitForURL(/timeline\.html$/), link.click()]);
      await context.close();
    }
  },

  async 'a filter that leaves nothing says so'(page) {
    for (const [name, field] of [['people/index.html', '[data-filter]'], ['statements.html', '[data-filter-st]']]) {
      await page.goto(base + name);
      await page.fill(field, 'zzzz');
      const said = await page.locator('[data-count]').textContent();
      assert.ok(said && !/0/.test(said), `${name}: ${said}`);
    }
  },

  async 'on a small screen the text and what is said begin within the first screen'(page) {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [name, what] of [[article, '.body.prose > p:not(.stand)'], [speaker, '#st .st']]) {
      await page.goto(base + name);
      const top = await page.evaluate((what) => document.querySelector(what).getBoundingClientRect().top + scrollY, what);
      assert.ok(top <= 600, `${name}: ${top} px`);
    }
  },

  async 'an index filters and sorts, statements filter, the network filters'(page) {
    await page.goto(`${base}people/index.html`);
    const rows = page.locator('#pt tbody tr:visible'), count = await rows.count();
    await page.fill('[data-filter]', (await page.locator('#pt tbody th').first().textContent()).split(',')[0]);
    assert.ok(await rows.count() < count);
    assert.match(await page.locator('[data-count]').textContent(), /\d/);
    await page.fill('[data-filter]', '');
    await page.click('[data-sort="3"]');
    const mentions = await page.locator('#pt .c-m').evaluateAll((cells) => cells.map((cell) => +cell.dataset.v));
    assert.deepEqual(mentions, [...mentions].sort((a, b) => b - a));
    await page.goto(`${base}statements.html`);
    const statements = page.locator('.st:visible'), all = await statements.count();
    await page.locator('[data-verb]').nth(1).click();
    assert.ok(await statements.count() < all && await statements.count() > 0);
    await page.goto(`${base}network.html`);
    const names = page.locator('.net [data-node]:not([data-off])'), shown = await names.count(), off = page.locator('button[data-kind][aria-pressed=false]');
    if (await off.count()) { await off.first().click(); assert.ok(await names.count() > shown); }
    await page.locator('[data-min]').last().click();
    assert.ok(await names.count() < shown + 20);
    await names.first().hover();
    assert.ok(await page.locator('.net.dim').count());
    await page.goto(`${base}timeline.html`);
    const years = () => page.locator('.tl-y > h2').allTextContents(), before = await years();
    await page.click('[data-turn]');
    assert.deepEqual(await years(), before.reverse());
  },

  async 'names in drawings do not meet, labels below charts stay in their cells'(page) {
    for (const name of ['index.html', 'timeline.html', 'network.html']) {
      await page.goto(base + name);
      await page.evaluate(() => document.fonts.ready);
      const buttons = page.locator('button[data-kind][aria-pressed=false]');
      for (let all = false; ; all = true) {
        const { met, count } = await page.evaluate(meeting);
        assert.deepEqual(met, [], name);
        assert.ok(count > 2, `${name}: ${count} names`);
        if (all || !(await buttons.count())) break;
        while (await buttons.count()) await buttons.first().click(); // places and topics as well
      }
    }
    for (const name of [person, 'search.html?q=missile']) {
      await page.goto(base + name);
      await page.locator('.chart ol li').first().waitFor();
      for (const width of [320, 390, 820, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => [...document.querySelectorAll('.chart ol li')].filter((x) => x.scrollWidth > x.clientWidth + 1).map((x) => x.textContent));
        assert.deepEqual(wide, [], `${name} at ${width} px`);
      }
    }
  },

  async 'references are copied'(page) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(base).origin });
    await page.goto(base + article);
    await page.click('[data-copy-from="cite"]');
    await page.waitForSelector('.toast');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.locator('#cite').textContent());
    const forms = ['Chicago', 'APA 7', 'MLA 9', 'Harvard', 'BibTeX', 'RIS', 'CSL JSON'];
    for (const form of forms) {
      const box = page.locator('.cite ~ .chips details').filter({ has: page.locator('summary', { hasText: form }) });
      await box.locator('summary').click();
      await box.locator('button').click();
      const text = await box.locator('p, pre').textContent();
      await page.waitForFunction((want) => navigator.clipboard.readText().then((got) => got === want), text);
    }
    assert.equal(await page.locator('.chips :is(p, pre):visible').count(), 1, 'one closes as the next opens, so that no chip jumps');
  },

  async 'without script all lists are there, and nothing that needs it'() {
    const context = await browser.newContext({ javaScriptEnabled: false }), page = await context.newPage();
    for (const name of ['index.html', 'people/index.html', 'statements.html', 'network.html', 'timeline.html', 'search.html', article, person]) {
      await page.goto(base + name);
      assert.equal(await page.locator('.js-only:visible').count(), 0, name);
      assert.ok(await page.locator('main a[href]:visible').count() > 3, name);
    }
    await page.goto(`${base}people/index.html`);
    await Promise.all([page.waitForURL(/people\/(?!index)/), page.locator('#pt tbody a').first().click()]);
    await context.close();
  },

  async 'the same from disk: links, cards, search'(page) {
    await page.goto(`${pathToFileURL(site)}/index.html`);
    await Promise.all([page.waitForURL((url) => url.pathname.includes('/articles/')), page.locator('.al a.t').first().click()]);
    assert.ok(await page.locator('h1').isVisible());
    await page.goto(`${pathToFileURL(site)}/${article}`);
    await page.locator('.prose a.e-person').first().hover();
    await page.locator('.pv').waitFor();
    await page.goto(`${pathToFileURL(site)}/search.html?q=missile`);
    await page.waitForSelector('#results li h2 a');
    await Promise.all([page.waitForURL((url) => url.protocol === 'file:' && !url.pathname.endsWith('search.html')), page.locator('#results li h2 a').first().click()]);
    assert.ok(await page.locator('h1').isVisible());
  },

  async 'print: a clean document with full addresses'(page) {
    for (const name of [article, person, 'statements.html']) {
      await page.goto(base + name);
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      assert.ok(sheets >= 1 && sheets < 40, `${name}: ${sheets} sheets`);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const seen = await page.evaluate(() => ({
        controls: [...document.querySelectorAll('.nav, .mast .find, .mast .ib, .js-only, .chips, .jump')].filter((x) => x.checkVisibility()).length,
        paper: getComputedStyle(document.body).backgroundColor,
        wide: document.documentElement.scrollWidth - innerWidth,
      }));
      assert.deepEqual(seen, { controls: 0, paper: 'rgb(255, 255, 255)', wide: 0 }, name);
      await page.emulateMedia({ media: null, colorScheme: null });
    }
  },

  async 'other colours, less motion, more contrast'(page) {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.goto(base + article);
    const mark = await page.evaluate(() => getComputedStyle(document.querySelector('.k-person'), '::before').backgroundColor);
    assert.notEqual(mark, 'rgba(0, 0, 0, 0)');
    await page.locator('.prose a.e-person').first().hover();
    await page.locator('.pv').waitFor();
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.pv')).animationName), 'none');
    const plain = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink-3'));
    const before = await plain();
    await page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
    assert.notEqual(await plain(), before);
  },

  async 'a dossier from right to left, with a text from left to right in it'(page) {
    const site = fs.mkdtempSync(path.join(os.tmpdir(), 'dossier-rtl-'));
    build(path.join(path.dirname(fileURLToPath(import.meta.url)), 'rtl'), path.join(site, 'out'));
    const names = ['index.html', 'articles/1.html', 'articles/4.html', 'people/ava.html', 'people/index.html', 'statements.html', 'timeline.html', 'sources.html', 'network.html'];
    for (const name of names) {
      await page.goto(`${pathToFileURL(site)}/out/${name}`);
      assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['fa', 'rtl']);
      for (const width of [320, 390, 820, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        // what runs over on the left cannot be scrolled to, so it is looked for
        const outside = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((x) => {
          const { left, right, width } = x.getBoundingClientRect();
          return width && x.checkVisibility() && !x.closest('.vh, .skip, .net-w, .tw, pre') && (left < -1 || right > innerWidth + 1);
        }).map((x) => `${x.tagName}.${x.getAttribute('class')}`).slice(0, 3));
        assert.deepEqual(outside, [], `${name} at ${width} px`);
      }
    }
    await page.goto(`${pathToFileURL(site)}/out/articles/1.html`);
    const rail = await page.locator('.rail').boundingBox(), text = await page.locator('.prose').boundingBox();
    assert.ok(rail.x > text.x + text.width - 1, 'the rail stands on the right');
    assert.match(await page.locator('time').first().textContent(), /[۰-۹]/);
    assert.equal(await page.locator('.pn').first().getAttribute('aria-label'), 'پیوند به بند 1');
    await page.locator('.prose a.e-person').first().hover();
    const card = await page.locator('.pv').boundingBox();
    assert.ok(card.x >= 0 && card.x + card.width <= 1440);
    await page.goto(`${pathToFileURL(site)}/out/articles/4.html`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.prose > p')).direction), 'ltr');
    fs.rmSync(site, { recursive: true });
  },

  async 'the first view is light'(page) {
    const italics = (html) => /<em>|<i>|<cite>/.test(html); // they load one font more
    const pages = [['index.html', 85], [person, 85], [first('articles', (html) => !italics(html)), 85], [first('articles', italics), 100]];
    for (const [name, most] of pages) {
      const loads = [], take = (response) => loads.push(response.body().then((body) => [response.url(), body], () => ['', Buffer.alloc(0)]));
      page.on('response', take);
      await page.goto(base + name, { waitUntil: 'networkidle' });
      page.off('response', take);
      // over the wire everything but fonts is compressed
      const bytes = (await Promise.all(loads)).map(([url, body]) => (url.endsWith('.woff2') ? body.length : zlib.gzipSync(body).length));
      const kb = bytes.reduce((sum, n) => sum + n, 0) / 1000;
      if (process.env.FIGURES) console.log(`${name}: ${kb.toFixed(1)} kB in ${bytes.length} files`);
      assert.ok(kb <= most, `${name}: ${kb.toFixed(1)} kB of ${most}`);
    }
  },

  async 'nothing moves while a page loads'(page) {
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const name of ['index.html', article, person, 'people/index.html', 'network.html', 'timeline.html', 'search.html?q=missile']) {
        await page.goto(base + name, { waitUntil: 'networkidle' });
        if (name.startsWith('search')) await page.waitForSelector('#results li:not([aria-busy]) h2');
        const shift = await page.evaluate(() => globalThis.shift);
        assert.ok(shift < 0.01, `${name} at ${width} px: ${shift}`);
      }
    }
  },
};

/** Run in the page: names of drawings that overlap, and how many names there are. */
function meeting() {
  const names = [...document.querySelectorAll('.net text, .strip svg text')].filter((text) => text.checkVisibility()).map((text) => [text.textContent, text.getBoundingClientRect()]);
  const met = [];
  names.forEach(([name, a], i) => names.slice(i + 1).forEach(([other, b]) => {
    // glyphs fill less than their line
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4) met.push(`${name} / ${other}`);
  }));
  return { met, count: names.length };
}

function focused(page) { return page.evaluate(() => document.activeElement.textContent.trim()); }

let failed = 0;
const only = process.env.ONLY; // words of the checks to run
for (const [name, check] of Object.entries(checks).filter(([name]) => !only || name.includes(only))) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } }), page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await check(page);
    assert.deepEqual(errors, []);
  } catch (error) {
    failed++;
    console.error(`${name}: ${error.message}`);
  }
  await context.close();
}
await browser.close();
server.close();
remove();
if (failed) process.exit(1);
console.log(`${Object.keys(checks).length} ways to use ${article}, ${person} and the lists`);
