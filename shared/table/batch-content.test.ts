import { createHash, randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ordinaryHour, sealed } from '../../test/support/host-events.ts';
import { MOST_CONTENT, openContent, packContent } from './batch-content.ts';
import { DICTIONARY, dictionary } from './batch-dictionary.ts';

const text = (count: number): Buffer =>
  Buffer.from(
    JSON.stringify({ id: '1795435200000-1', events: ordinaryHour(1_795_435_200_000).slice(0, count) }),
  );

/** Golden: other bytes under this number cannot open what was stored. */
it('keeps dictionary 1 as it is', () => {
  expect(DICTIONARY).toBe(1);
  expect(createHash('sha256').update(dictionary).digest('hex')).toMatchInlineSnapshot(
    `"f2b2b1c9e4ed08fc49a562f4d745d08ec5f12d4c275da3724325543cf056d2eb"`,
  );
});

it('opens what it packed', () => {
  for (const content of [text(1), text(42), Buffer.alloc(1_000_000, 'a'), Buffer.alloc(0)]) {
    const packed = packContent(content);
    expect(packed && openContent(packed).equals(content)).toBe(true);
  }
});

it('takes a third less than what the agent sent of 42 events, and half of 7', () => {
  const size = (count: number) => packContent(text(count))?.content.length ?? 0;
  const sent = (count: number) =>
    sealed('1795435200000-1', ordinaryHour(1_795_435_200_000).slice(0, count)).length;
  expect(size(42)).toBeLessThan(sent(42) * 0.7);
  expect(size(7)).toBeLessThan(sent(7) * 0.5);
});

it('keeps what was sent where packing it again gains nothing', () => {
  const large = Buffer.from(JSON.stringify(Array(40).fill(ordinaryHour(1_795_435_200_000))));
  for (const content of [large, randomBytes(2000)]) {
    const sent = zstdCompressSync(content);
    const packed = packContent(content, sent);
    expect(packed).toEqual({ content: sent, dictionary: 0 });
    expect(packed && openContent(packed).equals(content)).toBe(true);
  }
});

it('has nothing for what does not fit into an item', () => {
  expect(packContent(randomBytes(MOST_CONTENT + 1))).toBeUndefined();
});

it('says so when it does not know the dictionary', () => {
  expect(() => openContent({ content: new Uint8Array(), dictionary: 2 })).toThrow('no dictionary 2');
});
