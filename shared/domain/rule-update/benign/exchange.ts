/**
 * Ordinary traffic that no rule should stop, written down as what each side says. `data` holds bytes as the
 * characters of Latin-1.
 */
export interface Exchange {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  /** The server's. */
  readonly port: number;
  readonly turns: readonly { readonly from: 'client' | 'server'; readonly data: string }[];
}

export const talk = (
  name: string,
  protocol: Exchange['protocol'],
  port: number,
  ...said: readonly string[]
): Exchange => ({
  name,
  protocol,
  port,
  turns: said.map((line) => ({ from: line.startsWith('< ') ? 'server' : 'client', data: line.slice(2) })),
});
