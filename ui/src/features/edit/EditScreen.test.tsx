// The edit screen: opening a draft, typing into it, as a form and as JSON.
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { DraftEdit } from "../../host/generated/DraftEdit";
import {
  AtEditPlace,
  box,
  button,
  edit,
  EDIT_PLACE,
  editsOf,
  entry,
} from "../../testing/editScreen";
import { aDraft, draftAnswers } from "../../testing/fakeDrafts";
import { failing } from "../../testing/fakeHost";
import { renderScreen } from "../../testing/render";

describe("opening", () => {
  it("opens the draft once, and the place learns its name", async () => {
    const { host } = await edit();
    expect(host.requests("draft_open")).toEqual([
      { tenantId: "t1", resourceType: "User", start: { kind: "edit", id: "7" } },
    ]);
    expect(screen.getByTestId("edit-title")).toHaveTextContent("Nadia El Fassi");
  });

  it("says why a resource cannot be edited, and tries again", async () => {
    let tries = 0;
    const error = {
      code: "unreachable",
      title: "No answer",
      detail: "It is off.",
      hints: [],
    } as const;
    const { user } = renderScreen(<AtEditPlace />, {
      answers: {
        ...draftAnswers(),
        draft_open: () => {
          tries += 1;
          return tries === 1 ? failing({ ...error, hints: [] })() : aDraft();
        },
      },
      tenantId: "t1",
      place: EDIT_PLACE,
    });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByTestId("edit-form")).toBeVisible();
  });

  it("a draft that is no more begins anew with its resource", async () => {
    const { host } = renderScreen(<AtEditPlace />, {
      answers: {
        ...draftAnswers(),
        draft_open: ({ start }) =>
          start.kind === "draft"
            ? failing({ code: "notFound", title: "No such draft", detail: "", hints: [] })()
            : aDraft(),
      },
      tenantId: "t1",
      place: { ...EDIT_PLACE, draft: "old" },
    });
    await screen.findByTestId("edit-form");
    expect(host.requests("draft_open").map(({ start }) => start.kind)).toEqual(["draft", "edit"]);
  });
});

describe("typing", () => {
  it("sends what is typed once the field is left, and shows it as changed", async () => {
    const { host, user } = await edit();
    await user.clear(box("title"));
    await user.type(box("title"), "Lead");
    await user.tab();
    await waitFor(() =>
      expect(editsOf(host).at(-1)).toEqual({ kind: "set", pointer: "/title", json: '"Lead"' }),
    );
    expect(box("title")).toHaveValue("Lead");
    expect(await screen.findByTestId("pending-count")).toHaveTextContent("1");
    expect(box("title")).toHaveAttribute("data-changed", "true");
  });

  it("sends it by itself when the letters settle", async () => {
    const { host, user } = await edit();
    await user.type(box("title"), "s");
    await waitFor(() => expect(editsOf(host)).toHaveLength(1));
    expect(box("title")).toHaveFocus();
  });

  it("loses nothing where the screen is left while typing", async () => {
    const { host, user, unmount } = await edit();
    await user.type(box("title"), "s");
    unmount();
    await waitFor(() =>
      expect(editsOf(host)).toEqual([{ kind: "set", pointer: "/title", json: '"Analysts"' }]),
    );
  });

  it("loses nothing where the window goes", async () => {
    const { host, user } = await edit();
    await user.type(box("title"), "s");
    window.dispatchEvent(new Event("pagehide"));
    expect(editsOf(host)).toHaveLength(1);
  });

  it("keeps a number that is none at its field, and says so where it would be sent", async () => {
    const { host, user } = await edit();
    await user.type(box("badgeLevel"), "x");
    expect(await screen.findByText(/not a whole number/)).toBeVisible();
    expect(box("badgeLevel")).toBeInvalid();
    await user.tab();
    expect(box("badgeLevel")).toHaveValue("3x");
    expect(editsOf(host)).toEqual([]);
    expect(screen.getByTestId("stop-line")).toHaveTextContent("badgeLevel is not in the draft");
    await user.clear(box("badgeLevel"));
    await user.type(box("badgeLevel"), "40");
    await user.tab();
    await waitFor(() =>
      expect(editsOf(host).at(-1)).toEqual({ kind: "set", pointer: "/badgeLevel", json: "40" }),
    );
  });

  it("Esc makes a field what it was", async () => {
    const { host, user } = await edit();
    await user.type(box("title"), "s{Escape}");
    await waitFor(() =>
      expect(editsOf(host).at(-1)).toEqual({ kind: "restore", pointer: "/title" }),
    );
    expect(box("title")).toHaveValue("Analyst");
  });

  it("tells null, an empty text and nothing apart", async () => {
    await edit();
    expect(box("timezone")).toHaveAttribute("placeholder", "null");
    expect(box("nickName")).toHaveAttribute("placeholder", '""');
    expect(box("manager")).toHaveAttribute("placeholder", "");
  });

  it.each<[string, string, DraftEdit]>([
    ["title", "Set to null", { kind: "set", pointer: "/title", json: "null" }],
    ["timezone", 'Make empty, ""', { kind: "set", pointer: "/timezone", json: '""' }],
    ["title", "Remove", { kind: "remove", pointer: "/title" }],
  ])("the menu of %s has: %s", async (field, words, made) => {
    const { host, user } = await edit();
    await user.click(button(`More for ${field}`));
    await user.click(await entry(words));
    await waitFor(() => expect(editsOf(host)).toEqual([made]));
  });
});

describe("JSON", () => {
  it("is the same draft, as text", async () => {
    const { host, user } = await edit();
    await user.keyboard("{Control>}j{/Control}");
    const text = await screen.findByRole("textbox", { name: "JSON of the draft" });
    expect(text).toHaveValue(aDraft().text);
    await user.clear(text);
    await user.type(text, "{{}");
    await user.tab();
    await waitFor(() => expect(host.requests("draft_text").at(-1)).toMatchObject({ text: "{}" }));
  });

  it("says where it is not complete, and the form waits", async () => {
    const textProblem = { message: "a value was expected", line: 2, column: 7 };
    const { user } = await edit({}, aDraft({ textProblem }));
    expect(box("title")).toBeDisabled();
    expect(screen.getByTestId("send-draft")).toBeDisabled();
    await user.click(button("Go to line 2"));
    expect(await screen.findByTestId("text-problem")).toHaveTextContent(
      "Line 2, column 7: a value was expected",
    );
    expect(screen.getByRole("textbox", { name: "JSON of the draft" })).toBeInvalid();
  });
});

describe("finding", () => {
  it("/ goes to the field that finds an attribute", async () => {
    const { user } = await edit();
    await user.keyboard("/");
    const find = screen.getByRole("searchbox", { name: "Find attribute" });
    expect(find).toHaveFocus();
    await user.type(find, "badge");
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "title" })).toBeNull());
    expect(box("badgeLevel")).toBeVisible();
    await user.type(find, "{Escape}");
    expect(await screen.findByRole("textbox", { name: "title" })).toBeVisible();
  });
});
