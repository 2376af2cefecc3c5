// One sitting on many screens: what one does the others see, and nobody loses what they type.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { launch, narrow, open, sideways, signIn } from '../lib/browser.mjs';
import { press, text } from '../lib/journey.mjs';
import { demo } from '../lib/server.mjs';

const wall = { width: 1920, height: 1080 };
let server;
let browser;
let sitting; // the one that is planned

before(async () => {
  server = await demo();
  browser = await launch();
  const page = await open(browser, { url: server.url });
  await page.goto('/sittings');
  sitting = (await page.locator('main a[href^="/sittings/watch/42-T99/"]').first().getAttribute('href')).match(/\d+$/)[0];
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const as = async (role, options = {}) => {
  const page = await open(browser, { url: server.url, ...options });
  if (role) await signIn(page, server.as(role, '42-T99'));
  return page;
};

const present = (n) => new RegExp(`Присутствуют ${n} из`);
const shows = (page, n) => page.waitForFunction((n) => document.querySelector('main').innerText.includes(`Присутствуют ${n} из`), n);
const mark = async (page, mode, n) => {
  await page.goto(`/sittings/${sitting}/attendance`);
  for (const box of (await page.locator(`input[value=${mode}]`).all()).slice(0, n)) await box.check();
  await press(page, page.locator('form:has(input[value=hall]) button.btn').first());
};

test('an act reaches the other screens, and what somebody types stays', async () => {
  const secretary = await as('secretary');
  const chair = await as('chair');
  const member = await as('member');
  const hall = await as('member', { viewport: wall });
  await chair.goto(`/sittings/${sitting}/attendance`);
  await member.goto(`/sittings/${sitting}/conduct`);
  await hall.goto(`/sittings/${sitting}/hall`);
  const reason = chair.locator('input[name^=reason_]').first();
  await reason.fill('пробка на мосту');

  await mark(secretary, 'hall', 9);
  await shows(member, 9);
  await shows(hall, 9);
  const note = chair.locator('[data-live-note=changed]');
  await note.waitFor();
  assert.equal(await reason.inputValue(), 'пробка на мосту', 'what was typed is gone');
  assert.match(await text(chair), present(0));
  await press(chair, note.locator('a'));
  assert.match(await text(chair), present(9));

  // Where the focus was it stays, though all around it is new.
  await member.goto(`/sittings/${sitting}`);
  await member.locator('[data-live=tab] a.num').first().focus();
  const focused = () => member.evaluate(() => document.activeElement.getAttribute('href'));
  const was = await focused();
  await secretary.goto(`/sittings/${sitting}`);
  const planned = secretary.locator('form[action$="/plan"]').first();
  await secretary.locator('details:has(form[action$="/plan"]) summary').first().click();
  await planned.locator('input').first().fill('37');
  await press(secretary, planned.locator('button'));
  await member.waitForFunction(() => document.querySelector('main').innerText.replaceAll('\u00a0', ' ').includes('Примерно 37 минут'));
  assert.match(was, /^\/complaints\//);
  assert.equal(await focused(), was);
  for (const page of [secretary, chair, member, hall]) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a service that comes back is followed again', async () => {
  const member = await as('member');
  await member.goto(`/sittings/${sitting}/hall`);
  await server.kill9();
  await server.again();
  const secretary = await as('secretary');
  await mark(secretary, 'hall', 11);
  await shows(member, 11);
  await secretary.context().close();
  await member.context().close();
});

test('without scripts a page without forms is read anew by itself, the others offer it', async () => {
  const anybody = await as(null, { scripts: false });
  await anybody.goto(`/sittings/watch/42-T99/${sitting}`);
  assert.equal(await anybody.locator('meta[http-equiv=refresh]').count(), 1);
  const secretary = await as('secretary', { scripts: false });
  await secretary.goto(`/sittings/${sitting}/conduct`);
  assert.equal(await secretary.locator('meta[http-equiv=refresh]').count(), 0);
  await press(secretary, secretary.getByRole('link', { name: 'Обновить', exact: true }));
  assert.match(await secretary.url(), new RegExp(`/sittings/${sitting}/conduct$`));
  await anybody.context().close();
  await secretary.context().close();
});

test('the views of the hall and of the public, in both themes', async () => {
  const page = await as('chair');
  for (const path of [`/sittings/${sitting}/hall`, `/sittings/watch/42-T99/${sitting}`, `/sittings/watch/42-T99/${sitting - 1}`, `/sittings/${sitting - 1}/hall`, '/sittings']) {
    await page.goto(path);
    const found = await axe(page, { theme: 'light', viewport: wall }, { theme: 'dark', viewport: wall });
    assert.equal(found.length, 0, path + '\n' + found.join('\n'));
    await page.setViewportSize(narrow);
    const { pixels, because } = await sideways(page);
    assert.equal(pixels, 0, `${path}: ${because}`);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
