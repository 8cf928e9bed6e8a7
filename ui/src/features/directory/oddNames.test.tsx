// Attributes and resource types that a server named like the built-in members of a JavaScript object.
import { act, configure, renderHook, screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import { aColumn, columnsOf, directoryAnswers, listed } from "../../testing/fakeDirectory";
import { aField, aResource, aSection } from "../../testing/fakeResources";
import { appStarted, aResourceType, tenantOpened } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";
import { forgetTables } from "./memory";
import { useColumnWidths } from "./useColumnWidths";

const ODD = ["__proto__", "constructor", "toString"];

beforeEach(() => {
  forgetTables();
  localStorage.clear();
});
configure({ asyncUtilTimeout: 5_000 });

it("keeps the width of a column named __proto__ over a restart", () => {
  const table = { tenantId: "t", resourceType: "User" };
  const first = renderHook(() => useColumnWidths(table));
  expect([...first.result.current[0]]).toEqual([]);
  act(() => first.result.current[1]("__proto__", 240));
  expect([...first.result.current[0]]).toEqual([["__proto__", 240]]);
  expect([...renderHook(() => useColumnWidths(table)).result.current[0]]).toEqual([
    ["__proto__", 240],
  ]);
  act(() => first.result.current[1]("__proto__", undefined));
  expect([...renderHook(() => useColumnWidths(table)).result.current[0]]).toEqual([]);
});

it("shows resource types, columns and fields with such names as any others", async () => {
  const types = ODD.map((name) => aResourceType(name, name));
  const { user } = renderApp({
    app_start: () => appStarted({ openTenant: "sandbox" }),
    ...directoryAnswers(),
    tenant_open: ({ tenantId }) => tenantOpened(tenantId, { resourceTypes: types }),
    columns_read: () =>
      columnsOf("User", { available: ODD.map((path) => aColumn(path)), chosen: ODD }),
    resources_list: (request) => {
      const whole = listed(request, 1);
      const cells = request.columns.map((path) => ({ kind: "text" as const, text: `of ${path}` }));
      return { ...whole, rows: whole.rows.map((row) => ({ ...row, cells })) };
    },
    resource_read: ({ resourceType, id }) =>
      aResource(resourceType, id, {
        sections: [
          aSection(
            "Odd",
            ODD.map((path) => aField(path, { kind: "text", text: `value of ${path}` })),
          ),
        ],
      }),
  });
  for (const name of ODD) {
    expect(await screen.findByTestId(`nav-${name}`)).toHaveTextContent(name);
    expect(await screen.findByTestId(`grid-header-${name}`)).toHaveTextContent(name);
    expect(await screen.findByText(`of ${name}`)).toBeInTheDocument();
  }
  await user.click(screen.getByText("of __proto__"));
  const form = await screen.findByTestId("resource-form");
  for (const name of ODD) {
    expect(within(form).getByText(`value of ${name}`)).toBeInTheDocument();
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
