/** An address range: `bits` leading bits of `value` are fixed. Addresses of IPv4 and IPv6 never mix. */
export interface Network {
  readonly width: 32 | 128;
  readonly value: bigint;
  readonly bits: number;
}

/**
 * Reads an address or a CIDR range, IPv4 or IPv6. An IPv4 address in IPv6 form (`::ffff:192.0.2.1`) is that IPv4
 * address. Undefined for anything else.
 */
export const parseNetwork = (text: string): Network | undefined => {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  const parsed = address.includes(':') ? parse6(address) : parse4(address);
  if (!parsed) return undefined;
  if (length === undefined) return { ...parsed, bits: parsed.width };
  const written = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  const bits = parsed.width === 32 && address.includes(':') ? written - MAPPED_BITS : written;
  return bits >= 0 && bits <= parsed.width ? { ...parsed, bits } : undefined;
};

/** Whether an address (or smaller range) lies within a range. */
export const within = (inner: Network, outer: Network): boolean => {
  if (inner.width !== outer.width || inner.bits < outer.bits) return false;
  const rest = BigInt(outer.width - outer.bits);
  return inner.value >> rest === outer.value >> rest;
};

/** The network that stands for one site: whoever has an IPv6 address has a whole /64 of them. */
export const siteOf = (address: string): string => {
  const parsed = parseNetwork(address);
  if (!parsed) return 'unknown';
  if (parsed.width === 32) return [24n, 16n, 8n, 0n].map((n) => (parsed.value >> n) & 0xffn).join('.');
  return `${(parsed.value >> 64n).toString(16).padStart(16, '0')}/64`;
};

/** Leading bits of `::ffff:0:0/96`, under which IPv6 holds the IPv4 addresses. */
const MAPPED_BITS = 96;
const MAPPED = 0xffffn;

type Address = Pick<Network, 'width' | 'value'>;

const parse4 = (text: string): Address | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return { width: 32, value };
};

const parse6 = (text: string): Address | undefined => {
  const halves = text.split('::');
  if (text.length > 45 || halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])];
  const value = groups.reduce((sum, group) => (sum << 16n) | group, 0n);
  return value >> 32n === MAPPED ? { width: 32, value: value & 0xffffffffn } : { width: 128, value };
};

/** The 16-bit groups of one side of `::`; the last may be written as an IPv4 address. */
const groupsOf = (text: string): bigint[] | undefined => {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const dotted = i === parts.length - 1 && part.includes('.') ? parse4(part) : undefined;
    if (dotted) groups.push(dotted.value >> 16n, dotted.value & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
};
