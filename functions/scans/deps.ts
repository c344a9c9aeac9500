import type { LevelDeps } from '../../shared/levels/deps.ts';
import type { ReadIndex } from './read-index.ts';

export interface ScanDeps extends LevelDeps {
  readonly readIndex: ReadIndex;
}
