// Bytes as hexadecimal digits, and back.

export function hex(of: ArrayBuffer | Uint8Array): string {
  return [...new Uint8Array(of)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytes(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
