// Restate: one node, and a workflow whose steps are ctx.run.
import * as restate from '@restatedev/restate-sdk';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http2';
import { createRequire } from 'node:module';
import { atEnd, freePorts, startServer, temporaryFolder } from '../lifetime.mjs';
import { main, runSteps } from '../measure.mjs';

const require = createRequire(import.meta.url);
const executable = require.resolve(
  `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);

// The SDK was written for Node.js 22; this is all that 20 lacks.
Promise.withResolvers ??= function withResolvers() {
  let resolve;
  let reject;
  const promise = new this((...settlers) => { [resolve, reject] = settlers; });
  return { promise, resolve, reject };
};

const build = restate.workflow({
  name: 'build',
  handlers: {
    run: (ctx) => runSteps((work, number) => ctx.run(`step ${number}`, work)),
  },
});

await main('restate', async () => {
  const [node, admin, ingress] = await freePorts(3);
  await startServer(executable, ['--no-logo', '--listen-mode', 'tcp', '--base-dir', 'data', '--node-name', 'bench'], {
    folder: temporaryFolder('restate'),
    env: {
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
    },
    ready: async () => {
      await get(`http://127.0.0.1:${admin}/health`);
      await get(`http://127.0.0.1:${ingress}/restate/health`);
    },
  });
  await post(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${await serveWorkflow()}` });

  return {
    version: require('@restatedev/restate-server/package.json').version,
    runBuild: () => post(`http://127.0.0.1:${ingress}/build/${randomUUID()}/run`),
  };
});

/** Serves the workflow to the node over HTTP/2 and returns its port. */
async function serveWorkflow() {
  const service = createServer(restate.createEndpointHandler({ services: [build], logger: logErrors }));
  await new Promise((resolve, reject) => service.once('error', reject).listen(0, '127.0.0.1', resolve));
  atEnd(() => service.close());
  return service.address().port;
}

/** Two lines for each build, the SDK's default, would be measured too. */
function logErrors({ level }, ...words) {
  if (level === 'error') console.error(...words);
}

function get(url) {
  return call(url, {});
}

function post(url, value) {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
  return call(url, { method: 'POST', ...(value === undefined ? {} : json) });
}

async function call(url, request) {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
}
