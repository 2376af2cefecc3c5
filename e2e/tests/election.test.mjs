// The first sitting of a commission that was formed anew: its members are appointed one by
// one, only the chair holds an office, and deputy and secretary are elected by secret ballot.
// The first election takes two rounds. Nobody enters who voted how, on no page.
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

test('a first sitting elects its deputy in two rounds and its secretary in one, without scripts', { timeout: 600_000 }, async (t) => {
  const service = await demo();
  const people = Object.fromEntries(service.credentials.filter((c) => members.includes(c.login) && c.commission === tik).map((c) => [c.login, c]));
  const administrator = await way.as(browser, service, 'administrator', { commission: '', scripts: false });
  const pages = { administrator };
  const as = async (login) => {
    pages[login] = await open(browser, { url: service.url, scripts: false });
    await signIn(pages[login], people[login]);
    return pages[login];
  };
  const named = (login) => { const [surname, given, patronymic] = people[login].name.split(' '); return `${surname} ${given[0]}. ${patronymic[0]}.`; };
  try {
    // The old composition ends, the new one begins yesterday.
    await administrator.goto('/settings/commissions/2/formation');
    await way.typeDate(administrator, 'dissolved_from', way.localDay(-1));
    await administrator.locator('input[name=dissolution]').fill('8/1');
    await way.typeDate(administrator, 'dissolution_on', way.localDay(-2));
    await way.press(administrator, administrator.locator('form[action$="/dissolve"] button'));
    await administrator.goto('/settings/commissions/2/formation');
    await way.typeDate(administrator, 'formed_from', way.localDay(-1));
    await administrator.locator('input[name=established]').fill('9');
    await administrator.locator('input[name=formation]').fill('8/2');
    await way.typeDate(administrator, 'formation_on', way.localDay(-2));
    await way.press(administrator, administrator.locator('form[action$="/form"] button'));
    for (const login of members) {
      await administrator.goto('/settings/commissions/2');
      const [surname, given, patronymic] = people[login].name.split(' ');
      const form = administrator.locator('form[action$="/members"]');
      for (const [name, value] of Object.entries({ surname, given, patronymic, login, decision: '8/2' })) await form.locator(`input[name=${name}]`).fill(value);
      await form.locator('select[name=office]').selectOption(login === 'chair' ? 'chair' : 'member');
      await way.typeDate(administrator, 'from', way.localDay(-1));
      await way.typeDate(administrator, 'decision_on', way.localDay(-2));
      await way.press(administrator, form.locator('button'));
    }

    // The chair convenes; a member keeps the minutes, for there is no secretary yet.
    const chair = await as('chair');
    await chair.goto('/sittings/new');
    await way.typeDate(chair, 'starts_at', way.localDay());
    await chair.locator('input[name=starts_time]').fill('23:59');
    await chair.locator('input[name=place]').fill('Образцовая улица, 1, зал 2');
    await chair.locator('select[name=secretary]').selectOption({ label: await chair.locator('select[name=secretary] option', { hasText: people.secretary.name.split(' ')[0] }).innerText() });
    await way.press(chair, chair.getByRole('button', { name: 'Созвать заседание' }));
    const sitting = chair.url().match(/sittings\/(\d+)/)[1];
    for (const office of ['deputy', 'secretary']) {
      await chair.goto(`/sittings/${sitting}`);
      await way.press(chair, chair.locator(`form[action$="/elections"]:has(input[value=${office}]) button`));
    }
    assert.match(await way.text(chair), /Об избрании заместителя председателя комиссии[\s\S]*Об избрании секретаря комиссии/);

    const keeper = await as('secretary');
    await keeper.goto(`/sittings/${sitting}/attendance`);
    for (const row of await keeper.locator('form[action$="/attendance"] tbody tr').all()) await row.locator('input[value=hall]').check();
    await way.press(keeper, keeper.locator('form[action$="/attendance"] button').first());
    assert.match(await way.text(keeper), /Присутствуют 9 из 9/);
    const conduct = () => keeper.goto(`/sittings/${sitting}/conduct`);
    await conduct();
    await way.press(keeper, keeper.locator('form[action$="/open"] button').first());
    assert.match(await way.vote(keeper, sitting), /Повестка дня утверждена/);

    const nominate = async (nominee, nominator) => {
      await conduct();
      const form = keeper.locator('form[action$="/nominations"]');
      await form.locator('select[name=nominee]').selectOption({ label: people[nominee].name });
      await form.locator('select[name=nominator]').selectOption({ label: named(nominator) });
      await way.press(keeper, form.locator('button'));
    };
    const counting = async (counters) => {
      await conduct();
      const form = keeper.locator('form[action$="/counting"]');
      for (const login of counters) await form.getByRole('checkbox', { name: named(login) }).check();
      await form.getByRole('radio', { name: named(counters[0]) }).check();
      await way.press(keeper, form.getByRole('button', { name: 'Голосовать за счётную комиссию и бюллетень' }));
      assert.match(await way.cast(keeper), /Счётная комиссия избрана, бюллетень утверждён/);
    };
    const ballot = async (votes, { against, invalid = 0, counters }) => {
      await conduct();
      const form = keeper.locator('form[action$="/ballot"]');
      await form.locator('input[name=issued]').fill('9');
      await form.locator('input[name=found]').fill('9');
      for (const [login, n] of Object.entries(votes)) await form.getByLabel(`За кандидата: ${named(login)}`).fill(String(n));
      if (against !== undefined) await form.locator('input[name=ballot_against]').fill(String(against));
      await form.locator('input[name=ballot_invalid]').fill(String(invalid));
      for (const login of counters) await form.getByRole('checkbox', { name: named(login) }).check();
      await way.press(keeper, form.locator('button'));
      await way.cast(keeper);
      return way.text(keeper, '.script .here');
    };

    // The deputy: three candidates and one who declines.
    for (const login of ['deputy', 'member', 'member2']) await nominate(login, 'chair');
    const member5 = await as('member5');
    await member5.goto(`/sittings/${sitting}/conduct`);
    await member5.locator('select[name=nominee]').selectOption({ label: people.member6.name });
    await way.press(member5, member5.getByRole('button', { name: 'Выдвинуть' }));
    const member6 = await as('member6');
    await member6.goto(`/sittings/${sitting}/conduct`);
    await way.press(member6, member6.getByRole('button', { name: 'Самоотвод' }));
    assert.match(await way.text(member6), /Самоотвод в \d+:\d\d, принят без голосования/);
    const counters = ['member3', 'member4'];
    await counting(counters);
    let said = await ballot({ deputy: 4, member: 3, member2: 2 }, { counters });
    assert.match(said, /Вопрос ещё не решён|Продолжить/, 'four of nine elect nobody');
    await conduct();
    said = await way.text(keeper, '.script .here');
    assert.ok(said.includes(`Во второй тур проходят: ${named('deputy')}, ${named('member')}`), said);
    assert.equal(await keeper.locator('form[action$="/nominations"]').count(), 0, 'R-006: nobody is put forward for the second round');
    await counting(counters);
    said = await ballot({ deputy: 2, member: 6 }, { invalid: 1, counters });
    assert.ok(said.includes(`Избран(а) ${named('member')}: за — 6, нужно не менее 5 (больше половины от установленного числа, 9).`), said);

    // The secretary: one candidate.
    await nominate('member5', 'member6');
    await counting(counters);
    said = await ballot({ member5: 8 }, { against: 1, counters });
    assert.ok(said.includes(`Избран(а) ${named('member5')}: за — 8`), said);
    const public_ = await open(browser, { url: service.url, scripts: false });
    await public_.goto(`/sittings/watch/${tik}/${sitting}`);
    assert.match(await way.text(public_), /Избран\(а\)/);
    await public_.context().close();

    await conduct();
    await way.press(keeper, keeper.locator('form[action$="/close"] button').first());
    await keeper.goto(`/sittings/${sitting}/minutes`);
    for (const box of await keeper.locator('textarea[name^=heard_]').all()) if (!await box.inputValue()) await box.fill('Доклад заслушан.');
    await way.press(keeper, keeper.locator('button[formaction$="/minutes/print"]'));
    const paper = await keeper.locator('a[href$=".pdf"]').first().getAttribute('href');
    const minutes = (await textOf((await fetched(keeper, paper)).bytes)).replace(/‑/g, '-').replace(/\u00a0/g, ' ').replace(/избрана/g, 'избран');
    for (const what of [`Самоотвод взяли: ${named('member6')}`, 'По итогам тура 1 никто не набрал', `Во второй тур проходят: ${people.deputy.name}, ${people.member.name}`,
      `на должность заместителя председателя комиссии избран ${people.member.name}`, `на должность секретаря комиссии избран ${people.member5.name}`]) {
      assert.ok(minutes.replace(/\s+/g, ' ').includes(what), `the minutes say: ${what}`);
    }

    // Whoever was elected holds the office at once.
    await administrator.goto('/settings/commissions/2');
    const composition = await way.text(administrator);
    assert.match(composition, new RegExp(`${people.member.name}\\s+заместитель председателя`));
    await member5.goto('/intake');
    assert.equal((await member5.goto('/intake')).status(), 200, 'the new secretary has the intake');
    for (const [login, page] of Object.entries(pages)) assert.deepEqual(page.complaints, [], login);
  } catch (fault) {
    for (const [login, page] of Object.entries(pages)) await keepPicture(page, `${t.name}-${login}`);
    throw fault;
  } finally {
    for (const page of Object.values(pages)) await page.context().close();
    await service.stop();
  }
});
