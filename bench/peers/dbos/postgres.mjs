// A PostgreSQL server of this run's own, with the settings it comes with (fsync and synchronous_commit on).
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, startServer, temporaryFolder } from '../lifetime.mjs';

/** Starts it on a free loopback port and returns its `version` and the `url` of a database to be created. */
export async function startPostgres() {
  const programs = programFolder();
  const owner = unprivilegedOwner();
  const folder = temporaryFolder('postgres');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined) {
    for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }

  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), [
    '--pgdata', data, '--username', 'bench', '--auth', 'scram-sha-256', '--pwfile', passwordFile,
    '--encoding', 'UTF8', '--no-locale'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...owner });

  const [port] = await freePorts(1);
  await startServer(join(programs, 'postgres'), [
    '-D', data, '-p', port, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='], {
    folder, owner,
    ready: () => execFileSync(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', port], { stdio: 'ignore' }),
  });
  const [, number] = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' }).match(/([\d.]+)/);
  return {
    version: `PostgreSQL ${number}`,
    url: `postgresql://bench:${password}@127.0.0.1:${port}/bench_dbos`,
  };
}

/** Debian keeps initdb and postgres in a folder for each major version, off the PATH: the newest one. */
function programFolder() {
  const versions = '/usr/lib/postgresql';
  const majors = existsSync(versions) ? readdirSync(versions).map(Number).filter((major) => major > 0) : [];
  if (majors.length === 0) throw new Error(`No PostgreSQL in ${versions}: run bench/peers/setup.sh`);
  return join(versions, String(Math.max(...majors)), 'bin');
}

/** PostgreSQL refuses to run as root: root hands it to the user that its package made. */
function unprivilegedOwner() {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
