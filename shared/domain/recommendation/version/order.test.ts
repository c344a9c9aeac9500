import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemeOf, type VersionScheme, versionOrders } from './order.ts';

const sign = (a: string, b: string, scheme: VersionScheme): number => Math.sign(versionOrders[scheme](a, b));

/** Older, newer; `=` between them says that neither is. */
const cases: Readonly<Record<VersionScheme, readonly (readonly [string, '<' | '=', string])[]>> = {
  // The examples of Debian Policy 5.6.12 and of dpkg's t-version.c.
  deb: [
    ['~~', '<', '~~a'],
    ['~~a', '<', '~'],
    ['~', '<', ''],
    ['', '<', 'a'],
    ['0:0-0', '=', '0:00-00'],
    ['1', '=', '0:1'],
    ['1:0', '<', '2:0'],
    ['9.9', '<', '1:0.1'],
    ['0:0-0', '<', '0:0-1'],
    ['0:0:0-0', '<', '0:0:1-0'],
    ['0:0-0-0', '=', '0:0-0-0'],
    ['1.0~beta1~svn1245', '<', '1.0~beta1'],
    ['1.0~beta1', '<', '1.0'],
    ['1.0', '<', '1.0-1'],
    ['1.0-1', '<', '1.0-1+b1'],
    ['1.9', '<', '1.10'],
    ['2.4.38-3+deb10u4', '<', '2.4.38-3+deb10u10'],
    ['1.18.0-6.1', '<', '1.18.0-6.1+deb11u3'],
    ['8.9p1-3ubuntu0.3', '<', '8.9p1-3ubuntu0.10'],
    ['1.0a', '<', '1.0+'],
  ],
  // rpm's own tests/rpmvercmp.at.
  rpm: [
    ['1.0', '=', '1.0'],
    ['1.0', '<', '2.0'],
    ['2.0', '<', '2.0.1'],
    ['2.0.1', '<', '2.0.1a'],
    ['5.5p1', '<', '5.5p2'],
    ['5.5p1', '<', '5.5p10'],
    ['10xyz', '<', '10.1xyz'],
    ['xyz10', '<', 'xyz10.1'],
    ['xyz.4', '<', '8'],
    ['5.5p2', '<', '5.6p1'],
    ['5.6p1', '<', '6.5p1'],
    ['6.0', '<', '6.0.rc1'],
    ['10a2', '<', '10b2'],
    ['1.05', '=', '1.5'],
    ['1.0', '<', '1.0a'],
    ['1.fc4', '<', '1.4'],
    ['3.0.0_fc', '=', '3.0.0.fc'],
    ['a', '=', 'a+'],
    ['1_', '=', '1+'],
    ['1.0~rc1', '<', '1.0'],
    ['1.0~rc1', '<', '1.0~rc2'],
    ['1.0~rc1~git123', '<', '1.0~rc1'],
    ['1.0', '<', '1.0^'],
    ['1.0^', '<', '1.0^git1'],
    ['1.0^git1', '<', '1.01'],
    ['1.0^git1', '<', '1.0.1'],
    ['1.0^20160101', '<', '1.0.1'],
    ['1.0~rc1', '<', '1.0~rc1^git1'],
    ['1.0^git1~pre', '<', '1.0^git1'],
    ['1.1.1k-5.el8_5', '<', '1.1.1k-6.el8_5'],
    ['9.9-1', '<', '1:1.0-1'],
  ],
  // apk-tools, test/version.data.
  apk: [
    ['2.34', '<', '2.34-r1'],
    ['1.0_alpha', '<', '1.0'],
    ['0.9_beta_p1', '<', '0.9'],
    ['1.0_rc1', '<', '1.0_rc2'],
    ['1.0', '<', '1.0_p1'],
    ['1.0_p9', '<', '1.0_p10'],
    ['1.0', '<', '1.0a'],
    ['1.0a', '<', '1.0b'],
    ['1.0b', '<', '1.0.1'],
    ['1.2', '<', '1.10'],
    ['1.01', '<', '1.1'],
    ['1.0.00', '<', '1.0.1'],
    ['5.6.0_rc3', '<', '5.6.0'],
    ['1.24.0-r9', '<', '1.24.0-r15'],
    ['2.4.58-r0', '<', '2.4.59-r0'],
    ['1.0_pre', '<', '1.0_rc'],
    ['1.0_git20200101', '<', '1.0_p1'],
    ['not a version', '<', '0'],
  ],
  // semver.org, section 11.
  semver: [
    ['1.0.0', '<', '2.0.0'],
    ['2.0.0', '<', '2.1.0'],
    ['2.1.0', '<', '2.1.1'],
    ['1.0.0-alpha', '<', '1.0.0-alpha.1'],
    ['1.0.0-alpha.1', '<', '1.0.0-alpha.beta'],
    ['1.0.0-alpha.beta', '<', '1.0.0-beta'],
    ['1.0.0-beta', '<', '1.0.0-beta.2'],
    ['1.0.0-beta.2', '<', '1.0.0-beta.11'],
    ['1.0.0-beta.11', '<', '1.0.0-rc.1'],
    ['1.0.0-rc.1', '<', '1.0.0'],
    ['1.0.0+a', '=', '1.0.0+b'],
    ['v1.2', '=', '1.2.0'],
    ['1.9.0', '<', '1.10.0'],
  ],
};

describe.each(Object.entries(cases) as [VersionScheme, (typeof cases)[VersionScheme]][])(
  '%s',
  (scheme, rows) => {
    it.each(rows)('%s %s %s', (a, relation, b) => {
      expect(sign(a, b, scheme)).toBe(relation === '=' ? 0 : -1);
      expect(sign(b, a, scheme)).toBe(relation === '=' ? 0 : 1);
    });

    const pieces = fc.constantFrom(
      '0',
      '1',
      '05',
      '10',
      '.',
      '-',
      '~',
      '^',
      '+',
      ':',
      '_',
      'a',
      'rc',
      '-r',
      '_p',
    );
    const version = fc.oneof(
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.constantFrom(...rows.flatMap(([a, , b]) => [a, b])),
      fc.string({ maxLength: 6 }),
    );

    it('is a total order', () => {
      fc.assert(
        fc.property(version, version, version, (a, b, c) => {
          expect(sign(a, a, scheme)).toBe(0);
          expect(sign(a, b, scheme) + sign(b, a, scheme)).toBe(0);
          const [first, second, third] = [a, b, c].sort(versionOrders[scheme]) as [string, string, string];
          expect(sign(first, second, scheme)).toBeLessThanOrEqual(0);
          expect(sign(second, third, scheme)).toBeLessThanOrEqual(0);
          expect(sign(first, third, scheme)).toBeLessThanOrEqual(0);
          if (sign(first, third, scheme) === 0) expect(sign(first, second, scheme)).toBe(0);
        }),
        { numRuns: 2000 },
      );
    });
  },
);

it.each([
  ['Debian:12', 'deb'],
  ['Ubuntu:22.04:LTS', 'deb'],
  ['AlmaLinux:8', 'rpm'],
  ['Alpine:v3.19', 'apk'],
  ['npm', 'semver'],
  ['__proto__', 'semver'],
])('%s is ordered as %s', (ecosystem, scheme) => {
  expect(schemeOf(ecosystem)).toBe(scheme);
});
