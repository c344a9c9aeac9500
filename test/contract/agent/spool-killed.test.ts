import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openSpoolDirectory } from '../../../agent/src/spool/directory.ts';
import { openSpool } from '../../../agent/src/spool/spool.ts';
import { lossNotice } from '../../../agent/src/supervisor/events/agent-event.ts';

const WRITER = fileURLToPath(new URL('../../support/spool-writer.ts', import.meta.url));

/** Lets a writer accept some events, kills it with -9, and returns the marks that it called accepted. */
const writeAndKill = (directory: string, first: number, events: number): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [WRITER, directory, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    writer.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.split('\n').length > events) writer.kill('SIGKILL');
    });
    writer.on('error', reject);
    // A last line without its end was cut off in the pipe.
    writer.on('close', () => resolve(text.split('\n').slice(0, -1).map(Number)));
  });

it('keeps every accepted event of processes that were killed with -9, in one batch only', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mvp-killed-'));
  const accepted: number[] = [];
  for (const [life, events] of [3, 20, 45, 11, 30].entries()) {
    accepted.push(...(await writeAndKill(directory, life * 10_000 + 1, events)));
  }
  const spool = await openSpool(await openSpoolDirectory(directory), { now: () => Date.now(), lossNotice });
  await spool.seal();
  const marks: number[] = [];
  for (const { id } of spool.waiting()) {
    const content = JSON.parse(zstdDecompressSync((await spool.read(id)) as Uint8Array).toString());
    expect(content.id).toBe(id);
    marks.push(
      ...content.events.map(({ reason }: { reason: string }) => Number(reason.replace('mark ', ''))),
    );
  }
  expect(accepted.length).toBeGreaterThanOrEqual(109);
  expect(new Set(marks).size).toBe(marks.length);
  expect(marks).toEqual(expect.arrayContaining(accepted));
  rmSync(directory, { recursive: true });
});
