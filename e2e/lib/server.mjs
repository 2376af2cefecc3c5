// Starts the service as a person would and stops it again. A test file starts its
// own (two of them run side by side), so that files do not depend on each other.
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { chmod, mkdtemp, open, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
// A test run that is told to stop leaves through the door, so that 'exit' below is heard.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

export const binary = process.env.REDRESS_BIN || join(repository, 'build', 'redress');

/**
 * A port nobody listens on, outside the range from which the system lends ports to
 * connections (32768 and above): while a killed service is down, nobody is lent its port.
 */
async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = 10_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer();
    const free = await new Promise((resolve) => probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    await new Promise((resolve) => probe.close(resolve));
    if (free) return port;
  }
  throw new Error('no free port between 10000 and 20000');
}

/**
 * Where folders are made: in the one that run.mjs removes at the end, which is in memory
 * where there is room: a database is some 300 files, and writing them to a disk takes
 * ten times as long.
 */
async function scratchParent() {
  if (process.env.REDRESS_E2E_FOLDER) return process.env.REDRESS_E2E_FOLDER;
  const room = await statfs('/dev/shm').then((memory) => memory.bavail * memory.bsize, () => 0);
  return room > 2 ** 31 ? '/dev/shm' : tmpdir();
}

/** A folder for a while. */
export async function scratchFolder() {
  const folder = await mkdtemp(join(await scratchParent(), 'redress-e2e-'));
  // PostgreSQL does not run as root: under root the folder must be passable for its user.
  await chmod(folder, 0o755);
  return folder;
}

/** The data folder of a demonstration that is loaded already, for every service to start with a copy of (run.mjs). */
const prepared = process.env.REDRESS_E2E_PREPARED;

/** The surroundings of the service: ours, less any setting of Redress that this shell happens to hold; a ruling goes out at once. */
function surroundings(extra) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (name.startsWith('REDRESS_') && name !== 'REDRESS_PG_BIN') delete env[name];
  return { ...env, REDRESS_HOLD: '0s', ...extra };
}

/** Finds the demonstration sign-in of a role, {role, commission, login, password}: the first one when no commission is named. */
function signIns(credentials) {
  return (role, commission) => {
    const found = credentials.find((c) => c.role === role && (!commission || c.commission === commission));
    if (found) return found;
    const have = credentials.map((c) => `${c.role} (${c.commission})`).join(', ') || 'none at all';
    throw new Error(`no demonstration sign-in for ${role}${commission ? ` of ${commission}` : ''}; there are: ${have}`);
  };
}

/** Throws with the end of the service's log as soon as it has exited; resolves when /readyz answers 200. */
async function ready(service, seconds) {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    if (service.exited) throw new Error(`redress stopped before it was ready (${service.exited})\n${await service.log()}`);
    try {
      const answer = await fetch(`${service.url}/readyz`, { signal: AbortSignal.timeout(2000) });
      await answer.arrayBuffer();
      if (answer.status === 200) return;
    } catch { /* not listening yet */ }
    if (Date.now() > until) throw new Error(`redress was not ready after ${seconds} s\n${await service.log()}`);
    await sleep(50);
  }
}

/**
 * Starts `redress serve` and waits until it is ready.
 *
 * @param {object} [options]
 * @param {boolean} [options.demo=true] with the demonstration branch
 * @param {string} [options.data] the data folder; a temporary one, removed by stop(), unless given
 * @param {number} [options.port] a free one unless given
 * @param {Record<string, string>} [options.env] settings, e.g. REDRESS_S3_ENDPOINT
 * @param {string[]} [options.args] more flags
 * @param {number} [options.seconds=180] how long to wait for readiness
 * @returns {Promise<Server>} {url, data, pid, credentials, as(role, commission?), log(), stop(), kill9(), again()}
 */
export async function startServer(options = {}) {
  const { demo = true, env = {}, args = [], seconds = 180 } = options;
  const scratch = await scratchFolder();
  const data = options.data ?? join(scratch, 'data');
  const port = options.port ?? await freePort();
  const credentialsFile = join(scratch, 'credentials.json');
  const logFile = join(scratch, 'log');

  const command = ['serve', '--listen', `127.0.0.1:${port}`, '--data', data, ...args];
  if (demo) command.push('--demo', '--demo-credentials', credentialsFile);

  const service = { url: `http://127.0.0.1:${port}`, data, exited: null };
  service.log = async () => {
    const text = await readFile(logFile, 'utf8').catch(() => '');
    return text.split('\n').slice(-40).join('\n');
  };

  const launch = async () => {
    const log = await open(logFile, 'a');
    const child = spawn(binary, command, { env: surroundings(env), stdio: ['ignore', log.fd, log.fd], cwd: scratch });
    await log.close();
    service.exited = null;
    service.pid = child.pid;
    service.gone = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(service.exited = signal ? `signal ${signal}` : `code ${code}`));
      child.once('error', (fault) => resolve(service.exited = fault.message));
    });
    // A test runner that is interrupted takes its service with it.
    const farewell = () => { if (!service.exited) child.kill('SIGKILL'); };
    process.once('exit', farewell);
    service.gone.then(() => process.removeListener('exit', farewell));
    service.child = child;
    await ready(service, seconds);
  };

  const end = async (signal, limit) => {
    if (service.exited) return;
    service.child.kill(signal);
    const late = sleep(limit * 1000, 'late', { ref: false });
    if (await Promise.race([service.gone, late]) === 'late') {
      service.child.kill('SIGKILL');
      await service.gone;
      throw new Error(`redress did not stop within ${limit} s of ${signal}\n${await service.log()}`);
    }
  };

  /** Cuts the service off without any warning. The data folder stays. */
  service.kill9 = () => end('SIGKILL', 10);

  /** Starts it again over the same data, address and settings. */
  service.again = async () => {
    if (!service.exited) throw new Error('redress is still running');
    await launch();
  };

  /** Stops it in order and removes its scratch folder (and the data folder, if it was not given). */
  service.stop = async () => {
    try {
      await end('SIGTERM', 30);
    } finally {
      await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  };

  try {
    // cp keeps the owner and the modes, which PostgreSQL insists on.
    if (demo && !options.data && prepared) await promisify(execFile)('cp', ['-a', prepared, data]);
    await launch();
    service.credentials = demo ? JSON.parse(await readFile(credentialsFile, 'utf8')) : [];
  } catch (fault) {
    await end('SIGKILL', 10);
    await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    throw fault;
  }

  service.as = signIns(service.credentials);
  return service;
}

/**
 * The service that a test talks to: a fresh one, or, to look at a test closely,
 * the one that already runs at REDRESS_E2E_URL (its sign-ins in the file
 * REDRESS_E2E_CREDENTIALS). A running one is never stopped or killed.
 */
export async function demo(options) {
  const url = process.env.REDRESS_E2E_URL;
  if (!url) return startServer(options);
  const file = process.env.REDRESS_E2E_CREDENTIALS;
  const credentials = file ? JSON.parse(await readFile(file, 'utf8')) : [];
  return {
    url: url.replace(/\/$/, ''),
    credentials,
    as: signIns(credentials),
    stop: async () => {},
    kill9: async () => { throw new Error('this service was not started here'); },
  };
}

/** Writes a small file to send with a form, and returns its path. */
export async function fileToSend(name, content) {
  const folder = await mkdtemp(join(tmpdir(), 'redress-file-'));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
