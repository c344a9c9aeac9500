import { type AlertType, alertKinds } from '../alert/type.ts';

const japanese: Readonly<Partial<Record<AlertType, string>>> = {
  'unable-to-communicate': '通信不能',
  'intrusion-prevention-rule-alert': '侵入防御ルールのアラート',
  recommendation: '推奨設定',
  'intrusion-prevention-rule-recommendation': '侵入防御ルールの割り当て推奨',
  'intrusion-prevention-rule-removal-recommendation': '侵入防御ルールの割り当て解除推奨',
  'intrusion-prevention-rule-compilation-failed': '侵入防御ルールのコンパイル失敗',
};

/** An alert's title in a report; the field's own where there is no other. */
export const alertTitle = (type: AlertType, language: 'ja' | 'en'): string =>
  (language === 'ja' ? japanese[type] : undefined) ?? alertKinds[type].title;
