import type { Word } from './words.ts';

const english = new Set(
  'the of and to in is are for on with by from as at it that this be or not when who an all each every only after before was has have can will must may if we you they their our'.split(
    ' ',
  ),
);

const others = new Set(
  (
    'der die das und ist nicht mit für ein eine einen einem einer den dem des im auf von zu zum zur wird werden sind auch bei nach oder wenn wir sie er aus über nur ' +
    'le la les une est et du pour dans sur avec pas qui que au aux ce cette sont par plus sans vous nous elle il ils elles leur son sa ses ' +
    'el los las y del para con por se una unos su sus lo como pero más ' +
    'che di per non della dei delle nel alla gli sono anche ' +
    'het een van voor niet met wordt zijn ook naar door ' +
    'och att som för inte på av med den det ett til og ikke på er ' +
    'nie jest dla się na z w do jsou není pro ' +
    'não uma dos das ao os um em'
  ).split(' '),
);

/** Whether a text is written in another language: its small words are, and English ones are rarer. */
export function isForeign(words: readonly Word[]): boolean {
  let native = 0;
  let foreign = 0;
  const last = Math.min(words.length, 200);
  for (let at = 0; at < last; at++) {
    const word = words[at];
    // The parts of a name in code ("user.os") belong to no language.
    if (word?.sort !== 'word' || word.before.trim() !== '') continue;
    if (english.has(word.key)) native++;
    else if (others.has(word.key) || /[^\p{Script=Latin}]/u.test(word.key.replaceAll("'", ''))) foreign++;
    else if (/[äöüßàèéêçñõåøæłśż]/.test(word.key)) foreign += 0.5;
  }
  return foreign >= 2 && foreign > native;
}
