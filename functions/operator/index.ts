import * as z from 'zod';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { bucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { advisoryHandlers } from './advisories.ts';
import { apiTenantHandlers } from './api-tenants.ts';
import { ruleUpdateHandlers } from './rule-updates.ts';
import { tenantHandlers } from './tenants.ts';

const { BUCKET } = environment({ BUCKET: z.string() });
const blobs = createS3Blobs(bucketAccess(BUCKET, process.env));
const deps = { ...wire(), verifyPerson: wirePeople(), blobs };

/** The operator's side: the tenants of this deployment. */
export const handler = api(deps, [
  ...tenantHandlers(deps),
  ...apiTenantHandlers(deps),
  ...ruleUpdateHandlers(deps),
  ...advisoryHandlers(deps),
]);
