/** Thrown to decline; one for all, since making an error costs more than reading many a line. */
export const UNUSUAL = new Error('Not plain YAML.');

/** Where reading stands in the text of a document, what stands there, and what is passed over: blanks, lines, comments. */
export class Scanner {
  protected readonly text: string;
  /** Where reading goes on. */
  protected at = 0;
  protected lineStart = 0;
  /** Where the node read last ends with what belongs to it: blanks, comment and line break. */
  protected end = 0;
  /** Column of the rightmost comment on a line of its own since then; -1 without one. */
  protected commentColumn = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes the rest of the line, which may hold a comment, and goes on to the next line that says something. */
  protected finishValue(): void {
    this.finishLine();
    this.end = this.at;
    this.skipLines();
  }

  protected finishLine(): void {
    this.skipSpaces();
    if (this.unit() === HASH && this.text.charCodeAt(this.at - 1) === SPACE) this.skipComment();
    if (!this.isLineEnd()) throw UNUSUAL;
    this.skipBreak();
  }

  /** Passes blank lines and comments. */
  protected skipLines(): void {
    this.commentColumn = -1;
    while (this.at < this.text.length) {
      this.skipSpaces();
      if (this.unit() === HASH) {
        this.commentColumn = Math.max(this.commentColumn, this.column());
        this.skipComment();
      } else if (!this.isLineEnd()) return;
      this.skipBreak();
    }
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
  }

  protected skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : this.text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  protected skipBreak(): void {
    if (this.unit() === CR) this.at++;
    if (this.unit() === LF) this.at++;
    this.lineStart = this.at;
  }

  /** Takes what fits a sticky pattern; declines where nothing does. */
  protected match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    if (match === undefined) throw UNUSUAL;
    this.at += match.length;
    return match;
  }

  /** Column of where reading goes on; -1 at the end of the text. */
  protected column(): number {
    return this.at < this.text.length ? this.at - this.lineStart : -1;
  }

  /** The code unit where reading goes on; NaN at the end of the text. */
  protected unit(): number {
    return this.text.charCodeAt(this.at);
  }

  protected isOpening(): boolean {
    const unit = this.unit();
    return unit === BRACE || unit === BRACKET;
  }

  protected isClosing(): boolean {
    const unit = this.unit();
    return unit === CLOSING_BRACE || unit === CLOSING_BRACKET;
  }

  protected isLineEnd(): boolean {
    const unit = this.unit();
    return unit === LF || unit === CR || Number.isNaN(unit);
  }

  /** A blank, a line break or the end of the text. */
  protected isSpace(ahead = 0): boolean {
    const unit = this.text.charCodeAt(this.at + ahead);
    return unit === SPACE || unit === LF || unit === CR || Number.isNaN(unit);
  }

  protected isIndicator(unit: number): boolean {
    return this.unit() === unit && this.isSpace(1);
  }

  /** A colon that makes what stands before it, on its line, a key. */
  protected isColon(): boolean {
    this.skipSpaces();
    return this.isIndicator(COLON);
  }
}

// Code units: comparing them is what makes this fast.
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const GREATER = 62;
export const QUESTION = 63;
export const BRACKET = 91;
export const CLOSING_BRACKET = 93;
export const BRACE = 123;
export const PIPE = 124;
export const CLOSING_BRACE = 125;

export function isFlowIndicator(unit: number): boolean {
  return (
    unit === COMMA || unit === BRACKET || unit === CLOSING_BRACKET || unit === BRACE || unit === CLOSING_BRACE
  );
}
