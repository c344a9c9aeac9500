import * as z from 'zod';
import { bool, changeOf, description, givenID, ID, locale, name, time, timeZone } from '../common.ts';

export const newApiKey = z.object({
  keyName: name,
  description: description.optional(),
  locale: locale.default('en-US'),
  timeZone: timeZone.default('UTC'),
  roleID: givenID,
  active: bool.default(true),
  expiryDate: time.optional(),
});
export const changedApiKey = changeOf(newApiKey);

export const apiKey = z.object({
  ID,
  keyName: z.string(),
  description: z.string().optional(),
  locale: z.string().optional(),
  timeZone: z.string().optional(),
  roleID: ID,
  active: z.boolean(),
  created: time,
  expiryDate: time.optional(),
  /** Wrong secrets since the last right one, and until when the key is locked for them. */
  unsuccessfulSignInAttempts: z.number().int(),
  unlockTime: time.optional(),
  /** Of a call, at most an hour before the last one. */
  lastSignIn: time.optional(),
  serviceAccount: z.boolean(),
});
export type ApiKey = z.infer<typeof apiKey>;
/** The secret is answered once, at creation. */
export const createdApiKey = apiKey.extend({ secretKey: z.string() });
export const apiKeys = z.object({ apiKeys: z.array(apiKey) });
export const currentApiKey = apiKey.extend({
  tenantGUID: z.string(),
  tenantID: ID.optional(),
  roleURN: z.string(),
});
/** A key may rename itself and change how it is shown; what it may do is for others to change. */
export const changedCurrentApiKey = changedApiKey.pick({
  keyName: true,
  description: true,
  locale: true,
  timeZone: true,
});

export const apiKeyFields = {
  keyName: 'string',
  description: 'string',
  roleID: 'numeric',
  timeZone: 'string',
  active: 'boolean',
  created: 'date',
  lastSignIn: 'date',
  unlockTime: 'date',
  unsuccessfulSignInAttempts: 'numeric',
  expiryDate: 'date',
  serviceAccount: 'boolean',
} as const;

export const newActivationToken = z.object({
  name: name.default('Activation'),
  expires: time.optional(),
  /** How many computers may still activate with it; absent: no limit but the order's quantity. */
  uses: z.number().int().min(1).max(1_000_000).optional(),
  /** What a computer gets when its request does not ask for anything; with `fixed`, asking otherwise is refused. */
  policyID: ID.optional(),
  groupID: ID.optional(),
  fixed: bool.default(false),
  /** Addresses or CIDR ranges from which it works; empty: from anywhere. */
  sources: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .max(50)
    .default([]),
});

export const activationToken = z.object({
  ID,
  name: z.string(),
  created: time,
  expires: time.optional(),
  usesLeft: z.number().int().optional(),
  policyID: ID.optional(),
  groupID: ID.optional(),
  fixed: z.boolean(),
  sources: z.array(z.string()),
  /** Shown to those who may manage tokens: scripts need it again (DESIGN "Principals"). */
  token: z.string(),
});
export type ActivationToken = z.infer<typeof activationToken>;
export const activationTokens = z.object({ activationTokens: z.array(activationToken) });
