/** Why an expression is refused; thrown while parsing and turned into a result by `parseRegex`. */
export class Refusal extends Error {}

/** The source of an expression, read from left to right. */
export class Reader {
  readonly source: string;
  at = 0;
  captures = 0;
  readonly names = new Map<string, number>();

  constructor(source: string) {
    this.source = source;
  }

  done(): boolean {
    return this.at >= this.source.length;
  }

  peek(): string {
    return this.source[this.at] ?? '';
  }

  next(): string {
    const char = this.source[this.at++];
    if (char === undefined) throw new Refusal('pcre ends too early');
    return char;
  }

  take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.source);
    if (found !== null) this.at += found[0].length;
    return found;
  }
}
