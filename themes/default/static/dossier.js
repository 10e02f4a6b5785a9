/* Progressive enhancement only: every function here has an equivalent on the page without script. */
(function () {
  'use strict';
  var d = document, root = d.documentElement, own = d.currentScript.dataset, words = window.dossierWords || {};
  function one(selector, within) { return (within || d).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || d).querySelectorAll(selector)); }
  function typing(t) { return t && (/^(input|textarea|select)$/i.test(t.tagName) || t.isContentEditable); }
  function recall(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function remember(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* private mode: forgotten with the page */ } }

  if (recall('dossier-keys') === 'off') root.dataset.keys = 'off';

  /* light and dark */
  var toggle = one('[data-theme-toggle]');
  if (toggle) toggle.addEventListener('click', function () {
    var dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    remember('dossier-theme', root.dataset.theme);
  });

  /* preview cards: 350 ms to open, 200 ms to leave; keyboard focus opens at once; Esc closes. They lie in cards/N.js, each
     loaded when the first of its names is pointed at; a link to the page of a name says which name, and that says which file
     (FNV-1a over UTF-8, as in the builder) */
  var count = Number(own.cards), at = own.root, kinds = (own.kinds || '').split(' '), files = {}, card = null, from = null, wanted = null, timer = 0;
  var policy = window.trustedTypes && trustedTypes.createPolicy('dossier-cards', {
    createHTML: function (html) { return html; },
    createScriptURL: function (url) { return url; }
  });
  function close() {
    clearTimeout(timer);
    wanted = null;
    if (card) { card.remove(); card = null; }
    if (from) { from.removeAttribute('aria-describedby'); if (from.dataset.title) from.title = from.dataset.title; from = null; }
  }
  function fileOf(id) {
    var sum = new TextEncoder().encode(id).reduce(function (hash, byte) { return Math.imul(hash ^ byte, 16777619) >>> 0; }, 2166136261);
    return sum % count;
  }
  /* the global that the files call */
  window.dossierCards = function (number, cards) { files[number] = cards; };
  function load(number, then) {
    if (files[number]) return then();
    var script = d.createElement('script'), url = at + 'cards/' + number + '.js';
    script.src = policy ? policy.createScriptURL(url) : url;
    script.onload = function () { script.remove(); if (files[number]) then(); };
    d.head.appendChild(script);
  }
  function open(a) {
    wanted = a;
    var id = nameOf(a), number = fileOf(id);
    load(number, function () { if (wanted === a) show(a, files[number][id]); });
  }
  function show(a, html) {
    var r = a.getClientRects()[0];
    /* a row that a filter hid while its card was on the way has no place */
    if (!html || !r) return;
    var template = d.createElement('template');
    template.innerHTML = policy ? policy.createHTML(html) : html;
    all('[href]', template.content).forEach(function (link) { link.setAttribute('href', at + link.getAttribute('href')); });
    var source = template.content.firstElementChild;
    close();
    card = d.createElement('div');
    card.className = 'pv'; card.id = 'pv-card'; card.setAttribute('role', 'dialog'); card.setAttribute('aria-label', a.textContent);
    card.appendChild(d.importNode(source, true));
    var row = all('.ment .cl li > a:first-child').find(function (x) { return nameOf(x) === nameOf(a); }), keys = row && one('.ck', row.parentNode) && one('.n', row.parentNode);
    if (keys) {
      var here = element('p', words.in_this_article + ' ', card.firstElementChild);
      here.className = 'row';
      here.appendChild(keys.cloneNode(true));
    }
    d.body.appendChild(card);
    from = a; a.setAttribute('aria-describedby', 'pv-card');
    if (a.title) { a.dataset.title = a.title; a.removeAttribute('title'); }
    var w = card.offsetWidth, h = card.offsetHeight;
    var below = r.bottom + h + 16 < innerHeight || r.top < h + 16;
    var left = root.dir === 'rtl' ? r.right - w : r.left;
    card.style.left = Math.max(16, Math.min(left, innerWidth - w - 16)) + scrollX + 'px';
    card.style.top = (below ? r.bottom + 8 : r.top - h - 8) + scrollY + 'px';
    card.addEventListener('pointerenter', function () { clearTimeout(timer); });
    card.addEventListener('pointerleave', function () { timer = setTimeout(close, 200); });
  }
  /* `people/jane-doe` for a link to her page, in whatever way it is written; nothing for any other link */
  function nameOf(a) {
    var url = new URL(a.getAttribute('href'), location.href), root = new URL(at, location.href), path;
    if (url.protocol !== root.protocol || url.host !== root.host || url.pathname.indexOf(root.pathname) !== 0) return '';
    try { path = decodeURIComponent(url.pathname.slice(root.pathname.length)); } catch (e) { return ''; }
    var parts = path.replace(/\.html$/, '').split('/');
    return parts.length === 2 && parts[1] !== 'index' && kinds.indexOf(parts[0]) >= 0 ? parts.join('/') : '';
  }
  function named(e) {
    var a = e.target.closest && e.target.closest('main a[href]');
    return a && nameOf(a) ? a : null;
  }
  if (count && matchMedia('(hover: hover)').matches) {
    d.addEventListener('pointerover', function (e) { var a = named(e); if (!a || a === from) return; clearTimeout(timer); load(fileOf(nameOf(a)), function () {}); timer = setTimeout(open, 350, a); });
    d.addEventListener('pointerout', function (e) { if (named(e)) { clearTimeout(timer); wanted = null; timer = setTimeout(close, 200); } });
    d.addEventListener('focusin', function (e) { var a = named(e); if (a && a.matches(':focus-visible')) open(a); else if (card && !card.contains(e.target)) close(); });
  }

  /* keys; single ones can be turned off in the list that ? shows. `/` is the search's: search-box.js, search-page.js */
  d.addEventListener('keydown', function (e) {
    if (e.key === 'Escape') { if (card) close(); else if (typing(e.target)) e.target.blur(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
    if (e.key === '?') return help();
    if (e.key === 't' && toggle && root.dataset.keys !== 'off') toggle.click();
  });
  /* Tab goes from a name into its card, through the links there, and on behind the name */
  d.addEventListener('keydown', function (e) {
    if (e.key !== 'Tab' || !card || !from) return;
    var links = all('a[href]', card), at = links.indexOf(d.activeElement);
    if (d.activeElement === from && !e.shiftKey && links.length) { e.preventDefault(); links[0].focus(); }
    else if (at === 0 && e.shiftKey) { e.preventDefault(); from.focus(); }
    else if (at >= 0 && at === links.length - 1 && !e.shiftKey) { var back = from; back.focus(); close(); }
  });
  function element(name, text, parent) {
    var x = d.createElement(name);
    if (text) x.textContent = text;
    if (parent) parent.appendChild(x);
    return x;
  }
  function help() {
    var box = one('#keys') || build();
    box.showModal();
  }
  function build() {
    var box = element('dialog', '', d.body), list, form, label, check;
    box.id = 'keys'; box.setAttribute('aria-labelledby', 'keys-h');
    element('h2', words.keys, box).id = 'keys-h';
    list = element('dl', '', box); list.className = 'keys';
    [['/', words.key_search], ['Ctrl K', words.key_search], ['↓', words.key_results], ['j k', words.key_next], ['Enter', words.key_open], ['Esc', words.key_leave], ['t', words.key_theme], ['?', words.key_all]].forEach(function (row) {
      var dt = element('dt', '', list);
      row[0].split(' ').forEach(function (key) { element('kbd', key, dt); });
      element('dd', row[1], list);
    });
    form = element('form', '', box); form.method = 'dialog';
    label = element('label', '', form);
    check = element('input', '', label); check.type = 'checkbox'; check.checked = root.dataset.keys !== 'off';
    check.addEventListener('change', function () { root.dataset.keys = check.checked ? 'on' : 'off'; remember('dossier-keys', root.dataset.keys); });
    label.appendChild(d.createTextNode(' ' + words.key_single));
    element('button', words.close, form).className = 'btn';
    return box;
  }

  /* a copied link whose place is gone: the nearest one. `#4` and `#p4` are paragraphs by their number */
  function near(wanted) {
    var number = /^(?:p|¶)?\s*(\d{1,5})$/.exec(wanted), paragraphs = all('.pn'), last = paragraphs.length - 1;
    if (number && last >= 0) {
      var exact = paragraphs.find(function (x) { return x.textContent === String(+number[1]); });
      return { at: (exact || paragraphs[+number[1] ? last : 0]).parentNode, exact: !!exact };
    }
    if (!/^[ph]-/.test(wanted)) return null;
    /* of paragraphs that were alike, of headings of one name */
    for (var stem = wanted; stem.length > 2; stem = stem.replace(/-?[^-]*$/, '')) {
      var found = d.getElementById(stem) || all('[id^="' + CSS.escape(stem) + '-"]')[0];
      if (found) return { at: found };
    }
    return { at: paragraphs.length ? paragraphs[0].parentNode : one('main') };
  }
  function arrive() {
    var wanted = '';
    try { wanted = decodeURIComponent(location.hash.slice(1)); } catch (e) { return; }
    if (!wanted || d.getElementById(wanted)) return;
    var place = near(wanted);
    if (!place || !place.at) return;
    place.at.scrollIntoView();
    if (!place.exact) say(words.place_gone, 12000);
  }
  addEventListener('hashchange', arrive);
  arrive();

  function say(text, time) {
    var toast = element('div', text, d.body);
    toast.className = 'toast'; toast.setAttribute('role', 'status');
    setTimeout(function () { toast.remove(); }, time);
  }

  /* what runs out of its column can be reached by keyboard, and has the column of notes, too */
  all('.prose > table').forEach(function (t) {
    if (t.scrollWidth <= t.clientWidth + 1) return;
    var box = element('div', '', null), caption = one('caption', t), before = t.previousElementSibling;
    box.className = 'tw wide'; box.tabIndex = 0; box.setAttribute('role', 'region');
    box.setAttribute('aria-label', caption ? caption.textContent : before && /^H[1-6]$/.test(before.tagName) ? before.textContent : one('h1').textContent);
    t.parentNode.insertBefore(box, t); box.appendChild(t);
  });
  all('pre').forEach(function (p) { if (p.scrollWidth > p.clientWidth + 1) { p.classList.add('wide'); p.tabIndex = 0; } });

  /* a picture that is shown smaller than it is opens at its size */
  all('.prose img, .fig img').forEach(function (img) {
    var small = function () { if (img.naturalWidth > img.clientWidth + 8 || img.naturalHeight > img.clientHeight + 8) img.classList.add('zoom'); };
    if (img.complete) small(); else img.addEventListener('load', small);
  });
  d.addEventListener('click', function (e) {
    var img = e.target.closest('img.zoom'), link = img && img.closest('a');
    if (!img || (link && !link.classList.contains('pic')) || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    var box = element('dialog', '', d.body), large = element('img', '', box);
    box.className = 'pic'; box.setAttribute('aria-label', img.alt || words.close);
    large.src = img.currentSrc || img.src; large.alt = img.alt;
    box.addEventListener('click', function () { box.close(); }); box.addEventListener('close', function () { box.remove(); });
    box.showModal();
  });

  /* a reference says when and, without an address of the site, where it was read: only the reader's browser knows */
  var cite = one('#cite');
  if (cite && /^http/.test(location.protocol)) {
    var today = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).replace('Sept', 'Sep');
    var here = cite.dataset.page ? '' : ', <' + location.href.split(/[?#]/)[0] + '>';
    cite.textContent = cite.textContent.replace(/\.$/, here + ', accessed ' + today + '.');
  }

  /* the state of a list stands in the address */
  var params = new URLSearchParams(location.search);
  function keep(name, value) {
    if (value) params.set(name, value); else params.delete(name);
    var query = params.toString();
    try { history.replaceState(history.state, '', (query ? '?' + query : location.pathname) + location.hash); } catch (e) { /* from disk: forgotten */ }
  }

  /* each form of a reference can be copied */
  all('details[name="cite"]').forEach(function (form) {
    var button = element('button', words.copy, form);
    button.className = 'btn'; button.type = 'button'; button.dataset.copyFrom = '';
  });

  /* copy: a text, that of an element, or that of the element before */
  d.addEventListener('click', function (e) {
    var b = e.target.closest('[data-copy],[data-copy-from]');
    if (!b || !navigator.clipboard) return;
    navigator.clipboard.writeText(b.dataset.copy || (b.dataset.copyFrom ? one('#' + b.dataset.copyFrom) : b.previousElementSibling).textContent).then(function () {
      say(words.copied, 1600);
    });
  });

  /* chips of one group: one is pressed */
  function press(chip) {
    all('.chip', chip.parentNode).forEach(function (x) { x.setAttribute('aria-pressed', String(x === chip)); });
  }
  /* how many rows of the page a filter leaves; a page that does not have everything leads on to the search */
  function counted(n, filtered, text) {
    var out = one('[data-count]'), on = one('[data-search-all]');
    if (out) out.textContent = !filtered ? '' : n ? out.dataset.count.replace('{n}', n) : out.dataset.none;
    if (!on) return;
    on.hidden = !text;
    on.search = text ? '?q=' + encodeURIComponent(text) : '';
  }

  /* index: filter and sort */
  var field = one('[data-filter]');
  if (field) {
    var rows = all('#' + field.dataset.filter + ' tbody tr'), only = '';
    var index = function () {
      var text = field.value.trim().toLowerCase(), n = 0;
      rows.forEach(function (r) {
        var kept = !only || (only === 'q' ? +one('.c-q', r).dataset.v > 0 : +one('.c-a', r).dataset.v >= 3);
        var on = kept && (!text || r.dataset.k.indexOf(text) >= 0);
        r.hidden = !on; n += on;
      });
      counted(n, text || only, text);
    };
    field.addEventListener('input', function () { keep('f', field.value.trim()); index(); });
    all('[data-only]').forEach(function (b) { b.addEventListener('click', function () { only = b.dataset.only; keep('only', only); press(b); index(); }); if (b.dataset.only && b.dataset.only === params.get('only')) { only = b.dataset.only; press(b); } });
    if (params.get('f')) field.value = params.get('f');
    if (field.value || only) index();
  }
  all('[data-sort]').forEach(function (b) { b.addEventListener('click', function () {
    var th = b.closest('th'), body = b.closest('table').tBodies[0], i = +b.dataset.sort, was = th.getAttribute('aria-sort');
    var down = was ? was === 'ascending' : th.classList.contains('r');
    all('th', th.parentNode).forEach(function (x) { x.removeAttribute('aria-sort'); });
    th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    keep('sort', i + (down ? 'd' : 'a'));
    var value = function (r) { var c = r.cells[i], v = c.dataset.v; return v == null ? c.textContent : v !== '' && !isNaN(v) ? +v : v; };
    var order = new Intl.Collator(root.lang || undefined, { numeric: true });
    Array.prototype.slice.call(body.rows).sort(function (p, q) {
      p = value(p); q = value(q);
      return (typeof p === 'number' && typeof q === 'number' ? p - q : order.compare(p, q)) * (down ? -1 : 1);
    }).forEach(function (r) { var letter = one('.let', r); if (letter) letter.textContent = ''; body.appendChild(r); });
  }); });

  var order = /^(\d+)([ad])$/.exec(params.get('sort') || ''), sorter = order && one('[data-sort="' + order[1] + '"]');
  if (sorter) { sorter.click(); if (sorter.closest('th').getAttribute('aria-sort') !== (order[2] === 'd' ? 'descending' : 'ascending')) sorter.click(); }

  /* statements: filter by words and verb */
  var said = one('[data-filter-st]');
  if (said) {
    var groups = all('.spk'), verb = '';
    var statements = function () {
      var text = said.value.trim().toLowerCase(), n = 0;
      groups.forEach(function (g) {
        var named = one('.spk-h', g).textContent.toLowerCase().indexOf(text) >= 0, left = 0;
        all('.st', g).forEach(function (s) {
          var v = one('.v', s), on = (!verb || (v && v.textContent === verb)) && (!text || named || s.textContent.toLowerCase().indexOf(text) >= 0);
          s.hidden = !on; left += on;
        });
        g.hidden = !left; n += left;
      });
      counted(n, text || verb, text);
    };
    said.addEventListener('input', function () { keep('f', said.value.trim()); statements(); });
    all('[data-verb]').forEach(function (b) { b.addEventListener('click', function () { verb = b.dataset.verb; keep('verb', verb); press(b); statements(); }); if (b.dataset.verb && b.dataset.verb === params.get('verb')) { verb = b.dataset.verb; press(b); } });
    if (params.get('f')) said.value = params.get('f');
    if (said.value || verb) statements();
  }

  /* timeline: years, months and days the other way round */
  var turn = one('[data-turn]');
  if (turn) turn.addEventListener('click', function () {
    ['.tl', '.tl-y > ol', '.tl-m > ul', '.jump'].forEach(function (lists) { all(lists).forEach(function (list) {
      all(':scope > :is(section, li, a)', list).reverse().forEach(function (x) { list.appendChild(x); });
    }); });
    turn.parentNode.appendChild(turn);
    var now = turn.textContent;
    turn.textContent = turn.dataset.turn;
    turn.dataset.turn = now;
    keep('order', params.get('order') ? '' : 'old');
    turn.focus({ preventScroll: true });
  });
  if (turn && params.get('order') === 'old') { params.delete('order'); turn.click(); turn.blur(); }

  /* network: dim what is not connected; filter by kind and by shared articles */
  var net = one('svg.net');
  if (net) {
    var lines = all('line', net), nodes = all('[data-node]', net), least = 0, off = {};
    all('button[data-kind]').forEach(function (b) { off[b.dataset.kind] = b.getAttribute('aria-pressed') !== 'true'; });
    var light = function (id) {
      net.classList.toggle('dim', !!id);
      all('.on', net).forEach(function (x) { x.classList.remove('on'); });
      if (!id) return;
      var near = {}; near[id] = 1;
      lines.forEach(function (l) { if (l.dataset.a === id || l.dataset.b === id) { l.classList.add('on'); near[l.dataset.a] = near[l.dataset.b] = 1; } });
      nodes.forEach(function (n) { if (near[n.dataset.node]) n.firstElementChild.classList.add('on'); });
    };
    var over = function (e) { var n = e.target.closest('[data-node]'); light(n && n.dataset.node); };
    net.addEventListener('pointerover', over); net.addEventListener('focusin', over);
    net.addEventListener('pointerleave', function () { light(null); }); net.addEventListener('focusout', function () { light(null); });
    var draw = function () {
      var shown = {}, tied = {};
      nodes.forEach(function (n) { if (!off[n.dataset.kind]) shown[n.dataset.node] = 1; });
      lines.forEach(function (l) {
        var on = +l.dataset.n >= least && shown[l.dataset.a] && shown[l.dataset.b];
        l.toggleAttribute('data-off', !on);
        if (on) tied[l.dataset.a] = tied[l.dataset.b] = 1;
      });
      nodes.forEach(function (n) { n.toggleAttribute('data-off', !tied[n.dataset.node]); });
    };
    all('[data-min]').forEach(function (b) { b.addEventListener('click', function () { least = +b.dataset.min; press(b); draw(); }); });
    all('button[data-kind]').forEach(function (b) { b.addEventListener('click', function () {
      var on = b.getAttribute('aria-pressed') !== 'true';
      b.setAttribute('aria-pressed', String(on)); off[b.dataset.kind] = !on; draw();
    }); });
  }
})();
