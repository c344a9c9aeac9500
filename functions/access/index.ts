import * as z from 'zod';
import { api } from '../../shared/http/api.ts';
import { environment, wire, wirePeople } from '../../shared/http/wiring.ts';
import { kmsFrom } from '../../shared/ports/kms.ts';
import { createKmsSecretBox } from '../../shared/ports/secret-box.ts';
import { activationTokenHandlers } from './activation-tokens.ts';
import { apiKeyHandlers } from './api-keys.ts';
import { apiUsageHandlers } from './api-usage.ts';
import { changeKeyHandlers } from './change-key.ts';
import { deploymentScriptHandlers } from './deployment-script.ts';
import { peopleHandlers } from './people.ts';
import { roleHandlers } from './roles.ts';

const { KEY_SECRETS } = environment({ KEY_SECRETS: z.string() });

const deps = {
  ...wire(),
  verifyPerson: wirePeople(),
  secrets: createKmsSecretBox(kmsFrom(process.env), KEY_SECRETS),
};

/** Who may do what: API keys, roles, administrators, contacts, activation tokens. */
export const handler = api(deps, [
  ...apiKeyHandlers(deps),
  ...apiUsageHandlers(deps),
  ...changeKeyHandlers(deps),
  ...roleHandlers(deps),
  ...activationTokenHandlers(deps),
  ...peopleHandlers(deps),
  ...deploymentScriptHandlers(deps),
]);
