import { join } from 'node:path';
import { createInspection } from '../../../agent/src/inspect/inspection.ts';
import { readQueues } from '../../../agent/src/inspect/queue-state.ts';
import type { InspectionHit, InspectionNotice, InspectionSpec } from '../../../agent/src/inspect/spec.ts';
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
    boundQueues: () => readQueues(),
  };
}
