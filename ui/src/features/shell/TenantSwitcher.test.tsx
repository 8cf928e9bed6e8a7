// The tenant switcher: groups, windows, and what can be done with a tenant, by keys alone.
import { act, createEvent, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Answers } from "../../testing/fakeHost";
import { appStarted, aTenant, aToken, unlockedNow } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";
import { inputOf } from "../tenants/connectionInput";
import { forgetUnsaved, keepUnsaved } from "../tenants/unsaved";

const tenants = [
  aTenant({ id: "a", name: "Aurelia" }),
  aTenant({ id: "b", name: "Meridian", group: "Labs" }),
  aTenant({ id: "c", name: "Zürich", group: "Labs" }),
];

async function openSwitcher(openTenant = "sandbox", list = () => tenants, more: Answers = {}) {
  const rendered = renderApp({
    app_start: () => appStarted({ tenants: list(), openTenant }),
    tenant_list: list,
    window_list: () => [
      { window: "main", number: 1, tenantId: openTenant },
      { window: "tenant-1", number: 2, tenantId: "b" },
    ],
    ...more,
  });
  await screen.findByTestId("nav-User");
  await rendered.user.keyboard("{Control>}t{/Control}");
  await screen.findByRole("combobox", { name: "Find a tenant" });
  return rendered;
}

test("tenants stand below the headings of their groups, and digits follow what is shown", async () => {
  const { user, host } = await openSwitcher();
  const labs = within(screen.getByRole("group", { name: "Labs" }));
  const options = labs.getAllByRole("option").map((it) => it.textContent);
  expect(options).toHaveLength(2);
  expect(options[0]).toMatch(/Meridian.*3$/);
  expect(options[1]).toMatch(/Zürich.*4$/);
  await user.keyboard("4");
  await waitFor(() => expect(host.requests("tenant_open").at(-1)).toEqual({ tenantId: "c" }));
});

test("a group is found by its name", async () => {
  const { user } = await openSwitcher();
  await user.keyboard("labs");
  expect(screen.getAllByRole("option")).toHaveLength(2);
});

test("rows say which window shows them", async () => {
  await openSwitcher();
  await waitFor(() =>
    expect(screen.getByRole("option", { name: /Meridian/ })).toHaveTextContent("window 2"),
  );
  expect(screen.getByRole("option", { name: /Sandbox/ })).toHaveTextContent("this window");
});

test("a row says that writes are on, that a token ends, and that something is not saved", async () => {
  forgetUnsaved();
  keepUnsaved("a", { ...inputOf(tenants[0]), name: "Aurelia two" });
  const until = new Date(2026, 10, 22, 14, 52).toISOString();
  await openSwitcher("sandbox", () => tenants, {
    guard_read: ({ tenantId }) => ({
      tenantId,
      mode: "readOnly",
      ...(tenantId === "a" ? { unlocked: { ...unlockedNow(), until } } : {}),
    }),
    tenant_token: ({ tenantId }) => ({
      ...aToken(),
      notices:
        tenantId === "b"
          ? [{ isUnusable: false, title: "The token expires in 11 days", detail: "", hint: "" }]
          : [],
    }),
  });
  const row = (name: RegExp) => screen.getByRole("option", { name });
  await waitFor(() => expect(row(/Aurelia/)).toHaveTextContent("writes on until 14:52"));
  expect(row(/Aurelia/)).toHaveTextContent("not saved");
  await waitFor(() => expect(row(/Meridian/)).toHaveTextContent("token expires in 11 days"));
  expect(row(/Zürich/)).not.toHaveTextContent(/token|writes|not saved/);
  forgetUnsaved();
});

test("Ctrl+Enter opens a window of its own and leaves this one as it is", async () => {
  const { user, host } = await openSwitcher();
  await user.keyboard("{ArrowDown}{Control>}{Enter}{/Control}");
  await waitFor(() => expect(host.requests("window_open")).toEqual([{ tenantId: "a" }]));
  expect(screen.getByTestId("tenant-switcher")).toHaveTextContent("Sandbox");
  await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
});

test("the right arrow shows what can be done with a tenant, the left one goes back", async () => {
  const { user, host } = await openSwitcher();
  await user.keyboard("{ArrowDown}{ArrowRight}");
  const list = screen.getByRole("listbox", { name: "Actions for Aurelia" });
  expect(within(list).getAllByRole("option")).toHaveLength(3);
  await user.keyboard("{ArrowLeft}");
  expect(screen.getByRole("option", { selected: true })).toHaveTextContent("Aurelia");
  await user.keyboard("{ArrowRight}{ArrowDown}{Enter}");
  await waitFor(() => expect(host.requests("window_open")).toEqual([{ tenantId: "a" }]));
});

test("actions follow their tenant when the list is read again, and go with it", async () => {
  let list = tenants;
  const { user, host } = await openSwitcher("sandbox", () => list);
  await user.keyboard("{ArrowDown}{ArrowRight}");
  list = tenants.map((it) => (it.id === "a" ? { ...it, name: "Renamed" } : it));
  act(() => host.say({ kind: "tenantsChanged" }));
  expect(await screen.findByRole("listbox", { name: "Actions for Renamed" })).toBeVisible();
  await user.keyboard("{ArrowLeft}");
  expect(screen.getByRole("option", { selected: true })).toHaveTextContent("Renamed");
  await user.keyboard("{ArrowRight}");
  list = list.slice(1);
  act(() => host.say({ kind: "tenantsChanged" }));
  expect(await screen.findByRole("listbox", { name: "Tenants" })).toBeVisible();
});

test("arrows with another key are not the switcher's", async () => {
  const { user } = await openSwitcher();
  await user.keyboard("{ArrowDown}{ArrowRight}");
  const field = screen.getByRole("combobox", { name: "Find a tenant" });
  const press = createEvent.keyDown(field, { key: "ArrowLeft", altKey: true });
  fireEvent(field, press);
  expect(press.defaultPrevented).toBe(false);
  expect(screen.getByRole("listbox", { name: "Actions for Aurelia" })).toBeVisible();
});

// Two hundred of them take their time on a busy machine.
test(
  "of many tenants the first are drawn, and the others are found by typing",
  { timeout: 60_000 },
  async () => {
    const many = Array.from({ length: 450 }, (_, at) => aTenant({ id: `t${at}`, name: `T${at}` }));
    const { user } = await openSwitcher("sandbox", () => many);
    expect(screen.getByText("251 more: type a part of the name to find them.")).toBeVisible();
    expect(screen.getByRole("option", { name: /^All tenants/ })).toBeVisible();
    await user.keyboard("T449");
    expect(screen.getByRole("option")).toHaveTextContent("T449");
  },
);

test("it leads to all tenants", async () => {
  const { user } = await openSwitcher("a");
  await user.click(screen.getByRole("option", { name: /^All tenants/ }));
  expect(await screen.findByTestId("tenants-screen")).toBeVisible();
  expect(screen.getByTestId("tenant-switcher")).toHaveTextContent("No tenant open");
});

test("the palette opens this tenant in a new window and leads to all tenants", async () => {
  const { user, host } = renderApp({
    app_start: () => appStarted({ tenants, openTenant: "a" }),
    tenant_list: () => tenants,
  });
  await screen.findByTestId("nav-User");
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("in a new window");
  await user.click(await screen.findByRole("option", { name: /Open this tenant in a new window/ }));
  await waitFor(() => expect(host.requests("window_open")).toEqual([{ tenantId: "a" }]));
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("all tenants");
  await user.click(await screen.findByRole("option", { name: /^All tenants/ }));
  expect(await screen.findByTestId("tenants-screen")).toBeVisible();
});
