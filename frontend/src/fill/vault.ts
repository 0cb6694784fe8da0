// What lies on the phone, locked with a PIN: AES-256-GCM under a key that PBKDF2 makes of the PIN.
// The key is only in memory. Nothing readable of the answers is ever written to the disk.

/** How a PIN is recognised: its salt, and something small that only the right key opens. */
export interface Lock {
  key: string; // of the link
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  check: Sealed;
}

export interface Sealed {
  nonce: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

export const SHORTEST_PIN = 6;
const ROUNDS = 600_000; // OWASP Password Storage Cheat Sheet: PBKDF2 with HMAC-SHA-256

export class Vault {
  private constructor(
    readonly lock: Lock,
    private readonly secret: CryptoKey,
  ) {}

  static async choose(key: string, pin: string): Promise<Vault> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const secret = await secretOf(pin, salt, ROUNDS);
    const check = await sealed(secret, new TextEncoder().encode(key));
    return new Vault({ key, salt, rounds: ROUNDS, check }, secret);
  }

  /** null where the PIN is another. */
  static async open(lock: Lock, pin: string): Promise<Vault | null> {
    const secret = await secretOf(pin, lock.salt, lock.rounds);
    const vault = new Vault(lock, secret);
    return vault.bytes(lock.check).then(
      () => vault,
      () => null,
    );
  }

  async seal(content: object): Promise<Sealed> {
    return sealed(this.secret, await packed(content));
  }

  async unseal<Content>(closed: Sealed): Promise<Content> {
    return unpacked(await this.bytes(closed)) as Content;
  }

  private bytes({ nonce, data }: Sealed): Promise<ArrayBuffer> {
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, this.secret, data);
  }
}

interface Told {
  bytes: number;
  name: string | null;
  type: string;
}

/** Anything of text, numbers and files: the text, then the bytes of each file in turn. */
export async function packed(content: object): Promise<Uint8Array<ArrayBuffer>> {
  const blobs: Blob[] = [];
  const text = JSON.stringify(content, (_, value: unknown) => {
    if (!(value instanceof Blob)) return value;
    blobs.push(value);
    const name = value instanceof File ? value.name : null;
    return { bytes: value.size, name, type: value.type };
  });
  const told = new TextEncoder().encode(text);
  const whole = await new Blob([new Uint32Array([told.length]), told, ...blobs]).arrayBuffer();
  return new Uint8Array(whole);
}

export function unpacked(whole: ArrayBuffer): unknown {
  let at = 4 + (new Uint32Array(whole.slice(0, 4))[0] ?? 0);
  const text = new TextDecoder().decode(whole.slice(4, at));
  return JSON.parse(text, (_, value: Told | null) => {
    if (!value || typeof value !== "object" || typeof value.bytes !== "number") return value;
    const bytes = whole.slice(at, (at += value.bytes));
    const { type, name } = value;
    return name === null ? new Blob([bytes], { type }) : new File([bytes], name, { type });
  });
}

async function secretOf(pin: string, salt: BufferSource, rounds: number): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(pin.normalize("NFKC"));
  const plain = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, plain, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

async function sealed(secret: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return { nonce, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, secret, bytes) };
}
