// What the regulation does by itself, seen as people see it: its own change by a
// decision, a campaign that moves, a court that takes the matter up. Scripts are off.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demo } from '../lib/server.mjs';
import { axe } from '../lib/axe.mjs';
import { desk, launch, open, keepPicture, phone } from '../lib/browser.mjs';
import { text as textOf, download } from '../lib/pdf.mjs';
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
    const suspend = chair.locator('form[action$="/suspend"]');
    await way.press(chair, suspend.locator('button[name=look]'), { refused: true });
    assert.match(await way.text(chair, '.errors'), /тот же|того же/, 'R-058: only for the same matter of the same person');
    assert.equal(await chair.locator('input[name=court]').inputValue(), 'Примерный районный суд', 'what was typed is kept');
    await chair.locator('input[name=same]').check();
    await way.press(chair, suspend.locator('button[name=look]'));
    assert.match(await way.text(chair, 'article.paper'), /приостановлено до вступления решения суда в законную силу/, 'the letter is read before it is signed');
    await suspend.locator('input[name=password]').fill(service.as('chair', '42-T99').password);
    await way.press(chair, suspend.locator('button:not([name])'));
    await chair.goto(`/complaints/${number}`);
    assert.match(await way.text(chair), /Приостановлен/i);
    await chair.goto(`/complaints/${number}/term`);
    await way.typeDate(chair, 'in_force_on', way.localDay(0));
    await chair.locator('input[name=result]').first().check();
    const resume = chair.locator('form[action$="/resume"]');
    await way.press(chair, resume.locator('button[name=look]'));
    assert.match(await way.text(chair, 'article.paper'), /возобновлено/);
    await resume.locator('input[name=password]').fill(service.as('chair', '42-T99').password);
    await way.press(chair, resume.locator('button:not([name])'));
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

    // The docket has the old day and the new one.
    await way.awaits(secretary, `/complaints/${number}/history`, new RegExp(`${way.inWords(way.localDay(1))} → ${way.inWords(way.localDay(2))}`));
  });
});

/** The secretary enters a paper; returns its number. */
async function receive(page, fields, tick = []) {
  await page.goto('/register/new');
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`);
    const kind = await field.first().evaluate((e) => e.type);
    if (kind === 'radio') await way.pick(page, name, value);
    else if (kind === 'select-one') await field.selectOption(value);
    else await field.fill(value);
  }
  for (const name of tick) await page.locator(`input[name="${name}"]`).check();
  await way.press(page, page.getByRole('button', { name: 'Принять' }));
  return page.url().match(/20\d\d-\d{4}/)[0];
}

/** Registers what was received on the route the rules recommend; returns what the page says of it before. */
async function registerAsRecommended(page, number, title) {
  await page.goto(`/complaints/${number}/register`);
  const said = await way.text(page);
  await page.locator('input[name=title]').fill(title);
  await way.press(page, page.getByRole('button', { name: 'Зарегистрировать' }));
  return said;
}

/** The chair reads the letter that ends a paper, and signs it; returns the text that was signed. */
async function signLetter(page, number, fields = {}) {
  await page.goto(`/complaints/${number}/letter`);
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).selectOption(value);
  const look = page.locator('button[name=look][value=letter].btn:not(.quiet)');
  if (await look.count()) await way.press(page, look);
  const letter = await way.text(page, 'article.paper');
  await page.locator('input[name=password]').fill(service.as('chair', '42-T99').password);
  await way.press(page, page.locator('form:has(input[name=digest]) button').last());
  return letter;
}

const person = { surname: 'Письмова', given: 'Полина', patronymic: 'Петровна', role: 'voter', reply_by: 'email', email: 'p.pismova@primer.example' };

test('R-026: plain e-mail outside a campaign is no appeal, and is answered by where to go', async (t) => {
  await walk(t, ['secretary', 'chair'], async (secretary, chair) => {
    const [year, month, day] = way.localDay(-120).split('-').map(String);
    const number = await receive(secretary, { channel: 'email', received_day: day, received_month: month, received_year: year, received_time: '10:15', ...person,
      text: 'Прошу признать незаконным бездействие комиссии: телефон не отвечает вторую неделю.' }, ['contested_inaction']);
    const said = await registerAsRecommended(secretary, number, 'Не отвечает телефон комиссии');
    assert.match(said, /письмо на обычный e-mail не считается обращением\. Федеральный закон № 59-ФЗ, статья 4/);
    await chair.goto('/desk');
    assert.match(await way.text(chair), new RegExp(number), 'the chair is shown the letter that is owed');
    assert.match(await signLetter(chair, number), /Госуслуг|портал/i);
    await chair.goto(`/complaints/${number}`);
    assert.match(await way.text(chair), /Дан ответ|Отвечено|ответ/i);
  });
});

test('R-022: a complaint about the commission that received it goes up, with nobody there deciding', async (t) => {
  await walk(t, ['secretary', 'chair', 'member'], async (secretary, chair, member) => {
    await secretary.goto('/register/new');
    const own = await secretary.locator('select[name=respondent] option', { hasText: 'ТИК' }).getAttribute('value');
    const number = await receive(secretary, { channel: 'in_person', ...person, respondent: own,
      text: 'Территориальная комиссия отказалась принять мои документы. Прошу признать отказ незаконным.' }, ['contested_action']);
    const said = await registerAsRecommended(secretary, number, 'Не приняты документы');
    assert.match(said, /сам/i, 'the machine says that nobody judges oneself');
    await member.goto(`/complaints/${number}`);
    assert.match(await way.text(member), /нет/i);
    const options = await (async () => { await chair.goto(`/complaints/${number}/letter`); return chair.locator('select[name=to] option').allInnerTexts(); })();
    assert.ok(options.length > 0);
    await signLetter(chair, number);
    const above = await way.as(browser, service, 'secretary', { commission: '42' });
    await above.goto('/intake');
    assert.match(await way.text(above), /Письмова/, 'it is in the queue of the higher commission');
    await above.context().close();
  });
});

test('R-007, R-074: the acting chair presides over a mixed draft, and signs as acting', async (t) => {
  const c = { who: 'Смешанов Семён Семёнович', role: 'voter', contested: 'decision', precinct: '9004', ask: 'annul', title: 'Решение о замене помещения',
    text: 'Участковая комиссия без оснований перенесла помещение для голосования и не известила избирателей.' };
  const citizen = await open(browser, { url: service.url, scripts: false });
  await walk(t, ['administrator', 'secretary', 'member', 'deputy'], async (administrator, secretary, member, deputy) => {
    await administrator.goto('/settings/commissions/2');
    const form = administrator.locator('form[action$="/acting"]');
    await form.locator('select[name=person]').selectOption({ label: await form.locator('select[name=person] option', { hasText: 'Порядкова' }).first().innerText() });
    for (const select of ['duties', 'basis']) {
      const options = await form.locator(`select[name=${select}] option`).evaluateAll((all) => all.map((o) => o.value));
      if (options.length) await form.locator(`select[name=${select}]`).selectOption(options.find((v) => v === 'chair' || v === 'decision') ?? options[0]);
      else await form.locator(`input[name=${select}][value=${select === 'duties' ? 'chair' : 'decision'}]`).check();
    }
    await form.locator('input[name=paper]').fill('42/210');
    await way.typeDate(administrator, 'paper_on', way.localDay());
    await way.typeDate(administrator, 'acting_from', way.localDay());
    await way.press(administrator, form.locator('button.btn'));

    const { number } = await way.file(citizen, c);
    await secretary.goto(`/complaints/${number}/register`);
    await secretary.locator('input[name=contested_inaction]').check();
    await secretary.locator('input[name=title]').fill(c.title);
    await secretary.locator('select[name=rapporteur]').selectOption({ label: await secretary.locator('select[name=rapporteur] option', { hasText: 'Законова' }).innerText() });
    await way.press(secretary, secretary.getByRole('button', { name: 'Зарегистрировать' }));
    const said = await way.draft(member, number, { facts: 'Помещение заменено без извещения.', reasons: 'Оснований для замены нет.', answer: 'Требование обоснованно.',
      outcome: 'remand', extent: 'full', second: 'unlawful', duty: 'act', action: 'известить избирателей о месте голосования' });
    assert.match(said, /нужно 8 голосов из 14/, 'R-074: the higher of the two majorities');
    const sitting = await way.convene(deputy);
    await way.prepare(secretary, sitting, [number], { absent: 1 });
    const verdict = await way.vote(secretary, sitting, { against: 1 });
    assert.match(verdict, /не менее 8/);
    assert.match(await way.sign(deputy, number, service.as('deputy', '42-T99').password), /подпис/i);
    await way.sign(secretary, number, service.as('secretary', '42-T99').password);
    await deputy.goto(`/complaints/${number}/documents`);
    const paper = await download(deputy, deputy.locator('a[href$=".pdf"]').first());
    const words = await textOf(paper.path);
    assert.match(words, /И\.\s*о\. председателя/);
    assert.match(words, /Порядкова/);
    assert.match(words, /Отменить решение[\s\S]*Признать незаконным бездействие/);
  });
  await citizen.context().close();
});

test('R-078: a draft is voted on by secret ballot, and nobody can tell who voted how', async (t) => {
  const c = { who: 'Тайнова Таисия Тимофеевна', role: 'voter', contested: 'decision', precinct: '9006', ask: 'annul', title: 'Решение об отказе во включении в список',
    text: 'Участковая комиссия отказалась включить меня в список избирателей без объяснения причин.' };
  const citizen = await open(browser, { url: service.url, scripts: false });
  await walk(t, ['secretary', 'member', 'chair'], async (secretary, member, chair) => {
    const { number } = await way.file(citizen, c);
    await way.register(secretary, number, c);
    await way.draft(member, number, { facts: 'Отказ не объяснён.', reasons: 'Оснований для отказа нет.', answer: 'Требование обоснованно.',
      outcome: 'decide_on_merits', extent: 'full', merits: 'Включить заявителя в список избирателей' });
    const sitting = await way.convene(chair);
    await way.prepare(secretary, sitting, [number]);
    await secretary.goto(`/sittings/${sitting}/conduct`);
    await secretary.locator('form[action$="/secrecy"]').evaluate((form) => { form.closest('details').open = true; });
    await way.press(secretary, secretary.locator('form[action$="/secrecy"] button'));
    await way.cast(secretary, { against: 1 });
    await secretary.goto(`/sittings/${sitting}/conduct`);
    assert.equal(await secretary.locator('form[action$="/vote"] button[class="btn"]').count(), 0, 'no open vote on the draft any more');
    const counting = secretary.locator('form[action$="/counting"]');
    for (const i of [2, 3, 4]) await counting.locator('input[type=checkbox]').nth(i).check();
    await counting.locator('input[name=counting_chair]').nth(2).check();
    await looked(secretary);
    await way.press(secretary, counting.locator('button'));
    await way.cast(secretary);
    await secretary.goto(`/sittings/${sitting}/conduct`);
    const ballot = secretary.locator('form[action$="/ballot"]');
    for (const [name, count] of Object.entries({ issued: 9, found: 9, ballot_for: 8, ballot_against: 2, ballot_invalid: 0 })) await ballot.locator(`[name=${name}]`).fill(String(count));
    for (const each of await ballot.locator('input[type=checkbox]').all()) await each.check();
    await way.press(secretary, ballot.locator('button'), { refused: true });
    assert.equal(await ballot.locator('[name=ballot_for]').inputValue(), '8', 'what was typed is kept');
    await ballot.locator('[name=ballot_against]').fill('1');
    await looked(secretary);
    await way.press(secretary, ballot.locator('button'));
    await way.cast(secretary);
    await secretary.goto(`/sittings/${sitting}/conduct`);
    const said = await way.text(secretary);
    assert.match(said, /За 8, против 1/);
    assert.match(said, /Решение № \d+/);
    await looked(secretary);
    await secretary.goto(`/sittings/${sitting}/minutes`);
    assert.match(await way.text(secretary), /тайн/i);
  });
  await citizen.context().close();
});

/** Looks for barriers on a page that only this way leads to, wide and narrow. */
async function looked(page) {
  assert.deepEqual(await axe(page, { viewport: desk }, { viewport: phone }), []);
}
