import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const state = z.object({
  version: z.number().int(),
  jws: z.string(),
  /** Names of sources, and where each was read from last. */
  sources: z.array(z.object({ name: z.string(), from: z.string() })),
});
export type ShelfState = z.infer<typeof state>;

/** Which version one machine's import made last, in a file. */
export const shelf = (dir: string) => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'published.json');
  return {
    read: (): ShelfState | undefined =>
      existsSync(path) ? state.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined,
    write(next: ShelfState): void {
      writeFileSync(`${path}.new`, JSON.stringify(next), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
};
