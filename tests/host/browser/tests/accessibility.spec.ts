// No screen and no state breaks a rule of WCAG 2.2 A and AA that a machine can check, in either theme.
import AxeBuilder from "@axe-core/playwright";
import type { Result } from "axe-core";

import { expect, test } from "../support/host";
import { placeMarks } from "../support/screen";
import { screens } from "../support/screens";
import { setTheme } from "../support/steps";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Empty elements of the library beside what it opens. They can be reached with Tab, but never keep the focus: they hand
 * it on. That they are hidden to screen readers is as it should be, and a rule that looks at one moment cannot see it.
 */
const FOCUS_GUARDS = "[data-base-ui-focus-guard]";

for (const { name, host, at, draws = {}, show } of screens) {
  test(`${name} has no violation`, async ({ page, scimscope, provider }) => {
    const started = await scimscope(host);
    await show({ page, started, scimscope, provider });
    if (at) await expect(page.locator(placeMarks[at]).first()).toBeVisible();
    for (const testId of Object.values(draws)) {
      await expect(page.getByTestId(testId).first()).toBeVisible();
    }
    const found: string[] = [];
    for (const theme of ["light", "dark"] as const) {
      await setTheme(page, theme);
      const { violations, passes } = await new AxeBuilder({ page })
        .options({ resultTypes: ["violations"], preload: false })
        .withTags(RULES)
        .exclude(FOCUS_GUARDS)
        // There are no frames: without a second page that joins what is found in each, this takes a third of the time.
        .setLegacyMode(true)
        .analyze();
      // A page that was not there would break no rule.
      expect(passes.length).toBeGreaterThan(10);
      found.push(...violations.map((it) => `${theme} ${words(it)}`));
    }
    expect(found).toEqual([]);
  });
}

/** The rule, how often it is broken, and where for the first time. */
function words({ id, help, nodes }: Result): string {
  const [first] = nodes;
  return `${id} (${help}), ${nodes.length} times: ${first?.target.join(" ")}: ${first?.failureSummary}`;
}
