import { acquire } from '../vscodeApi.ts';
import type { FromPage, ToPage } from './messages.ts';
import { EntryPage, INITIAL, type PageState } from './page.ts';

const api = acquire<PageState>();
const root = document.getElementById('page');
if (root) {
  const tell = (message: FromPage) => api.postMessage(message);
  const state = api.getState();
  let page: EntryPage | undefined;
  window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data.type === 'entry')
      page ??= new EntryPage({
        root,
        state: state ?? { ...INITIAL, ref: data.ref },
        tell,
        keep: (kept) => api.setState(kept),
      });
    else page?.hear(data);
  });
  tell({ type: 'ready', depth: state?.depth ?? INITIAL.depth });
}
