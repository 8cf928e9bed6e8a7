// What can be done with a resource, by button, menu and key; only what it has.
import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { Identity } from "../../host/generated/Identity";
import { useWhereabouts } from "../../state/navigation";
import { guardAnswers } from "../../testing/fakeGuard";
import type { Answers } from "../../testing/fakeHost";
import { aResource } from "../../testing/fakeResources";
import { aDeletion, aPlan, DONE, sentAs } from "../../testing/fakeWrites";
import { renderScreen } from "../../testing/render";
import { ResourceActions } from "./ResourceActions";

const WHICH = { tenantId: "t1", resourceType: "User", id: "u1" };

function Here({ active, onDeleted }: { active?: boolean | undefined; onDeleted: () => void }) {
  const { place } = useWhereabouts();
  const identity: Identity = { id: "u1", title: "Nadia El Fassi", initials: "NE" };
  if (active !== undefined) identity.active = active;
  const resource = aResource("User", "u1", { identity, text: '{"id":"u1"}' });
  return (
    <>
      <ResourceActions which={WHICH} resource={resource} onDeleted={onDeleted} />
      <input aria-label="A field" />
      <output>{JSON.stringify(place)}</output>
    </>
  );
}

function actions(active?: boolean, answers: Answers = {}) {
  const onDeleted = vi.fn();
  const drawn = renderScreen(<Here active={active} onDeleted={onDeleted} />, {
    tenantId: "t1",
    answers: {
      ...guardAnswers(),
      write_prepare: ({ intent }) =>
        intent.kind === "delete" ? aDeletion({ confirming: { kind: "button" } }) : aPlan(),
      ...answers,
    },
  });
  return { ...drawn, onDeleted };
}

const place = () => document.querySelector("output")?.textContent ?? "";

it.each(["the button", "Ctrl+E"])("edits by %s", async (way) => {
  const { user } = actions();
  const button = await screen.findByRole("button", { name: "Edit" });
  if (way === "Ctrl+E") await user.keyboard("{Control>}e{/Control}");
  else await user.click(button);
  expect(place()).toBe('{"screen":"edit","resourceType":"User","id":"u1"}');
});

it("clones from the menu, and copies id and JSON", async () => {
  const { host, user } = actions();
  await user.click(await screen.findByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Copy id/ }));
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "Copy as JSON" }));
  await waitFor(() => expect(host.copied).toEqual(["u1", '{"id":"u1"}']));
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "Clone" }));
  expect(place()).toBe('{"screen":"edit","resourceType":"User","clonedFrom":"u1"}');
});

it.each([
  [true, "Disable", false],
  [false, "Enable", true],
] as const)("with active %j it offers to %s", async (active, name, next) => {
  const { host, user } = actions(active);
  await user.click(await screen.findByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name }));
  await waitFor(() =>
    expect(host.requests("write_prepare")).toEqual([
      {
        tenantId: "t1",
        intent: { kind: "setActive", resourceType: "User", ids: ["u1"], active: next },
      },
    ]),
  );
});

it("offers neither where the resource has no active", async () => {
  const { user } = actions();
  await user.click(await screen.findByRole("button", { name: "More" }));
  await screen.findByRole("menuitem", { name: "Clone" });
  expect(screen.queryByRole("menuitem", { name: /able$/ })).toBeNull();
});

it("asks when Delete is pressed, and not while that edits a text", async () => {
  const { host, user, onDeleted } = actions(undefined, { write_send: () => sentAs(DONE) });
  await user.click(await screen.findByRole("textbox", { name: "A field" }));
  await user.keyboard("{Delete}");
  expect(host.requests("write_prepare")).toEqual([]);
  await user.click(document.body);
  await user.keyboard("{Delete}");
  const button = await screen.findByTestId("write-confirm");
  await user.click(button);
  await waitFor(() => expect(onDeleted).toHaveBeenCalledTimes(1));
});

it("stays where the resource is, when it could not be deleted", async () => {
  const { user, onDeleted } = actions(undefined, {
    write_send: () => sentAs({ kind: "notSent" }),
  });
  await screen.findByRole("button", { name: "Edit" });
  await user.keyboard("{Delete}");
  await user.click(await screen.findByTestId("write-confirm"));
  await screen.findByRole("alertdialog", { name: "It was not sent" });
  expect(onDeleted).not.toHaveBeenCalled();
});
