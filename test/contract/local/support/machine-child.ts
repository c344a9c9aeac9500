import { startMachine } from '../../../../infra/local/machine.ts';

/** A machine in a process of its own, so that it can be killed: `machine-child.ts DATA CDK_OUT`. */
const [dataDir = '', cdkOut = ''] = process.argv.slice(2);
const machine = await startMachine({ dataDir, cdkOut, port: 0, report: console.error });
process.send?.({
  endpoints: machine.endpoints,
  urls: machine.urls,
  load: machine.parts.queues.find(({ name }) => name.endsWith('Load'))?.url,
});
// Whoever started this one may die first.
process.once('disconnect', () => process.exit(1));
