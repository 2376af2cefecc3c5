// The word processor that people open papers with, without its window.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Has LibreOffice write the files in another format into a folder inside this one, where it keeps its settings too; returns that folder. */
export async function convert(folder, format, ...files) {
  const into = join(folder, format.split(':')[0]);
  await run('soffice', [`-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`, '--headless', '--norestore', '--convert-to', format,
    '--outdir', into, ...files], { timeout: 120_000, env: { ...process.env, HOME: folder } });
  return into;
}
