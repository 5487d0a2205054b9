import type { Span } from '../manifest/tree.ts';

/** Walks over a text unit by unit, knowing the line that it is on; what it passes of comments it keeps. */
export class OutlineScanner {
  readonly comments: Span[] = [];
  readonly text: string;
  /** Offset behind the last unit. */
  readonly end: number;
  /** Offset of the next unit. */
  at: number;
  /** Offset of the line that it is on. */
  lineStart: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.at = start;
    this.lineStart = start;
  }

  get unit(): string | undefined {
    return this.text[this.at];
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  column(): number {
    return this.at - this.lineStart;
  }

  atLineBreak(): boolean {
    const unit = this.unit;
    return unit === '\n' || unit === '\r';
  }

  atLineEnd(): boolean {
    return this.isAtEnd || this.atLineBreak() || this.startsComment();
  }

  startsComment(): boolean {
    return this.unit === '#' && (this.at === this.lineStart || isSpace(this.text[this.at - 1]));
  }

  startsLine(): boolean {
    return this.text.slice(this.lineStart, this.at).trim() === '';
  }

  isDash(): boolean {
    return this.unit === '-' && isBlank(this.text[this.at + 1]);
  }

  isColon(): boolean {
    return this.unit === ':' && isBlank(this.text[this.at + 1]);
  }

  isFlowColon(): boolean {
    return this.unit === ':' && ',[]{}'.includes(this.text[this.at + 1] ?? ' ');
  }

  skipSpaces(): void {
    while (!this.isAtEnd && isSpace(this.unit)) this.at++;
  }

  skipLine(): void {
    while (!this.isAtEnd && !this.atLineBreak()) {
      if (this.startsComment()) {
        const start = this.at;
        while (!this.isAtEnd && !this.atLineBreak()) this.at++;
        this.comments.push({ start, end: this.at });
        return;
      }
      this.at++;
    }
  }

  nextLine(): void {
    if (this.unit === '\r' && this.text[this.at + 1] === '\n') this.at++;
    this.at = Math.min(this.at + 1, this.end);
    this.lineStart = this.at;
  }

  /** To the next content, over line ends and comments. */
  skipBlanks(): void {
    for (;;) {
      this.skipSpaces();
      if (this.isAtEnd || !this.atLineEnd()) return;
      this.skipLine();
      if (this.isAtEnd) return;
      this.nextLine();
    }
  }

  /** `&anchor` and `!tag` before a node say nothing about where it is. */
  skipProperties(): void {
    while ((this.unit === '&' || this.unit === '!') && !this.isAtEnd) {
      while (!this.isAtEnd && !isSpace(this.unit) && !this.atLineBreak()) this.at++;
      this.skipSpaces();
    }
  }
}

export function isSpace(unit: string | undefined): boolean {
  return unit === ' ' || unit === '\t';
}

function isBlank(unit: string | undefined): boolean {
  return unit === undefined || unit === ' ' || unit === '\t' || unit === '\n' || unit === '\r';
}
