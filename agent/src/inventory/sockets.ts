/** A socket that waits for peers, from `/proc/net/{tcp,tcp6,udp,udp6}` (proc(5)). */
export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

const LISTEN = '0A';
/** An unconnected UDP socket is in state CLOSE. */
const UNCONNECTED = '07';

export const parseSockets = (table: string, protocol: 'tcp' | 'udp'): ListeningSocket[] =>
  table.split('\n').flatMap((line): ListeningSocket[] => {
    const [, local = '', remote = '', state, , , , , , inode] = line.trim().split(/\s+/);
    const [, address, port] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
    if (address === undefined || port === undefined || inode === undefined) return [];
    if (state !== (protocol === 'tcp' ? LISTEN : UNCONNECTED) || !/:0000$/.test(remote)) return [];
    return [{ protocol, address: addressOf(address), port: Number.parseInt(port, 16), inode }];
  });

/** The kernel prints addresses as words in the machine's own order; all that Node runs on are little endian. */
const addressOf = (hex: string): string => {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    Number.parseInt(`${bytes[2 * at]}${bytes[2 * at + 1]}`, 16).toString(16),
  );
  const text = groups.join(':');
  return text === '0:0:0:0:0:0:0:0' ? '::' : text === '0:0:0:0:0:0:0:1' ? '::1' : text;
};
