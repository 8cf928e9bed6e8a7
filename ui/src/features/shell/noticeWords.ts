// What is said of the end of a token or a certificate, for a place within a line. Pure.
import type { ExpiryNotice } from "../../host/generated/ExpiryNotice";

/** "token expires in 3 days" of "The token expires in 3 days". */
export function noticeWords({ title }: ExpiryNotice): string {
  return title.replace(/^The /, "");
}
