// The filter bar of the directory by keyboard and mouse, on a backend that says what a text is.
import { configure, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import {
  columnsOf,
  directoryAnswers,
  ENTERPRISE,
  listed,
  personAt,
} from "../../testing/fakeDirectory";
import { FILTER, SHORTER, WRONG } from "../../testing/fakeFilters";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { anError, appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

configure({ asyncUtilTimeout: 5_000 });

const MATCHING = 12;

function directory(answers: Answers = {}) {
  const { host, user } = renderApp({
    app_start: () => appStarted({ openTenant: "sandbox" }),
    ...directoryAnswers(),
    resources_list: (request) => listed(request, request.filter === undefined ? 5000 : MATCHING),
    ...answers,
  });
  const filters = () =>
    host
      .requests("resources_list")
      .filter(({ offset }) => offset === 0)
      .map(({ filter }) => filter);
  return { host, user, filters };
}

async function field(): Promise<HTMLElement> {
  await screen.findByText(personAt(0).userName);
  return screen.getByRole("combobox", { name: "Filter users" });
}

function type(text: string): string {
  // What userEvent takes for keys has to be doubled.
  return text.replace(/[[{]/g, "$&$&");
}

it("goes to the field with /, and sends what was typed with Enter and not before", async () => {
  const { user, filters } = directory();
  const input = await field();
  await user.keyboard("/");
  expect(input).toHaveFocus();
  await user.keyboard(type(FILTER));
  expect(input).toHaveValue(FILTER);
  expect(filters()).toEqual([undefined]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(filters()).toEqual([undefined, FILTER]));
  expect(await screen.findByText("12 users match, server order")).toBeVisible();
  expect(screen.getByText("12 of 5,000")).toBeVisible();
  expect(input).toHaveFocus();
});

it("asks the server all the same where the filter cannot be checked", async () => {
  const { user, filters } = directory({ filter_check: failing(anError()) });
  await field();
  await user.keyboard(`/${type(FILTER)}{Enter}`);
  await waitFor(() => expect(filters()).toEqual([undefined, FILTER]));
});

it("colours the words of the text", async () => {
  const { user } = directory();
  await field();
  await user.keyboard(`/${type(FILTER)}`);
  await waitFor(() => {
    const drawn = within(screen.getByTestId("marked-text"));
    expect(drawn.getByText("userName")).toHaveAttribute("data-tone", "name");
    expect(drawn.getByText("and")).toHaveAttribute("data-tone", "joint");
    expect(drawn.getByText('"a"')).toHaveAttribute("data-tone", "text");
  });
  expect(screen.getByTestId("marked-text")).toHaveTextContent(FILTER);
});

it("says what is wrong, where, and keeps the text and the rows", async () => {
  const { user, filters } = directory();
  const input = await field();
  await user.keyboard(`/${WRONG}{Enter}`);
  const said = await screen.findByTestId("filter-problem");
  expect(said).toHaveTextContent("lik is not an operator.");
  expect(said).toHaveTextContent("Expected: an operator");
  expect(input).toBeInvalid();
  expect(input).toHaveAccessibleDescription(/is not an operator/);
  expect(within(screen.getByTestId("marked-text")).getByText("lik")).toHaveAttribute(
    "data-wrong",
    "error",
  );
  expect(input).toHaveValue(WRONG);
  expect(filters()).toEqual([undefined]);
  expect(screen.getByText(personAt(0).userName)).toBeVisible();
});

it("offers completions, takes them with Tab, and closes them with Escape", async () => {
  const { user } = directory();
  const input = await field();
  await user.keyboard("/d");
  const list = await screen.findByRole("listbox", { name: "Completions" });
  expect(input).toHaveAttribute("aria-expanded", "true");
  const [first] = within(list).getAllByRole("option");
  expect(input).toHaveAttribute("aria-activedescendant", first?.id);
  expect(screen.getByText("Identifies the name of a department.")).toBeVisible();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(input).toHaveAttribute(
    "aria-activedescendant",
    within(list).getByRole("option", { selected: true }).id,
  );
  expect(within(list).getByRole("option", { selected: true })).toHaveTextContent("displayName");
  await user.keyboard("{ArrowUp}{Tab}");
  expect(input).toHaveValue(`${ENTERPRISE}:department `);
  expect(input).toHaveFocus();
  await user.clear(input);
  await user.keyboard("dep");
  await screen.findByRole("listbox", { name: "Completions" });
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(input).toHaveValue("dep");
  await user.keyboard("{Control>} {/Control}");
  expect(await screen.findByRole("listbox", { name: "Completions" })).toBeVisible();
});

it("takes a completion that was gone to with Enter", async () => {
  const { user, filters } = directory();
  const input = await field();
  await user.keyboard("/dis");
  await screen.findByRole("listbox", { name: "Completions" });
  await user.keyboard("{ArrowDown}{Enter}");
  expect(input).toHaveValue("displayName ");
  expect(filters()).toEqual([undefined]);
});

it("goes back step by step with Escape: the list, the typing, the filter, the field", async () => {
  const { user, filters } = directory();
  const input = await field();
  await user.keyboard(`/${SHORTER}{Enter}`);
  await waitFor(() => expect(filters()).toEqual([undefined, SHORTER]));
  await user.keyboard(" and");
  // At once, before anything can be offered: that must not cost what was typed.
  await user.keyboard("{Escape}");
  expect(input).toHaveValue(`${SHORTER} and`);
  await user.keyboard("{Escape}");
  expect(input).toHaveValue(SHORTER);
  await user.keyboard("{Escape}");
  expect(input).toHaveValue("");
  expect(await screen.findByText("5,000 users, server order")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toHaveAttribute("role", "gridcell"));
});

it("shows the conditions as chips that change the same text", async () => {
  const { user, filters } = directory();
  const input = await field();
  await user.keyboard(`/${type(FILTER)}{Enter}`);
  const chips = within(await screen.findByRole("group", { name: "Conditions" }));
  expect(chips.getByRole("button", { name: "userName starts with a" })).toBeVisible();
  await user.click(chips.getByRole("button", { name: 'Remove userName sw "a"' }));
  expect(input).toHaveValue(SHORTER);
  await waitFor(() => expect(filters().at(-1)).toBe(SHORTER));
  await user.click(chips.getByRole("button", { name: "active is true" }));
  const value = await screen.findByRole("textbox", { name: "Value" });
  await user.clear(value);
  await user.type(value, "false{Enter}");
  expect(input).toHaveValue("active eq false");
  await waitFor(() => expect(filters().at(-1)).toBe("active eq false"));
});

it("makes room for one more condition", async () => {
  const { user } = directory();
  const input = await field();
  await user.keyboard(`/${SHORTER}`);
  await user.click(await screen.findByTestId("filter-add"));
  expect(input).toHaveValue(`${SHORTER} and `);
  expect(input).toHaveFocus();
});

it("keeps the filter in its place: back and forward bring it along", async () => {
  const { user, filters } = directory();
  const input = await field();
  await user.keyboard(`/${SHORTER}{Enter}`);
  await screen.findByText("12 users match, server order");
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  expect(await screen.findByText("5,000 users, server order")).toBeVisible();
  expect(input).toHaveValue("");
  await user.keyboard("{Alt>}{ArrowRight}{/Alt}");
  expect(await screen.findByText("12 users match, server order")).toBeVisible();
  expect(input).toHaveValue(SHORTER);
  expect(filters()).toEqual([undefined, SHORTER]);
});

it("finds a table filtered as it was left, with what was typed and not sent", async () => {
  const { user } = directory();
  await field();
  await user.keyboard(`/${SHORTER}{Enter}`);
  await screen.findByText("12 users match, server order");
  await user.keyboard(" and dep");
  await user.click(screen.getByTestId("nav-Group"));
  await screen.findByText("12 of 212").catch(() => undefined);
  expect(await screen.findByRole("combobox", { name: "Filter groups" })).toHaveValue("");
  await user.click(screen.getByTestId("nav-User"));
  expect(await screen.findByRole("combobox", { name: "Filter users" })).toHaveValue(
    `${SHORTER} and dep`,
  );
  expect(screen.getByText("12 users match, server order")).toBeVisible();
});

it("says that nothing matches and clears the filter", async () => {
  const { user } = directory({
    resources_list: (request) => listed(request, request.filter === undefined ? 5000 : 0),
  });
  const input = await field();
  await user.keyboard(`/${SHORTER}{Enter}`);
  const empty = await screen.findByTestId("list-empty");
  expect(empty).toHaveTextContent("No users match");
  await user.click(within(empty).getByRole("button", { name: "Clear filter" }));
  expect(await screen.findByText("5,000 users, server order")).toBeVisible();
  expect(input).toHaveValue("");
});

it("says that the server ignored the filter, and marks the rows", async () => {
  const message =
    "1 of 12 rows does not match: the server ignored your filter, in whole or in part.";
  const { user } = directory({
    resources_list: (request) => {
      if (request.filter === undefined) return listed(request, 5000);
      const answer = listed(request, MATCHING, {
        findings: [
          {
            rule: "S06",
            severity: "error",
            pointer: "/Resources",
            section: "RFC 7644 §3.4.2.2",
            message,
          },
        ],
      });
      const [row] = answer.rows;
      if (row) row.misfit = true;
      return answer;
    },
  });
  await field();
  await user.keyboard(`/${SHORTER}{Enter}`);
  expect(await screen.findByTestId("filter-ignored")).toHaveTextContent(message);
  const marks = screen.getAllByRole("img", { name: "Does not match the filter" });
  expect(marks).toHaveLength(1);
});

it("shows why the server refused the filter, with the filter still there", async () => {
  const { user } = directory({
    resources_list: (request) =>
      request.filter === undefined
        ? listed(request, 5000)
        : failing(
            anError({
              code: "rejected",
              title: "The server refuses this filter",
              field: "filter",
              exchange: "e7",
            }),
          )(),
  });
  const input = await field();
  await user.keyboard(`/${SHORTER}{Enter}`);
  const card = await screen.findByTestId("error-card");
  expect(card).toHaveTextContent("The server refuses this filter");
  expect(input).toBeInvalid();
  expect(input).toHaveValue(SHORTER);
  await user.click(within(card).getByRole("button", { name: "Clear filter" }));
  expect(await screen.findByText("5,000 users, server order")).toBeVisible();
});

it("warns before a server that says it does not filter is asked", async () => {
  const { user, filters } = directory({
    columns_read: () => columnsOf("User", { filterDoubt: "filter.supported is false." }),
  });
  await field();
  expect(screen.queryByTestId("filter-doubt")).toBeNull();
  await user.keyboard(`/${SHORTER}`);
  expect(await screen.findByTestId("filter-doubt")).toHaveTextContent("filter.supported is false.");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(filters().at(-1)).toBe(SHORTER));
});
