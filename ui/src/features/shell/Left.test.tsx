// What is found again after a restart: the place in a tenant, its filter, and a form that was not saved, without secrets.
import { cleanup, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import type { Left } from "../../host/generated/Left";
import { forgetLeft } from "../../state/left";
import type { Answers } from "../../testing/fakeHost";
import { appStarted } from "../../testing/fixtures";
import { directoryAnswers } from "../../testing/fakeDirectory";
import { SHORTER } from "../../testing/fakeFilters";
import { renderApp } from "../../testing/render";
import { forgetTables } from "../directory/memory";
import { forgetUnsaved } from "../tenants/unsaved";

/** A new run: nothing is in memory but what the backend kept. */
function restart() {
  cleanup();
  forgetUnsaved();
  forgetTables();
  forgetLeft();
}

beforeEach(restart);

/** Keeps what is left as the backend does. */
function backend(more: Answers = {}): Answers {
  const kept = new Map<string, Left>();
  return {
    ...directoryAnswers(),
    app_start: () => appStarted({ openTenant: "sandbox" }),
    left_list: () => [...kept.values()],
    left_keep: (left) => {
      const key = JSON.stringify([left.tenantId, left.what]);
      if (left.text === "") kept.delete(key);
      else kept.set(key, left);
      return {};
    },
    ...more,
  };
}

function keptTexts(answers: Answers): string {
  return JSON.stringify(answers.left_list?.({}, { emit: () => undefined, signal: undefined }));
}

test("a tenant is found at the table where it was left", async () => {
  const answers = backend();
  const { user } = renderApp(answers);
  await user.click(await screen.findByTestId("nav-Group"));
  await waitFor(() => expect(keptTexts(answers)).toContain("Group"));

  restart();
  const again = renderApp(answers);
  expect(await screen.findByRole("combobox", { name: "Filter groups" })).toBeVisible();
  const types = again.host.requests("resources_list").map(({ resourceType }) => resourceType);
  expect(new Set(types)).toEqual(new Set(["Group"]));
});

test("a table is found filtered as it was left, with what was typed and not applied", async () => {
  const answers = backend();
  const { user } = renderApp(answers);
  const field = await screen.findByRole("combobox", { name: "Filter users" });
  await user.click(field);
  await user.paste(SHORTER);
  await user.keyboard("{Enter}");
  await user.paste(" and");
  await waitFor(() => expect(keptTexts(answers)).toContain("draft"));

  restart();
  const again = renderApp(answers);
  expect(await screen.findByRole("combobox", { name: "Filter users" })).toHaveValue(
    `${SHORTER} and`,
  );
  const filters = again.host.requests("resources_list").map(({ filter }) => filter);
  expect(new Set(filters)).toEqual(new Set([SHORTER]));
});

test("a form that was not saved is found again, without its secrets", async () => {
  const answers = backend({ app_start: () => appStarted() });
  const { user } = renderApp(answers);
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  await user.type(screen.getByTestId("field-name"), "Meridian");
  await user.type(
    screen.getByTestId("field-baseUrl"),
    "https://scim.example.test/v2?token=canary-url#canary-hash",
  );
  await user.type(screen.getByLabelText("Token"), "canary-token");
  await waitFor(() => expect(keptTexts(answers)).toContain("scim.example.test/v2"));
  expect(keptTexts(answers)).not.toContain("canary");

  restart();
  const again = renderApp(answers);
  await again.user.click(await screen.findByTestId("welcome-add-tenant"));
  await waitFor(() => expect(screen.getByTestId("field-name")).toHaveValue("Meridian"));
  expect(screen.getByTestId("field-baseUrl")).toHaveValue("https://scim.example.test/v2");
  expect(screen.getByText("not saved")).toBeVisible();
  await again.user.click(screen.getByTestId("tenant-cancel"));
  await waitFor(() => expect(keptTexts(answers)).toBe("[]"));
});

test("what another version left is passed over", async () => {
  const left = (what: Left["what"], text: string): Left => ({ tenantId: "sandbox", what, text });
  renderApp(
    backend({
      left_list: () => [
        left("place", '{"screen":"dashboard"}'),
        left("filters", '{"User":{"filter":7}}'),
        left("form", "no JSON"),
        { what: "form", text: '{"environment":"moon","name":7}' },
      ],
    }),
  );
  expect(await screen.findByTestId("nav-User")).toBeVisible();
});
