// The wallet can be installed: its manifest is whole, its icons are what they say, and the browser agrees.

import { expect, test } from '../fixtures/test.ts';

interface Manifest {
  id: string;
  name: string;
  short_name: string;
  lang: string;
  start_url: string;
  scope: string;
  display: string;
  theme_color: string;
  background_color: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
  shortcuts?: { url: string; icons?: { src: string; sizes: string }[] }[];
}

/** Width and height from the head of a PNG file (PNG specification, section 11.2.2). */
function sizeOf(png: Buffer): string {
  expect(png.subarray(1, 4).toString('latin1'), 'a PNG file').toBe('PNG');
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test('the manifest names, starts and draws the app', async ({ page }) => {
  await page.goto('/');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const chinese = await page.request.get('/', { headers: { 'Accept-Language': 'zh-CN' } });
  expect(await chinese.text(), 'each language has its own').toContain('href="/manifest.zh-CN.webmanifest"');
  const answer = await page.request.get(href as string);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toMatch(/^application\/(manifest\+json|json)/);
  const manifest = (await answer.json()) as Manifest;
  expect(manifest.name).toBe('OKPay');
  const other = (await (await page.request.get('/manifest.zh-CN.webmanifest')).json()) as Manifest;
  // One app in two languages: what is installed is the same.
  for (const key of ['id', 'name', 'short_name', 'start_url', 'scope', 'icons'] as const) {
    expect(other[key], key).toEqual(manifest[key]);
  }
  expect([manifest.lang, other.lang]).toEqual(['en', 'zh-CN']);
  expect(manifest.short_name.length).toBeLessThanOrEqual(12);
  expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
  for (const color of [manifest.theme_color, manifest.background_color]) expect(color).toMatch(/^#[0-9a-f]{6}$/i);

  const purposes = (size: string) => manifest.icons.filter(({ sizes }) => sizes === size).map(({ purpose }) => purpose ?? 'any');
  expect(purposes('192x192')).toContain('any');
  expect(purposes('512x512')).toEqual(expect.arrayContaining(['any', 'maskable']));
  const icons = [...manifest.icons, ...(manifest.shortcuts ?? []).flatMap(({ icons }) => icons ?? [])];
  for (const { src, sizes } of icons) {
    const icon = await page.request.get(src);
    expect(icon.status(), src).toBe(200);
    if (src.endsWith('.png')) expect(sizeOf(await icon.body()), src).toBe(sizes);
    else expect(icon.headers()['content-type'], src).toBe('image/svg+xml');
  }
  const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  expect(sizeOf(await (await page.request.get(apple as string)).body())).toBe('180x180');
  for (const { url } of manifest.shortcuts ?? []) {
    expect((await page.request.get(url)).status(), `the shortcut to ${url}`).toBe(200);
  }
});

test('the browser finds nothing against installing', async ({ page }) => {
  await page.goto('/');
  const session = await page.context().newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(data).toBeTruthy();
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Every window of a test is a private one, where nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});

test('colours of the window follow the theme', async ({ page }) => {
  await page.goto('/');
  const themes = page.locator('meta[name=theme-color]');
  await expect(themes).toHaveCount(2);
  for (const media of ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']) {
    await expect(page.locator(`meta[name=theme-color][media="${media}"]`)).toHaveAttribute('content', /^#[0-9a-f]{6}$/);
  }
});
