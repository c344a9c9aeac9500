import { createHash } from 'node:crypto';
import { MANIFEST, manifestOf, partName } from '../../shared/domain/event/export/manifest.ts';
import { exportFile } from '../../shared/ports/blob.ts';
import type { ExportWork } from '../../shared/schema/bus/export-work.ts';
import {
  beginStep,
  type ExportedPart,
  type ExportItem,
  endStep,
} from '../../shared/table/entities/report/export.ts';
import type { ExportWorkDeps } from './deps.ts';
import { lineSource } from './line-source.ts';
import { writePart } from './write-part.ts';

/** A step that broke every time will break again: then the export is called off, and its reader sees that. */
const MOST_ATTEMPTS = 4;
/** At 8 MB each: more than that has to be asked for in shorter times. */
const MOST_PARTS = 1000;
/** Steps that find nothing write no part; a walk over all that is kept takes far fewer. */
const MOST_STEPS = 5000;

/**
 * One message of queue `exports`: one part, or a stretch of time without events. Ending the step writes down where the
 * next one begins, and that change of the item brings its message, so no step is done twice for long nor left out.
 */
export const workExport =
  (deps: ExportWorkDeps) =>
  async ({ tenant, exportID, step }: ExportWork): Promise<void> => {
    const { store, now } = deps;
    const item = await beginStep(store, tenant, exportID, step);
    if (!item) return;
    if (item.attempts > MOST_ATTEMPTS) {
      const note = 'The export could not be written. Ask for it again.';
      return endStep(store, item, { state: 'failed', done: now(), note });
    }
    if (item.parts.length >= MOST_PARTS || step >= MOST_STEPS) {
      const note =
        'There are more events than one export holds. Ask for a shorter time or for fewer computers.';
      return endStep(store, item, { state: 'failed', done: now(), note });
    }
    const { bytes, events, next } = await writePart(deps, item, await lineSource(deps, item));
    const parts = events > 0 ? [...item.parts, await keepPart(deps, item, bytes, events)] : item.parts;
    if (next) return endStep(store, item, { parts, place: next });
    const manifest = Buffer.from(manifestOf({ ...item, parts }));
    await deps.blobs.put(exportFile(tenant, item.ID, MANIFEST), manifest);
    return endStep(store, item, { state: 'done', done: now(), parts, manifest: hashOf(manifest) });
  };

const keepPart = async (
  { blobs }: ExportWorkDeps,
  item: ExportItem,
  bytes: Uint8Array,
  events: number,
): Promise<ExportedPart> => {
  const sha256 = hashOf(bytes);
  await blobs.put(exportFile(item.tenant, item.ID, partName(item, item.parts.length, sha256)), bytes);
  return { events, bytes: bytes.length, sha256 };
};

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
