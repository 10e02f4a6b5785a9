// The page at an old address: goes on to the new one and takes the place on the page along, which the refresh in the head
// cannot. Without script the refresh goes to the top.
(() => {
  "use strict";
  const to = document.currentScript.dataset.to;
  if (to && location.hash) location.replace(to + location.hash);
})();
