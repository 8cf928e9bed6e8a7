// What a person is told of a write that nobody knows the outcome of, and how it is looked up.
import { configure, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";

import type { ExchangeSummary } from "../../host/generated/ExchangeSummary";
import type { ReadBack } from "../../host/generated/ReadBack";
import { useWhereabouts } from "../../state/navigation";
import { HOSTILE } from "../../testing/fakeDirectory";
import type { Answers } from "../../testing/fakeHost";
import { failing } from "../../testing/fakeHost";
import { aReadBack, anError, anUnknownWrite, readBackOffered } from "../../testing/fixtures";
import { renderScreen } from "../../testing/render";
import { OutcomeNotice } from "./OutcomeNotice";

configure({ asyncUtilTimeout: 5_000 });

function Here({ exchange }: { exchange: ExchangeSummary }) {
  const { place } = useWhereabouts();
  return (
    <>
      <OutcomeNotice exchange={exchange} />
      <output>{place.screen === "history" ? place.exchangeId : place.screen}</output>
    </>
  );
}

function notice(changed: Partial<ExchangeSummary> = {}, answers: Answers = {}) {
  return renderScreen(<Here exchange={anUnknownWrite(changed)} />, {
    answers: { read_back_prepare: () => readBackOffered(), ...answers },
  });
}

it("says what happened, why it is unknown, and exactly which read is offered", async () => {
  const { host } = notice();
  const region = await screen.findByRole("region", { name: "Outcome unknown" });
  expect(region).toHaveTextContent("Nobody knows whether this was done");
  expect(region).toHaveTextContent("sent no byte in 30 s.");
  expect(region).toHaveTextContent("A write is never sent again by itself.");
  expect(await within(region).findByTestId("read-back-request")).toHaveTextContent(
    "GET https://scim.aurelia-bank.eu/v2/Users/7",
  );
  expect(region).not.toHaveTextContent("discovery documents");
  expect(within(region).getByRole("button", { name: "Read back" })).toBeEnabled();
  expect(host.requests("read_back_send")).toEqual([]);
});

it("is read back by key, once, and says so while it is under way", async () => {
  let answer: (found: ReadBack) => void = () => undefined;
  const { host, user } = notice(
    {},
    {
      read_back_send: () =>
        new Promise<ReadBack>((resolve) => {
          answer = resolve;
        }),
    },
  );
  const button = await screen.findByRole("button", { name: "Read back" });
  await user.tab();
  expect(button).toHaveFocus();
  await user.keyboard("{Enter}{Enter}");
  expect(button).toHaveAttribute("aria-busy", "true");
  expect(host.requests("read_back_send")).toEqual([{ id: "w1" }]);
  answer(aReadBack());
  await waitFor(() => expect(button).not.toHaveAttribute("aria-busy"));
});

it.each([
  ["there", "the change is there"],
  ["notThere", "the change is not there"],
  ["partly", "a part of the change is there"],
  ["cannotTell", "it cannot be told"],
] as const)("puts %s into words, with the way to the read", async (verdict, words) => {
  const { user } = notice({ readBack: aReadBack({ verdict }) });
  const region = await screen.findByRole("region", { name: "Outcome unknown" });
  const found = within(region).getByRole("status");
  expect(found).toHaveTextContent(words);
  expect(found).toHaveTextContent("The resource is as the request sets it.");
  expect(await screen.findByRole("button", { name: "Read back again" })).toBeVisible();
  await user.click(within(found).getByRole("button", { name: "Show the read" }));
  expect(screen.getByText("r1")).toBeVisible();
});

it("has no way to a read that the history has no longer", async () => {
  const readBack = aReadBack();
  delete readBack.exchange;
  notice({ readBack });
  await screen.findByRole("button", { name: "Read back again" });
  expect(screen.queryByRole("button", { name: "Show the read" })).toBeNull();
});

it("says why no read tells, and offers none", async () => {
  notice({}, { read_back_prepare: () => ({ kind: "untold", why: HOSTILE }) });
  expect(await screen.findByText(HOSTILE)).toBeVisible();
  expect(screen.queryByRole("button", { name: /Read back/ })).toBeNull();
  expect(document.querySelector("img")).toBeNull();
});

it("says that the tenant has to be opened for it, and what a gateway answered", async () => {
  notice(
    { status: 504, failure: "" },
    { read_back_prepare: () => readBackOffered({ opensTenant: true }) },
  );
  expect(await screen.findByText(/its discovery documents are read first/)).toBeVisible();
  expect(screen.getByText(/something before the server answered 504/)).toBeVisible();
});

it("shows why a read failed, and tries again", async () => {
  const { host, user } = notice({}, { read_back_send: failing(anError()) });
  await user.click(await screen.findByRole("button", { name: "Read back" }));
  expect(await screen.findByTestId("error-card")).toHaveTextContent("Cannot reach");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(host.requests("read_back_send")).toHaveLength(2));
});
