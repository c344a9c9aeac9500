import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openCounter } from './counter.ts';

const withDirectory = <T>(run: (directory: string) => T): T => {
  const directory = mkdtempSync(join(tmpdir(), 'mvp-counter-'));
  try {
    return run(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

it('never gives a number twice, wherever the process is cut off', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 1, maxLength: 6 }), (lives) =>
      withDirectory((directory) => {
        let highest = 0;
        for (const requests of lives) {
          // Nothing is told to the counter at the end of a life: each is cut off as by kill -9.
          const counter = openCounter(directory);
          for (let i = 0; i < requests; i++) {
            const taken = counter.take();
            expect(taken).toBeGreaterThan(highest);
            highest = taken;
          }
        }
      }),
    ),
    { numRuns: 40 },
  );
});

it('goes on above what it gave out when its file is torn', () => {
  withDirectory((directory) => {
    const before = openCounter(directory);
    let highest = 0;
    for (let i = 0; i < 250; i++) highest = before.take();
    writeFileSync(join(directory, 'counter.json'), 'torn');
    expect(openCounter(directory).take()).toBeGreaterThan(highest);
    writeFileSync(join(directory, 'counter.json'), 'torn');
    rmSync(join(directory, 'counter.json.last'));
    expect(openCounter(directory).take()).toBeGreaterThan(highest);
  });
});

it('starts again for a new identity', () => {
  withDirectory((directory) => {
    const counter = openCounter(directory);
    counter.take();
    counter.reset();
    expect(counter.take()).toBe(1);
    expect(openCounter(directory).take()).toBe(101);
  });
});
