import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCef } from './cef.ts';
import { toLeef } from './leef.ts';
import { attack, denied, offline, samples } from './samples.ts';
import type { ToldEvent } from './told-event.ts';

describe('CEF', () => {
  it('of a rule hit in detect mode', () => {
    expect(toCef(attack)).toBe(
      'CEF:0|Trend Micro|Deep Security Agent|1.2.3|1005924|Log4Shell in a header|10|' +
        'cn1=12 cn1Label=Host ID dvchost=web-1 act=IDS:Reset TrendMicroDsFrameType=IP src=203.0.113.9 dst=192.0.2.1 ' +
        'in=512 proto=TCP spt=40000 dpt=80 cnt=2 cs1=CVE-2021-44228 cs1Label=DPI Note cs5=17 ' +
        'cs5Label=DPI Stream Position TrendMicroDsTenant=Acme TrendMicroDsTenantId=7',
    );
  });

  it('of an implicit deny, from a host that is known by its address', () => {
    expect(toCef(denied)).toBe(
      'CEF:0|Trend Micro|Deep Security Agent|1.2.3|123|Out Of Allowed Policy|5|' +
        'cn1=12 cn1Label=Host ID dvc=198.51.100.4 act=Deny TrendMicroDsFrameType=IP src=203.0.113.9 dst=192.0.2.1 ' +
        'in=512 proto=TCP spt=40000 dpt=80 cnt=2 cs2=0x02 SYN cs2Label=TCP Flags ' +
        'TrendMicroDsTenant=Acme TrendMicroDsTenantId=7',
    );
  });

  it('of a system event, its line end written as CEF asks', () => {
    expect(toCef(offline)).toBe(
      'CEF:0|Trend Micro|Deep Security Manager|1.0.0|730|Offline|8|' +
        'suser=System target=web-1 targetID=12 targetType=Host msg=web-1 was not heard of.\\nCheck its network. ' +
        'TrendMicroDsTenant=Acme TrendMicroDsTenantId=7',
    );
  });

  it.each([
    ['a starter rule', 3, '1000003'],
    ['a rule in the range of such rules', 1_005_924, '1005924'],
    ['a feed rule whose number means another module', 2_034_647, '10'],
    ["a tenant's own rule", 10_000_001, '10'],
  ])('numbers %s %i as %s', (_, ID, expected) => {
    const told = { ...attack, rule: { ...attack.rule, ID } };
    expect(toCef(told).split('|')[4]).toBe(expected);
  });

  it.each(['a|b', 'a\\b', 'a\nb', 'a\u2028b'])('keeps %j inside its header field', (name) => {
    const fields = headerOf(toCef({ ...attack, rule: { ...attack.rule, name } }));
    expect(fields).toHaveLength(7);
    expect(fields[6]).toBe('10');
  });
});

it('LEEF of a rule hit', () => {
  const [header, ...rest] = toLeef(attack).split(/\|(?=cat=)/);
  expect(header).toBe('LEEF:2.0|Trend Micro|Deep Security Agent|1.2.3|1005924');
  expect(rest.join('').split('\t')).toEqual(
    expect.arrayContaining([
      'cat=Intrusion Prevention',
      'name=Log4Shell in a header',
      'sev=10',
      'srcPort=40000',
      'dstPort=80',
      'act=IDS:Reset',
      'cn1Label=Host ID',
    ]),
  );
});

/** A reader of CEF that knows nothing of the writer: splits where a sign is not escaped. */
const headerOf = (line: string): readonly string[] =>
  line
    .match(/^(?:(?:[^\\|]|\\.)*\|){7}/s)?.[0]
    .slice(0, -1)
    .split(/(?<!\\)(?:\\\\)*\|/) ?? [];

const extensionsOf = (line: string): Readonly<Record<string, string>> => {
  const text = line.replace(/^(?:(?:[^\\|]|\\.)*\|){7}/s, '');
  const starts = [...text.matchAll(/(?:^| )([A-Za-z0-9]+)=/g)].filter(
    ({ index }) => text[index - 1] !== '\\',
  );
  return Object.fromEntries(
    starts.map((start, i) => [
      start[1] ?? '',
      text.slice(start.index + start[0].length, starts[i + 1]?.index),
    ]),
  );
};

/** Names that hosts and people chose, as bad as they can be. */
const withTexts = (told: ToldEvent, text: string): ToldEvent =>
  told.eventClass === 'system'
    ? { ...told, event: { ...told.event, targetName: text, description: text, title: text } }
    : ({
        ...told,
        host: { ...told.host, name: text },
        tenant: { ...told.tenant, name: text },
        event: { ...told.event, reason: text },
      } as ToldEvent);

describe('whatever others wrote', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(...'aZ 9=|\\\n\r\t\0\u202e\u2028', 'src=', 'CEF:0|'),
    minLength: 1,
    maxLength: 40,
  });

  it('stays one line, and in CEF makes no field of its own', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), hostile, (sample, text) => {
        const told = withTexts(sample, text);
        for (const line of [toCef(told), toLeef(told)])
          expect(line.replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        const names = Object.keys(extensionsOf(toCef(told)));
        const known = Object.keys(extensionsOf(toCef(sample)));
        expect(names.filter((name) => !known.includes(name) && !['dvc', 'dvchost'].includes(name))).toEqual(
          [],
        );
      }),
    );
  });
});
