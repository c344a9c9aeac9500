/** Of every report. Blue is what was stopped, orange what went through and was told: also apart in grey print. */
export const colours = {
  ink: '#1b2733',
  faint: '#5b6b7a',
  line: '#d5dde5',
  head: '#eef3f8',
  stopped: '#1f5fa8',
  passed: '#e58a1f',
  banner: '#a3182b',
} as const;
