// The way of one complaint, step by step, as each of the four roles walks it. Every
// step is a page a person sees and a button a person presses; nothing here needs scripts.
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { open, signIn } from './browser.mjs';
import { fileToSend } from './server.mjs';

/** What stands in the main part of the page, with ordinary spaces and hyphens. */
export async function text(page, selector = 'main') {
  return (await page.locator(selector).first().innerText()).replace(/\u00a0/g, ' ').replace(/\u2011/g, '-').replace(/\u2060/g, '');
}

/** Presses a button and waits for the page that follows; a page of errors fails the test with its words. */
export async function press(page, button, { refused = false } = {}) {
  await Promise.all([page.waitForEvent('load'), button.click()]);
  const errors = page.locator('.errors');
  if (!refused && await errors.count()) assert.fail(`refused: ${await text(page, '.errors')}`);
}

/** Reads a page again and again until it says what a job in the background brings about. */
export async function awaits(page, path, said) {
  for (const until = Date.now() + 60_000; ;) {
    await page.goto(path);
    const found = await text(page);
    if (said.test(found)) return;
    if (Date.now() > until) assert.match(found, said);
    await page.waitForTimeout(250);
  }
}

/** Checks a radio or a box by its name and value. */
export async function pick(page, name, value) {
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** Types a date into its three boxes. */
export async function typeDate(page, name, date) {
  const [year, month, day] = date.split('-').map(Number);
  await page.locator(`input[name=${name}_day]`).fill(String(day));
  await page.locator(`input[name=${name}_month]`).fill(String(month));
  await page.locator(`input[name=${name}_year]`).fill(String(year));
}

/** Today in the commission's zone, moved by some days, as 2026-09-14. */
export function localDay(shift = 0) {
  const at = new Date(Date.now() + shift * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Novokuznetsk' }).format(at);
}

/** 14 сентября 2026, as pages write it. */
export function inWords(date) {
  const [year, month, day] = date.split('-').map(Number);
  const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
  return `${day} ${months[month - 1]} ${year}`;
}

/** A small picture that is really one: 1 × 1 pixel, PNG. */
export async function picture(name) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const out = Buffer.alloc(8 + body.length);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), 4 + body.length);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))), chunk('IEND', Buffer.alloc(0))]);
  return fileToSend(name, png);
}

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
  }
  return ~c >>> 0;
}

/** A citizen files a complaint; returns its number and code. */
export async function file(page, c) {
  await page.goto('/');
  await press(page, page.locator('a.first'));
  await pick(page, 'contested', c.contested);
  await press(page, page.getByRole('button', { name: 'Далее' }));
  await page.locator('input[name=q]').fill(c.precinct);
  await press(page, page.getByRole('button', { name: 'Найти комиссию' }));
  await page.getByRole('radio', { name: new RegExp(c.precinct) }).check();
  await press(page, page.getByRole('button', { name: 'Далее' }));
  await press(page, page.locator('button[name=day][value=yesterday]'));
  await pick(page, 'earlier', 'none');
  await press(page, page.getByRole('button', { name: 'Далее' }));
  await page.locator('textarea[name=text]').fill(c.text);
  await press(page, page.getByRole('button', { name: 'Далее' }));
  await pick(page, 'ask', c.ask);
  await press(page, page.getByRole('button', { name: 'Далее' }));
  await page.locator('input[name=files]').setInputFiles([await picture('zapros_kopii_foto.png')]);
  await press(page, page.locator('form#upload button:not([name])'));
  assert.match(await text(page), /zapros_kopii_foto\.png/);
  await press(page, page.locator('button[form=upload][name=next]'));
  const [surname, given, patronymic] = c.who.split(' ');
  await page.locator('input[name=surname]').fill(surname);
  await page.locator('input[name=given]').fill(given);
  await page.locator('input[name=patronymic]').fill(patronymic);
  await pick(page, 'role', c.role);
  await pick(page, 'reply_by', 'email');
  await page.locator('input[name=email]').fill('p.primerov@primer.example');
  await press(page, page.getByRole('button', { name: 'Далее' }));
  assert.match(await text(page), new RegExp(c.text.slice(0, 40)));
  await page.locator('input[name=agree]').check();
  await press(page, page.getByRole('button', { name: 'Отправить жалобу' }));
  const said = await text(page);
  const number = said.match(/20\d\d-\d{4}/)?.[0];
  const code = said.match(/(\d{4}\s+){4}\d{4}/)?.[0].replace(/\s+/g, ' ');
  assert.ok(number && code, `no number and code on the receipt: ${said.slice(0, 400)}`);
  return { number, code };
}

/** The secretary registers it and names the rapporteur; returns what the complaint's page says. */
export async function register(page, number, c) {
  await page.goto('/intake');
  await press(page, page.getByRole('link', { name: number }).first());
  for (const check of ['level', 'respondent', 'window', 'earlier', 'identity', 'repeat']) await pick(page, `check_${check}`, 'yes');
  await page.locator('input[name=title]').fill(c.title);
  await page.locator('select[name=rapporteur]').selectOption({ label: await page.locator('select[name=rapporteur] option', { hasText: 'Законова' }).innerText() });
  await press(page, page.getByRole('button', { name: 'Зарегистрировать' }));
  return text(page);
}

/** The member writes the draft and declares it ready; returns what the page says of it. */
export async function draft(page, number, c) {
  await page.goto(`/complaints/${number}/draft`);
  await page.locator('textarea[name=facts]').fill(c.facts);
  await page.locator('textarea[name=reasons]').fill(c.reasons);
  await page.locator('textarea[name=law]').fill('Федеральный закон от 12.06.2002 № 67-ФЗ, статьи 20, 75; Регламент комиссии, пункты 6.2, 7.3');
  await pick(page, 'outcome', c.outcome);
  await page.locator('textarea[name=demand_1_answer]').fill(c.answer);
  if (c.extent) await pick(page, 'act_1_verdict', c.extent);
  if (c.second) await pick(page, 'act_2_verdict', c.second);
  if (c.merits) await page.locator('textarea[name=merits]').fill(c.merits);
  if (c.duty) {
    await pick(page, 'duty', c.duty);
    await page.locator('textarea[name=action]').fill(c.action);
    await typeDate(page, 'until', localDay(7));
  }
  await press(page, page.getByRole('button', { name: 'Сохранить версию' }));
  const said = await text(page);
  await press(page, page.getByRole('button', { name: /готов/i }));
  return said;
}

/** The chair convenes an urgent sitting for the last minute of today; returns its number. */
export async function convene(page) {
  await page.goto('/sittings/new');
  await typeDate(page, 'starts_at', localDay());
  await page.locator('input[name=starts_time]').fill('23:59');
  await page.locator('input[name=place]').fill('Образцовая улица, 1, зал 2');
  await page.locator('input[name=urgent]').check();
  await page.locator('input[name=urgent_reason]').fill('срок истекает');
  await press(page, page.getByRole('button', { name: 'Созвать заседание' }));
  return page.url().match(/sittings\/(\d+)/)[1];
}

/** The secretary prepares the sitting: agenda, invitations, nine present after so many absent, opened, the agenda adopted. */
export async function prepare(page, sitting, numbers, { absent = 0 } = {}) {
  for (const number of numbers) {
    await page.goto(`/sittings/${sitting}`);
    await press(page, page.locator(`form:has(input[name=complaint][value="${number}"]) button`));
    await press(page, page.locator('a[href$="/invitations"]').last());
    for (const party of ['complainant', 'respondent']) { // both by telephone, just now
      await page.locator('select[name=whom]').selectOption(party);
      await pick(page, 'way', 'phone');
      await pick(page, 'reach', 'delivered');
      await press(page, page.locator('form[action$="/invite"] button'));
    }
  }
  await page.goto(`/sittings/${sitting}/attendance`);
  const rows = page.locator('tbody tr');
  for (let i = 0; i < await rows.count(); i++) {
    await rows.nth(i).locator(`input[value=${i >= absent && i < absent + 9 ? 'hall' : 'absent'}]`).check();
  }
  await press(page, page.locator('form[action$="/attendance"] button'));
  assert.match(await text(page), /Присутствуют 9 из 14/);
  await page.goto(`/sittings/${sitting}/conduct`);
  await press(page, page.locator('form[action$="/open"] button'));
  assert.match(await vote(page, sitting), /Повестка дня утверждена/);
}

/** The secretary records a vote; returns the verdict. votes: how many of the eight others are against. */
export async function vote(page, sitting, { against = 0, presiding = 'for' } = {}) {
  await page.goto(`/sittings/${sitting}/conduct`);
  await press(page, page.locator('form[action$="/vote"] button[class="btn"]').first());
  return cast(page, { against, presiding });
}

/** The secretary records the votes on what is put, the presiding member's last; returns what became of it. */
export async function cast(page, { against = 0, presiding = 'for' } = {}) {
  const rows = page.locator('form[action$="/votes"] tbody tr');
  const others = await rows.count();
  for (let i = 0; i < others; i++) await rows.nth(i).locator(`input[value=${i < against ? 'against' : 'for'}]`).first().check();
  await press(page, page.locator('form[action$="/votes"] button').first());
  await pick(page, 'presiding', presiding);
  await press(page, page.locator('form[action$="/conclude"] button'));
  return text(page, '.verdict');
}

/** Signs the first paper of the queue whose row names the complaint. */
export async function sign(page, number, password) {
  await page.goto('/sign');
  await press(page, page.locator('tr', { hasText: number }).getByRole('link', { name: /подписать/i }).first());
  await page.locator('input[name=password]').fill(password);
  await press(page, page.locator('form:has(input[name=password]) button'));
  return text(page);
}

/** Opens a page for a role, signed in. */
export async function as(browser, service, role, { commission = '42-T99', ...options } = {}) {
  const page = await open(browser, { url: service.url, scripts: false, ...options });
  await signIn(page, service.as(role, commission));
  return page;
}
