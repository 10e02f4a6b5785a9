/* The site that the checks look at: the one that is given, or the sample dossier, built into a temporary folder. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder, and what takes it away again. */
export function sample(given) {
  if (given) return { site: path.resolve(given), remove() {} };
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'dossier-site-')), site = path.join(work, 'site');
  build(project, site);
  return { site, remove: () => fs.rmSync(work, { recursive: true }) };
}

/** Builds the dossier in `root` into `site`. */
export function build(root, site) {
  const { status } = spawnSync('cargo', ['run', '--quiet', '--', 'build', '--quiet', '--root', root, '--output', site], { stdio: 'inherit', cwd: project });
  if (status !== 0) process.exit(1);
}
