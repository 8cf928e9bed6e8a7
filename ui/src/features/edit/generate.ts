// Makes a secret that nobody can guess, from the browser's own randomness.

const KINDS = ["abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.~+=@#%"];
const ALL = KINDS.join("");
const LENGTH = 24;

/** One of each kind of character at least, because rules for passwords often want it so. */
export function generateSecret(): string {
  const characters = [...KINDS, ...Array.from({ length: LENGTH - KINDS.length }, () => ALL)].map(
    (from) => from.charAt(below(from.length)),
  );
  // Shuffled, so that nobody knows where each kind stands.
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [characters[at], characters[other]] = [characters[other] ?? "", characters[at] ?? ""];
  }
  return characters.join("");
}

/** Every number below `limit` is as likely as any other: those that would make it uneven are drawn again. */
function below(limit: number): number {
  const fair = Math.floor(2 ** 32 / limit) * limit;
  const drawn = new Uint32Array(1);
  do crypto.getRandomValues(drawn);
  while ((drawn[0] ?? 0) >= fair);
  return (drawn[0] ?? 0) % limit;
}
