import { release } from 'node:os';
import type { Inventory } from '../../../shared/domain/recommendation/inventory.ts';

/** The system by its os-release file (freedesktop.org, os-release(5)), and the running kernel. */
export const readOs = (osRelease: string): Inventory['os'] => {
  const value = (name: string): string => {
    const line = new RegExp(`^${name}=(.*)$`, 'm').exec(osRelease)?.[1]?.trim() ?? '';
    return line.replace(/^(["'])(.*)\1$/, '$2').slice(0, 250);
  };
  return {
    id: value('ID').toLowerCase(),
    versionID: value('VERSION_ID'),
    name: value('PRETTY_NAME'),
    kernel: release(),
  };
};
