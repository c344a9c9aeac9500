/** Link types that a capture may name (tcpdump.org/linktypes.html) and that carry IP. */
export const LINK_TYPES = {
  null: 0,
  ethernet: 1,
  raw12: 12,
  raw14: 14,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  ipv4: 228,
  ipv6: 229,
  linuxCooked2: 276,
} as const;

const ETHER_IPV4 = 0x0800;
const ETHER_IPV6 = 0x86dd;
const ETHER_VLAN = 0x8100;
const ETHER_SERVICE_VLAN = 0x88a8;
const MOST_TAGS = 4;

/** The IP datagram of a captured frame; null when the frame carries something else or is cut too short. */
export function datagramOf(linkType: number, frame: Uint8Array): Uint8Array | null {
  switch (linkType) {
    case LINK_TYPES.ethernet:
      return afterEtherType(frame, 12);
    case LINK_TYPES.linuxCooked:
      return afterEtherType(frame, 14);
    case LINK_TYPES.linuxCooked2:
      return isIp(u16(frame, 0)) ? frame.subarray(20) : null;
    case LINK_TYPES.null:
    case LINK_TYPES.loop:
      return ipOnly(frame.subarray(4));
    case LINK_TYPES.raw:
    case LINK_TYPES.raw12:
    case LINK_TYPES.raw14:
    case LINK_TYPES.ipv4:
    case LINK_TYPES.ipv6:
      return ipOnly(frame);
    default:
      return null;
  }
}

export function isKnownLinkType(linkType: number): boolean {
  return Object.values(LINK_TYPES).some((known) => known === linkType);
}

/** Skips VLAN tags (IEEE 802.1Q, 802.1ad) that stand before the type of the payload. */
function afterEtherType(frame: Uint8Array, at: number): Uint8Array | null {
  let place = at;
  for (let tags = 0; tags <= MOST_TAGS; tags++) {
    const type = u16(frame, place);
    if (isIp(type)) return frame.subarray(place + 2);
    if (type !== ETHER_VLAN && type !== ETHER_SERVICE_VLAN) return null;
    place += 4;
  }
  return null;
}

function isIp(etherType: number): boolean {
  return etherType === ETHER_IPV4 || etherType === ETHER_IPV6;
}

function ipOnly(datagram: Uint8Array): Uint8Array | null {
  const version = (datagram[0] ?? 0) >> 4;
  return version === 4 || version === 6 ? datagram : null;
}

/** Zero past the end of the frame, which is no type of ours. */
function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
