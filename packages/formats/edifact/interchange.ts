import type { EdifactFinding, Verdict } from './finding.ts';

/** What UNB says. Texts are `''` where UNB is absent or silent. */
export interface InterchangeHeader {
  /** Number of the interchange in the file, from 1. */
  readonly interchange: number;
  /** Byte offset of UNA, or of UNB where there is no UNA, or of the first byte that is no blank. */
  readonly offset: number;
  readonly sender: string;
  readonly senderQualifier: string;
  readonly recipient: string;
  readonly recipientQualifier: string;
  /** Interchange control reference (0020). */
  readonly control: string;
  /** Syntax identifier as sent, in upper case: "UNOA" … "UNOY". */
  readonly charset: string;
  /** 1–4; 0 without a readable UNB. */
  readonly syntaxVersion: number;
  /** Date and time of preparation, epoch milliseconds; UNB names no zone, it is read as UTC. */
  readonly preparedAt?: number;
  readonly test: boolean;
  readonly acknowledgementRequested: boolean;
}

/** What UNH says. */
export interface MessageHeader {
  /** Number of the message in its interchange, from 1. */
  readonly index: number;
  /** Byte offset of UNH. */
  readonly offset: number;
  readonly reference: string;
  /** "BAPLIE", "CUSCAR", … in upper case. */
  readonly type: string;
  /** "D". */
  readonly version: string;
  /** "95B". */
  readonly release: string;
  /** "UN". */
  readonly agency: string;
  /** "SMDG22"; `''` when not given. */
  readonly association: string;
  /** Reference of the functional group, where the message is in one. */
  readonly group?: string;
}

/** A message as the report lists it. */
export interface MessageReport {
  readonly type: string;
  /** Directory and association: "D95B SMDG22". */
  readonly version: string;
  readonly reference: string;
  /** Segments counted from UNH to UNT, both included. */
  readonly segments: number;
  readonly verdict: Verdict;
}

/** What the reader says when a message ends, also when it ends without UNT. */
export interface MessageEnd extends MessageReport {
  readonly header: MessageHeader;
  /** Byte offset behind the last byte of the message. */
  readonly endOffset: number;
}

/** What the reader says when an interchange ends, also when it is cut off. */
export interface InterchangeEnd {
  readonly header: InterchangeHeader;
  readonly verdict: Verdict;
  readonly messageCount: number;
  /** Byte offset behind the last byte of the interchange. */
  readonly endOffset: number;
}

/** One interchange of `edifact check`. */
export interface InterchangeReport {
  /** Number of the interchange in the file, from 1. */
  readonly interchange: number;
  readonly sender: string;
  readonly recipient: string;
  readonly control: string;
  readonly verdict: Verdict;
  readonly messages: readonly MessageReport[];
  readonly findings: readonly EdifactFinding[];
}
