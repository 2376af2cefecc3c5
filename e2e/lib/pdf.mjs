// Reading papers as the person who got them would: by the text inside.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Follows a link that downloads, and returns {path, name, bytes, sha256}. The file lives as long as the browser. */
export async function download(page, link) {
  const [arriving] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const fault = await arriving.failure();
  if (fault) throw new Error(`downloading ${arriving.url()}: ${fault}`);
  const path = await arriving.path();
  const bytes = await readFile(path);
  return { path, name: arriving.suggestedFilename(), bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Fetches an address with the cookies of the page, for papers that open in the browser itself. */
export async function fetched(page, address) {
  const answer = await page.request.get(address);
  if (!answer.ok()) throw new Error(`${address} answered ${answer.status()}`);
  const bytes = await answer.body();
  return { bytes, type: answer.headers()['content-type'], sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The text of a PDF (a path, or its bytes) in reading order, words parted by a hyphen joined again, with single spaces. */
export async function text(pdf) {
  return (await layout(pdf)).replace(/\u00ad\s*/g, '').replace(/[\s\u00a0]+/g, ' ').trim();
}

/** The text of a PDF line by line as it stands on the paper. */
export async function layout(pdf) {
  const named = typeof pdf === 'string';
  const reading = run('pdftotext', ['-layout', '-enc', 'UTF-8', named ? pdf : '-', '-'], { maxBuffer: 64 << 20 });
  if (!named) reading.child.stdin.end(pdf);
  return (await reading).stdout;
}

/** Throws with qpdf's own words when the file is damaged. */
export async function sound(path) {
  await run('qpdf', ['--check', path]).catch((fault) => { throw new Error(`${path}: ${fault.stdout}${fault.stderr}`); });
}
