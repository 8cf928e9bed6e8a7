// The list of all tenants: by keys and by its menus, its dialogs, and what another window does.
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Tenant } from "../../../host/generated/Tenant";
import type { Answers } from "../../../testing/fakeHost";
import { failing } from "../../../testing/fakeHost";
import { anError, appStarted, aTenant, tenantOpened } from "../../../testing/fixtures";
import { renderApp } from "../../../testing/render";

const three = [
  aTenant({ id: "a", name: "Aurelia" }),
  aTenant({ id: "b", name: "Meridian", group: "Bank", environment: "development", colour: "blue" }),
  aTenant({ id: "c", name: "Zürich", group: "Bank", secret: "missing" }),
];

/** A backend that keeps the order it is told. */
function arranging(tenants: Tenant[] = three): Answers {
  let now = tenants;
  return {
    app_start: () => appStarted({ tenants }),
    tenant_list: () => now,
    tenant_arrange: ({ places }) => {
      now = places.flatMap(({ tenantId, group }) =>
        now.filter((it) => it.id === tenantId).map((it) => ({ ...it, group })),
      );
      return now;
    },
  };
}

async function renderTenants(answers: Answers = {}) {
  const rendered = renderApp({ ...arranging(), ...answers });
  await rendered.user.click(await screen.findByTestId("nav-tenants"));
  await screen.findByTestId("tenants-screen");
  return rendered;
}

const names = () =>
  screen.getAllByTestId("tenant-row").map((row) => row.querySelector("bdi")?.textContent);

const rowButton = (name: string) => {
  const main = within(screen.getByRole("main"));
  return main.getByRole("button", { name: new RegExp(`^${name}`) });
};

const menuButton = (name: string) => screen.getByRole("button", { name: `Actions for ${name}` });

async function choose(
  user: Awaited<ReturnType<typeof renderTenants>>["user"],
  name: string,
  entry: string,
) {
  await user.click(screen.getByRole("button", { name: `Actions for ${name}` }));
  await user.click(await screen.findByRole("menuitem", { name: new RegExp(`^${entry}`) }));
}

test("tenants stand by their groups, each with its kind and what it lacks", async () => {
  await renderTenants();
  const bank = within(screen.getByRole("region", { name: "Bank" }));
  expect(bank.getAllByRole("listitem")).toHaveLength(2);
  expect(bank.getByText("Development")).toBeVisible();
  expect(bank.getByText("token missing")).toBeVisible();
  expect(screen.getByRole("region", { name: "In no group" })).toHaveTextContent("Aurelia");
});

test("Alt with an arrow moves a tenant in its group, keeps the focus and says where it is", async () => {
  const { user, host } = await renderTenants();
  rowButton("Zürich").focus();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  await waitFor(() => expect(names()).toEqual(["Aurelia", "Zürich", "Meridian"]));
  expect(host.requests("tenant_arrange")).toEqual([
    {
      places: [
        { tenantId: "a", group: "" },
        { tenantId: "c", group: "Bank" },
        { tenantId: "b", group: "Bank" },
      ],
    },
  ]);
  expect(screen.getByText("Zürich: 1 of 2 in Bank.")).toBeInTheDocument();
  expect(rowButton("Zürich")).toHaveFocus();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(await screen.findByText("Zürich is the first of its group.")).toBeInTheDocument();
  expect(host.requests("tenant_arrange")).toHaveLength(1);
});

test("steps that are faster than the backend are done one after the other, and none is lost", async () => {
  const list = ["v", "w", "x", "y", "z"].map((id) => aTenant({ id, name: id.toUpperCase() }));
  let kept = list;
  const answers: (() => void)[] = [];
  const { user, host } = await renderTenants({
    ...arranging(list),
    tenant_list: () => kept,
    tenant_arrange: async ({ places }) => {
      await new Promise<void>((answer) => answers.push(answer));
      kept = places.flatMap(({ tenantId }) => list.filter(({ id }) => id === tenantId));
      return kept;
    },
  });
  rowButton("V").focus();
  await user.keyboard("{Alt>}{ArrowDown}{ArrowDown}{ArrowDown}{/Alt}");
  for (const expected of ["WVXYZ", "WXVYZ", "WXYVZ"]) {
    await waitFor(() => expect(names().join("")).toBe(expected));
    await waitFor(() => expect(answers).toHaveLength(1));
    act(() => {
      answers.pop()?.();
      host.say({ kind: "tenantsChanged" });
    });
  }
  await waitFor(() => expect(kept.map(({ name }) => name).join("")).toBe("WXYVZ"));
  expect(names().join("")).toBe("WXYVZ");
  expect(host.requests("tenant_arrange")).toHaveLength(3);
  expect(rowButton("V")).toHaveFocus();
});

test("a row's menu moves it too, and says what cannot be done", async () => {
  const { user } = await renderTenants();
  await choose(user, "Meridian", "Move down");
  await waitFor(() => expect(names()).toEqual(["Aurelia", "Zürich", "Meridian"]));
  await user.click(screen.getByRole("button", { name: "Actions for Meridian" }));
  expect(await screen.findByRole("menuitem", { name: /^Move down/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});

test("an order that is refused is as it was, with the reason", async () => {
  const { user } = await renderTenants({
    tenant_arrange: failing(anError({ title: "The disk is full" })),
  });
  await choose(user, "Meridian", "Move down");
  expect(await screen.findByText("The disk is full")).toBeVisible();
  await waitFor(() => expect(names()).toEqual(["Aurelia", "Meridian", "Zürich"]));
});

test("a tenant moves into a group that is there, and into a new one", async () => {
  const { user } = await renderTenants();
  await choose(user, "Aurelia", "Move to a group");
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Bank" }));
  await waitFor(() => expect(names()).toEqual(["Meridian", "Zürich", "Aurelia"]));
  await waitFor(() => expect(menuButton("Aurelia")).toHaveFocus());
  await choose(user, "Zürich", "Move to a group");
  const field = await screen.findByRole("textbox", { name: "Group" });
  await waitFor(() => expect(field).toHaveFocus());
  await user.clear(field);
  await user.keyboard("Lab{Enter}");
  expect(await screen.findByRole("region", { name: "Lab" })).toHaveTextContent("Zürich");
  await waitFor(() => expect(menuButton("Zürich")).toHaveFocus());
});

test("the name of a group that is refused stays as it was typed, with the reason", async () => {
  const { user } = await renderTenants({
    tenant_arrange: failing(
      anError({ code: "invalidInput", field: "group", detail: "The name is too long." }),
    ),
  });
  await choose(user, "Aurelia", "Move to a group");
  const field = await screen.findByRole("textbox", { name: "Group" });
  await user.type(field, "A long name{Enter}");
  expect(await screen.findByText("The name is too long.")).toBeVisible();
  expect(field).toHaveValue("A long name");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(menuButton("Aurelia")).toHaveFocus());
});

test("a group is renamed and moved as a whole", async () => {
  const lab = aTenant({ id: "d", name: "Lab one", group: "Lab" });
  const { user } = await renderTenants(arranging([...three, lab]));
  await user.click(screen.getByRole("button", { name: "Actions for the group Lab" }));
  await user.click(await screen.findByRole("menuitem", { name: "Move the group up" }));
  await waitFor(() => expect(names()).toEqual(["Aurelia", "Lab one", "Meridian", "Zürich"]));
  await user.click(screen.getByRole("button", { name: "Actions for the group Bank" }));
  await user.click(await screen.findByRole("menuitem", { name: "Rename…" }));
  const field = await screen.findByRole("textbox", { name: "Group" });
  await user.clear(field);
  await user.type(field, "Lab");
  expect(screen.getByText("There is a group of this name: the two become one.")).toBeVisible();
  await user.clear(field);
  await user.type(field, "Banks{Enter}");
  expect(await screen.findByRole("region", { name: "Banks" })).toHaveTextContent("Meridian");
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Actions for the group Banks" })).toHaveFocus(),
  );
});

test("a copy says that it has no secret", async () => {
  const { user, host } = await renderTenants({
    tenant_duplicate: () => aTenant({ id: "x", name: "Aurelia (copy)", secret: "missing" }),
  });
  await choose(user, "Aurelia", "Duplicate");
  expect(await screen.findByText("Aurelia (copy) is there")).toBeVisible();
  expect(screen.getByText(/everything but the secrets and the history/)).toBeVisible();
  expect(host.requests("tenant_duplicate")).toEqual([{ tenantId: "a" }]);
});

test("a tenant opens in a window of its own, by its menu and by Ctrl+Enter", async () => {
  const { user, host } = await renderTenants();
  await choose(user, "Aurelia", "Open in a new window");
  rowButton("Meridian").focus();
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(host.requests("window_open")).toEqual([{ tenantId: "a" }, { tenantId: "b" }]);
  expect(host.requests("tenant_open")).toEqual([]);
});

test("Ctrl+N opens a window without a tenant, and says why where it cannot", async () => {
  const { user, host } = await renderTenants({
    window_open: failing(anError({ title: "There are many windows already" })),
  });
  await user.keyboard("{Control>}n{/Control}");
  expect(host.requests("window_open")).toEqual([{}]);
  expect(await screen.findByText("There are many windows already")).toBeVisible();
});

test("a tenant is forgotten from the list, which stays", async () => {
  let tenants = three;
  const { user, host } = await renderTenants({
    tenant_list: () => tenants,
    tenant_forget: () => {
      tenants = three.slice(1);
      return {};
    },
  });
  await choose(user, "Aurelia", "Forget");
  await user.click(await screen.findByRole("button", { name: "Forget this tenant" }));
  await waitFor(() => expect(names()).toEqual(["Meridian", "Zürich"]));
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(host.requests("tenant_forget")).toEqual([{ tenantId: "a" }]);
  await waitFor(() => expect(rowButton("Meridian")).toHaveFocus());
});

test("of many tenants a page is drawn, and the others are reached from it", async () => {
  const many = Array.from({ length: 450 }, (_, at) => aTenant({ id: `t${at}`, name: `T${at}` }));
  const { user } = await renderTenants(arranging(many));
  expect(names()).toHaveLength(200);
  expect(screen.getByText("1 to 200 of 450 tenants")).toBeVisible();
  // By its text: to compute the names of all buttons of 200 rows would take the most of the time.
  await user.click(screen.getByText("Next"));
  await user.click(screen.getByText("Next"));
  expect(names()).toHaveLength(50);
  expect(names().at(-1)).toBe("T449");
  expect(screen.getByText("Next").closest("button")).toBeDisabled();
});

test("what is invisible in a name is seen and heard", async () => {
  await renderTenants(arranging([aTenant({ id: "x", name: "a\u202Eb", group: "c\u200Fd" })]));
  expect(screen.getByRole("button", { name: "Actions for a[U+202E]b" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Actions for the group c[U+200F]d" })).toBeVisible();
});

test("rows are tagged with the other windows that show them", async () => {
  const { host } = await renderTenants();
  const windows = [
    { window: "main", number: 1, tenantId: "a" },
    { window: "tenant-1", number: 2, tenantId: "b" },
  ];
  act(() => host.say({ kind: "windowsChanged", windows }));
  await waitFor(() => expect(rowButton("Meridian")).toHaveTextContent("window 2"));
  expect(rowButton("Aurelia")).not.toHaveTextContent("window");
});

test("a tenant that is forgotten in another window leads to Welcome with a message", async () => {
  let tenants = three;
  const { host } = renderApp({
    ...arranging(),
    app_start: () => appStarted({ tenants: three, openTenant: "a" }),
    tenant_list: () => tenants,
  });
  await screen.findByTestId("nav-User");
  expect(host.requests("tenant_show")).toEqual([{ tenantId: "a" }]);
  const widths = (tenantId: string) => `scimscope.widths.["${tenantId}","User"]`;
  for (const id of ["a", "ab"]) localStorage.setItem(widths(id), '{"userName":200}');
  tenants = three.slice(1);
  act(() =>
    host.say({ kind: "tenantForgotten", tenantId: "a", name: "Aurelia", window: "tenant-1" }),
  );
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
  expect(screen.getByText("Aurelia is forgotten")).toBeVisible();
  expect(localStorage.getItem(widths("a"))).toBeNull();
  expect(localStorage.getItem(widths("ab"))).not.toBeNull();
  await waitFor(() => expect(host.requests("tenant_show").at(-1)).toEqual({}));
  expect(within(screen.getByRole("main")).queryByRole("button", { name: /^Aurelia/ })).toBeNull();
});

test("a tenant whose form is open and that is forgotten in another window is said to be", async () => {
  const { user, host } = await renderTenants();
  await choose(user, "Aurelia", "Edit the connection");
  await user.type(await screen.findByTestId("field-name"), " typed");
  act(() =>
    host.say({ kind: "tenantForgotten", tenantId: "a", name: "Aurelia", window: "tenant-1" }),
  );
  expect(await screen.findByText("Aurelia is forgotten")).toBeVisible();
});

test("a tenant that was edited in another window is opened again here", async () => {
  let tenants = three;
  const { host } = renderApp({
    app_start: () => appStarted({ tenants: three, openTenant: "a" }),
    tenant_list: () => tenants,
    tenant_open: ({ tenantId }) => {
      const opened = tenantOpened(tenantId);
      return { ...opened, tenant: tenants.find(({ id }) => id === tenantId) ?? opened.tenant };
    },
  });
  await screen.findByTestId("nav-User");
  tenants = three.map((it) => (it.id === "a" ? { ...it, name: "Renamed", colour: "pink" } : it));
  act(() => {
    host.say({ kind: "tenantClosed", tenantId: "b", window: "tenant-1" });
    host.say({ kind: "tenantClosed", tenantId: "a", window: "tenant-1" });
    host.say({ kind: "tenantsChanged" });
  });
  const switcher = screen.getByTestId("tenant-switcher");
  await waitFor(() => expect(switcher).toHaveTextContent("Renamed"));
  await waitFor(() => expect(screen.getByTestId("app")).toHaveAttribute("data-tenant", "pink"));
  await screen.findByTestId("nav-User");
  expect(host.requests("tenant_open")).toHaveLength(2);
  // What this window did itself it follows up itself.
  act(() => host.say({ kind: "tenantClosed", tenantId: "a", window: appStarted().window }));
  await screen.findByTestId("nav-User");
  expect(host.requests("tenant_open")).toHaveLength(2);
});

test("after missed events everything that is shown is read again", async () => {
  let tenants = three;
  const { host } = await renderTenants({ tenant_list: () => tenants });
  tenants = [...three, aTenant({ id: "n", name: "New one" })];
  act(() => host.say({ kind: "eventsMissed" }));
  await waitFor(() => expect(names()).toContain("New one"));
});

test("tenants that were changed in another window are read again", async () => {
  let tenants = three;
  const { host } = await renderTenants({ tenant_list: () => tenants });
  tenants = [...three, aTenant({ id: "n", name: "New one" })];
  act(() => host.say({ kind: "tenantsChanged" }));
  await waitFor(() => expect(names()).toContain("New one"));
});
