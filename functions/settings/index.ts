import { egressFrom } from '../../shared/egress/egress.ts';
import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { agentVersionHandlers } from './agent-versions.ts';
import { certificateHandlers } from './certificates.ts';
import { scriptHandlers } from './scripts.ts';
import { systemSettingHandlers } from './system-settings.ts';

const deps = { ...wire(), verifyPerson: wirePeople(), egress: egressFrom(process.env) };

/** What holds for the whole tenant: agent versions, certificates. */
export const handler = api(deps, [
  ...agentVersionHandlers(deps),
  ...certificateHandlers(deps),
  ...systemSettingHandlers(deps),
  ...scriptHandlers(),
]);
