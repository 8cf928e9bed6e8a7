// The certificates of a server, for tests.
import type { PresentedCertificate } from "../host/generated/PresentedCertificate";
import type { PresentedChain } from "../host/generated/PresentedChain";

export function aCertificate(changed: Partial<PresentedCertificate> = {}): PresentedCertificate {
  return {
    subject: "CN=scim.example.test",
    issuer: "CN=Example Issuing",
    isSelfSigned: false,
    names: ["scim.example.test", "api.example.test"],
    moreNames: 3,
    validFrom: "2026-01-01T00:00:00Z",
    validTo: "2027-01-01T00:00:00Z",
    fingerprint: "AA:BB:CC",
    ...changed,
  };
}

/** The certificate of the one who signed it. */
export function aSigner(): PresentedCertificate {
  return aCertificate({
    subject: "CN=Example Issuing",
    issuer: "CN=Example Root",
    names: [],
    moreNames: 0,
    fingerprint: "DD:EE:FF",
  });
}

/** Trusted by an authority of the tenant's own. */
export function aChain(): PresentedChain {
  return {
    certificates: [aCertificate(), aSigner()],
    leftOut: 0,
    authority: { subject: "CN=Example Root", isOwn: true, fingerprint: "01:23:45" },
  };
}
