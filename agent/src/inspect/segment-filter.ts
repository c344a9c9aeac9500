/**
 * Classic BPF for xt_bpf, as iptables takes it (`N,code jt jf k,…`), over TCP segments that open, end or reset
 * nothing: `empty` is true for those without a byte (bare acknowledgements, half of a download's packets), `full`
 * for those with some. Offsets count from the IP header; lengths come from the packet itself, so an offloaded
 * (larger) packet is judged right too.
 */
const LOAD_BYTE = 0x30;
const LOAD_BYTE_X = 0x50;
const LOAD_LENGTH = 0x80;
const LOADX_IMMEDIATE = 0x01;
const LOADX_IP_HEADER = 0xb1;
const AND = 0x54;
const SHIFT_RIGHT = 0x74;
const ADD_X = 0x0c;
const JUMP_EQUAL = 0x15;
const JUMP_EQUAL_X = 0x1d;
const TO_X = 0x07;
const RETURN = 0x06;

export type SegmentKind = 'empty' | 'full';
type Step = readonly [code: number, onTrue: number, onFalse: number, k: number];

/** An urgent mark may announce a byte that is still to come, so even an empty segment with one is looked at. */
const FIN_SYN_RST_ACK_URG = 0x37;
const ACK = 0x10;
const TCP = 6;

/** From X = where the TCP header starts. Equal lengths mean that nothing follows the header. */
const segment = (kind: SegmentKind): readonly Step[] => [
  [LOAD_BYTE_X, 0, 0, 13],
  [AND, 0, 0, FIN_SYN_RST_ACK_URG],
  [JUMP_EQUAL, 0, 7, ACK],
  [LOAD_BYTE_X, 0, 0, 12],
  [AND, 0, 0, 0xf0],
  [SHIFT_RIGHT, 0, 0, 2],
  [ADD_X, 0, 0, 0],
  [TO_X, 0, 0, 0],
  [LOAD_LENGTH, 0, 0, 0],
  kind === 'empty' ? [JUMP_EQUAL_X, 1, 0, 0] : [JUMP_EQUAL_X, 0, 1, 0],
  [RETURN, 0, 0, 0],
  [RETURN, 0, 0, 1],
];

/** IPv6 with extension headers is neither, and so left to inspection. */
const TO_TCP: Record<4 | 6, readonly Step[]> = {
  4: [[LOADX_IP_HEADER, 0, 0, 0]],
  6: [
    [LOAD_BYTE, 0, 0, 6],
    [JUMP_EQUAL, 0, 11, TCP],
    [LOADX_IMMEDIATE, 0, 0, 40],
  ],
};

/** The program's text for one IP version. */
export function segmentFilter(kind: SegmentKind, version: 4 | 6): string {
  const steps = [...TO_TCP[version], ...segment(kind)];
  return [steps.length, ...steps.map((step) => step.join(' '))].join(',');
}
