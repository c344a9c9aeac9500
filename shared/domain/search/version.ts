/** Orders versions such as `20.0.0.877`: number by number, what is missing counts as 0. */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const parts = (version: string): number[] => version.split(/[^0-9]+/).map((part) => Number(part || 0));
