// How a page looks to everybody: to axe, on narrow and wide windows, in light and dark.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2, levels A and AA, as axe names them. */
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** axe finds nothing against the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // In this order: `options` forgets the tags that were named before it.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(WCAG_22_AA);
  // Without frames there is nothing to gather in a page of its own, which costs more than the look itself.
  const { violations } = await axe.setLegacyMode().analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
  expect.soft(found, what).toEqual([]);
}

/** Nothing sticks out to the right: the page scrolls up and down alone. */
export async function expectNoSidewaysScroll(page: Page, what = page.url()): Promise<void> {
  const { width, sticking } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const seen = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1);
    return {
      width: document.documentElement.scrollWidth - width,
      sticking: seen.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
    };
  });
  expect.soft(width, `${what} scrolls sideways: ${sticking.join('\n')}`).toBeLessThanOrEqual(0);
}
