import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Ends a run with the plain line that CI reads: `N passed, N failed, N skipped`. */
export default class CountLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      let cases = 0;
      for (const test of module.children.allTests() as Iterable<TestCase>) {
        cases++;
        const { state } = test.result();
        if (state === 'passed' || state === 'skipped') counts[state]++;
        else counts.failed++;
      }
      if (module.errors().length > 0 || (cases === 0 && module.state() === 'failed')) counts.failed++;
    }
    console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
