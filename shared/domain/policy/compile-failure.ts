import {
  type Crowded,
  crowdedPort,
  MOST_TYPES_PER_PORT,
} from '../ips/catalogue/application-types/crowding.ts';
import { plainLine } from '../plain-line.ts';
import type { RuleBook } from './compile.ts';
import type { HostConfig } from './host-config.ts';

/** Of a crowd, so that the sentence stays short; the rest is counted. */
const MOST_NAMED = 20;

/**
 * Why hosts cannot take a content, in a sentence for people; undefined when they can. More than 8 application types on
 * one port and direction (IPS-11) fail the whole content, and hosts keep what they have (behaviour.md section 3).
 * Ports are those of the content, so what a level or the tenant moved counts where it was moved to.
 */
export const compileFailure = (config: HostConfig, book: RuleBook): string | undefined => {
  const { state, rules } = config.intrusionPrevention;
  if (state === 'off') return undefined;
  const byType = new Map(rules.map((rule) => [rule.applicationTypeID, rule]));
  const crowd = crowdedPort(
    [...byType].map(([ID, { protocol, direction = 'incoming', ports }]) => ({
      name: book.applicationType(ID)?.name ?? `type ${ID}`,
      protocol,
      direction,
      ports,
    })),
  );
  return crowd && describeCrowd(crowd);
};

const describeCrowd = ({ port, direction, types }: Crowded): string => {
  const named = types.slice(0, MOST_NAMED).map((name) => plainLine(name, 60));
  const more = types.length > MOST_NAMED ? ` and ${types.length - MOST_NAMED} more` : '';
  return (
    `Port ${port}, ${direction}: ${types.length} application types (${named.join(', ')}${more}), ` +
    `at most ${MOST_TYPES_PER_PORT} are possible. Unassign rules of some, or move their ports.`
  );
};
