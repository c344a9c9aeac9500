import net from 'node:net';

/** The agent's own port on its host, in the field and here (AGT-5). The plane never connects to it. */
export const OWN_PORT = 4118;

export interface OwnPort {
  /** Why the port is not ours, in words; undefined when it is. */
  readonly problem: string | undefined;
  release(): void;
}

/**
 * Takes the port on loopback, which is enough to own it and offers nothing to the network: whoever connects is hung
 * up on. Without it protection works all the same, so a conflict is reported, not fatal.
 */
export const takeOwnPort = (port = OWN_PORT): Promise<OwnPort> =>
  new Promise((resolve) => {
    const server = net.createServer((caller) => caller.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problem =
        error.code === 'EADDRINUSE'
          ? `TCP port ${port}, which belongs to the agent, is in use by another program. ` +
            `"ss -ltnp sport = :${port}" names it; stop it and restart the agent.`
          : `TCP port ${port}, which belongs to the agent, cannot be taken (${error.code ?? error.message}).`;
      resolve({ problem, release: () => undefined });
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      resolve({ problem: undefined, release: () => server.close() }),
    );
  });
