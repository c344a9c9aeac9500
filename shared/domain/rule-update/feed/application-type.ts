import { portSpan } from '../../ips/catalogue/application-types/crowding.ts';
import type { ApplicationType } from '../../ips/catalogue/rule.ts';
import { type PortSet, parsePorts } from '../../ips/rule/ports.ts';
import type { RuleText } from '../../ips/rule/text.ts';
import { directionOf } from './direction.ts';
import type { RuleFacts } from './facts.ts';
import { productTypes, protocolTypes } from './type-hints.ts';

/** Where no type fits, a rule is looked for on every port. */
export const OTHER_SERVER = 599;
export const OTHER_CLIENT = 600;
const WEB_SERVER = 1;
const WEB_CLIENT = 500;

/**
 * The application type that a rule belongs to: one whose ports hold all that the rule names, else by its protocol,
 * else any. Products over HTTP share few types (IPS-11), chosen by what the rule says of the product.
 */
export const applicationTypeOf = (
  rule: RuleText,
  facts: RuleFacts,
  types: readonly ApplicationType[],
): number => {
  const direction = directionOf(rule, facts.toClient);
  const other = direction === 'incoming' ? OTHER_SERVER : OTHER_CLIENT;
  const portsText = facts.toClient ? rule.sourcePorts : rule.destinationPorts;
  const parsed = parsePorts(portsText);
  const ports = parsed.ok && portsText !== '$HTTP_PORTS' ? parsed.ports : null;
  const web = isHttp(rule, portsText);
  if (ports !== null) {
    const fitting = types.filter(
      (type) => type.direction === direction && carries(type, rule.protocol) && holdsAll(type, ports),
    );
    const product = web ? productOf(facts) : undefined;
    return (fitting.find(({ ID }) => ID === product) ?? fitting[0])?.ID ?? other;
  }
  if (web) return direction === 'incoming' ? (productOf(facts) ?? WEB_SERVER) : WEB_CLIENT;
  return protocolTypes[rule.protocol]?.[direction] ?? other;
};

const isHttp = (rule: RuleText, portsText: string): boolean =>
  /^http[12]?$/.test(rule.protocol) || portsText === '$HTTP_PORTS';

const productOf = ({ name, products }: RuleFacts): number | undefined => {
  const said = `${name} ${products.join(' ')}`;
  return productTypes.find(({ named }) => named.test(said))?.typeID;
};

const carries = (type: ApplicationType, protocol: string): boolean => {
  if (protocol === 'ip') return type.protocol === 'tcp-udp';
  const transport = ['udp', 'dns', 'snmp', 'sip', 'tftp', 'ntp', 'dhcp'].includes(protocol) ? 'udp' : 'tcp';
  return type.protocol === 'tcp-udp' || type.protocol === transport;
};

const holdsAll = (type: ApplicationType, ports: NonNullable<PortSet>): boolean => {
  const spans = type.ports.map((text) => portSpan(text) ?? [0, -1]);
  return (
    spans.length > 0 &&
    ports.every(([low, high]) => spans.some(([from = 0, to = -1]) => from <= low && high <= to))
  );
};
