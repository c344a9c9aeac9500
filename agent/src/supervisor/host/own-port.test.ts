import net from 'node:net';
import { expect, it } from 'vitest';
import { takeOwnPort } from './own-port.ts';

it('takes the port, hangs up on callers, and says clearly when another program has it', async () => {
  const probe = net.createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as net.AddressInfo;

  const refused = await takeOwnPort(port);
  expect(refused.problem).toContain(`TCP port ${port}`);
  expect(refused.problem).toContain('in use by another program');

  await new Promise((done) => probe.close(done));
  const taken = await takeOwnPort(port);
  expect(taken.problem).toBeUndefined();
  const caller = net.connect(port, '127.0.0.1');
  await new Promise((done) => caller.once('close', done));
  taken.release();
});
