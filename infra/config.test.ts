import { describe, expect, test } from 'vitest';
import { ConfigError, environmentName, readConfig } from './config.ts';

const given = (inputs: Record<string, unknown>) => readConfig((name) => inputs[name]);
const refusal = (inputs: Record<string, unknown>): string => {
  try {
    given(inputs);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('inputs of a deployment', () => {
  test('nothing given: a dev stage in two regions, ready to be looked at', () => {
    expect(given({})).toEqual({
      stage: 'dev',
      regions: ['ap-northeast-1', 'us-east-1'],
      mailFrom: 'virtual-patch@plane.invalid',
      logDays: 30,
      apiRate: 1000,
      apiBurst: 2000,
      fixedEgress: 0,
    });
  });

  test('everything given, as the command line or cdk.json spells it', () => {
    const inputs = {
      stage: 'prod',
      regions: 'eu-central-1, us-gov-west-1',
      mailFrom: 'patch@example.com',
      alarmMail: 'ops@example.com',
      logDays: 90,
      apiRate: '10',
      apiBurst: '20',
      fixedEgress: '2',
    };
    expect(given(inputs)).toEqual({
      ...inputs,
      regions: ['eu-central-1', 'us-gov-west-1'],
      apiRate: 10,
      apiBurst: 20,
      fixedEgress: 2,
    });
    expect(given({ regions: ['eu-west-1', 'eu-west-2'] }).regions).toEqual(['eu-west-1', 'eu-west-2']);
  });

  test.each([
    ['stage', 'Dev'],
    ['stage', 'a'],
    ['stage', 'dev-2'],
    ['regions', 'tokyo'],
    ['regions', 'us-east-1,'],
    ['regions', 'us-east-1,us-east-1'],
    ['mailFrom', 'nobody'],
    ['mailFrom', 'a@example.com, b@example.com'],
    ['alarmMail', 'x@y'],
    ['logDays', '28'],
    ['logDays', '-1'],
    ['apiRate', '0'],
    ['apiRate', '1e9'],
    ['apiBurst', 'many'],
    ['fixedEgress', '3'],
    ['fixedEgress', 'on'],
    ['stage', { name: 'dev' }],
  ])('%s=%j is refused by name', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`input "${name}"`);
  });

  test('production needs a sender of its own', () => {
    expect(refusal({ stage: 'prod' })).toBe(
      'input "mailFrom" is missing: stage prod needs the address its mails come from',
    );
  });

  test('environment variables stand in for inputs', () => {
    expect(['stage', 'mailFrom', 'apiBurst'].map(environmentName)).toEqual([
      'MVP_STAGE',
      'MVP_MAIL_FROM',
      'MVP_API_BURST',
    ]);
  });
});
