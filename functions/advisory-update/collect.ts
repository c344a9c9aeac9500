import { type AdvisoryIndex, createIndexBuilder } from '../../shared/domain/recommendation/advisory-index.ts';
import { osvDocument } from '../../shared/schema/advisory/osv.ts';
import type { ReadSource } from './source/source.ts';

export interface Collected {
  readonly read: number;
  /** Documents that are no advisories. */
  readonly refused: number;
  readonly failures: readonly { readonly source: string; readonly message: string }[];
  readonly indexes: readonly AdvisoryIndex[];
}

/** Share of a source that may be something else than advisories, beside a few. */
const MOST_REFUSED = 0.05;
const FEW = 20;

/** Reads all sources into one index an ecosystem. What one source failed to give leaves the others as they are. */
export const collectAdvisories = async (
  sources: readonly string[],
  readSource: ReadSource,
): Promise<Collected> => {
  let read = 0;
  let refused = 0;
  const failures: { source: string; message: string }[] = [];
  const indexes: AdvisoryIndex[] = [];
  for (const source of sources) {
    const builder = createIndexBuilder();
    const before = { read, refused };
    const ended = await readSource(source, (_name, bytes) => {
      read++;
      const advisory = osvDocument.safeParse(parsed(bytes));
      if (advisory.success) builder.add(advisory.data);
      else refused++;
    });
    const broken = refused - before.refused > (read - before.read) * MOST_REFUSED + FEW;
    if (ended.ok && !broken) indexes.push(...builder.finish());
    else
      failures.push({
        source,
        message: ended.ok ? `${source}: too much of it is no advisory.` : ended.message,
      });
  }
  return { read, refused, failures, indexes: firstOfEach(indexes) };
};

/** Two sources of one ecosystem are a mistake: the one named first counts. */
const firstOfEach = (indexes: readonly AdvisoryIndex[]): readonly AdvisoryIndex[] => {
  const byName = new Map<string, AdvisoryIndex>();
  for (const index of indexes) if (!byName.has(index.ecosystem)) byName.set(index.ecosystem, index);
  return [...byName.values()];
};

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
};
