import type { BeatRequest } from '../../../../shared/schema/agent/beat.ts';
import type { Inspection } from '../../inspect/spec.ts';
import type { FirewallPort, RefusedRule } from '../host/ports.ts';
import type { Armed } from './arm.ts';

/** After a change of the firewall the plane must be reached within this time (DESIGN "Agent"). */
export const LOCK_OUT_GUARD = 30_000;

export type ModuleState = BeatRequest['firewall'];

/** What is in force of a configuration after it was handed to the modules. */
export interface InEffect {
  readonly armed: Armed;
  readonly firewall: ModuleState;
  readonly intrusionPrevention: ModuleState;
  readonly refused: readonly RefusedRule[];
  /** The firewall's rules changed: they come back by themselves unless they are confirmed. */
  readonly unconfirmed: boolean;
}

export interface Modules {
  readonly firewall: FirewallPort;
  readonly inspection: Inspection;
}

/**
 * Hands a configuration to firewall and inspection. One that fails says so in its state and does not keep the other
 * from working; its own former rules stay. What did not change is not touched (AGT-12).
 */
export const applyArmed = async (
  modules: Modules,
  armed: Armed,
  before: InEffect | undefined,
): Promise<InEffect> => {
  const sameFirewall =
    before?.firewall.state !== 'error' &&
    JSON.stringify(before?.armed.config.firewall) === JSON.stringify(armed.config.firewall);
  const firewall =
    before && sameFirewall
      ? { state: before.firewall, refused: before.refused.filter(isFirewalls), unconfirmed: false }
      : await applyFirewall(modules.firewall, armed);
  const inspection = await applyInspection(modules.inspection, armed);
  return {
    armed,
    firewall: firewall.state,
    intrusionPrevention: inspection.state,
    refused: [...firewall.refused, ...inspection.refused],
    unconfirmed: firewall.unconfirmed,
  };
};

/** The same configuration with other rules armed: the firewall is not touched, so nothing is to be confirmed. */
export const rearm = async (modules: Modules, armed: Armed, before: InEffect): Promise<InEffect> => {
  const inspection = await applyInspection(modules.inspection, armed);
  return {
    ...before,
    armed,
    intrusionPrevention: inspection.state,
    refused: [...before.refused.filter(isFirewalls), ...inspection.refused],
    unconfirmed: false,
  };
};

const FIREWALL_PREFIX = 'Firewall rule: ';
const isFirewalls = ({ reason }: RefusedRule): boolean => reason.startsWith(FIREWALL_PREFIX);

const applyFirewall = async (firewall: FirewallPort, { config }: Armed) => {
  const applied = await firewall.apply(config.firewall, LOCK_OUT_GUARD);
  if (!applied.ok) {
    return { state: failing(applied.reason), refused: [], unconfirmed: false };
  }
  const refused = applied.refused.map(({ ruleID, reason }) => ({
    ruleID,
    reason: `${FIREWALL_PREFIX}${reason}`,
  }));
  return {
    state: { state: config.firewall.state } as ModuleState,
    refused,
    unconfirmed: applied.confirmationDue,
  };
};

const applyInspection = async (inspection: Inspection, armed: Armed) => {
  const state = { state: armed.config.intrusionPrevention.state } as ModuleState;
  if (!armed.spec) {
    await inspection.stop();
    return { state, refused: armed.refused };
  }
  const started = await inspection.start(armed.spec);
  if (!started.ok) {
    return { state: failing(`${started.reason}: ${started.detail}`), refused: armed.refused };
  }
  const known = new Set(armed.refused.map(({ ruleID }) => ruleID));
  const more = started.refused.filter(({ ruleID }) => !known.has(ruleID));
  return { state, refused: [...armed.refused, ...more] };
};

const failing = (message: string): ModuleState => ({ state: 'error', message: message.slice(0, 300) });
