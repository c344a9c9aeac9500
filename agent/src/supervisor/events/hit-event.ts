import { engineReason } from '../../../../shared/domain/event/engine-reason.ts';
import type { HostRule } from '../../../../shared/domain/policy/host-config.ts';
import type { IntrusionPreventionEvent } from '../../../../shared/schema/agent/events.ts';
import type { InspectionHit } from '../../inspect/spec.ts';

/**
 * A hit of the inspection as the event that the plane shows. `rule` is the rule of the running configuration, if the
 * hit is a rule's; what the engine objects to by itself has its reason's number as status and medium severity.
 * Inspection covers services of this host, so the client is always the other side.
 */
export const hitEvent = (hit: InspectionHit, rule: HostRule | undefined): IntrusionPreventionEvent => {
  const { client, server, protocol } = hit.flow;
  const [source, destination] = hit.toServer ? [client, server] : [server, client];
  const ports = protocol === 'tcp' || protocol === 'udp';
  return {
    kind: 'intrusion-prevention',
    at: hit.at,
    repeatCount: 1,
    direction: hit.toServer ? 'incoming' : 'outgoing',
    protocol,
    sourceIP: source.ip,
    destinationIP: destination.ip,
    ...(ports && { sourcePort: source.port, destinationPort: destination.port }),
    ...(hit.interface !== null && { interface: hit.interface }),
    packetSize: hit.packetSize,
    ...(hit.ruleID > 0 && { ruleID: hit.ruleID }),
    ...(hit.sid > 0 && { sid: hit.sid }),
    status: hit.reason ?? 0,
    reason: reasonOf(hit, rule),
    severity: rule?.severity ?? 'medium',
    action: actionOf(hit, rule),
    flow: hit.toServer ? 'connection' : 'reverse',
    positionInStream: hit.positionInStream,
  };
};

const reasonOf = (hit: InspectionHit, rule: HostRule | undefined): string =>
  hit.reason === null ? (rule?.name ?? `Rule ${hit.ruleID}`) : engineReason(hit.reason);

/** What was done, or in detect mode what would have been (behaviour.md section 3). */
const actionOf = (hit: InspectionHit, rule: HostRule | undefined): IntrusionPreventionEvent['action'] => {
  if (hit.action === 'drop') return 'block';
  if (hit.action === 'reset') return 'reset';
  return rule?.action === 'reset' ? 'detect-only-reset' : 'detect-only-block';
};
