import * as z from 'zod';
import type { Exchange } from '../../shared/domain/rule-update/benign/exchange.ts';
import type { Blobs } from '../../shared/ports/blob.ts';

/** Where the operator puts ordinary traffic of its own, as JSON. */
export const OWN_CORPUS = 'operator/benign-corpus.json';

const corpus = z
  .array(
    z.object({
      name: z.string().min(1).max(120),
      protocol: z.enum(['tcp', 'udp']),
      port: z.number().int().min(1).max(65_535),
      turns: z
        .array(z.object({ from: z.enum(['client', 'server']), data: z.string().max(100_000) }))
        .min(1)
        .max(100),
    }),
  )
  .max(1_000);

/** What the operator added to the corpus that travels with the product. Throws when it is not of that form. */
export const readOwnCorpus = async (blobs: Blobs): Promise<readonly Exchange[]> => {
  const bytes = await blobs.get(OWN_CORPUS);
  return bytes ? corpus.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))) : [];
};
