import { existsSync, readFileSync } from 'node:fs';
import { writeSecret } from '../secret-file.ts';

/** A schedule that fires once: what it sends, where, and whether it has. */
export interface OneShot {
  readonly name: string;
  /** Epoch ms. */
  readonly time: number;
  readonly target: string;
  readonly input: string;
  readonly fired: boolean;
}

export interface OneShots {
  find(name: string): OneShot | undefined;
  /** Takes the place of one of the same name. Kept on disk when this returns. */
  set(shot: Omit<OneShot, 'fired'>): void;
  remove(name: string): void;
  stop(): void;
}

interface Options {
  /** Where they are kept: what was set survives the end of the process, however it comes. */
  readonly file: string;
  /** Hands the message over; when it fails it is tried again. */
  readonly send: (target: string, input: string) => Promise<void>;
  readonly report: (message: string) => void;
}

/** setTimeout's own limit; a longer wait is made in steps. */
const LONGEST_TIMER = 2 ** 31 - 1;
const RETRY = 5_000;

/** Fires each schedule at its time, or at once when that passed while nothing ran. At least once, as in the cloud. */
export function oneShots({ file, send, report }: Options): OneShots {
  const kept: OneShot[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const shots = new Map(kept.map((shot) => [shot.name, shot]));
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  const keep = (): void => writeSecret(file, JSON.stringify([...shots.values()]));

  const wait = (shot: OneShot, ms: number): void => {
    clearTimeout(timers.get(shot.name));
    if (stopped) return;
    timers.set(
      shot.name,
      setTimeout(() => void fire(shot), Math.min(LONGEST_TIMER, Math.max(0, ms))).unref(),
    );
  };

  const fire = async (shot: OneShot): Promise<void> => {
    if (shot.time > Date.now()) return wait(shot, shot.time - Date.now());
    try {
      await send(shot.target, shot.input);
    } catch (error) {
      report(`schedule ${shot.name}: ${String(error)}`);
      if (shots.get(shot.name) === shot) wait(shot, RETRY);
      return;
    }
    // It may have been set anew meanwhile.
    if (stopped || shots.get(shot.name) !== shot) return;
    shots.set(shot.name, { ...shot, fired: true });
    keep();
  };

  for (const shot of shots.values()) if (!shot.fired) wait(shot, shot.time - Date.now());
  return {
    find: (name) => shots.get(name),
    set: (given) => {
      const shot = { ...given, fired: false };
      shots.set(shot.name, shot);
      keep();
      wait(shot, shot.time - Date.now());
    },
    remove: (name) => {
      clearTimeout(timers.get(name));
      shots.delete(name);
      keep();
    },
    stop: () => {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
