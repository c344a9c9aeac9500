import * as z from 'zod';
import { ID, pathID } from '../api/common.ts';
import {
  CVE,
  computerCoverage,
  coverageQuery,
  cveCoverage,
  recommendations,
  scanRequested,
} from '../api/scan/recommendation.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'platformRights.computerRights.canViewOtherComputers' } as const;
const edit = { who: 'tenant', right: 'platformRights.computerRights.canEditComputerProperties' } as const;
const params = z.object({ computerID: pathID });

export const scanRoutes = {
  requestScan: route({
    id: 'requestRecommendationScan',
    method: 'POST',
    path: '/api/recommendations/computers/{computerID}/scan',
    function: 'scans',
    allow: edit,
    summary: 'Ask a computer to scan for recommendations; its agent begins when it can',
    params,
    reply: scanRequested,
  }),
  cancelScan: route({
    id: 'cancelRecommendationScan',
    method: 'DELETE',
    path: '/api/recommendations/computers/{computerID}/scan',
    function: 'scans',
    allow: edit,
    summary: 'Take back a scan that a computer was asked for and has not begun',
    params,
    reply: scanRequested,
  }),
  clearRecommendations: route({
    id: 'clearRecommendations',
    method: 'DELETE',
    path: '/api/recommendations/computers/{computerID}',
    function: 'scans',
    allow: edit,
    summary: 'Forget what the last scan of a computer recommended and found open, until it is scanned again',
    params,
    reply: z.object({ computerID: ID }),
  }),
  describeRecommendations: route({
    id: 'describeRecommendations',
    method: 'GET',
    path: '/api/recommendations/computers/{computerID}',
    function: 'scans',
    allow: view,
    summary: 'Result of the last recommendation scan, with its reasons',
    params,
    reply: recommendations,
  }),
  describeComputerCoverage: route({
    id: 'describeComputerCoverage',
    method: 'GET',
    path: '/api/coverage/computers/{computerID}',
    function: 'scans',
    allow: view,
    summary: 'CVEs that a computer is open to, and what covers them',
    params,
    reply: computerCoverage,
  }),
  describeCveCoverage: route({
    id: 'describeCveCoverage',
    method: 'GET',
    path: '/api/coverage/cves/{CVE}',
    function: 'scans',
    allow: view,
    summary: 'Computers that are open to a CVE, and what covers them',
    params: z.object({ CVE }),
    query: coverageQuery,
    reply: cveCoverage,
  }),
} as const;
