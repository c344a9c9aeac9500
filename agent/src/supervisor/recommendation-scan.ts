import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/domain/policy/canonical.ts';
import type { Inventory } from '../../../shared/domain/recommendation/inventory.ts';
import type { InventoryReport } from '../../../shared/schema/agent/inventory.ts';
import type { PlaneLink } from '../link/plane-link.ts';

export interface ScanDeps {
  readonly take: (signal: AbortSignal) => Promise<Inventory>;
  readonly send: PlaneLink['sendInventory'];
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** The plane has it, and may have assigned rules by it. */
  readonly onTaken: () => void;
}

/** Scans for recommendations beside everything else; one at a time. */
export interface RecommendationScan {
  /** `requested`: epoch ms of the plane's request, which comes with every beat until it is answered. */
  start(requested: number): void;
  /** Gives up what runs; resolves when nothing does. */
  stop(): Promise<void>;
}

export const createRecommendationScan = (deps: ScanDeps): RecommendationScan => {
  const ending = new AbortController();
  const { signal } = ending;
  const { now, log } = deps;
  let running: Promise<void> | undefined;
  /** What the plane has; forgotten at a restart, which costs one upload. */
  let known = '';

  const scan = async (requested: number): Promise<void> => {
    const started = now();
    const taken = await deps.take(signal).catch((error: Error) => error);
    if (signal.aborted) return;
    const times = { requested, started, finished: now() };
    if (taken instanceof Error) {
      log(`The scan for recommendations failed: ${taken.message}`);
      await deps.send({ ...times, hash: hashOf(''), failed: taken.message.slice(0, 300) });
      return;
    }
    const hash = hashOf(canonicalJson(taken));
    const sent = await sendReport({ ...times, hash }, taken);
    if (!sent.ok) return log(`The inventory could not be sent: ${sent.message}`);
    known = hash;
    deps.onTaken();
  };

  /** First by its hash alone, if the plane had the same before. */
  const sendReport = async (report: InventoryReport, inventory: Inventory) => {
    if (report.hash === known) {
      const reply = await deps.send(report);
      if (!reply.ok || reply.value.outcome === 'taken') return reply;
    }
    return deps.send({ ...report, inventory: inventory as InventoryReport['inventory'] });
  };

  return {
    start(requested) {
      running ??= scan(requested)
        .catch((error: Error) => log(`The scan for recommendations failed: ${error.message}`))
        .finally(() => {
          running = undefined;
        });
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
