import * as z from 'zod';
import { api } from '../../shared/http/api.ts';
import { environment, wire } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { createKmsSigner } from '../../shared/ports/signer.ts';
import { activate } from './activate.ts';

const env = environment({ KEY_POLICY: z.string(), KEY_RULES: z.string() });

const deps = {
  ...wire(),
  signer: createKmsSigner(kmsFrom(process.env), { policy: env.KEY_POLICY, rules: env.KEY_RULES }),
  random: Math.random,
};

/** Where a host becomes a computer of a tenant. */
export const handler = api(deps, [activate(deps)]);
