// The whole way, once for each of the three outcomes, with scripts off: filed,
// registered, drafted, put on the agenda, voted, numbered, signed, sent, read by the
// complainant. The PDF is read as its reader would, by its text.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { demo } from '../lib/server.mjs';
import { launch, open, keepPicture } from '../lib/browser.mjs';
import { text as textOf, sound, download } from '../lib/pdf.mjs';
import * as way from '../lib/journey.mjs';

let service, browser;
before(async () => { service = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await service?.stop(); });

const cases = [
  {
    name: 'outcome 1: the complaint is dismissed by those present, the casting vote breaks the tie',
    who: 'Примеров Пётр Петрович', role: 'observer', contested: 'inaction', precinct: '9001', ask: 'unlawful',
    title: 'Не выдана заверенная копия протокола',
    text: 'После подписания протокола я попросил выдать мне его заверенную копию. Секретарь комиссии ответил, что копии будут завтра, и закрыл помещение.',
    facts: 'Копия протокола выдана заявителю в день обращения, что подтверждено реестром выдачи копий.',
    reasons: 'Обязанность комиссией исполнена, бездействия не допущено.',
    answer: 'Требование не обосновано: копия выдана в день обращения.',
    outcome: 'dismiss', vote: { against: 4, presiding: 'for' },
    need: /нужно больше половины присутствующих/,
    // Nine present: four against, five for with the presiding member's.
    verdict: /Присутствуют 9\. За 5, против 4, воздержались 0\. Нужно большинство присутствующих \(9\): не менее 5\./,
    result: /Решение принято/,
    paper: [/Оставить жалобу № 20\d\d-\d{4} без удовлетворения/],
    told: /не удовлетворена/i,
  },
  {
    name: 'outcome 2: a decision is annulled by more than half of the established number and the matter decided',
    who: 'Новосёлов Никита Николаевич', role: 'voter', contested: 'decision', precinct: '9002', ask: 'annul',
    title: 'Отказ включить в список избирателей',
    text: 'Участковая комиссия отказалась включить меня в список избирателей, хотя отметка о регистрации в паспорте есть.',
    facts: 'Заявитель зарегистрирован по месту жительства на территории участка, отметка в паспорте предъявлена.',
    reasons: 'Отказ не основан на законе, довод жалобы обоснован.',
    answer: 'Требование обоснованно: решение отменяется.',
    outcome: 'decide_on_merits', extent: 'full', merits: 'Включить заявителя в список избирателей избирательного участка № 9002',
    vote: { against: 1, presiding: 'for' },
    need: /нужно 8 голосов из 14/,
    verdict: /Присутствуют 9\. За 8, против 1, воздержались 0\. Нужно большинство от установленного числа \(14\): не менее 8\./,
    result: /Решение принято/,
    paper: [/Отменить решение участковой избирательной комиссии избирательного участка № 9002/, /Включить заявителя в список избирателей/],
    told: /Решение комиссии отменено полностью\. Вопрос решён/,
  },
  {
    name: 'outcome 3: an inaction is found unlawful and the lower commission obliged',
    who: 'Рабочев Роман Романович', role: 'voter', contested: 'inaction', precinct: '9003', ask: 'oblige',
    title: 'Комиссия закрыта в приёмные часы',
    text: 'По графику участковая комиссия работает с 15 до 19 часов. Три дня подряд дверь закрыта, телефон не отвечает.',
    facts: 'Три дня подряд помещение комиссии было закрыто в приёмные часы.',
    reasons: 'График работы утверждён решением комиссии и обязателен для неё.',
    answer: 'Требование обоснованно: комиссия обязана соблюдать график.',
    outcome: 'remand', duty: 'act', action: 'работать по утверждённому графику',
    vote: { against: 0, presiding: 'for' },
    need: /нужно больше половины присутствующих/,
    verdict: /Присутствуют 9\. За 9, против 0, воздержались 0\. Нужно большинство присутствующих \(9\): не менее 5\./,
    result: /Решение принято/,
    paper: [/Признать незаконным бездействие участковой избирательной комиссии избирательного участка № 9003/, /Обязать участковую избирательную комиссию избирательного участка № 9003 работать по утверждённому графику/],
    told: /действовала незаконно\. Комиссия обязана исправить/,
  },
];

for (const c of cases) {
  test(c.name, async (t) => {
    const pages = [];
    const opened = async (page) => { pages.push(page); return page; };
    try {
      const citizen = await opened(await open(browser, { url: service.url, scripts: false }));
      const secretary = await opened(await way.as(browser, service, 'secretary'));
      const member = await opened(await way.as(browser, service, 'member'));
      const chair = await opened(await way.as(browser, service, 'chair'));

      const { number, code } = await way.file(citizen, c);
      const due = way.localDay(5); // five calendar days after receipt, in the campaign of the demonstration

      const registered = await way.register(secretary, number, c);
      assert.match(registered, /вх\. № \d+/);
      await secretary.goto(`/complaints/${number}/deadlines`);
      assert.ok(await secretary.locator(`main time[datetime="${due}"]`).count(), `R-050: due on ${due}`);
      const why = (await secretary.locator('main details.why').last().textContent()).replace(/\u00a0/g, ' ');
      assert.match(why, /67.ФЗ, статья 20, пункт 4/, 'the date names its rule');
      await chair.goto('/complaints?due=later');
      assert.match(await way.text(chair), new RegExp(number), 'its deadline is on the dashboard\'s list');

      assert.match(await way.draft(member, number, c), c.need);
      const sitting = await way.convene(chair);
      await way.prepare(secretary, sitting, [number]);
      const verdict = await way.vote(secretary, sitting, c.vote);
      assert.match(verdict, c.verdict);
      assert.match(verdict, c.result);
      await press(secretary, `/sittings/${sitting}/conduct`);

      const chairSaid = await way.sign(chair, number, service.as('chair', '42-T99').password);
      assert.match(chairSaid, /подпис/i);
      await way.sign(secretary, number, service.as('secretary', '42-T99').password);

      // The letters to both parties go out by themselves, from the queue.
      await way.awaits(secretary, `/complaints/${number}`, /доведено|вручено|отправлен/i);

      await citizen.goto('/track');
      await citizen.locator('input[name=number]').fill(number);
      await citizen.locator('input[name=code]').fill(code);
      await way.press(citizen, citizen.getByRole('button').filter({ hasText: /жалоб/i }).first());
      const told = await way.text(citizen);
      assert.match(told, c.told);
      const paper = await download(citizen, citizen.locator('a[href$="ruling.pdf"]').first());
      await sound(paper.path);
      const said = await textOf(paper.path);
      for (const part of c.paper) assert.match(said, part);
      assert.match(said, /Р Е Ш Е Н И Е|РЕШЕНИЕ/);
      assert.match(said, /решила:/);
      assert.match(said, /Уставов/);
      assert.match(said, /Реестрова/);
      assert.ok(said.includes(c.facts.slice(0, 40)), 'the facts stand in the paper');
      assert.ok(said.includes(c.answer.slice(0, 25)), 'the demand is answered in the paper');
      for (const page of pages) assert.deepEqual(page.complaints, []);
    } catch (fault) {
      for (const [i, page] of pages.entries()) await keepPicture(page, `${t.name}-${i}`);
      throw fault;
    }
  });
}

async function press(page, path) {
  await page.goto(path);
  const close = page.locator('form[action$="/close"] button').first();
  if (await close.count()) await way.press(page, close);
}

test('afterwards the docket shows that nothing was changed', async () => {
  const said = execFileSync(process.env.REDRESS_BIN || new URL('../../build/redress', import.meta.url).pathname,
    ['docket', 'verify', '--data', service.data, '--log-level', 'error'], { encoding: 'utf8' });
  assert.match(said, /\d+ chains, \d+ entries, 0 faults/);
});
