// A whole sitting as its nine members live it, each in a browser of their own and the
// pages live; then the same by hands and with scripts off: four complaints, one decided by a casting vote, one annulled by five of
// nine, one not, one postponed; a member whose link is lost and comes back; a dissenting
// opinion; and the minutes, read by their text and compared to what happened.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { demo } from '../lib/server.mjs';
import { launch, open, keepPicture, signIn } from '../lib/browser.mjs';
import { fetched, text as textOf } from '../lib/pdf.mjs';
import * as way from '../lib/journey.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const tik = '42-T99';
const members = ['chair', 'deputy', 'secretary', 'member', 'member2', 'member3', 'member4', 'member5', 'member6'];
const annul = { outcome: 'decide_on_merits', extent: 'full', merits: 'Восстановить нарушенное право заявителя' };
const cases = [
  { who: 'Ничьев Назар Наумович', title: 'Не выдана копия протокола', contested: 'inaction', ask: 'unlawful', precinct: '9001', draft: { outcome: 'dismiss' },
    for: ['member', 'member2', 'member3'], against: ['deputy', 'secretary', 'member4', 'member5'], presiding: 'За', // member6 abstains
    said: /За 4, против 4, воздержались 1\. Нужно большинство присутствующих \(9\): не менее 5\. Поровну, 4 и 4\. Решающий голос председательствующего: За/, fate: /Решение принято/ },
  { who: 'Пятеркин Павел Петрович', title: 'Отказ включить в список', contested: 'decision', ask: 'annul', precinct: '9002', draft: annul, lost: true,
    for: ['member', 'member2', 'member3', 'member4'], against: ['deputy', 'secretary', 'member5'], presiding: 'За',
    said: /Присутствуют 8\. За 5, против 3, воздержались 0\. Нужно большинство от установленного числа \(9\): не менее 5/, fate: /Решение принято/ },
  { who: 'Четверткин Фома Фомич', title: 'Отказ в голосовании на дому', contested: 'decision', ask: 'annul', precinct: '9003', draft: annul,
    for: ['member', 'member2', 'member3'], against: ['deputy', 'secretary', 'member4', 'member5', 'member6'], presiding: 'За',
    said: /Присутствуют 9\. За 4, против 5, воздержались 0\. Нужно большинство от установленного числа \(9\): не менее 5/, fate: /Проект отклонён/ },
  { who: 'Отложенов Олег Олегович', title: 'Решение о переносе участка', contested: 'decision', ask: 'annul', precinct: '9004', draft: annul, postponed: true },
];
const words = { facts: 'Обстоятельства проверены по документам комиссии.', reasons: 'Доводы жалобы рассмотрены.', answer: 'Требование рассмотрено.' };

/** Signs a member in by the login: the demonstration names several as members. */
async function as(service, login, scripts) {
  const page = await open(browser, { url: service.url, scripts });
  await signIn(page, service.credentials.find((c) => c.login === login && c.commission === tik));
  return page;
}

/** Votes on the own screen and confirms; returns what the page says then. */
async function votes(page, sitting, choice) {
  await page.goto(`/sittings/${sitting}/vote`);
  await way.press(page, page.getByRole('button', { name: choice, exact: true }));
  await way.press(page, page.getByRole('button', { name: `Подтвердить: ${choice}` }));
  return way.text(page);
}

async function marks(secretary, sitting, name, mode) {
  await secretary.goto(`/sittings/${sitting}/attendance`);
  await secretary.locator('tbody tr', { hasText: name }).locator(`input[value=${mode}]`).check();
  await way.press(secretary, secretary.locator('form[action$="/attendance"] button').first());
}

for (const live of [true, false]) test(`nine members, four complaints, a lost link, a dissent, the minutes: ${live ? 'on own screens, live' : 'by hands, without scripts'}`, { timeout: 600_000 }, async (t) => {
  const service = await demo();
  const at = {};
  for (const login of members) at[login] = await as(service, login, live);
  const administrator = await way.as(browser, service, 'administrator', { commission: '' });
  const { chair, secretary, member, member5, member6 } = at;
  try {
    // The demonstration's commission has fourteen members; this one has the nine who can sign in.
    const names = Object.fromEntries(service.credentials.filter((c) => members.includes(c.login) && c.commission === tik).map((c) => [c.login, c.name]));
    await administrator.goto('/settings/commissions/2');
    const people = await administrator.locator('a[href^="/settings/commissions/2/members/"]').evaluateAll((links) => links.map((a) => [a.getAttribute('href'), a.closest('tr, li').innerText]));
    for (const [href, said] of people) {
      if (Object.values(names).some((name) => said.replaceAll('\u00a0', ' ').includes(name))) continue;
      await administrator.goto(href);
      await way.typeDate(administrator, 'last', way.localDay(-1));
      await administrator.locator('input[name=release]').fill('7/30');
      await way.typeDate(administrator, 'release_on', way.localDay(-1));
      await way.press(administrator, administrator.locator('form[action$="/release"] button'));
    }
    await administrator.goto('/settings/commissions/2/number');
    await administrator.locator('input[name=established]').fill('9');
    await way.typeDate(administrator, 'from', way.localDay());
    await administrator.locator('input[name=decision]').fill('7/31');
    await way.typeDate(administrator, 'decision_on', way.localDay());
    await way.press(administrator, administrator.locator('form:has(input[name=established]) button').last());

    const numbers = [];
    for (const c of cases) {
      const citizen = await open(browser, { url: service.url, scripts: false });
      const { number } = await way.file(citizen, { ...c, role: 'voter', text: `${c.title}: комиссия нарушила права заявителя в день приёма.` });
      await way.register(secretary, number, c);
      await way.draft(member, number, { ...words, ...c.draft });
      numbers.push(number);
      await citizen.context().close();
    }

    await chair.goto('/sittings/new');
    await way.typeDate(chair, 'starts_at', way.localDay());
    await chair.locator('input[name=starts_time]').fill('23:59');
    await chair.locator('input[name=place]').fill('Образцовая улица, 1, зал 2');
    await chair.locator('input[name=video]').check();
    await chair.locator('input[name=urgent]').check();
    await chair.locator('input[name=urgent_reason]').fill('сроки истекают');
    await way.press(chair, chair.getByRole('button', { name: 'Созвать заседание' }));
    const sitting = chair.url().match(/sittings\/(\d+)/)[1];

    for (const number of numbers) {
      await secretary.goto(`/sittings/${sitting}`);
      await way.press(secretary, secretary.locator(`form:has(input[name=complaint][value="${number}"]) button`));
      await way.press(secretary, secretary.locator('a[href$="/invitations"]').last());
      for (const party of ['complainant', 'respondent']) {
        await secretary.locator('select[name=whom]').selectOption(party);
        await way.pick(secretary, 'way', 'phone');
        await way.pick(secretary, 'reach', 'delivered');
        await way.press(secretary, secretary.locator('form[action$="/invite"] button'));
      }
    }
    await secretary.goto(`/sittings/${sitting}/attendance`);
    for (const row of await secretary.locator('form[action$="/attendance"] tbody tr').all()) {
      const remote = (await row.innerText()).includes('Нормин');
      await row.locator(`input[value=${remote ? 'video' : 'hall'}]`).check();
    }
    await way.press(secretary, secretary.locator('form[action$="/attendance"] button').first());
    assert.match(await way.text(secretary), /Присутствуют 9 из 9/);

    // The hall stands on another screen and follows by itself.
    const hall = await as(service, 'member4', live);
    await hall.goto(`/sittings/${sitting}/hall`);
    const follows = async (said) => live && hall.waitForFunction((said) => document.querySelector('main').innerText.replaceAll('\u00a0', ' ').includes(said), said);

    const conduct = () => secretary.goto(`/sittings/${sitting}/conduct`);
    await conduct();
    await way.press(secretary, secretary.locator('form[action$="/open"] button').first());
    assert.match(await way.vote(secretary, sitting), /Повестка дня утверждена/);

    for (const [i, c] of cases.entries()) {
      if (c.lost) await marks(secretary, sitting, 'Нормин', 'absent');
      if (i === 2) await marks(secretary, sitting, 'Нормин', 'video');
      await conduct();
      if (c.postponed) {
        await secretary.locator('details:has(form[action$="/postpone"]) summary').first().click();
        await way.press(secretary, secretary.locator('form[action$="/postpone"] button'));
        assert.match(await way.cast(secretary), /Вопрос решили отложить/);
        continue;
      }
      await secretary.locator('details:has(textarea[name^=heard_]) summary').first().click();
      await secretary.locator('textarea[name^=heard_]').fill(`Доклад по вопросу ${i + 1}: ${c.title}.`);
      await way.press(secretary, secretary.locator('form[action$="/vote"] button[class="btn"]').first());
      await follows('Проголосовали 0 из');
      if (c.lost) { // who is gone has no vote
        await member6.goto(`/sittings/${sitting}/vote`);
        assert.match(await way.text(member6), /Вы отмечены ушедшим с заседания/);
        assert.equal(await member6.getByRole('button', { name: 'За', exact: true }).count(), 0);
      }
      const choiceOf = (login) => c.for.includes(login) ? 'За' : c.against.includes(login) ? 'Против' : 'Воздержался';
      const others = members.filter((m) => m !== 'chair' && !(c.lost && m === 'member6'));
      await chair.goto(`/sittings/${sitting}/vote`);
      assert.match(await way.text(chair), new RegExp(`Не проголосовали: ${others.length}`), 'R-077: the presiding member votes last');
      if (live) {
        await Promise.all(others.map(async (login) => assert.match(await votes(at[login], sitting, choiceOf(login)), new RegExp(`Ваш голос: ${choiceOf(login)}`))));
        await follows(`Проголосовали ${others.length} из ${others.length + 1}`);
        await votes(chair, sitting, c.presiding);
      } else {
        await conduct();
        for (const login of others) {
          const group = secretary.getByRole('radiogroup', { name: `Голос, ${names[login].split(' ')[0]} ` });
          await group.getByRole('radio', { name: choiceOf(login), exact: true }).check();
        }
        await way.press(secretary, secretary.locator('form[action$="/votes"] button').first());
        await secretary.locator('#presiding').getByRole('radio', { name: c.presiding, exact: true }).check();
        await way.press(secretary, secretary.locator('form[action$="/conclude"] button'));
      }
      const verdict = await way.text(live ? chair : secretary, '.verdict');
      assert.match(verdict, c.said);
      assert.match(verdict, c.fate);
      await follows(c.fate.source);
      // Once closed a vote stands.
      await member.goto(`/sittings/${sitting}/vote`);
      assert.match(await way.text(member), /Сейчас голосования нет/);
    }

    await conduct();
    await way.press(secretary, secretary.locator('form[action$="/close"] button').first());

    await member5.goto(`/sittings/${sitting}/minutes`);
    await way.press(member5, member5.locator('a[href$="/dissent"]').nth(1));
    await member5.locator('textarea').first().fill('Считаю, что оснований для отмены решения не было.');
    await way.press(member5, member5.locator('form[action$="/dissent"] button').first());

    await secretary.goto(`/sittings/${sitting}/minutes`);
    for (const box of await secretary.locator('textarea[name^=heard_]').all()) if (!await box.inputValue()) await box.fill('Доклад заслушан.');
    await way.press(secretary, secretary.locator('button[formaction$="/minutes/print"]'));
    const paper = await secretary.locator('a[href$=".pdf"]').first().getAttribute('href');
    const { bytes } = await fetched(secretary, paper);
    const minutes = (await textOf(bytes)).replace(/‑/g, '-');
    assert.match(minutes, /ПРОТОКОЛ/);
    for (const [i, c] of cases.entries()) {
      assert.ok(minutes.includes(numbers[i]), `the minutes name ${numbers[i]}`);
      if (c.said) assert.match(minutes, c.said, `the minutes have the sum of item ${i + 1}`);
      if (!c.postponed) assert.ok(minutes.includes(`Доклад по вопросу ${i + 1}`), 'what was heard');
    }
    assert.match(minutes, /отложить рассмотрение вопроса/);
    assert.match(minutes, /Повестка дня утверждена/);
    assert.match(minutes, /Особое мнение/i);
    assert.match(minutes, /Протоколова/);
    assert.match(minutes, /с использованием видеоконференцсвязи/);
    assert.match(minutes, /Нормин Никита Михайлович присутствует по видеоконференцсвязи; с \d+:\d\d отсутствует; с \d+:\d\d присутствует по видеоконференцсвязи/, 'R-062, R-068: who was lost and is back, with the times');
    await hall.context().close();
    for (const login of members) assert.deepEqual(at[login].complaints, []);
  } catch (fault) {
    for (const [login, page] of Object.entries(at)) await keepPicture(page, `${t.name}-${login}`);
    throw fault;
  } finally {
    for (const page of [administrator, ...Object.values(at)]) await page.context().close();
    await service.stop();
  }
});
