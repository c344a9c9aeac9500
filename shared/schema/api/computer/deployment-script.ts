import * as z from 'zod';
import { bool, reference } from '../common.ts';

const wish = {
  platform: z.enum(['linux', 'windows', 'solaris', 'aix', 'macos']),
  validateCertificateRequired: bool.default(true),
  validateDigitalSignatureRequired: bool.default(false),
  activationRequired: bool.default(false),
  dsmProxyID: reference.optional(),
  relayProxyID: reference.optional(),
  policyID: reference.optional(),
  relayGroupID: reference.optional(),
  computerGroupID: reference.optional(),
};

export const newDeploymentScript = z.object(wish);
export const deploymentScript = z.object({ ...wish, scriptBody: z.string() });
