// Takes the pictures of the README from a running demonstration.
//
//   make screenshots                    all of them, into docs/pictures
//   make screenshots ARGS="dashboard"   those whose name begins so
//   make screenshots ARGS=--all         every page at 390, 1280 and 1920 px in both themes,
//                                       into build/pictures, to look at before a hand-over
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, open, signIn } from './lib/browser.mjs';
import { demo } from './lib/server.mjs';
import { download } from './lib/pdf.mjs';
import * as pages from './lib/pages.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2);
const all = words.includes('--all');
const only = words.filter((w) => !w.startsWith('--'));
const folder = join(repository, all ? 'build/pictures' : 'docs/pictures');

const server = await demo();
const browser = await launch();
const signedIn = new Map(); // role → cookies, so that each role signs in once
let taken = 0;
let faults = 0;

/**
 * Takes one picture, NAME.png (NAME-390-dark.png and so on with --all).
 *
 * @param {string} name
 * @param {string|((page) => Promise<void>)} path an address, or steps that lead to the page
 * @param {{role?: string, commission?: string, width?: number, theme?: 'light'|'dark', full?: boolean}} [options]
 *   role signs that person of the demonstration in first; full takes the whole page and not only the first screen
 */
async function shoot(name, path, { role, commission, width = 1280, theme = 'light', full = false } = {}) {
  if (only.length && !only.some((w) => name.startsWith(w))) return;
  const variants = all
    ? [390, 1280, 1920].flatMap((w) => ['light', 'dark'].map((t) => ({ width: w, theme: t, file: `${name}-${w}-${t}.png` })))
    : [{ width, theme, file: `${name}.png` }];
  for (const v of variants) {
    const page = await open(browser, { url: server.url, theme: v.theme, viewport: { width: v.width, height: v.width < 600 ? 844 : v.width > 1900 ? 1080 : 860 } });
    try {
      if (role) await enter(page, role, commission);
      if (typeof path === 'string') {
        const answer = await page.goto(path);
        if (!answer.ok() && answer.status() !== 404) throw new Error(`${path} answered ${answer.status()}`);
      } else {
        await path(page);
      }
      await page.screenshot({ path: join(folder, v.file), fullPage: full || all, animations: 'disabled' });
      if (page.complaints.length) throw new Error(page.complaints.join('; '));
      taken++;
    } catch (fault) {
      faults++;
      console.error(`${v.file}: ${fault.message}`);
    } finally {
      await page.context().close();
    }
  }
}

async function enter(page, role, commission) {
  const key = `${role} ${commission ?? ''}`;
  if (!signedIn.has(key)) {
    await signIn(page, server.as(role, commission));
    signedIn.set(key, await page.context().cookies());
  }
  await page.context().addCookies(signedIn.get(key));
}

/** Every page of every role, to be looked at before a hand-over. */
async function everything() {
  for (const path of pages.open) await shoot(`public${path.replace(/[^a-z0-9]+/g, '-')}`, path);
  for (const role of ['secretary', 'member', 'chair', 'administrator']) {
    const commission = role === 'administrator' ? undefined : '42-T99';
    const scout = await open(browser, { url: server.url });
    await enter(scout, role, commission);
    const paths = await pages.pagesOf(scout, role);
    await scout.context().close();
    for (const path of paths) await shoot(`${role}${path.replace(/[^a-z0-9_]+/g, '-')}`, path, { role, commission });
  }
}

/** The first sheet of a ruling, from its PDF as the complainant gets it. */
async function ruling() {
  if (only.length && !only.some((w) => 'ruling'.startsWith(w))) return;
  const page = await open(browser, { url: server.url });
  const citizen = server.as('citizen');
  await page.goto('/track');
  await page.locator('input[name=number]').fill(citizen.login);
  await page.locator('input[name=code]').fill(citizen.password);
  await page.locator('form[action="/track"] button').first().click();
  const paper = await download(page, page.locator('a[href$="ruling.pdf"]').first());
  execFileSync('pdftoppm', ['-png', '-r', '80', '-singlefile', '-f', '1', '-l', '1', paper.path, join(folder, 'ruling')]);
  await page.context().close();
  taken++;
}

try {
  await mkdir(folder, { recursive: true });

  if (all) await everything();
  else {
    await shoot('dashboard', '/desk', { role: 'chair', commission: '42-T99', full: true });
    await shoot('start-phone', '/', { width: 390 });
    await ruling();
  }
} finally {
  await browser.close();
  await server.stop();
}
console.log(`${taken} pictures in ${all ? 'build/pictures' : 'docs/pictures'}`);
process.exitCode = faults ? 1 : 0;
