import type { ApplicationType } from '../../ips/catalogue/rule.ts';
import type { RuleText } from '../../ips/rule/text.ts';

/**
 * Who opens the sessions that a rule is about, seen from the protected host: addresses that name the outside on one
 * side and the inside on the other tell, else the host is the server.
 */
export const directionOf = (rule: RuleText, toClient: boolean): ApplicationType['direction'] => {
  const client = toClient ? rule.destination : rule.source;
  const server = toClient ? rule.source : rule.destination;
  if (isInside(server)) return 'incoming';
  return isInside(client) ? 'outgoing' : 'incoming';
};

const isInside = (addresses: string): boolean =>
  /\$(?:HOME_NET|\w+_SERVERS?)\b/.test(addresses) && !addresses.includes('$EXTERNAL_NET');
