import { fileURLToPath } from 'node:url';
import { ProjectTemplates } from '../templates/projectTemplates.ts';
import { service, vertical } from '../testing.ts';
import { TestPlane } from '../testPlane.ts';

/** A control plane with everything that can be asked for: templates, a vertical, and services that can be promoted. */
export async function openFurnishedPlane(): Promise<TestPlane> {
  const templates = fileURLToPath(new URL('../../../../templates', import.meta.url));
  const plane = await TestPlane.open({ projectTemplates: new ProjectTemplates(templates) });
  const admin = await plane.connect('admin', 'admin');
  // Approval to promote is only asked for where nothing else stands in the way.
  const promotable = ['dev-health-totest', 'test-health-tostage', 'stage-health-toprod'].map((name) =>
    service(name),
  );
  await admin.register(vertical('health'), ...promotable);
  return plane;
}

/** Arguments that promote a service of `openFurnishedPlane`. */
export function promotion(from: string, to: string) {
  return { kind: 'Service', name: `${from}-health-to${to}`, to, ifVersion: 1 };
}
