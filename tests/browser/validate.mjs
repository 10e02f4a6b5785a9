/* The HTML validator over every page, style sheet and SVG file of a built site: errors and warnings.
   node tests/browser/validate.mjs SITE... */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** What the validator gets wrong about pages that it reads from disk. */
const MISTAKEN = [
  // a file has no origin that 'self' could mean; Chromium holds the pages to their policy in site.mjs
  'Resource violates Content Security Policy.*',
  // JSON-LD is data, which no policy on scripts concerns
  'Inline script violates Content Security Policy.*',
];

/** Everything that it objects to, one line each. */
export function validate(site) {
  if (spawnSync('java', ['-version']).status !== 0) { console.log('skipped: the HTML validator, since there is no Java'); return []; }
  const jar = path.join(path.dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const rules = ['--also-check-css', '--also-check-svg', '--skip-non-html', '--format', 'json', '--filterpattern', MISTAKEN.join('|')];
  const { stderr, error } = spawnSync('java', ['-Xss4m', '-jar', jar, ...rules, site], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error) return [`vnu: ${error.message}`];
  let messages;
  try { ({ messages } = JSON.parse(stderr)); } catch { return [`vnu: ${stderr.slice(0, 2000)}`]; }
  const kept = messages.filter(({ type, subType }) => type === 'error' || type === 'non-document-error' || subType === 'warning');
  const name = (url) => decodeURI((url || '').replace(`${pathToFileURL(site)}/`, '').replace(`file:${site}/`, ''));
  return kept.map(({ url, lastLine, firstColumn, message }) => `${name(url)}: ${lastLine ?? ''}:${firstColumn ?? ''} ${message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let count = 0;
  for (const site of process.argv.slice(2)) {
    const found = validate(path.resolve(site));
    count += found.length;
    if (found.length) console.error(found.slice(0, 40).join('\n'));
    console.log(`${site}: ${found.length} errors and warnings`);
  }
  process.exit(count ? 1 : 0);
}
