/* runs before first paint; a file of its own because the policy forbids inline scripts */
(function (root) {
  root.classList.add('js');
  try { var t = localStorage.getItem('dossier-theme'); if (t === 'dark' || t === 'light') root.dataset.theme = t; } catch (e) { /* no storage: the system decides */ }
})(document.documentElement);
