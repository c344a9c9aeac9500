import { expect, it } from 'vitest';
import { checkSources } from './source-address.ts';

const feed = 'https://rules.example.com/open/rules.tar.gz';

it.each([
  [feed, true, true],
  ['https://8.8.8.8/a.rules', true, true],
  ['/srv/rules', false, true],
  ['rules', false, true],
  ['http://rules.example.com/a.rules', false, false],
  ['file:///etc/passwd', false, false],
  ['ftp://rules.example.com/a.rules', false, false],
  ['data:text/plain,alert', false, false],
  ['https://user:word@rules.example.com/a.rules', false, false],
  ['https://user@rules.example.com/a.rules', false, false],
  ['https://localhost/a.rules', false, true],
  ['https://rules.localhost/a.rules', false, true],
  ['https://feed/a.rules', false, true],
  ['https://feed.corp.internal./a.rules', false, true],
  ['https://10.0.0.1/a.rules', false, true],
  ['https://0x7f.1/a.rules', false, true],
  ['https://169.254.169.254/latest/meta-data', false, true],
  ['https://[::1]/a.rules', false, true],
  ['https://[::ffff:10.0.0.1]/a.rules', false, true],
  ['https://[fd00:ec2::254]/', false, true],
])('%s: in the cloud %j, on one machine %j', (from, cloud, machine) => {
  expect([checkSources([{ from }], false).ok, checkSources([{ from }], true).ok]).toEqual([cloud, machine]);
});

it('names the member', () => {
  expect(checkSources([{ from: feed }, { from: feed }], false)).toMatchObject({
    message: 'sources[1].from: is the address of sources[0], too.',
  });
  expect(checkSources([{ from: feed }, { from: 'file:///etc/passwd' }], false)).toMatchObject({
    message: 'sources[1].from: must be an https address.',
  });
});
