import { type Asked, isWaiting } from '../computer/requests.ts';

const HOUR = 3_600_000;
const units = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const;
const DEFAULT = 7 * units.day;
/** A year; longer is a slip of the hand. */
const LONGEST = 365 * units.day;

/** ms of `platformSettingRecommendationOngoingScansInterval` (`7 Days`); what cannot be read is 7 days. */
export const scanInterval = (setting: string | undefined): number => {
  const [, count, unit] = /^\s*(\d{1,4})\s*(hour|day|week)s?\s*$/i.exec(setting ?? '') ?? [];
  const length = units[(unit ?? '').toLowerCase() as keyof typeof units];
  if (length === undefined || Number(count) === 0) return DEFAULT;
  return Math.min(Number(count) * length, LONGEST);
};

/** A host that may be asked; times in epoch ms. */
export interface ScannedHost extends Asked {
  readonly ID: number;
  readonly offline: boolean;
  readonly gone?: boolean | undefined;
}

const scan = 'scan-for-recommendations';

/**
 * Whether an ongoing scan of a host begins in this hour (behaviour.md section 5: counted from the last scan). Each host
 * has its hour of the day by its id, so that a fleet which a task scanned at once, or that was just switched on,
 * does not scan at once. One that is silent is asked when it is back; one that was asked is not asked again.
 */
export const ongoingScanDue = (host: ScannedHost, interval: number, now: number): boolean => {
  if (host.gone || host.offline || isWaiting(host, scan, now)) return false;
  const slots = Math.min(24, Math.floor(interval / HOUR));
  if (Math.floor(now / HOUR) % slots !== host.ID % slots) return false;
  const last = host.answered?.[scan]?.requested ?? 0;
  // The hour came around: a sweep that is a little earlier in it than the last one does not cost a day.
  return now - last >= interval - HOUR / 2;
};
