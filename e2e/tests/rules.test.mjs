// What the regulation does by itself, seen as people see it: its own change by a
// decision, a campaign that moves, a court that takes the matter up. Scripts are off.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demo } from '../lib/server.mjs';
import { launch, keepPicture } from '../lib/browser.mjs';
import * as way from '../lib/journey.mjs';

let service, browser;
before(async () => { service = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await service?.stop(); });

/** Opens a page for each role, runs the steps, and keeps pictures where they fail. */
async function walk(t, roles, steps) {
  const pages = await Promise.all(roles.map((role) => way.as(browser, service, role, role === 'administrator' ? { commission: null } : {})));
  try {
    await steps(...pages);
    for (const page of pages) assert.deepEqual(page.complaints, []);
  } catch (fault) {
    for (const [i, page] of pages.entries()) await keepPicture(page, `${t.name}-${i}`);
    throw fault;
  } finally {
    for (const page of pages) await page.context().close();
  }
}

/** The first complaint of the list in that state, or the first with that title. */
async function one(page, state, title = '') {
  await page.goto(`/complaints?state=${state}`);
  const href = await page.locator('main tbody tr', { hasText: title }).locator('a[href^="/complaints/20"]').first().getAttribute('href');
  return href.split('/')[2];
}

test('R-058, R-059: a complaint is suspended for a court, its clock stands, and resumed', async (t) => {
  await walk(t, ['chair'], async (chair) => {
    const number = await one(chair, 'in_review');
    await chair.goto(`/complaints/${number}/deadlines`);
    const due = (await way.text(chair)).match(/Решение по жалобе\s+[^\n]*до (\d+ [а-я]+)/)?.[1];
    assert.ok(due, 'the ruling has its day');
    await chair.goto(`/complaints/${number}/term`);
    await chair.locator('input[name=court]').fill('Примерный районный суд');
    await chair.locator('input[name=case]').fill('2а-1234/2026');
    await way.typeDate(chair, 'accepted_on', way.localDay(-1));
    await way.press(chair, chair.locator('form[action$="/suspend"] button'), { refused: true });
    assert.match(await way.text(chair, '.errors'), /тот же|того же/, 'R-058: only for the same matter of the same person');
    assert.equal(await chair.locator('input[name=court]').inputValue(), 'Примерный районный суд', 'what was typed is kept');
    await chair.locator('input[name=same]').check();
    await way.press(chair, chair.locator('form[action$="/suspend"] button'));
    await chair.goto(`/complaints/${number}`);
    assert.match(await way.text(chair), /Приостановлен/i);
    await chair.goto(`/complaints/${number}/term`);
    await way.typeDate(chair, 'in_force_on', way.localDay(0));
    await chair.locator('input[name=result]').first().check();
    await way.press(chair, chair.locator('form[action$="/resume"] button'));
    await chair.goto(`/complaints/${number}/history`);
    assert.match(await way.text(chair), /67-ФЗ, статья 75, пункт 9/);
    await chair.goto(`/complaints/${number}/deadlines`);
    assert.ok((await way.text(chair)).includes(`до ${due}`), 'R-059: suspended and resumed on one day, the term is as long as it was');
  });
});

test('Reg. 9.1, R-073: the regulation is changed by a decision, and the majority with it', async (t) => {
  await walk(t, ['administrator', 'secretary'], async (administrator, secretary) => {
    await administrator.goto('/settings/commissions/2/regulation');
    await administrator.locator('select[name=unlawful_act]').selectOption('established');
    await way.press(administrator, administrator.locator('main form button.btn').last(), { refused: true });
    assert.equal(await administrator.locator('.errors a').count(), 3, 'Reg. 9.1: a change needs a decision, its day and the day it takes effect');
    await administrator.locator('input[name=decision]').fill('41/205');
    await way.typeDate(administrator, 'decision_on', way.localDay());
    await way.typeDate(administrator, 'in_force', way.localDay());
    await way.press(administrator, administrator.locator('main form button.btn').last());
    assert.match(await way.text(administrator), /больше половины присутствующих[\s\S]*больше половины установленного/, 'what changes is shown before');
    await way.press(administrator, administrator.locator('form[action$="/adopt"] button.btn').first());
    assert.match(await way.text(administrator), /41\/205/);

    const number = await one(secretary, 'in_review', 'Комиссия отказалась принять жалобу');
    const said = await way.draft(secretary, number, { facts: 'Жалоба не принята.', reasons: 'Обязанность принять не исполнена.', answer: 'Довод обоснован.',
      outcome: 'remand', duty: 'act', action: 'принять жалобу и рассмотреть её' });
    assert.match(said, /нужно 8 голосов из 14/, 'R-073: an unlawful inaction needs more than half of the seats from now on');
  });
});

test('R-032, R-051: a campaign moves by a day, and the dates that follow are shown first', async (t) => {
  await walk(t, ['administrator', 'secretary'], async (administrator, secretary) => {
    const move = async (days) => {
      await administrator.goto('/settings/campaigns/1');
      await way.typeDate(administrator, 'voting_days', way.localDay(days));
      await way.press(administrator, administrator.locator('form[action="/settings/campaigns/1"] button').last());
    };
    await move(2);
    await way.press(administrator, administrator.getByRole('button', { name: 'Изменить кампанию и пересчитать сроки' }));
    await move(3);
    const moved = administrator.locator('main table tbody tr');
    assert.ok(await moved.count() > 0, 'no date would move');
    const number = (await moved.first().innerText()).match(/20\d\d-\d{4}/)[0];
    const preview = (await moved.first().innerText()).replace(/\u00a0/g, ' ');
    assert.ok(preview.includes(way.inWords(way.localDay(1))) && preview.includes(way.inWords(way.localDay(2))), preview);
    await way.press(administrator, administrator.getByRole('button', { name: 'Изменить кампанию и пересчитать сроки' }));

    await assert.doesNotReject(async () => {
      for (let tries = 0; ; tries++) {
        await secretary.goto(`/complaints/${number}/history`);
        const said = await way.text(secretary);
        if (said.includes(`${way.inWords(way.localDay(1))} → ${way.inWords(way.localDay(2))}`)) return;
        if (tries > 40) throw new Error(said);
        await new Promise((r) => setTimeout(r, 250));
      }
    }, 'the docket has the old day and the new one');
  });
});
