import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeSecret } from '../secret-file.ts';

/** Someone who can sign in on this machine; belongs to one tenant with one role. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly tenantID: string;
  readonly roleID: number;
}

interface Kept extends Person {
  readonly salt: string;
  readonly hash: string;
}

/** What stands in for the user pool of the cloud. */
export interface People {
  /** Adds a person, or replaces the one with this address. */
  put(person: Person, password: string): void;
  get(id: string): Person | undefined;
  /** Undefined: no such person, or another password. */
  signIn(email: string, password: string): Person | undefined;
}

const hashOf = (password: string, salt: string): Buffer =>
  scryptSync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), 32);

const same = (a: string, b: string): boolean => a.toLowerCase() === b.trim().toLowerCase();

/** Kept in one file, mode 0600, passwords as salted scrypt hashes. */
export function people(path: string): People {
  let all: Kept[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  return {
    put: (person, password) => {
      const salt = randomBytes(16).toString('base64');
      const hash = hashOf(password, salt).toString('base64');
      all = [...all.filter(({ email }) => !same(email, person.email)), { ...person, salt, hash }];
      writeSecret(path, JSON.stringify(all, null, 2));
    },
    get: (id) => all.find((person) => person.id === id),
    signIn: (email, password) => {
      const found = all.find((person) => same(person.email, email));
      const hash = hashOf(password, found?.salt ?? '');
      return found && timingSafeEqual(hash, Buffer.from(found.hash, 'base64')) ? found : undefined;
    },
  };
}
