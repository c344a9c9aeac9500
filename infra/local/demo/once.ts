import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlane } from '../open.ts';
import { obstacles } from './able.ts';
import { protect, type SampleHost, startWorld } from './host.ts';
import { sentLine } from './lines.ts';
import { createPlane } from './plane.ts';
import { faults, occurrences, type Walk } from './verdict.ts';
import { POLICY, walk } from './walk.ts';

/** `npm run demo`: the road once, on a plane of its own that is gone afterwards. Exit 0 only if everything held. */
const say = (line: string): void => console.log(line);

const summary = (found: Walk): string => `
${found.ordinary.length} ordinary requests answered byte for byte as without protection
${found.attacks.length} attacks stopped, both ends reset; ${occurrences(found.preventEvents)} events readable in the plane
${found.detected.length} attacks let through in detect mode; ${occurrences(found.detectEvents)} events
${found.mails.length} mails in the sink, the first: ${found.mails.at(-1)?.subject}
inspection was bound to the kernel's queue: ${found.queueBound}`;

const once = async (): Promise<number> => {
  const inTheWay = obstacles();
  if (inTheWay.length > 0) {
    console.error(`The demo cannot protect a host here.\n${inTheWay.map((line) => `  ${line}`).join('\n')}`);
    return 2;
  }
  const dir = mkdtempSync(join(tmpdir(), 'mvp-demo-'));
  const { machine, ready } = await openPlane({ dataDir: dir, port: 0, say, report: console.error });
  const world = await startWorld();
  let host: SampleHost | undefined;
  try {
    const plane = createPlane(ready);
    const install = async (): Promise<SampleHost> => {
      host = await protect(world, plane, join(dir, 'demo'), await plane.policy(POLICY, 'prevent'));
      return host;
    };
    const found = await walk(world, plane, install, (sent) => say(sentLine(sent, Date.now())));
    const wrong = faults(found);
    say(
      wrong.length === 0
        ? summary(found)
        : `\nThe road does not hold:\n${wrong.map((line) => `  ${line}`).join('\n')}`,
    );
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await host?.end();
    await world.end();
    await machine.stop();
    if (process.env.KEEP_DEMO) say(`kept: ${dir}`);
    else rmSync(dir, { recursive: true, force: true });
  }
};

process.exitCode = await once();
