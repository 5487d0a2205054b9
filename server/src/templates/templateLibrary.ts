import type { Template } from '../scaffold/template/template.ts';
import { BUILT_IN } from './builtIn.ts';
import type { BadTemplate, TemplateSource } from './templateSource.ts';

/** What a source has. */
export interface SourceContents {
  source: TemplateSource;
  templates: readonly Template[];
  bad: readonly BadTemplate[];
  /** Why none of it is offered, in words. */
  withheld?: string;
}

/** Read once, and again when the source says that it is another. */
interface Kept {
  stamp: string;
  contents: SourceContents;
}

/** The templates of all sources. Nothing is read before somebody asks. */
export class TemplateLibrary {
  readonly #sources: () => readonly TemplateSource[];
  readonly #isTrusted: boolean;
  readonly #kept = new Map<string, Promise<Kept>>();

  /**
   * @param sources asked anew each time: folders come and go
   * @param isTrusted whether the user trusts the workspace; else only what comes with Heady is offered
   */
  constructor(sources: () => readonly TemplateSource[], isTrusted: boolean) {
    this.#sources = sources;
    this.#isTrusted = isTrusted;
  }

  /** What all sources have now. One that cannot be read has nothing, and says why. */
  list(): Promise<SourceContents[]> {
    return Promise.all(this.#sources().map((source) => this.#contents(source)));
  }

  /** What all sources had when last listed: enough for whoever asks with every key. */
  async known(): Promise<SourceContents[]> {
    if (this.#kept.size === 0) return await this.list();
    return (await Promise.all(this.#kept.values())).map(({ contents }) => contents);
  }

  /** A template as it was when last listed. */
  async find(source: string, name: string): Promise<Template | undefined> {
    const place = this.#sources().find(({ id }) => id === source);
    if (!place || this.#withholds(place)) return undefined;
    const { templates } = (await this.#kept.get(source))?.contents ?? (await this.#contents(place));
    return templates.find((template) => template.name === name && template.spec.abstract !== true);
  }

  async #contents(source: TemplateSource): Promise<SourceContents> {
    if (this.#withholds(source))
      return {
        source,
        templates: [],
        bad: [],
        withheld: 'The workspace is not trusted: only templates that come with Heady are offered.',
      };
    const before = this.#kept.get(source.id);
    const reading = this.#read(source, before);
    this.#kept.set(source.id, reading);
    return (await reading).contents;
  }

  async #read(source: TemplateSource, before: Promise<Kept> | undefined): Promise<Kept> {
    try {
      const [stamp = '', kept] = await Promise.all([source.stamp?.(), before]);
      if (kept && kept.stamp === stamp) return kept;
      return { stamp, contents: { source, ...(await source.read()) } };
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      return { stamp: 'unread', contents: { source, templates: [], bad: [], withheld: message } };
    }
  }

  #withholds({ id }: TemplateSource): boolean {
    return !this.#isTrusted && id !== BUILT_IN;
  }
}
