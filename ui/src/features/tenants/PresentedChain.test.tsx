// The certificates of a server in the connection test: seen without a search where one is at fault, otherwise on demand.
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { PresentedChain } from "../../host/generated/PresentedChain";
import type { TenantTested } from "../../host/generated/TenantTested";
import { aCertificate, aChain, aSigner } from "../../testing/fixtureChain";
import { renderApp } from "../../testing/render";

function testedWith(state: "ok" | "failed", chain: PresentedChain): TenantTested {
  return {
    ...(state === "failed" ? { stoppedAt: "TLS" } : {}),
    ms: 40,
    requests: 0,
    tokenRequests: 0,
    steps: [{ name: "TLS", state, ms: 3, detail: "TLS 1.3", chain }],
  };
}

async function tested(answer: TenantTested) {
  const app = renderApp({ tenant_test: () => answer });
  await app.user.click(await screen.findByTestId("welcome-add-tenant"));
  await app.user.type(await screen.findByTestId("field-baseUrl"), "https://example.test/scim");
  await app.user.click(screen.getByTestId("tenant-test"));
  await screen.findByTestId("test-step-TLS");
  return app;
}

function cards() {
  const list = screen.getByRole("list", { name: "Certificates that the server showed" });
  return within(list).getAllByRole("listitem");
}

test("the certificate at fault is seen at once, with its reason and all that it says", async () => {
  const fault = "It expired on 3 February 2021, 00:00 UTC.";
  const certificates = [aCertificate({ fault }), aSigner()];
  const chain = { certificates, leftOut: 2, hint: "Ask for it." };
  await tested(testedWith("failed", chain));
  const [first, second] = cards();
  expect(first).toHaveTextContent(`The server's own${fault}`);
  for (const said of ["CN=scim.example.test", "scim.example.test, api.example.test and 3 more"]) {
    expect(first).toHaveTextContent(said);
  }
  expect(first).toHaveTextContent("IssuerCN=Example Issuing");
  expect(first).toHaveTextContent("Valid from2026-01-01 00:00:00 UTC");
  expect(first).toHaveTextContent("Valid until2027-01-01 00:00:00 UTC");
  expect(first).toHaveTextContent("SHA-256AA:BB:CC");
  expect(second).toHaveTextContent("Sent with it, 1");
  expect(second).not.toHaveTextContent("expired");
  expect(screen.getByText("2 more are not shown.")).toBeVisible();
  expect(screen.getByText("Ask for it.")).toBeVisible();
});

test("nothing offers to trust what a connection shows", async () => {
  const certificates = [aCertificate({ fault: "It is signed by itself.", isSelfSigned: true })];
  await tested(testedWith("failed", { certificates, leftOut: 0 }));
  expect(cards()[0]).toHaveTextContent("Issueritself");
  const pane = screen.getByTestId("presented-chain");
  const buttons = within(pane).getAllByRole("button");
  expect(buttons.map((it) => it.textContent)).toEqual(["Certificates of the server (1)"]);
});

test("a chain in order is opened on demand, and says who is trusted", async () => {
  const { user } = await tested(testedWith("ok", aChain()));
  const opener = screen.getByRole("button", { name: "Certificates of the server (2)" });
  expect(opener).toHaveAttribute("aria-expanded", "false");
  expect(screen.queryByRole("list", { name: "Certificates that the server showed" })).toBeNull();
  await user.click(opener);
  expect(cards()).toHaveLength(2);
  expect(screen.getByText("Trusted as one of this tenant's own authorities")).toBeVisible();
  expect(screen.getByLabelText("The authority that is trusted")).toHaveTextContent(
    "CN=Example Root",
  );
});

test("an authority of the system is told from one's own", async () => {
  const { user } = await tested(
    testedWith("ok", { ...aChain(), authority: { subject: "CN=Public", isOwn: false } }),
  );
  await user.click(screen.getByRole("button", { name: "Certificates of the server (2)" }));
  expect(screen.getByText("Trusted as an authority of the system")).toBeVisible();
});

test("what a hostile certificate says is text", async () => {
  const subject = "<img src=x onerror=alert(1)>\u202e";
  const certificates = [aCertificate({ subject, fault: "It expired." })];
  await tested(testedWith("failed", { certificates, leftOut: 0 }));
  expect(cards()[0]).toHaveTextContent("<img src=x onerror=alert(1)>U+202E");
  expect(document.querySelector("img")).toBeNull();
});

test("the report says what each certificate says", async () => {
  const certificates = [aCertificate({ fault: "It expired." }), aSigner()];
  const { user, host } = await tested(testedWith("failed", { ...aChain(), certificates }));
  await user.click(await screen.findByTestId("copy-report"));
  for (const said of [
    "Certificate 1: CN=scim.example.test",
    "for scim.example.test, api.example.test and 3 more",
    "valid from 2026-01-01T00:00:00Z until 2027-01-01T00:00:00Z",
    "SHA-256 AA:BB:CC",
    "It expired.",
    "Trusted: CN=Example Root, an authority of this tenant",
  ]) {
    expect(host.copied[0]).toContain(said);
  }
});
