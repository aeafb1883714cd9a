// Drives a peer with builds of 21 no-op steps and prints what it did as one line of JSON.
import { end } from './lifetime.mjs';

const stepsInABuild = 21;
const warmUpSeconds = 2;
const graceSeconds = 30;

let stepTimes = [];

/**
 * One build's steps. `runStep(work, number)` hands `work` to the peer and resolves once its result is durable.
 * A step's time is that whole wait, as the build sees it; a step that is only replayed does no work and has none.
 */
export async function runSteps(runStep) {
  for (let number = 1; number <= stepsInABuild; number++) {
    let worked = false;
    const asked = performance.now();
    await runStep(async () => { worked = true; }, number);
    if (worked) stepTimes.push(performance.now() - asked);
  }
}

/**
 * The whole program of a peer: `start()` brings it up and returns its `version` and `runBuild()`, which resolves
 * when one more build is through.
 */
export async function main(peer, start) {
  const [mode, seconds] = [process.argv[2], Number(process.argv[3])];
  const atOnce = mode === 'sequential' ? 1 : Number(mode);
  if (!(Number.isInteger(atOnce) && atOnce > 0 && seconds > 0)) {
    console.error('Usage: node run.mjs sequential|BUILDS_AT_ONCE SECONDS, for example: node run.mjs 64 10');
    await end(2);
  }
  try {
    const { version, runBuild } = await start();
    await drive(runBuild, atOnce, warmUpSeconds);
    console.log(JSON.stringify({ peer, version, mode, ...await drive(runBuild, atOnce, seconds) }));
    await end(0);
  } catch (error) {
    await end(1, error);
  }
}

/** Keeps `atOnce` builds going for `seconds`, lets the last ones finish, and counts their time too. */
async function drive(runBuild, atOnce, seconds) {
  stepTimes = [];
  let builds = 0;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  await within(seconds + graceSeconds, Promise.all(Array.from({ length: atOnce }, async () => {
    while (elapsed() < seconds) {
      await runBuild();
      builds++;
    }
  })));
  const took = elapsed();
  const steps = builds * stepsInABuild;
  if (stepTimes.length !== steps) throw new Error(`${builds} builds did ${stepTimes.length} steps, not ${steps}`);
  stepTimes.sort((a, b) => a - b);
  return {
    builds, steps, seconds: round(took), steps_per_second: round(steps / took),
    p50_ms: round(percentile(0.50)), p99_ms: round(percentile(0.99)),
  };
}

/** Gives up on a peer that no longer answers. */
async function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No end after ${seconds} s: a build is stuck`)), seconds * 1000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The smallest step time that at least `share` of all steps don't exceed. */
function percentile(share) {
  return stepTimes[Math.ceil(share * stepTimes.length) - 1];
}

function round(number) {
  return Number(number.toFixed(3));
}
