// A ruling signed so that anybody can check it: the chair with a key that is kept here, the
// secretary with a GOST key of her own, in another program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { axe } from '../lib/axe.mjs';
import { launch } from '../lib/browser.mjs';
import * as way from '../lib/journey.mjs';
import { download, fetched } from '../lib/pdf.mjs';
import { binary, demo, scratchFolder } from '../lib/server.mjs';

const run = promisify(execFile);
const phrase = 'пять слов одной фразы';
let browser, service, folder;

before(async () => {
  [browser, service, folder] = [await launch(), await demo({ env: { REDRESS_HOLD: '10m' } }), await scratchFolder()];
});

after(async () => {
  await browser?.close();
  await service?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const at = (name) => join(folder, name);
const openssl = (...args) => run('openssl', args, { cwd: folder });

/** An authority that signs itself; its kind of key as OpenSSL is told it. */
async function authority(name, title, ...kind) {
  await openssl('req', '-x509', ...kind, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '30', '-utf8', '-subj', `/CN=${title}`,
    '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
}

/** A key of an officer with the certificate an authority issued on it. */
async function officer(name, person, issuer, ...kind) {
  const [surname, ...given] = person.split(' ');
  await openssl('req', ...kind, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-utf8', '-subj', `/CN=${person}/SN=${surname}/GN=${given.join(' ')}`,
    '-addext', 'keyUsage=critical,digitalSignature,nonRepudiation');
  await openssl('x509', '-req', '-engine', 'gost', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-set_serial', String(Date.now()), '-days', '10',
    '-copy_extensions', 'copyall', '-out', `${name}.pem`);
}

const rsa = ['-newkey', 'rsa:2048'];
const gost = ['-engine', 'gost', '-newkey', 'gost2012_256', '-pkeyopt', 'paramset:A'];

/** The paper of the queue that waits for both. */
async function paperOf(page) {
  await page.goto('/sign');
  const row = page.locator('tr', { hasText: 'Решение №' }).first();
  await way.press(page, row.getByRole('link', { name: /подписать/i }));
  return new URL(page.url()).pathname;
}

/** Whose signature the paper waits for: the name a certificate of somebody else is refused with. */
async function named(page, paper, file) {
  await page.goto(paper);
  await page.getByText('Подписать в другой программе').click();
  await page.locator('input[name=signature_file]').setInputFiles(file);
  await way.press(page, page.locator('form[action$="/file"] button'), { refused: true });
  return /документ подписывает ([^.]+)\./.exec(await way.text(page, '.errors'))[1];
}

test('a ruling is signed by a kept key and by a GOST key elsewhere, and anybody can check it', async () => {
  const [chair, secretary, administrator] = [await way.as(browser, service, 'chair'), await way.as(browser, service, 'secretary'), await way.as(browser, service, 'administrator', { commission: null })];
  await authority('centre', 'Удостоверяющий центр', ...rsa);
  await authority('gost', 'Удостоверяющий центр ГОСТ', ...gost);
  for (const name of ['centre', 'gost']) {
    await administrator.goto('/settings/trust');
    await administrator.locator('input[type=file]').setInputFiles(at(`${name}.pem`));
    await way.press(administrator, administrator.locator('form[enctype] button'));
  }

  const paper = await paperOf(chair);
  const { bytes: printed } = await download(chair, chair.locator('a[href$=".pdf"]').first());
  await writeFile(at('ruling.pdf'), printed);
  const gostSigned = async (name, of) => {
    await openssl('cms', '-sign', '-engine', 'gost', '-binary', '-cades', '-md', 'md_gost12_256', '-signer', `${name}.pem`, '-inkey', `${name}.key`, '-in', of, '-outform', 'DER', '-out', `${of}.${name}.sig`);
    return at(`${of}.${name}.sig`);
  };

  // Whoever is not the signatory is refused by name.
  await officer('stranger', 'Чужаков Чингиз Чарльзович', 'gost', ...gost);
  const strange = await gostSigned('stranger', 'ruling.pdf');
  const [chairName, secretaryName] = [await named(chair, paper, strange), await named(secretary, paper, strange)];

  await officer('chair', chairName, 'centre', ...rsa);
  await openssl('pkcs12', '-export', '-in', 'chair.pem', '-inkey', 'chair.key', '-certfile', 'centre.pem', '-out', 'chair.p12', '-passout', `pass:${phrase}`);
  await chair.goto('/sign/key');
  await chair.locator('input[name=key_file]').setInputFiles(at('chair.p12'));
  await chair.locator('input[name=passphrase]').fill('иная фраза');
  await way.press(chair, chair.locator('form[enctype] button'), { refused: true });
  await chair.locator('input[name=key_file]').setInputFiles(at('chair.p12'));
  await chair.locator('input[name=passphrase]').fill(phrase);
  await way.press(chair, chair.locator('form[enctype] button'));
  assert.match(await way.text(chair), new RegExp(`Ваш ключ[^]*${chairName}`));
  assert.deepEqual(await axe(chair), []);

  await chair.goto(paper);
  await chair.locator('input[name=passphrase]').fill(phrase);
  await way.press(chair, chair.locator('form[action$="/key"] button'));
  assert.match(await way.text(chair), /Ваша подпись поставлена[^]*PDF с подписью внутри/);

  await officer('secretary', secretaryName, 'gost', ...gost);
  const changed = Buffer.concat([printed, Buffer.from(' ')]);
  await writeFile(at('changed.pdf'), changed);
  const bring = async (file, refused) => {
    await secretary.goto(paper);
    await secretary.getByText('Подписать в другой программе').click();
    await secretary.locator('input[name=signature_file]').setInputFiles(file);
    await way.press(secretary, secretary.locator('form[action$="/file"] button'), { refused });
    return way.text(secretary);
  };
  assert.match(await bring(await gostSigned('secretary', 'changed.pdf'), true), /Подпись не принята/);
  assert.match(await bring(await gostSigned('secretary', 'ruling.pdf'), false), /Решение подписали оба[^]*Отозвать мою подпись/);
  assert.deepEqual(await axe(secretary), []);

  // For ten minutes each may take the signature back; then it is given anew, and sent at once.
  await way.press(secretary, secretary.getByRole('button', { name: 'Отозвать мою подпись' }));
  await bring(at('ruling.pdf.secretary.sig'), false);
  await way.press(secretary, secretary.getByRole('button', { name: 'Отправить сейчас' }));
  assert.match(await way.text(secretary), /Документ подписан, обе подписи на месте/);

  // Anybody checks what was downloaded, with the command line and on the page.
  const number = /\/sign\/(\d+)/.exec(paper)[1];
  for (const [name, ending] of [['signed.pdf', 'signed.pdf'], ['chair.sig', 'presiding.sig'], ['secretary.sig', 'secretary.sig']]) {
    await writeFile(at(name), (await fetched(secretary, `/papers/${number}.${ending}`)).bytes);
  }
  const verify = (...args) => run(binary, ['signature', 'verify', '--trust', at('centre.pem'), '--trust', at('gost.pem'), ...args.map((a) => a.startsWith('--') ? a : at(a))]);
  await verify('signed.pdf');
  for (const name of ['chair.sig', 'secretary.sig']) {
    await verify('--content', 'ruling.pdf', name);
    await assert.rejects(verify('--content', 'changed.pdf', name), { code: 1 });
  }
  const visitor = await way.as(browser, service, 'secretary');
  await visitor.goto('/verify');
  await visitor.locator('input[name=verify_file]').setInputFiles(at('signed.pdf'));
  await way.press(visitor, visitor.locator('form[enctype] button'));
  assert.match(await way.text(visitor, '#result'), new RegExp(chairName));
  assert.ok((await readFile(at('signed.pdf'))).subarray(0, printed.length).equals(printed), 'the signed file begins with the paper');
});
