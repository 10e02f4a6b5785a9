/* Runs the checks of this folder one after the other; tests/run.sh calls it.
   node tests/browser/run.mjs [SITE]      SITE is a built site; without it the sample dossier is built. CHROMIUM names the browser. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const CHECKS = [['search.mjs'], ['hostile.mjs'], ['site.mjs', ...process.argv.slice(2)], ['scale.mjs', ...process.argv.slice(2)], ['use.mjs', ...process.argv.slice(2)]];

let failed = 0;
for (const [name, ...args] of CHECKS) {
  console.log(`-- ${name}`);
  const { status, signal } = spawnSync(process.execPath, [path.join(here, name), ...args], { stdio: 'inherit' });
  if (status !== 0) { failed++; console.error(`${name} failed${signal ? ` (${signal})` : ''}`); }
}
process.exit(failed ? 1 : 0);
