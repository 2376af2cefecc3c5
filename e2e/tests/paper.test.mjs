// The DOCX of papers, as whoever edits them meets it: opened by a word processor.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { convert } from '../lib/office.mjs';
import { layout } from '../lib/pdf.mjs';
import { binary, repository, scratchFolder } from '../lib/server.mjs';

const run = promisify(execFile);
const papers = ['ruling', 'minutes', 'letter'];
const stored = (name) => join(repository, 'internal/document/testdata', name);
const address = 'https://redress.example/verify/K7QM-42XT';
const words = (text) => text.replace(/[\ufeff\u00ad\u200b]/g, '').split(/[\s\u00a0]+/).filter(Boolean);
let folder;

before(async () => {
  folder = await scratchFolder();
  await mkdir(join(folder, 'data'));
  for (const name of papers) {
    const data = join(folder, 'data', `${name}.json`);
    await writeFile(data, JSON.stringify({ ...JSON.parse(await readFile(stored(`${name}.json`), 'utf8')), code: address }));
    await run(binary, ['document', 'render', data, '-o', join(folder, `${name}.docx`)]);
  }
  for (const format of ['txt:Text (encoded):UTF8', 'pdf']) await convert(folder, format, ...papers.map((name) => join(folder, `${name}.docx`)));
});

after(() => folder && rm(folder, { recursive: true, force: true }));

for (const name of papers) {
  test(`LibreOffice reads in the DOCX of the ${name} what the model says, numbers of clauses too`, async () => {
    const [read, model] = await Promise.all([readFile(join(folder, 'txt', `${name}.txt`), 'utf8'), readFile(stored(`${name}.txt`), 'utf8')]);
    assert.deepEqual(words(read), words(model));
  });

  test(`LibreOffice lays out the DOCX of the ${name} with its pages numbered from the second`, async () => {
    const pages = (await layout(join(folder, 'pdf', `${name}.pdf`))).split('\f').slice(0, -1);
    pages.forEach((page, i) => {
      const first = page.split('\n').find((line) => line.trim())?.trim();
      if (i === 0) assert.notEqual(first, '1', 'the first page bears no number');
      else assert.equal(first, String(i + 1), 'the number in the top margin');
    });
    const pictures = (await run('pdfimages', ['-list', join(folder, 'pdf', `${name}.pdf`)])).stdout.split('\n').slice(2).filter(Boolean);
    assert.deepEqual(pictures.map((line) => line.trim().split(/\s+/)[0]), ['1'], 'the code stands on the first sheet, and nowhere else');
  });
}
