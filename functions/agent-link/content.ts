import { accept, missing } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { contentName } from '../../shared/ports/blob.ts';
import { emptyContent } from '../../shared/ports/content.ts';
import { agentLinkRoutes } from '../../shared/schema/routes/agent-link.ts';
import type { LinkDeps } from './index.ts';

/** The name starts with the caller's tenant: another tenant's content does not exist for this host. */
export const fetchContent = ({ blobs }: LinkDeps): Handler =>
  on(agentLinkRoutes.fetchContent, async ({ caller, params }) => {
    if (params.hash === emptyContent.hash) return accept(emptyContent.bytes);
    const bytes = await blobs.get(contentName(caller.tenantID, params.hash));
    return bytes ? accept(bytes) : missing('content');
  });
