// The rows of a table are asked for as it is opened: once, and what comes of it is shown as ever.
import { act, configure, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { ResourcesListed } from "../../host/generated/ResourcesListed";
import { directoryAnswers, idAt, listed, personAt } from "../../testing/fakeDirectory";
import type { Answers, FakeHost } from "../../testing/fakeHost";
import { failing, never } from "../../testing/fakeHost";
import { anError, appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

type ListAnswer = NonNullable<Answers["resources_list"]>;

configure({ asyncUtilTimeout: 5_000 });

/** Shows the users; `other` answers the lists of other types. */
async function onUsers(other: ListAnswer = (request) => listed(request, 40)) {
  const answers: Answers = {
    app_start: () => appStarted({ openTenant: "sandbox" }),
    ...directoryAnswers(),
    resources_list: (request, tools) =>
      request.resourceType === "User" ? listed(request, 5000) : other(request, tools),
  };
  const app = renderApp(answers);
  await screen.findByText(personAt(0).userName);
  // The sidebar has read the columns of the other types.
  await waitFor(() => expect(app.host.requests("columns_read").length).toBeGreaterThan(2));
  return app;
}

function first(host: FakeHost, resourceType: string) {
  return host
    .requests("resources_list")
    .filter((it) => it.resourceType === resourceType && it.offset === 0);
}

function firstRow() {
  return document.querySelector("[data-testid=grid-row][data-id]")?.getAttribute("data-id");
}

it("asks while the table before is still shown, and once only", async () => {
  const shown: (string | null | undefined)[] = [];
  const { user, host } = await onUsers((request) => {
    if (request.offset === 0) shown.push(screen.queryByRole("grid")?.getAttribute("aria-label"));
    return listed(request, 212);
  });
  await user.click(screen.getByTestId("nav-Group"));
  await waitFor(() => expect(firstRow()).toBe(idAt("Group", 0)));
  expect(screen.getByRole("grid", { name: "Groups" })).toContainElement(
    document.activeElement as HTMLElement,
  );
  expect(shown).toEqual(["Users"]);
  expect(first(host, "Group")).toHaveLength(1);
  await user.click(screen.getByTestId("nav-User"));
  await waitFor(() => expect(firstRow()).toBe(idAt("User", 0)));
  expect(first(host, "User")).toHaveLength(1);
});

it("shows why the rows could not be read, and tries again when told to", async () => {
  const answers = [failing(anError({ title: "The token may not read groups" }))];
  const { user, host } = await onUsers(
    (request) => answers.shift()?.() ?? Promise.resolve(listed(request, 212)),
  );
  await user.click(screen.getByTestId("nav-Group"));
  expect(await screen.findByText("The token may not read groups")).toBeVisible();
  expect(first(host, "Group")).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(firstRow()).toBe(idAt("Group", 0)));
  expect(first(host, "Group")).toHaveLength(2);
});

it("shows the rows of the type that was chosen last, and drops the reading before", async () => {
  const cancelled: string[] = [];
  let answerLate: ((rows: ResourcesListed) => void) | undefined;
  const { user } = await onUsers(async (request, { signal }) => {
    if (request.resourceType !== "Group") return listed(request, 40);
    signal?.addEventListener("abort", () => cancelled.push(request.resourceType));
    return await new Promise<ResourcesListed>((answer) => {
      answerLate = () => answer(listed(request, 212));
    });
  });
  await user.click(screen.getByTestId("nav-Group"));
  expect(firstRow()).toBeUndefined();
  await user.click(screen.getByTestId("nav-Device"));
  await waitFor(() => expect(firstRow()).toBe(idAt("Device", 0)));
  expect(cancelled).toEqual(["Group"]);
  await act(async () => await Promise.resolve(answerLate?.({} as ResourcesListed)));
  expect(firstRow()).toBe(idAt("Device", 0));
  expect(screen.getByRole("grid", { name: "Devices" })).toBeVisible();
});

it("says what is being read although it was asked for before the table was there", async () => {
  await onUsers(never);
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    act(() => screen.getByTestId("nav-Group").click());
    await act(async () => await vi.advanceTimersByTimeAsync(2_200));
    const wait = screen.getByTestId("list-wait");
    expect(wait).toHaveTextContent("Reading groups 1 to 100");
    act(() => within(wait).getByRole("button", { name: "Cancel" }).click());
    await act(async () => await vi.advanceTimersByTimeAsync(50));
    expect(screen.getByText("Reading was cancelled")).toBeVisible();
  } finally {
    vi.useRealTimers();
  }
});
