import type { LicenceText } from '../../shared/catalogue/manifest.ts';
import type { ApplicationType } from '../../shared/domain/ips/catalogue/rule.ts';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type Collected, collector } from '../../shared/domain/rule-update/feed/collect.ts';
import type { Identify } from '../../shared/domain/rule-update/feed/identify.ts';
import { MOST_LICENCES } from '../../shared/domain/rule-update/feed/limits.ts';
import { lineReader } from '../../shared/domain/rule-update/feed/line-reader.ts';
import type { FeedReader, FeedSource, ReadSource } from './source/feed-source.ts';

export interface SourceContent {
  readonly collected: Collected;
  readonly licences: readonly LicenceText[];
}

/** Reads one source to its end into rules and licences, for `within` ms at most. */
export const collectSource = async (
  source: FeedSource,
  readSource: ReadSource,
  identify: Identify,
  types: readonly ApplicationType[],
  within: number,
): Promise<Outcome<SourceContent>> => {
  const until = performance.now() + within;
  const late = refuse('invalid', `${source.name}: took more than ${Math.round(within / 1000)} s.`, 'timeout');
  const rules = collector(source.name, identify, types);
  const licences: LicenceText[] = [];
  const reader: FeedReader = {
    async rules(file, chunks) {
      const lines = lineReader();
      for await (const chunk of chunks) {
        if (performance.now() > until) return late;
        for (const line of lines.push(chunk)) {
          const taken = rules.take(line, file);
          if (!taken.ok) return taken;
        }
      }
      for (const line of lines.end()) rules.take(line, file);
      return accept(undefined);
    },
    licence(name, text) {
      if (licences.length < MOST_LICENCES) licences.push({ source: source.name, name, text });
    },
  };
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), within);
  });
  const read = await Promise.race([readSource(source, reader, within), ended]);
  clearTimeout(timer);
  return read.ok ? accept({ collected: rules.collected(), licences }) : read;
};
