// What will be sent: the changes, the request, what stops it, and throwing it away.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { box, button, edit, editsOf, entry } from "../../testing/editScreen";
import { aDraft, aPendingChange, aRequest, aViolation, withField } from "../../testing/fakeDrafts";
import { failing } from "../../testing/fakeHost";

describe("what will be sent", () => {
  const changed = aDraft({
    changes: [aPendingChange("title", { before: "Team Analyst", after: "Team Lead" })],
    request: aRequest(),
  });

  it("shows each change with its signs and takes it back", async () => {
    const { host, user } = await edit({}, changed);
    const change = screen.getByTestId("pending-change");
    expect(within(change).getByText("Analyst").closest("del")).toHaveTextContent("-Team Analyst");
    expect(within(change).getByText("Lead").closest("ins")).toHaveTextContent("+Team Lead");
    await user.click(within(change).getByRole("button", { name: "Revert title" }));
    await waitFor(() => expect(editsOf(host)).toEqual([{ kind: "revert", path: "title" }]));
    expect(await screen.findByText(/Nothing is changed/)).toBeVisible();
  });

  it("leads to the field of a change", async () => {
    const { user } = await edit({}, changed);
    await user.click(screen.getByTestId("edit-tab-json"));
    await user.click(
      within(screen.getByTestId("pending-change")).getByRole("button", { name: "title" }),
    );
    await waitFor(() => expect(box("title")).toHaveFocus());
  });

  it("shows the exact request, secrets masked", async () => {
    await edit({}, changed);
    const request = screen.getByTestId("exact-request");
    expect(request).toHaveTextContent("PATCH https://scim.aurelia-bank.eu/scim/v2/Users/7");
    expect(request).toHaveTextContent('If-Match:W/"a330bc54f0671c9"');
  });

  it("a PUT names what would be lost", async () => {
    const { host, user } = await edit(
      {
        draft_method: ({ method }) => ({
          ...changed,
          method,
          revision: 9,
          lost: [{ path: "nickName", value: "Na" }],
          unseen: ["password"],
        }),
      },
      changed,
    );
    await user.click(screen.getByRole("radio", { name: "PUT" }));
    const losses = await screen.findByRole("region", { name: "What you would lose" });
    expect(losses).toHaveTextContent("nickName Na");
    expect(losses).toHaveTextContent("password");
    expect(host.requests("draft_method")).toEqual([{ tenantId: "t1", draft: "d1", method: "put" }]);
  });

  it("a problem stops sending, and leads to its field", async () => {
    const violation = aViolation("title");
    const { user } = await edit({}, { ...changed, violations: [violation], blocking: 1 });
    expect(screen.getByTestId("send-draft")).toBeDisabled();
    expect(screen.getByTestId("stop-line")).toHaveTextContent(
      "1 problem stops sending: title is required.",
    );
    await user.click(button("Go to field"));
    await waitFor(() => expect(box("title")).toHaveFocus());
  });

  it("leads to what is in no draft, from the JSON as well", async () => {
    const draft = withField(aDraft(), "/costObjects", {
      list: {
        elements: [],
        total: 0,
        offset: 0,
        simple: true,
        hasPrimary: false,
        next: "/costObjects/-",
        blank: "0",
      },
    });
    const { user } = await edit({}, draft);
    await user.type(screen.getByRole("textbox", { name: "Add a value to costObjects" }), "3x");
    await user.click(screen.getByTestId("edit-tab-json"));
    expect(screen.getByTestId("stop-line")).toHaveTextContent("What stands in costObjects is not");
    await user.click(button("Go to field"));
    const field = await screen.findByRole("textbox", { name: "Add a value to costObjects" });
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveValue("3x");
  });

  it("copies the request for another program", async () => {
    const { host, user } = await edit(
      { request_snippet: ({ format }) => ({ text: `${format} …`, variables: ["SCIM_TOKEN"] }) },
      changed,
    );
    await user.click(button("Copy as"));
    await user.click(await entry("cURL"));
    await waitFor(() => expect(host.copied).toEqual(["curl …"]));
    expect(await screen.findByText(/^Set SCIM_TOKEN before it is run/)).toBeInTheDocument();
  });

  it("asks before a draft is thrown away, and goes back to the resource", async () => {
    const { host, user } = await edit({}, changed);
    await user.click(button("Discard all"));
    const dialog = await screen.findByTestId("discard-draft");
    expect(host.requests("draft_discard")).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(host.requests("draft_discard")).toHaveLength(1));
    expect(await screen.findByText(/"screen":"resource"/)).toHaveTextContent('"id":"7"');
  });

  it("sends what stands on the screen: what is typed goes first", async () => {
    const { host, user } = await edit(
      { write_prepare: failing({ code: "readOnly", title: "Read-only", detail: "", hints: [] }) },
      changed,
    );
    await user.type(box("title"), "s");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(host.requests("write_prepare")).toHaveLength(1));
    const names = host.calls.map(({ name }) => name);
    expect(names.indexOf("draft_change")).toBeLessThan(names.indexOf("write_prepare"));
    expect(host.requests("write_prepare")[0]?.intent).toEqual({
      kind: "draft",
      draft: "d1",
      anyway: false,
    });
  });

  it("asks before it sends what does not fit", async () => {
    const { host, user } = await edit(
      { write_prepare: failing({ code: "readOnly", title: "Read-only", detail: "", hints: [] }) },
      { ...changed, violations: [aViolation("title")], blocking: 1 },
    );
    await user.click(screen.getByTestId("pane-menu"));
    await user.click(await entry("Send anyway…"));
    const dialog = await screen.findByTestId("send-anyway-dialog");
    expect(dialog).toHaveTextContent("title is required.");
    await user.click(within(dialog).getByRole("button", { name: "Send it to production anyway" }));
    await waitFor(() =>
      expect(host.requests("write_prepare")[0]?.intent).toEqual({
        kind: "draft",
        draft: "d1",
        anyway: true,
      }),
    );
  });

  it("says that the resource changed meanwhile, and leads to the merge", async () => {
    const { user } = await edit({}, aDraft({ conflict: true }));
    await user.click(button("Merge"));
    expect(await screen.findByText(/"screen":"merge"/)).toHaveTextContent('"draft":"d1"');
  });
});
