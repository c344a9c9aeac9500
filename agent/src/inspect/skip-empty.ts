/**
 * Classic BPF for xt_bpf, as iptables takes it (`N,code jt jf k,…`): true for a TCP segment that carries no
 * bytes and opens, ends or resets nothing. Such acknowledgements are half of a download's packets and give
 * inspection nothing to look at. Offsets count from the IP header; lengths come from the packet itself, so an
 * offloaded (larger) packet is judged right too.
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

type Step = readonly [code: number, onTrue: number, onFalse: number, k: number];

const FIN_SYN_RST_ACK = 0x17;
const ACK = 0x10;
const TCP = 6;

/** From X = where the TCP header starts; falls through to the two returns. */
const EMPTY_ACKNOWLEDGEMENT: readonly Step[] = [
  [LOAD_BYTE_X, 0, 0, 13],
  [AND, 0, 0, FIN_SYN_RST_ACK],
  [JUMP_EQUAL, 0, 7, ACK],
  [LOAD_BYTE_X, 0, 0, 12],
  [AND, 0, 0, 0xf0],
  [SHIFT_RIGHT, 0, 0, 2],
  [ADD_X, 0, 0, 0],
  [TO_X, 0, 0, 0],
  [LOAD_LENGTH, 0, 0, 0],
  [JUMP_EQUAL_X, 1, 0, 0],
  [RETURN, 0, 0, 0],
  [RETURN, 0, 0, 1],
];

/** IPv6 with extension headers is left to inspection. */
const PROGRAMS: Record<4 | 6, readonly Step[]> = {
  4: [[LOADX_IP_HEADER, 0, 0, 0], ...EMPTY_ACKNOWLEDGEMENT],
  6: [[LOAD_BYTE, 0, 0, 6], [JUMP_EQUAL, 0, 11, TCP], [LOADX_IMMEDIATE, 0, 0, 40], ...EMPTY_ACKNOWLEDGEMENT],
};

/** The program's text for one IP version. */
export function emptyAcknowledgement(version: 4 | 6): string {
  const steps = PROGRAMS[version];
  return [steps.length, ...steps.map((step) => step.join(' '))].join(',');
}
