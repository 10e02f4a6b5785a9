/* On every page: the search fields with their small list, the keys that lead to it, and the marks of a search on the page
   that it led to. The search itself (search.js, named by this script's data-search) is loaded when somebody turns to a field.
   Fields are `input[data-search]` in a form that leads to the search page; data-all, else words.js, words the last row. */
(function () {
  'use strict';
  const self = document.currentScript, all = self.dataset.all || (window.dossierWords || {}).search_all_results, fields = Array.from(document.querySelectorAll('form input[data-search]'));

  // ---------------------------------------------------------------- marks: ?mark=word|other word

  const wanted = new URLSearchParams(location.search).get('mark');
  if (wanted) {
    mark(wanted.slice(0, 400).split('|').filter(Boolean).slice(0, 12));
    // addresses that are copied from here on are those of the page
    const clean = new URL(location.href);
    clean.searchParams.delete('mark');
    try { history.replaceState(history.state, '', clean); } catch (error) { /* from disk the address stays */ }
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) for (const hit of document.querySelectorAll('mark.hit')) hit.replaceWith(...hit.childNodes);
    });
  }

  function mark(words) {
    const main = document.querySelector('main') || document.body, escape = (word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/\s+/g, '\\s+');
    const signs = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
    const edge = (word, start) => signs.test(start ? word : word.slice(-1)) ? '' : start ? '(?<![\\p{L}\\p{N}\\p{M}])' : '(?![\\p{L}\\p{N}\\p{M}])';
    let pattern;
    try { pattern = new RegExp(words.map((word) => edge(word, true) + escape(word) + edge(word, false)).join('|'), 'giu'); } catch (error) { return; }
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('script, style, noscript, nav, mark, svg, form')) nodes.push(walker.currentNode);
    let left = 500;
    for (const node of nodes) {
      const found = Array.from(node.data.matchAll(pattern)).filter((match) => match[0]).reverse();
      for (const match of found) {
        if (left-- <= 0) return;
        const part = node.splitText(match.index);
        part.splitText(match[0].length);
        const box = document.createElement('mark');
        box.className = 'hit';
        part.replaceWith(box);
        box.append(part);
      }
    }
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView();
  }

  // ---------------------------------------------------------------- the fields

  if (!fields.length || document.getElementById('results')) return; // the search page has its own
  let field = fields[0];
  const root = new URL('.', field.form.action), list = document.createElement('ul');
  let loading = null, options = [], active = -1, turn = 0, timer = 0;
  list.id = 'find-list'; list.className = 'find-list'; list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.getAttribute('aria-label') || field.placeholder || 'Search');
  field.form.append(list);
  for (const each of fields) for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-controls', 'find-list'], ['aria-autocomplete', 'list'], ['autocomplete', 'off']]) each.setAttribute(name, value);

  /** Loads the search once; rejected only if its file is missing. */
  function engine() {
    loading = loading || new Promise((resolve, reject) => {
      if (window.dossierSearch) { resolve(window.dossierSearch); return; }
      const script = document.createElement('script'), address = new URL(self.dataset.search, document.baseURI).href;
      const policy = window.trustedTypes && window.trustedTypes.createPolicy('dossier-search', { createScriptURL: () => address });
      script.src = policy ? policy.createScriptURL('') : address;
      script.onload = () => resolve(window.dossierSearch);
      script.onerror = () => { loading = null; reject(new Error('search: search.js cannot be read')); };
      document.head.append(script);
    });
    return loading;
  }

  async function update() {
    const mine = ++turn, text = field.value;
    if (!text.trim()) { close(); return; }
    const found = await engine(), search = await found.open(root), words = found.foldedWords(text);
    const names = await search.index.names(), entries = [];
    for (const { entry } of found.matchNames(names, words, { open: true, limit: 6 })) {
      entries.push({ title: entry.name, url: entry.url, kind: search.index.kinds[entry.kind], n: entry.articles });
    }
    const reference = await search.reference(text);
    if (reference) entries.unshift({ title: `${reference.key}${reference.paragraph ? ` ¶${reference.paragraph}` : ''} · ${reference.title}`, url: reference.url, kind: search.index.kinds[(await search.index.columns()).kind[reference.page]], n: 0, address: true });
    if (mine !== turn) return;
    draw(found, search, text, entries);
    timer = setTimeout(async () => {
      const answer = await search.answer(text), pages = [];
      const known = new Set(entries.map((entry) => entry.url.split('#')[0]));
      for (const page of await Promise.all(answer.pages.slice(0, 4).map((page) => search.index.page(page)))) {
        if (!known.has(page.url)) pages.push({ title: page.title, url: page.url, kind: search.index.kinds[answer.columns.kind[page.doc]], n: 0 });
      }
      if (mine === turn) draw(found, search, text, entries.concat(pages));
    }, 220);
  }

  function draw({ make, say, number }, search, text, entries) {
    const before = active >= 0 && options[active] ? options[active].href : '';
    const rows = entries.map((entry) => ({ href: new URL(entry.url, root).href, content: [make('span', { class: `k k-${entry.kind.mark}` }, make('bdi', null, entry.title)), entry.n ? make('span', { class: 'n' }, number(entry.n)) : ''] }));
    rows.push({ href: `${field.form.action.split('?')[0]}?q=${encodeURIComponent(text)}`, content: [make('span', null, all ? all.split('{q}').join(text) : say('allResults', { q: text }))] });
    options = rows.map((row, i) => ({ href: row.href, item: make('li', { role: 'option', id: `find-${i}`, 'aria-selected': 'false', onmousedown: (event) => { event.preventDefault(); location.href = row.href; } }, ...row.content) }));
    list.replaceChildren(...options.map((option) => option.item));
    list.hidden = false;
    field.setAttribute('aria-expanded', 'true');
    // Enter follows a reference, as it does an address
    select(before ? options.findIndex((option) => option.href === before) : entries.length && entries[0].address ? 0 : -1);
  }

  function select(at) {
    if (options[active]) options[active].item.setAttribute('aria-selected', 'false');
    active = at;
    if (options[at]) { options[at].item.setAttribute('aria-selected', 'true'); options[at].item.scrollIntoView({ block: 'nearest' }); field.setAttribute('aria-activedescendant', options[at].item.id); } else field.removeAttribute('aria-activedescendant');
  }

  function close() {
    turn++; clearTimeout(timer);
    list.hidden = true; options = [];
    select(-1);
    field.setAttribute('aria-expanded', 'false');
  }

  /** One list serves all fields: it stands below the one that has the focus. */
  function turnTo(next) {
    if (next !== field) { close(); field = next; field.form.append(list); }
    engine().then((found) => found.open(root)).then((search) => search.index.names()).catch(() => {});
  }
  for (const each of fields) {
    each.addEventListener('focus', () => turnTo(each));
    each.addEventListener('input', () => { clearTimeout(timer); turn++; timer = setTimeout(() => update().catch(close), 60); });
    each.addEventListener('blur', close);
    each.addEventListener('keydown', keys);
  }
  function keys(event) {
    const open = !list.hidden;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) { event.preventDefault(); const n = options.length + 1; select((active + 1 + (event.key === 'ArrowDown' ? 1 : n - 1)) % n - 1); }
    else if (open && event.key === 'Enter' && options[active]) { event.preventDefault(); location.href = options[active].href; }
    else if (event.key === 'Escape' && (open || field.value)) { event.preventDefault(); event.stopPropagation(); if (open) close(); else field.value = ''; }
  }
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && document.documentElement.dataset.keys !== 'off';
    if (slash || event.key === 'k' && (event.ctrlKey || event.metaKey)) {
      const seen = fields.find((each) => each.offsetParent);
      event.preventDefault();
      if (seen) { seen.focus(); seen.select(); } else location.href = field.form.action;
    }
  });
})();
