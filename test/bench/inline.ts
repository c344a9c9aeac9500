import { parseArgs } from 'node:util';
import type { InspectionSpec } from '../../agent/src/inspect/spec.ts';
import { starterRules } from '../../shared/domain/ips/catalogue/starter.ts';
import { hostTestsImpossible } from '../host/rig/requirements.ts';
import { createWorld, SERVER, type World } from '../host/rig/world.ts';
import { line, median } from './line.ts';
import { cpuMicroseconds, runWrk, type WrkResult } from './wrk.ts';

/**
 * What inline inspection costs a web server: nginx and wrk in two namespaces joined by a veth pair, runs without
 * and with the agent taking turns, medians. One JSON line per figure.
 */
const PORT = 8080;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } },
});
const runs = Number(values.runs);
const seconds = Number(values.seconds);

/** The rules that a new tenant's policy has. */
const SPEC: InspectionSpec = {
  behaviour: 'prevent',
  mode: 'inline',
  onFailure: 'open',
  signatures: starterRules.flatMap(({ ID, signatures, action }) =>
    signatures.map((text) => ({ ruleID: ID, text, action })),
  ),
  tcpPorts: [{ from: PORT, to: PORT }],
  udpPorts: [],
};
const WITH_RESPONSES: InspectionSpec = {
  ...SPEC,
  signatures: [
    ...SPEC.signatures,
    {
      ruleID: 4,
      text: 'alert tcp any any -> any any (flow:established,to_client; content:"uid=0|28|root"; sid:4;)',
    },
  ],
};

let runsBound = 0;

interface Series {
  readonly off: WrkResult[];
  readonly on: WrkResult[];
  readonly cpu: number[];
}

async function measure(world: World, clients: number, spec: InspectionSpec): Promise<Series> {
  const series: Series = { off: [], on: [], cpu: [] };
  const target = `http://${SERVER}:${PORT}/index.html`;
  for (let i = 0; i < runs; i += 1) {
    series.off.push(await runWrk(world.client, target, clients, seconds));
    const pid = await switchOn(world, spec);
    const before = cpuMicroseconds(pid);
    const on = await runWrk(world.client, target, clients, seconds);
    series.cpu.push((cpuMicroseconds(pid) - before) / on.requests);
    series.on.push(on);
    await world.server.call('inspectStop');
  }
  return series;
}

/** The child's pid, once its queue is proven bound: an absent agent would look like a fast one. */
async function switchOn(world: World, spec: InspectionSpec): Promise<number> {
  const started = await world.server.call<{ ok: boolean; refused?: unknown[] }>('inspectStart', spec);
  if (!started.ok || started.refused?.length !== 0)
    throw new Error(`inspection refused: ${JSON.stringify(started)}`);
  const { queue, pid } = await world.server.call<{ queue: number; pid: number }>('inspectStatus');
  const bound = await world.server.call<{ queue: number }[]>('boundQueues');
  if (!bound.some((entry) => entry.queue === queue)) throw new Error('our queue is not bound');
  runsBound += 1;
  return pid;
}

function reportLatency(name: string, { off, on, cpu }: Series): void {
  const without = median(off.map((run) => run.p50));
  const with_ = median(on.map((run) => run.p50));
  line(`${name} p50 without agent`, without, 'us');
  line(`${name} p50 with agent`, with_, 'us');
  const added = with_ - without;
  line(`${name} added p50`, added, 'us', { target: 'under 100', holds: added < 100 });
  line(`${name} cpu per request`, median(cpu), 'us');
}

function reportRate(name: string, { off, on, cpu }: Series): void {
  const without = median(off.map((run) => run.rate));
  const with_ = median(on.map((run) => run.rate));
  line(`${name} rate without agent`, without, 'requests/s');
  line(`${name} rate with agent`, with_, 'requests/s');
  const kept = (100 * with_) / without;
  line(`${name} rate kept`, kept, '%', { target: 'at least 40', holds: kept >= 40 });
  line(`${name} cpu per request`, median(cpu), 'us');
}

const impossible = hostTestsImpossible({ wrk: 'wrk' });
if (impossible !== null) {
  console.log(JSON.stringify({ figure: 'inline inspection', skipped: impossible }));
  process.exit(0);
}
const world = await createWorld();
try {
  await world.server.call('startWeb', { port: PORT });
  reportLatency('1 client', await measure(world, 1, SPEC));
  reportRate('32 clients', await measure(world, 32, SPEC));
  reportRate('32 clients, responses inspected', await measure(world, 32, WITH_RESPONSES));
  line('runs with our queue bound', runsBound, 'runs', { of: 3 * runs, holds: runsBound === 3 * runs });
} finally {
  await world.end();
}
