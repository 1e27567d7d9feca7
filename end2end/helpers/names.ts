// The accessible names that people, screen readers and these tests find things by, in both languages.
// They are a contract: when one of them fails, the page is wrong and not this list.

import type { Language } from './locale.ts';

export interface Names {
  register: string;
  signIn: string;
  signOut: string;
  send: string;
  convert: string;
  addMoney: string;
  history: string;
  rates: string;
  settings: string;
  help: string;
  searchHelp: string;
  emailOrPhone: string;
  getCode: string;
  code: string;
  name: string;
  password: string;
  confirmPassword: string;
  agreement: string;
  to: string;
  amount: string;
  currency: string;
  note: string;
  paymentPassword: string;
  cardNumber: string;
  expiry: string;
  securityCode: string;
  continue: string;
  confirm: string;
  paymentSent: string;
  search: string;
  type: string;
  status: string;
  fromDate: string;
  toDate: string;
  smallestAmount: string;
  largestAmount: string;
  tag: string;
  filter: string;
  clearFilter: string;
  tags: string;
  saveTags: string;
  privateNote: string;
  saveNote: string;
  repeat: string;
  tabs: string[];
}

export const NAMES: Record<Language, Names> = {
  en: {
    register: 'Register',
    signIn: 'Sign in',
    signOut: 'Sign out',
    send: 'Send money',
    convert: 'Convert',
    addMoney: 'Add money',
    history: 'History',
    rates: 'Rates',
    settings: 'Settings',
    help: 'Help',
    searchHelp: 'Search help',
    emailOrPhone: 'Email or phone',
    getCode: 'Get code',
    code: 'Verification code',
    name: 'Name',
    password: 'Password',
    confirmPassword: 'Confirm password',
    agreement: 'I accept the user agreement',
    to: 'To',
    amount: 'Amount',
    currency: 'Currency',
    note: 'Note',
    paymentPassword: 'Payment password',
    cardNumber: 'Card number',
    expiry: 'Expiry date',
    securityCode: 'Security code',
    continue: 'Continue',
    confirm: 'Confirm',
    paymentSent: 'Payment sent',
    search: 'Search',
    type: 'Type',
    status: 'Status',
    fromDate: 'From date',
    toDate: 'To date',
    smallestAmount: 'Smallest amount',
    largestAmount: 'Largest amount',
    tag: 'Tag',
    filter: 'Filter',
    clearFilter: 'Clear filter',
    tags: 'Tags',
    saveTags: 'Save tags',
    privateNote: 'Private note',
    saveNote: 'Save note',
    repeat: 'Repeat',
    tabs: ['Home', 'History', 'Pay', 'Rates', 'Me'],
  },
  'zh-CN': {
    register: '注册',
    signIn: '登录',
    signOut: '退出登录',
    send: '转账',
    convert: '兑换',
    addMoney: '充值',
    history: '账单',
    rates: '汇率',
    settings: '设置',
    help: '帮助',
    searchHelp: '搜索帮助',
    emailOrPhone: '邮箱或手机号',
    getCode: '获取验证码',
    code: '验证码',
    name: '姓名',
    password: '密码',
    confirmPassword: '确认密码',
    agreement: '我已阅读并同意用户协议',
    to: '收款人',
    amount: '金额',
    currency: '币种',
    note: '附言',
    paymentPassword: '支付密码',
    cardNumber: '银行卡号',
    expiry: '有效期',
    securityCode: '安全码',
    continue: '继续',
    confirm: '确认',
    paymentSent: '转账成功',
    search: '搜索',
    type: '类型',
    status: '状态',
    fromDate: '开始日期',
    toDate: '结束日期',
    smallestAmount: '最小金额',
    largestAmount: '最大金额',
    tag: '标签',
    filter: '筛选',
    clearFilter: '清除筛选',
    tags: '标签',
    saveTags: '保存标签',
    privateNote: '私人备注',
    saveNote: '保存备注',
    repeat: '再来一笔',
    // The contract names the tabs in English alone.
    tabs: [],
  },
};
