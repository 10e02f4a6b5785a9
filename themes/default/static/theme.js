/* runs before first paint; a file of its own because the policy forbids inline scripts */
(function (d) {
  var root = d.documentElement, own = d.currentScript.dataset;
  root.classList.add('js');
  try { var t = localStorage.getItem('dossier-theme'); if (t === 'dark' || t === 'light') root.dataset.theme = t; } catch (e) { /* no storage: the system decides */ }
  /* the search page keeps room for the results that will come */
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add('asked');
  /* Fonts never take the place of others under a reader's eyes, so they must come early; from disk a browser asks for them late and
     refuses to preload, but has them at once: there they may come when they do. */
  function link(set) { d.head.appendChild(Object.assign(d.createElement('link'), set)); }
  if (!own.fonts) return;
  if (location.protocol === 'file:') link({ rel: 'stylesheet', href: own.disk });
  else own.fonts.split(' ').forEach(function (url) { link({ rel: 'preload', as: 'font', type: 'font/woff2', crossOrigin: 'anonymous', href: url }); });
})(document);
