import type { InstalledPackage } from '../../../shared/domain/recommendation/inventory.ts';

/**
 * Packages of `/var/lib/dpkg/status`. `Source:` is there only where it differs from the package, and carries a version
 * only where that differs too (deb-src-control(5)).
 */
export const parseDpkgStatus = (status: string): InstalledPackage[] =>
  status.split(/\n\n+/).flatMap((paragraph): InstalledPackage[] => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1]?.trim();
    const name = field('Package');
    const version = field('Version') ?? '';
    // `hold ok installed` is as installed as `install ok installed`.
    if (
      name === undefined ||
      !/ (?:installed|triggers-\S+|unpacked|half-configured)$/.test(` ${field('Status')}`)
    )
      return [];
    const [, source = name, sourceVersion = version] =
      /^(\S+)(?: \((.+)\))?$/.exec(field('Source') ?? '') ?? [];
    return [{ name, version, source, sourceVersion }];
  });
