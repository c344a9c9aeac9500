import { openSpoolDirectory } from '../../agent/src/spool/directory.ts';
import { openSpool } from '../../agent/src/spool/spool.ts';
import { lossNotice } from '../../agent/src/supervisor/events/agent-event.ts';

/**
 * Appends events and seals without end; prints a mark only once its event is accepted. Started by a test, which
 * kills it. Arguments: directory, first mark.
 */
const [directory = '', first = '0'] = process.argv.slice(2);
const spool = await openSpool(await openSpoolDirectory(directory), { now: () => Date.now(), lossNotice });
for (let mark = Number(first); ; mark++) {
  const accepted = await spool.append([
    {
      kind: 'firewall',
      at: Date.now(),
      repeatCount: 1,
      direction: 'incoming',
      protocol: 'tcp',
      sourceIP: '192.0.2.1',
      destinationIP: '192.0.2.2',
      status: 21,
      reason: `mark ${mark}`,
      action: 'deny',
    },
  ]);
  if (accepted) process.stdout.write(`${mark}\n`);
  if (mark % 7 === 0) await spool.seal();
}
