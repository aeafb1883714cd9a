// What a run starts, it ends: servers by their pid and its temporary folder, however the run itself ends.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const undoSeconds = 15;
const undos = [];
let ending;

/** Has `undo` run at the end; what came last goes first. */
export function atEnd(undo) {
  undos.push(undo);
}

/** Ends everything, then the process with `code`. The first call decides; what fails after it is its consequence. */
export function end(code, error) {
  if (error && !ending) console.error(error);
  ending ??= (async () => {
    for (const undo of undos.reverse()) {
      try {
        await Promise.race([undo(), delay(undoSeconds * 1000)]);
      } catch (failure) {
        console.error(failure);
      }
    }
    process.exit(code);
  })();
  return ending;
}

for (const [signal, code] of [['SIGHUP', 129], ['SIGINT', 130], ['SIGTERM', 143]]) {
  process.on(signal, () => end(code));
}

/** A temporary folder of this run. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `pawl-bench-${name}-`));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `count` different loopback ports that nothing listens on. */
export async function freePorts(count) {
  const probes = Array.from({ length: count }, () => createServer());
  await Promise.all(probes.map((probe) => new Promise((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve);
  })));
  const ports = probes.map((probe) => probe.address().port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

/**
 * Starts a server and waits until `ready()` no longer throws; `owner` is the `{uid, gid}` it runs as.
 * setpriv has the kernel interrupt it when this process dies, so that not even a SIGKILL leaves it behind.
 */
export async function startServer(command, args, { folder, ready, env = {}, owner = {} }) {
  if (ending) throw new Error(`${command} was not started: the run is ending`);
  const logFile = join(folder, 'server.log');
  const log = createWriteStream(logFile);
  const server = spawn('setpriv', ['--pdeathsig', 'INT', '--', command, ...args], {
    cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...owner,
  });
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  let gone;
  const exited = new Promise((resolve) => {
    server.once('error', (error) => resolve(gone = error.message));
    server.once('exit', (code, signal) => resolve(gone = `it ended with ${signal ?? code}`));
  });
  atEnd(() => stop(server, exited));

  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await ready();
    } catch (error) {
      if (gone || ending || Date.now() > deadline) {
        const words = readFileSync(logFile, 'utf8').split('\n').slice(-20).join('\n');
        throw new Error(`${command} did not start: ${gone ?? error.message}\n${words}`);
      }
      await delay(50);
    }
  }
}

/** Interrupts a server (PostgreSQL's fast shutdown), and kills it if it is still there after ten seconds. */
async function stop(server, exited) {
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}
