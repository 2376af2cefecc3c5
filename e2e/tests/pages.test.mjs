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

const looks = [
  { theme: 'light', viewport: desk }, { theme: 'dark', viewport: phone },
];

/** A key of the catalogues that stands where its sentence should, as track.next_filed. */
const bareKey = /(?:^|\s)[a-z]+(?:_[a-z]+)*\.[a-z]+_[a-z_]+(?:\s|$)/;

async function look(page, path, findings) {
  const answer = await page.goto(path);
  const key = (await way.text(page)).match(bareKey);
  if (key) findings.push(`${path}: no words for ${key[0].trim()}`);
  if (answer.status() >= 500) findings.push(`${path}: status ${answer.status()}`);
  if (await page.locator('h1').count() !== 1) findings.push(`${path}: ${await page.locator('h1').count()} h1`);
  for (const finding of await axe(page)) findings.push(`${path} (${page.theme}, ${page.viewportSize().width}): ${finding}`);
}

async function fits(page, path, findings) {
  await page.goto(path);
  const { pixels, because } = await sideways(page);
  if (pixels > 0) findings.push(`${path}: scrolls ${pixels} px sideways: ${because}`);
}

async function walk(role, paths, enter) {
  const findings = [];
  for (const options of looks) {
    const page = await open(browser, { url: service.url, ...options });
    await enter(page);
    for (const path of paths) await look(page, path, findings);
    findings.push(...page.complaints);
    await page.context().close();
  }
  const small = await open(browser, { url: service.url, viewport: narrow });
  await enter(small);
  for (const path of paths) await fits(small, path, findings);
  await small.goto(`${paths[0]}${paths[0].includes('?') ? '&' : '?'}lang=en`);
  await look(small, `${paths[0]}${paths[0].includes('?') ? '&' : '?'}lang=en`, findings);
  await small.context().close();
  assert.deepEqual(findings, [], `${role}: ${findings.length} findings`);
}

test('the public pages', async () => {
  await walk('public', all.open, async () => {});
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
    await walk(`citizen ${citizen.login}`, ['/track/complaint'], async (page) => {
      await page.goto('/track');
      await page.locator('input[name=number]').fill(citizen.login);
      await page.locator('input[name=code]').fill(citizen.password);
      await way.press(page, page.getByRole('button', { name: 'Открыть жалобу' }));
    });
  }
});

for (const role of ['secretary', 'member', 'chair', 'administrator']) {
  test(`the pages of ${role}`, async () => {
    const scout = await open(browser, { url: service.url });
    await signIn(scout, service.as(role, role === 'administrator' ? undefined : '42-T99'));
    const paths = await all.pagesOf(scout, role);
    await scout.context().close();
    assert.ok(paths.length >= 5, `${role} has ${paths.length} pages only`);
    await walk(role, paths, (page) => signIn(page, service.as(role, role === 'administrator' ? undefined : '42-T99')));
  });
}
