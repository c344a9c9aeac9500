import { accept, missing } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { type Blobs, contentName, deltaName } from '../../shared/ports/blob.ts';
import { emptyContent } from '../../shared/ports/content.ts';
import { contentDelta } from '../../shared/ports/content-delta.ts';
import { agentLinkRoutes } from '../../shared/schema/routes/agent-link.ts';
import type { LinkDeps } from './index.ts';

/** Smaller contents are sent whole: a second look into the bucket costs more than their bytes. */
const WORTH_A_DELTA = 16 * 1024;

/** The name starts with the caller's tenant: another tenant's content does not exist for this host. */
export const fetchContent = ({ blobs }: Pick<LinkDeps, 'blobs'>): Handler => {
  const deltas = createDeltas(blobs);
  return on(agentLinkRoutes.fetchContent, async ({ caller, params: { hash }, query: { have } }) => {
    const tenant = caller.tenantID;
    if (hash === emptyContent.hash) return accept(emptyContent.bytes);
    const worthIt = have !== undefined && have !== hash && have !== emptyContent.hash;
    const delta = worthIt ? await deltas(tenant, have, hash) : undefined;
    const bytes = delta ?? (await blobs.get(contentName(tenant, hash)));
    return bytes ? accept(bytes) : missing('content');
  });
};

/**
 * Deltas are made once and lie in the bucket for some days: ten thousand hosts that follow one policy cost one
 * computation, or one for each instance that they reach in the same moment. No bytes: there is none worth sending.
 */
const createDeltas = (blobs: Blobs) => {
  const making = new Map<string, Promise<Uint8Array>>();
  const make = async (tenant: string, have: string, hash: string): Promise<Uint8Array> => {
    const kept = await blobs.get(deltaName(tenant, have, hash));
    if (kept) return kept;
    const [former, wanted] = await Promise.all([
      blobs.get(contentName(tenant, have)),
      blobs.get(contentName(tenant, hash)),
    ]);
    // A host may name what is not there; nothing is kept of that.
    if (!former || !wanted || wanted.length < WORTH_A_DELTA) return new Uint8Array();
    const delta = contentDelta(former, wanted) ?? new Uint8Array();
    await blobs.put(deltaName(tenant, have, hash), delta);
    return delta;
  };
  return async (tenant: string, have: string, hash: string): Promise<Uint8Array | undefined> => {
    const name = deltaName(tenant, have, hash);
    const delta = making.get(name) ?? make(tenant, have, hash).finally(() => making.delete(name));
    making.set(name, delta);
    const bytes = await delta;
    return bytes.length > 0 ? bytes : undefined;
  };
};
