import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FunctionPart } from './template/parts.ts';

/**
 * Copies the functions' bundles under `dir`, so that the app can be synthesized again while a machine runs, and
 * marks them as CommonJS: below a package that says `module` they would load as nothing, without an error.
 */
export function ownBundles(dir: string, functions: readonly FunctionPart[]): FunctionPart[] {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dir, 'package.json'), '{"type":"commonjs"}\n');
  return functions.map((part) => {
    const asset = join(dir, basename(dirname(part.file)));
    const file = join(asset, basename(part.file));
    cpSync(dirname(part.file), asset, { recursive: true });
    return { ...part, file };
  });
}
