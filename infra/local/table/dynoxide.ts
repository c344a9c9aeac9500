import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { spawnWithLifeline } from './lifeline.ts';

/** A running Dynoxide: DynamoDB's wire protocol on one SQLite file. */
export interface Dynoxide {
  readonly endpoint: string;
  /** The SQLite file, for what the wire protocol cannot do. */
  readonly file: string;
  readonly pid: number;
  /** Resolves when the process ended by itself, with the reason. */
  readonly ended: Promise<string>;
  /** Deletes what expired, as DynamoDB's TTL does (REMOVE records carry the service's identity). */
  sweepExpired(): Promise<number>;
  stop(): Promise<void>;
}

const startLimit = 15_000;

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide');
  } catch {
    throw new Error(
      `${name} is not installed; set DYNAMODB_ENDPOINT to a DynamoDB-compatible endpoint to go without it`,
    );
  }
}

/** Whether the process works on `file`: not when it is gone, a stranger, or only waits to be reaped. */
function worksOn(pid: number, file: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file);
  } catch {
    return false;
  }
}

/** Ends a Dynoxide that a killed machine left on this file; a stranger that got its pid is left alone. */
async function endStale(pidFile: string, file: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  while (worksOn(pid, file)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
    await sleep(10);
  }
  rmSync(pidFile);
}

/** Any answer counts: an unsigned request is refused, by a server that is up. */
const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint, { method: 'POST' }).then(
    () => true,
    () => false,
  );

/** The one tool of its side door that is used; the door is loopback and has a token made at each start. */
async function sweep(port: number, token: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'sweep_ttl', arguments: {} },
    }),
  });
  const answer = (await response.json()) as { result?: { content?: { text?: string }[]; isError?: boolean } };
  const text = answer.result?.content?.[0]?.text;
  if (!response.ok || answer.result?.isError !== false || text === undefined) {
    throw new Error(`the expired items were not swept: ${JSON.stringify(answer)}`);
  }
  return Number((JSON.parse(text) as { items_deleted: number }).items_deleted);
}

/** Starts Dynoxide on `<dir>/plane.db` and waits until it answers. Throws when it does not. */
export async function startDynoxide(dir: string): Promise<Dynoxide> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'plane.db');
  const pidFile = join(dir, 'pid');
  await endStale(pidFile, file);
  const port = await freePort();
  const sidePort = await freePort();
  const token = randomBytes(24).toString('base64url');
  const log = openSync(join(dir, 'log'), 'w', 0o600);
  const args = ['serve', '--port', `${port}`, '--db-path', file, '--mcp', '--mcp-port', `${sidePort}`];
  const child = spawnWithLifeline(binary(), args, { DYNOXIDE_MCP_AUTH_TOKEN: token, HOME: dir }, log);
  closeSync(log);
  if (child.pid === undefined) throw new Error('dynoxide did not start');
  const { pid } = child;
  writeFileSync(pidFile, String(pid), { mode: 0o600 });
  const exit = once(child, 'exit');
  const ended = exit.then(([code, signal]) => `dynoxide ended (${String(signal ?? code)})`);
  let over: string | undefined;
  void ended.then((reason) => {
    over = reason;
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startLimit;
  while (!(await answers(endpoint))) {
    if (over !== undefined || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(
        `${over ?? 'dynoxide does not answer'}: ${readFileSync(join(dir, 'log'), 'utf8').trim()}`,
      );
    }
    await sleep(20);
  }
  return {
    endpoint,
    file,
    pid,
    ended,
    sweepExpired: () => sweep(sidePort, token),
    stop: async () => {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await exit;
      clearTimeout(killer);
      rmSync(pidFile, { force: true });
    },
  };
}
