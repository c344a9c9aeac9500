import * as z from 'zod';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { createKmsSigner } from '../../shared/ports/signer.ts';
import { advisoryHandlers } from './advisories.ts';
import { apiTenantHandlers } from './api-tenants.ts';
import { benignExchangeHandlers } from './benign-exchanges.ts';
import { ruleKillHandlers } from './rule-kills.ts';
import { ruleUpdateHandlers } from './rule-updates.ts';
import { tenantHandlers } from './tenants.ts';

const { BUCKET, KEY_RULES, RULE_PATHS } = environment({
  BUCKET: z.string(),
  KEY_RULES: z.string(),
  /** Set on one machine alone: sources of rules may be paths. */
  RULE_PATHS: z.literal('allowed').optional(),
});
const blobs = createS3Blobs(bucketAccess(BUCKET, process.env));
const signer = createKmsSigner(kmsFrom(process.env), { rules: KEY_RULES });
const deps = {
  ...wire(),
  verifyPerson: wirePeople(),
  blobs,
  signer,
  trustedKeys: signer.trustedKeys,
  rulePaths: RULE_PATHS !== undefined,
};

/** The operator's side: the tenants of this deployment. */
export const handler = api(deps, [
  ...tenantHandlers(deps),
  ...apiTenantHandlers(deps),
  ...ruleUpdateHandlers(deps),
  ...ruleKillHandlers(deps),
  ...benignExchangeHandlers(deps),
  ...advisoryHandlers(deps),
]);
