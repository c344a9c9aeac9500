import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stopWatchdog } from '../../../agent/src/firewall/watchdog.ts';
import { type Call, createCall } from '../../../infra/local/demo/rpc.ts';

export const SERVER = '10.77.0.1';
export const CLIENT = '10.77.0.2';
export const SERVER6 = 'fd77::1';
export const CLIENT6 = 'fd77::2';

/** A process inside one of the two network namespaces. */
export interface Party {
  readonly call: Call;
  readonly pid: number;
  /** Runs a command there; rejects when it fails. */
  run(...command: string[]): Promise<string>;
  /** SIGKILL to the party's process itself. */
  kill(): void;
}

/** A host to protect and a client, in namespaces of their own, joined by a veth pair. Needs no root. */
export interface World {
  readonly server: Party;
  readonly client: Party;
  readonly dir: string;
  /** One more process on the protected host. */
  another(): Promise<Party>;
  end(): Promise<void>;
}

const PARTY = fileURLToPath(new URL('./party.ts', import.meta.url));

export async function createWorld(): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'mvp-host-'));
  const children: ChildProcess[] = [];
  const start = (command: string[]): Promise<Party> => startParty(command, dir, children);
  const node = [process.execPath, '--no-warnings', PARTY];
  const server = await start(['unshare', '-Urn', ...node]);
  const inside = ['nsenter', '-t', String(server.pid), '-U', '-n', '--preserve-credentials'];
  const client = await start([...inside, 'unshare', '-n', ...node]);
  await server.run('ip', 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'peer0');
  await server.run('ip', 'link', 'set', 'peer0', 'netns', String(client.pid));
  await bringUp(server, 'veth0', SERVER, SERVER6);
  await bringUp(client, 'peer0', CLIENT, CLIENT6);
  return {
    server,
    client,
    dir,
    another: () => start([...inside, ...node]),
    async end() {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(children.map(ended));
      endWatchdogs(join(dir, 'firewall'));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess): Promise<unknown> | null {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((done) => child.once('exit', done))
    : null;
}

/** A change that was left pending has a watchdog that outlives everybody, as it should. */
function endWatchdogs(dir: string): void {
  if (!existsSync(dir)) return;
  for (const file of readdirSync(dir).filter((name) => name.startsWith('pending-'))) {
    const { watchdog } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { watchdog: number };
    stopWatchdog(watchdog);
  }
}

async function bringUp(party: Party, device: string, v4: string, v6: string): Promise<void> {
  await party.run('ip', 'link', 'set', 'lo', 'up');
  await party.run('ip', 'addr', 'add', `${v4}/24`, 'dev', device);
  await party.run('ip', 'addr', 'add', `${v6}/64`, 'dev', device, 'nodad');
  await party.run('ip', 'link', 'set', device, 'up');
}

async function startParty(command: string[], dir: string, children: ChildProcess[]): Promise<Party> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, MVP_DIR: dir, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  children.push(child);
  const call = createCall(child.stdout, child.stdin);
  const pid = await call<number>('pid');
  return {
    pid,
    call,
    run: (...line) => call<string>('run', { line }),
    kill: () => void process.kill(pid, 'SIGKILL'),
  };
}
