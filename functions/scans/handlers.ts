import type { Handler } from '../../shared/http/api.ts';
import { describeComputerCoverage, describeCveCoverage } from './coverage.ts';
import type { ScanDeps } from './deps.ts';
import { requestScan } from './request.ts';
import { describeRecommendations } from './results.ts';
import { takeReport } from './take-report.ts';
import { cancelScan, clearRecommendations } from './withdraw.ts';

/** Every route about scans. */
export const scanFunction = (deps: ScanDeps): readonly Handler[] => [
  takeReport(deps),
  requestScan(deps),
  cancelScan(deps),
  clearRecommendations(deps),
  describeRecommendations(deps),
  describeComputerCoverage(deps),
  describeCveCoverage(deps),
];
