// Reads a key or a certificate from a file that a person chose: text as it is, anything else in base64.

export interface SecretFile {
  /** The name of the file. */
  name: string;
  text: string;
  /** It was text with a key or a certificate in it. */
  isPem: boolean;
}

/** No key and no chain of certificates is larger; the rest of a larger file is not read. */
const LARGEST = 256 * 1024;

export async function readSecretFile(file: File): Promise<SecretFile> {
  const bytes = await bytesOf(file.slice(0, LARGEST));
  const text = new TextDecoder().decode(bytes);
  const isPem = text.includes("-----BEGIN ");
  return { name: file.name, isPem, text: isPem ? text : base64(bytes) };
}

function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const { result } = reader;
      resolve(new Uint8Array(result instanceof ArrayBuffer ? result : new ArrayBuffer(0)));
    };
    reader.onerror = () => reject(reader.error ?? new Error("the file could not be read"));
    reader.readAsArrayBuffer(blob);
  });
}

function base64(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

/** Reads certificates: those that are not PEM yet are made it. */
export async function readAuthoritiesFile(file: File): Promise<SecretFile> {
  const read = await readSecretFile(file);
  return isDer(read) ? { ...read, isPem: true, text: pemOf(read.text) } : read;
}

/** A long ASN.1 sequence, as any certificate is one, starts so in base64. */
function isDer({ isPem, text }: SecretFile): boolean {
  return !isPem && text.startsWith("MI");
}

function pemOf(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
