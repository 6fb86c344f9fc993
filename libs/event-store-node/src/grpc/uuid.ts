import { shared } from './protocol.js';

/** How a client wants ids to be sent: as text or as two 64-bit numbers. */
export type UuidForm = 'text' | 'structured';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in lower case, `undefined` where it is missing, empty or no UUID. */
export function readUuid(uuid: shared.UUID | undefined): string | undefined {
  const structured = uuid?.getStructured();
  const text = structured
    ? withDashes(hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits()))
    : uuid?.getString().toLowerCase();
  return text !== undefined && pattern.test(text) && /[1-9a-f]/.test(text) ? text : undefined;
}

export function writeUuid(id: string, form: UuidForm): shared.UUID {
  const uuid = new shared.UUID();
  if (form === 'text') return uuid.setString(id);
  const digits = id.replaceAll('-', '');
  return uuid.setStructured(
    new shared.UUID.Structured()
      .setMostSignificantBits(signed(digits.slice(0, 16)))
      .setLeastSignificantBits(signed(digits.slice(16))),
  );
}

function hex(bits: string): string {
  return BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
}

function signed(digits: string): string {
  return BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
}

function withDashes(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
