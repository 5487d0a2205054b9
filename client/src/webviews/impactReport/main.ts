import { acquire } from '../vscodeApi.ts';
import type { FromPage, ToPage } from './messages.ts';
import { INITIAL, type PageState, ReportPage } from './page.ts';

const api = acquire<PageState>();
const root = document.getElementById('page');
if (root) {
  const tell = (message: FromPage) => api.postMessage(message);
  const page = new ReportPage({
    root,
    state: api.getState() ?? INITIAL,
    tell,
    keep: (state) => api.setState(state),
  });
  window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => page.hear(data));
  tell({ type: 'ready' });
}
