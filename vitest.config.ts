import { defineConfig } from 'vitest/config';

/**
 * Five projects, by what a test needs: `unit` nothing, `contract` a local store or queue, `flow` the whole
 * plane on this machine, `infra` a synthesized template, `host` a Linux kernel with namespaces.
 */
const forks = { pool: 'forks' as const };

export default defineConfig({
  test: {
    reporters: ['default', './test/support/count-line-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,functions,agent,infra}/**/*.test.ts'],
          // Properties try thousands of cases: a busy machine is slow, not wrong.
          testTimeout: 120_000,
          ...forks,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...forks,
        },
      },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          globalSetup: ['test/infra/support/synthesize.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          ...forks,
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          ...forks,
        },
      },
      {
        test: {
          name: 'host',
          include: ['test/host/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          ...forks,
        },
      },
    ],
  },
});
