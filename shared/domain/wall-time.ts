/**
 * What the clock on the wall of a time zone shows, as epoch ms that it would be if the zone were UTC: days, weeks and
 * months are then plain arithmetic. The zone's own rules come from Intl.
 */
export type Wall = number;

const DAY = 24 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
};

/** What the wall shows at a time (epoch ms). */
export const wallOf = (time: number, timeZone: string): Wall => {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const thousandths = ((time % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, thousandths);
};

/**
 * The first time (epoch ms) at which the wall shows `wall` or more: one that is shown twice is its first showing, one
 * that is skipped is the first moment after.
 */
export const firstReached = (wall: Wall, timeZone: string): number => {
  const offsets = [wall - DAY, wall + DAY].map((near) => wallOf(near, timeZone) - near);
  const times = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const shown = times.find((time) => wallOf(time, timeZone) === wall);
  if (shown !== undefined) return shown;
  // The wall jumps over it, between the two readings of it.
  let [before = wall, reached = wall] = times;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (wallOf(middle, timeZone) < wall) before = middle;
    else reached = middle;
  }
  return reached;
};
