/**
 * Writes the wire format of Protocol Buffers: as much of it as an ONNX model needs.
 *
 * @see docs/sources.md#protobuf
 * @example new ProtobufWriter().integer(1, 300).bytes // Uint8Array.of(8, 172, 2)
 * @example new ProtobufWriter().text(2, "hi").bytes // Uint8Array.of(18, 2, 104, 105)
 */
export class ProtobufWriter {
  readonly #parts: number[] = [];

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#parts);
  }

  /** A whole number, also a negative one, as int64. */
  integer(field: number, value: number): this {
    this.#varint(field * 8);
    this.#varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + 5);
    this.#parts.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  text(field: number, value: string): this {
    return this.block(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.block(field, value.bytes);
  }

  block(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + 2);
    this.#varint(value.length);
    for (const byte of value) this.#parts.push(byte);
    return this;
  }

  #varint(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 128n) {
      this.#parts.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.#parts.push(Number(rest));
  }
}
