// Every page, as each role sees it: accessible by axe at WCAG 2.2 AA, in both themes
// and both languages, wide and narrow, without sideways scrolling at 320 px and without
// a complaint of the browser's. Public pages stay within their weight.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demo } from '../lib/server.mjs';
import { launch, open, signIn, sideways, phone, desk, narrow } from '../lib/browser.mjs';
import { axe } from '../lib/axe.mjs';
import * as all from '../lib/pages.mjs';
import * as way from '../lib/journey.mjs';

let service, browser;
before(async () => { service = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await service?.stop(); });

const looks = [{ theme: 'light', viewport: desk }, { theme: 'dark', viewport: phone }];

/** Most pages of the chair and of members are the secretary's with other buttons: one look each. */
const looksOf = { chair: [looks[1]], member: [looks[0]] };

/** A key of the catalogues that stands where its sentence should, as track.next_filed. */
const bareKey = /(?:^|\s)[a-z]+(?:_[a-z]+)*\.[a-z]+_[a-z_]+(?:\s|$)/;

/** Looks at one page, loaded once: at 320 px as it comes, then by axe in each of the looks. */
async function look(page, path, as, findings) {
  await page.setViewportSize(narrow);
  const answer = await page.goto(path);
  const key = (await way.text(page)).match(bareKey);
  if (key) findings.push(`${path}: no words for ${key[0].trim()}`);
  if (answer.status() >= 500) findings.push(`${path}: status ${answer.status()}`);
  if (await page.locator('h1').count() !== 1) findings.push(`${path}: ${await page.locator('h1').count()} h1`);
  const { pixels, because } = await sideways(page);
  if (pixels > 0) findings.push(`${path}: scrolls ${pixels} px sideways: ${because}`);
  for (const finding of await axe(page, ...as)) findings.push(`${path}: ${finding}`);
}

/** Looks at the pages of somebody whom enter lets in, the first of them in English too. */
async function walk(role, enter, pagesOf) {
  const findings = [];
  const page = await open(browser, { url: service.url });
  await enter(page);
  const paths = await pagesOf(page);
  const seen = new Set();
  for (const [i, path] of paths.entries()) { // another of a kind that was looked at has one look, in turns
    const shape = path.replace(/[\d-]+/g, '#');
    await look(page, path, looksOf[role] ?? (seen.has(shape) ? [looks[i % looks.length]] : looks), findings);
    seen.add(shape);
  }
  await look(page, `${paths[0]}${paths[0].includes('?') ? '&' : '?'}lang=en`, [{ theme: 'light', viewport: narrow }], findings);
  findings.push(...page.complaints);
  await page.context().close();
  assert.deepEqual(findings, [], `${role}: ${findings.length} findings`);
}

test('the public pages', async () => {
  await walk('public', async () => {}, () => all.open);
});

test('public pages weigh at most 100 KB', async () => {
  for (const path of ['/', '/file/contested', '/track']) {
    const page = await open(browser, { url: service.url });
    await page.goto(path);
    assert.ok(page.weight() <= 100_000, `${path} weighs ${page.weight()} bytes`);
    await page.context().close();
  }
});

test('the complainant\'s page, in each state that can be followed', async () => {
  for (const citizen of service.credentials.filter((c) => c.role === 'citizen')) {
    await walk(`citizen ${citizen.login}`, async (page) => {
      await page.goto('/track');
      await page.locator('input[name=number]').fill(citizen.login);
      await page.locator('input[name=code]').fill(citizen.password);
      await way.press(page, page.getByRole('button', { name: 'Открыть жалобу' }));
    }, () => ['/track/complaint']);
  }
});

for (const role of ['secretary', 'member', 'chair', 'administrator']) {
  test(`the pages of ${role}`, async () => {
    const enter = (page) => signIn(page, service.as(role, role === 'administrator' ? undefined : '42-T99'));
    await walk(role, enter, async (page) => {
      const paths = await all.pagesOf(page, role);
      assert.ok(paths.length >= 5, `${role} has ${paths.length} pages only`);
      return paths;
    });
  });
}
