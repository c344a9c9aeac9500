import * as z from 'zod';
import type { Level } from '../../../domain/policy/level.ts';

const override = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));
const overrides = z.record(z.string(), override).optional();

/** What a policy's and a computer's item have in common: what that level sets by itself. */
export const levelMembers = {
  firewallState: z.enum(['on', 'off']).optional(),
  firewallRuleIDs: z.array(z.number()),
  ipsState: z.enum(['prevent', 'detect', 'off']).optional(),
  ipsRuleIDs: z.array(z.number()),
  recommendationScanMode: z.enum(['off', 'ongoing']).optional(),
  autoRequiresUpdate: z.enum(['on', 'off']).optional(),
  statefulConfigurationID: z.number().optional(),
  statefulAssignments: z
    .array(
      z.object({
        interfaceID: z.number().optional(),
        interfaceTypeID: z.number().optional(),
        statefulConfigurationID: z.number(),
      }),
    )
    .optional(),
  settings: z.record(z.string(), z.string()).optional(),
  firewallRules: overrides,
  ipsRules: overrides,
  applicationTypes: overrides,
};

const level = z.object(levelMembers) satisfies z.ZodType<Level>;

/** Only what a level sets, of an item that has more. */
export const levelOf = (item: Level): z.output<typeof level> => level.parse(item);
