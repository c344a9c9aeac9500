import { applyArmed, type InEffect, type Modules } from './apply-config.ts';
import type { Armed } from './arm.ts';

export type TriedOut =
  | { readonly ok: true; readonly effect: InEffect }
  /** Undone: what was in force before is in force again. */
  | { readonly ok: false; readonly reason: string; readonly effect: InEffect | undefined };

const NOT_REACHED = 'The plane could not be reached any more after the change.';
const TOO_LATE = 'The plane was reached too late after the change.';

/**
 * The lock-out guard (DESIGN "Agent"): a change of the firewall stays only if the plane is reached after it.
 * `onApplied` is called between applying and reaching, when the new configuration is the one to report.
 */
export const tryOut = async (
  modules: Modules,
  armed: Armed,
  before: InEffect | undefined,
  reachPlane: () => Promise<boolean>,
  onApplied: (effect: InEffect) => void,
): Promise<TriedOut> => {
  const undo = async (reason: string): Promise<TriedOut> => {
    await modules.firewall.rollBack(reason);
    if (before) return { ok: false, reason, effect: await applyArmed(modules, before.armed, before) };
    await modules.inspection.stop();
    return { ok: false, reason, effect: undefined };
  };
  const effect = await applyArmed(modules, armed, before);
  onApplied(effect);
  const reached = await reachPlane();
  if (!effect.unconfirmed) return { ok: true, effect };
  if (!reached) return undo(NOT_REACHED);
  return (await modules.firewall.confirm()) ? { ok: true, effect } : undo(TOO_LATE);
};
