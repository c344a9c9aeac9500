import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverIdentity } from '../../infra/local/tls/authority.ts';

/** A certificate for localhost and 127.0.0.1 with the authority that signed it; PEM, made for one test. */
export const makeCertificate = async (): Promise<{ key: string; cert: string; ca: string }> => {
  const directory = mkdtempSync(join(tmpdir(), 'mvp-tls-'));
  try {
    const { key, cert, caFile } = await serverIdentity(directory, new Date());
    return { key, cert, ca: readFileSync(caFile, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
};
