/* The search page: what search.js finds as results, facets, bars and chips; the whole state in the address.
   Uses `#search-form` with `input[name=q]`, `#results`, `#facets`, `#status`, and if they are there `#years`, `#chips`, `#chosen`,
   `#sort`, `#search-notes`, `template#search-indexes` (shown where nothing is found). Everything is built from elements and text: nothing is ever read as HTML. */
(function () {
  'use strict';
  const engine = window.dossierSearch, { say, make, number, locale, TEXT } = engine, { excerpt } = engine;
  const results = document.getElementById('results'), form = document.getElementById('search-form');
  if (results && form) searchPage(results, form);

  /** A stretch of text with its marked parts as `mark` elements. */
  function withMarks(text, ranges, [from, to] = [0, text.length]) {
    const parts = [];
    let at = from;
    if (from > 0) parts.push('… ');
    for (const [start, end] of ranges) {
      if (end <= from || start >= to) continue;
      parts.push(text.slice(at, Math.max(at, start)), make('mark', null, text.slice(Math.max(at, start), Math.min(end, to))));
      at = Math.min(end, to);
    }
    parts.push(text.slice(at, to));
    if (to < text.length) parts.push(' …');
    return parts.filter((part) => part !== '');
  }

  function dateText(columns, page) {
    const exact = columns.exact[page], days = columns.start[page];
    if (!exact) return '';
    const year = Math.floor(days / 372), month = Math.floor(days / 31) % 12, day = days % 31 + 1;
    if (exact === 1) return yearText(year);
    // as all other pages write it
    const parts = { d: bare.format(day), m: (TEXT.months || '').split('|')[month] || bare.format(month + 1), y: yearText(year) };
    return ((exact === 3 ? TEXT.dayForm : TEXT.monthForm) || (exact === 3 ? '{y}-{m}-{d}' : '{y}-{m}')).replace(/\{(\w)\}/g, (whole, part) => parts[part]);
  }

  const bare = new Intl.NumberFormat(locale, { useGrouping: false }), yearText = (year) => bare.format(year);

  function searchPage(container, form) {
    const input = form.querySelector('input[name=q]'), byId = (id) => document.getElementById(id);
    const status = byId('status') || form.insertAdjacentElement('afterend', make('p', { id: 'status' }));
    status.setAttribute('role', 'status');
    const beside = (id, element, place = status) => byId(id) || place.insertAdjacentElement('afterend', element);
    const notes = beside('search-notes', make('div', { id: 'search-notes', class: 'sub' }), status.closest('.res-h') || status);
    const sorts = beside('sort', make('p', { id: 'sort', class: 'chips', role: 'group', 'aria-label': say('sort') }));
    const chips = beside('chips', make('p', { id: 'chips', class: 'chips' }));
    const list = container.matches('ol') ? container : container.appendChild(make('ol', { class: 'res' }));
    const more = list.insertAdjacentElement('afterend', make('p', { class: 'res-h' }));
    const facets = byId('facets'), years = byId('years'), chosen = byId('chosen'), wide = window.matchMedia('(min-width: 51.25em)'), closer = byId('facets-close');
    const fold = facets && facets.closest('details');
    if (closer) closer.addEventListener('click', () => { fold.open = false; status.scrollIntoView({ block: 'nearest' }); input.blur(); });
    if (fold) { fold.open = wide.matches; wide.addEventListener('change', () => { fold.open = wide.matches; }); }
    const root = new URL('.', form.action), title = document.title, PAGE = 10;
    let search = null, state = read(), current = 0, typing = 0, openFacets = new Set(), facetsWanted = false, onPage = '';

    function read() {
      const params = new URLSearchParams(location.search || location.hash.replace(/^#\??/, '')), filters = Object.create(null);
      for (const [key, value] of params) if (key !== 'q' && key !== 'sort' && key !== 'mark') (filters[key] = filters[key] || []).push(value);
      return { q: params.get('q') || '', sort: params.get('sort') === 'date' ? 'date' : 'relevance', filters };
    }

    function write(replace) {
      const params = new URLSearchParams();
      if (state.q) params.set('q', state.q);
      if (state.sort === 'date') params.set('sort', 'date');
      for (const [key, values] of Object.entries(state.filters)) for (const value of values) params.append(key, value);
      const query = params.toString();
      try { history[replace ? 'replaceState' : 'pushState'](null, '', query ? `?${query}` : location.pathname); } catch (error) { location.hash = query; }
    }

    async function run(keep) {
      const turn = ++current;
      if (!state.q && !Object.keys(state.filters).length) { show(null); return; }
      if (!list.childElementCount) status.textContent = say('searching');
      try {
        search = search || await engine.open(root);
        for (const facet of Object.keys(state.filters)) if (!search.hasFacet(facet)) delete state.filters[facet];
        const answer = await search.answer(state.q, { filters: state.filters, sort: state.sort });
        if (turn === current) { onPage = JSON.stringify(state); await show(answer, turn, keep); }
      } catch (error) {
        if (turn !== current) return;
        status.textContent = say('failed');
        throw error;
      }
    }

    /** Shows an answer in one go, when the texts of the results in view and the counts of all filters are there: nothing moves under
        the reader's eyes. What was there before stays until then. */
    async function show(answer, turn, keep) {
      if (!answer) {
        list.replaceChildren(); notes.replaceChildren(); more.replaceChildren();
        drawChips(); drawSorts(answer);
        document.title = title;
        status.textContent = '';
        if (facets) facets.replaceChildren();
        drawYears(null);
        return;
      }
      const q = answer.instead || state.q, cards = state.sort === 'date' || Object.keys(state.filters).length ? [] : answer.cards;
      const n = answer.pages.length, carded = new Set(cards.map((card) => card.page)), pages = answer.pages.filter((page) => !carded.has(page));
      const rows = cards.map((card) => row((item) => drawCard(item, card)));
      let shown = 0;
      const next = (count) => {
        const from = shown;
        shown = Math.min(pages.length, shown + count);
        return pages.slice(from, shown).map((page) => row((item) => drawPage(item, answer, page)));
      };
      rows.push(...next(keep ? Math.max(PAGE, keep) : PAGE));
      // each text costs bytes: rows below the window wait until they are scrolled to
      const room = window.innerHeight - Math.max(0, list.getBoundingClientRect().top), inView = Math.max(1, Math.ceil(room / 140));
      const [filters, ...drawings] = await Promise.allSettled([facetForm(answer), ...rows.slice(0, inView).map(draw)]);
      if (turn !== current) return;
      const failed = drawings.find(({ status }) => status === 'rejected');
      if (failed && drawings.every(({ status }) => status === 'rejected')) throw failed.reason;

      drawChips(); drawSorts(answer);
      document.title = state.q ? `${state.q} · ${title}` : title;
      status.replaceChildren(...filled(n || cards.length ? state.q ? n === 1 ? 'result' : 'results' : n === 1 ? 'one' : 'all' : 'none', { n: number(n), q }));
      notes.replaceChildren(...noteTexts(answer).map((note) => make('p', null, note)));
      if (!n && !cards.length) {
        notes.append(make('p', null, say('advice')));
        const indexes = byId('search-indexes');
        if (indexes) notes.append(indexes.content.cloneNode(true));
      }
      if (facets && filters.value) {
        const focus = facets.contains(document.activeElement) ? document.activeElement.id : '';
        facets.replaceChildren(filters.value);
        if (focus && byId(focus)) byId(focus).focus();
      }
      drawYears(answer);
      list.replaceChildren(...rows);
      if (closer) closer.textContent = `${say('show')}: ${status.textContent}`;
      drawRest(turn);
      if (scrolled) { const at = scrolled; scrolled = 0; Promise.all(rows.map(draw)).then(() => window.scrollTo(0, at), () => {}); }
      const offer = () => {
        const left = pages.length - shown;
        more.replaceChildren(left === 0 ? '' : make('button', { class: 'btn', type: 'button', onclick: () => { const added = next(PAGE); list.append(...added); offer(); focusRow(added[0]); drawRest(turn); remember(); } }, say('more', { n: number(Math.min(PAGE, left)) })));
      };
      offer();
    }

    /** A text with its values in bold. */
    function filled(key, values) {
      return TEXT[key].split(/(\{\w+\})/).filter(Boolean).map((part) => /^\{/.test(part) ? make('b', null, make('bdi', null, values[part.slice(1, -1)])) : part);
    }

    function noteTexts(answer) {
      const keys = { unclosed: 'unclosed', or: 'or', field: 'field', year: 'yearNote', date: 'dateNote', empty: 'empty', unknown: 'unknown', nothing: 'nothing' };
      const texts = answer.notes.map((note) => filled(keys[note.code], { q: note.text }));
      for (const group of answer.query.groups) for (const atom of group.atoms) if (atom.meant) texts.push(filled('meant', { q: atom.text, other: atom.meant }));
      const slip = answer.cards.find((card) => card.slip);
      if (answer.instead) texts.push(filled('instead', { q: state.q, other: answer.instead }));
      else if (slip && !answer.pages.length) texts.push(filled('instead', { q: state.q, other: slip.name }));
      if (answer.some) texts.push([say('some')]);
      return texts.map((parts) => { const line = make('span'); line.append(...parts); return line; });
    }

    /** Draws what the window does not show, when there is nothing else to do: a page is searched and printed as a whole. */
    function drawRest(turn) {
      const idle = window.requestIdleCallback || ((work) => setTimeout(work, 60));
      const step = () => {
        const item = turn === current && list.querySelector('[aria-busy]');
        if (item) draw(item).then(() => idle(step), () => {});
      };
      idle(step);
    }
    window.addEventListener('beforeprint', () => { for (const item of list.querySelectorAll('[aria-busy]')) draw(item); });

    /** How far the reader came, for the way back. */
    let scrolled = 0;
    function remember() { try { history.replaceState({ rows: list.childElementCount, at: window.scrollY }, ''); } catch (error) { /* from disk: forgotten */ } }
    window.addEventListener('pagehide', remember);

    /** A row that is drawn when it comes into view: only then its text is loaded. */
    const watcher = typeof IntersectionObserver === 'function' && new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
    });
    const drawn = new WeakMap();
    function row(drawing) {
      const item = make('li', { 'aria-busy': 'true' });
      item.style.minBlockSize = '9rem';
      drawn.set(item, drawing);
      if (watcher) watcher.observe(item); else draw(item);
      return item;
    }
    function draw(item) {
      if (!drawn.has(item)) return Promise.resolve();
      const drawing = drawn.get(item);
      if (typeof drawing !== 'function') return drawing;
      if (watcher) watcher.unobserve(item);
      const wait = drawing(item).then(() => { item.removeAttribute('aria-busy'); item.style.minBlockSize = ''; });
      drawn.set(item, wait);
      return wait;
    }

    const kindLabel = (kind) => { const { singular, mark } = search.index.kinds[kind]; return make('span', { class: `k k-${mark}` }, singular); };

    async function drawCard(item, card) {
      const info = await search.card(card);
      item.classList.add('card');
      item.append(
        make('p', { class: 'm' }, kindLabel(info.kind), make('span', null, say(info.articles !== 1 ? 'mentions' : info.mentions === 1 ? 'mentions_one' : 'mentions_in_one', { n: number(info.mentions), m: number(info.articles) }))),
        make('h2', null, make('a', { href: info.url }, make('bdi', null, info.title))),
        info.summary ? make('p', { dir: 'auto' }, info.summary) : '');
    }

    async function drawPage(item, answer, page) {
      const { columns } = answer, found = await search.shown(answer, page, 2), words = markWords(found), link = (anchor) => `${found.url}${words ? `?mark=${encodeURIComponent(words)}` : ''}${anchor ? `#${anchor}` : ''}`;
      const known = [columns.sources[columns.source[page] - 1], dateText(columns, page)].filter(Boolean), facts = known.join(' · ');
      item.append(make('p', { class: 'm' }, kindLabel(columns.kind[page]), facts ? make('span', null, ...known.map((fact, i) => [i ? ' · ' : '', make('bdi', null, fact)]).flat()) : ''));
      const heading = make('h2', { dir: 'auto' }, make('a', { href: link(found.shown.length ? found.shown[0].anchor : '') }));
      heading.firstChild.append(...withMarks(found.title, found.titleRanges));
      item.append(heading);
      for (const block of found.shown) {
        const line = make('p', { dir: 'auto' }), key = [found.key, block.number ? `¶${block.number}` : ''].filter(Boolean).join(' ');
        line.append(...withMarks(block.text, block.ranges, excerpt(block.text, block.ranges, 280)));
        if (key && block.anchor) line.append(' ', make('a', { class: 'ck', href: link(block.anchor), title: [found.title, facts].filter(Boolean).join(' — ') }, key));
        item.append(line);
      }
    }

    /** The marked words as they stand in the text, for the page that the result leads to. */
    function markWords(found) {
      const words = new Set();
      for (const { text, ranges } of found.shown) for (const [start, end] of ranges) if (words.size < 8) words.add(text.slice(start, end).toLowerCase());
      return Array.from(words).join('|').slice(0, 200);
    }

    function toggle(facet, value) {
      const values = new Set(state.filters[facet] || []);
      if (values.has(value)) values.delete(value); else values.add(value);
      if (values.size) state.filters[facet] = Array.from(values); else delete state.filters[facet];
      write(); run();
    }

    const facetLabel = (facet) => TEXT[facet] && ['kind', 'year', 'source'].includes(facet) ? TEXT[facet] : (search.index.kinds.find((kind) => kind.name === facet) || { plural: facet }).plural;

    function drawChips() {
      const all = Object.entries(state.filters).reduce((sum, [facet, values]) => sum.concat(values.map((value) => [facet, value])), []);
      if (chosen) chosen.textContent = all.length ? number(all.length) : '';
      chips.replaceChildren(...all.map(([facet, value]) => {
        const chip = make('button', { class: 'chip', type: 'button', onclick: () => { toggle(facet, value); input.focus(); } });
        const label = make('span', null, value);
        chip.append(label, ' ', make('span', { 'aria-hidden': 'true' }, '×'), make('span', { class: 'vh' }, `, ${say('remove')}`));
        (async () => {
          search = search || await engine.open(root);
          label.textContent = `${facetLabel(facet)}: ${facet === 'year' ? yearText(Number(value)) : await search.valueName(facet, value)}`;
        })();
        return chip;
      }), all.length ? make('button', { class: 'chip', type: 'button', onclick: () => { state.filters = Object.create(null); write(); run(); input.focus(); } }, say('clear')) : '');
    }

    function drawSorts(answer) {
      const some = answer && answer.pages.length > 1 && state.q;
      sorts.replaceChildren(...(some ? ['relevance', 'date'] : []).map((sort) => make('button', { class: 'chip', type: 'button', 'aria-pressed': String(state.sort === sort), onclick: () => { state.sort = sort; write(); run(); } }, say(sort))));
    }

    /** The form of all filters, with their counts. */
    async function facetForm(answer) {
      if (!facets) return null;
      const { kinds } = search.index, entities = kinds.filter((kind) => search.index.hasEntities(kind.name));
      return make('form', { onsubmit: (event) => event.preventDefault() },
        fieldset('kind', Array.from(answer.facets.kind, ([kind, n]) => ({ value: kinds[kind].name, label: kindLabel(kind), n, order: kind })).sort((a, b) => a.order - b.order)),
        fieldset('year', Array.from(answer.facets.year, ([year, n]) => ({ value: String(year), label: yearText(year), n })).sort((a, b) => b.value - a.value)),
        ...await Promise.all(entities.map((kind) => entityFacet(answer, kind))),
        fieldset('source', Array.from(answer.facets.source, ([source, n]) => ({ value: answer.columns.sources[source - 1], label: answer.columns.sources[source - 1], n })).sort((a, b) => b.n - a.n)));
    }

    function fieldset(facet, values) {
      const box = make('fieldset', null, make('legend', null, facetLabel(facet))), chosen = new Set(state.filters[facet] || []), SHOWN = 6;
      for (const value of chosen) if (!values.some((entry) => entry.value === value)) values.push({ value, label: value, n: 0 });
      if (!values.length) box.hidden = true;
      const line = (entry, i) => make('label', { class: entry.n ? '' : 'z' },
        make('input', { type: 'checkbox', id: `f-${facet}-${i}`, checked: chosen.has(entry.value), onchange: () => toggle(facet, entry.value) }),
        make('span', null, entry.label), make('span', { class: 'n' }, number(entry.n)));
      const lines = values.map((entry, i) => [openFacets.has(facet) || i < SHOWN || chosen.has(entry.value), entry, i]);
      box.append(...lines.filter(([open]) => open).map(([, entry, i]) => line(entry, i)));
      const rest = lines.filter(([open]) => !open);
      const open = (event) => {
        const first = rest.map(([, entry, i]) => event.target.insertAdjacentElement('beforebegin', line(entry, i)))[0];
        openFacets.add(facet);
        event.target.remove();
        first.querySelector('input').focus();
      };
      if (rest.length) box.append(make('button', { class: 'more', type: 'button', onclick: open }, say('moreValues', { n: number(rest.length) })));
      return box;
    }

    /** Counting entities needs their lists: small ones are loaded at once, large ones when somebody turns to the facets. */
    async function entityFacet(answer, kind) {
      const box = make('fieldset', null, make('legend', null, kind.plural)), turn = current;
      const fill = async () => {
        const counts = await search.countEntities(answer, kind.name);
        if (turn !== current) return;
        const chosen = state.filters[kind.name] || [], names = (await search.index.names()).all;
        for (const slug of chosen) if (!counts.some(([entry]) => entry.slug === slug)) { const entry = names.find((entry) => entry.kind >= 0 && search.index.kinds[entry.kind].name === kind.name && entry.slug === slug); if (entry) counts.push([entry, 0]); }
        const full = fieldset(kind.name, counts.slice(0, 60).map(([entry, n]) => ({ value: entry.slug, label: entry.name, n })));
        box.hidden = full.hidden;
        box.replaceChildren(...full.children);
      };
      if (facetsWanted || state.filters[kind.name] || search.index.listsSize('mentions') < 40000) await fill();
      else box.append(make('button', { class: 'more', type: 'button', onclick: wantFacets }, say('show')));
      box.fill = fill;
      return box;
    }

    function wantFacets() {
      if (facetsWanted) return;
      facetsWanted = true;
      for (const box of facets.querySelectorAll('fieldset')) if (box.fill) box.fill();
    }

    function drawYears(answer) {
      if (!years) return;
      const counts = answer ? Array.from(answer.facets.year).sort((a, b) => a[0] - b[0]) : [], section = years.closest('section');
      years.replaceChildren();
      if (section) section.hidden = !counts.length;
      if (!counts.length) return;
      const first = counts[0][0], last = counts[counts.length - 1][0], all = new Map(counts), most = Math.max(...all.values()), NS = 'http://www.w3.org/2000/svg';
      const svg = document.createElementNS(NS, 'svg'), width = (last - first + 1) * 10, labels = make('ol'), span = last - first + 1, step = Math.ceil(span / 4), columns = [];
      for (const [name, value] of [['class', 'bars'], ['viewBox', `0 0 ${width} 60`], ['preserveAspectRatio', 'none'], ['aria-hidden', 'true']]) svg.setAttribute(name, value);
      for (let year = first; year <= last; year++) {
        const n = all.get(year) || 0, bar = document.createElementNS(NS, 'rect'), height = n ? Math.max(1, Math.round(n / most * 58)) : 0;
        for (const [name, value] of [['x', (year - first) * 10 + 1], ['y', 60 - height], ['width', 8], ['height', height]]) bar.setAttribute(name, value);
        if ((state.filters.year || []).includes(String(year))) bar.setAttribute('class', 'st-b');
        svg.append(bar);
        if ((year - first) % step) continue;
        // each label is as wide as the bars above it; the last ones may be too few for any text, and a count belongs to one bar
        const share = Math.min(step, last - year + 1), room = share === step || share * 5 >= span;
        columns.push(`minmax(0, ${share}fr)`);
        labels.append(make('li', null, ...(room ? [make('span', { class: 'nw' }, yearText(year)), step === 1 ? ' ' : '', step === 1 ? make('b', null, number(n)) : ''] : [])));
      }
      labels.style.gridTemplateColumns = columns.join(' ');
      years.append(make('div', { class: 'chart', role: 'img', 'aria-label': `${say('years')}: ${counts.map(([year, n]) => `${yearText(year)}: ${number(n)}`).join(', ')}` }, svg, labels));
    }

    async function focusRow(item) {
      if (!item) return;
      for (const other of list.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current');
      item.setAttribute('aria-current', 'true');
      await draw(item);
      const link = item.querySelector('a');
      if (link) { link.focus(); item.scrollIntoView({ block: 'nearest' }); }
    }

    function move(step) {
      const rows = Array.from(list.children), inside = document.activeElement && document.activeElement.closest('li'), at = rows.indexOf(inside && list.contains(inside) ? inside : list.querySelector('[aria-current]'));
      if (at < 0) focusRow(rows[0]);
      else if (at + step < 0) { input.focus(); input.select(); } else focusRow(rows[at + step]);
    }

    /** Goes where a text leads that is a reference and nothing else: `A17 ¶3`. */
    async function follow(text) {
      if (!/[\d:¶§]/u.test(text) || Object.keys(state.filters).length) return;
      search = search || await engine.open(root);
      const reference = await search.reference(text);
      if (reference && text === state.q) location.href = new URL(reference.url, root).href;
    }

    input.value = state.q;
    input.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => { state.q = input.value; write(true); run(); }, 180);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(typing);
      state.q = input.value;
      write();
      follow(state.q);
      if (onPage !== JSON.stringify(state)) run(); // else it stands there already, and what one is about to click stays
    });
    window.addEventListener('popstate', () => { state = read(); input.value = state.q; run(); });
    // before other scripts: a result that is not drawn yet has nothing that they could focus
    document.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || event.altKey) return;
      const field = /^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== 'checkbox', plain = !event.ctrlKey && !event.metaKey && !field && document.documentElement.dataset.keys !== 'off';
      const inList = event.target === input || list.contains(event.target);
      let act = null;
      if (event.key === 'ArrowDown' && inList) act = () => (event.target === input ? focusRow(list.children[0]) : move(1));
      else if (event.key === 'ArrowUp' && list.contains(event.target)) act = () => move(-1);
      else if (plain && event.key === 'j') act = () => move(1);
      else if (plain && event.key === 'k') act = () => move(-1);
      else if (plain && event.key === '/' || event.key === 'k' && (event.ctrlKey || event.metaKey)) act = () => { input.focus(); input.select(); };
      else if (event.key === 'Escape' && event.target === input && input.value) act = () => { input.value = ''; clearTimeout(typing); state.q = ''; write(); run(); };
      if (act) { event.preventDefault(); event.stopPropagation(); act(); }
    }, true);
    if (facets) for (const event of ['pointerenter', 'focusin']) facets.addEventListener(event, wantFacets);
    const back = history.state;
    if (back && back.rows) { if ('scrollRestoration' in history) history.scrollRestoration = 'manual'; scrolled = back.at; }
    else if (!state.q && !Object.keys(state.filters).length) input.focus();
    run(back && back.rows);
  }
})();
