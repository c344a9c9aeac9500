import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Call, createCall } from './rpc.ts';

export const SERVER = '10.77.0.1';
export const CLIENT = '10.77.0.2';

/** A process inside one of the network namespaces. */
export interface Party {
  readonly pid: number;
  readonly call: Call;
  /** Runs a command there to its end and answers its standard output; rejects when it fails. */
  run(...command: string[]): Promise<string>;
}

/** A host to protect and a client, each in a network namespace of its own, joined by a veth pair. Needs no root. */
export interface World {
  readonly server: Party;
  readonly client: Party;
  end(): Promise<void>;
}

/** A party ends by itself, with all that it started, when nobody listens to it any more. */
const PATIENCE_MS = 5000;
const PARTY = fileURLToPath(new URL('./party.ts', import.meta.url));

/** `party`: the program that runs inside; the host tests bring one with more operations. */
export const createWorld = async (party: string = PARTY, env: NodeJS.ProcessEnv = {}): Promise<World> => {
  const children: ChildProcess[] = [];
  const enter = async (...command: string[]): Promise<Party> => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    children.push(child);
    const call = createCall(child.stdout, child.stdin);
    return { pid: await call<number>('pid'), call, run: (...line) => call<string>('run', { line }) };
  };
  const node = [process.execPath, '--no-warnings', party];
  const server = await enter('unshare', '-Urn', ...node);
  const client = await enter(
    'nsenter',
    ...['-t', String(server.pid), '-U', '-n', '--preserve-credentials', 'unshare', '-n'],
    ...node,
  );
  await server.run('ip', 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'peer0');
  await server.run('ip', 'link', 'set', 'peer0', 'netns', String(client.pid));
  await bringUp(server, 'veth0', SERVER);
  await bringUp(client, 'peer0', CLIENT);
  return {
    server,
    client,
    async end() {
      const ended = children.map(
        (child) => child.exitCode ?? child.signalCode ?? new Promise((done) => child.once('exit', done)),
      );
      for (const child of children) child.stdin?.end();
      const patience = setTimeout(() => children.forEach((child) => void child.kill('SIGKILL')), PATIENCE_MS);
      await Promise.all(ended);
      clearTimeout(patience);
    },
  };
};

const bringUp = async (party: Party, device: string, address: string): Promise<void> => {
  await party.run('ip', 'link', 'set', 'lo', 'up');
  await party.run('ip', 'addr', 'add', `${address}/24`, 'dev', device);
  await party.run('ip', 'link', 'set', device, 'up');
};
