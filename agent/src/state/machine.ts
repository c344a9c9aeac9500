import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What differs between a machine and its clone, best first: firmware's id, then the system's own. */
const SOURCES = ['sys/class/dmi/id/product_uuid', 'etc/machine-id'] as const;

/**
 * SHA-256, base64url, of what identifies the machine (proof claim `mch`, AGT-14). A hash, so that the plane can
 * compare and learns nothing. `root` is `/` except in tests.
 */
export const machineHash = (root = '/'): string => {
  const hash = createHash('sha256');
  for (const source of SOURCES) hash.update(`${source}=${readOr(join(root, source))}\n`);
  return hash.digest('base64url');
};

/** Cloud machines get a new one at each start of a clone; it also tells a reboot from a crash of the agent. */
export const bootID = (root = '/'): string => readOr(join(root, 'proc/sys/kernel/random/boot_id'));

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
};
