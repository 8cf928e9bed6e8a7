// The directory by mouse and keyboard, on a backend that answers windows of rows.
import { act, configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { ResourcesList } from "../../host/generated/ResourcesList";
import {
  columnsOf,
  directoryAnswers,
  HOSTILE,
  idAt,
  listed,
  personAt,
} from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { failing, never } from "../../testing/fakeHost";
import { anError, appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

configure({ asyncUtilTimeout: 5_000 });

function directory(answers: Answers = {}) {
  return renderApp({
    app_start: () => appStarted({ openTenant: "sandbox" }),
    ...directoryAnswers(),
    ...answers,
  });
}

async function rows() {
  await screen.findByText(personAt(0).userName);
  return screen.getAllByTestId("grid-row");
}

function offsets(requests: readonly ResourcesList[]): number[] {
  return requests.map(({ offset }) => offset);
}

function scrollTo(top: number) {
  const grid = screen.getByTestId("grid");
  grid.scrollTop = top;
  fireEvent.scroll(grid);
}

it("reads the first window and the one after it, and says what is shown", async () => {
  const { host } = directory();
  const drawn = await rows();
  expect(drawn.length).toBeLessThanOrEqual(200);
  expect(screen.getByTestId("directory-shown")).toHaveTextContent("5,000 users, server order");
  expect(screen.getByRole("grid", { name: "Users" })).toHaveAttribute("aria-rowcount", "5001");
  await waitFor(() => expect(offsets(host.requests("resources_list"))).toEqual([0, 100]));
  expect(host.requests("resources_list")[0]).toMatchObject({
    limit: 100,
    reload: false,
    columns: columnsOf("User").chosen,
  });
});

it("moves by keys; the inspector follows when the cursor rests", async () => {
  const { user, host } = directory();
  await rows();
  await user.keyboard("{ArrowDown}jj{ArrowRight}");
  const selected = screen
    .getAllByTestId("grid-row")
    .filter((row) => row.getAttribute("aria-selected") === "true");
  expect(selected.map((row) => row.getAttribute("data-id"))).toEqual([idAt("User", 2)]);
  expect(await screen.findByTestId("resource-title")).toHaveTextContent(personAt(2).name);
  expect(host.requests("resource_read")).toEqual([
    { tenantId: "sandbox", resourceType: "User", id: idAt("User", 2), fresh: false },
  ]);
  await user.keyboard("{Control>}c{/Control}");
  expect(host.copied).toEqual([personAt(2).name]);
  await user.keyboard("{Control>}{Shift>}c{/Shift}{/Control}");
  expect(host.copied.at(-1)).toBe(idAt("User", 2));
});

it("opens the full page and comes back to the same row", async () => {
  const { user } = directory();
  await rows();
  await user.keyboard("jjj{Enter}");
  expect(await screen.findByTestId("resource-screen")).toBeVisible();
  await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
  await waitFor(() => {
    const row = document.querySelector("[data-testid=grid-row][aria-selected=true]");
    expect(row).toHaveAttribute("data-id", idAt("User", 2));
  });
});

it("hides and shows the inspector with Space", async () => {
  const { user } = directory();
  await rows();
  expect(screen.getByText("No user selected")).toBeVisible();
  await user.keyboard(" ");
  expect(screen.queryByTestId("inspector")).toBeNull();
  await user.keyboard(" ");
  expect(screen.getByTestId("inspector")).toBeVisible();
});

it("jumps to the end without reading what lies between", async () => {
  const { user, host } = directory();
  await rows();
  await waitFor(() => expect(offsets(host.requests("resources_list"))).toEqual([0, 100]));
  await user.keyboard("{End}");
  fireEvent.scroll(screen.getByTestId("grid")); // jsdom sets scrollTop without saying so
  expect(await screen.findByText(personAt(4999).userName)).toBeInTheDocument();
  expect(new Set(offsets(host.requests("resources_list")))).toEqual(new Set([0, 100, 4900]));
});

it("cancels a window that is scrolled past", async () => {
  const cancelled: number[] = [];
  const { host } = directory({
    resources_list: (request, { signal }) => {
      if (request.offset < 1000 || request.offset > 1200) return listed(request, 5000);
      signal?.addEventListener("abort", () => cancelled.push(request.offset));
      return new Promise(() => undefined);
    },
  });
  await rows();
  scrollTo(1000 * 28);
  await waitFor(() => expect(offsets(host.requests("resources_list"))).toContain(1000));
  scrollTo(3000 * 28);
  expect(await screen.findByText(personAt(3001).userName)).toBeInTheDocument();
  expect(cancelled).toContain(1000);
});

it("asks the server to sort, and to stop sorting", async () => {
  const { user, host } = directory();
  await rows();
  const sorts = () =>
    host
      .requests("resources_list")
      .filter(({ offset }) => offset === 0)
      .map(({ sort }) => sort);
  const press = async () => await user.click(screen.getByTestId("grid-header-userName"));
  await press();
  await waitFor(() => expect(sorts().at(-1)).toEqual({ by: "userName", descending: false }));
  expect(screen.getByTestId("grid-header-userName")).toHaveAttribute("aria-sort", "ascending");
  expect(screen.getByTestId("directory-shown")).toHaveTextContent("by userName");
  await press();
  await waitFor(() => expect(sorts().at(-1)).toEqual({ by: "userName", descending: true }));
  await press();
  await waitFor(() =>
    expect(screen.getByTestId("directory-shown")).toHaveTextContent("server order"),
  );
});

it("says why it cannot sort", async () => {
  const { user, host } = directory({
    columns_read: () =>
      columnsOf("User", { sortSupported: false, sortRefused: "sort.supported is false." }),
  });
  await rows();
  const header = screen.getByTestId("grid-header-userName");
  expect(header).toHaveAttribute("aria-disabled", "true");
  expect(header).toHaveAccessibleDescription("sort.supported is false.");
  await user.click(header);
  expect(host.requests("resources_list").every(({ sort }) => sort === undefined)).toBe(true);
});

it("chooses, orders and resets columns", async () => {
  const { user, host } = directory();
  await rows();
  const choices = () => host.requests("columns_choose").map(({ paths }) => paths);
  expect(screen.getByTestId("columns-button")).toHaveTextContent("Columns6/16");
  await user.click(screen.getByTestId("columns-button"));
  await user.type(await screen.findByRole("textbox", { name: "Find an attribute" }), "given");
  await user.click(screen.getByTestId("column-option-name.givenName"));
  expect(choices().at(-1)?.at(-1)).toBe("name.givenName");
  expect(await screen.findByTestId("grid-header-name.givenName")).toBeInTheDocument();
  await user.clear(screen.getByRole("textbox", { name: "Find an attribute" }));
  screen.getByTestId("column-option-name.givenName").focus();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(choices().at(-1)?.indexOf("name.givenName")).toBe(5);
  await user.click(screen.getByTestId("columns-reset"));
  expect(choices().at(-1)).toEqual([]);
  await waitFor(() => expect(screen.getByTestId("columns-button")).toHaveTextContent("6/16"));
});

it("keeps null, empty and absent apart", async () => {
  directory();
  await rows();
  const row = (index: number) =>
    within(screen.getAllByTestId("grid-row")[index] ?? document.body).getAllByRole("gridcell");
  expect(row(4)[4]).toHaveTextContent(/^null$/);
  expect(row(6)[3]).toHaveTextContent(/^""$/);
  expect(row(3)[2]).toHaveTextContent("Disabled");
  expect(screen.getAllByTestId("grid-row")[3]).toHaveAttribute("data-dimmed");
});

it("draws a server's markup as text", async () => {
  directory({
    resources_list: (request) => {
      const answer = listed(request, 1);
      for (const row of answer.rows) {
        row.title = HOSTILE;
        row.cells = [
          { kind: "text", text: HOSTILE },
          { kind: "unexpected", text: HOSTILE },
          { kind: "values", texts: [HOSTILE], total: 3 },
          { kind: "dateTime", text: HOSTILE },
          { kind: "number", text: HOSTILE },
          { kind: "reference", text: HOSTILE, target: HOSTILE },
        ];
      }
      return answer;
    },
  });
  await waitFor(() => {
    const cells = screen.getAllByRole("gridcell");
    expect(cells).toHaveLength(6);
    for (const cell of cells) expect(cell).toHaveTextContent(HOSTILE);
  });
  expect(document.querySelector("img")).toBeNull();
});

it("calls a link what the server calls it, also where another row gives only the target", async () => {
  const target = idAt("User", 4);
  directory({
    resources_list: (request) => {
      const answer = listed(request, 2);
      for (const row of answer.rows) {
        row.cells[3] = { kind: "reference", text: row.index === 0 ? "The boss" : target, target };
      }
      return answer;
    },
  });
  const [named, nameless] = await rows();
  const known = await within(nameless ?? document.body).findByText(personAt(4).name);
  expect(known.closest("[title]")).toHaveAttribute("title", `${personAt(4).name} (${target})`);
  const own = within(named ?? document.body).getByText("The boss");
  expect(own.closest("[title]")).toHaveAttribute("title", `The boss (${target})`);
});

it("shows why the first window could not be read, and reads it again", async () => {
  let broken = true;
  const { user } = directory({
    resources_list: (request) =>
      broken ? failing(anError({ exchange: "e1", said: "no route" }))() : listed(request, 12),
  });
  const card = await screen.findByTestId("error-card");
  expect(card).toHaveTextContent("Cannot reach scim.aurelia-bank.eu");
  expect(screen.getByTestId("directory-shown")).toHaveTextContent("Users were not read");
  expect(within(card).getByRole("button", { name: "Show request" })).toBeVisible();
  broken = false;
  await user.click(within(card).getByRole("button", { name: "Try again" }));
  await rows();
  expect(screen.getByTestId("directory-shown")).toHaveTextContent("12 users, server order");
});

it("says once which rows could not be read and why, and reads them again", async () => {
  let broken = true;
  const { user } = directory({
    resources_list: (request) =>
      broken && request.offset === 4900
        ? failing(anError({ exchange: "e9", said: "500 Oops\nshard 3 sleeps" }))()
        : listed(request, 5000),
  });
  await rows();
  await user.keyboard("{End}");
  fireEvent.scroll(screen.getByTestId("grid")); // jsdom sets scrollTop without saying so
  const gap = await screen.findByTestId("list-gap");
  expect(gap).toHaveTextContent("Users 4,901 to 5,000 were not read.");
  expect(gap).toHaveTextContent("500 Oops: shard 3 sleeps");
  expect(screen.getAllByText(/Cannot reach scim.aurelia-bank.eu/)).toHaveLength(1);
  expect(screen.getAllByText("not read").length).toBeGreaterThan(10);
  expect(within(gap).getByRole("button", { name: "Show request" })).toBeVisible();
  broken = false;
  await user.click(within(gap).getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(personAt(4999).userName)).toBeInTheDocument();
  expect(screen.queryByTestId("list-gap")).toBeNull();
});

it("says that there is nothing, in the server's numbers", async () => {
  directory({ resources_list: (request) => listed(request, 0, { totalResults: 48_213 }) });
  const empty = await screen.findByTestId("list-empty");
  expect(empty).toHaveTextContent("No users here");
  expect(empty).toHaveTextContent("totalResults 48,213");
});

it("keeps the rows while it reads again", async () => {
  const { host, user } = directory();
  await rows();
  await user.keyboard("{F5}");
  expect(screen.getByText(personAt(0).userName)).toBeInTheDocument();
  await waitFor(() =>
    expect(host.requests("resources_list").filter(({ reload }) => reload)).toHaveLength(1),
  );
  const after = host.requests("resources_list").findIndex(({ reload }) => reload);
  await waitFor(() =>
    expect(offsets(host.requests("resources_list").slice(after))).toEqual([0, 100]),
  );
});

it("says what it waits for, and stops", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { user } = directory({
      resources_list: (request, tools) => {
        tools.emit({ startIndex: 301, count: 100, byCursor: false });
        return never(request, tools);
      },
    });
    await screen.findByTestId("grid-header-userName");
    await act(async () => await vi.advanceTimersByTimeAsync(2_200));
    expect(screen.getByTestId("list-wait")).toHaveTextContent("Reading users 301 to 400");
    await act(async () => await vi.advanceTimersByTimeAsync(8_500));
    expect(screen.getByTestId("list-wait")).toHaveTextContent(
      "Waiting for the server to answer startIndex 301",
    );
    await user.click(
      within(screen.getByTestId("list-wait")).getByRole("button", { name: "Cancel" }),
    );
    expect(await screen.findByText("Reading was cancelled")).toBeVisible();
  } finally {
    vi.useRealTimers();
  }
});

it("lists what is odd about the list", async () => {
  const { user } = directory();
  await rows();
  await user.click(screen.getByRole("button", { name: "1 finding about this list" }));
  const finding = await screen.findByTestId("finding");
  expect(finding).toHaveTextContent("S03");
  expect(finding).toHaveTextContent("RFC 7644 §3.4.2.4");
});
