import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../../../infra/local/demo/rpc.ts';

/** nginx from Debian as the server to protect; one process that ends with its party, everything it writes under `dir`. */
export function webOperations(dir: string): Record<string, Operation> {
  let nginx: ChildProcess | null = null;
  return {
    /** `tlsPort`: where it speaks TLS besides. */
    async startWeb({ port, tlsPort }: { port: number; tlsPort?: number }) {
      const root = join(dir, `web-${port}`);
      mkdirSync(join(root, 'pages'), { recursive: true });
      writeFileSync(join(root, 'pages', 'index.html'), 'p'.repeat(250));
      writeFileSync(join(root, 'pages', 'large.bin'), Buffer.alloc(1_000_000, 'large body '));
      writeFileSync(
        join(root, 'nginx.conf'),
        configuration(root, port, tlsPort === undefined ? '' : tls(root, tlsPort)),
      );
      const line = ['nginx', '-p', root, '-c', join(root, 'nginx.conf'), '-e', join(root, 'error.log')];
      nginx = spawn('setpriv', ['--pdeathsig', 'KILL', ...line], { stdio: 'ignore' });
      await answers(port);
      return nginx.pid;
    },
  };
}

/** `master_process off`: as the only uid of a user namespace nginx cannot change to another. */
function configuration(root: string, port: number, secure: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(root, kind)};`,
  );
  return `user root; daemon off; master_process off; worker_processes 1; pid ${join(root, 'pid')};
events { worker_connections 2048; }
http {
  access_log off; keepalive_requests 100000000; ${temporary.join(' ')}
  server {
    listen ${port} backlog=1024; listen [::]:${port}; ${secure}
    root ${join(root, 'pages')};
    location / { try_files $uri /index.html; }
    location = /echo { return 200 "you asked for $request_uri\\n"; }
  }
}
`;
}

/** A certificate that nobody trusts, and the lines that use it. */
function tls(root: string, port: number): string {
  const [key, certificate] = [join(root, 'key.pem'), join(root, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x'];
  execFileSync('openssl', ['req', '-x509', ...made, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return `listen ${port} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key};`;
}

async function answers(port: number): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (up) return;
    await sleep(25);
  }
  throw new Error(`nginx does not answer on port ${port}`);
}
