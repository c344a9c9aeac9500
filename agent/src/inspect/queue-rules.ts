import { mergePorts, type PortRange } from '../../../shared/domain/firewall/ports.ts';
import { MARK_BYPASS, MARK_LINK, MARK_RESET } from '../netlink/marks.ts';
import { segmentFilter } from './segment-filter.ts';

/** Which packets of this host's services go to the queue. */
export interface QueueRules {
  readonly queue: number;
  readonly tcpPorts: readonly PortRange[];
  readonly udpPorts: readonly PortRange[];
  /** With nobody on the queue packets pass (`open`) or are dropped (`closed`). */
  readonly onFailure: 'open' | 'closed';
  /**
   * What services answer: all of it when a rule reads it (`all`), else only what tells the engine how a connection
   * fares (`signs`): its opening, resets, bare acknowledgements, and every eighth segment, which acknowledges the
   * seven before it. Not the end: held up behind the data, it would come after the client's own, and the client's
   * side would keep the port for a minute (TIME-WAIT, RFC 9293 section 3.6).
   */
  readonly responses: 'all' | 'signs';
  /** xt_bpf, xt_statistic and xt_socket are there; without the first two every segment is queued. */
  readonly selective: boolean;
}

export const CHAIN_IN = 'MVP-INSPECT-IN';
export const CHAIN_OUT = 'MVP-INSPECT-OUT';
const SKIP = MARK_BYPASS | MARK_LINK | MARK_RESET;
const MOST_PORTS_PER_MATCH = 15;

/**
 * `iptables-nft-restore --noflush` input for the mangle table (priority -150: behind our firewall at -190).
 * INPUT and OUTPUT only: what is merely forwarded, containers above all, is not ours (AGT-15). `jumps` names the
 * hooks that do not jump to our chains yet. Replaces our chains as one transaction.
 */
export function iptablesRestore(
  version: 4 | 6,
  rules: QueueRules,
  jumps: readonly ('INPUT' | 'OUTPUT')[],
): string {
  const target = `-j NFQUEUE --queue-num ${rules.queue}${rules.onFailure === 'open' ? ' --queue-bypass' : ''}`;
  const lines = ['*mangle', `:${CHAIN_IN} - [0:0]`, `:${CHAIN_OUT} - [0:0]`];
  for (const chain of [CHAIN_IN, CHAIN_OUT]) {
    const ports = chain === CHAIN_IN ? '--dports' : '--sports';
    if (version === 6 && chain === CHAIN_IN) lines.push(wholeDatagrams(chain, rules.selective));
    lines.push(`-A ${chain} -m mark ! --mark 0x0/0x${SKIP.toString(16)} -j RETURN`);
    for (const list of portMatches(rules.tcpPorts)) {
      const match = `-A ${chain} -p tcp -m multiport ${ports} ${list}`;
      if (rules.responses === 'signs' && chain === CHAIN_OUT) {
        lines.push(`${match} --tcp-flags FIN,SYN,RST FIN -j RETURN`);
      }
      if (rules.selective && rules.responses === 'signs') lines.push(skip(chain, match, version));
      lines.push(`${match} ${target}`);
    }
    for (const list of portMatches(rules.udpPorts)) {
      lines.push(`-A ${chain} -p udp -m multiport ${ports} ${list} ${target}`);
    }
  }
  for (const hook of jumps) lines.push(`-I ${hook} -j ${hook === 'INPUT' ? CHAIN_IN : CHAIN_OUT}`);
  return `${[...lines, 'COMMIT'].join('\n')}\n`;
}

/**
 * IPv4 is put together before the INPUT hook, IPv6 behind it: fragments would go past a queue chosen by port. The
 * kernel puts them together early as soon as a rule asks for it by these matches; that no packet gets to them does
 * not matter.
 */
function wholeDatagrams(chain: string, selective: boolean): string {
  const match = selective ? '-m socket' : '-m conntrack --ctstate INVALID';
  return `-A ${chain} -p tcp --dport 0 ${match} -j RETURN`;
}

/** When nothing reads answers, bare acknowledgements from the client concern nobody. */
function skip(chain: string, match: string, version: 4 | 6): string {
  if (chain === CHAIN_IN) return `${match} -m bpf --bytecode "${segmentFilter('empty', version)}" -j RETURN`;
  const full = `-m bpf --bytecode "${segmentFilter('full', version)}"`;
  return `${match} ${full} -m statistic --mode random --probability 0.875 -j RETURN`;
}

/** Takes our chains and the jumps to them out again. */
export function iptablesRemove(jumps: readonly ('INPUT' | 'OUTPUT')[]): string {
  const lines = ['*mangle', `:${CHAIN_IN} - [0:0]`, `:${CHAIN_OUT} - [0:0]`];
  for (const hook of jumps) lines.push(`-D ${hook} -j ${hook === 'INPUT' ? CHAIN_IN : CHAIN_OUT}`);
  return `${[...lines, `-X ${CHAIN_IN}`, `-X ${CHAIN_OUT}`, 'COMMIT'].join('\n')}\n`;
}

export const NFT_TABLE = 'mvp_inspect';

/** The same as one nft table, for kernels with the native `queue` statement and hosts without iptables. */
export function nftQueueTable(rules: QueueRules): string {
  const target = `queue num ${rules.queue}${rules.onFailure === 'open' ? ' bypass' : ''}`;
  const chain = (name: string, hook: string, side: 'dport' | 'sport'): string[] => {
    const lines = [`meta mark & 0x${SKIP.toString(16)} != 0 accept`];
    // See wholeDatagrams.
    if (side === 'dport') lines.push('meta nfproto ipv6 tcp dport 0 ct state invalid accept');
    const tcp = nftPorts(rules.tcpPorts);
    const udp = nftPorts(rules.udpPorts);
    if (tcp !== null && side === 'sport' && rules.responses === 'signs') {
      lines.push(
        `tcp sport ${tcp} tcp flags & (fin | syn | rst) == fin accept`,
        `tcp sport ${tcp} tcp flags & (fin | syn | rst) == 0x0 meta length > 200 numgen random mod 8 > 0 accept`,
      );
    }
    if (tcp !== null) lines.push(`tcp ${side} ${tcp} ${target}`);
    if (udp !== null) lines.push(`udp ${side} ${udp} ${target}`);
    const body = [`type filter hook ${hook} priority -150; policy accept;`, ...lines].map(
      (line) => `    ${line}`,
    );
    return [`  chain ${name} {`, ...body, '  }'];
  };
  return `${[
    `table inet ${NFT_TABLE}`,
    `delete table inet ${NFT_TABLE}`,
    `table inet ${NFT_TABLE} {`,
    ...chain('inspect_in', 'input', 'dport'),
    ...chain('inspect_out', 'output', 'sport'),
    '}',
  ].join('\n')}\n`;
}

/** multiport takes at most 15 numbers, a range counting as two. */
function portMatches(ports: readonly PortRange[]): string[] {
  const lists: string[] = [];
  let list: string[] = [];
  let weight = 0;
  for (const { from, to } of mergePorts(ports)) {
    const cost = from === to ? 1 : 2;
    if (weight + cost > MOST_PORTS_PER_MATCH) {
      lists.push(list.join(','));
      list = [];
      weight = 0;
    }
    list.push(from === to ? `${from}` : `${from}:${to}`);
    weight += cost;
  }
  if (list.length > 0) lists.push(list.join(','));
  return lists;
}

function nftPorts(ports: readonly PortRange[]): string | null {
  if (ports.length === 0) return null;
  return `{ ${mergePorts(ports)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`))
    .join(', ')} }`;
}
