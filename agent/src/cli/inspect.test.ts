import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Conversation } from '../../../shared/domain/ips/testing/conversation.ts';
import { runInspect } from './inspect.ts';

const folder = mkdtempSync(join(tmpdir(), 'inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Raw IP packets as a classic capture. */
function pcap(datagrams: readonly Uint8Array[]): Uint8Array {
  const words = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
  const head = words(0xa1b2c3d4, 0x00040002, 0, 0, 65535, 101);
  return Buffer.concat([
    head,
    ...datagrams.flatMap((bytes) => [words(1, 0, bytes.length, bytes.length), bytes]),
  ]);
}

const RULES = fileOf(
  'web.rules',
  '# comment\n\ndrop http any any -> any any (http.uri; \\\n  content:"/evil"; sid:11;)\nalert tcp any any -> any any (lua:x; sid:12;)\n',
);
const MORE = fileOf('more.rules', 'reject tcp any any -> any any (content:"bad"; sid:13;)\n');

function conversation(v6: boolean): string {
  const talk = new Conversation({ v6 });
  const datagrams = [...talk.open(), talk.client('GET /evil HTTP/1.1\r\nA: bad\r\n\r\n'), talk.client('bad')];
  return fileOf(`talk-${v6}.pcap`, pcap(datagrams));
}

async function run(...words: string[]): Promise<{ code: number; out: unknown[]; error: string[] }> {
  const out: unknown[] = [];
  const error: string[] = [];
  const code = await runInspect(words, {
    out: (line) => out.push(JSON.parse(line)),
    error: (line) => error.push(line),
  });
  return { code, out, error };
}

describe('agent inspect', () => {
  it('prints a line per alert and one of counts', async () => {
    const { code, out, error } = await run('--rules', RULES, '--rules', MORE, '--pcap', conversation(false));
    const ends = { src: '10.0.0.1:40000', dst: '10.0.0.2:80', proto: 'tcp', reason: null, packet: 4 };
    expect({ code, error }).toEqual({ code: 0, error: [] });
    expect(out).toEqual([
      { ...ends, sid: 11, action: 'drop' },
      { ...ends, sid: 13, action: 'reset' },
      {
        packets: 5,
        bytes: 233,
        seconds: expect.any(Number),
        rules: { loaded: 2, refused: [{ sid: 12, reason: 'keyword lua is not supported' }] },
      },
    ]);
  });

  it('in tap nothing is dropped, so the flow is read on', async () => {
    const { out } = await run('--rules', MORE, '--pcap', conversation(true), '--mode', 'tap');
    expect(out.slice(0, -1)).toEqual(
      [4, 5].map((packet) => ({
        src: '[2001:db8::1]:40000',
        dst: '[2001:db8::2]:80',
        proto: 'tcp',
        sid: 13,
        action: 'alert',
        reason: null,
        packet,
      })),
    );
  });

  it.each([
    ['no rules', ['--pcap', 'x'], /name at least one rule file/],
    ['no capture', ['--rules', RULES], /name a capture/],
    ['an unknown mode', ['--rules', RULES, '--pcap', 'x', '--mode', 'off'], /--mode off is neither/],
    ['an unknown option', ['--fast'], /--fast/],
    [
      'a missing rule file',
      ['--rules', join(folder, 'none.rules'), '--pcap', 'x'],
      /none\.rules: cannot be read/,
    ],
    [
      'a missing capture',
      ['--rules', RULES, '--pcap', join(folder, 'none.pcap')],
      /none\.pcap: cannot be opened/,
    ],
    ['a file that is no capture', ['--rules', RULES, '--pcap', RULES], /web\.rules: is not a capture/],
  ])('%s ends with 2 and says so', async (_name, words, message) => {
    const { code, out, error } = await run(...words);
    expect([code, out]).toEqual([2, []]);
    expect(error.join('\n')).toMatch(message);
  });

  it('runs from the command line', () => {
    const main = join(import.meta.dirname, 'main.ts');
    const out = execFileSync(
      process.execPath,
      [main, 'inspect', '--rules', MORE, '--pcap', conversation(false)],
      { encoding: 'utf8' },
    );
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(() => execFileSync(process.execPath, [main, 'nonsense'], { stdio: 'pipe' })).toThrow(
      /There is no command nonsense/,
    );
  });
});

it('tells how it goes when asked', async () => {
  const out: string[] = [];
  const terminal = { out: (line: string) => void out.push(line), error: () => undefined };
  expect(await runInspect(['--help'], terminal)).toBe(0);
  expect(out.join('\n')).toContain('--mode MODE');
});
