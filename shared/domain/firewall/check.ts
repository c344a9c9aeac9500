import { accept, type Outcome, refuse } from '../outcome.ts';
import type { FirewallRule } from './rule.ts';

const SIDES = ['source', 'destination'] as const;

/**
 * Whether a rule means something: priorities that its action may have (FW-7), the values that its types call for,
 * ports only where there are ports. The refusal names the member.
 */
export const checkFirewallRule = (rule: Omit<FirewallRule, 'ID'>): Outcome<undefined> => {
  if (rule.action === 'allow' && rule.priority !== '0') {
    return refuse('invalid', 'priority: an allow rule has priority 0 only.', 'priority');
  }
  if (rule.action === 'log-only' && rule.priority !== '4') {
    return refuse('invalid', 'priority: a log-only rule has priority 4 only.', 'priority');
  }
  if (rule.protocol === 'other' && rule.protocolNumber === undefined) {
    return refuse('invalid', 'protocolNumber: give the number of the other protocol.', 'missing-member');
  }
  for (const side of SIDES) {
    const checked = checkAddresses(rule, side);
    if (!checked.ok) return checked;
    const ports = checkPorts(rule, side);
    if (!ports.ok) return ports;
  }
  return accept(undefined);
};

type Given = Partial<Omit<FirewallRule, 'ID'>>;

/**
 * Whether a caller who gives addresses or ports also says which type they are of. Without a type they would not be
 * read: a rule meant for one port would be a rule for all of them. `before` is the rule that is being changed. One
 * who names the type `any` beside a list means it: existing clients post the whole rule back.
 */
export const checkTypesNamed = (given: Given, before: Given = {}): Outcome<undefined> => {
  for (const side of SIDES) {
    const isAny = (type: 'IPType' | 'PortType') =>
      given[`${side}${type}`] === undefined && (before[`${side}${type}`] ?? 'any') === 'any';
    const address = ADDRESS_MEMBERS.find((member) => given[`${side}${member}`]?.length);
    if (address && isAny('IPType')) return unnamed(`${side}IPType`, `${side}${address}`);
    if (given[`${side}PortMultiple`]?.length && isAny('PortType')) {
      return unnamed(`${side}PortType`, `${side}PortMultiple`);
    }
  }
  return accept(undefined);
};

const ADDRESS_MEMBERS = ['IPValue', 'IPMultiple', 'IPRangeFrom', 'IPRangeTo', 'IPMask'] as const;

const unnamed = (type: string, member: string): Outcome<undefined> =>
  refuse(
    'invalid',
    `${type}: say how ${member} is meant; without it the rule would be about any.`,
    'missing-member',
  );

const checkAddresses = (
  rule: Omit<FirewallRule, 'ID'>,
  side: 'source' | 'destination',
): Outcome<undefined> => {
  const need = (member: 'IPValue' | 'IPMask' | 'IPRangeFrom' | 'IPRangeTo') =>
    rule[`${side}${member}`]
      ? accept(undefined)
      : refuse(
          'invalid',
          `${side}${member}: needed for ${side}IPType ${rule[`${side}IPType`]}.`,
          'missing-member',
        );
  switch (rule[`${side}IPType`]) {
    case 'single':
      return need('IPValue');
    case 'masked-ip': {
      const value = need('IPValue');
      return value.ok ? need('IPMask') : value;
    }
    case 'range': {
      const from = need('IPRangeFrom');
      return from.ok ? need('IPRangeTo') : from;
    }
    case 'multiple':
      return rule[`${side}IPMultiple`]?.length
        ? accept(undefined)
        : refuse('invalid', `${side}IPMultiple: give at least one address.`, 'missing-member');
    default:
      return accept(undefined);
  }
};

const checkPorts = (rule: Omit<FirewallRule, 'ID'>, side: 'source' | 'destination'): Outcome<undefined> => {
  if ((rule[`${side}PortType`] ?? 'any') === 'any') return accept(undefined);
  const member = `${side}PortMultiple` as const;
  if (!['tcp', 'udp', 'tcp-udp'].includes(rule.protocol ?? 'any')) {
    return refuse('invalid', `${side}PortType: only TCP and UDP have ports.`, 'no-ports');
  }
  const ports = rule[member] ?? [];
  if (ports.length === 0) return refuse('invalid', `${member}: give at least one port.`, 'missing-member');
  const bad = ports.find((range) => {
    const [low = 0, high = low] = range.split('-').map((port) => Number(port.trim()));
    return low > high || high > 65_535;
  });
  return bad === undefined
    ? accept(undefined)
    : refuse('invalid', `${member}: "${bad}" is not a port or range.`, 'bad-port');
};
