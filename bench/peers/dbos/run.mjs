// DBOS: a workflow in this process whose steps are DBOS.runStep, kept in a PostgreSQL of this run's own.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { readFileSync } from 'node:fs';
import { atEnd } from '../lifetime.mjs';
import { main, runSteps } from '../measure.mjs';
import { startPostgres } from './postgres.mjs';

const { version } = JSON.parse(readFileSync(
  new URL('node_modules/@dbos-inc/dbos-sdk/package.json', import.meta.url), 'utf8'));
const logger = { debug() {}, info() {}, warn: console.error, error: console.error };

const build = DBOS.registerWorkflow(
  () => runSteps((work, number) => DBOS.runStep(work, { name: `step ${number}` })),
  { name: 'build' });

await main('dbos', async () => {
  const postgres = await startPostgres();
  DBOS.setConfig({ name: 'pawl-bench', systemDatabaseUrl: postgres.url, logger });
  await DBOS.launch();
  atEnd(() => DBOS.shutdown());
  return { version: `${version} on ${postgres.version}`, runBuild: build };
});
