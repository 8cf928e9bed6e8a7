// The history: filters, live rows, the detail of one exchange, by keys as well.
import { act, configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";

import { directoryAnswers, HOSTILE } from "../../testing/fakeDirectory";
import { exchangeAt, exchangeInFull } from "../../testing/fakeResources";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import {
  aReadBack,
  anError,
  anExchange,
  anUnknownWrite,
  readBackOffered,
} from "../../testing/fixtures";
import { renderScreen } from "../../testing/render";
import { useWhereabouts } from "../../state/navigation";
import { HistoryScreen } from "./HistoryScreen";

configure({ asyncUtilTimeout: 5_000 });

beforeAll(() => {
  // The editor measures text, which jsdom cannot.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

function Here() {
  const { place } = useWhereabouts();
  return <HistoryScreen exchangeId={place.screen === "history" ? place.exchangeId : undefined} />;
}

function history(answers: Answers = {}) {
  return renderScreen(<Here />, {
    answers: { ...directoryAnswers(), ...answers },
    place: { screen: "history" },
  });
}

async function rows() {
  return await screen.findAllByTestId("history-row");
}

it("lists exchanges newest first and reads older ones on the way down", async () => {
  const { host } = history();
  const drawn = await rows();
  expect(drawn[0]).toHaveAttribute("data-id", exchangeAt(0).id);
  expect(drawn.length).toBeLessThanOrEqual(200);
  expect(screen.getByRole("grid", { name: "Requests" })).toHaveAttribute("aria-rowcount", "419");
  const grid = screen.getByTestId("grid");
  grid.scrollTop = 60 * 28;
  fireEvent.scroll(grid);
  await waitFor(() =>
    expect(host.requests("exchanges_list").at(-1)?.before).toBe(exchangeAt(99).id),
  );
});

it("shows every tenant's exchanges at first, and one tenant's when that is chosen", async () => {
  const { user, host } = history();
  await rows();
  expect(host.requests("exchanges_list").some(({ tenantId }) => tenantId !== undefined)).toBe(
    false,
  );
  expect(screen.getByTestId("history-tenant")).toHaveTextContent("All tenants");
  await user.click(screen.getByTestId("history-tenant"));
  await user.click(await screen.findByRole("option", { name: "Sandbox" }));
  await waitFor(() => expect(host.requests("exchanges_list").at(-1)?.tenantId).toBe("sandbox"));
});

it("keeps the list where it is when a detail opens below it", async () => {
  const { user } = history();
  await rows();
  const grid = screen.getByTestId("grid");
  await user.keyboard("{ArrowDown}");
  await screen.findByTestId("exchange-detail");
  expect(screen.getByTestId("grid")).toBe(grid);
});

it("filters by text, outcome and tenant", async () => {
  const { user, host } = history();
  await rows();
  await user.keyboard("/");
  expect(screen.getByTestId("history-filter")).toHaveFocus();
  await user.keyboard("Groups");
  await waitFor(() => expect(host.requests("exchanges_list").at(-1)?.text).toBe("Groups"));
  await user.click(screen.getByRole("radio", { name: "4xx" }));
  await waitFor(() =>
    expect(host.requests("exchanges_list").at(-1)).toMatchObject({
      text: "Groups",
      outcome: "clientError",
    }),
  );
  await user.clear(screen.getByTestId("history-filter"));
  await user.click(screen.getByRole("radio", { name: "Failed" }));
  await waitFor(() =>
    expect(host.requests("exchanges_list").at(-1)).toMatchObject({ text: "", outcome: "failed" }),
  );
  await waitFor(() => expect(screen.getAllByText("failed").length).toBeGreaterThan(1));
});

it("shows the detail of the chosen exchange; Enter leads into it and Escape back", async () => {
  const { user } = history();
  await rows();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  const detail = await screen.findByTestId("exchange-detail");
  await waitFor(() =>
    expect(screen.getByTestId("exchange-detail")).toHaveAttribute("data-id", exchangeAt(1).id),
  );
  expect(detail).toHaveTextContent("200 OK");
  expect(detail).toHaveTextContent("41 ms: connection reused, wait 40, read 1.2");
  expect(detail).toHaveTextContent("req_01JA7T2Y6M4E");
  expect(detail).toHaveTextContent("Bearer •••");
  await user.keyboard("{Enter}");
  expect(within(screen.getByTestId("exchange-detail")).getAllByRole("tab")[0]).toHaveFocus();
  await user.keyboard("{Escape}");
  expect(document.activeElement?.closest("[data-testid=history-row]")).toHaveAttribute(
    "data-id",
    exchangeAt(1).id,
  );
});

it("says that an accepted request is not done, in the list and above its messages", async () => {
  const later = anExchange({ id: "later", status: 202, accepted: true });
  const { user } = history({
    exchanges_list: () => ({ exchanges: [later], total: 1, totalIsLeast: false, more: false }),
    exchange_read: () => ({
      summary: later,
      requestHeaders: [],
      responseHeaders: [],
      times: { reused: false, connect: 12, tls: 30, wait: 40 },
      later: { monitor: HOSTILE },
    }),
  });
  const [row] = await rows();
  expect(
    within(row ?? document.body).getByRole("img", { name: "accepted for later" }),
  ).toBeVisible();
  await user.keyboard("{ArrowDown}");
  const detail = await screen.findByTestId("exchange-detail");
  expect(within(detail).getByRole("note")).toHaveTextContent(HOSTILE);
  expect(detail).toHaveTextContent("202 Accepted");
  const parts = [...within(detail).getByTestId("time-bar").children];
  expect(parts.map((it) => it.getAttribute("data-part"))).toEqual(["connect", "tls", "wait"]);
});

it("marks a write of unknown outcome in the list, with what was found, and shows them alone", async () => {
  let write = anUnknownWrite();
  const { user, host } = history({
    exchanges_list: () => ({ exchanges: [write], total: 1, totalIsLeast: false, more: false }),
    exchange_read: () => ({ summary: write, requestHeaders: [], responseHeaders: [], times: {} }),
    read_back_prepare: () => readBackOffered(),
    read_back_send: () => {
      write = anUnknownWrite({ readBack: aReadBack() });
      return aReadBack();
    },
  });
  const [row] = await rows();
  expect(row).toHaveTextContent("Outcome unknown");
  expect(row).toHaveTextContent("unknown");
  const alone = screen.getByRole("button", { name: "Outcome unknown" });
  await user.click(alone);
  expect(alone).toHaveAttribute("aria-pressed", "true");
  await waitFor(() => expect(host.requests("exchanges_list").at(-1)?.outcome).toBe("unknown"));
  await user.click(await screen.findByText("/Users/7"));
  const detail = await screen.findByTestId("exchange-detail");
  expect(detail).toHaveTextContent("outcome unknown");
  await user.click(await within(detail).findByRole("button", { name: "Read back" }));
  await waitFor(() =>
    expect(screen.getByTestId("outcome-mark")).toHaveTextContent(
      /Outcome unknown, read back .* at \d\d:\d\d: the change is there/,
    ),
  );
  expect(within(detail).getByTestId("read-back-found")).toHaveTextContent("the change is there");
  await user.click(alone);
  await waitFor(() => expect(host.requests("exchanges_list").at(-1)?.outcome).toBe("all"));
});

it("does not take a look that went well for a failure", async () => {
  const look = anExchange({ id: "look", method: "TCP", path: "tcp://scim.example:443" });
  delete look.status;
  const { user } = history({
    exchanges_list: () => ({ exchanges: [look], total: 1, totalIsLeast: false, more: false }),
    exchange_read: () => ({
      summary: look,
      requestHeaders: [],
      responseHeaders: [],
      times: {},
      seen: "192.0.2.1 port 443, direct",
    }),
  });
  const [row] = await rows();
  expect(row).toHaveTextContent("ok");
  await user.keyboard("{ArrowDown}");
  const detail = await screen.findByTestId("exchange-detail");
  expect(detail).toHaveTextContent("went well");
  expect(detail).toHaveTextContent("Seen: 192.0.2.1 port 443, direct");
});

it("searches at once for what it was opened with", async () => {
  const { host } = renderScreen(<HistoryScreen searched="8f0a2c91" />, {
    answers: directoryAnswers(),
    place: { screen: "history" },
  });
  await rows();
  expect(host.requests("exchanges_list").some(({ text }) => text === "8f0a2c91")).toBe(true);
  expect(screen.getByTestId("history-filter")).toHaveValue("8f0a2c91");
});

it("says in words why there was no answer", async () => {
  const { user } = history();
  await rows();
  await user.click(screen.getAllByText("failed")[0] ?? document.body);
  const detail = await screen.findByTestId("exchange-detail");
  expect(detail).toHaveTextContent("There was no answer.");
  expect(detail).toHaveTextContent("sent no byte in 30 s");
});

it("shows all headers under their tab, and a web page as plain text", async () => {
  const { user } = history({
    exchange_read: ({ id }) => ({
      ...exchangeInFull(id),
      responseHeaders: [{ name: HOSTILE, value: HOSTILE }],
      responseBody: { text: HOSTILE, isUtf8: false, isJson: false, sizeBytes: 40 },
    }),
  });
  await rows();
  await user.keyboard("{ArrowDown}");
  const response = await screen.findByRole("region", { name: "Response" });
  expect(await within(response).findByTestId("plain-text")).toHaveTextContent(HOSTILE);
  expect(response).toHaveTextContent("not UTF-8");
  await user.click(within(response).getByRole("tab", { name: /^Headers/ }));
  expect(response).toHaveTextContent(HOSTILE);
  expect(document.querySelector("img:not([alt])")).toBeNull();
});

it("shows a new exchange as it is recorded", async () => {
  let recorded = false;
  const fresh = anExchange({ id: "new", path: "/Users/fresh" });
  const { host } = history({
    exchanges_list: () => {
      const exchanges = recorded ? [fresh, exchangeAt(0)] : [exchangeAt(0)];
      return { exchanges, total: exchanges.length, totalIsLeast: false, more: false };
    },
  });
  await rows();
  recorded = true;
  act(() => host.say({ kind: "exchangeRecorded", exchange: fresh, tenantTotal: 2 }));
  expect(await screen.findByText("/Users/fresh")).toBeVisible();
});

it("tells an empty history from an empty search, and an error from both", async () => {
  const { user } = history({
    exchanges_list: () => ({ exchanges: [], total: 0, totalIsLeast: false, more: false }),
  });
  expect(await screen.findByText("No requests yet")).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "5xx" }));
  expect(await screen.findByText("No request matches")).toBeVisible();
});

it("shows why the history could not be read", async () => {
  history({
    exchanges_list: failing(anError({ code: "storage", title: "The history cannot be read" })),
  });
  expect(await screen.findByTestId("error-card")).toHaveTextContent("The history cannot be read");
});
