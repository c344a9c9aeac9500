import { type Network, parseNetwork, within } from './network.ts';

/**
 * Whether the plane may connect to an address on a tenant's word: it is on the public internet, or in a range that
 * the deployment allows. Anything unreadable is not. An IPv6 address that carries an IPv4 address (mapped, 6to4,
 * NAT64) is judged by what it carries too, so that no form of writing reaches what another may not.
 * DESIGN "Principals"; ranges: IANA's special-purpose address registries (RFC 6890 and later).
 */
export const mayConnectTo = (address: string, allowed: readonly Network[] = []): boolean => {
  const parsed = parseNetwork(address);
  if (!parsed || parsed.bits !== parsed.width) return false;
  return allowed.some((range) => within(parsed, range)) || isPublic(parsed);
};

/**
 * Reads the ranges that a deployment allows though they are not public, e.g. `127.0.0.0/8, ::1/128`. Throws on
 * anything unreadable: a wrong setting must not become an open door or a closed one.
 */
export const readRanges = (text: string): readonly Network[] =>
  text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const range = parseNetwork(part);
      if (!range) throw new Error(`${part} is not an address range`);
      return range;
    });

const ranges = (...texts: readonly string[]): readonly Network[] => texts.flatMap(readRanges);

const special4 = ranges(
  '0.0.0.0/8', // this network
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, and the clouds' metadata services
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
);

/** What is given out on the internet; loopback, link-local, unique local (with fd00:ec2::254) and multicast lie outside. */
const [global6] = ranges('2000::/3') as [Network];
const special6 = ranges(
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '3fff::/20', // documentation
);

/** Where an IPv4 address lies within the IPv6 addresses of a range; `shift` counts from the right. */
const carriers: readonly { readonly range: Network; readonly shift: bigint }[] = [
  { range: ranges('2002::/16')[0]!, shift: 80n }, // 6to4, RFC 3056
  { range: ranges('64:ff9b::/96')[0]!, shift: 0n }, // NAT64, RFC 6052
];

const isPublic = (address: Network): boolean => {
  if (address.width === 32) return !special4.some((range) => within(address, range));
  const carrier = carriers.find(({ range }) => within(address, range));
  if (carrier)
    return isPublic({ width: 32, bits: 32, value: (address.value >> carrier.shift) & 0xffffffffn });
  return within(address, global6) && !special6.some((range) => within(address, range));
};
