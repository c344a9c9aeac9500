import { usableToken } from '../../shared/domain/access/activation-token.ts';
import { deploymentScript } from '../../shared/domain/computer/deployment-script.ts';
import { accept, refuse } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { checkScope, type TokenDeps, tokensInReach } from './activation-tokens.ts';

/** Writes a script that activates a host with a token the tenant already has. */
export const deploymentScriptHandlers = ({ store, secrets }: TokenDeps): readonly Handler[] => [
  on(accessRoutes.generateAgentDeploymentScript, async ({ caller, body, now, request }) => {
    if (body.platform !== 'linux') {
      return refuse(
        'invalid',
        `platform: there is no agent for ${body.platform} yet. Use linux.`,
        'unsupported',
        {
          field: 'platform',
        },
      );
    }
    const policyID = body.policyID || undefined;
    const groupID = body.computerGroupID || undefined;
    const scope = await checkScope(store, caller, { policyID, groupID }, { groupID: 'computerGroupID' });
    if (!scope.ok) return scope;
    const tokens = (await tokensInReach(store, caller))
      .filter((token) => usableToken({ ...token, sources: [] }, '', now).ok)
      .filter((token) => !token.fixed || token.policyID === policyID)
      .sort((a, b) => b.created - a.created);
    const [newest] = tokens;
    const scriptBody = deploymentScript({
      url: `https://${request.headers.host ?? 'PLANE'}`,
      tenantID: caller.tenantID,
      token:
        newest && body.activationRequired ? await secrets.open(caller.tenantID, newest.sealed) : undefined,
      policyID,
      groupID,
      activate: body.activationRequired,
    });
    return accept({ ...body, scriptBody });
  }),
];
