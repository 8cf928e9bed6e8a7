// What is said wherever a tenant is met whose server is not verified.
export const UNVERIFIED = "TLS not verified";
