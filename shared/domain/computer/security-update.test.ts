import { expect, it } from 'vitest';
import { followCheck, type Standing, type UpdateCheck } from './security-update.ts';

const begun = { requested: 10, started: 20 };
const done = { ...begun, ended: 30, ok: true };

it.each<[string, UpdateCheck | undefined, number | undefined, Standing, UpdateCheck | undefined]>([
  ['nobody asked', undefined, undefined, 'current', undefined],
  ['it has everything', undefined, 10, 'current', { requested: 10, started: 50, ended: 50, ok: true }],
  ['it is given something', undefined, 10, 'given', { requested: 10, started: 50 }],
  ['it is given it again', begun, undefined, 'given', undefined],
  ['it runs it', begun, undefined, 'current', { ...begun, ended: 50, ok: true }],
  ['it could not take it', begun, undefined, 'failed', { ...begun, ended: 50, ok: false }],
  ['the check was over', done, undefined, 'given', undefined],
  ['it is asked once more', done, 40, 'given', { requested: 40, started: 50 }],
  ['an answered request comes late', done, 10, 'given', undefined],
])('a check when %s', (_what, last, asked, standing, becomes) => {
  expect(followCheck(last, asked, standing, 50)).toEqual(becomes);
});
