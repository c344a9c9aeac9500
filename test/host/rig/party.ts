import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serveCalls } from '../../../infra/local/demo/rpc.ts';
import { agentOperations } from './agent-operations.ts';
import { forgedOperations } from './forged-operations.ts';
import { trafficOperations } from './traffic-operations.ts';
import { webOperations } from './web-operations.ts';

const execute = promisify(execFile);

serveCalls(process.stdin, process.stdout, {
  pid: () => process.pid,
  async run({ line }: { line: [string, ...string[]] }) {
    const [file, ...args] = line;
    return (await execute(file, args, { maxBuffer: 1 << 26 })).stdout;
  },
  ...agentOperations(process.env.MVP_DIR ?? ''),
  ...trafficOperations(),
  ...forgedOperations(),
  ...webOperations(process.env.MVP_DIR ?? ''),
});
process.stdin.on('close', () => process.exit(0));
