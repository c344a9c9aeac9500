import * as z from 'zod';
import type { Right } from '../../domain/access/rights.ts';
import {
  certificate,
  certificates,
  certificateTarget,
  newCertificate,
  targetCertificate,
} from '../api/access/certificate.ts';
import { pathID } from '../api/common.ts';
import {
  agentVersionControl,
  agentVersionControlProfile,
  agentVersionControlProfiles,
  agentVersionControls,
  changedAgentVersionControls,
  controlParams,
  profileParams,
} from '../api/computer/agent-version.ts';
import { searchFilter } from '../api/search.ts';
import { scripts } from '../api/task/script.ts';
import { route } from './route.ts';

const may = <R extends Right>(right: R) => ({ who: 'tenant', right }) as const;
const anyone = { who: 'tenant' } as const;
const fn = 'settings' as const;
const profiles = '/api/agentversioncontrolprofiles';
const controls = `${profiles}/{agentVersionControlProfileID}/agentversioncontrols` as const;
const certificateParams = z.object({ certificateID: pathID });

export const settingsRoutes = {
  listAgentVersionControlProfiles: route({
    id: 'listAgentVersionControlProfiles',
    method: 'GET',
    path: profiles,
    function: fn,
    allow: anyone,
    summary: 'List the profiles of agent versions',
    reply: agentVersionControlProfiles,
  }),
  describeAgentVersionControlProfile: route({
    id: 'describeAgentVersionControlProfile',
    method: 'GET',
    path: `${profiles}/{agentVersionControlProfileID}`,
    function: fn,
    allow: anyone,
    summary: 'Describe a profile of agent versions',
    params: profileParams,
    reply: agentVersionControlProfile,
  }),
  listAgentVersionControls: route({
    id: 'listAgentVersionControls',
    method: 'GET',
    path: controls,
    function: fn,
    allow: anyone,
    summary: 'List which agent version each platform gets',
    params: profileParams,
    reply: agentVersionControls,
  }),
  modifyAgentVersionControls: route({
    id: 'modifyAgentVersionControls',
    method: 'POST',
    path: controls,
    function: fn,
    allow: may('platformRights.agentVersionControlRights.canEditAgentVersionControls'),
    summary: 'Choose the agent version of the given platforms',
    params: profileParams,
    body: changedAgentVersionControls,
    reply: agentVersionControls,
  }),
  searchAgentVersionControls: route({
    id: 'searchAgentVersionControls',
    method: 'POST',
    path: `${controls}/search`,
    function: fn,
    allow: anyone,
    summary: 'Search which agent version platforms get',
    params: profileParams,
    body: searchFilter,
    reply: agentVersionControls,
  }),
  describeAgentVersionControl: route({
    id: 'describeAgentVersionControl',
    method: 'GET',
    path: `${controls}/{agentVersionControlID}`,
    function: fn,
    allow: anyone,
    summary: 'Describe which agent version a platform gets',
    params: controlParams,
    reply: agentVersionControl,
  }),
  listCertificates: route({
    id: 'listCertificates',
    method: 'GET',
    path: '/api/certificates',
    function: fn,
    allow: anyone,
    summary: 'List the certificates that the plane trusts for this tenant',
    reply: certificates,
  }),
  addCertificate: route({
    id: 'addCertificate',
    method: 'POST',
    path: '/api/certificates',
    function: fn,
    allow: may('platformRights.certificateRights.canCreateNewCertificates'),
    summary: 'Trust a certificate',
    body: newCertificate,
    reply: certificate,
  }),
  targetCertificate: route({
    id: 'targetCertificate',
    method: 'GET',
    path: '/api/certificates/target',
    function: fn,
    allow: may('platformRights.certificateRights.canCreateNewCertificates'),
    summary: 'Show the certificate that a server presents',
    query: certificateTarget,
    reply: targetCertificate,
  }),
  describeCertificate: route({
    id: 'describeCertificate',
    method: 'GET',
    path: '/api/certificates/{certificateID}',
    function: fn,
    allow: anyone,
    summary: 'Describe a certificate',
    params: certificateParams,
    reply: certificate,
  }),
  deleteCertificate: route({
    id: 'deleteCertificate',
    method: 'DELETE',
    path: '/api/certificates/{certificateID}',
    function: fn,
    allow: may('platformRights.certificateRights.canDeleteCertificates'),
    summary: 'Trust a certificate no longer',
    params: certificateParams,
  }),
  listScripts: route({
    id: 'listScripts',
    method: 'GET',
    path: '/api/scripts',
    function: fn,
    allow: anyone,
    summary: 'List scripts of the manager’s host; a serverless plane has none',
    reply: scripts,
  }),
} as const;
