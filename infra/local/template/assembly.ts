import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One resource of a synthesized stack, intrinsics unresolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The stacks that one region's deployment consists of. */
export interface Assembly {
  readonly dir: string;
  readonly region: string;
  readonly resources: readonly Resource[];
  /** Outputs by stack and name, and exports by their name: what `Fn::ImportValue` reads. */
  readonly exports: ReadonlyMap<string, { readonly stack: string; readonly value: unknown }>;
}

interface ManifestArtifact {
  type: string;
  environment?: string;
  properties?: { templateFile?: string; stackName?: string; directoryName?: string };
}

interface TemplateFile {
  Resources?: Record<
    string,
    { Type: string; Properties?: Record<string, unknown>; Metadata?: Record<string, unknown> }
  >;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

interface StackFile {
  readonly stack: string;
  readonly region: string;
  readonly template: TemplateFile;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

function stackFiles(dir: string): StackFile[] {
  const manifest = readJson<{ artifacts?: Record<string, ManifestArtifact> }>(join(dir, 'manifest.json'));
  return Object.entries(manifest.artifacts ?? {}).flatMap(([id, artifact]): StackFile[] => {
    const { templateFile, stackName, directoryName } = artifact.properties ?? {};
    if (artifact.type === 'cdk:cloud-assembly' && directoryName) return stackFiles(join(dir, directoryName));
    if (artifact.type !== 'aws:cloudformation:stack' || !templateFile) return [];
    const region = artifact.environment?.split('/').at(-1) ?? 'unknown-region';
    return [{ stack: stackName ?? id, region, template: readJson(join(dir, templateFile)) }];
  });
}

/**
 * Reads a synthesized cloud assembly and keeps one region's stacks (the first in the manifest if none is named).
 * Throws when there is no assembly or it has no stack for that region.
 */
export function loadAssembly(dir: string, region?: string): Assembly {
  if (!existsSync(join(dir, 'manifest.json'))) throw new Error(`no synthesized app in ${dir}`);
  const all = stackFiles(dir);
  const chosen = region ?? all[0]?.region;
  const stacks = all.filter((stack) => stack.region === chosen);
  if (chosen === undefined || stacks.length === 0) {
    const known = [...new Set(all.map((stack) => stack.region))].join(', ') || 'none';
    throw new Error(`the app in ${dir} has no stack for region ${chosen ?? '(any)'}; it has: ${known}`);
  }
  const exports = new Map<string, { stack: string; value: unknown }>();
  for (const { stack, template } of stacks) {
    for (const output of Object.values(template.Outputs ?? {})) {
      if (typeof output.Export?.Name === 'string')
        exports.set(output.Export.Name, { stack, value: output.Value });
    }
  }
  const resources = stacks.flatMap(({ stack, template }) =>
    Object.entries(template.Resources ?? {}).map(([logicalId, resource]) => ({
      stack,
      logicalId,
      type: resource.Type,
      properties: resource.Properties ?? {},
      metadata: resource.Metadata ?? {},
    })),
  );
  return { dir, region: chosen, resources, exports };
}
