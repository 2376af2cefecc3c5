// A draft leaves as a DOCX, is edited in LibreOffice and comes back as a version.
import assert from 'node:assert/strict';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { desk, launch, narrow, open, phone, sideways, signIn } from '../lib/browser.mjs';
import { press, text } from '../lib/journey.mjs';
import { convert } from '../lib/office.mjs';
import { download } from '../lib/pdf.mjs';
import { demo, scratchFolder } from '../lib/server.mjs';

let service, browser, folder;
before(async () => { [service, browser, folder] = await Promise.all([demo(), launch(), scratchFolder()]); });
after(async () => {
  await browser?.close();
  await service?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Brings a file back to the draft of the page. */
async function bring(page, draft, file, how) {
  await page.goto(draft);
  await page.locator('input[name=docx]').setInputFiles(file);
  await press(page, page.getByRole('button', { name: 'Показать изменения' }), how);
}

test('a draft saved by LibreOffice says what it said, and an edited one becomes the next version', async () => {
  const page = await open(browser, { url: service.url, scripts: false });
  await signIn(page, service.as('secretary', '42-T99'));
  await page.goto('/complaints?state=in_review');
  const addresses = await page.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')).filter((href) => /^\/complaints\/\d+-\d+$/.test(href)));
  let draft;
  for (const address of new Set(addresses)) {
    await page.goto(`${address}/draft`);
    if (await page.locator('input[name=docx]').count()) { draft = `${address}/draft`; break; }
  }
  assert.ok(draft, 'some complaint in review has a draft');
  const version = Number((await text(page, 'main h2')).match(/версия (\d+)/)[1]);
  const facts = await page.locator('textarea[name=facts]').inputValue();
  const selection = await text(page, '.paper');
  const got = await download(page, page.getByRole('link', { name: 'Скачать DOCX проекта' }));
  const file = join(folder, 'draft.docx');
  await copyFile(got.path, file);

  const flat = join(await convert(folder, 'fodt', file), 'draft.fodt');
  const saved = join(await convert(folder, 'docx', flat), 'draft.docx');
  await bring(page, draft, saved);
  assert.match(await text(page), /Файл ничего не меняет/);

  const word = facts.match(/[а-яё]{5,}/i)[0];
  await writeFile(flat, (await readFile(flat, 'utf8')).replaceAll(word, 'ИНАЧЕ'));
  await convert(folder, 'docx', flat);
  await bring(page, draft, saved);
  assert.match(await text(page, 'article'), /ИНАЧЕ/);
  assert.deepEqual(await axe(page, { theme: 'light', viewport: desk }, { theme: 'dark', viewport: phone }), []);
  await page.setViewportSize(narrow);
  assert.equal((await sideways(page)).pixels, 0);
  await page.setViewportSize(desk);
  await press(page, page.getByRole('button', { name: 'Сохранить как новую версию' }));
  assert.match(await text(page, 'main h2'), new RegExp(`версия ${version + 1}`));
  assert.equal(await page.locator('textarea[name=facts]').inputValue(), facts.replaceAll(word, 'ИНАЧЕ'));
  assert.equal(await text(page, '.paper'), selection, 'the operative part stays as it was chosen');
  assert.deepEqual(await axe(page, { theme: 'light', viewport: desk }), []);

  await writeFile(file, 'not a document');
  await bring(page, draft, file, { refused: true });
  assert.match(await text(page, '.errors'), /не читается как документ DOCX/);
  assert.deepEqual(await axe(page, { theme: 'light', viewport: phone }), []);
  await page.context().close();
});

test('who signs reads the whole paper on the page', async () => {
  const page = await open(browser, { url: service.url });
  await signIn(page, service.as('secretary', '42-T99'));
  await page.goto('/sign');
  const paper = await page.locator('main a[href^="/sign/"]').first().getAttribute('href');
  await page.goto(paper);
  await page.getByText('Прочитать документ целиком').click();
  assert.ok(await page.locator('article.face h2').count() > 0, 'the paper has a heading');
  assert.deepEqual(await axe(page, { theme: 'light', viewport: desk }, { theme: 'dark', viewport: phone }), []);
  await page.setViewportSize(narrow);
  assert.equal((await sideways(page)).pixels, 0);
  await page.context().close();
});
