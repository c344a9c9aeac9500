import { expect, it } from 'vitest';
import { readPlaneUrl } from './plane-url.ts';

it.each([
  ['https://plane.example', 'https://plane.example'],
  ['https://plane.example:8443/', 'https://plane.example:8443'],
  ['https://plane.example/stage/', 'https://plane.example/stage'],
  ['dsm://plane.example:443/', 'https://plane.example'],
  ['DSM://plane.example:4120/', 'https://plane.example:4120'],
])('reads %s', (text, url) => {
  expect(readPlaneUrl(text)).toEqual({ ok: true, url });
});

it.each([
  'http://plane.example',
  'plane.example',
  '',
  'https://u:p@plane.example',
  'https://plane.example/?a=1',
])('refuses "%s" and says how to write it', (text) => {
  const read = readPlaneUrl(text);
  expect(read.ok).toBe(false);
  expect(read.ok ? '' : read.message).toContain('Write https://HOST');
});
