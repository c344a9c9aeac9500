import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RealLogServer {
  /** Lines as rsyslog understood them: priority, host, program and message, separated by tabs. */
  readonly lines: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** What listens on the port; TCP is TLS (RFC 5425) where the driver says so. */
const inputs = (port: number) => ({
  tls: `module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
input(type="imtcp" port="${port}" address="127.0.0.1")`,
  tcp: `module(load="imtcp")
input(type="imtcp" port="${port}" address="127.0.0.1")`,
  udp: `module(load="imudp")
input(type="imudp" port="${port}" address="127.0.0.1")`,
});

/** An rsyslog of its own on a port, everything into one file. */
export const realLogServer = async (
  transport: 'udp' | 'tcp' | 'tls',
  port: number,
  tls: { readonly key: string; readonly cert: string; readonly ca: string },
): Promise<RealLogServer> => {
  const base = mkdtempSync(join(tmpdir(), 'rsyslog-'));
  const at = (name: string): string => join(base, name);
  for (const [name, text] of Object.entries(tls)) writeFileSync(at(`${name}.pem`), text, { mode: 0o600 });
  writeFileSync(
    at('conf'),
    `global(workDirectory="${base}" ${transport === 'tls' ? 'DefaultNetstreamDriver="ossl"' : ''} maxMessageSize="64k"
  DefaultNetstreamDriverCAFile="${at('ca.pem')}"
  DefaultNetstreamDriverCertFile="${at('cert.pem')}"
  DefaultNetstreamDriverKeyFile="${at('key.pem')}")
${inputs(port)[transport]}
template(name="parts" type="string" string="%pri%\\t%hostname%\\t%app-name%\\t%msg%\\n")
action(type="omfile" file="${at('log')}" template="parts")
`,
  );
  const server: ChildProcess = spawn('/usr/sbin/rsyslogd', ['-n', '-f', at('conf'), '-i', at('pid')], {
    stdio: 'ignore',
  });
  const ready = () => (transport === 'udp' ? bound(port) : listens(port));
  for (let attempt = 0; attempt < 100 && !(await ready()); attempt++) {
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    lines: () => {
      try {
        return readFileSync(at('log'), 'utf8').split('\n').filter(Boolean);
      } catch {
        return [];
      }
    },
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      rmSync(base, { recursive: true, force: true });
    },
  };
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** Whether a datagram socket on the machine has the port (proc_net_udp: local address and port in hex). */
const bound = async (port: number): Promise<boolean> => {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/udp', 'utf8').includes(`0100007F:${hex} `);
};
