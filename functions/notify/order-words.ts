import type { OrderType } from '../../shared/domain/order/order.ts';
import type { OrderNotice } from '../../shared/schema/bus/order-notice.ts';

/** What an order's mail says, per language. */
export interface OrderWords {
  readonly product: string;
  readonly types: Readonly<Record<OrderType, string>>;
  readonly states: Readonly<Record<OrderNotice['state'], string>>;
  readonly headline: (ID: number, type: string, state: string) => string;
  readonly held: (menu: string, quantity: number) => string;
  readonly nothing: string;
  readonly before: string;
  readonly after: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly advice: Readonly<Record<OrderNotice['state'], string>>;
  readonly footer: string;
}

const english: OrderWords = {
  product: 'Managed Virtual Patch',
  types: {
    new: 'new',
    'menu-change': 'menu change',
    'quantity-change': 'quantity change',
    cancellation: 'cancellation',
  },
  states: { accepted: 'accepted', done: 'done', undone: 'undone' },
  headline: (ID, type, state) => `Order ${ID} (${type}) ${state}`,
  held: (menu, quantity) => `${menu} for ${quantity} computers`,
  nothing: 'nothing',
  before: 'Before',
  after: 'Ordered',
  by: 'Ordered by',
  at: 'When',
  reason: 'Reason',
  advice: {
    accepted: 'The order is being worked. You are told when it is done.',
    done: 'The order is in force.',
    undone: 'Nothing was changed. You may order again.',
  },
  footer: 'If you do not know of this order, check who holds your API keys and accounts.',
};

const japanese: OrderWords = {
  product: 'Managed Virtual Patch',
  types: {
    new: '新規',
    'menu-change': 'メニュー変更',
    'quantity-change': '数量変更',
    cancellation: '解約',
  },
  states: { accepted: '受付', done: '完了', undone: '取消' },
  headline: (ID, type, state) => `オーダー ${ID}（${type}）${state}のお知らせ`,
  held: (menu, quantity) => `${menu} ${quantity}台`,
  nothing: 'なし',
  before: '変更前',
  after: 'オーダー内容',
  by: '申込者',
  at: '日時',
  reason: '理由',
  advice: {
    accepted: 'オーダーを処理しています。完了したら改めてお知らせします。',
    done: 'オーダーの内容が有効になりました。',
    undone: '何も変更されていません。改めてオーダーできます。',
  },
  footer: 'お心当たりのないオーダーの場合は、APIキーとアカウントの管理状況を確認してください。',
};

export const orderWordsFor = (locale: 'en-US' | 'ja-JP'): OrderWords =>
  locale === 'ja-JP' ? japanese : english;
