import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startPlane } from './support/plane-process.ts';

/**
 * The published Python SDK as a judge that we did not write: its models refuse wrong enums, the walk refuses wrong
 * types and members. It is installed into a throw-away environment and never kept.
 */
const SDK = 'deep-security-api==20.0.463';
const WALK = resolve(import.meta.dirname, 'python/walk.py');
/** Rows of python/resources.py and python/further.py; one that goes missing must not go unnoticed. */
const RESOURCES = 46;
const dir = mkdtempSync(join(tmpdir(), 'mvp-python-sdk-'));
const python = join(dir, 'venv/bin/python');
const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 240_000,
    maxBuffer: 32 * 1024 * 1024,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });

/** Undefined when it is there, else why it is not. */
const install = (): string | undefined => {
  const made = run('python3', ['-m', 'venv', join(dir, 'venv')]);
  if (made.status !== 0) return made.error?.message ?? (made.stderr.trim() || made.stdout.trim());
  const got = run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SDK]);
  return got.status === 0 ? undefined : got.stderr.trim().split('\n').at(-1);
};

interface Step {
  readonly resource: string;
  readonly step: 'walk' | 'remove';
  readonly ok: boolean;
  readonly why?: string;
}

const walked = async (): Promise<readonly Step[]> => {
  const plane = await startPlane(join(dir, 'plane'));
  try {
    const done = run(python, [
      '-W',
      'ignore',
      WALK,
      plane.ready.api,
      plane.ready.apiKey,
      plane.ready.ca,
      plane.ready.operatorKey,
    ]);
    if (done.status !== 0) throw new Error(`the walk ended with ${done.status}: ${done.stderr}`);
    return done.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Step);
  } finally {
    await plane.stop();
  }
};

const missing = install();
const steps = missing === undefined ? await walked() : [];
afterAll(() => rmSync(dir, { recursive: true, force: true }));

if (missing === undefined) {
  describe('the published Python SDK', () => {
    it.each(steps.map((step) => [`${step.step} ${step.resource}`, step] as const))('%s', (_, step) => {
      expect(step.why ?? '').toBe('');
      expect(step.ok).toBe(true);
    });

    it('walked through every resource in scope', () => {
      expect(steps.filter(({ step }) => step === 'walk')).toHaveLength(RESOURCES);
    });
  });
} else it.skip(`the published Python SDK cannot be had here: ${missing}`);
