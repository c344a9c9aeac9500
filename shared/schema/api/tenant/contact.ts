import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, description, email, ID, locale, name, reference } from '../common.ts';

/** A number as people write it; nothing dials it. */
export const phone = z.string().max(60);
/** Locks the PDF reports that are mailed; never answered. */
export const reportPassword = z.string().min(1).max(128);
/** Existing clients send an empty text where there is no address. */
export const optionalEmail = z.union([email, z.literal('')]);

const numbers = {
  phoneNumber: phone.optional(),
  mobileNumber: phone.optional(),
  pagerNumber: phone.optional(),
};

/** Someone who gets reports and mails but cannot sign in. */
export const contacts = defineCollection({
  path: '/api/contacts',
  envelope: 'contacts',
  param: 'contactID',
  thing: 'contact',
  function: 'access',
  body: z.object({
    name,
    description: description.default(''),
    ...numbers,
    emailAddress: optionalEmail.optional(),
    locale: locale.default('en-US'),
    roleID: reference.optional(),
    reportPDFPasswordEnabled: bool.default(false),
    reportPDFPassword: reportPassword.optional(),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    ...numbers,
    emailAddress: z.string().optional(),
    locale,
    roleID: ID.optional(),
    reportPDFPasswordEnabled: z.boolean(),
  }),
  fields: {
    name: 'string',
    description: 'string',
    phoneNumber: 'string',
    mobileNumber: 'string',
    pagerNumber: 'string',
    emailAddress: 'string',
    roleID: 'numeric',
    reportPDFPasswordEnabled: 'boolean',
  },
  references: ['roleID'],
  rights: {
    view: 'platformRights.contactRights.canViewContacts',
    create: 'platformRights.contactRights.canCreateNewContacts',
    edit: 'platformRights.contactRights.canEditContactProperties',
    remove: 'platformRights.contactRights.canDeleteContacts',
  },
});
