/** What an alert's mail says, per language. Numbers and names are put in by render-mail.ts. */
export interface Words {
  readonly product: string;
  readonly computer: string;
  readonly policy: string;
  readonly rule: string;
  readonly severity: string;
  readonly severities: Readonly<Record<'low' | 'medium' | 'high' | 'critical', string>>;
  readonly happened: string;
  readonly latest: string;
  readonly count: string;
  readonly sources: string;
  readonly lastHeard: string;
  readonly blocked: string;
  readonly detected: string;
  readonly partly: string;
  readonly unreachable: string;
  readonly notCompiled: string;
  readonly adviceBlocked: string;
  readonly adviceDetected: string;
  readonly adviceUnreachable: string;
  readonly adviceNotCompiled: string;
  readonly reason: string;
  readonly times: (count: number, blocked: number) => string;
  readonly footer: string;
  /** While everything was blocked: the first that is not is told again. */
  readonly footerBlocked: string;
}

const english: Words = {
  product: 'Managed Virtual Patch',
  computer: 'Computer',
  policy: 'Policy',
  rule: 'Rule',
  severity: 'Severity',
  severities: { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' },
  happened: 'First seen',
  latest: 'Last seen',
  count: 'Occurrences',
  sources: 'From',
  lastHeard: 'Last heard of',
  blocked: 'Attack blocked',
  detected: 'Attack detected, not blocked',
  partly: 'Attack detected, blocked in part',
  unreachable: 'Computer cannot be reached',
  notCompiled: 'Intrusion prevention rules do not compile',
  reason: 'Reason',
  adviceBlocked:
    'The attack was stopped before it reached the application. The rule is a virtual patch, not a patch: ' +
    'please update the software that it protects.',
  adviceDetected:
    'The attack reached the application, because the rule or the policy only detects. Please check the computer, ' +
    'set the policy to prevent, and update the software that is attacked.',
  adviceUnreachable:
    'The agent has not reported for more than two beats. The computer keeps its last policy. Please check that it ' +
    'runs and that it can reach the service over HTTPS.',
  adviceNotCompiled:
    'The new configuration is not given to the computers concerned; they keep their last one. The alert ends by ' +
    'itself when the configuration compiles.',
  times: (count, blocked) => `${count} (${blocked} blocked)`,
  footer:
    'Further occurrences are added to this alert without another mail until the alert ends or is dismissed.',
  footerBlocked:
    'Further occurrences are added to this alert without another mail until the alert ends or is dismissed. ' +
    'Should one get through, you are told again.',
};

const japanese: Words = {
  product: 'Managed Virtual Patch',
  computer: 'コンピュータ',
  policy: 'ポリシー',
  rule: 'ルール',
  severity: '重大度',
  severities: { low: '低', medium: '中', high: '高', critical: '緊急' },
  happened: '最初の検知',
  latest: '最後の検知',
  count: '件数',
  sources: '送信元',
  lastHeard: '最後の通信',
  blocked: '攻撃を遮断しました',
  detected: '攻撃を検知しました（遮断していません）',
  partly: '攻撃を検知しました（一部を遮断）',
  unreachable: 'コンピュータと通信できません',
  notCompiled: '侵入防御ルールをコンパイルできません',
  reason: '理由',
  adviceBlocked:
    '攻撃はアプリケーションに届く前に遮断されました。このルールは仮想パッチであり、修正プログラムではありません。' +
    '保護対象のソフトウェアを更新してください。',
  adviceDetected:
    'ルールまたはポリシーが検出のみの設定のため、攻撃はアプリケーションに届いています。コンピュータを確認し、' +
    'ポリシーを防御に変更のうえ、攻撃対象のソフトウェアを更新してください。',
  adviceUnreachable:
    'エージェントから2回分を超えて報告がありません。コンピュータでは最後のポリシーが引き続き有効です。' +
    '稼働状況と、サービスへのHTTPS通信を確認してください。',
  adviceNotCompiled:
    '新しい設定は対象のコンピュータに配信されず、最後の設定が引き続き有効です。設定をコンパイルできるようになると、' +
    'このアラートは自動的に終了します。',
  times: (count, blocked) => `${count}件（うち遮断${blocked}件）`,
  footer:
    'このアラートが終了または消去されるまで、以降の検知は同じアラートに加算され、メールは送信されません。',
  footerBlocked:
    'このアラートが終了または消去されるまで、以降の検知は同じアラートに加算され、メールは送信されません。' +
    'ただし、遮断されない攻撃があった場合は改めてお知らせします。',
};

export const wordsFor = (locale: 'en-US' | 'ja-JP'): Words => (locale === 'ja-JP' ? japanese : english);
