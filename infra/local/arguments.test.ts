import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

describe('readArguments', () => {
  it('has defaults, and takes what is given', () => {
    expect(readArguments([])).toEqual({ kind: 'run', run: { demo: true, dataDir: '.data', port: 8787 } });
    expect(readArguments(['--no-demo', '--data', '/d', '--port', '0', '--ready', '/r'])).toEqual({
      kind: 'run',
      run: { demo: false, dataDir: '/d', port: 0, readyFile: '/r' },
    });
    expect(readArguments(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--port', 'x'], /--port/],
    [['--port', '70000'], /--port/],
    [['--port=-1'], /--port/],
    [['--data', ''], /--data/],
    [['--ready', ''], /--ready/],
    [['--dta', 'x'], /--dta/],
    [['somewhere'], /somewhere/],
  ])('refuses %j and says why', (args, message) => {
    expect(readArguments(args)).toEqual({ kind: 'wrong', message: expect.stringMatching(message) });
  });
});
