import { readFileSync } from 'node:fs';
import { formatAddress } from '../../../shared/domain/firewall/address.ts';
import { TABLE } from './ruleset.ts';

/** A TCP connection of this host: addresses as text, with its IP version. */
export interface LiveConnection {
  readonly version: 4 | 6;
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
}

/** tcp_states.h: established, both FIN_WAITs, CLOSE_WAIT, LAST_ACK, CLOSING. */
const LIVE_STATES = new Set(['01', '04', '05', '08', '09', '0B']);
const MOST = 65_536;
const MAPPED_V4 = 0xffffn;

/** The connections this network namespace has now, read from the kernel's socket tables. */
export function liveConnections(): LiveConnection[] {
  return ['tcp', 'tcp6'].flatMap((file) => {
    try {
      return parseSocketTable(readFileSync(`/proc/self/net/${file}`, 'latin1'));
    } catch {
      return [];
    }
  });
}

/** Parses /proc/net/tcp or tcp6 (proc(5)); IPv4 inside IPv6 counts as IPv4, as on the wire. */
export function parseSocketTable(text: string): LiveConnection[] {
  const found: LiveConnection[] = [];
  for (const line of text.split('\n')) {
    const [, local = '', remote = '', state = ''] = line.trim().split(/\s+/);
    if (!LIVE_STATES.has(state)) continue;
    const own = endpoint(local);
    const other = endpoint(remote);
    if (own === null || other === null || own.version !== other.version || found.length === MOST) continue;
    found.push({
      version: own.version,
      local: own.address,
      localPort: own.port,
      remote: other.address,
      remotePort: other.port,
    });
  }
  return found;
}

/** nft commands that name them to the loaded ruleset. Loopback is never filtered, so it is left out. */
export function nameLiveConnections(connections: readonly LiveConnection[]): string {
  return ([4, 6] as const)
    .map((version) => {
      const elements = connections
        .filter((entry) => entry.version === version && !entry.local.startsWith('127.'))
        .map(
          ({ local, localPort, remote, remotePort }) => `${local} . ${localPort} . ${remote} . ${remotePort}`,
        );
      const unique = [...new Set(elements)];
      return unique.length === 0 ? '' : `add element ${TABLE} live${version} { ${unique.join(', ')} }\n`;
    })
    .join('');
}

/** Addresses are 32-bit words in host (little-endian) order. */
function endpoint(text: string): { version: 4 | 6; address: string; port: number } | null {
  const [hex = '', port = ''] = text.split(':');
  if (!/^([0-9A-F]{8}|[0-9A-F]{32})$/.test(hex) || !/^[0-9A-F]{4}$/.test(port)) return null;
  const words = hex.match(/.{8}/g) ?? [];
  const value = BigInt(`0x${words.map((word) => (word.match(/../g) ?? []).reverse().join('')).join('')}`);
  const version = words.length === 1 || value >> 32n === MAPPED_V4 ? 4 : 6;
  const address = formatAddress({ version, value: version === 4 ? value & 0xffffffffn : value });
  return { version, address, port: Number.parseInt(port, 16) };
}
