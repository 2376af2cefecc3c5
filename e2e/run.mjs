// Runs the test files it is given, two at a time: one waits for its browser while the
// other computes. The demonstration is loaded once, and every file works on a copy.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder, startServer } from './lib/server.mjs';

const files = process.argv.slice(2);
const folder = await scratchFolder();
let runner;
process.once('exit', () => {
  runner?.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

process.env.REDRESS_E2E_FOLDER = folder;
if (files.length > 1) {
  const data = join(folder, 'demonstration');
  await (await startServer({ data })).stop();
  process.env.REDRESS_E2E_PREPARED = data;
}
runner = spawn(process.execPath, ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files], { stdio: 'inherit' });
runner.once('exit', (code) => { process.exitCode = code ?? 1; });
