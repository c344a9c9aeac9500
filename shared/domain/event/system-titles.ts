/** By what the field calls them, events.md section 5; what is ours alone follows. */
const titles: Readonly<Record<string, string>> = {
  Activated: '有効化',
  'Activation Failed': '有効化の失敗',
  'Agent-Initiated Activation Failure': 'Agentからの有効化の失敗',
  'Agent-Initiated Activation Requested': 'Agentからの有効化の要求',
  'Agent/Appliance Heartbeat Rejected': 'Agent/Applianceのハートビートの拒否',
  'Alert Emails Failed': 'アラートメールの送信失敗',
  'Alert Emails Sent': 'アラートメールの送信',
  'Alert Ended': 'アラートの終了',
  'Alert Started': 'アラートの開始',
  'API Key Locked Out': 'APIキーのロックアウト',
  'Application Type Port List Misconfiguration': 'アプリケーションの種類のポートリストの設定エラー',
  'Application Type Port List Misconfiguration Resolved':
    'アプリケーションの種類のポートリストの設定エラーの解決',
  'Back Online': 'オンラインに復帰',
  Deactivated: '無効化',
  'Duplicate Computer': 'コンピュータの重複',
  'Event-Based Task Triggered': 'イベントベースタスクの実行',
  'Failed To Send Outstanding Alert Summary': '未解決アラートの概要の送信失敗',
  'Failed To Send Report': 'レポートの送信失敗',
  'Intrusion Prevention Rule Compiler Failed': '侵入防御ルールのコンパイルの失敗',
  'Maintenance Announced': 'メンテナンスの告知',
  'Maintenance Withdrawn': 'メンテナンスの告知の取り消し',
  'Notification Destination Failed': '通知先への送信失敗',
  Offline: 'オフライン',
  'Order Accepted': '注文の受付',
  'Order Done': '注文の完了',
  'Order Undone': '注文の取り消し',
  'Reactivation Attempted by Unknown Agent': '不明なAgentによる再有効化の試行',
  'Recommendation Scan Completed': '推奨設定の検索の完了',
  'Recommendation Scan Failure': '推奨設定の検索の失敗',
  'Recommendation Scan Failure Resolved': '推奨設定の検索の失敗の解決',
  'Recommendation Scan Requested': '推奨設定の検索の要求',
  'Recommendations Cleared': '推奨設定のクリア',
  'Recommendations Implementation Failed': '推奨設定の適用の失敗',
  'Recommendations Implementation Skipped': '推奨設定の適用のスキップ',
  'Recommendations Implemented': '推奨設定の適用',
  'Recommendations Updated': '推奨設定の更新',
  'Rule Update Applied': 'ルールアップデートの適用',
  'Rule Update Downloaded and Applied': 'ルールアップデートのダウンロードと適用',
  'Scan for Recommendations Canceled': '推奨設定の検索のキャンセル',
  'Scheduled Rule Update Download Failed': '予約ルールアップデートのダウンロードの失敗',
  'Scheduled Rule Update Download and Apply Failed': '予約ルールアップデートのダウンロードと適用の失敗',
  'Scheduled Rule Update Downloaded': '予約ルールアップデートのダウンロード',
  'Scheduled Rule Update Downloaded and Applied': '予約ルールアップデートのダウンロードと適用',
  'Scheduled Task Manually Executed': '予約タスクの手動実行',
  'Scheduled Task Skipped': '予約タスクのスキップ',
  'Scheduled Task Started': '予約タスクの開始',
  'Sending Outstanding Alert Summary': '未解決アラートの概要の送信',
  'Sending Report': 'レポートの送信',
  'Security Update: Security Update Check and Download Failed':
    'セキュリティアップデート: セキュリティアップデートの確認とダウンロードの失敗',
  'Security Update: Security Update Check and Download Requested':
    'セキュリティアップデート: セキュリティアップデートの確認とダウンロードの要求',
  'Security Update: Security Update Check and Download Successful':
    'セキュリティアップデート: セキュリティアップデートの確認とダウンロードの成功',
  'Statement Corrected': '明細書の訂正',
  'Statement Issued': '明細書の発行',
  'System Settings Saved': 'システム設定の保存',
  'Tenant Deletion Requested': 'テナントの削除の要求',
  'Tenant Restored': 'テナントの復元',
  'Tenant Restricted': 'テナントの制限',
  'Tenant Suspended': 'テナントの一時停止',
};

const things: Readonly<Record<string, string>> = {
  'Activation Token': '有効化トークン',
  'Alert Type': 'アラートの種類',
  'API Key': 'APIキー',
  'Application Type': 'アプリケーションの種類',
  Certificate: '証明書',
  Computer: 'コンピュータ',
  Contact: '連絡先',
  Context: 'コンテキスト',
  'Event-Based Task': 'イベントベースタスク',
  'Firewall Rule': 'ファイアウォールルール',
  'Firewall Stateful Configuration': 'ファイアウォールステートフル設定',
  Group: 'グループ',
  'Intrusion Prevention Rule': '侵入防御ルール',
  'IP List': 'IPリスト',
  'MAC List': 'MACリスト',
  'Notification Destination': '通知先',
  'Notification Rule': '通知ルール',
  Policy: 'ポリシー',
  'Port List': 'ポートリスト',
  Role: '役割',
  Schedule: 'スケジュール',
  'Scheduled Task': '予約タスク',
  Tenant: 'テナント',
  User: 'ユーザ',
};

const deeds: Readonly<Record<string, string>> = { Created: '作成', Deleted: '削除', Updated: '更新' };

const japanese = (title: string): string | undefined => {
  if (Object.hasOwn(titles, title)) return titles[title];
  const [, thing = '', deed = ''] = /^(.+) (Created|Deleted|Updated)$/.exec(title) ?? [];
  return Object.hasOwn(things, thing) ? `${things[thing]}の${deeds[deed]}` : undefined;
};

/** A system event's title as its reader reads it; one that has no translation stays as it was recorded. */
export const systemEventTitle = (title: string, language: 'ja' | 'en'): string =>
  (language === 'ja' ? japanese(title) : undefined) ?? title;
