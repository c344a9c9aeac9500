import * as fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { expect, it } from 'vitest';
import { messageOf } from './message.ts';

const envelope = { from: 'patch@example.com', id: 'x', at: Date.UTC(2026, 10, 23, 12) };

it('reads in another’s parser as it was written, whatever anybody chose', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (subject, plain, html) => {
      const line = `[x] ${subject.replace(/\s+/gu, ' ').trim()}`.trim();
      const message = messageOf({ to: ['a@example.com'], subject: line, text: plain, html }, envelope);
      const read = await simpleParser(message);
      expect([...read.headers.keys()].sort()).toEqual([
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
      ]);
      expect(read.subject ?? '').toBe(line);
      expect((read.text ?? '').trim()).toBe(plain.replace(/\r\n?/g, '\n').trim());
      expect(message.split('\r\n').every((one) => one.length <= 200 && !/[\r\n]/.test(one))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('names the same letter by the same id', async () => {
  const letter = {
    to: ['a@example.com', 'b@example.com'],
    subject: '侵入防御'.repeat(30),
    text: 't',
    html: 'h',
  };
  const [one, two, other] = await Promise.all(
    ['x', 'x', 'y'].map((id) => simpleParser(messageOf(letter, { ...envelope, id }))),
  );
  expect(one?.messageId).toBe(two?.messageId);
  expect(one?.messageId).not.toBe(other?.messageId);
  expect(one?.subject).toBe(letter.subject);
  expect(one?.date).toEqual(new Date(envelope.at));
});
