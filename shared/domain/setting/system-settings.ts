import { faultOfSetting, refusesMove, SMTP_PASSWORD, SNS_SECRET } from '../notification/from-settings.ts';
import { NEW_IN_DETECT } from './new-in-detect.ts';
import type { SettingFamily } from './setting.ts';
import { systemSettingDefaults } from './system-setting-defaults.ts';

/** Not a secret by itself, and shown as destinations show theirs. */
const ACCESS_KEY = 'platformSettingEventForwardingSnsAccessKey';

/** Of a tenant as a whole. */
export const systemSettings: SettingFamily = {
  defaults: systemSettingDefaults,
  isSecret: (name) =>
    name !== ACCESS_KEY && /(Password|SecretKey|PrivateKey|AccessKey|ApiKey|Token)$/.test(name),
  keptSecrets: [SMTP_PASSWORD, SNS_SECRET],
  unlisted: [NEW_IN_DETECT],
  faultOf: faultOfSetting,
  refusesMove,
};
