import type { EventClass } from '../rule.ts';

/** What a notification's mail says around its events, per language. */
export interface LetterWords {
  readonly product: string;
  readonly classes: Readonly<Record<EventClass, string>>;
  readonly headline: (count: number, what: string) => string;
  readonly between: (first: string, last: string) => string;
  readonly others: (count: number) => string;
  /** Where the wire's word is not the reader's. */
  readonly severities: Readonly<Record<string, string>>;
  readonly from: string;
  readonly times: (count: number) => string;
  readonly footer: (rule: string, minutes: number) => string;
  readonly test: string;
  readonly testText: string;
}

const english: LetterWords = {
  product: 'Managed Virtual Patch',
  classes: {
    'intrusion-prevention': 'intrusion prevention',
    firewall: 'firewall',
    system: 'system',
    agent: 'agent',
    alert: 'alert',
  },
  headline: (count, what) => `${count} ${what} event${count === 1 ? '' : 's'}`,
  between: (first, last) => (first === last ? first : `${first} to ${last}`),
  others: (count) => `and ${count} more of other kinds`,
  severities: {},
  from: 'from',
  times: (count) => `${count} times`,
  footer: (rule, minutes) =>
    `Sent by the notification rule "${rule}". What follows within ${minutes} minutes is counted and told together.`,
  test: 'Test of a notification destination',
  testText: 'Somebody asked for this test. Notifications will arrive like this.',
};

const japanese: LetterWords = {
  product: 'Managed Virtual Patch',
  classes: {
    'intrusion-prevention': '侵入防御',
    firewall: 'ファイアウォール',
    system: 'システム',
    agent: 'エージェント',
    alert: 'アラート',
  },
  headline: (count, what) => `${what}イベント ${count}件`,
  between: (first, last) => (first === last ? first : `${first} ～ ${last}`),
  others: (count) => `その他 ${count}件`,
  severities: {
    low: '重大度 低',
    medium: '重大度 中',
    high: '重大度 高',
    critical: '重大度 緊急',
    info: '情報',
    warning: '警告',
    error: 'エラー',
  },
  from: '送信元',
  times: (count) => `${count}回`,
  footer: (rule, minutes) =>
    `通知ルール「${rule}」により送信されました。${minutes}分以内に続くイベントは集計し、まとめてお知らせします。`,
  test: '通知先のテスト',
  testText: 'このメールはテストとして送信されました。通知はこのように届きます。',
};

export const letterWords = (locale: 'en-US' | 'ja-JP'): LetterWords =>
  locale === 'ja-JP' ? japanese : english;
