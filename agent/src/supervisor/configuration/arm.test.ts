import { describe, expect, it } from 'vitest';
import type { HostConfig, HostRule } from '../../../../shared/domain/policy/host-config.ts';
import { checkTexts } from '../../../../test/support/fake-modules.ts';
import { arm } from './arm.ts';
import { doesNotCompile } from './refusals.ts';

const rule = (ID: number, text: string, more: Partial<HostRule> = {}): HostRule => ({
  ID,
  name: `rule ${ID}`,
  severity: 'high',
  applicationTypeID: 1,
  signatures: text === '' ? [] : [text],
  action: 'drop',
  detectOnly: false,
  protocol: 'tcp',
  ports: ['80'],
  ...more,
});
const config = (state: 'off' | 'detect' | 'prevent', ...rules: HostRule[]): HostConfig => ({
  format: 1,
  firewall: { state: 'off', rules: [] },
  intrusionPrevention: { state, engineMode: 'inline', onFailure: 'closed', rules },
});

describe('arming', () => {
  it('hands ports, actions and mode to inspection', () => {
    const { spec } = arm(
      config(
        'prevent',
        rule(1, 'a', { ports: ['8000-8010', '80'] }),
        rule(2, 'b', {
          ports: ['8005-8020', '81'],
          protocol: 'tcp-udp',
          action: 'reset',
          alwaysIncludePacketData: true,
        }),
        rule(3, 'c', { protocol: 'udp', ports: ['53'], detectOnly: true }),
      ),
      [],
      checkTexts,
    );
    expect(spec).toEqual({
      behaviour: 'prevent',
      mode: 'inline',
      onFailure: 'closed',
      signatures: [
        { ruleID: 1, text: 'a', action: 'drop' },
        { ruleID: 2, text: 'b', action: 'reset' },
        { ruleID: 3, text: 'c', action: 'alert' },
      ],
      alwaysCapture: [2],
      tcpPorts: [
        { from: 80, to: 81 },
        { from: 8000, to: 8020 },
      ],
      udpPorts: [
        { from: 53, to: 53 },
        { from: 81, to: 81 },
        { from: 8005, to: 8020 },
      ],
    });
  });

  it('takes no ports for every port, and nothing to inspect for no inspection', () => {
    expect(arm(config('detect', rule(1, 'a', { ports: [] })), [], checkTexts).spec?.tcpPorts).toEqual([
      { from: 1, to: 65_535 },
    ]);
    expect(arm(config('off', rule(1, 'a')), [], checkTexts).spec).toBeUndefined();
    expect(arm(config('prevent'), [], checkTexts).spec).toBeUndefined();
  });

  it.each([
    ['does not compile', rule(2, 'bad'), 'unknown keyword'],
    ['has no signature', rule(2, ''), 'it has no signature'],
    [
      'has a port that is none',
      rule(2, 'a', { ports: ['70000'] }),
      'the port "70000" of its application type is not valid',
    ],
    [
      'has a range the wrong way round',
      rule(2, 'a', { ports: ['90-80'] }),
      'the port "90-80" of its application type is not valid',
    ],
    ['is about ICMP', rule(2, 'a', { protocol: 'icmp' }), 'ICMP traffic is not inspected'],
    [
      'is about sessions that the host opens',
      rule(2, 'a', { direction: 'outgoing' }),
      'sessions that this host opens are not inspected',
    ],
  ])('disarms a rule that %s, alone', (_why, broken, reason) => {
    const armed = arm(config('prevent', rule(1, 'a'), broken), [], checkTexts);
    expect(armed.rules.map(({ ID }) => ID)).toEqual([1]);
    expect(armed.refused).toEqual([{ ruleID: 2, reason }]);
  });

  it('keeps the former version of a rule that got worse, with today’s action', () => {
    const armed = arm(config('prevent', rule(2, 'bad', { detectOnly: true })), [rule(2, 'good')], checkTexts);
    expect(armed.spec?.signatures).toEqual([{ ruleID: 2, text: 'good', action: 'alert' }]);
    expect(armed.kept.map(({ ID }) => ID)).toEqual([2]);
  });

  it('does not bring back a rule that was taken away, nor one that never worked', () => {
    expect(arm(config('prevent', rule(1, 'a')), [rule(2, 'good')], checkTexts).rules).toHaveLength(1);
    expect(arm(config('prevent', rule(2, 'bad')), [rule(2, 'bad too')], checkTexts).rules).toHaveLength(0);
  });
});

describe('a configuration of which no rule can be used', () => {
  const broken = () => arm(config('prevent', rule(2, 'bad')), [], checkTexts);
  it('is refused while something is in force', () => {
    expect(doesNotCompile(broken(), true)).toMatchObject({
      reason: 'does-not-compile',
      message: expect.stringContaining('rule 2: unknown keyword'),
    });
  });
  it('is taken when there is nothing better, and one without rules is a wish like any other', () => {
    expect(doesNotCompile(broken(), false)).toBeUndefined();
    expect(doesNotCompile(arm(config('prevent'), [], checkTexts), true)).toBeUndefined();
    expect(doesNotCompile(arm(config('off', rule(2, 'bad')), [], checkTexts), true)).toBeUndefined();
  });
});
