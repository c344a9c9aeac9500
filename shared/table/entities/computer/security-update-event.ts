import { plainLine } from '../../../domain/plain-line.ts';
import { systemEvent } from '../event/system-event.ts';
import type { ComputerItem } from './computer.ts';

/** Numbers and titles of events.md section 5. */
const EVENTS = {
  requested: [273, 'info', 'Security Update: Security Update Check and Download Requested'],
  successful: [784, 'info', 'Security Update: Security Update Check and Download Successful'],
  failed: [785, 'warning', 'Security Update: Security Update Check and Download Failed'],
} as const;

/** One event of a check for updates on a host; told twice it is one, by when the check was requested. Epoch ms. */
export const securityUpdateEvent = (
  tenant: string,
  computer: Pick<ComputerItem, 'ID' | 'displayName' | 'hostName'>,
  told: {
    readonly what: keyof typeof EVENTS;
    readonly requested: number;
    readonly at: number;
    readonly by: string;
    readonly description?: string;
  },
) => {
  const [number, severity, title] = EVENTS[told.what];
  return systemEvent(tenant, {
    id: `security-update-${computer.ID}-${number}-${told.requested}`,
    at: told.at,
    number,
    severity,
    title,
    ...(told.description !== undefined && { description: told.description }),
    actionBy: told.by,
    targetType: 'Computer',
    targetID: computer.ID,
    targetName: plainLine(computer.displayName || computer.hostName),
  });
};
