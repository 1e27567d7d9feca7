// What must be seen whole on a phone, whatever stands beside it.

import { expectAwake } from '../helpers/deeds.ts';
import { LANGUAGES } from '../helpers/locale.ts';
import { expect, test } from '../fixtures/test.ts';

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('no table of fees and limits is cut', async ({ page }) => {
      await page.goto('/fees');
      await expectAwake(page);
      const tables = page.getByRole('main').getByRole('table');
      await expect(tables).toHaveCount(2);
      for (const table of await tables.all()) {
        const over = await table.evaluate((found) => found.scrollWidth - (found.parentElement?.clientWidth ?? 0));
        expect(over, 'pixels beyond the card').toBeLessThanOrEqual(0);
      }
    });

    test('a long note gives way to the time', async ({ member, newMember }) => {
      const payee = await newMember();
      await member.addMoney('20', 'USD');
      const id = await member.send(payee.address, '1', 'USD', 'A note that is far longer than a phone is wide 很长很长的附言');
      const { page } = member;
      await page.goto('/history');
      const row = page.locator(`a[href="/history/${id}"]`);
      const time = row.getByText(/^ · \d\d:\d\d$/);
      await expect(time).toBeVisible();
      const [timeBox, words] = [await time.boundingBox(), await row.locator('.row-words').boundingBox()];
      expect(timeBox!.x + timeBox!.width).toBeLessThanOrEqual(words!.x + words!.width + 1);
    });
  });
}
