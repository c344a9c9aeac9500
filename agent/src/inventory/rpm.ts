import type { InstalledPackage } from '../../../shared/domain/recommendation/inventory.ts';

/** For `rpm --queryformat`: what advisories name of a package. */
export const RPM_FORMAT = '%{NAME}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\t%{SOURCERPM}\\n';

/** Lines in `RPM_FORMAT`. Keys that rpm lists as packages (`gpg-pubkey`) are not programs. */
export const parseRpmList = (lines: string): InstalledPackage[] =>
  lines.split('\n').flatMap((line): InstalledPackage[] => {
    const [name = '', version = '', sourceFile = ''] = line.split('\t');
    if (name === '' || name === 'gpg-pubkey') return [];
    const source = /^(.+)-[^-]+-[^-]+\.(?:no)?src\.rpm$/.exec(sourceFile)?.[1];
    return [{ name, version: version.replace(/^0:/, ''), ...(source && { source }) }];
  });

/** Lines of `rpm --query --file`, one for each path asked for, in their order. */
export const parseRpmOwners = (lines: string, paths: readonly string[]): Map<string, string> => {
  const answers = lines.split('\n');
  return new Map(
    paths.flatMap((path, at): [string, string][] => {
      const answer = answers[at] ?? '';
      return answer === '' || answer.includes(' ') ? [] : [[path, answer]];
    }),
  );
};
