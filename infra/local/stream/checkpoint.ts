import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSecret } from '../secret-file.ts';

/** How far a mapping has come, by shard: the last sequence number that needs no more work. */
export interface Checkpoint {
  get(shardId: string): string | undefined;
  /** Durable when it returns. */
  set(shardId: string, sequenceNumber: string): void;
}

/** Kept in `<dir>/<mapping id>.json`; a kill leaves the old state or the new one, so records come at least once. */
export function checkpoint(dir: string, mappingId: string): Checkpoint {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${mappingId}.json`);
  const positions: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  return {
    get: (shardId) => positions[shardId],
    set: (shardId, sequenceNumber) => {
      positions[shardId] = sequenceNumber;
      writeSecret(path, JSON.stringify(positions));
    },
  };
}
