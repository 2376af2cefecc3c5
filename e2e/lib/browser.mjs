// Debian's Chromium, driven by Playwright. One browser a test file, one context
// (its own cookies) a person.
import { chromium } from 'playwright-core';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };
/** The narrowest page that WCAG 1.4.10 asks to work without sideways scrolling. */
export const narrow = { width: 320, height: 720 };

const failures = fileURLToPath(new URL('../failures', import.meta.url));

function executable() {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error('no Chromium here: install the package chromium, or name the program in CHROMIUM');
  return found;
}

/** Starts Chromium. It keeps no profile and calls nobody. */
export async function launch() {
  const args = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
  // Chromium's own sandbox cannot be set up by root; everybody else keeps it.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath: executable(), args });
}

/**
 * Opens a page in a context of its own.
 *
 * The page carries what a test wants to ask at the end: `page.complaints`, the
 * console's errors, scripts' errors and failed or foreign requests so far, and
 * `page.weight()`, bytes received since it was opened.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {object} [options]
 * @param {string} [options.url] the service; paths are relative to it, and requests to anywhere else are refused and recorded
 * @param {boolean} [options.scripts=true]
 * @param {'light'|'dark'} [options.theme='light']
 * @param {{width: number, height: number}} [options.viewport=desk]
 * @param {string} [options.locale='ru-RU']
 */
export async function open(browser, { url, scripts = true, theme = 'light', viewport = desk, locale = 'ru-RU' } = {}) {
  const context = await browser.newContext({
    baseURL: url, javaScriptEnabled: scripts, colorScheme: theme, viewport, locale,
    timezoneId: 'Asia/Novokuznetsk', reducedMotion: 'reduce', acceptDownloads: true,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();

  Object.assign(page, { scripts, theme });
  page.complaints = [];
  // A refusal (4xx) is an answer of the service, and Chromium writes it to the console all the same.
  page.on('console', (m) => {
    if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) page.complaints.push(`console: ${m.text()}`);
  });
  page.on('pageerror', (e) => page.complaints.push(`script: ${e.message}`));
  page.on('requestfailed', (r) => {
    // A download ends the navigation that asked for it; that is no fault.
    if (r.failure()?.errorText !== 'net::ERR_ABORTED') page.complaints.push(`request: ${r.url()} ${r.failure()?.errorText}`);
  });
  page.on('response', (r) => { if (r.status() >= 500) page.complaints.push(`answer: ${r.status()} ${r.url()}`); });
  if (url) {
    await context.route((to) => to.origin !== new URL(url).origin && to.protocol.startsWith('http'), (route) => {
      page.complaints.push(`request to somebody else: ${route.request().url()}`);
      return route.abort();
    });
  }

  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  let bytes = 0;
  wire.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
  page.weight = () => bytes;

  return page;
}

/** Signs a person in through the form and leaves the browser on their desk. */
export async function signIn(page, { login, password }) {
  await page.goto('/sign-in');
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form:has(input[name=password]) button').first().click();
  if (await page.locator('input[name=password]').count()) {
    throw new Error(`${login} was not let in: ${(await page.locator('main').innerText()).slice(0, 300)}`);
  }
}

/** How many pixels the page can be scrolled sideways, and what sticks out most. */
export async function sideways(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return { pixels: 0, because: '' };
    const limit = document.documentElement.clientWidth;
    let worst = null;
    for (const e of document.body.querySelectorAll('*')) {
      const { right } = e.getBoundingClientRect();
      if (right > limit + 0.5 && (!worst || right > worst.right)) worst = { right, e };
    }
    return { pixels: wide, because: worst ? worst.e.outerHTML.slice(0, 200) : 'nothing in sight' };
  });
}

/** Saves a picture of a page that a test failed on. */
export async function keepPicture(page, name) {
  await mkdir(failures, { recursive: true });
  const path = join(failures, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}
