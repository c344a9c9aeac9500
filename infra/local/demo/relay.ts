import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/**
 * A namespace without a way out reaches the plane over a Unix socket: each connection is carried, byte for byte,
 * to the plane's TLS port, so that the agent still checks the plane's certificate.
 */
export const relayToPlane = async (path: string, port: number): Promise<() => void> => {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    const plane = connect(port, '127.0.0.1');
    socket.pipe(plane).pipe(socket);
    const cut = (): void => {
      socket.destroy();
      plane.destroy();
    };
    socket.on('error', cut);
    plane.on('error', cut);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  chmodSync(path, 0o600);
  return () => server.close();
};
