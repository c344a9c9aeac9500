import { join, resolve } from 'node:path';
import { type Arguments, readArguments, usage } from './arguments.ts';
import { bootstrap } from './bootstrap.ts';
import { DataDirInUse, startMachine } from './machine.ts';
import { PortTaken } from './ports.ts';
import { type Ready, readyOf } from './ready.ts';
import { writeSecret } from './secret-file.ts';
import { isStale, synthesize } from './synthesize.ts';

const root = resolve(import.meta.dirname, '../..');

const say = (line: string): void => console.log(line);
const report = (message: string): void => console.error(message);

const welcome = (ready: Ready, dataDir: string): string => `
The plane is up. It answers on this machine only.

  API       ${ready.api}
  Agents    ${ready.agentUrl}  (trusted by ${ready.ca})
  Mail      ${ready.mail}
  Sign-in   ${ready.signIn.issuer}

Keys and the activation token of the demo tenant are in ${join(dataDir, 'bootstrap.json')}.
Press Ctrl-C to stop.`;

/** Resolves when someone wants it to end, or it cannot go on: then with the reason. */
function theEnd(failed: Promise<string>): Promise<string | undefined> {
  const asked = new Promise<undefined>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(undefined));
  });
  return Promise.race([asked, failed]);
}

async function run(args: Arguments): Promise<void> {
  if (isStale(root)) {
    say('Synthesizing the app ...');
    await synthesize(root);
  }
  const dynamodbEndpoint = process.env.DYNAMODB_ENDPOINT;
  const machine = await startMachine({
    dataDir: resolve(args.dataDir),
    cdkOut: join(root, 'cdk.out'),
    port: args.port,
    report,
    ...(dynamodbEndpoint ? { dynamodbEndpoint } : {}),
  });
  const end = theEnd(machine.failed);
  try {
    const founded = await Promise.race([bootstrap(machine, resolve(args.dataDir)), end]);
    if (typeof founded !== 'object') throw new Error(founded ?? 'stopped before it was ready');
    const ready = readyOf(machine, founded);
    if (args.readyFile !== undefined) writeSecret(resolve(args.readyFile), JSON.stringify(ready, null, 2));
    say(welcome(ready, args.dataDir));
    const reason = await end;
    if (reason !== undefined) throw new Error(reason);
    say('Stopping ...');
  } finally {
    await machine.stop();
  }
}

const read = readArguments(process.argv.slice(2));
if (read.kind === 'help') say(usage);
else if (read.kind === 'wrong') {
  report(`${read.message}\n\n${usage}`);
  process.exitCode = 2;
} else {
  try {
    await run(read.run);
  } catch (error) {
    const expected = error instanceof DataDirInUse || error instanceof PortTaken;
    report(expected || !(error instanceof Error) ? String(error) : (error.stack ?? error.message));
    process.exitCode = 1;
  }
}
