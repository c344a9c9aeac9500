import { restartDelay } from './backoff.ts';
import type { FromChild, ToChild } from './control.ts';
import { type ChildRun, runChild } from './run-child.ts';

/** How a child ended without being asked to. `detail`: what it said, as far as it said anything. */
export interface ChildDeath {
  readonly code: number | null;
  readonly signal: string | null;
  readonly detail: string;
}

export interface KeeperEvents {
  /** A new child runs and waits for its rules. */
  launched(): void;
  message(message: FromChild): void;
  /** True: another one is to take its place. */
  died(death: ChildDeath): boolean;
  /** It is being killed for its silence; `died` follows. */
  hung(silentMs: number): void;
}

/** Keeps one inspection child running. */
export interface ChildKeeper {
  start(onFailure: 'open' | 'closed'): void;
  send(message: ToChild): void;
  /** Ends the child; `died` is not called for it. */
  stop(): void;
  pid(): number | null;
  restarts(): number;
}

/** Without a beat for so long a child is hung: it holds up traffic, and killing it lets the kernel decide. */
const SILENCE_MS = 2000;
const CHECK_MS = 250;
/** One that has run for so long has earned a fresh start at the back-off. */
const STEADY_MS = 10_000;
/** From launch to the first sign of life. */
const START_MS = 30_000;

export function createChildKeeper(queue: number, events: KeeperEvents): ChildKeeper {
  let run: ChildRun | null = null;
  let aliveUntil = 0;
  let launchedAt = 0;
  let attempt = 0;
  let restarts = 0;
  let failure = '';
  let watch: NodeJS.Timeout | null = null;
  let pending: NodeJS.Timeout | null = null;

  const now = (): number => performance.now();

  const launch = (onFailure: 'open' | 'closed'): void => {
    launchedAt = now();
    aliveUntil = launchedAt + START_MS;
    failure = '';
    const launched: ChildRun = runChild(queue, onFailure, {
      message: (message) => void (run === launched && hear(message)),
      exit: (code, signal, output) =>
        void (run === launched && bury({ code, signal, detail: failure || output }, onFailure)),
    });
    run = launched;
    events.launched();
  };

  const hear = (message: FromChild): void => {
    if (message.type === 'busy') aliveUntil = now() + message.forMs;
    else if (message.type === 'failed') failure = message.reason;
    else aliveUntil = now() + SILENCE_MS;
    events.message(message);
  };

  const bury = (death: ChildDeath, onFailure: 'open' | 'closed'): void => {
    run = null;
    if (!events.died(death)) return;
    attempt = now() - launchedAt > STEADY_MS ? 1 : attempt + 1;
    pending = setTimeout(() => {
      restarts += 1;
      launch(onFailure);
    }, restartDelay(attempt));
  };

  /** Beats may lie unread while this process itself was held up, so what has arrived is read before judging. */
  const check = (): void => {
    const suspect = run;
    if (suspect === null || now() < aliveUntil) return;
    setImmediate(() => {
      if (run !== suspect || now() < aliveUntil) return;
      events.hung(Math.round(now() - aliveUntil + SILENCE_MS));
      suspect.kill();
    });
  };

  return {
    start(onFailure) {
      watch ??= setInterval(check, CHECK_MS);
      launch(onFailure);
    },
    send: (message) => run?.send(message),
    stop() {
      if (watch !== null) clearInterval(watch);
      if (pending !== null) clearTimeout(pending);
      const ending = run;
      [watch, pending, run, attempt] = [null, null, null, 0];
      ending?.kill();
    },
    pid: () => run?.pid ?? null,
    restarts: () => restarts,
  };
}
