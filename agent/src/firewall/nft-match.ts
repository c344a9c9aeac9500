import { type AddressInterval, formatAddress } from '../../../shared/domain/firewall/address.ts';
import type { AddressMatch, CompiledRule, PortMatch } from '../../../shared/domain/firewall/compile.ts';

type Version = 4 | 6;

/**
 * The nft expressions that match what a compiled rule matches: none when no packet can, one when addresses do not
 * matter or only one IP version is concerned, else one per version.
 */
export function nftMatches(rule: CompiledRule): string[] {
  const bothAlike = rule.versions.length === 2 && rule.source === null && rule.destination === null;
  if (bothAlike) return [rest(rule)];
  return rule.versions.flatMap((version) => {
    const source = addresses(rule.source, version, 'saddr');
    const destination = addresses(rule.destination, version, 'daddr');
    if (source === null || destination === null) return [];
    const family = source === '' && destination === '' ? `meta nfproto ipv${version}` : '';
    return [[family, source, destination, rest(rule)].filter((part) => part !== '').join(' ')];
  });
}

function rest(rule: CompiledRule): string {
  const parts: string[] = [];
  if (rule.protocol !== null) {
    const { numbers, not } = rule.protocol;
    parts.push(`meta l4proto ${not ? '!= ' : ''}${set(numbers.map(String))}`);
  }
  if (rule.sourcePorts !== null) parts.push(`th sport ${ports(rule.sourcePorts)}`);
  if (rule.destinationPorts !== null) parts.push(`th dport ${ports(rule.destinationPorts)}`);
  const icmp = rule.protocol?.version === 6 ? 'icmpv6' : 'icmp';
  if (rule.icmpType !== null) parts.push(`${icmp} type ${rule.icmpType}`);
  if (rule.icmpCode !== null) parts.push(`${icmp} code ${rule.icmpCode}`);
  return parts.join(' ');
}

/** Empty: any address of this version matches. Null: none does. */
function addresses(match: AddressMatch | null, version: Version, side: 'saddr' | 'daddr'): string | null {
  if (match === null) return '';
  const own = match.intervals.filter((interval) => interval.version === version);
  if (own.length === 0) return match.not ? '' : null;
  return `${version === 4 ? 'ip' : 'ip6'} ${side} ${match.not ? '!= ' : ''}${set(own.map(interval))}`;
}

function interval({ version, from, to }: AddressInterval): string {
  const first = formatAddress({ version, value: from });
  return from === to ? first : `${first}-${formatAddress({ version, value: to })}`;
}

function ports({ ranges, not }: PortMatch): string {
  const texts = ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return `${not ? '!= ' : ''}${set(texts)}`;
}

function set(elements: readonly string[]): string {
  return elements.length === 1 && !elements[0]?.includes('-')
    ? (elements[0] ?? '')
    : `{ ${elements.join(', ')} }`;
}
