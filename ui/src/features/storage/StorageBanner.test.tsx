// The banners over the screens: where data is kept, and what could not be recorded.
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";

import { anError, appStarted, aStorage } from "../../testing/fixtures";
import { renderApp } from "../../testing/render";

const memory = aStorage({
  state: "memory",
  title: "No keychain answers",
  detail: "org.freedesktop.secrets was not provided by any .service files.",
  hints: ["Start GNOME Keyring, then look again."],
  keychainAvailable: false,
});
const inMemory = { app_start: () => appStarted({ storage: memory }) };

test("an open database needs no banner", async () => {
  renderApp();
  await screen.findByTestId("welcome-open-sandbox");
  expect(screen.queryByTestId("storage-banner")).toBeNull();
});

test("the banner says what happened, why, and what to do; the sandbox still opens", async () => {
  const { user } = renderApp(inMemory);
  const banner = await screen.findByTestId("storage-banner");
  expect(banner).toHaveTextContent("No keychain answers");
  expect(banner).toHaveTextContent("org.freedesktop.secrets was not provided");
  expect(banner).toHaveTextContent("Start GNOME Keyring, then look again.");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("nav-User")).toBeVisible();
});

test("Look again takes the banner away when the keychain is back", async () => {
  const { user, host } = renderApp({ ...inMemory, storage_retry: () => aStorage() });
  await user.click(await screen.findByRole("button", { name: "Look again" }));
  await waitFor(() => expect(screen.queryByTestId("storage-banner")).toBeNull());
  await waitFor(() => expect(host.requests("tenant_list").length).toBeGreaterThan(0));
});

test("Look again says when nothing has changed", async () => {
  const { user } = renderApp({ ...inMemory, storage_retry: () => memory });
  await user.click(await screen.findByRole("button", { name: "Look again" }));
  expect(await screen.findByText(/Looked again at .*: nothing has changed\./)).toBeVisible();
});

test("a retry that fails says why", async () => {
  const { user } = renderApp({
    ...inMemory,
    storage_retry: () => {
      throw anError({ title: "The keychain refused", detail: "It is locked." }) as unknown as Error;
    },
  });
  await user.click(await screen.findByRole("button", { name: "Look again" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The keychain refused. It is locked.");
});

test("a change of the storage is shown when the backend says it", async () => {
  const { host } = renderApp();
  await screen.findByTestId("welcome-open-sandbox");
  act(() => host.say({ kind: "storageChanged", storage: memory }));
  expect(await screen.findByTestId("storage-banner")).toBeVisible();
});

test("an exchange that could not be recorded is said, until it is dismissed", async () => {
  const { host, user } = renderApp();
  await screen.findByTestId("welcome-open-sandbox");
  act(() => host.say({ kind: "recordingFailed", reason: "disk full" }));
  expect(await screen.findByTestId("recording-banner")).toHaveTextContent("disk full");
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByTestId("recording-banner")).toBeNull();
});
