import * as z from 'zod';
import { listPolicies } from '../../shared/table/entities/policy.ts';
import type { Store } from '../../shared/table/store.ts';

/** The part of a policy that refers to a stateful configuration, wherever a version of the policy keeps it. */
const referring = z.object({
  name: z.string(),
  globalStatefulConfigurationID: z.number().optional(),
  statefulConfigurationAssignments: z
    .array(z.object({ statefulConfigurationID: z.number().optional() }))
    .optional(),
});

/** Policies that use a stateful configuration, in words. */
export const statefulUsers =
  (store: Store) =>
  async (tenant: string, { ID }: { readonly ID: number }): Promise<readonly string[]> =>
    (await listPolicies(store, tenant)).flatMap((policy) => {
      const found = referring.safeParse(policy);
      if (!found.success) return [];
      const { name, globalStatefulConfigurationID, statefulConfigurationAssignments = [] } = found.data;
      const uses =
        globalStatefulConfigurationID === ID ||
        statefulConfigurationAssignments.some((one) => one.statefulConfigurationID === ID);
      return uses ? [`policy "${name}"`] : [];
    });
