import { expect, it } from 'vitest';
import { fromFieldForm } from './field-form.ts';

it('reads the field’s own activation command', () => {
  expect(
    fromFieldForm([
      '-a',
      'dsm://plane.example:443/',
      'tenantID:11111111-2222-4333-8444-555555555555',
      'TOKEN:aa:bb',
      'policyid:4',
      'displayname:Web: the first',
      '--ca',
      'file.pem',
    ]),
  ).toEqual({
    ok: true,
    words: [
      '--url',
      'dsm://plane.example:443/',
      '--tenant=11111111-2222-4333-8444-555555555555',
      '--token=aa:bb',
      '--policy-id=4',
      '--display-name=Web: the first',
      '--ca',
      'file.pem',
    ],
  });
});

it('leaves this command’s own form alone', () => {
  expect(fromFieldForm(['--url', 'https://x'])).toEqual({ ok: true, words: ['--url', 'https://x'] });
});

it.each([[['-a']], [['-a', 'dsm://x/', 'colour:blue']], [['-a', 'dsm://x/', 'tenantID']]])(
  'refuses %o and says what is known',
  (words) => {
    expect(fromFieldForm(words)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/address|Known are/),
    });
  },
);
