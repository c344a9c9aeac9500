import type { AlertType } from './catalogue.ts';

type Words = readonly [en: string, ja: string];

/** What is written of a type of alert where there is no subject: its title in Japanese, what to do, when it ends. */
export interface AlertWords {
  readonly title: string;
  readonly advice: { readonly en: string; readonly ja: string };
  readonly ends: string;
}

const BY_SCAN = 'when a scan recommends nothing, or when somebody dismisses it';
const BY_PEOPLE = 'when somebody dismisses it';
const w = (title: string, [en, ja]: Words, ends: string): AlertWords => ({ title, advice: { en, ja }, ends });

const DESTINATION: Words = [
  'See what the other side says and mend it or the notification destination. What is to be sent waits for about two days.',
  '相手側の応答を確認し、相手側または通知先の設定を修正してください。未送信の通知は約2日間保持されます。',
];
const DELIVERED = 'when the destination takes something again, is changed, or is removed';

const REVIEW: Words = ['Review what the scan recommends.', '推奨設定の検索結果を確認してください。'];

/** English titles are in the catalogue. */
export const alertWords: Readonly<Record<AlertType, AlertWords>> = {
  'unable-to-communicate': w(
    '通信不能',
    [
      'Check that the agent runs and can reach the service over HTTPS. The computer keeps its last policy.',
      'エージェントの稼働状況とHTTPS通信を確認してください。コンピュータでは最後のポリシーが引き続き有効です。',
    ],
    'with the next beat, or when the computer is removed',
  ),
  'computers-offline': w(
    '多数のコンピュータと通信できません',
    [
      'Check the line between these computers and the service. They keep their last policies.',
      'これらのコンピュータとサービスの間の回線を確認してください。各コンピュータでは最後のポリシーが引き続き有効です。',
    ],
    'when ten of them or fewer are silent still; these are then mailed one by one',
  ),
  'firewall-engine-offline': w(
    'ファイアウォールエンジンがオフラインです',
    [
      'See what the agent says and mend it on the host.',
      'エージェントの報告を確認し、ホストを復旧してください。',
    ],
    'when the host reports that the module works, or that it is off by policy',
  ),
  'intrusion-prevention-engine-offline': w(
    '侵入防御エンジンがオフラインです',
    [
      'See what the agent says and mend it on the host.',
      'エージェントの報告を確認し、ホストを復旧してください。',
    ],
    'when the host reports that the module works, or that it is off by policy',
  ),
  'protection-off': w(
    '保護が無効です',
    ['Assign a policy that turns a module on.', 'モジュールを有効にするポリシーを割り当ててください。'],
    'when a module is on',
  ),
  'send-policy-failed': w(
    'ポリシーの送信に失敗しました',
    [
      'The host tried the configuration and went back to the one before. Change the policy, or mend the host.',
      'ホストは新しい設定を適用できず、以前の設定に戻しました。ポリシーまたはホストを修正してください。',
    ],
    'when the host runs what its policy says',
  ),
  'rules-not-in-force': w(
    '適用できないルールがあります',
    [
      'Change or unassign the rules that the reason names; the other rules are in force.',
      '理由に示されたルールを変更するか、割り当てを解除してください。その他のルールは有効です。',
    ],
    'when the host runs all of its rules',
  ),
  'platform-unsupported': w(
    'サポート対象外のプラットフォームです',
    ['Move the computer to a supported system.', 'サポート対象のシステムに移行してください。'],
    'when the host reports a supported system',
  ),
  'containers-not-inspected': w(
    'コンテナの通信は検査されません',
    [
      'Protect containers by other means; their rules for NAT and forwarding are never touched.',
      'コンテナは他の手段で保護してください。コンテナ用のNATおよび転送ルールは変更されません。',
    ],
    'when the host reports no container runtime',
  ),
  'computer-reboot-required': w(
    'コンピュータの再起動が必要です',
    ['Reboot the computer.', 'コンピュータを再起動してください。'],
    'when the host reports that no reboot is due',
  ),
  'agent-upgrade-recommended': w(
    'エージェントの新しいバージョンがあります',
    ['Upgrade the agent.', 'エージェントをアップグレードしてください。'],
    'when the host reports the newest version',
  ),
  'computer-not-receiving-updates': w(
    'コンピュータがアップデートを受信していません',
    ['Check the agent and its line to the service.', 'エージェントとサービスへの通信を確認してください。'],
    'when the host says that it runs that version, or when the computer is removed',
  ),
  'abnormal-restart-detected': w(
    '異常な再起動が検出されました',
    ['See why the agent or the host ended without being stopped.', '異常終了の原因を確認してください。'],
    BY_PEOPLE,
  ),
  'clock-change-detected': w(
    '時刻の変更が検出されました',
    ['Keep the clock in step by NTP.', 'NTPで時刻を同期してください。'],
    BY_PEOPLE,
  ),
  'clock-out-of-step': w(
    '時刻のずれによりエージェントの通信が拒否されました',
    ["Set the host's clock, and keep it in step by NTP.", 'ホストの時刻を合わせ、NTPで同期してください。'],
    'when the computer was offline and is back, or when somebody dismisses it',
  ),
  'duplicate-computer-detected': w(
    '重複するコンピュータが検出されました',
    [
      'A clone or a restored snapshot uses the key of this computer. Reset its agent and activate it anew.',
      'クローンまたは復元されたスナップショットが同じ鍵を使用しています。エージェントをリセットし、再有効化してください。',
    ],
    BY_PEOPLE,
  ),
  'events-suppressed': w(
    'イベントが抑制されました',
    [
      'Log less, or see what makes so many events.',
      'ログの設定、または大量のイベントの原因を確認してください。',
    ],
    BY_PEOPLE,
  ),
  'insufficient-disk-space': w(
    'ディスク容量の不足',
    [
      "Free space for the agent's state; events were lost.",
      '空き容量を確保してください。イベントが失われました。',
    ],
    BY_PEOPLE,
  ),
  'activation-failed': w(
    '有効化に失敗しました',
    ['Do what the reason says and activate the host again.', '理由を確認し、再度有効化してください。'],
    'when a host of that name is activated, or when somebody dismisses it',
  ),
  'apikey-locked-out': w(
    'APIキーがロックアウトされました',
    [
      'See who tried, and unlock or replace the key.',
      '試行元を確認し、キーのロック解除または交換をしてください。',
    ],
    BY_PEOPLE,
  ),
  'failed-to-send-sns-message': w('SNSメッセージの送信に失敗しました', DESTINATION, DELIVERED),
  'failed-to-send-syslog-message': w('Syslogメッセージの送信に失敗しました', DESTINATION, DELIVERED),
  'failed-to-send-webhook-message': w('Webhookの送信に失敗しました', DESTINATION, DELIVERED),
  'failed-to-send-email': w('メールの送信に失敗しました', DESTINATION, DELIVERED),
  'relay-recommended': w(
    'Relayの利用を推奨します',
    ['Give a computer the role of a relay.', 'いずれかのコンピュータをRelayにしてください。'],
    'with a relay, or when there are few or too many computers for this',
  ),
  'relay-required': w(
    'Relayが必要です',
    ['Give a computer the role of a relay.', 'いずれかのコンピュータをRelayにしてください。'],
    'with a relay, or with 20 computers or less that all reach the service directly',
  ),
  'relay-required-behind-proxy': w(
    'プロキシ環境ではRelayが必要です',
    [
      'Agents use no proxy. Give a computer that reaches the service directly the role of a relay.',
      'エージェントはプロキシを使用しません。サービスに直接接続できるコンピュータをRelayにしてください。',
    ],
    'when the host says that its system uses no proxy',
  ),
  'license-seat-limit-almost-reached': w(
    '注文数の上限に近づいています',
    [
      'Order more, or remove computers that are gone.',
      '追加注文、または不要なコンピュータの削除をしてください。',
    ],
    'with seats for a tenth, or when none is left',
  ),
  'license-seat-limit-reached': w(
    '注文数の上限に達しました',
    [
      'Order more, or remove computers that are gone.',
      '追加注文、または不要なコンピュータの削除をしてください。',
    ],
    'when a seat is free',
  ),
  'new-rule-update-available': w(
    '新しいルールアップデートがあります',
    ['Let it be applied, or apply it.', 'アップデートを適用してください。'],
    'when it is applied',
  ),
  'logs-about-to-expire': w(
    'ログの保存期限が近づいています',
    ['Export these logs to keep them.', '必要なログはエクスポートしてください。'],
    'when a scheduled export holds them, or when they are deleted',
  ),
  'intrusion-prevention-rule-alert': w(
    '侵入防御ルールのアラート',
    ['Update the software that is attacked.', '攻撃対象のソフトウェアを更新してください。'],
    BY_PEOPLE,
  ),
  recommendation: w('推奨設定', REVIEW, BY_SCAN),
  'intrusion-prevention-rule-recommendation': w('侵入防御ルールの割り当て推奨', REVIEW, BY_SCAN),
  'intrusion-prevention-rule-removal-recommendation': w('侵入防御ルールの割り当て解除推奨', REVIEW, BY_SCAN),
  'application-type-recommendation': w('アプリケーションの種類の推奨', REVIEW, BY_SCAN),
  'intrusion-prevention-rule-compilation-failed': w(
    '侵入防御ルールのコンパイル失敗',
    ['Make the configuration smaller, as the reason says.', '理由に従い、設定を見直してください。'],
    'when the configuration compiles, or when somebody dismisses it',
  ),
  'rule-update-failed': w(
    'ルールアップデートの失敗',
    ['See the source of rules.', 'ルールの取得元を確認してください。'],
    'when the source works again',
  ),
  'assigned-rule-withdrawn': w(
    '割り当て済みの侵入防御ルールの取り下げ',
    [
      'Nothing needs to be done. Until the rule may run again, see whether another one covers what it was for.',
      '対応は不要です。ルールが再び有効になるまで、同じ脆弱性を保護する別のルールがあるか確認してください。',
    ],
    'when the rule may run again or is assigned to nothing, or when somebody dismisses it',
  ),
  'rule-withdrawn': w(
    '侵入防御ルールの取り下げ',
    ['Repair the rule, then let it be used again.', 'ルールを修正のうえ、取り下げを解除してください。'],
    'when the rule may be used again',
  ),
};
