import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState } from './state.ts';

export const NEW_UPDATE = 'new-rule-update-available';

/** One alert for a tenant, while a version waits to be applied. `version`: which; undefined: none waits. */
export const updateAlert = (
  current: AlertState | undefined,
  version: number | undefined,
  now: number,
): AlertState | undefined => {
  if (version === undefined) return clear(current, now);
  const occurrence = {
    cause: `version-${version}`,
    first: now,
    last: now,
    count: 1,
    blocked: 0,
    sources: [],
  };
  const reason = `Version ${version} of the rules waits to be applied.`;
  return raise(current, NEW_UPDATE, 'rules', { reason }, occurrence, now)?.alert;
};
