import { type ChildDeath, createChildKeeper } from './child-keeper.ts';
import type { FromChild } from './control.ts';
import { needsResponses } from './needs-responses.ts';
import { createOpeningTotals } from './opening-totals.ts';
import { createQueueInstaller } from './queue-install.ts';
import { freed, readQueues } from './queue-state.ts';
import type {
  Inspection,
  InspectionCounts,
  InspectionHit,
  InspectionNotice,
  InspectionSpec,
  InspectionStatus,
  UpdateResult,
} from './spec.ts';

export interface InspectionOptions {
  /** Where the footprint in the kernel's rules is remembered across a crash. */
  readonly stateDir: string;
  /** NFQUEUE number, one per network namespace. */
  readonly queue?: number;
  readonly onHit: (hit: InspectionHit) => void;
  readonly onNotice: (notice: InspectionNotice) => void;
}

const DEFAULT_QUEUE = 4118;

type Loaded = Extract<UpdateResult, { ok: true }>;
type Waiter = { readonly sequence: number; readonly settle: (result: UpdateResult) => void };

/**
 * Inline inspection as the supervisor sees it (IPS-2). The child comes first and the kernel's rules second, so a
 * closed host never waits for a child that cannot start; on the way out the rules go first.
 */
export function createInspection(options: InspectionOptions): Inspection {
  const queue = options.queue ?? DEFAULT_QUEUE;
  const installer = createQueueInstaller(options.stateDir);
  const openings = createOpeningTotals();
  let state: InspectionStatus['state'] = 'stopped';
  let spec: InspectionSpec | null = null;
  let sequence = 0;
  let waiting: Waiter | null = null;
  let loaded: Loaded = { ok: true, loaded: 0, refused: [] };
  let counts: InspectionCounts | null = null;
  let awaySince: number | null = null;
  let overflowed = 0;
  const ownQueue = () => readQueues().find((entry) => entry.queue === queue);

  const settle = (result: UpdateResult): void => {
    waiting?.settle(result);
    waiting = null;
  };

  const sendRules = (): void => {
    if (spec === null) return;
    sequence += 1;
    const { behaviour, signatures, limits = null, alwaysCapture = [] } = spec;
    keeper.send({ type: 'rules', sequence, behaviour, signatures, limits, alwaysCapture });
  };

  const takeLoaded = (message: Extract<FromChild, { type: 'loaded' }>): void => {
    loaded = { ok: true, loaded: message.loaded, refused: message.refused };
    state = 'inspecting';
    if (awaySince !== null) {
      options.onNotice({ kind: 'child-back', awayMs: Math.round(performance.now() - awaySince) });
    }
    awaySince = null;
    if (waiting !== null && message.sequence >= waiting.sequence) settle(loaded);
  };

  const takeCounts = (next: InspectionCounts): void => {
    const lost = next.lostHits - (counts?.lostHits ?? 0);
    if (lost > 0) options.onNotice({ kind: 'hits-lost', count: lost });
    counts = next;
    const full = ownQueue()?.overflowed ?? 0;
    if (full > overflowed) options.onNotice({ kind: 'overflow', count: full - overflowed });
    overflowed = full;
  };

  const mourn = (death: ChildDeath): boolean => {
    counts = null;
    overflowed = 0;
    awaySince ??= performance.now();
    options.onNotice({ kind: 'child-died', ...death });
    const again = state !== 'starting';
    if (again) state = 'restarting';
    settle({
      ok: false,
      reason: 'child-failed',
      detail: death.detail || `the inspection child ended (${death.signal ?? death.code})`,
    });
    return again;
  };

  const keeper = createChildKeeper(queue, {
    launched: sendRules,
    message(message) {
      if (message.type === 'hit') options.onHit(message.hit);
      else if (message.type === 'loaded') takeLoaded(message);
      else if (message.type === 'openings') openings.add(message.openings);
      else if (message.type === 'beat') takeCounts(message.counts);
    },
    died: mourn,
    hung: (silentMs) => options.onNotice({ kind: 'child-hung', silentMs }),
  });

  const untilLoaded = (begin: () => void): Promise<UpdateResult> =>
    new Promise((resolve) => {
      settle({ ok: false, reason: 'child-failed', detail: 'overtaken by a newer set of rules' });
      waiting = { sequence: sequence + 1, settle: resolve };
      begin();
    });

  const install = async (to: InspectionSpec): Promise<UpdateResult | null> => {
    const { tcpPorts, udpPorts, onFailure, signatures } = to;
    const responses = needsResponses(signatures) ? 'all' : 'signs';
    const installed = await installer.install({ queue, tcpPorts, udpPorts, onFailure, responses });
    return installed.ok ? null : { ok: false, reason: installed.reason, detail: installed.detail };
  };

  const begin = async (to: InspectionSpec): Promise<UpdateResult> => {
    spec = to;
    state = 'starting';
    const result = await untilLoaded(() => keeper.start(to.onFailure));
    const refusal = result.ok ? await install(to) : result;
    if (refusal === null) return result;
    await stop();
    return refusal;
  };

  /** What does not load leaves the earlier rules in force, also in a child started later. */
  const exchange = async (before: InspectionSpec, to: InspectionSpec): Promise<UpdateResult> => {
    spec = to;
    const result = await untilLoaded(() => void (state === 'inspecting' && sendRules()));
    const refusal = result.ok ? await install(to) : result;
    if (refusal === null) return result;
    spec = before;
    if (state === 'inspecting') sendRules();
    return refusal;
  };

  const apply = async (to: InspectionSpec): Promise<UpdateResult> => {
    if (to.mode === 'tap') {
      return {
        ok: false,
        reason: 'tap-unsupported',
        detail: 'this version of the agent inspects inline only',
      };
    }
    if (spec !== null && spec.onFailure === to.onFailure) return exchange(spec, to);
    if (spec === null && !(await freed(queue))) {
      return { ok: false, reason: 'queue-taken', detail: `another program is bound to NFQUEUE ${queue}` };
    }
    await stop();
    return begin(to);
  };

  const stop = async (): Promise<void> => {
    await installer.remove();
    keeper.stop();
    [spec, counts, awaySince, state] = [null, null, null, 'stopped'];
    settle({ ok: false, reason: 'child-failed', detail: 'inspection was stopped' });
  };

  let turn: Promise<unknown> = Promise.resolve();
  /** One change at a time, in the order they were asked for. */
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const result = turn.then(change);
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    start: (to) => inTurn(() => apply(to)),
    update: (to) => inTurn(() => apply(to)),
    stop: () => inTurn(stop),
    openingsOf: openings.of,
    status: () => ({
      state,
      pid: keeper.pid(),
      queue,
      loaded: spec === null ? 0 : loaded.loaded,
      refused: spec === null ? [] : loaded.refused,
      restarts: keeper.restarts(),
      counts,
      bound: ownQueue() !== undefined,
    }),
  };
}
