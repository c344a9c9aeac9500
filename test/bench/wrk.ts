import { readFileSync } from 'node:fs';
import type { Party } from '../host/rig/world.ts';

export interface WrkResult {
  readonly requests: number;
  /** Requests per second. */
  readonly rate: number;
  /** Median latency, microseconds. */
  readonly p50: number;
}

/** One run of wrk (Debian package `wrk`); any failed request makes it throw, for its figure would mean nothing. */
export async function runWrk(
  party: Party,
  url: string,
  clients: number,
  seconds: number,
): Promise<WrkResult> {
  const output = await party.run('wrk', '-t1', `-c${clients}`, `-d${seconds}s`, '--latency', url);
  if (/Socket errors|Non-2xx/.test(output)) throw new Error(`wrk saw failures:\n${output}`);
  const requests = Number(/(\d+) requests in/.exec(output)?.[1]);
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
  const [, p50 = '', unit = ''] = /50%\s+([\d.]+)(us|ms|s)/.exec(output) ?? [];
  return { requests, rate, p50: Number(p50) * { us: 1, ms: 1000, s: 1_000_000 }[unit as 'us' | 'ms' | 's'] };
}

/** User and system time a process has used so far (proc(5): fields 14 and 15, in ticks of 10 ms). */
export function cpuMicroseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
