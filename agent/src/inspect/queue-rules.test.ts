import { describe, expect, it } from 'vitest';
import {
  CHAIN_IN,
  CHAIN_OUT,
  iptablesRemove,
  iptablesRestore,
  nftQueueTable,
  type QueueRules,
} from './queue-rules.ts';

const rules: QueueRules = {
  queue: 7,
  tcpPorts: [
    { from: 80, to: 80 },
    { from: 8000, to: 8080 },
  ],
  udpPorts: [{ from: 53, to: 53 }],
  onFailure: 'open',
  responses: 'all',
  selective: false,
};
const chainLines = (text: string, chain: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`-A ${chain} `))
    .map((line) => line.slice(chain.length + 4));

describe('iptables-nft', () => {
  it('queues both directions of the ports asked for, and nothing of our own', () => {
    const text = iptablesRestore(4, rules, ['INPUT', 'OUTPUT']);
    expect(chainLines(text, CHAIN_IN)).toEqual([
      '-m mark ! --mark 0x0/0xb000000 -j RETURN',
      '-p tcp -m multiport --dports 80,8000:8080 -j NFQUEUE --queue-num 7 --queue-bypass',
      '-p udp -m multiport --dports 53 -j NFQUEUE --queue-num 7 --queue-bypass',
    ]);
    expect(chainLines(text, CHAIN_OUT).slice(1)).toEqual([
      '-p tcp -m multiport --sports 80,8000:8080 -j NFQUEUE --queue-num 7 --queue-bypass',
      '-p udp -m multiport --sports 53 -j NFQUEUE --queue-num 7 --queue-bypass',
    ]);
    expect(text).toMatch(
      /^\*mangle\n:MVP.*\n:MVP.*\n[\s\S]*-I INPUT -j MVP-INSPECT-IN\n-I OUTPUT -j MVP-INSPECT-OUT\nCOMMIT\n$/,
    );
  });

  it('asks the kernel for whole IPv6 datagrams, of which it gives fragments otherwise', () => {
    const first = (version: 4 | 6, selective: boolean): string | undefined =>
      chainLines(iptablesRestore(version, { ...rules, selective }, []), CHAIN_IN)[0];
    expect(first(6, true)).toBe('-p tcp --dport 0 -m socket -j RETURN');
    expect(first(6, false)).toBe('-p tcp --dport 0 -m conntrack --ctstate INVALID -j RETURN');
    expect(first(4, true)).toContain('-m mark');
    expect(nftQueueTable(rules)).toContain('meta nfproto ipv6 tcp dport 0 ct state invalid accept');
  });

  it('has no bypass when traffic is to stop without us', () => {
    expect(iptablesRestore(6, { ...rules, onFailure: 'closed' }, [])).not.toContain('--queue-bypass');
  });

  it('leaves out of the answers what tells nothing, and out of the requests what is empty', () => {
    const text = iptablesRestore(4, { ...rules, responses: 'signs', selective: true }, []);
    expect(chainLines(text, CHAIN_IN)[1]).toMatch(
      /--dports 80,8000:8080 -m bpf --bytecode "13,[^"]+" -j RETURN$/,
    );
    expect(chainLines(text, CHAIN_OUT)[1]).toBe(
      '-p tcp -m multiport --sports 80,8000:8080 --tcp-flags FIN,SYN,RST FIN -j RETURN',
    );
    expect(nftQueueTable({ ...rules, responses: 'signs' })).toContain('(fin | syn | rst) == fin accept');
    expect(chainLines(text, CHAIN_OUT)[2]).toMatch(
      /-m bpf --bytecode "13,[^"]+" -m statistic --mode random --probability 0.875 -j RETURN$/,
    );
    expect(iptablesRestore(4, { ...rules, responses: 'all', selective: true }, [])).not.toContain('bpf');
  });

  it('puts at most fifteen numbers into one match, a range counting twice, overlaps joined', () => {
    const tcpPorts = Array.from({ length: 20 }, (_, i) => ({ from: 100 * i, to: 100 * i + (i % 2) }));
    const lists = chainLines(iptablesRestore(4, { ...rules, tcpPorts, udpPorts: [] }, []), CHAIN_IN)
      .slice(1)
      .map((line) => /--dports (\S+)/.exec(line)?.[1] ?? '');
    for (const list of lists) expect(list.split(/[,:]/).length).toBeLessThanOrEqual(15);
    expect(lists.join(',').split(',')).toHaveLength(20);
    const joined = iptablesRestore(
      4,
      {
        ...rules,
        tcpPorts: [
          { from: 5, to: 9 },
          { from: 1, to: 6 },
        ],
      },
      [],
    );
    expect(joined).toContain('--dports 1:9 ');
  });

  it('removes the jumps it is told of, then its chains', () => {
    expect(iptablesRemove(['OUTPUT']).split('\n').slice(3)).toEqual([
      '-D OUTPUT -j MVP-INSPECT-OUT',
      '-X MVP-INSPECT-IN',
      '-X MVP-INSPECT-OUT',
      'COMMIT',
      '',
    ]);
  });
});

it('says the same in nft', () => {
  const text = nftQueueTable(rules);
  expect(text).toContain('tcp dport { 80, 8000-8080 } queue num 7 bypass');
  expect(text).toContain('udp sport { 53 } queue num 7 bypass');
  expect(text).toContain('meta mark & 0xb000000 != 0 accept');
  expect(nftQueueTable({ ...rules, onFailure: 'closed', udpPorts: [] })).not.toMatch(/bypass|udp/);
});
