import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange, ExchangeArgs } from './exchange.ts';
import { WEB_PORT } from './host.ts';
import type { DemoRequest } from './requests.ts';
import { SERVER, type World } from './world.ts';

/** What became of a request, on both sides. */
export interface Sent {
  readonly request: DemoRequest;
  readonly end: Exchange['end'];
  readonly answer: string;
  /** The server's side of the connection is gone too. */
  readonly serverClosed: boolean;
  /** The shop got the request whole and answered it. */
  readonly served: boolean;
}

export const send = async (world: World, request: DemoRequest): Promise<Sent> => {
  await world.server.call('reached');
  const args: ExchangeArgs = { host: SERVER, port: WEB_PORT, parts: request.parts };
  const { end, answer, localPort } = await world.client.call<Exchange>('exchange', args);
  const serverClosed = await closed(world, localPort);
  const reached = await world.server.call<string[]>('reached');
  return { request, end, answer, serverClosed, served: reached.length > 0 || answer !== '' };
};

/** A server's kernel needs a moment to tell its program of a reset; a second is ample. */
const closed = async (world: World, remotePort: number): Promise<boolean> => {
  for (let i = 0; i < 40; i++) {
    if (!(await world.server.call<boolean>('holds', { remotePort }))) return true;
    await sleep(25);
  }
  return false;
};
