import {
  type AgentPlatform,
  agentPlatforms,
  agentVersions,
  DEFAULT_PROFILE,
} from '../../shared/domain/computer/agent-platforms.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import {
  type AgentVersionControl,
  agentVersionControlFields,
} from '../../shared/schema/api/computer/agent-version.ts';
import { settingsRoutes } from '../../shared/schema/routes/settings.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { newObject, readObject } from '../../shared/table/entities/object/object.ts';
import type { Store } from '../../shared/table/store.ts';

const PLACE = 'agentversioncontrolprofiles';
const profile = missing('agent version control profile');
const busy = refuse('conflict', 'The agent versions are being changed by others. Try again.', 'busy');

type Choices = Readonly<
  Record<string, { readonly type: AgentVersionControl['type']; readonly version?: string }>
>;

/** Which agent version each platform gets. One profile; a tenant's choices are one item. */
export const agentVersionHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(settingsRoutes.listAgentVersionControlProfiles, async () =>
    accept({ agentVersionControlProfiles: [DEFAULT_PROFILE] }),
  ),
  on(settingsRoutes.describeAgentVersionControlProfile, async ({ params }) =>
    params.agentVersionControlProfileID === DEFAULT_PROFILE.ID ? accept(DEFAULT_PROFILE) : profile,
  ),
  on(settingsRoutes.listAgentVersionControls, async ({ caller, params }) =>
    params.agentVersionControlProfileID === DEFAULT_PROFILE.ID
      ? accept({ agentVersionControls: await controlsOf(store, caller.tenantID) })
      : profile,
  ),
  on(settingsRoutes.searchAgentVersionControls, async ({ caller, params, body }) => {
    if (params.agentVersionControlProfileID !== DEFAULT_PROFILE.ID) return profile;
    const found = search(await controlsOf(store, caller.tenantID), body, agentVersionControlFields);
    return found.ok ? accept({ agentVersionControls: [...found.value] }) : found;
  }),
  on(settingsRoutes.describeAgentVersionControl, async ({ caller, params }) => {
    if (params.agentVersionControlProfileID !== DEFAULT_PROFILE.ID) return profile;
    const all = await controlsOf(store, caller.tenantID);
    const control = all.find(({ ID }) => ID === params.agentVersionControlID);
    return control ? accept(control) : missing('agent version control');
  }),
  on(settingsRoutes.modifyAgentVersionControls, async ({ caller, params, body }) => {
    if (params.agentVersionControlProfileID !== DEFAULT_PROFILE.ID) return profile;
    const item = await readObject(store, caller.tenantID, PLACE, DEFAULT_PROFILE.ID);
    const chosen = choose((item?.members ?? {}) as Choices, body.agentVersionControls);
    if (!chosen.ok) return chosen;
    const next = {
      ...newObject(caller.tenantID, PLACE, DEFAULT_PROFILE.ID, chosen.value),
      revision: (item?.revision ?? 0) + 1,
    };
    const written = await store.put(next, item ? equals('revision', item.revision) : absent('pk'));
    return written.ok
      ? accept({ agentVersionControls: agentPlatforms.map((platform) => control(platform, chosen.value)) })
      : busy;
  }),
];

const choose = (
  before: Choices,
  changes: readonly {
    readonly ID: number;
    readonly type: AgentVersionControl['type'];
    readonly version?: string | undefined;
  }[],
): Outcome<Choices> => {
  const chosen: Record<string, Choices[string]> = { ...before };
  for (const [i, { ID, type, version }] of changes.entries()) {
    const at = `agentVersionControls.${i}`;
    const wrong = (member: string, what: string) =>
      refuse('invalid', `${at}.${member}: ${what}`, 'invalid', { field: `${at}.${member}` });
    if (!agentPlatforms.some((platform) => platform.ID === ID))
      return wrong('ID', `there is no platform ${ID}.`);
    if (type === 'unknown') return wrong('type', 'must be latest, latest-lts or specified.');
    if (type === 'specified' && (version === undefined || !agentVersions.includes(version))) {
      return wrong('version', `must be one of ${agentVersions.join(', ')}.`);
    }
    chosen[String(ID)] = type === 'specified' && version !== undefined ? { type, version } : { type };
  }
  return accept(chosen);
};

const controlsOf = async (store: Store, tenant: string): Promise<AgentVersionControl[]> => {
  const item = await readObject(store, tenant, PLACE, DEFAULT_PROFILE.ID);
  return agentPlatforms.map((platform) => control(platform, (item?.members ?? {}) as Choices));
};

const control = (platform: AgentPlatform, choices: Choices): AgentVersionControl => ({
  ID: platform.ID,
  os: 'Linux',
  distro: platform.distro,
  platform: platform.platform,
  architecture: platform.architecture,
  ...(choices[String(platform.ID)] ?? { type: 'latest' }),
  availableVersions: agentVersions.map((version, i) => ({
    version,
    isLatest: i === 0,
    isLatestLTS: i === 0,
  })),
});
