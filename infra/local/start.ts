import { join, resolve } from 'node:path';
import { type Arguments, readArguments, usage } from './arguments.ts';
import { obstacles } from './demo/able.ts';
import { live } from './demo/live.ts';
import { DataDirInUse } from './machine.ts';
import { openPlane } from './open.ts';
import { PortTaken } from './ports.ts';
import type { Ready } from './ready.ts';
import { writeSecret } from './secret-file.ts';

const say = (line: string): void => console.log(line);
const report = (message: string): void => console.error(message);

const welcome = (ready: Ready, queues: string, dataDir: string): string => `
The plane is up. It answers on this machine only.

  API       ${ready.api}
  Agents    ${ready.agentUrl}  (trusted by ${ready.ca})
  Mail      ${ready.mail}
  Sign-in   ${ready.signIn.issuer}
  Queues    ${queues}

Keys and the activation token of the demo tenant are in ${join(dataDir, 'bootstrap.json')}.
Press Ctrl-C to stop.
`;

/** The sample host, or the words that say why there is none; the plane runs on either way. */
const demo = async (ready: Ready, dataDir: string, signal: AbortSignal): Promise<void> => {
  const inTheWay = obstacles();
  if (inTheWay.length > 0) {
    say(
      `No sample host is protected here; the plane runs alone.\n${inTheWay.map((line) => `  ${line}`).join('\n')}`,
    );
    return;
  }
  try {
    await live(ready, dataDir, signal, say);
  } catch (error) {
    if (!signal.aborted)
      report(`The demo ended, the plane runs on: ${error instanceof Error ? error.message : error}`);
  }
};

const run = async (args: Arguments): Promise<void> => {
  const stop = new AbortController();
  const asked = new Promise<undefined>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(undefined));
  });
  const dataDir = resolve(args.dataDir);
  const { machine, ready } = await openPlane({ dataDir, port: args.port, say, report, end: asked });
  try {
    if (args.readyFile !== undefined) writeSecret(resolve(args.readyFile), JSON.stringify(ready, null, 2));
    say(welcome(ready, machine.endpoints.SQS, args.dataDir));
    const shown = args.demo ? demo(ready, dataDir, stop.signal) : undefined;
    const reason = await Promise.race([asked, machine.failed]);
    stop.abort();
    await shown;
    if (reason !== undefined) throw new Error(reason);
    say('Stopping ...');
  } finally {
    stop.abort();
    await machine.stop();
  }
};

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
