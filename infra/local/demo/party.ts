import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { agentOperations } from './agent-process.ts';
import { exchange } from './exchange.ts';
import { serveCalls } from './rpc.ts';
import { sampleWebServer } from './web-server.ts';

const execute = promisify(execFile);

const agent = agentOperations();

/** The program inside a namespace: the sample web server and the agent on one side, the visitor on the other. */
serveCalls(process.stdin, process.stdout, {
  pid: () => process.pid,
  async run({ line: [file = '', ...args] }: { line: string[] }) {
    return (await execute(file, args, { maxBuffer: 1 << 24 })).stdout;
  },
  exchange,
  ...sampleWebServer(),
  ...agent,
});
process.stdin.on('close', () => agent.stopAgent().finally(() => process.exit(0)));
