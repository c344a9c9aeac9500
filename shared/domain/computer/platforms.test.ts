import { expect, it } from 'vitest';
import { unsupportedPlatform } from './platforms.ts';

it.each([
  'Debian GNU/Linux 12 (bookworm)',
  'Debian GNU/Linux 12',
  'Ubuntu 20.04.6 LTS',
  'Ubuntu 22.04.4 LTS',
  'Red Hat Enterprise Linux 8.9 (Ootpa)',
  'CentOS Linux 8 (Core)',
  'CentOS Stream 9',
  'Rocky Linux 9.3 (Blue Onyx)',
  'AlmaLinux 8.9 (Midnight Oncilla)',
  'Oracle Linux Server 8.9',
  'CloudLinux 8.9 (Anatoly Levchenko)',
  'SUSE Linux Enterprise Server 15 SP5',
  'Amazon Linux 2023',
])('%s is supported', (platform) => {
  expect(unsupportedPlatform(platform)).toBeUndefined();
});

it.each([
  ['Debian GNU/Linux 9 (stretch)', 'older than Debian 10'],
  ['Ubuntu 18.04.6 LTS', 'older than Ubuntu 20.4'],
  ['Red Hat Enterprise Linux Server 7.9 (Maipo)', 'older than Red Hat Enterprise Linux 8'],
  ['CentOS Linux 7 (Core)', 'older than CentOS 8'],
  ['SUSE Linux Enterprise Server 12 SP5', 'older than SUSE Linux Enterprise Server 15.3'],
  ['SUSE Linux Enterprise Server 15 SP1', 'older than SUSE Linux Enterprise Server 15.3'],
  ['Amazon Linux 2', 'older than Amazon Linux 2023'],
  ['Alpine Linux v3.19', 'not among the supported'],
  ['', 'not among the supported'],
])('%s is not: %s', (platform, reason) => {
  expect(unsupportedPlatform(platform)).toContain(reason);
});
