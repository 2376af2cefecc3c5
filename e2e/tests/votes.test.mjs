// A vote as members meet it: each on an own screen, beside hands that the secretary
// records, the presiding member last. Scripts are off.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demo } from '../lib/server.mjs';
import { axe } from '../lib/axe.mjs';
import { desk, launch, narrow, open, keepPicture, sideways } from '../lib/browser.mjs';
import * as way from '../lib/journey.mjs';

let service, browser;
before(async () => { service = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await service?.stop(); });

/** Looks for barriers, wide and narrow. */
async function looked(page) {
  assert.deepEqual(await axe(page, { viewport: desk }, { viewport: narrow }), []);
  for (const viewport of [narrow, desk]) {
    await page.setViewportSize(viewport);
    assert.equal((await sideways(page)).pixels, 0, `no sideways scrolling at ${viewport.width} px`);
  }
}

/** Chooses on the own page and confirms. */
async function voteOwn(page, sitting, choice) {
  await page.goto(`/sittings/${sitting}/vote`);
  await way.press(page, page.getByRole('button', { name: choice, exact: true }));
  assert.match(await way.text(page), new RegExp(`Вы голосуете: ${choice}`));
  await way.press(page, page.getByRole('button', { name: `Подтвердить: ${choice}` }));
  return way.text(page);
}

test('R-005, R-077: members vote on their own screens, one is recorded from a raised hand, the chair votes last', async (t) => {
  const c = { who: 'Голосов Глеб Григорьевич', role: 'voter', contested: 'decision', precinct: '9005', ask: 'annul', title: 'Решение о времени голосования',
    text: 'Участковая комиссия сократила время голосования, хотя оснований для этого не было.' };
  const citizen = await open(browser, { url: service.url, scripts: false });
  const pages = await Promise.all(['secretary', 'member', 'chair', 'deputy'].map((role) => way.as(browser, service, role)));
  const [secretary, member, chair, deputy] = pages;
  try {
    const { number } = await way.file(citizen, c);
    await way.register(secretary, number, c);
    await way.draft(member, number, { facts: 'Время сокращено.', reasons: 'Оснований нет.', answer: 'Требование обоснованно.',
      outcome: 'decide_on_merits', extent: 'full', merits: 'Восстановить время голосования' });
    const sitting = await way.convene(chair);
    await way.prepare(secretary, sitting, [number]);
    await secretary.goto(`/sittings/${sitting}/conduct`);
    await way.press(secretary, secretary.locator('form[action$="/vote"] button[class="btn"]').first());

    await member.goto('/desk');
    assert.match(await way.text(member), /Идёт голосование/);
    await way.press(member, member.getByRole('link', { name: 'Голосовать', exact: true }));
    await looked(member);
    assert.match(await voteOwn(member, sitting, 'Против'), /Ваш голос: Против, \d+:\d+:\d+/);
    assert.match(await voteOwn(member, sitting, 'За'), /Ваш голос: За/);
    await looked(member);
    assert.match(await voteOwn(deputy, sitting, 'За'), /Ваш голос: За/);

    await chair.goto(`/sittings/${sitting}/vote`);
    assert.match(await way.text(chair), /Не проголосовали: 6/);
    await looked(chair);
    await way.press(chair, chair.getByRole('button', { name: 'За', exact: true }), { refused: true });

    await secretary.goto(`/sittings/${sitting}/conduct`);
    await looked(secretary);
    const rows = secretary.locator('form[action$="/votes"] tbody tr:has(input)');
    assert.equal(await rows.count(), 6, 'two of eight have voted personally');
    for (let i = 0; i < 6; i++) await rows.nth(i).locator('input[value=for]').check();
    await way.press(secretary, secretary.locator('form[action$="/votes"] button').first());
    await voteOwn(chair, sitting, 'За');
    const verdict = await way.text(chair, '.verdict');
    assert.match(verdict, /За 9, против 0/);
    await member.goto(`/sittings/${sitting}/vote`);
    assert.match(await way.text(member), /Сейчас голосования нет/);
    for (const page of pages) assert.deepEqual(page.complaints, []);
  } catch (fault) {
    for (const [i, page] of pages.entries()) await keepPicture(page, `${t.name}-${i}`);
    throw fault;
  } finally {
    for (const page of [citizen, ...pages]) await page.context().close();
  }
});
