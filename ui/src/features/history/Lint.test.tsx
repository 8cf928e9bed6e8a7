// What lint finds in an exchange: in both halves, with the way to each place, why on demand, and what was not judged.
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";

import { directoryAnswers, HOSTILE } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { aLintFinding, noLint, someLint } from "../../testing/fakeLint";
import { exchangeAt, exchangeInFull } from "../../testing/fakeResources";
import { anError } from "../../testing/fixtures";
import { renderScreen } from "../../testing/render";
import { HistoryScreen } from "./HistoryScreen";

configure({ asyncUtilTimeout: 5_000 });

beforeAll(() => {
  // The editor measures text, which jsdom cannot.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

/** The detail of the newest exchange. */
async function detail(answers: Answers = {}) {
  const shown = renderScreen(<HistoryScreen exchangeId={exchangeAt(0).id} />, {
    answers: { ...directoryAnswers(), exchange_lint: someLint, ...answers },
    place: { screen: "history" },
  });
  const response = await screen.findByRole("region", { name: "Response" });
  return { ...shown, response };
}

async function findings(user: Awaited<ReturnType<typeof detail>>["user"]) {
  await user.click(
    await screen.findByRole("button", { name: "Findings: 1 error, 1 warning, 1 note" }),
  );
  return await screen.findAllByTestId("finding");
}

it("counts by weight in words and leads to the half with the gravest", async () => {
  const { user, response } = await detail();
  const [gravest, second] = await findings(user);
  expect(within(response).getByRole("tab", { name: /^Findings ?3$/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  expect(gravest).toHaveTextContent("Error");
  expect(gravest).toHaveTextContent("X50");
  expect(gravest).toHaveTextContent("A list whose envelope is not right");
  expect(gravest).toHaveTextContent("totalResults is 5000, but there are fewer.");
  expect(gravest).toHaveTextContent("RFC 7644 §3.4.2");
  expect(second).toHaveTextContent("Warning");
});

it("leads to the line of the body", async () => {
  const { user, response } = await detail();
  const [gravest] = await findings(user);
  // The body came in one line and is laid out: `totalResults` is on the fifth.
  await user.click(within(gravest ?? response).getByRole("button", { name: "line 5" }));
  expect(within(response).getByRole("tab", { name: "Body" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  const body = await within(response).findByRole("textbox", { name: "Response body" });
  await waitFor(() => expect(body).toHaveFocus());
  expect(body.querySelector(".cm-line-danger")).toHaveTextContent("totalResults");
});

it("leads to the header, and to the status above the messages", async () => {
  const { user, response } = await detail();
  const [, second, third] = await findings(user);
  await user.click(within(third ?? response).getByRole("button", { name: "status" }));
  expect(document.activeElement).toHaveTextContent("200 OK");
  await user.click(within(second ?? response).getByRole("button", { name: "header content-type" }));
  expect(within(response).getByRole("tab", { name: /^Headers/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await waitFor(() =>
    expect(document.activeElement).toHaveTextContent("Content-Type:application/scim+json"),
  );
  const header = document.activeElement as HTMLElement;
  expect(within(header).getByRole("img", { name: "Warning" })).toBeVisible();
});

it("shows a header that is missing where it is found to be", async () => {
  const linted = noLint();
  const finding = aLintFinding({ pointer: "/headers/etag", severity: "error" });
  linted.response.findings = [finding];
  const { user, response } = await detail({ exchange_lint: () => linted });
  await user.click(await within(response).findByRole("tab", { name: /^Findings ?1$/ }));
  await user.click(await within(response).findByRole("button", { name: "header etag" }));
  await waitFor(() => expect(document.activeElement).toHaveTextContent("etag:not there"));
});

it("says why on demand", async () => {
  const { user, response } = await detail();
  const [gravest] = await findings(user);
  expect(response).not.toHaveTextContent("Clients page by");
  await user.click(
    within(gravest ?? response).getByRole("button", { name: "Why it matters", expanded: false }),
  );
  expect(gravest).toHaveTextContent("Clients page by totalResults.");
});

it("says how many rules were judged, and on demand which were not and for lack of what", async () => {
  const { user, response } = await detail({ exchange_lint: noLint });
  await user.click(await within(response).findByRole("tab", { name: /^Findings ?0$/ }));
  expect(response).toHaveTextContent("No rule found anything.");
  await user.click(
    within(response).getByRole("button", { name: "41 rules were judged, 2 could not be" }),
  );
  expect(response).toHaveTextContent("For lack of the server's own schemas:");
  expect(within(response).getAllByRole("listitem").at(-1)).toHaveTextContent(
    "X41 An answer that does not fit the schemas",
  );
  const request = screen.getByRole("region", { name: "Request" });
  expect(within(request).getByRole("tab", { name: /^Findings ?0$/ })).toBeVisible();
  expect(screen.queryByTestId("exchange-findings")).toBeNull();
});

it("has no findings of a look at the way to the server", async () => {
  const { response } = await detail({
    exchange_read: ({ id }) => ({
      ...exchangeInFull(id),
      summary: { ...exchangeAt(0), method: "TCP" },
    }),
  });
  expect(within(response).getAllByRole("tab")).toHaveLength(2);
});

it("shows what a server wrote as text", async () => {
  const linted = noLint();
  linted.response.findings = [aLintFinding({ message: HOSTILE })];
  const { user, response } = await detail({ exchange_lint: () => linted });
  await user.click(await within(response).findByRole("tab", { name: /^Findings ?1$/ }));
  expect(await within(response).findByTestId("finding")).toHaveTextContent(HOSTILE);
  expect(document.querySelector("img:not([alt])")).toBeNull();
});

it("says that it could not be judged, and tries again", async () => {
  let fails = true;
  const { user, response } = await detail({
    exchange_lint: () =>
      fails ? failing(anError({ title: "The history cannot be read" }))() : someLint(),
  });
  await user.click(await within(response).findByRole("tab", { name: "Findings" }));
  expect(await within(response).findByTestId("error-card")).toHaveTextContent(
    "The history cannot be read",
  );
  fails = false;
  await user.click(within(response).getByRole("button", { name: "Try again" }));
  expect(await within(response).findAllByTestId("finding")).toHaveLength(3);
});
