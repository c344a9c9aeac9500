import type { CompiledRule } from '../../../shared/domain/firewall/compile.ts';
import { implicitDeny } from '../../../shared/domain/firewall/implicit-deny.ts';
import { MARK_BYPASS, MARK_LINK, MARK_PASSED, MARK_RESET } from '../netlink/marks.ts';
import { nftMatches } from './nft-match.ts';

/** NFLOG group the kernel sends denied and logged packets to. */
export const LOG_GROUP = 4118;
export const TABLE = 'inet mvp';
/** Chain that names the ruleset in force: `generation_<hash>`. */
export const GENERATION = 'generation_';

export interface RulesetInput {
  /** In evaluation order. */
  readonly rules: readonly CompiledRule[];
  readonly dnsAndDhcp: boolean;
  readonly fragmentationNeeded: boolean;
  readonly ownUids: readonly number[];
}

type Side = 'in' | 'out';
const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
const CLEARED = hex(~(MARK_BYPASS | MARK_PASSED));
/** What can be logged per rule and second; the rest is dropped all the same, unlogged. */
const LOG_RATE = 'limit rate 100/second burst 200 packets';

/**
 * The whole firewall as one table, replaced as one transaction. Per direction: own traffic, bypass of the highest
 * priority, log-only wrapped around everything after it, then the rules in order, then the implicit deny.
 * Verdicts inside are `return` (passes, so that a log-only rule around it learns of it) and `drop`.
 * Priorities: -190 behind conntrack and before inspection (-150); -10 marks what passed for the host's filters that
 * are set aside; 300 removes the mark.
 */
export function rulesetText(input: RulesetInput, hash: string): string {
  const lines = [
    `table ${TABLE}`,
    `delete table ${TABLE}`,
    `table ${TABLE} {`,
    ...chain(`${GENERATION}${hash}`, []),
    ...liveSets(),
    ...direction('in', input),
    ...direction('out', input),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Removes our table; no error when it is not there. */
export const REMOVE_TABLE = `table ${TABLE}\ndelete table ${TABLE}\n`;

function direction(side: Side, input: RulesetInput): string[] {
  const hook = side === 'in' ? 'input' : 'output';
  const rules = input.rules.filter((rule) => (rule.direction === 'incoming') === (side === 'in'));
  const first = rules.filter((rule) => rule.action === 'bypass' && rule.priority === 4);
  const logOnly = rules.filter((rule) => rule.action === 'log-only');
  const others = rules.filter((rule) => !first.includes(rule) && !logOnly.includes(rule));
  const base = [
    `type filter hook ${hook} priority -190; policy accept;`,
    ...ownTraffic(side, input),
    ...first.flatMap((rule) => nftMatches(rule).map((match) => `${match} ${bypass('accept')}`.trim())),
    ...logOnly.flatMap((rule) =>
      nftMatches(rule).map((match) => `${match} jump ${logChain(side, rule)}`.trim()),
    ),
    `jump ${side}_rules`,
  ];
  const deny = implicitDeny(input.rules);
  return [
    ...others
      .filter((rule) => rule.action === 'deny')
      .flatMap((rule) => chain(denyChain(side, rule), drop(side, 21, rule))),
    ...(deny ? chain(`${side}_implicit`, drop(side, 123, null)) : []),
    ...chain(`${side}_rules`, [
      ...others.flatMap((rule) => ruleLines(side, rule)),
      ...(deny ? lastLines(side) : []),
    ]),
    ...logOnly.flatMap((rule) =>
      chain(logChain(side, rule), [`jump ${side}_rules`, ...log(side, 20, rule), 'accept']),
    ),
    ...chain(`${side}_first`, base),
    ...chain(`${side}_passed`, [
      `type filter hook ${hook} priority -10; policy accept;`,
      `meta mark set meta mark & ${CLEARED} | ${hex(MARK_PASSED)}`,
    ]),
    ...chain(`${side}_done`, [
      `type filter hook ${hook} priority 300; policy accept;`,
      `meta mark set meta mark & ${CLEARED}`,
    ]),
  ];
}

/** Loopback and the agent itself, by mark or user, never by address; replies find their way by the connection's mark. */
function ownTraffic(side: Side, { ownUids, dnsAndDhcp, fragmentationNeeded }: RulesetInput): string[] {
  const link = hex(MARK_LINK);
  const remember = `ct mark set ct mark | ${link} accept`;
  const lines = [`${side === 'in' ? 'iif' : 'oif'} "lo" accept`, `ct mark & ${link} == ${link} accept`];
  if (side === 'out') {
    lines.push(`meta mark & ${hex(MARK_RESET)} == ${hex(MARK_RESET)} accept`);
    lines.push(`meta mark & ${link} == ${link} ${remember}`);
    if (ownUids.length > 0) lines.push(`meta skuid { ${ownUids.join(', ')} } ${remember}`);
    if (dnsAndDhcp) lines.push(`meta l4proto { 6, 17 } th dport 53 ${remember}`);
  }
  if (dnsAndDhcp) {
    const [from4, to4, from6, to6] = side === 'in' ? [67, 68, 547, 546] : [68, 67, 546, 547];
    lines.push(`udp sport ${from4} udp dport ${to4} accept`, `udp sport ${from6} udp dport ${to6} accept`);
  }
  if (fragmentationNeeded) lines.push('icmp type 3 icmp code 4 accept');
  return lines;
}

function ruleLines(side: Side, rule: CompiledRule): string[] {
  const verdict = { bypass: bypass('return'), 'log-only': '', 'force-allow': 'return', allow: 'return' };
  const action = rule.action === 'deny' ? `goto ${denyChain(side, rule)}` : verdict[rule.action];
  return nftMatches(rule).map((match) => `${match} ${action}`.trim());
}

/** Only new connections are denied for want of an allow rule: what lives goes on living (AGT-12). */
function lastLines(side: Side): string[] {
  const [own, other] = side === 'in' ? ['d', 's'] : ['s', 'd'];
  const live = (family: string, set: string): string =>
    `${family} ${own}addr . tcp ${own}port . ${family} ${other}addr . tcp ${other}port @${set} tcp flags & syn == 0x0 return`;
  return [
    'ct state established,related return',
    live('ip', 'live4'),
    live('ip6', 'live6'),
    'meta l4proto 58 return',
    `goto ${side}_implicit`,
  ];
}

/** Connections that were there before conntrack watched, and may be silent for long: own address, port, other's. */
function liveSets(): string[] {
  return [4, 6].map(
    (version) =>
      `  set live${version} { type ipv${version}_addr . inet_service . ipv${version}_addr . inet_service; }`,
  );
}

function bypass(verdict: 'accept' | 'return'): string {
  return `meta mark set meta mark | ${hex(MARK_BYPASS)} ${verdict}`;
}

function drop(side: Side, event: 21 | 123, rule: CompiledRule | null): string[] {
  return [...log(side, event, rule), 'counter drop'];
}

function log(side: Side, event: 20 | 21 | 123, rule: CompiledRule | null): string[] {
  if (rule !== null && !rule.logs) return [];
  return [
    `${LOG_RATE} log prefix "mvp:${event}:${rule?.ruleID ?? 0}:${side}" group ${LOG_GROUP} snaplen 128`,
  ];
}

const denyChain = (side: Side, rule: CompiledRule): string => `${side}_deny_${rule.ruleID}`;
const logChain = (side: Side, rule: CompiledRule): string => `${side}_log_${rule.ruleID}`;

function chain(name: string, lines: readonly string[]): string[] {
  return [`  chain ${name} {`, ...lines.map((line) => `    ${line}`), '  }'];
}
