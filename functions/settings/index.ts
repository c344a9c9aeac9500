import * as z from 'zod';
import { egressFrom } from '../../shared/egress/egress.ts';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { createKmsSecretBox, DESTINATION_SECRET } from '../../shared/ports/secret-box.ts';
import { agentVersionHandlers } from './agent-versions.ts';
import { certificateHandlers } from './certificates.ts';
import { scriptHandlers } from './scripts.ts';
import { systemSettingHandlers } from './system-settings.ts';

const env = environment({ KEY_SECRETS: z.string() });
const deps = {
  ...wire(),
  verifyPerson: wirePeople(),
  egress: egressFrom(process.env),
  secrets: createKmsSecretBox(kmsFrom(process.env), env.KEY_SECRETS, DESTINATION_SECRET),
};

/** What holds for the whole tenant: agent versions, certificates. */
export const handler = api(deps, [
  ...agentVersionHandlers(deps),
  ...certificateHandlers(deps),
  ...systemSettingHandlers(deps),
  ...scriptHandlers(),
]);
