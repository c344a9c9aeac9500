import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';
import { needs } from '../../infra/needs.ts';
import { at, type Lambda, lambdas, ofType, readAssembly } from './support/assembly.ts';

const run = promisify(execFile);
const place = inject('dev');
const dev = readAssembly(place);
const functions = lambdas(dev);
const inTokyo = functions.filter(({ stack }) => stack.region === 'ap-northeast-1');

const bundleOf = ({ resource }: Lambda): string =>
  join(place, String(resource.Metadata?.['aws:asset:path']), 'index.js');

/** The template's variables, with a stand-in for what only a deployment knows. */
const environmentOf = ({ resource }: Lambda): Record<string, string> =>
  Object.fromEntries(
    Object.entries(at(resource.Properties.Environment, 'Variables') ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `https://${name.toLowerCase().replaceAll('_', '-')}.invalid`,
    ]),
  );

test('every declared function is in both regions, and no other', () => {
  const declared = Object.keys(needs).sort();
  for (const region of ['ap-northeast-1', 'us-east-1']) {
    const names = functions.filter(({ stack }) => stack.region === region).map(({ name }) => name);
    expect(names.sort()).toEqual(declared);
  }
});

/** A beat that holds a whole feed: nobody waits for its start, and it carries the engine and tar. */
const mostBytes: Readonly<Record<string, number>> = {
  'rule-update': 530_000,
  // It draws: pdfmake alone is more than a megabyte, and nobody waits for its start.
  report: 2_500_000,
};

describe.each(inTokyo)('$name', (fn) => {
  test('runs on Node 24, arm64, in its memory, no longer than it said', () => {
    expect(fn.resource.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: needs[fn.name as keyof typeof needs].memory ?? 256,
      Timeout: needs[fn.name as keyof typeof needs].seconds,
      Handler: 'index.handler',
    });
  });

  test('logs JSON, says little by itself, into a group that forgets', () => {
    expect(fn.resource.Properties.LoggingConfig).toMatchObject({
      LogFormat: 'JSON',
      SystemLogLevel: 'WARN',
    });
    const group = String(at(fn.resource.Properties.LoggingConfig, 'LogGroup', 'Ref'));
    expect(fn.stack.resources[group]?.Properties.RetentionInDays).toBe(30);
  });

  test('its bundle is CJS within its budget, and loads with the environment it is given', async () => {
    const file = bundleOf(fn);
    expect(statSync(file).size).toBeLessThanOrEqual(mostBytes[fn.name] ?? 500_000);
    expect(readFileSync(file, 'utf8')).toContain('module.exports');
    const { stdout } = await run(
      process.execPath,
      ['-e', 'process.stdout.write(typeof require(process.argv[1]).handler)', file],
      { env: { ...environmentOf(fn), AWS_REGION: 'xx-test-1', AWS_LAMBDA_FUNCTION_NAME: fn.name } },
    );
    expect(stdout).toBe('function');
  });
});

test('the fonts of reports lie beside their bundle', () => {
  const [report] = inTokyo.filter(({ name }) => name === 'report');
  if (!report) throw new Error('no function makes reports');
  for (const weight of ['400Regular', '700Bold']) {
    const font = join(dirname(bundleOf(report)), `NotoSansJP_${weight}.ttf`);
    expect(statSync(font).size).toBeGreaterThan(1_000_000);
  }
});

test('only what was measured to need less has a heap of its own size', () => {
  const flags = inTokyo.map((fn) => [fn.name, environmentOf(fn).NODE_OPTIONS]);
  expect(flags.filter(([, given]) => given !== undefined)).toEqual([
    ['export-work', '--max-semi-space-size=2 --max-old-space-size=128'],
  ]);
});

describe('what a function is given, it reads', () => {
  // Some are for libraries, and one is for Node.
  const own = /^(STAGE|POWERTOOLS_.*|NODE_OPTIONS)$/;
  const working = inTokyo.filter((fn) => readFileSync(bundleOf(fn), 'utf8').includes('TABLE'));

  test.each(working)('$name', (fn) => {
    const code = readFileSync(bundleOf(fn), 'utf8');
    const given = Object.keys(environmentOf(fn)).filter((name) => !own.test(name));
    expect(given.filter((name) => !code.includes(name))).toEqual([]);
  });
});

test('an HTTP function answers before the API stops waiting (30 s)', () => {
  for (const need of Object.values(needs)) {
    if (need.trigger.on === 'http') expect(need.seconds).toBeLessThan(30);
  }
});

test('every log group has a retention', () => {
  const groups = ofType(dev, 'AWS::Logs::LogGroup');
  expect(groups).toHaveLength(2 * (Object.keys(needs).length + 1));
  for (const { resource } of groups) expect(resource.Properties.RetentionInDays).toBe(30);
});

test('no function is allowed a way out to addresses that are not public', () => {
  const allowed = functions.filter((fn) => 'EGRESS_ALLOW' in environmentOf(fn));
  expect(allowed.map(({ name }) => name)).toEqual([]);
});
