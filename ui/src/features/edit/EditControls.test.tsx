// The controls of the form: what each becomes in the draft.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { box, button, edit, editsOf, entry } from "../../testing/editScreen";
import {
  aDraft,
  anEditField,
  anEditSection,
  anElement,
  aViolation,
  withField,
} from "../../testing/fakeDrafts";

describe("controls", () => {
  it("a switch is a boolean", async () => {
    const { host, user } = await edit();
    await user.click(screen.getByRole("switch", { name: "active" }));
    await waitFor(() =>
      expect(editsOf(host)).toEqual([{ kind: "set", pointer: "/active", json: "false" }]),
    );
  });

  it("suggests canonical values and takes any other", async () => {
    const { host, user } = await edit();
    const type = screen.getByRole("combobox", { name: "emails[1].type" });
    await user.click(type);
    expect(await screen.findAllByRole("option")).toHaveLength(3);
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() =>
      expect(editsOf(host).at(-1)).toEqual({
        kind: "set",
        pointer: "/emails/1/type",
        json: '"work"',
      }),
    );
    await user.clear(type);
    await user.type(type, "pager");
    await user.tab();
    await waitFor(() =>
      expect(editsOf(host).at(-1)).toEqual({
        kind: "set",
        pointer: "/emails/1/type",
        json: '"pager"',
      }),
    );
  });

  it("one value of a list is the primary one; values are added and deleted", async () => {
    const { host, user } = await edit();
    await user.click(screen.getByRole("radio", { name: "emails[1] is primary" }));
    await user.click(button("Add email"));
    await user.click(button("Delete emails[0]"));
    await waitFor(() =>
      expect(editsOf(host)).toEqual([
        { kind: "primary", pointer: "/emails/1", primary: true },
        { kind: "set", pointer: "/emails/-", json: "{}" },
        { kind: "remove", pointer: "/emails/0" },
      ]),
    );
  });

  it("simple values are chips: one is typed behind them, one is taken out", async () => {
    const { host, user } = await edit();
    await user.type(
      screen.getByRole("textbox", { name: "Add a value to costObjects" }),
      "TRE-FX{Enter}",
    );
    await user.click(button("Take out SWIFT"));
    await waitFor(() =>
      expect(editsOf(host)).toEqual([
        { kind: "set", pointer: "/costObjects/-", json: '"TRE-FX"' },
        { kind: "remove", pointer: "/costObjects/0" },
      ]),
    );
  });

  it("a generated secret is shown once, to be copied, and is in no text of the page afterwards", async () => {
    const { host, user } = await edit();
    await user.click(button("Generate"));
    const shown = await screen.findByTestId("generated-secret");
    const [made] = editsOf(host);
    const secret = made?.kind === "set" ? (JSON.parse(made.json) as string) : "";
    expect(secret.length).toBeGreaterThanOrEqual(20);
    expect(shown).toHaveTextContent(secret);
    await user.click(within(shown).getByRole("button", { name: "Copy the generated secret" }));
    expect(host.copied).toEqual([secret]);
    await user.click(within(shown).getByRole("button", { name: "Hide it" }));
    expect(screen.queryByTestId("generated-secret")).toBeNull();
  });

  it("a text of several lines keeps the focus when it becomes one line", async () => {
    const { user } = await edit({}, withField(aDraft(), "/title", { text: "Lead\n" }));
    await user.click(box("title"));
    await user.keyboard("{Backspace}er");
    expect(box("title")).toHaveFocus();
    expect(box("title")).toHaveValue("Leader");
  });

  it("pasting keeps the line breaks, and goes on where it was pasted", async () => {
    const { host, user } = await edit({}, withField(aDraft(), "/title", { text: "" }));
    await user.click(box("title"));
    await user.paste("Calle Mayor 1\r\nMadrid");
    await user.keyboard("!");
    expect(box("title")).toHaveFocus();
    await user.tab();
    await waitFor(() =>
      expect(editsOf(host).at(-1)).toEqual({
        kind: "set",
        pointer: "/title",
        json: '"Calle Mayor 1\\nMadrid!"',
      }),
    );
  });

  it("a generated secret that was taken back is not there to be copied", async () => {
    const { user } = await edit();
    await user.click(button("Generate"));
    await screen.findByTestId("generated-secret");
    await waitFor(() => expect(screen.getByText("a new one")).toBeVisible());
    await user.click(screen.getByLabelText("password"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("generated-secret")).toBeNull());
  });

  it("what is read-only says why and cannot be edited", async () => {
    await edit();
    expect(screen.getByRole("group", { name: "id, read-only" })).toHaveTextContent("7");
  });

  it("an extension that is not there can be added, and one that is there removed", async () => {
    const { host, user } = await edit();
    await user.click(button("Add extension"));
    await user.click(await entry(/enterprise/));
    await user.click(button("Remove the extension Aurelia HR"));
    await waitFor(() =>
      expect(editsOf(host)).toEqual([
        {
          kind: "set",
          pointer: "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
          json: "{}",
        },
        { kind: "remove", pointer: "/hr" },
      ]),
    );
  });

  it("says what does not fit at the field, and mends it", async () => {
    const violation = aViolation("title", {
      fix: { title: "Take it out", edits: [{ kind: "remove", pointer: "/title" }] },
    });
    const draft = withField(aDraft(), "/title", { violations: [violation] });
    const { host, user } = await edit({}, { ...draft, violations: [violation], blocking: 1 });
    const field = screen.getAllByTestId("edit-field").find((it) => it.dataset.field === "title");
    expect(field).toHaveTextContent("title is required.");
    expect(field).toHaveTextContent("RFC 7643 §7");
    expect(box("title")).toHaveAccessibleDescription(/is required/);
    await user.click(button("Take it out"));
    await waitFor(() => expect(editsOf(host)).toEqual([{ kind: "remove", pointer: "/title" }]));
  });

  it("draws a list of thousands in part, and reads what comes into view", async () => {
    const element = (index: number) =>
      anElement("members", index, [anEditField(`members[${index}].value`, { text: `m${index}` })]);
    const list = {
      total: 5000,
      offset: 0,
      simple: false,
      hasPrimary: false,
      next: "/members/-",
      blank: "{}",
    };
    const window = (from: number) => Array.from({ length: 100 }, (_, at) => element(from + at));
    const members = anEditField("members", {
      control: "list",
      state: "set",
      list: { ...list, elements: window(0).slice(0, 20) },
    });
    const draft = aDraft({
      sections: [anEditSection("members", [members], { kind: "multiValued" })],
    });
    const { host } = await edit(
      { draft_values: ({ offset }) => ({ list: { ...list, offset, elements: window(offset) } }) },
      draft,
    );
    expect(screen.getByRole("group", { name: "members, 5000 values" })).toBeVisible();
    expect(screen.getAllByTestId("value-row").length).toBeLessThan(60);
    await waitFor(() => expect(screen.getByDisplayValue("m25")).toBeVisible());
    expect(host.requests("draft_values")[0]).toMatchObject({ path: "members", offset: 0 });
  });
});

describe("the picker", () => {
  const found = { resourceType: "User", id: "42", title: "王秀英", subtitle: "wang" };

  it("finds those that were read, and takes one by Enter", async () => {
    const { host, user } = await edit({
      resources_find: ({ text }) => ({
        found: text === "wa" ? [found] : [],
        total: 1,
        searched: 10,
        filter: 'displayName co "wa"',
      }),
    });
    await user.click(button("Search for manager"));
    await user.type(await screen.findByRole("combobox", { name: "Name, userName or id" }), "wa");
    await screen.findByRole("option", { name: /王秀英/ });
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(editsOf(host)).toEqual([
        { kind: "refer", pointer: "/manager", endpoint: "/Users", id: "42" },
      ]),
    );
    expect(host.requests("resources_find").at(-1)).toMatchObject({
      text: "wa",
      resourceType: "User",
    });
  });

  it("asks the server only when told to, with the filter of the backend", async () => {
    const { host, user } = await edit({
      resources_find: () => ({ found: [], total: 0, searched: 10, filter: 'displayName co "wa"' }),
      resources_list: () => ({
        rows: [{ index: 0, id: "43", title: "Wanda", cells: [], duplicate: false, misfit: false }],
        rowCount: 1,
        endSeen: true,
        findings: [],
        pagesRead: 1,
        leftOut: [],
      }),
    });
    await user.click(button("Search for manager"));
    await user.type(await screen.findByRole("combobox", { name: "Name, userName or id" }), "wa");
    expect(await screen.findByText(/None of those that were read/)).toBeVisible();
    expect(host.requests("resources_list")).toEqual([]);
    await user.click(button("Search the server"));
    await user.click(await screen.findByRole("option", { name: /Wanda/ }));
    expect(host.requests("resources_list")[0]).toMatchObject({
      resourceType: "User",
      filter: 'displayName co "wa"',
    });
    await waitFor(() =>
      expect(editsOf(host)).toEqual([
        { kind: "refer", pointer: "/manager", endpoint: "/Users", id: "43" },
      ]),
    );
  });

  it("takes an id that is typed", async () => {
    const { host, user } = await edit();
    await user.type(box("manager"), "77");
    await user.tab();
    await waitFor(() =>
      expect(editsOf(host)).toEqual([{ kind: "set", pointer: "/manager", json: '"77"' }]),
    );
  });
});
