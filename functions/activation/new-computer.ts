import { randomUUID } from 'node:crypto';
import type { ActivatingCaller } from '../../shared/http/caller.ts';
import type { ActivationRequest } from '../../shared/schema/agent/activation.ts';
import type { AgentKeyItem } from '../../shared/table/entities/access/agent-key.ts';
import { type ComputerItem, headOf } from '../../shared/table/entities/computer/computer.ts';
import type { HostItem } from '../../shared/table/entities/computer/host.ts';
import { keys } from '../../shared/table/keys.ts';

export interface NewComputer {
  readonly computer: ComputerItem;
  readonly host: HostItem;
  readonly agentKey: AgentKeyItem;
}

export interface Seat {
  readonly ID: number;
  /** 0: none, in both. */
  readonly policyID: number;
  readonly groupID: number;
  readonly sourceIP: string;
  readonly thumbprint: string;
  readonly now: number;
}

/** The three items of a computer: what people see, what beats touch, and how its key is found. */
export const newComputer = (
  { tenantID, host: info, ...asked }: ActivationRequest,
  { key, proof }: ActivatingCaller,
  { ID, policyID, groupID, sourceIP, thumbprint, now }: Seat,
): NewComputer => {
  const head = headOf(policyID);
  return {
    computer: {
      ...keys.computer(tenantID, ID),
      kind: 'computer',
      ID,
      hostGUID: randomUUID().toUpperCase(),
      ...info,
      displayName: asked.displayName ?? '',
      description: asked.description ?? '',
      lastIPUsed: sourceIP,
      groupID,
      policyID,
      agentFingerPrint: thumbprint,
      activated: now,
    },
    host: {
      ...keys.host(tenantID, ID),
      kind: 'host',
      tenant: tenantID,
      ID,
      key,
      thumbprint,
      machine: proof.mch,
      counter: proof.cnt,
      seen: now,
      offline: false,
      sequence: 0,
      ...(head && { head }),
    },
    agentKey: {
      ...keys.agentKey(tenantID, thumbprint),
      kind: 'agent-key',
      computerID: ID,
      machine: proof.mch,
    },
  };
};
