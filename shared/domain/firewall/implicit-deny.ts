import type { FirewallAction } from './rule.ts';

/**
 * FW-8: one allow rule in force, of whichever direction, denies in both directions what no rule allows.
 * Bypass and force allow do not switch it on.
 */
export function implicitDeny(rules: readonly { readonly action: FirewallAction }[]): boolean {
  return rules.some(({ action }) => action === 'allow');
}
