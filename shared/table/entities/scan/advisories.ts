import * as z from 'zod';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Which advisories the service has: one packed index an ecosystem, named by its content. */
export const advisoriesItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('advisories'),
  revision: z.number(),
  /** Epoch ms of the last import that changed anything. */
  changed: z.number(),
  ecosystems: z.record(
    z.string(),
    z.object({ hash: z.string(), CVEs: z.number(), packages: z.number(), imported: z.number() }),
  ),
});
export type AdvisoriesItem = z.infer<typeof advisoriesItem>;

export const readAdvisories = (store: Store): Promise<AdvisoriesItem | undefined> =>
  store.get(keys.advisories, advisoriesItem);
