/* Dossiers of hostile content (tests/cases/hostile) in Chromium with the content security policy switched off: on load, click, hover,
   focus, search and previews nothing runs, nothing is asked of another host, and no element, attribute or address stands on a page that
   content must not make. With the policy on, a page of each kind loads without a violation.
   node tests/browser/hostile.mjs [PATTERN]      PATTERN: only cases whose name matches. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { launch } from './browser.mjs';
import { serve } from './search-site.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..'), cases = path.join(root, 'tests/cases/hostile');
const only = new RegExp(process.argv[2] ?? '', 'iu');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'dossier-hostile-'));
const faults = new Set();
const fault = (where, text) => faults.add(`${where}: ${text}`);
let count = 0;

// ---------------------------------------------------------------- the cases
const unescaped = (text) => text.replace(/\\(n|r|t|\\|u\{([0-9a-f]+)\})/giu, (all, sign, hex) => ({ n: '\n', r: '\r', t: '\t', '\\': '\\' })[sign] ?? String.fromCodePoint(parseInt(hex, 16)));
const read = (name) => fs.readFileSync(path.join(cases, name), 'utf8');
const lines = (name) => read(name).split('\n').filter((line) => line && only.test(line)).map(unescaped);
const blocks = (name) => read(name).split(/^== /mu).slice(1).map((block) => [block.slice(0, block.indexOf('\n')), block.slice(block.indexOf('\n') + 1)]).filter(([title]) => only.test(title));
const named = (name) => lines(name).map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]);

function dossier(name, settings = 'title = "Hostile"\nbase_url = "https://dossier.example/sub"\n') {
  const folder = path.join(work, name);
  const put = (file, text) => { const to = path.join(folder, file); fs.mkdirSync(path.dirname(to), { recursive: true }); fs.writeFileSync(to, text); };
  put('dossier.toml', settings);
  put('content/people/ada.md', '---\ntitle: Ada Example\nsummary: A person.\n---\nAda Example met Bob Example.\n');
  put('content/people/bob.md', '---\ntitle: Bob Example\n---\n');
  return { folder, put, output: path.join(folder, 'output') };
}

const binary = process.env.DOSSIER_BINARY;
/** Builds; files that are refused, as they may be, are taken out and built without. Returns what was refused. */
function build({ folder }, refused = []) {
  const [command, ...first] = binary ? [binary] : ['cargo', 'run', '--quiet', '--'];
  const run = spawnSync(command, [...first, 'build', '--quiet', '--root', folder, '--today', '2026-11-24'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/u.test(run.stderr.replace(/\r/gu, ''))) fault(folder, 'control signs in messages');
  if (run.status === 0) return refused;
  const words = run.stderr;
  if (run.status !== 1) throw new Error(`the build ended with ${run.status} (${run.signal}): ${words.slice(-2000)}`);
  // names are printed with their control and direction signs escaped
  const shown = (name) => name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => (sign < '\u0100' ? `\\x${sign.codePointAt(0).toString(16).padStart(2, '0')}` : `\\u{${sign.codePointAt(0).toString(16)}}`));
  const files = [...new Set(fs.readdirSync(path.join(folder, 'content'), { recursive: true }).map((name) => `content/${name}`))]
    .filter((name) => fs.statSync(path.join(folder, name)).isFile() && words.split('\n').some((line) => line.startsWith(`${shown(name)}:`) && line.includes('error')));
  if (!files.length || refused.length > 400) throw new Error(`nothing to take out: ${words.slice(-3000)}`);
  for (const name of files) fs.rmSync(path.join(folder, name));
  return build({ folder }, [...refused, ...files]);
}

// ---------------------------------------------------------------- one dossier of everything that is text
const SINGLE = 8;
/** Folders of pages that front matter made and nobody wrote: they differ in their names only. */
const MADE = /^(organizations|places|topics|sources)$/u, OF_MADE = 8;
const site = dossier('site');
for (const [kind, list] of [['markdown', blocks('markdown.txt')], ['html', blocks('html.txt')]]) {
  for (const [number, [title, body]] of list.entries()) {
    count++;
    const again = kind === 'html' ? `\n\n> ${body.replace(/\n/gu, '\n> ')}\n\n- ${body.replace(/\n/gu, '\n  ')}\n\nText ${body.replace(/\n/gu, ' ')} text[^n].\n\n[^n]: ${body.replace(/\n/gu, ' ')}\n\n::: statement\nspeaker: Bob Example\n\nSo ${body.replace(/\n/gu, ' ')}\n:::\n` : '';
    site.put(`content/articles/${kind}-${number}.md`, `---\ntitle: ${JSON.stringify(title)}\n---\nAda Example was here.\n\n${body}${again}\n\nThe end. “So it is,” Ada Example said.\n`);
  }
}
/** A recorded statement whose every key and all of whose words are the value. */
const box = (value) => `::: statement\n${Object.entries({ speaker: value, verb: value, about: [value], source: value, denies: [value] }).map(([key, text]) => `${key}: ${JSON.stringify(text)}`).join('\n')}\n\n${value}\n:::\n`;
for (const [number, value] of lines('values.txt').entries()) {
  count++;
  const common = { title: value, summary: value, image_caption: value, image_alt: value, extra: { a: value, [value]: 1 }, tags: [value] };
  const put = (name, head, body) => site.put(`content/${name}.md`, `${JSON.stringify({ ...common, ...head })}\n\n${body}\n`);
  put(`articles/value-${number}`, { authors: [value], people: [value], organizations: [value], places: [value], topics: [value], events: [value], date: '2016-01-07', source: { name: value, author: value, license: value }, quotes: [{ text: value, speaker: value }],
    statements: [{ id: 'one', speaker: value, verb: value, text: value, about: [value], source: value }, { speaker: 'Ada Example', text: value, denies: ['one', value], supports: [value], status: 'alleged' }] },
  `“So it is,” ${value} said.\n\nAda Example.\n\n${box(value)}`);
  put(`people/value-${number}`, { aliases: [value, `${value} II`], family_name: value, facts: [{ label: value, value, source: value }], relations: [{ to: 'Ada Example', role: value, status: value, source: value }] }, value);
  put(`events/value-${number}`, { date: '2016-01-07', aliases: [`${value} event`], facts: [{ label: value, value }] }, value);
  put(`pages/value-${number}`, {}, value);
  // one key by itself, as most of these values are refused there; a few values tell it
  if (number < SINGLE) for (const [key, head] of Object.entries({ url: { source: { url: value } }, archive: { source: { archive_url: value } }, image: { image: value }, lang: { lang: value }, slug: { slug: value }, key: { key: value }, redirects: { redirects: [value] }, links: { links: { [value]: value, Ada: value } }, same: { source: value }, date: { date: value } })) {
    site.put(`content/articles/${key}-${number}.md`, `${JSON.stringify({ title: `${key} ${number}`, ...head })}\n\nAda Example said so.\n`);
  }
  site.put(`content/people/more-${number}.md`, `${JSON.stringify({ title: `More ${number}`, wikidata: value, same_as: [value], place: value })}\n\nText.\n`);
}

/** A PNG of one pixel with words in its metadata, a JPEG and a GIF. */
const crc = (bytes) => { const out = Buffer.alloc(4); out.writeUInt32BE(zlib.crc32 ? zlib.crc32(bytes) : crc32(bytes)); return out; };
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) { sum ^= byte; for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1)); }
  return ~sum >>> 0;
}
function png(words) {
  const chunk = (type, data) => { const body = Buffer.concat([Buffer.from(type), Buffer.from(data)]), length = Buffer.alloc(4); length.writeUInt32BE(data.length); return Buffer.concat([length, body, crc(body)]); };
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])), chunk('tEXt', Buffer.from(`Comment\0${words}`)), chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${words}`)),
    chunk('IDAT', zlib.deflateSync(Buffer.from([0, 1, 2, 3]))), chunk('IEND', Buffer.alloc(0)), Buffer.from(words)]);
}
function jpg(words) {
  const segment = (marker, data) => Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), Buffer.from(data)]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, Buffer.from(`Exif\0\0${words}`)), segment(0xfe, Buffer.from(words)), segment(0xed, Buffer.from(`Photoshop 3.0\0${words}`)), segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])), segment(0xc4, Buffer.alloc(20, 0)), segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0]), Buffer.from([0xff, 0xd9]), Buffer.from(words)]);
}
function gif(words) {
  const block = (data) => Buffer.concat([Buffer.from([data.length]), Buffer.from(data), Buffer.from([0])]);
  return Buffer.concat([Buffer.from('GIF89a'), Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]), Buffer.from([0x21, 0xfe]), block(Buffer.from(words)), Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2]), block([0x44, 1]), Buffer.from([0x3b]), Buffer.from(words)]);
}
const makers = { png, jpg, gif };
for (const [number, [name, words]] of named('pictures.txt').entries()) {
  count++;
  site.put(`content/articles/${name}`, makers[name.split('.')[1]](words));
  site.put(`content/articles/picture-${number}.md`, `---\ntitle: Picture ${number}\nimage: ${name}\n---\n![a](${name})\n`);
}
for (const [number, name] of lines('names.txt').entries()) {
  if (name.includes('/') || name.includes('\0')) continue;
  count++;
  site.put(`content/articles/${name}.md`, `Text of file ${number}. Ada Example.\n`);
  site.put(`content/articles/${name}.png`, png('x'));
  site.put(`content/articles/shows-${number}.md`, `![[${name}.png]]\n\n[link](<${encodeURIComponent(name)}.md>) ![x](<${encodeURIComponent(name)}.png>)\n`);
}
const refused = build(site);

// what the pictures said is gone, whatever the file
const gone = named('pictures.txt').map(([, words]) => words);
for (const name of fs.readdirSync(site.output, { recursive: true })) {
  const file = path.join(site.output, name);
  if (!/\.(png|jpg|gif)$/u.test(name) || !fs.statSync(file).isFile()) continue;
  const bytes = fs.readFileSync(file).toString('latin1');
  for (const words of gone) if (bytes.includes(words)) fault(name, `still says ${words}`);
}
// files that are not what they say are left out, each by itself; a drawing is written anew without what could run
const bad = dossier('files');
for (const [number, [name, words]] of named('files.txt').entries()) {
  count++;
  bad.put(`content/articles/${number}-${name}`, words);
  bad.put(`content/articles/file-${number}.md`, `![x](${number}-${name}) [y](${number}-${name})\n`);
}
const run = spawnSync(binary ?? 'cargo', [...(binary ? [] : ['run', '--quiet', '--']), 'build', '--root', bad.folder], { cwd: root, encoding: 'utf8' });
if (run.status !== 0) fault('files', `stop the build: ${run.status} ${run.stderr}`);
const published = fs.readdirSync(bad.output, { recursive: true }).filter((name) => fs.statSync(path.join(bad.output, name)).isFile());
for (const [number, [name, words]] of named('files.txt').entries()) {
  const files = published.filter((file) => path.basename(file).startsWith(`${number}-page`));
  if (!words.startsWith('<svg')) {
    if (!run.stderr.includes(`${number}-${name}\` is left out`)) fault(name, `is not said to be left out: ${run.stderr}`);
    if (files.length) fault(name, `is published as ${files}`);
  }
  for (const file of files) if (/script|onload|alert/iu.test(fs.readFileSync(path.join(bad.output, file), 'latin1'))) fault(file, 'may run something');
}

const sites = [['site', site.output]];
for (const [number, value] of lines('settings.txt').entries()) {
  count++;
  const text = JSON.stringify(value);
  const one = dossier(`settings-${number}`, `title = ${text}\ndescription = ${text}\nauthor = ${text}\n${value.includes('@') ? `contact = ${text}\n` : ''}[extra]\nx = ${text}\n`);
  one.put('content/articles/a.md', 'Ada Example said so.\n');
  try { build(one); } catch (error) { if (!/`contact` is neither/u.test(error.message)) throw error; continue; }
  sites.push([`settings-${number}`, one.output]);
}

// ---------------------------------------------------------------- the browser
/** Ids that templates and scripts of the theme give; those of content begin with one of PREFIXES. */
const themeText = ['templates', 'static'].flatMap((folder) => fs.readdirSync(path.join(root, 'themes/default', folder), { recursive: true }).filter((name) => /\.(html|js)$/u.test(name)).map((name) => fs.readFileSync(path.join(root, 'themes/default', folder, name), 'utf8'))).join('\n');
const themeIds = [...themeText.matchAll(/id\s*=\s*["'`]([\w-]+)["'`]/gu)].map((match) => match[1]);
const PREFIXES = ['p-', 'h-', 'fn-', 'fnref-', 'st-'];

/** Runs in every frame before its own scripts. */
function watch() {
  const note = (what) => { (window.top.ran ??= []).push(String(what)); };
  for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => note(name);
  addEventListener('click', (event) => { const link = event.target.closest?.('a, area'); if (link && link.protocol !== 'javascript:') event.preventDefault(); }, true);
  addEventListener('submit', (event) => event.preventDefault(), true);
}

/** Does to a page what a reader could, and says what is wrong with it. */
async function provoke({ themeIds, prefixes }) {
  const found = [], note = (text) => { if (found.length < 20) found.push(text); };
  const inside = document.querySelector('main') ?? document.body;
  if (!inside) return null; // between two pages
  const events = ['pointerover', 'mouseover', 'pointerenter', 'mouseenter', 'mousemove', 'pointerdown', 'mousedown', 'focus', 'focusin', 'click', 'dblclick', 'auxclick', 'contextmenu', 'keydown', 'keyup', 'input', 'change', 'toggle', 'beforetoggle', 'animationstart', 'animationend', 'transitionend', 'scroll', 'wheel', 'copy', 'paste', 'drag', 'drop', 'load', 'error', 'slotchange', 'close', 'begin'];
  const pulled = [...inside.querySelectorAll('*')].filter((element) => !element.closest('[data-theme-toggle], dialog'));
  for (const element of pulled.slice(0, 1500)) {
    const plain = [...element.attributes].some(({ name }) => !/^(class|href|rel|lang|dir|id)$/u.test(name));
    if (plain) for (const type of events) element.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
    if (/^(a|summary|button|input|label|area)$/iu.test(element.localName) || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') element.click?.();
    if (plain) element.focus?.();
  }
  await new Promise((done) => setTimeout(done, 0));
  const html = 'http://www.w3.org/1999/xhtml';
  const forbidden = 'iframe,frame,frameset,object,embed,applet,base,math,style,noscript,noembed,noframes,xmp,plaintext,marquee,template,slot,portal,video,audio,source,track,picture,map,area,keygen,foreignObject,animate,set,use,image,textarea,param,isindex';
  // the search page has words and lists for its script, and a text for those who have none
  const own = document.body.className === 'p-search' ? 'noscript, template#search-text, template#search-indexes' : '#';
  // formulas are ours: a program writes them, and content can name no class
  for (const element of document.querySelectorAll(forbidden)) if ((own === '#' || !element.matches(own)) && !element.matches('.math > math')) note(`<${element.localName}> ${element.outerHTML.slice(0, 120)}`);
  for (const element of document.querySelectorAll('*')) {
    if (element.localName.includes('-') || element.localName.includes(':')) note(`unknown element <${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (/^on/iu.test(name)) note(`${name} on <${element.localName}>`);
      if (/^(srcdoc|formaction|ping|background|srcset|xlink:href|xml:base|is|poster|autofocus|dynsrc|lowsrc)$/iu.test(name)) note(`${name}="${value}"`);
      if (/^(href|src|action|cite|data|manifest)$/iu.test(name)) {
        let url;
        try { url = new URL(value, document.baseURI); } catch { continue; }
        const own = url.origin === location.origin, link = element.localName === 'a' || name === 'cite' || (element.localName === 'link' && element.rel === 'canonical');
        if (!(own || (link && ['http:', 'https:', 'mailto:'].includes(url.protocol)))) note(`${name}="${value}" on <${element.localName}>`);
        if (element.localName === 'a' && !own && url.protocol !== 'mailto:' && !/noopener/u.test(element.rel)) note(`no rel on ${value}`);
      }
    }
    if (element.id && element.namespaceURI === html && element.closest('.prose') && !prefixes.some((prefix) => element.id.startsWith(prefix))) note(`id ${element.id} from content`);
    if (element.getAttribute('name') && inside.contains(element) && !/^(q|sort|cite)$/u.test(element.getAttribute('name'))) note(`name ${element.getAttribute('name')}`);
    if (element.id && (element.id in Object.prototype || (element.id in document && !themeIds.includes(element.id)))) note(`id ${element.id} clobbers`);
  }
  for (const script of document.scripts) if (script.type !== 'application/ld+json' && !new URL(script.src || 'x:').pathname.match(/\/(assets|search|cards)\//u)) note(`script ${script.outerHTML.slice(0, 120)}`);
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) JSON.parse(script.textContent);
  for (const form of document.forms) if (!/^([./a-z]*\/)?(search\.html)?$/u.test(form.getAttribute('action') ?? '') && form.method !== 'dialog') note(`form to ${form.getAttribute('action')}`);
  for (const meta of document.querySelectorAll('meta[http-equiv]')) if (meta.httpEquiv !== 'Content-Security-Policy') note(`meta ${meta.httpEquiv}`);
  const policy = document.querySelector('meta[charset] + meta[http-equiv="Content-Security-Policy"]');
  if (!policy) note('no policy right behind the charset');
  return { found, ran: window.ran ?? [] };
}

const browser = await launch();
/** Pages that are open at a time. */
const READERS = Math.max(2, Math.min(4, os.availableParallelism()));

/** What a page is asked may never be answered, if it goes elsewhere at that moment: the check must end all the same. */
const soon = (answer) => Promise.race([answer, new Promise((_, reject) => { setTimeout(() => reject(new Error('interrupted: no answer within a minute')), 60_000).unref(); })]);

/** Opens every page of a site, as several readers at once; what each is told to do bears the name of the case. */
async function open(name, output, { policy = false } = {}) {
  const server = await serve(output, '/sub/'), context = await browser.newContext({ bypassCSP: !policy, viewport: { width: 1200, height: 800 } });
  await context.addInitScript(watch);
  const pages = fs.readdirSync(output, { recursive: true }).map((file) => file.split(path.sep).join('/')).filter((file) => file.endsWith('.html')).sort()
    .filter((file) => !/http-equiv="?refresh/iu.test(fs.readFileSync(path.join(output, file), 'utf8')));
  const tasks = [], seen = new Map();
  for (const file of pages) {
    const folder = path.posix.dirname(file), nth = (seen.get(folder) ?? 0) + 1;
    seen.set(folder, nth);
    if (policy || name !== 'site' ? nth > 2 : MADE.test(folder) && nth > OF_MADE) continue;
    tasks.push([`${name}/${file}`, (reader) => reader.go(file.split('/').map(encodeURIComponent).join('/'))]);
  }
  const opened = tasks.length;
  if (name === 'site' && !policy) {
    for (const query of [...lines('queries.txt'), 'example', 'value', 'click']) { count++; tasks.push(...searches(query)); }
    tasks.unshift(['previews', previews]);
  }
  const next = tasks.values();
  const work = async () => {
    let reader = await sit();
    for (const [at, task] of next) {
      reader.at = at;
      const look = async () => { await task(reader); await reader.look(); };
      try { await soon(look()); } catch (error) {
        // a page may be on its way elsewhere when it is to go: once more, in a window that nothing happens in
        if (!/interrupted|ERR_ABORTED|navigat/u.test(error.message)) throw error;
        reader.page.close().catch(() => {});
        reader = Object.assign(await sit(), { at });
        await soon(look());
      }
    }
  };
  await Promise.all(Array.from({ length: READERS }, work));
  await soon(context.close()).catch(() => {});
  server.close();
  return opened;

  /** A reader with a window of its own, who says what is wrong with the case that it is `at`. */
  async function sit() {
    const page = await context.newPage(), reader = { page, at: '' }, fault = (text) => faults.add(`${reader.at}: ${text}`);
    page.on('dialog', (dialog) => { fault(`dialog ${dialog.message()}`); dialog.dismiss().catch(() => {}); });
    page.on('popup', (popup) => { fault('opens a window'); popup.close().catch(() => {}); });
    // events that no reader can make confuse a search that is under way: search.mjs looks at its errors
    page.on('pageerror', (error) => { if (!reader.at.startsWith('search')) fault(`script: ${error.message}`); });
    if (policy) page.on('console', (message) => { if (/Content Security Policy|Trusted/iu.test(message.text())) fault(message.text()); });
    await page.route((url) => !url.href.startsWith(server.address) && url.protocol !== 'data:', (route) => { fault(`asks for ${route.request().url()}`); return route.abort(); });
    reader.go = (address) => page.goto(server.address + address, { waitUntil: 'load' });
    reader.look = async () => {
      let result;
      for (let tries = 0; !result && tries < 5; tries++) {
        // a row of the search that is pressed leads to its page
        try { result = await page.evaluate(provoke, { themeIds, prefixes: PREFIXES }); } catch (error) { if (!/navigat|destroyed/u.test(error.message)) throw error; }
        if (!result) await page.waitForLoadState('load');
      }
      if (!result) return void fault('never came to rest');
      for (const text of [...result.found, ...result.ran.map((what) => `ran ${what}`)]) fault(text);
    };
    return reader;
  }

  /** A query as an address, as a fragment, as a mark and typed. */
  function searches(query) {
    const text = encodeURIComponent(query), at = `search ${query}`;
    const addresses = [`search.html?q=${text}`, `search.html#q=${text}`, `search.html?q=example&kind=${text}&people=${text}&sort=${text}`, `articles/index.html?mark=${text}#${text}`];
    const typed = async ({ page, go }) => {
      await go('index.html');
      await page.locator('input[data-search]').first().fill(query);
      await page.waitForTimeout(120);
    };
    return [...addresses.map((address) => [at, async ({ page, go }) => { await page.goto('about:blank'); await go(address); await page.waitForTimeout(30); }]), [at, typed]];
  }

  /** The cards that show when a name is pointed at. */
  async function previews({ page, go, look }) {
    await go('people/index.html');
    const names = await page.locator('main a[href*="people/"], main a[href*="topics/"]').count();
    for (let n = 0; n < Math.min(names, 12); n++) {
      await page.locator('main a[href*="people/"], main a[href*="topics/"]').nth(n).dispatchEvent('pointerover');
      await page.waitForTimeout(420);
      await look();
    }
    // all cards at once: what they hold as markup
    const files = fs.existsSync(path.join(output, 'cards')) ? fs.readdirSync(path.join(output, 'cards')) : [];
    const bad = await page.evaluate(async (files) => {
      const found = [];
      window.dossierCards = (_, cards) => {
        for (const html of Object.values(cards)) {
          const parsed = new DOMParser().parseFromString(html, 'text/html');
          for (const element of parsed.body.querySelectorAll('*')) {
            if (!/^(div|p|span|b|a|bdi|time|ul|li|small|svg|path|dl|dt|dd|strong|em|i|h[1-6]|rect|line|circle|title|g|text)$/u.test(element.localName)) found.push(`<${element.localName}>`);
            for (const { name, value } of element.attributes) if (/^on|^style$|^src/iu.test(name) || /^\s*(javascript|data|vbscript):/iu.test(value)) found.push(`${name}="${value}"`);
          }
        }
      };
      for (const file of files) await new Promise((done) => { const script = document.createElement('script'); script.src = `../cards/${file}`; script.onload = script.onerror = done; document.head.append(script); });
      return found;
    }, files);
    for (const text of new Set(bad)) fault('cards', text);
  }
}

let opened = 0;
try {
  for (const [name, output] of sites) opened += await open(name, output);
  opened += await open('site', site.output, { policy: true });
} catch (error) {
  fault('the check itself', error.stack);
} finally {
  await browser.close();
  if (!process.env.KEEP) fs.rmSync(work, { recursive: true, force: true }); else console.log(work);
}
if (faults.size) { console.error([...faults].slice(0, 200).join('\n')); console.error(`${faults.size} faults`); process.exit(1); }
console.log(`${count} hostile cases (${refused.length} files refused), ${opened} pages opened, no script ran and nothing was asked of another host`);
process.exit(0);
