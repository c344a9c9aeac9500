import { restartDelay } from './backoff.ts';
import type { FromChild } from './control.ts';
import { needsResponses } from './needs-responses.ts';
import { createQueueInstaller } from './queue-install.ts';
import { type ChildRun, runChild } from './run-child.ts';
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

/** Without a beat for so long the child is taken for hung, and killed: the kernel then passes or stops traffic as configured. */
const SILENCE_MS = 2000;
const CHECK_MS = 250;
/** A child that has inspected for so long has earned a fresh start at the back-off. */
const STEADY_MS = 10_000;
const START_MS = 60_000;
const DEFAULT_QUEUE = 4118;

const LOADED_NOTHING: UpdateResult = { ok: true, loaded: 0, refused: [] };

/** The parent's side of inspection: starts the child, feeds it rules, watches its beat and replaces it. */
export function createInspection(options: InspectionOptions): Inspection {
  const queue = options.queue ?? DEFAULT_QUEUE;
  const installer = createQueueInstaller(options.stateDir);
  let spec: InspectionSpec | null = null;
  let run: ChildRun | null = null;
  let state: InspectionStatus['state'] = 'stopped';
  let last: UpdateResult = LOADED_NOTHING;
  let counts: InspectionCounts | null = null;
  let lostBefore = 0;
  let sequence = 0;
  let waiting: { sequence: number; settle: (result: UpdateResult) => void } | null = null;
  let restarts = 0;
  let attempt = 0;
  let awaySince: number | null = null;
  let aliveUntil = 0;
  let readySince = 0;
  let timer: NodeJS.Timeout | null = null;
  let restart: NodeJS.Timeout | null = null;
  let failure = '';

  const now = (): number => performance.now();
  const heard = (forMs = SILENCE_MS): void => {
    aliveUntil = now() + forMs;
  };

  const settle = (result: UpdateResult): void => {
    waiting?.settle(result);
    waiting = null;
  };

  const onMessage = (message: FromChild): void => {
    if (message.type === 'hit') options.onHit(message.hit);
    else if (message.type === 'busy') heard(message.forMs);
    else if (message.type === 'failed') failure = message.reason;
    else heard();
    if (message.type === 'beat') takeCounts(message.counts);
    if (message.type === 'loaded') {
      last = { ok: true, loaded: message.loaded, refused: message.refused };
      if (state !== 'inspecting') ready();
      if (waiting?.sequence === message.sequence) settle(last);
    }
  };

  const takeCounts = (next: InspectionCounts): void => {
    if (next.lostHits > lostBefore)
      options.onNotice({ kind: 'hits-lost', count: next.lostHits - lostBefore });
    lostBefore = next.lostHits;
    counts = next;
    if (now() - readySince > STEADY_MS) attempt = 0;
  };

  const ready = (): void => {
    state = 'inspecting';
    readySince = now();
    if (awaySince !== null) options.onNotice({ kind: 'child-back', awayMs: Math.round(now() - awaySince) });
    awaySince = null;
  };

  const onExit = (from: ChildRun, code: number | null, signal: string | null, output: string): void => {
    if (run !== from) return;
    run = null;
    lostBefore = 0;
    awaySince ??= now();
    const detail = failure || output;
    failure = '';
    options.onNotice({ kind: 'child-died', code, signal, detail });
    if (state === 'starting') {
      settle({
        ok: false,
        reason: 'child-failed',
        detail: detail || `the inspection child ended (${signal ?? code})`,
      });
      return;
    }
    state = 'restarting';
    attempt += 1;
    restart = setTimeout(() => {
      restarts += 1;
      launch();
    }, restartDelay(attempt));
  };

  const launch = (): void => {
    if (spec === null) return;
    heard(START_MS);
    const started: ChildRun = runChild(queue, spec.onFailure, {
      message: (message) => {
        if (run === started) onMessage(message);
      },
      exit: (code, signal, output) => onExit(started, code, signal, output),
    });
    run = started;
    sendRules(spec);
  };

  const sendRules = (to: InspectionSpec): number => {
    sequence += 1;
    run?.send({ type: 'rules', sequence, behaviour: to.behaviour, signatures: to.signatures });
    return sequence;
  };

  /** Beats may lie unread while this process itself was held up, so what has arrived is read before judging. */
  const check = (): void => {
    if (run === null || now() < aliveUntil) return;
    const suspect = run;
    setImmediate(() => {
      if (run !== suspect || now() < aliveUntil) return;
      options.onNotice({ kind: 'child-hung', silentMs: Math.round(now() - aliveUntil + SILENCE_MS) });
      suspect.kill();
    });
  };

  const loadedBy = (send: () => number): Promise<UpdateResult> =>
    new Promise((resolve) => {
      settle({ ok: false, reason: 'child-failed', detail: 'overtaken by a newer set of rules' });
      waiting = { sequence: send(), settle: resolve };
    });

  const install = async (to: InspectionSpec): Promise<UpdateResult | null> => {
    const { tcpPorts, udpPorts, onFailure, signatures } = to;
    const installed = await installer.install({
      queue,
      tcpPorts,
      udpPorts,
      onFailure,
      responses: needsResponses(signatures),
    });
    return installed.ok ? null : { ok: false, reason: installed.reason, detail: installed.detail };
  };

  const start = async (to: InspectionSpec): Promise<UpdateResult> => {
    if (to.mode === 'tap') {
      return {
        ok: false,
        reason: 'tap-unsupported',
        detail: 'TAP mode is not available in this version of the agent',
      };
    }
    if (run !== null || restart !== null) return update(to);
    spec = to;
    state = 'starting';
    timer = setInterval(check, CHECK_MS);
    const loaded = await loadedBy(() => {
      launch();
      return sequence;
    });
    const refused = loaded.ok ? await install(to) : loaded;
    if (refused === null) return loaded;
    await stop();
    return refused;
  };

  const update = async (to: InspectionSpec): Promise<UpdateResult> => {
    const before = spec;
    if (to.mode === 'tap' || before === null || before.onFailure !== to.onFailure) {
      await stop();
      return start(to);
    }
    spec = to;
    const loaded = state === 'inspecting' ? await loadedBy(() => sendRules(to)) : last;
    const refused = loaded.ok ? await install(to) : loaded;
    return refused ?? loaded;
  };

  const stop = async (): Promise<void> => {
    await installer.remove();
    if (timer !== null) clearInterval(timer);
    if (restart !== null) clearTimeout(restart);
    const ending = run;
    [timer, restart, run, spec, awaySince, attempt, counts] = [null, null, null, null, null, 0, null];
    state = 'stopped';
    ending?.kill();
    settle({ ok: false, reason: 'child-failed', detail: 'inspection was stopped' });
  };

  return {
    start,
    update,
    stop,
    status: () => ({
      state,
      pid: run?.pid ?? null,
      queue,
      loaded: last.ok ? last.loaded : 0,
      refused: last.ok ? last.refused : [],
      restarts,
      counts,
    }),
  };
}
