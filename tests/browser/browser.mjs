/* The browser of all checks: Chromium as the system has it, with nothing running beside the page. */
import { chromium } from 'playwright-core';

/** CHROMIUM names another one; `more` are arguments for it. The sandbox is off because containers and root have none; only our own pages are opened. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  });
}
