// The command palette by keyboard alone.
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { directoryAnswers, idAt, personAt } from "../../testing/fakeDirectory";
import { aTenant, appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";
import { forgetTables } from "../directory/memory";
import { readAsked } from "./asked";
import { forgetRecent } from "./recent";

beforeEach(() => {
  forgetTables();
  forgetRecent();
});
configure({ asyncUtilTimeout: 5_000 });

async function app() {
  const drawn = renderApp({
    app_start: () =>
      appStarted({ openTenant: "sandbox", tenants: [aTenant({ name: "Aurelia Bank" })] }),
    ...directoryAnswers(),
  });
  await screen.findByText(personAt(0).userName);
  return drawn;
}

/** Ctrl+K, until one can type. */
async function openPalette(user: Awaited<ReturnType<typeof app>>["user"]) {
  await user.keyboard("{Control>}k{/Control}");
  const input = await screen.findByRole("combobox", { name: "Go to, search or run" });
  await waitFor(() => expect(input).toHaveFocus());
}

function options(section: string): string[] {
  const group = screen.queryByRole("group", { name: section });
  return group
    ? within(group)
        .getAllByRole("option")
        .map((it) => it.textContent)
    : [];
}

it("opens with Ctrl+K, closes with Escape, and gives the focus back", async () => {
  const { user } = await app();
  const before = document.activeElement;
  await openPalette(user);
  const input = await screen.findByRole("combobox", { name: "Go to, search or run" });
  expect(input).toHaveFocus();
  expect(options("Go to")[0]).toContain("Users");
  expect(options("Tenants")[0]).toContain("Aurelia Bank");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("palette")).toBeNull());
  expect(before).toHaveFocus();
});

it("goes to a screen by some of its letters", async () => {
  const { user } = await app();
  await openPalette(user);
  await user.keyboard("hist{Enter}");
  expect(await screen.findByTestId("history-filter")).toBeVisible();
  expect(screen.queryByTestId("palette")).toBeNull();
});

it("finds a resource that was read and opens it", async () => {
  const { user, host } = await app();
  await openPalette(user);
  await user.keyboard("@nadia");
  const found = await screen.findByRole("group", { name: "Users" });
  expect(within(found).getAllByRole("option")[0]).toHaveTextContent("Nadia El Fassi");
  expect(host.requests("resources_find").at(-1)).toMatchObject({
    tenantId: "sandbox",
    resourceType: "User",
  });
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("resource-screen")).toBeVisible();
  expect(host.requests("resource_read").at(-1)).toMatchObject({ id: idAt("User", 6) });
});

it("runs a command, and puts what was chosen first the next time", async () => {
  const { user } = await app();
  await openPalette(user);
  await user.keyboard(">this list{Enter}");
  expect(await screen.findByTestId("shortcut-list")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("shortcut-list")).toBeNull());
  await openPalette(user);
  await screen.findByTestId("palette");
  expect(options("Recent")[0]).toContain("This list");
});

it("filters the list by what was typed", async () => {
  const { user, host } = await app();
  await openPalette(user);
  await user.keyboard("kjaer");
  const filter = await screen.findByRole("option", { name: /Filter users by/ });
  expect(filter).toHaveTextContent('userName co "kjaer"');
  await user.click(filter);
  await waitFor(() =>
    expect(host.requests("resources_list").at(-1)).toMatchObject({ filter: 'userName co "kjaer"' }),
  );
  expect(await screen.findByRole("combobox", { name: "Filter users" })).toHaveValue(
    'userName co "kjaer"',
  );
});

it("goes to the last row upwards, and says when there is nothing", async () => {
  const { user } = await app();
  await openPalette(user);
  const all = await screen.findAllByRole("option");
  await user.keyboard("{ArrowUp}");
  expect(all.at(-1)).toHaveAttribute("aria-selected", "true");
  await user.keyboard(">qqqqqq");
  expect(await screen.findByText(/Nothing here is called that/)).toBeVisible();
});

it("reads the sign in front", () => {
  expect(readAsked("  > read ")).toEqual({ narrowed: "commands", text: "read" });
  expect(readAsked("#ops")).toEqual({ narrowed: "groups", text: "ops" });
  expect(readAsked("a > b")).toEqual({ narrowed: "all", text: "a > b" });
});
