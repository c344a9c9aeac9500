import type { UpdateCheck } from '../../shared/domain/computer/security-update.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import type { AgentCaller } from '../../shared/http/caller.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { securityUpdateEvent } from '../../shared/table/entities/computer/security-update-event.ts';
import type { Store, Write } from '../../shared/table/store.ts';

/** What is told of a check that has come to its end (events.md section 5): 784, or 785 with what the host said. */
export const toldOfCheck = async (
  store: Store,
  { tenantID, computerID }: AgentCaller,
  check: UpdateCheck | undefined,
  reason: string | undefined,
): Promise<readonly Write[]> => {
  if (check?.ended === undefined) return [];
  const computer = await readComputer(store, tenantID, computerID);
  const description = check.ok
    ? 'The host runs the rules that its policy asks for.'
    : plainLine(reason ?? '', 300);
  return [
    {
      put: securityUpdateEvent(tenantID, computer ?? { ID: computerID, displayName: '', hostName: '' }, {
        what: check.ok ? 'successful' : 'failed',
        requested: check.requested,
        at: check.ended,
        by: 'Agent',
        description,
      }),
    },
  ];
};
