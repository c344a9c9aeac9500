import { accept, type Outcome, refuse } from '../outcome.ts';
import { isLocked, type KeyLock } from './lock-out.ts';

export interface ApiKeyState extends KeyLock {
  readonly active: boolean;
  /** Epoch ms. */
  readonly expiryDate?: number;
}

const HOUR = 3_600_000;

/** Whether the time of a key's last use is to be written: once an hour, so that its calls cost no writes. */
export const signInDue = (lastSignIn: number | undefined, now: number): boolean =>
  lastSignIn === undefined || now - lastSignIn >= HOUR;

/** Whether a key whose secret matched may be used now. The wording is the API's own (domain/api.md, Errors). */
export const usableKey = (key: ApiKeyState, now: number): Outcome<undefined> => {
  if (!key.active || isLocked(key, now))
    return refuse('forbidden', 'The API key is locked out.', 'key-locked');
  if (key.expiryDate !== undefined && key.expiryDate <= now) {
    return refuse('forbidden', 'The API key has expired.', 'key-expired');
  }
  return accept(undefined);
};
