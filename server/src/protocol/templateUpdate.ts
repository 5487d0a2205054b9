export interface TemplateUpdateParams {
  /** URI of the manifest of what was made from a template. */
  uri: string;
}

/** A file that an update touches, or says something of. */
export interface UpdatedFile {
  uri: string;
  /** To the workspace folder, with `/`. */
  relativePath: string;
  /** Both sides changed it: a person decides between the markers, or on the whole file. */
  isConflict: boolean;
  /** `offer`: it stays, unless somebody takes the template's instead; `note`: nothing is done, only said. */
  does: 'create' | 'replace' | 'delete' | 'offer' | 'note';
  /** What it is to hold, of a text. */
  text?: string;
  /** What it is to hold, where that is no text. */
  base64?: string;
  executable: boolean;
  /** What a person should know of it, in a sentence. */
  note?: string;
}

/** What bringing a project to the present version of its template would do; nothing is written. */
export interface TemplateUpdate {
  /** Of the entry. */
  name: string;
  template: string;
  from: string;
  /** Absent: there is no newer version. */
  to?: string;
  /** Why what it was made as is not known, in words: then every difference is a conflict. */
  lost?: string;
  files: UpdatedFile[];
  /** Answers that the new version does not take; then there are no files. */
  problems: { parameter: string; message: string }[];
}

export const TemplateUpdateMethods = {
  /** request: TemplateUpdateParams => TemplateUpdate */
  plan: 'heady/templateUpdate/plan',
} as const;
