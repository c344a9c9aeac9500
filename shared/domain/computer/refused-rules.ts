/** The reason that agents give for rules of the list of killed rules. */
export const WITHDRAWN = 'the service has withdrawn it';

/** The host's item must stay within one write unit. */
const MOST_TEXT = 120;

/**
 * Rules that a host does not run, in a sentence of ASCII that is short enough for the host's item; undefined: all of
 * them run. Rules that the service withdrew are left out: that is no trouble of the host's.
 */
export const refusedText = (
  refused: readonly { readonly ruleID: number; readonly reason: string }[] = [],
): string | undefined => {
  const own = refused.filter(({ reason }) => !reason.startsWith(WITHDRAWN));
  const [first] = own;
  if (!first) return undefined;
  const text = `Rule ${first.ruleID} is not in force: ${first.reason}`
    .replace(/[^ -~]/g, '?')
    .slice(0, MOST_TEXT);
  return own.length === 1 ? text : `${text} (and ${own.length - 1} more)`;
};
