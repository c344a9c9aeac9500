import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, description, givenID, ID, locale, time, timeZone } from '../common.ts';
import { optionalEmail, phone, reportPassword } from '../tenant/contact.ts';

const numbers = {
  phoneNumber: phone.optional(),
  mobileNumber: phone.optional(),
  pagerNumber: phone.optional(),
};
const timeFormat = z.enum(['12', '24']);

/**
 * Someone who manages the tenant. People sign in at the identity provider of the deployment: a password is accepted
 * from existing clients and not kept, and multi-factor sign-in is the provider's.
 */
export const administrators = defineCollection({
  path: '/api/administrators',
  envelope: 'administrators',
  param: 'administratorID',
  thing: 'administrator',
  function: 'access',
  body: z.object({
    username: z.string().trim().min(1, 'cannot be blank').max(254),
    password: z.string().min(1).max(256).optional(),
    fullName: z.string().max(254).default(''),
    description: description.default(''),
    roleID: givenID,
    locale: locale.default('en-US'),
    timeZone: timeZone.default('UTC'),
    timeFormat: timeFormat.default('24'),
    passwordNeverExpires: bool.default(false),
    active: bool.default(true),
    mfaType: z.enum(['none', 'local-totp']).default('none'),
    ...numbers,
    emailAddress: optionalEmail.optional(),
    primaryContact: bool.default(false),
    receiveNotifications: bool.default(false),
    reportPDFPasswordEnabled: bool.default(false),
    reportPDFPassword: reportPassword.optional(),
  }),
  read: z.object({
    ID,
    username: z.string(),
    fullName: z.string(),
    description: z.string(),
    roleID: ID,
    locale,
    timeZone: z.string(),
    timeFormat,
    passwordNeverExpires: z.boolean(),
    active: z.boolean(),
    mfaType: z.enum(['none', 'local-totp']),
    ...numbers,
    emailAddress: z.string().optional(),
    primaryContact: z.boolean(),
    receiveNotifications: z.boolean(),
    reportPDFPasswordEnabled: z.boolean(),
    created: time,
    external: z.boolean(),
    type: z.literal('normal'),
    readOnly: z.boolean(),
  }),
  fields: {
    username: 'string',
    fullName: 'string',
    description: 'string',
    roleID: 'numeric',
    timeZone: 'string',
    timeFormat: 'choice',
    passwordNeverExpires: 'boolean',
    active: 'boolean',
    mfaType: 'choice',
    phoneNumber: 'string',
    mobileNumber: 'string',
    pagerNumber: 'string',
    emailAddress: 'string',
    primaryContact: 'boolean',
    receiveNotifications: 'boolean',
    reportPDFPasswordEnabled: 'boolean',
    created: 'date',
    lastPasswordChange: 'date',
    lastSignIn: 'date',
    unlockTime: 'date',
    unsuccessfulSignInAttempts: 'numeric',
    directoryName: 'string',
    external: 'boolean',
    externalUserID: 'string',
    type: 'choice',
    readOnly: 'boolean',
  },
  rights: {
    view: 'platformRights.administratorRights.canViewAdministrators',
    create: 'platformRights.administratorRights.canCreateNewAdministrators',
    edit: 'platformRights.administratorRights.canEditAdministratorProperties',
    remove: 'platformRights.administratorRights.canDeleteAdministrators',
  },
});
