// The first page, as a person on an old telephone meets it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { desk, launch, narrow, open, phone, sideways } from '../lib/browser.mjs';
import { demo } from '../lib/server.mjs';

let server;
let browser;

before(async () => {
  server = await demo();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts';

  test(`the first page says what it is for, ${how}`, async () => {
    const page = await open(browser, { url: server.url, scripts });
    const answer = await page.goto('/');
    assert.equal(answer.status(), 200);
    assert.equal(await page.locator('h1').count(), 1, 'one h1');
    assert.match(await page.locator('h1').innerText(), /жалоб/i);
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    assert.notEqual(await page.title(), '');
    assert.match(await page.locator('body').innerText(), /демонстрация/i, 'the banner of the demonstration');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('axe finds nothing on the first page, in both themes, on a phone and on a desk', async () => {
  const page = await open(browser, { url: server.url });
  await page.goto('/');
  const found = await axe(page, ...['light', 'dark'].flatMap((theme) => [phone, desk].map((viewport) => ({ theme, viewport }))));
  assert.equal(found.length, 0, found.join('\n'));
  await page.context().close();
});

test('the first page is not scrolled sideways at 320 px', async () => {
  const page = await open(browser, { url: server.url, viewport: narrow });
  await page.goto('/');
  const { pixels, because } = await sideways(page);
  assert.equal(pixels, 0, because);
  await page.context().close();
});

test('the first page weighs at most 100 KB on a first visit', async () => {
  const page = await open(browser, { url: server.url });
  await page.goto('/', { waitUntil: 'networkidle' });
  const kilobytes = page.weight() / 1024;
  assert.ok(kilobytes > 0, 'something was received');
  assert.ok(kilobytes <= 100, `it weighs ${kilobytes.toFixed(1)} KB`);
  await page.context().close();
});
