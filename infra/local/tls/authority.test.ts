import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverIdentity } from './authority.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tls-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const fetched = (port: number, host: string, ca?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = get({ port, host, ca, servername: '' }, (response) => {
      response.setEncoding('utf8');
      response.on('data', resolve);
    });
    request.on('error', reject);
  });

describe('serverIdentity', () => {
  it('is trusted by a client that has only the CA file, and by no other', async () => {
    const { key, cert, caFile } = await serverIdentity(dir, new Date());
    const server = createServer({ key, cert }, (_request, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await fetched(port, '127.0.0.1', readFileSync(caFile, 'utf8'))).toBe('here');
      await expect(fetched(port, '127.0.0.1')).rejects.toThrow(/certificate/);
    } finally {
      server.close();
    }
  });

  it('keeps its CA, hides its key, and refuses to vouch for another address', async () => {
    const first = await serverIdentity(dir, new Date());
    const ca = new X509Certificate(readFileSync(first.caFile));
    const second = await serverIdentity(dir, new Date());
    const server = new X509Certificate(second.cert);
    expect(ca.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(ca)).toBe(true);
    expect(server.verify(ca.publicKey)).toBe(true);
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkIP('127.0.0.2')).toBeUndefined();
    expect(statSync(join(dir, 'authority.json')).mode & 0o777).toBe(0o600);
  });
});
