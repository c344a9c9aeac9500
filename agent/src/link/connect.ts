import { lookup } from 'node:dns/promises';
import net from 'node:net';

const CONNECT_TIMEOUT = 10_000;

type Open = (address: string, port: number) => net.Socket;

/**
 * A TCP connection to the plane that the host's own policy cannot cut: it is marked, and firewall and inspection let
 * the mark pass. Where marking is not allowed (not root) an ordinary connection is made. Tries each address of the
 * name; throws what the last one said.
 */
export const connectToPlane = async (host: string, port: number): Promise<net.Socket> => {
  const addresses = net.isIP(host)
    ? [host]
    : (await lookup(host, { all: true })).map(({ address }) => address);
  const open = await opener();
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await connected(open(address, port));
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error(`${host} has no address`);
};

const ordinary: Open = (address, port) => net.connect({ host: address, port });

/** The native library that marking needs is loaded here and may be missing. */
const opener = async (): Promise<Open> => {
  const native = await import('../netlink/marked-socket.ts').catch(() => undefined);
  if (!native) return ordinary;
  return (address, port) => {
    try {
      return native.connectMarked(address, port);
    } catch {
      return ordinary(address, port);
    }
  };
};

const connected = (socket: net.Socket): Promise<net.Socket> =>
  new Promise((resolve, reject) => {
    const late = (): void => {
      socket.destroy(Object.assign(new Error('no answer to the connection'), { code: 'ETIMEDOUT' }));
    };
    socket.setTimeout(CONNECT_TIMEOUT, late);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.setTimeout(0);
      socket.off('timeout', late);
      resolve(socket);
    });
  });
