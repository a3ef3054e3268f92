/** A chapter with its headings. */
export interface ChapterLine {
  /** Two digits. */
  readonly chapter: string;
  readonly title: string;
  /** Short wording by four-digit heading. */
  readonly headings: Readonly<Record<string, string>>;
}
