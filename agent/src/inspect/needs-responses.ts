import type { Signature } from '../../../shared/domain/ips/engine.ts';

/**
 * True when some signature may look at what a service answers. Only `flow` with `to_server` (or `from_client`)
 * says for sure that it does not; anything else counts as a yes, so a wrong guess costs speed and never a match.
 */
export function needsResponses(signatures: readonly Signature[]): boolean {
  return signatures.some(({ text }) => {
    const options = text.slice(text.indexOf('(') + 1);
    const flow = /(?:^|;)\s*flow\s*:([^;"]*);/.exec(options)?.[1] ?? '';
    return !flow.split(',').some((word) => /^(to_server|from_client)$/.test(word.trim()));
  });
}
