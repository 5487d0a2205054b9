/** All that an update takes, to be loaded together when it is first needed. */
export { isNewer } from '../../scaffold/update/newer.ts';
export { mergeableText } from '../../scaffold/update/texts.ts';
export { newerTemplate, presentTemplate } from './newerTemplate.ts';
export { prepareUpdate } from './prepareUpdate.ts';
export { projectOf } from './project.ts';
