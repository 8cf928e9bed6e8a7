// The inspector shows what the server sent, leads on by references, and has the text as received.
import { act, configure, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it } from "vitest";

import type { FieldValue } from "../../host/generated/FieldValue";
import type { Resource } from "../../host/generated/Resource";
import { directoryAnswers, HOSTILE, idAt, personAt } from "../../testing/fakeDirectory";
import { aLintFinding, noLint } from "../../testing/fakeLint";
import { aField, aResource, aSection } from "../../testing/fakeResources";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { aReadBack, anError, anExchange, anUnknownWrite, appStarted } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";
import { forgetTables } from "../directory/memory";

beforeEach(() => {
  forgetTables();
  localStorage.clear();
});
configure({ asyncUtilTimeout: 5_000 });

beforeAll(() => {
  // The editor measures text, which jsdom cannot.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

async function inspect(steps: string, answers: Answers = {}) {
  const drawn = renderApp({
    app_start: () => appStarted({ openTenant: "sandbox" }),
    ...directoryAnswers(),
    ...answers,
  });
  await screen.findByText(personAt(0).userName);
  if (steps === "") return drawn;
  await drawn.user.keyboard(steps);
  // On a slow machine the inspector shows the people on the way as well: wait for the one it ends on.
  if (/^j+$/.test(steps) && answers.resource_read === undefined) {
    const { name } = personAt(steps.length - 1);
    await waitFor(() => expect(screen.getByTestId("resource-title")).toHaveTextContent(name));
  }
  return drawn;
}

/** By the key, once the inspector listens to it. */
async function toJson(user: UserEvent) {
  await screen.findByTestId("resource-title");
  await act(async () => await Promise.resolve());
  await user.keyboard("{Control>}j{/Control}");
}

async function value(path: string) {
  await screen.findByTestId("resource-title");
  const row = document.querySelector<HTMLElement>(`[data-testid=field-row][data-path="${path}"]`);
  if (!row) throw new Error(`no field ${path}`);
  return within(row).getByTestId("field-value");
}

it("keeps null, empty and never returned apart, in the schema's own words", async () => {
  await inspect("j");
  expect(await value("timezone")).toHaveTextContent(/^null$/);
  expect(await value("nickName")).toHaveTextContent(/^""$/);
  expect(await value("password")).toHaveTextContent(/^never returned$/);
  expect(await value("meta.lastModified")).toHaveTextContent("2026-10-15 07:41:09 UTC");
  expect(screen.getByText("not in the schema")).toBeVisible();
  expect(screen.getByRole("heading", { name: "Enterprise" })).toBeVisible();
});

it("says what is wrong beside the field", async () => {
  await inspect("jjjjjjj");
  const field = (await value("active")).closest<HTMLElement>("[data-testid=field-row]");
  expect(field).toHaveTextContent("it should be true or false without quotes");
  expect(field).toHaveTextContent("RFC 7643 §2.3.2");
  expect(within(field ?? document.body).getByRole("img", { name: "Error" })).toBeVisible();
});

it("shows a reference by its name and follows it", async () => {
  const { user } = await inspect("j");
  const link = await screen.findByRole("link", { name: personAt(4).name });
  await user.click(link);
  await waitFor(() =>
    expect(screen.getByTestId("resource-title")).toHaveTextContent(personAt(4).name),
  );
  const selected = document.querySelector("[data-testid=grid-row][aria-selected=true]");
  expect(selected).toHaveAttribute("data-id", idAt("User", 4));
});

it("calls a link what the server calls it, and tells its target's own name besides", async () => {
  const manager: FieldValue = {
    kind: "reference",
    value: idAt("User", 4),
    display: "The boss",
    external: false,
  };
  await inspect("j", {
    resource_read: ({ id }) =>
      aResource("User", id, { sections: [aSection("Core", [aField("manager", manager)])] }),
  });
  const field = await value("manager");
  const link = await within(field).findByRole("link", { name: "The boss" });
  expect(link.parentElement).toHaveAttribute(
    "title",
    ["The boss", `in the directory: ${personAt(4).name}`, idAt("User", 4)].join("\n"),
  );
});

it("asks the server for names only when told to", async () => {
  const { host, user } = await inspect("jjj");
  const asked = () => host.requests("references_resolve").map(({ askServer }) => askServer);
  const look = await screen.findByRole("button", { name: "Look up the name" });
  expect(asked()).not.toContain(true);
  expect(await screen.findByRole("link", { name: idAt("User", 6) })).toBeVisible();
  await user.click(look);
  expect(await screen.findByText("not found")).toBeVisible();
  expect(screen.queryByRole("link", { name: idAt("User", 6) })).toBeNull();
  expect(asked()).toContain(true);
});

it("never opens what lies outside, but copies it", async () => {
  const outside = aField("photos[0].value", {
    kind: "reference",
    value: "https://elsewhere.example/a.png",
    external: true,
  });
  const { user, host } = await inspect("j", {
    resource_read: ({ id }) => aResource("User", id, { sections: [aSection("photos", [outside])] }),
  });
  const field = await value("photos[0].value");
  expect(within(field).queryByRole("link")).toBeNull();
  await user.click(within(field).getByRole("button", { name: "Copy URI" }));
  expect(host.copied).toEqual(["https://elsewhere.example/a.png"]);
});

it("draws a server's markup as text, in every kind of field", async () => {
  const hostile: Resource = aResource("User", HOSTILE, {
    identity: {
      id: HOSTILE,
      title: HOSTILE,
      subtitle: HOSTILE,
      initials: "<i",
      externalId: HOSTILE,
    },
    sections: [
      aSection(
        HOSTILE,
        [
          aField(
            HOSTILE,
            { kind: "text", text: HOSTILE },
            { name: HOSTILE, unknown: true, description: HOSTILE },
          ),
          aField("b", { kind: "json", text: HOSTILE }),
          aField("c", { kind: "number", text: HOSTILE }),
          aField("d", { kind: "dateTime", text: HOSTILE }),
          aField("e", { kind: "binary", text: HOSTILE }),
          aField("f", { kind: "values", values: [{ kind: "text", text: HOSTILE }] }),
          aField("g", { kind: "reference", value: HOSTILE, display: HOSTILE, external: false }),
        ],
        { schema: HOSTILE },
      ),
    ],
    findings: [
      { rule: HOSTILE, severity: "info", pointer: HOSTILE, section: HOSTILE, message: HOSTILE },
    ],
    text: `{"a": "${HOSTILE.replaceAll('"', '\\"')}"}`,
  });
  const { user } = await inspect("j", { resource_read: () => hostile });
  expect(await screen.findByTestId("resource-title")).toHaveTextContent(HOSTILE);
  for (const field of screen.getAllByTestId("field-value"))
    expect(field).toHaveTextContent(HOSTILE);
  await user.click(screen.getByTestId("inspector-tab-json"));
  await waitFor(() => expect(screen.getByTestId("json-text")).toHaveTextContent("onerror"));
  expect(document.querySelector("img:not([alt])")).toBeNull();
  expect(globalThis).not.toHaveProperty("hacked");
});

it("lists in the JSON what lint finds in the exchange, besides what reading it told", async () => {
  const judged = aLintFinding({
    rule: "X41",
    title: "An answer that does not fit the schemas",
    part: "responseBody",
    pointer: "/userName",
    message: "The schema wants another.",
  });
  const { user, host } = await inspect("jjjjjjj", {
    exchange_lint: () => {
      const linted = noLint();
      linted.response.findings = [judged];
      return linted;
    },
  });
  await toJson(user);
  const list = await screen.findByTestId("json-findings");
  await waitFor(() => expect(within(list).getAllByTestId("finding")).toHaveLength(2));
  const [first, second] = within(list).getAllByTestId("finding");
  expect(first).toHaveTextContent("X41");
  expect(first).toHaveTextContent("An answer that does not fit the schemas");
  expect(second).toHaveTextContent("S12");
  const asked = host.requests("exchange_lint").at(-1)?.resource;
  expect(asked?.id).toBe(idAt("User", 6));
  expect(asked?.told.map(({ rule }) => rule)).toEqual(["S12"]);
});

it("has the text exactly as received", async () => {
  const { user, host } = await inspect("j");
  await toJson(user);
  const text = await screen.findByTestId("json-text");
  await waitFor(() => expect(text).toHaveTextContent('"badge": 1.00,'));
  await user.click(screen.getByRole("radio", { name: "As received" }));
  await waitFor(() => expect(text).toHaveTextContent('"badge":1.00,'));
  await user.click(screen.getByRole("button", { name: "Copy as received" }));
  expect(host.copied).toEqual([aResource("User", idAt("User", 0)).text]);
});

it("leaves the focus in the table when the search was opened for another resource", async () => {
  const { user } = await inspect("j");
  await toJson(user);
  await user.click(await screen.findByRole("button", { name: "Find" }));
  const cell = screen.getAllByRole("gridcell")[0];
  await user.click(cell ?? document.body);
  await user.keyboard("jj");
  await waitFor(() =>
    expect(screen.getByTestId("resource-title")).toHaveTextContent(personAt(2).name),
  );
  await waitFor(() =>
    expect(screen.getByTestId("json-text")).toHaveTextContent(personAt(2).userName),
  );
  expect(document.activeElement?.closest("[role=grid]")).not.toBeNull();
});

it("reads a long list of members as it comes into view", async () => {
  const { host, user } = await inspect("");
  await user.keyboard("gg");
  await screen.findByText("Group 1");
  await user.keyboard("j");
  const list = await screen.findByTestId("values-list");
  expect(within(list).getAllByRole("listitem").length).toBeLessThanOrEqual(200);
  expect(within(list).getAllByRole("listitem")[0]).toHaveAttribute("aria-setsize", "1500");
  expect(host.requests("resource_values").every(({ offset }) => offset === 0)).toBe(true);
  list.scrollTop = 1000 * 28;
  list.dispatchEvent(new Event("scroll"));
  await waitFor(() =>
    expect(host.requests("resource_values").map(({ offset }) => offset)).toContain(1000),
  );
});

it("shows why a resource could not be read, and the request", async () => {
  await inspect("j", {
    resource_read: failing(anError({ code: "notFound", title: "No such user", exchange: "e9" })),
  });
  const card = await screen.findByTestId("error-card");
  expect(card).toHaveTextContent("No such user");
  expect(within(card).getByRole("button", { name: "Show request" })).toBeVisible();
});

const about = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    anExchange({
      id: `r${count - index}`,
      startedAt: new Date(Date.now() - index * 1000).toISOString(),
      status: index === 1 ? 404 : 200,
      askedBy: `Asker ${index}`,
    }),
  );

function requestsAnswer(
  list: () => ReturnType<typeof about>,
): NonNullable<Answers["exchanges_list"]> {
  return ({ about: resource }) => {
    const exchanges = resource?.id === idAt("User", 0) ? list() : [];
    return { exchanges, total: exchanges.length, totalIsLeast: false, more: false };
  };
}

it("lists the requests about a resource, live, by one key, and each leads to the history", async () => {
  let count = 2;
  const { user, host } = await inspect("j", {
    exchanges_list: requestsAnswer(() => about(count)),
  });
  await screen.findByTestId("resource-title");
  await act(async () => await Promise.resolve());
  await user.keyboard("{Control>}h{/Control}");
  const list = await screen.findByRole("list", { name: "Requests about this" });
  expect(within(list).getAllByRole("button")).toHaveLength(2);
  expect(list).toHaveTextContent("404");
  expect(screen.getByTestId("inspector-tab-requests")).toHaveTextContent("Requests2");
  expect(host.requests("exchanges_list").at(-1)).toMatchObject({
    tenantId: "sandbox",
    about: { resourceType: "User", id: idAt("User", 0) },
  });

  count = 3;
  const [fresh] = about(3);
  if (!fresh) throw new Error("there are three");
  act(() => host.say({ kind: "exchangeRecorded", exchange: fresh, tenantTotal: 3 }));
  await waitFor(() => expect(within(list).getAllByRole("button")).toHaveLength(3));

  const rows = within(list).getAllByRole("button");
  expect(rows.filter((it) => it.tabIndex === 0)).toHaveLength(1);
  act(() => rows[0]?.focus());
  await user.keyboard("{ArrowDown}{End}{Home}{ArrowDown}");
  expect(rows[1]).toHaveFocus();
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("history-filter")).toBeVisible();
  await waitFor(() => expect(host.requests("exchange_read").at(-1)).toEqual({ id: "r2" }));
});

it("marks a write of unknown outcome among the requests, with what was found", async () => {
  const writes = [anUnknownWrite({ id: "w2" }), anUnknownWrite({ readBack: aReadBack() })];
  const { user } = await inspect("j", { exchanges_list: requestsAnswer(() => writes) });
  await user.click(await screen.findByTestId("inspector-tab-requests"));
  const list = await screen.findByRole("list", { name: "Requests about this" });
  const [open, told] = within(list).getAllByRole("button");
  expect(open).toHaveTextContent(/Outcome unknown$/);
  expect(told).toHaveTextContent(/Outcome unknown, read back .*: the change is there$/);
});

it("leaves Ctrl+J to the JSON tab, also from the list of requests", async () => {
  const { user } = await inspect("j", { exchanges_list: requestsAnswer(() => about(2)) });
  await screen.findByTestId("resource-title");
  await user.click(await screen.findByTestId("inspector-tab-requests"));
  const list = await screen.findByRole("list", { name: "Requests about this" });
  act(() => within(list).getAllByRole("button")[0]?.focus());
  await user.keyboard("{Control>}j{/Control}");
  expect(screen.getByTestId("inspector-tab-json")).toHaveAttribute("aria-selected", "true");
});

it("says what the list of requests leaves out, and leads to it", async () => {
  const { user, host } = await inspect("j", { exchanges_list: requestsAnswer(() => []) });
  await user.click(await screen.findByTestId("inspector-tab-requests"));
  expect(await screen.findByText("Not asked for by itself yet")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Search the history for its id" }));
  await waitFor(() =>
    expect(host.requests("exchanges_list").some(({ text }) => text === idAt("User", 0))).toBe(true),
  );
});
