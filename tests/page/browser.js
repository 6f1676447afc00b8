// Chromium for the tests: Debian's, headless, with a fresh profile each time.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

/** Whether there is a browser; says so loudly where there is none. */
export const hasBrowser = Boolean(executablePath);
if (!hasBrowser) console.log('SKIPPED: the page in Chromium: there is no chromium here (Debian package chromium)');

/** A browser. Every launch has a profile of its own. */
export const launch = () => chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/**
 * A page that must neither fail nor fetch anything. Without `idle` the browser never has time to spare.
 * @param {import('playwright-core').Browser} browser
 * @param {string} path
 */
export async function open(browser, path, { hash = '', width = 1440, height = 1000, dark = false, script = true, idle = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: script });
  if (!idle) await context.addInitScript(() => { window.requestIdleCallback = () => 0; });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`); });
  page.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith('file:')) wrong.push(`fetched ${request.url()}`); });
  await page.goto(`file://${path}${hash}`);
  if (script) await page.waitForFunction((to) => document.documentElement.classList.contains('script') && (!to || document.documentElement.dataset.shows === to), hash);
  return { page, wrong, close: () => context.close() };
}

/**
 * To another place of the page, by its address.
 * @param {import('playwright-core').Page} page
 * @param {string} hash
 */
export async function go(page, hash) {
  await page.evaluate((to) => {
    delete document.documentElement.dataset.shows;
    if (location.hash === to) location.hash = '#:';
    location.hash = to;
  }, hash);
  await page.waitForFunction((to) => document.documentElement.dataset.shows === to && !document.querySelector('.sheet[aria-busy]'), hash);
}
