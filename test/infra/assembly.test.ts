import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, inject, test } from 'vitest';
import { planeApp } from '../../infra/stacks/plane.ts';
import { readAssembly } from './support/assembly.ts';
import { synthesize } from './support/synthesize.ts';

const dev = readAssembly(inject('dev'));
const prod = readAssembly(inject('prod'));

describe('side by side', () => {
  test('two regions and two stages, each with its own four stacks', () => {
    const parts = (place: string) =>
      ['api', 'data', 'observe', 'workers'].map((part) => `mvp-${place}-${part}`);
    expect(dev.map(({ name }) => name)).toEqual([...parts('dev-ap-northeast-1'), ...parts('dev-us-east-1')]);
    expect(prod.map(({ name }) => name)).toEqual(parts('prod-ap-northeast-1'));
  });

  test.each(['api', 'data', 'observe', 'workers'])('%s: regions differ by their name alone', (part) => {
    const [tokyo, virginia] = dev
      .filter((stack) => stack.part === part)
      .map((stack) => JSON.parse(stack.text));
    const rename = (value: object): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll('ap-northeast-1', 'us-east-1'));
    expect(rename(tokyo)).toEqual(virginia);
  });

  test('far from the quota of 500 resources per stack', () => {
    for (const { name, resources } of [...dev, ...prod]) {
      expect(Object.keys(resources).length, name).toBeGreaterThan(5);
      expect(Object.keys(resources).length, name).toBeLessThan(300);
    }
  });
});

describe('nothing is hard-coded', () => {
  test('no template names an account', () => {
    for (const { text } of [...dev, ...prod])
      expect(text).not.toMatch(/(?<![0-9A-Fa-f])\d{12}(?![0-9A-Fa-f])/);
  });

  test('no source file but the defaults of the configuration names a region or an account', () => {
    const sources = readdirSync('infra', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.startsWith('local') && !file.endsWith('.test.ts'),
    );
    expect(sources.length).toBeGreaterThan(15);
    const naming = sources.filter((file) =>
      /\b[a-z]{2}-(north|south|east|west|central)[a-z]*-\d|\b\d{12}\b/.test(
        readFileSync(join('infra', file), 'utf8'),
      ),
    );
    expect(naming).toEqual(['config.ts']);
  });
});

describe('security checks', () => {
  test('find nothing that is not fixed or explained', () => {
    for (const place of ['dev', 'prod'] as const) {
      const report = JSON.parse(readFileSync(join(inject(place), 'validation-report.json'), 'utf8'));
      expect(report.pluginReports).toEqual([]);
    }
  });

  test('stop the synthesis of what is open', () => {
    const app = planeApp(join(inject('prod'), '../open'));
    new Queue(new Stack(app, 'open'), 'Queue');
    expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
  });
});

test('an input that cannot be used is named, and nothing is written', async () => {
  const failure = synthesize(join(inject('prod'), '../refused'), { MVP_REGIONS: 'tokyo' });
  await expect(failure).rejects.toMatchObject({
    code: 2,
    stderr: 'input "regions" holds "tokyo": expected AWS region names, separated by commas\n',
  });
});
