import { chromium } from '@playwright/test';
const base = process.env.BASE ?? 'http://localhost:4100';
const out = '/tmp/shots';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] });
const logs = [];
async function ctx(o) { const c = await browser.newContext({ baseURL: base, ...o }); c.on('console', m => { if (['error','warning'].includes(m.type())) logs.push(m.text() + ' ' + m.location().url); }); return c; }
async function signIn(c, address, lang) {
  const p = await c.newPage();
  await p.goto('/login');
  await p.getByLabel(lang === 'en' ? 'Email or phone' : '邮箱或手机号', { exact: true }).fill(address);
  await p.getByLabel(lang === 'en' ? 'Password' : '密码', { exact: true }).fill('jade and seal 2026');
  await p.getByRole('button', { name: lang === 'en' ? 'Sign in' : '登录', exact: true }).click();
  await p.waitForURL(base + '/');
  await p.waitForTimeout(600);
  return p;
}
const desk = { viewport: { width: 1280, height: 900 }, locale: 'en-US' };
const phone = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
const shot = (p, n, o = {}) => p.screenshot({ path: `${out}/${n}.png`, ...o });
{ const c = await ctx({ ...desk, colorScheme: 'light' }); const p = await signIn(c, 'maria@example.com', 'en');
  await shot(p, 'home-desktop');
  for (const [n, u] of [['convert','/convert'],['send','/send'],['rates','/rates'],['pair','/rates/USD-CNY?range=1y'],['fees','/fees'],['history','/history'],['help','/help'],['topup','/topup'],['security','/settings/security']]) { await p.goto(u); await p.waitForTimeout(500); await shot(p, 'd-' + n, { fullPage: true }); }
  await p.goto('/convert'); await p.waitForTimeout(400);
  await p.getByLabel('Amount', { exact: true }).fill('120'); await p.waitForTimeout(900); await shot(p, 'd-convert-typed', { fullPage: true });
  await p.getByRole('button', { name: 'Continue', exact: true }).click(); await p.waitForURL('**/send/confirm/*'); await p.waitForTimeout(900); await shot(p, 'd-convert-confirm', { fullPage: true });
  await c.close(); }
{ const c = await ctx({ ...desk, colorScheme: 'dark' }); const p = await signIn(c, 'maria@example.com', 'en'); await shot(p, 'dark'); await p.goto('/rates/USD-CNY?range=1y'); await p.waitForTimeout(400); await shot(p, 'dk-pair', { fullPage: true }); await c.close(); }
{ const c = await ctx({ ...phone, colorScheme: 'light' }); const p = await signIn(c, 'xiaoyu@example.com', 'zh'); await shot(p, 'home-phone-zh');
  for (const [n, u] of [['convert','/convert'],['send','/send'],['rates','/rates'],['pair','/rates/USD-CNY?range=1y'],['fees','/fees'],['help','/help'],['receive','/receive'],['history','/history']]) { await p.goto(u); await p.waitForTimeout(500); await shot(p, 'p-' + n, { fullPage: true }); }
  await p.goto('/send'); await p.waitForTimeout(500);
  await p.getByLabel('收款人', { exact: true }).fill('maria@example.com'); await p.getByLabel('金额', { exact: true }).fill('36.00'); await p.getByLabel('附言', { exact: true }).fill('午餐'); await p.waitForTimeout(300);
  await p.getByRole('button', { name: '继续', exact: true }).click(); await p.waitForURL('**/send/confirm/*'); await p.waitForTimeout(700); await shot(p, 'confirm-phone');
  await c.close(); }
{ const c = await ctx({ ...desk, viewport: { width: 768, height: 1000 } }); const p = await c.newPage(); await p.goto('/'); await p.waitForTimeout(600); await shot(p, 't-landing', { fullPage: true }); await p.goto('/rates'); await p.waitForTimeout(600); await shot(p, 't-rates', { fullPage: true }); await c.close(); }
console.log(JSON.stringify(logs, null, 1));
await browser.close();
