/** UUID version 7: the time in front, so that ids made on phones sort by when they were made. The server trusts no time in it. */
export function uuid7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  bytes.set(random.subarray(0, 16));
  for (let at = 0, rest = Math.trunc(now); at < 6; at += 1) {
    bytes[5 - at] = rest % 256;
    rest = Math.trunc(rest / 256);
  }
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function freshId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(16)));
}
