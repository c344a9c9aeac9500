import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InspectionHit, InspectionNotice, InspectionSpec } from '../../../agent/src/inspect/spec.ts';
import { createInspection } from '../../../agent/src/inspect/watch.ts';
import type { Operation } from './rpc.ts';

/** The agent's own modules, driven as its supervisor would. */
export function agentOperations(dir: string): Record<string, Operation> {
  const hits: InspectionHit[] = [];
  const notices: InspectionNotice[] = [];
  const inspection = createInspection({
    stateDir: join(dir, 'inspect'),
    onHit: (hit) => void hits.push(hit),
    onNotice: (notice) => void notices.push(notice),
  });
  return {
    inspectStart: (spec: InspectionSpec) => inspection.start(spec),
    inspectUpdate: (spec: InspectionSpec) => inspection.update(spec),
    inspectStop: () => inspection.stop(),
    inspectStatus: () => inspection.status(),
    hits: () => hits,
    notices: () => notices,
    signal: ({ pid, signal }: { pid: number; signal: NodeJS.Signals }) => void process.kill(pid, signal),
    /** Queues with somebody on them: the proof that an agent, not its absence, let traffic through. */
    boundQueues: () =>
      readFileSync('/proc/self/net/netfilter/nfnetlink_queue', 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => {
          const [queue = 0, portId = 0, waiting = 0] = line.trim().split(/\s+/).map(Number);
          return { queue, portId, waiting };
        }),
  };
}
