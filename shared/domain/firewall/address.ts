/** Addresses as numbers, so that single ones, subnets and ranges of both versions are all one thing: an interval. */
export type IpVersion = 4 | 6;

export interface AddressInterval {
  readonly version: IpVersion;
  readonly from: bigint;
  readonly to: bigint;
}

export interface Address {
  readonly version: IpVersion;
  readonly value: bigint;
}

const BITS: Record<IpVersion, number> = { 4: 32, 6: 128 };
const LONGEST_TEXT = 64;

/** An IPv4 or IPv6 address in its usual text; null when it is none. Zone ids are not addresses. */
export function parseAddress(text: string): Address | null {
  if (text.length > LONGEST_TEXT) return null;
  return text.includes(':') ? parse6(text) : parse4(text);
}

/** `10.0.0.1`, `10.0.0.0/8`, `10.0.0.1-10.0.0.9`, and the same in IPv6; null when it is none of them. */
export function parseInterval(text: string): AddressInterval | null {
  const trimmed = text.trim();
  const dash = trimmed.indexOf('-');
  if (dash >= 0) return between(trimmed.slice(0, dash).trim(), trimmed.slice(dash + 1).trim());
  const slash = trimmed.indexOf('/');
  if (slash >= 0) return subnet(trimmed.slice(0, slash), trimmed.slice(slash + 1));
  const address = parseAddress(trimmed);
  return address && { version: address.version, from: address.value, to: address.value };
}

/** Both ends included; null when they are not addresses of one version in ascending order. */
export function between(fromText: string, toText: string): AddressInterval | null {
  const from = parseAddress(fromText);
  const to = parseAddress(toText);
  if (from === null || to === null || from.version !== to.version || from.value > to.value) return null;
  return { version: from.version, from: from.value, to: to.value };
}

/** `mask` is a prefix length or a mask written as an address (contiguous ones). */
export function subnet(addressText: string, mask: string): AddressInterval | null {
  const address = parseAddress(addressText);
  const prefix = address && prefixLength(mask, address.version);
  if (address === null || prefix === null) return null;
  const size = 1n << BigInt(BITS[address.version] - prefix);
  const from = address.value - (address.value % size);
  return { version: address.version, from, to: from + size - 1n };
}

/** The text of an address that every tool reads: dotted, or eight groups of hex. */
export function formatAddress({ version, value }: Address): string {
  const width = version === 4 ? 8n : 16n;
  const groups = version === 4 ? 4 : 8;
  const parts: string[] = [];
  for (let i = BigInt(groups - 1); i >= 0n; i -= 1n) {
    parts.push(((value >> (i * width)) & ((1n << width) - 1n)).toString(version === 4 ? 10 : 16));
  }
  return parts.join(version === 4 ? '.' : ':');
}

/** Sorted, with what overlaps or touches joined. */
export function mergeIntervals(intervals: readonly AddressInterval[]): AddressInterval[] {
  const sorted = [...intervals].sort(
    (a, b) => a.version - b.version || Number(a.from > b.from) - Number(a.from < b.from),
  );
  const merged: AddressInterval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && last.version === next.version && next.from <= last.to + 1n) {
      merged[merged.length - 1] = { ...last, to: next.to > last.to ? next.to : last.to };
    } else merged.push(next);
  }
  return merged;
}

function prefixLength(mask: string, version: IpVersion): number | null {
  if (/^\d{1,3}$/.test(mask)) {
    const length = Number(mask);
    return length <= BITS[version] ? length : null;
  }
  const address = parseAddress(mask);
  if (address === null || address.version !== version) return null;
  const zeros = (1n << BigInt(BITS[version])) - 1n - address.value;
  if ((zeros & (zeros + 1n)) !== 0n) return null;
  return BITS[version] - (zeros === 0n ? 0 : zeros.toString(2).length);
}

function parse4(text: string): Address | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return { version: 4, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

function parse6(text: string): Address | null {
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  if (tail.includes('.')) {
    const mapped = parse4(tail);
    if (mapped === null) return null;
    const [high, low] = [mapped.value >> 16n, mapped.value & 0xffffn];
    return parse6(`${text.slice(0, lastColon + 1)}${high.toString(16)}:${low.toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], rest = []] = groups;
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { version: 6, value: all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}
