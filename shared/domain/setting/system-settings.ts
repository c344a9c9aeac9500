import type { SettingFamily } from './setting.ts';
import { systemSettingDefaults } from './system-setting-defaults.ts';

/** Of a tenant as a whole. */
export const systemSettings: SettingFamily = {
  defaults: systemSettingDefaults,
  isSecret: (name) => /(Password|SecretKey|PrivateKey|AccessKey|ApiKey|Token)$/.test(name),
};
